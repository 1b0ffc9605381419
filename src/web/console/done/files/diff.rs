//! A difference of two versions: the settings by name, then the lines, side by side where
//! there is room.

use super::keys::Keys;
use super::lines::{pieces_of, unified_row};
use super::wide::use_wide;
use crate::app::diff::{Part, folded, inline, side_by_side};
use crate::app::pins::of_diff;
use crate::app::protocol::{Answer, Ask, DiffLineView, KeyView};
use crate::app::syntax::Grammar;
use crate::web::console::PinButton;
use crate::web::console::done::ask::{Asked, use_asked};
use crate::web::ui::press_sets;
use std::ops::Range;
use yew::prelude::*;

/// Two texts stand side by side from this width on, px.
const WIDE_PX: i32 = 680;

/// Properties of [`Diff`].
#[derive(Properties, PartialEq)]
pub struct DiffProps {
    /// Which file.
    pub path: AttrValue,
    /// The older version.
    pub old: u32,
    /// The newer version.
    pub new: u32,
}

/// A difference, line by line, with a sign beside the colour.
#[component]
pub fn Diff(props: &DiffProps) -> Html {
    let path = props.path.to_string();
    let asked = use_asked(Some(Ask::Diff(path.clone(), props.old, props.new)), 0);
    let keys = use_asked(Some(Ask::Keys(path, props.old, props.new)), 0);
    let place = use_node_ref();
    let wide = use_wide(&place, WIDE_PX);
    let chosen = use_state(|| None::<bool>);
    let aside = chosen.unwrap_or(wide);
    let lines = match &asked {
        Asked::Known(answer) => match &**answer {
            Answer::Diff(lines) => lines.as_slice(),
            _ => &[],
        },
        _ => &[],
    };
    let keys: Vec<KeyView> = match &keys {
        Asked::Known(answer) => match &**answer {
            Answer::Keys(keys) => keys.clone(),
            _ => vec![],
        },
        _ => vec![],
    };
    let known = matches!(asked, Asked::Known(_));
    let count = |sign: char| lines.iter().filter(|line| line.sign == sign).count();
    let (added, removed) = (count('+'), count('-'));
    let changed = added + removed;
    let grammar = Grammar::of(&props.path);
    let columns = if aside { 6 } else { 4 };
    let fold = |at: usize, count: usize| {
        html! {
            <tr key={format!("fold-{at}")} class="diff-fold">
                <td colspan={columns.to_string()}>{ format!("{count} unchanged lines") }</td>
            </tr>
        }
    };
    let rows = folded(lines).into_iter().flat_map(|part| match part {
        Part::Lines(range) if aside => beside(lines, range, grammar),
        Part::Lines(range) => below(lines, range, grammar),
        Part::Fold(range) => vec![fold(range.start, range.len())],
    });
    let (old, new) = (props.old, props.new);
    let title = format!("Version {old} to version {new} of {}", props.path);
    let pin = of_diff(&props.path, (old, new), lines);
    let choose = |on: bool| press_sets(&chosen, Some(on));
    html! {
        <div ref={place} class="diff stack">
            { asked.html() }
            <p class="muted small" hidden={!known || changed > 0}>
                { "The two texts are the same." }
            </p>
            <div hidden={keys.is_empty()}>
                <Keys {keys} label={format!("Settings from version {old} to version {new}")} />
            </div>
            <div class="row small" hidden={changed == 0}>
                <span class="num">
                    <span class="good">{ format!("+{added}") }</span>{ " " }
                    <span class="crit">{ format!("−{removed}") }</span>
                    <span class="muted">{ " lines" }</span>
                </span>
                <PinButton {pin} now=true of={title.clone()} />
                <div class="segmented push" role="group" aria-label="Show the difference">
                    <button type="button" aria-pressed={(!aside).to_string()}
                        onclick={choose(false)}>{ "Unified" }</button>
                    <button type="button" aria-pressed={aside.to_string()}
                        onclick={choose(true)}>{ "Side by side" }</button>
                </div>
            </div>
            <div class="code" role="region" tabindex="0" aria-label={title.clone()}
                hidden={changed == 0}>
                <table class={classes!("mono", "cfg-text", aside.then_some("cfg-beside"))}>
                    <caption class="visually-hidden">{ title }</caption>
                    { columns_of(aside) }
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
        </div>
    }
}

/// The columns: numbers and signs are narrow, texts share the rest.
fn columns_of(aside: bool) -> Html {
    let (number, sign) = (
        || html! { <col class="col-number" /> },
        || html! { <col class="col-sign" /> },
    );
    if aside {
        html! { <colgroup>{ number() }{ sign() }<col />{ number() }{ sign() }<col /></colgroup> }
    } else {
        html! { <colgroup>{ number() }{ number() }{ sign() }<col /></colgroup> }
    }
}

/// The lines of a part one below the other; a line taken out and its successor are compared.
fn below(lines: &[DiffLineView], range: Range<usize>, grammar: Grammar) -> Vec<Html> {
    let mut marks = vec![None; lines.len()];
    for pair in side_by_side(lines, range.clone()) {
        if let (Some(old), Some(new)) = pair
            && old != new
        {
            let (a, b) = inline(&lines[old].text, &lines[new].text);
            (marks[old], marks[new]) = (Some(a), Some(b));
        }
    }
    range
        .map(|at| unified_row(at, &lines[at], grammar, marks[at].as_ref()))
        .collect()
}

/// The lines of a part side by side.
fn beside(lines: &[DiffLineView], range: Range<usize>, grammar: Grammar) -> Vec<Html> {
    let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    let rows = side_by_side(lines, range).into_iter().enumerate();
    rows.map(|(row, (old, new))| {
        let changed = old != new;
        let marks = match (old, new) {
            (Some(a), Some(b)) if changed => {
                let (a, b) = inline(&lines[a].text, &lines[b].text);
                (Some(a), Some(b))
            }
            _ => (None, None),
        };
        let old_text = old.map(|at| pieces_of(grammar, &lines[at].text, marks.0.as_ref()));
        let new_text = new.map(|at| pieces_of(grammar, &lines[at].text, marks.1.as_ref()));
        let class = |there: bool, class: &'static str| match (changed, there) {
            (true, true) => class,
            (true, false) => "diff-none",
            (false, _) => "",
        };
        let sign = |there: bool, sign: &'static str, word: &'static str| {
            let told = changed && there;
            html! {
                <>{ if told { sign } else { "" } }
                    <span class="visually-hidden">{ if told { word } else { "" } }</span></>
            }
        };
        let key = old.or(new).unwrap_or(row);
        html! {
            <tr key={format!("{key}-{}", new.unwrap_or_default())}>
                <td class={classes!("diff-number", "num", class(old.is_some(), "diff-old"))}>
                    { number(old.and_then(|at| lines[at].old)) }</td>
                <td class={classes!("diff-sign", class(old.is_some(), "diff-old"))}>
                    { sign(old.is_some(), "−", "removed") }</td>
                <td class={classes!("diff-text", class(old.is_some(), "diff-old"))}>
                    { old_text }</td>
                <td class={classes!("diff-number", "num", class(new.is_some(), "diff-new"))}>
                    { number(new.and_then(|at| lines[at].new)) }</td>
                <td class={classes!("diff-sign", class(new.is_some(), "diff-new"))}>
                    { sign(new.is_some(), "+", "added") }</td>
                <td class={classes!("diff-text", class(new.is_some(), "diff-new"))}>
                    { new_text }</td>
            </tr>
        }
    })
    .collect()
}

//! The text of a version, coloured, with who brought each line in.

use super::lines::spans;
use crate::app::protocol::{Answer, Ask, FileView, VersionView};
use crate::app::shared::Shared;
use crate::app::syntax::{Grammar, Kind, lines};
use crate::chart::Clock;
use crate::web::console::done::ask::{Asked, use_asked};
use crate::web::ui::{on_change, option, press_sets, stamp};
use crate::web::zone::use_clock;
use yew::prelude::*;

/// Properties of [`Text`].
#[derive(Properties, PartialEq)]
pub struct TextProps {
    /// The file.
    pub file: Shared<FileView>,
    /// Settings that wait: name and what is in force. Marked at their lines.
    pub waiting: Shared<Vec<(String, String)>>,
}

/// The text of one version.
#[component]
pub fn Text(props: &TextProps) -> Html {
    let clock = use_clock();
    let file = &props.file;
    let newest = file.versions.last().map_or(0, |version| version.number);
    let chosen = use_state(|| None::<u32>);
    let blamed = use_state(|| false);
    let version = chosen.unwrap_or(newest);
    let path = file.path.clone();
    let asked = use_asked(Some(Ask::File(path.clone(), version)), 0);
    let blame = use_asked(blamed.then_some(Ask::Blame(path, version)), 0);
    let text = match &asked {
        Asked::Known(answer) => match &**answer {
            Answer::File(text) => text.as_str(),
            _ => "",
        },
        _ => "",
    };
    let owners: &[u32] = match &blame {
        Asked::Known(answer) if *blamed => match &**answer {
            Answer::Blame(owners) => owners,
            _ => &[],
        },
        _ => &[],
    };
    let grammar = Grammar::of(&file.path);
    let of = |number: u32| file.versions.iter().find(|v| v.number == number);
    let rows = lines(grammar, text)
        .into_iter()
        .enumerate()
        .map(|(at, pieces)| {
            let owner = owners.get(at).copied();
            let above = at.checked_sub(1).and_then(|at| owners.get(at).copied());
            let key = pieces.iter().find(|(kind, _)| *kind == Kind::Key);
            let waits = key.filter(|_| version == newest).and_then(|(_, key)| {
                let named = |(name, _): &&(String, String)| name.eq_ignore_ascii_case(key);
                props.waiting.iter().find(named)
            });
            html! {
                <tr key={at} class={classes!(waits.map(|_| "cfg-waits"),
                    (owner != above && *blamed).then_some("blame-first"))}>
                    <td class="blame" hidden={!*blamed}>
                        { owner.and_then(of).map(|v| owner_cell(v, owner != above, clock)) }</td>
                    <td class="diff-number num">{ at + 1 }</td>
                    <td class="diff-text">{ spans(&pieces, None) }
                        { waits.map(|(_, now)| html! {
                            <span class="cfg-now">{ format!("in force: {now}") }</span>
                        }) }</td>
                </tr>
            }
        });
    let onchange = {
        let chosen = chosen.clone();
        on_change(move |number| chosen.set(number.parse().ok()))
    };
    let options = file.versions.iter().rev().map(|entry| {
        let tail = match entry.number {
            number if Some(number) == file.in_force => ", in force",
            number if number == newest => ", newest",
            _ => "",
        };
        option(
            entry.number,
            format!("Version {}{tail}", entry.number),
            entry.number == version,
        )
    });
    let toggle = press_sets(&blamed, !*blamed);
    html! {
        <div class="stack">
            <div class="row">
                <select class="field log-choice" aria-label="Version" {onchange}>
                    { for options }</select>
                <button type="button" class="chip" aria-pressed={blamed.to_string()}
                    onclick={toggle}>{ "Blame" }</button>
            </div>
            { asked.html() }
            <div class="code cfg-code" role="region" tabindex="0"
                aria-label={format!("Text of {}", file.path)} hidden={text.is_empty()}>
                <table class="mono cfg-text"><tbody>{ for rows }</tbody></table>
            </div>
        </div>
    }
}

/// Who brought a line in; in full at the first of several.
fn owner_cell(version: &VersionView, first: bool, clock: Clock) -> Html {
    let at = stamp(clock, version.t_ms);
    let day = at.split(' ').next().unwrap_or_default().to_string();
    let title = format!(
        "Version {}, {at}, {}: {}",
        version.number, version.author, version.message
    );
    html! {
        <span class="blame-cell" {title}>
            <span class="num" hidden={!first}>{ format!("v{}", version.number) }</span>
            <span class="visually-hidden" hidden={first}>
                { format!("v{}", version.number) }</span>
            <span class="blame-who" hidden={!first}>{ version.author.clone() }</span>
            <span class="num blame-day" hidden={!first}>{ day }</span>
        </span>
    }
}

//! A difference of two texts.

use super::ask::{Asked, use_asked};
use crate::app::diff::{Part, folded};
use crate::app::protocol::{Answer, Ask, DiffLineView};
use yew::prelude::*;

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
    let ask = Ask::Diff(props.path.to_string(), props.old, props.new);
    let asked = use_asked(Some(ask), 0);
    let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    let lines = match &asked {
        Asked::Known(answer) => match &**answer {
            Answer::Diff(lines) => lines.as_slice(),
            _ => &[],
        },
        _ => &[],
    };
    let known = matches!(asked, Asked::Known(_));
    let changed = lines.iter().filter(|line| line.sign != ' ').count();
    let row = |at: usize, line: &DiffLineView| {
        let (class, word) = match line.sign {
            '+' => ("diff-new", "added"),
            '-' => ("diff-old", "removed"),
            _ => ("", ""),
        };
        html! {
            <tr key={at} {class}>
                <td class="diff-number num">{ number(line.old) }</td>
                <td class="diff-number num">{ number(line.new) }</td>
                <td class="diff-sign">{ line.sign }
                    <span class="visually-hidden">{ word }</span></td>
                <td class="diff-text">{ line.text.clone() }</td>
            </tr>
        }
    };
    let fold = |at: usize, count: usize| {
        html! {
            <tr key={at} class="diff-fold">
                <td colspan="4">{ format!("{count} unchanged lines") }</td>
            </tr>
        }
    };
    let rows = folded(lines).into_iter().flat_map(|part| match part {
        Part::Lines(range) => range.map(|at| row(at, &lines[at])).collect::<Vec<_>>(),
        Part::Fold(range) => vec![fold(range.start, range.len())],
    });
    let title = format!(
        "Version {} to version {} of {}",
        props.old, props.new, props.path
    );
    html! {
        <div class="diff">
            { asked.html() }
            <p class="muted small" hidden={!known || changed > 0}>
                { "The two texts are the same." }
            </p>
            <div class="code" role="region" tabindex="0" aria-label={title.clone()}
                hidden={changed == 0}>
                <table class="mono">
                    <caption class="visually-hidden">{ title }</caption>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
        </div>
    }
}

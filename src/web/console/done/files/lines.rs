//! Lines of a file, coloured: spans only, whatever the text says.

use crate::app::diff::Marked;
use crate::app::protocol::DiffLineView;
use crate::app::syntax::{Grammar, Kind, lines};
use yew::prelude::*;

/// Class of a piece.
fn class_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Plain => "",
        Kind::Comment => "syn-comment",
        Kind::Key => "syn-key",
        Kind::Sign => "syn-sign",
        Kind::Text => "syn-text",
        Kind::Number => "syn-number",
        Kind::Word => "syn-word",
        Kind::Section => "syn-section",
    }
}

/// The pieces of one line, with what changed in it marked.
pub fn pieces_of(grammar: Grammar, text: &str, marked: Option<&Marked<'_>>) -> Html {
    let pieces = lines(grammar, text).into_iter().next().unwrap_or_default();
    spans(&pieces, marked)
}

/// Coloured pieces as spans; `marked` cuts the same text at other places.
pub fn spans(pieces: &[(Kind, &str)], marked: Option<&Marked<'_>>) -> Html {
    let marks = marked.map(|marked| {
        let mut at = 0;
        let ends = marked.iter().map(|(piece, changed)| {
            at += piece.len();
            (at, *changed)
        });
        ends.collect::<Vec<_>>()
    });
    let marks = marks.unwrap_or_default();
    let mut out = Vec::new();
    let (mut at, mut mark) = (0, 0);
    for (kind, piece) in pieces {
        let end = at + piece.len();
        let mut from = at;
        while from < end {
            while marks.get(mark).is_some_and(|(until, _)| *until <= from) {
                mark += 1;
            }
            let (until, changed) = marks.get(mark).copied().unwrap_or((end, false));
            let to = until.clamp(from + 1, end);
            let part = piece
                .get(from - at..to - at)
                .unwrap_or_default()
                .to_string();
            out.push(match (changed, class_of(*kind)) {
                (true, class) => {
                    html! { <span class={classes!("diff-mark", class)}>{ part }</span> }
                }
                (false, "") => html! { { part } },
                (false, class) => html! { <span {class}>{ part }</span> },
            });
            from = to;
        }
        at = end;
    }
    out.into_iter().collect()
}

/// A line of a unified difference.
pub fn unified_row(
    at: usize,
    line: &DiffLineView,
    grammar: Grammar,
    marked: Option<&Marked<'_>>,
) -> Html {
    let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    let (class, sign, word) = match line.sign {
        '+' => ("diff-new", "+", "added"),
        '-' => ("diff-old", "−", "removed"),
        _ => ("", "", ""),
    };
    html! {
        <tr key={at} {class}>
            <td class="diff-number num">{ number(line.old) }</td>
            <td class="diff-number num">{ number(line.new) }</td>
            <td class="diff-sign">{ sign }<span class="visually-hidden">{ word }</span></td>
            <td class="diff-text">{ pieces_of(grammar, &line.text, marked) }</td>
        </tr>
    }
}

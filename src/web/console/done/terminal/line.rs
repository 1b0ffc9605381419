//! Keys of the terminal's line, as a shell's line editor has them.

use web_sys::{HtmlInputElement, KeyboardEvent};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Act {
    /// Send the line, or take what was found.
    Send,
    /// Send a control character.
    Line(char),
    /// The line before.
    Up,
    /// The line after.
    Down,
    /// How can it go on at this byte?
    Complete(usize),
    /// An empty screen.
    Clear,
    /// Search the history, or search further back.
    Search,
    /// Close what is open.
    Leave,
    /// Change the line.
    Edit(Edit),
}

/// Changes of the line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Edit {
    /// To its beginning.
    Home,
    /// To its end.
    End,
    /// Cut to its beginning.
    CutBefore,
    /// Cut to its end.
    CutAfter,
    /// Cut the word before.
    CutWord,
}

/// The cursor as a byte of the text.
fn cursor(field: &HtmlInputElement) -> usize {
    let text = field.value();
    let units = field.selection_start().ok().flatten();
    let Some(units) = units else {
        return text.len();
    };
    let mut seen = 0;
    for (at, c) in text.char_indices() {
        if seen >= units {
            return at;
        }
        seen += c.len_utf16() as u32;
    }
    text.len()
}

fn something_is_selected(field: &HtmlInputElement) -> bool {
    let inside = field.selection_start().ok() != field.selection_end().ok();
    let page = gloo::utils::window().get_selection().ok().flatten();
    inside || page.is_some_and(|s| !s.is_collapsed())
}

/// What a key in the line asks for; none: what the browser does with it.
pub fn act_of(
    event: &KeyboardEvent,
    field: &HtmlInputElement,
    searching: bool,
    choosing: bool,
) -> Option<Act> {
    if event.is_composing() || event.meta_key() || event.alt_key() {
        return None;
    }
    let key = event.key();
    if event.ctrl_key() {
        return Some(match key.to_lowercase().as_str() {
            // Copying comes first.
            "c" if something_is_selected(field) => return None,
            "c" => Act::Line('\u{3}'),
            "d" if field.value().is_empty() => Act::Line('\u{4}'),
            "l" => Act::Clear,
            "r" => Act::Search,
            "a" => Act::Edit(Edit::Home),
            "e" => Act::Edit(Edit::End),
            "u" => Act::Edit(Edit::CutBefore),
            "k" => Act::Edit(Edit::CutAfter),
            "w" => Act::Edit(Edit::CutWord),
            "p" => Act::Up,
            "n" => Act::Down,
            "g" if searching => Act::Leave,
            _ => return None,
        });
    }
    match key.as_str() {
        "Enter" => Some(Act::Send),
        "ArrowUp" => Some(Act::Up),
        "ArrowDown" => Some(Act::Down),
        // An empty line, and Shift, let the focus go on: the line is no trap.
        "Tab" if !event.shift_key() && !field.value().is_empty() => {
            Some(Act::Complete(cursor(field)))
        }
        "Escape" if searching || choosing => Some(Act::Leave),
        _ => None,
    }
}

/// The line after a change, and the byte of the cursor.
pub fn edit(field: &HtmlInputElement, how: Edit) -> Option<(String, usize)> {
    let (text, at) = (field.value(), cursor(field));
    let (before, after) = (text.get(..at)?, text.get(at..)?);
    Some(match how {
        Edit::Home => (text.clone(), 0),
        Edit::End => (text.clone(), text.len()),
        Edit::CutBefore => (after.to_string(), 0),
        Edit::CutAfter => (before.to_string(), at),
        Edit::CutWord => {
            let kept = before.trim_end();
            let kept = &kept[..kept.rfind(' ').map_or(0, |space| space + 1)];
            (format!("{kept}{after}"), kept.len())
        }
    })
}

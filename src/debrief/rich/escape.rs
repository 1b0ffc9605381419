//! Plain text as Markdown and as HTML that show exactly that text. Everything that is written
//! passes here: no text of a user, a file or a log becomes markup.

use crate::drill::words::turns;

/// A text as HTML that shows it, in content and in attributes with double quotes: markup
/// becomes characters, control characters and marks that turn its direction become blanks.
#[must_use]
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() || turns(c) => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// One line of plain text as Markdown that shows exactly that text: white space and
/// control characters become single blanks, whatever could be markup is escaped.
#[must_use]
pub fn markdown(text: &str) -> String {
    let text = one_line(text);
    let mut out = String::with_capacity(text.len() + 8);
    let mut before: Option<char> = None;
    let mut chars = text.chars().peekable();
    // Digits so far if the text began with nothing else: `12.` would start a list.
    let mut number = true;
    while let Some(c) = chars.next() {
        let inside_word = before.is_some_and(char::is_alphanumeric)
            && chars.peek().is_some_and(|next| next.is_alphanumeric());
        let escaped = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' => true,
            '~' | '&' | '!' | '$' | '@' | '#' => true,
            '_' => !inside_word,
            '+' | '-' | '=' => before.is_none(),
            // `https://` and `www.` would become links by themselves.
            ':' => chars.peek() == Some(&'/'),
            '.' | ')' if number => before.is_some() && chars.peek().is_none_or(|c| *c == ' '),
            '.' => ends_with_www(&out),
            _ => false,
        };
        number = number && c.is_ascii_digit();
        if escaped {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

fn ends_with_www(text: &str) -> bool {
    text.len() >= 3 && text.as_bytes()[text.len() - 3..].eq_ignore_ascii_case(b"www")
}

fn one_line(text: &str) -> String {
    // Marks that turn the direction of text could make a line read as another.
    let blank = |c: char| c.is_whitespace() || c.is_control() || turns(c);
    let words: Vec<&str> = text.split(blank).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

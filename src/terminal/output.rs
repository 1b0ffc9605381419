//! What the terminal answers.

use crate::drill::action::{Entry, Look};
use serde::{Deserialize, Serialize};

/// Lines of one answer; the rest is counted.
pub const LINES_MAX: usize = 2_000;
/// Bytes of one answer; the rest is counted.
pub const BYTES_MAX: usize = 256 * 1024;

/// What a line is, for its colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Ordinary output.
    #[default]
    Plain,
    /// An error.
    Error,
    /// A warning, or a line of a log that warns.
    Warn,
    /// Said by the console itself, not by the tool.
    Note,
    /// A line that was added, in a difference.
    Added,
    /// A line that was removed, in a difference.
    Removed,
    /// Where a difference is, or a heading.
    Head,
}

/// A line of output and what seeing it counts as.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    /// The line.
    pub text: String,
    /// Its colour.
    pub tone: Tone,
    /// What was looked at when it is shown.
    pub look: Option<Look>,
}

impl Text {
    /// An ordinary line.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Text {
        Text::toned(Tone::Plain, text)
    }

    /// A line of a colour.
    #[must_use]
    pub fn toned(tone: Tone, text: impl Into<String>) -> Text {
        Text {
            text: text.into(),
            tone,
            look: None,
        }
    }

    /// An error.
    #[must_use]
    pub fn error(text: impl Into<String>) -> Text {
        Text::toned(Tone::Error, text)
    }

    /// A line of the console itself.
    #[must_use]
    pub fn note(text: impl Into<String>) -> Text {
        Text::toned(Tone::Note, text)
    }

    /// The same, and it counts as a look.
    #[must_use]
    pub fn seen(mut self, look: Look) -> Text {
        self.look = Some(look);
        self
    }
}

/// A line as it goes to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Its colour.
    pub tone: Tone,
    /// The line; no control characters.
    pub text: String,
}

/// What the terminal waits for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waits {
    /// A command.
    #[default]
    Command,
    /// A yes or no.
    Answer,
    /// Nothing: output goes on until it is interrupted.
    Interrupt,
}

/// An answer, or more of one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Output {
    /// New lines.
    pub lines: Vec<Line>,
    /// What stands before the next line.
    pub prompt: String,
    /// What is waited for.
    pub waits: Waits,
    /// Everything so far goes from the screen first.
    pub clear: bool,
    /// These lines replace those of the last answer (`watch`).
    pub replace: bool,
    /// What is new in the journal.
    pub entries: Vec<Entry>,
}

/// How a line can go on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    /// Byte of the line from which a choice replaces what stands there.
    pub from: u32,
    /// Choices; at most 150.
    pub choices: Vec<String>,
}

/// Lines for the page, within bounds.
#[must_use]
pub fn bounded(texts: Vec<Text>) -> Vec<Line> {
    let all = texts.len();
    let mut lines: Vec<Line> = Vec::new();
    let mut bytes = 0;
    for text in texts {
        bytes += text.text.len();
        if lines.len() >= LINES_MAX || bytes > BYTES_MAX {
            let left = all - lines.len();
            lines.push(Line {
                tone: Tone::Note,
                text: format!("… {left} more lines; narrow it with grep, head or tail"),
            });
            break;
        }
        let clean = |c: char| if c.is_control() && c != '\t' { ' ' } else { c };
        lines.push(Line {
            tone: text.tone,
            text: text.text.chars().map(clean).collect(),
        });
    }
    lines
}

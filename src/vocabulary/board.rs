//! Steps at the diagnosis board. Texts on it are what a person wrote or what a tool showed:
//! data, never markup.

use super::action::Look;
use serde::{Deserialize, Serialize};

/// Longest hypothesis, characters.
pub const HYPOTHESIS_CHARS_MAX: usize = 200;
/// Longest label of a pin, characters.
pub const LABEL_CHARS_MAX: usize = 200;
/// Longest excerpt of a pin, characters.
pub const EXCERPT_CHARS_MAX: usize = 300;
/// Longest note of a pin, characters.
pub const NOTE_CHARS_MAX: usize = 200;

/// One step at the board. Hypotheses and pins have numbers from 1 in the order in which
/// they came; a number is never used again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum BoardStep {
    /// A hypothesis was put up.
    Suppose {
        /// What may be wrong, at most [`HYPOTHESIS_CHARS_MAX`] characters.
        text: String,
    },
    /// A hypothesis was worded anew.
    Reword {
        /// Which.
        hypothesis: u32,
        /// Its new text.
        text: String,
    },
    /// A hypothesis was confirmed, dropped or taken up again.
    Judge {
        /// Which.
        hypothesis: u32,
        /// How it stands.
        verdict: Verdict,
    },
    /// Something that was seen was pinned. With [`Pin::look`] it counts as looked at.
    Pin(Pin),
    /// A note was written on a pin; an empty one takes it away.
    Note {
        /// Which.
        pin: u32,
        /// At most [`NOTE_CHARS_MAX`] characters.
        text: String,
    },
    /// A pin was taken down.
    Unpin {
        /// Which.
        pin: u32,
    },
    /// A pin was weighed for a hypothesis.
    Weigh {
        /// Which hypothesis.
        hypothesis: u32,
        /// Which pin.
        pin: u32,
        /// What it says of it.
        weight: Weight,
    },
    /// A step of a runbook page was ticked, or the tick taken back.
    Tick {
        /// Id of the page.
        page: String,
        /// Which step of the page, from 0.
        step: u32,
        /// False takes the tick back.
        done: bool,
    },
}

/// How a hypothesis stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Neither confirmed nor dropped.
    #[default]
    Open,
    /// Held to be true.
    Confirmed,
    /// Held to be false.
    Dropped,
}

/// What a pin says of a hypothesis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// Speaks for it.
    For,
    /// Speaks against it.
    Against,
    /// Says nothing of it.
    #[default]
    Neither,
}

/// What kind of thing a pin shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PinKind {
    /// A range of a chart.
    Chart,
    /// A line of a log.
    Log,
    /// A difference of two versions.
    Diff,
    /// A file's text.
    File,
    /// What a query or a command answered.
    Query,
    /// A setting.
    Setting,
    /// An entry of the change feed.
    Change,
    /// An alert.
    Alert,
    /// What somebody said.
    Message,
    /// A part of the service map.
    Map,
}

impl PinKind {
    /// In one word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            PinKind::Chart => "Chart",
            PinKind::Log => "Log",
            PinKind::Diff => "Diff",
            PinKind::File => "File",
            PinKind::Query => "Query",
            PinKind::Setting => "Setting",
            PinKind::Change => "Change",
            PinKind::Alert => "Alert",
            PinKind::Message => "Message",
            PinKind::Map => "Map",
        }
    }
}

/// Something that was seen, as it was seen. Later changes of the world do not change it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// What kind of thing.
    pub kind: PinKind,
    /// In one line, at most [`LABEL_CHARS_MAX`] characters.
    pub label: String,
    /// The moment it is about, ms from minute zero.
    pub t_ms: i64,
    /// For a chart: the range that was in sight, ms from minute zero.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range_ms: Option<(i64, i64)>,
    /// What it said, at most [`EXCERPT_CHARS_MAX`] characters; may have line breaks.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub excerpt: String,
    /// What it counts as, if it can be cited in a diagnosis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look: Option<Look>,
}

impl Pin {
    /// A pin cut to the lengths that a board takes.
    #[must_use]
    pub fn new(kind: PinKind, label: &str, t_ms: i64, excerpt: &str) -> Pin {
        Pin {
            kind,
            label: cut(&one_line(label), LABEL_CHARS_MAX),
            t_ms,
            range_ms: None,
            excerpt: cut(&clean(excerpt), EXCERPT_CHARS_MAX),
            look: None,
        }
    }

    /// The same, with the range that was in sight.
    #[must_use]
    pub fn over(mut self, from_ms: i64, to_ms: i64) -> Pin {
        self.range_ms = Some((from_ms.min(to_ms), from_ms.max(to_ms)));
        self
    }

    /// The same, counting as this look.
    #[must_use]
    pub fn counting_as(mut self, look: Look) -> Pin {
        self.look = Some(look);
        self
    }

    /// The evidence name it counts as, if any.
    #[must_use]
    pub fn evidence(&self) -> Option<String> {
        self.look.as_ref().map(Look::evidence)
    }
}

/// At most this many characters; a cut text ends in an ellipsis.
fn cut(text: &str, chars_max: usize) -> String {
    if text.chars().count() <= chars_max {
        return text.to_string();
    }
    let kept: String = text.chars().take(chars_max - 1).collect();
    format!("{}…", kept.trim_end())
}

/// Without control characters but line feeds and tabs, and without space at the end.
fn clean(text: &str) -> String {
    let kept = text
        .chars()
        .filter(|c| !c.is_control() || "\n\t".contains(*c));
    kept.collect::<String>().trim_end().to_string()
}

/// On one line, without space around.
#[must_use]
pub fn one_line(text: &str) -> String {
    let line = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    line.collect::<String>().trim().to_string()
}

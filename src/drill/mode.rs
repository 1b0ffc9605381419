//! How a run is played.

use serde::{Deserialize, Serialize};

/// How a run is played. Only a drill is scored: who had a coach beside them, or watched, has
/// reached the points with help.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Alone, scored.
    #[default]
    Drill,
    /// With the coach, not scored.
    Guided,
    /// The original team's run, read-only.
    Watch,
}

impl Mode {
    /// All, in the order of the page.
    pub const ALL: [Mode; 3] = [Mode::Drill, Mode::Guided, Mode::Watch];

    /// Is it the usual one, that a file need not name?
    #[must_use]
    pub fn is_drill(&self) -> bool {
        *self == Mode::Drill
    }

    /// The word that stands for it in files and addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Mode::Drill => "drill",
            Mode::Guided => "guided",
            Mode::Watch => "watch",
        }
    }

    /// The mode of a word of [`Mode::word`]; none for any other text.
    #[must_use]
    pub fn of(word: &str) -> Option<Mode> {
        Mode::ALL.into_iter().find(|mode| mode.word() == word)
    }

    /// Its name on the page.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Mode::Drill => "Drill",
            Mode::Guided => "Guided",
            Mode::Watch => "Watch",
        }
    }
}

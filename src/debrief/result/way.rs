//! How a run was played, as a result tells it.

use serde::{Deserialize, Serialize};

/// How a run was played. Only a drill is scored: who had a coach beside them, or watched, has
/// reached the points of the file with help, and the file says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Alone.
    #[default]
    Drill,
    /// With the coach.
    Guided,
    /// The original team's run, watched.
    Watch,
}

impl Way {
    /// Is it the usual one, that a file need not name?
    #[must_use]
    pub fn is_drill(&self) -> bool {
        *self == Way::Drill
    }

    /// The word of the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Way::Drill => "drill",
            Way::Guided => "guided",
            Way::Watch => "watch",
        }
    }
}

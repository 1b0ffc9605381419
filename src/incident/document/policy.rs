//! Scripted players that react: steps that wait for what a person would see.

use super::Condition;
use crate::vocabulary::action::Action;
use serde::{Deserialize, Serialize};

/// One step of a player that reacts. It begins when the step before it is done; it is left
/// out if one of `unless` holds then or when it is due. Else it waits until all of `when`
/// hold, as the scrapes show it, and is done `after_s` later.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyStep {
    /// Stable id.
    pub id: String,
    /// Waits until all of these hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<Condition>,
    /// Seeing, thinking and typing take this long.
    #[serde(default)]
    pub after_s: f64,
    /// `after_s` is an agreed time, such as a watch before closing: practice leaves it as it is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fixed: bool,
    /// Left out if one of these holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<Condition>,
    /// The action, as in a journal; none: the step only waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<Action>,
    /// The step to go on with when this one is done, by id; none: the next one. After a step
    /// that is left out always the next one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<String>,
}

//! The incident channel and the status page: who speaks there and when, what customers see.

use super::Condition;
use serde::{Deserialize, Serialize};

/// The incident channel.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Channel {
    /// Its name, e.g. `#inc-shop`; empty: `#incident`.
    pub name: String,
    /// People who speak there beside the contacts.
    pub people: Vec<Speaker>,
    /// What is said there when the world gives reason.
    pub lines: Vec<Line>,
}

/// Somebody who speaks in the channel and cannot be called.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Speaker {
    /// Stable id, unique in its list.
    pub id: String,
    /// Name of the role; no persons.
    pub role: String,
}

/// Something that is said when its conditions have held for a while.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Stable id, for [`Condition::Said`].
    pub id: String,
    /// Id of a contact or of a speaker.
    pub who: String,
    /// Must hold; all of them.
    pub when: Vec<Condition>,
    /// For this long.
    #[serde(default)]
    pub for_s: f64,
    /// Said again at most this often; none: once.
    #[serde(default)]
    pub every_s: Option<f64>,
    /// A comment of a customer on the status page.
    #[serde(default)]
    pub on_status_page: bool,
    /// The words; columns and facts (`names::FACTS`) in braces are filled in.
    pub text: String,
}

/// The status page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StatusPage {
    /// Its title; empty: `Status`.
    pub name: String,
    /// What customers know by name.
    pub components: Vec<Component>,
    /// Texts to start from, one a phase; columns and facts in braces are filled in.
    pub templates: Templates,
    /// One of so many affected visits becomes a ticket of support.
    pub visits_per_ticket: f64,
}

/// A part of the shop as customers know it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// Stable id, unique in its list.
    pub id: String,
    /// What customers call it.
    pub name: String,
    /// Classes of visits that use it.
    pub classes: Vec<String>,
}

/// A text for each phase of the status page; an empty one has no template.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Templates {
    /// Something is wrong.
    pub investigating: String,
    /// The cause is known.
    pub identified: String,
    /// A fix is in.
    pub monitoring: String,
    /// Said when the incident is over.
    pub resolved: String,
}

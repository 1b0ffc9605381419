//! What can be said to be wrong, and what is.

use serde::{Deserialize, Serialize};

/// What can be said to be wrong, and what is. Empty: nothing is asked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiagnosisBook {
    /// Choices of component.
    pub components: Vec<Choice>,
    /// Choices of cause.
    pub causes: Vec<Choice>,
    /// Ids of components that are right.
    pub right_components: Vec<String>,
    /// Ids of causes that are right.
    pub right_causes: Vec<String>,
    /// Evidence names that tell (`drill::Look::evidence`).
    pub telling_evidence: Vec<String>,
    /// How many of them make full marks.
    pub evidence_wanted: u32,
    /// Other words for choices: names of keys, changes and runs by which a statement in own
    /// words is understood.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_words: Vec<OtherWords>,
}

/// Other words for one choice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherWords {
    /// Id of a component or a cause.
    #[serde(rename = "for")]
    pub choice: String,
    /// Each of them alone means this choice; capitals do not matter.
    pub words: Vec<String>,
}

/// One choice of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Stable id, unique among components or causes.
    pub id: String,
    /// What the page shows.
    pub label: String,
}

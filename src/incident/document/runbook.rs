//! Pages of the runbook: what to do, step by step.

use serde::{Deserialize, Serialize};

/// A page. Texts are plain; words between backticks are shown as code. In commands and
/// texts `{service}`, `{pool_file}` and `{database_file}` stand for what the incident's
/// world has; a command for which it has nothing is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunbookPage {
    /// Stable id; alerts and other pages name it.
    pub id: String,
    /// Heading of the page or section.
    pub title: String,
    /// What the page is for, one sentence.
    pub about: String,
    /// What it says.
    pub sections: Vec<RunbookSection>,
    /// Ids of pages to read next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub see: Vec<String>,
}

/// A section of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunbookSection {
    /// Heading of the page or section.
    pub title: String,
    /// Paragraphs before the steps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<String>,
    /// Steps, to be ticked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<RunbookStep>,
}

/// A step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunbookStep {
    /// What to do or to ask.
    pub text: String,
    /// What the answer means, or what to mind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Lines for the terminal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commands: Vec<String>,
}

//! The words of a response: phases, components, roles, silences, diagnoses.

use serde::{Deserialize, Serialize};

/// Phases of a status page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusPhase {
    /// Something is wrong; the cause is looked for.
    Investigating,
    /// The cause is known.
    Identified,
    /// A fix is in; its effect is watched.
    Monitoring,
    /// Over.
    Resolved,
}

impl StatusPhase {
    /// All phases, in their order.
    pub const ALL: [StatusPhase; 4] = [
        StatusPhase::Investigating,
        StatusPhase::Identified,
        StatusPhase::Monitoring,
        StatusPhase::Resolved,
    ];

    /// The status page's word, lower case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            StatusPhase::Investigating => "investigating",
            StatusPhase::Identified => "identified",
            StatusPhase::Monitoring => "monitoring",
            StatusPhase::Resolved => "resolved",
        }
    }
}

/// A component of the status page and the state that customers read there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComponentMark {
    /// Id of the component.
    pub id: String,
    /// Its state.
    pub state: ComponentState,
}

/// States of a component, as status pages name them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComponentState {
    /// All is well.
    #[default]
    Operational,
    /// Slow, or failing now and then.
    Degraded,
    /// Some cannot use it.
    PartialOutage,
    /// Nobody can use it.
    MajorOutage,
}

impl ComponentState {
    /// All states, best first.
    pub const ALL: [ComponentState; 4] = [
        ComponentState::Operational,
        ComponentState::Degraded,
        ComponentState::PartialOutage,
        ComponentState::MajorOutage,
    ];

    /// What customers read.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ComponentState::Operational => "Operational",
            ComponentState::Degraded => "Degraded performance",
            ComponentState::PartialOutage => "Partial outage",
            ComponentState::MajorOutage => "Major outage",
        }
    }
}

/// Roles of a response (PagerDuty's incident response guide).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponseRole {
    /// Decides, and does nothing else.
    Commander,
    /// Keeps the commander's back free.
    Deputy,
    /// Writes down what happens.
    Scribe,
    /// Knows the system at fault.
    Expert,
    /// Speaks with customers.
    CustomerLiaison,
    /// Speaks with the house.
    InternalLiaison,
}

impl ResponseRole {
    /// All roles, in the guide's order.
    pub const ALL: [ResponseRole; 6] = [
        ResponseRole::Commander,
        ResponseRole::Deputy,
        ResponseRole::Scribe,
        ResponseRole::Expert,
        ResponseRole::CustomerLiaison,
        ResponseRole::InternalLiaison,
    ];

    /// The guide's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ResponseRole::Commander => "Incident Commander",
            ResponseRole::Deputy => "Deputy",
            ResponseRole::Scribe => "Scribe",
            ResponseRole::Expert => "Subject Matter Expert",
            ResponseRole::CustomerLiaison => "Customer Liaison",
            ResponseRole::InternalLiaison => "Internal Liaison",
        }
    }

    /// What it is for, one sentence.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            ResponseRole::Commander => "Decides, asks and delegates; does not fix.",
            ResponseRole::Deputy => "Keeps time and the commander's back free.",
            ResponseRole::Scribe => "Writes down what is done, seen and decided.",
            ResponseRole::Expert => "Knows the part at fault and works on it.",
            ResponseRole::CustomerLiaison => "Tells customers what they need to know.",
            ResponseRole::InternalLiaison => "Keeps support and the house informed.",
        }
    }
}

/// A matcher of a silence: a label and what it must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matcher {
    /// Name of the label, e.g. `alertname`.
    pub label: String,
    /// What it must be; several are separated by `|`.
    pub value: String,
    /// Everything but that.
    #[serde(default)]
    pub not: bool,
}

/// A stated diagnosis. The choices are the incident's; own words are understood where they
/// name one of them (`drill::statement`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Diagnosis {
    /// The component at fault: its id, or words that name it.
    pub component: String,
    /// The cause: its id, or words that name it.
    pub cause: String,
    /// Evidence names ([`super::action::Look::evidence`]), each looked at before.
    pub evidence: Vec<String>,
}

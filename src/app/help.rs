//! Standing texts of the page: how a run is scored and how its time runs.

use crate::debrief::words;
use crate::drill::hints::HINT_POINTS;
use crate::incident::document::Objective;

/// A term of the score, before a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermHelp {
    /// Id, as in [`crate::debrief::document::Term`].
    pub id: &'static str,
    /// Name.
    pub name: &'static str,
    /// Points at most.
    pub weight: u32,
    /// What counts, in one line.
    pub line: &'static str,
}

/// The terms of the score; the weights sum to 100.
pub const TERMS: [TermHelp; 5] = [
    TermHelp {
        id: "harm",
        name: "Harm avoided",
        weight: 40,
        line: "Failed and late visits, between those if nobody acts and those of the best \
               known responder.",
    },
    TermHelp {
        id: "diagnosis",
        name: "Diagnosis",
        weight: 25,
        line: "Component, cause and evidence, stated before the fix. A wrong one costs.",
    },
    TermHelp {
        id: "conduct",
        name: "Conduct",
        weight: 15,
        line: "Acknowledging, the first update, keeping people informed, the right severity.",
    },
    TermHelp {
        id: "actions",
        name: "Actions",
        weight: 10,
        line: "Each change against the same world without it: what made things worse costs. \
               Nothing if the service stayed down.",
    },
    TermHelp {
        id: "recovery",
        name: "Recovery proven",
        weight: 10,
        line: "Resolved only after the service has been well for long enough and the cause \
               cannot come back.",
    },
];

/// On speeds.
pub const SPEEDS_LINE: &str = "Real time, or up to 120 times as fast, whenever you like.";
/// On the pause.
pub const PAUSE_LINE: &str = "Allowed. From the first change of the incident to the recovery it \
     halves the points for harm avoided and conduct, once.";
/// On hints in a drill.
#[must_use]
pub fn hints_line() -> String {
    format!("The coach tells the next step. Each hint costs {HINT_POINTS} points.")
}

/// On leaving.
pub const LEAVE_LINE: &str = "Close the tab at any time; the run waits where you left it, as if \
     paused.";

/// The targets of an incident in one sentence.
#[must_use]
pub fn targets(objective: &Objective) -> String {
    format!(
        "Targets: acknowledge within {} of the page, first update within {} of minute zero, \
         then at least every {}. The service is well when at most {} of requests fail and \
         95 % are answered within {} s; it has to stay so for {}.",
        words::length(objective.acknowledge_s),
        words::length(objective.first_update_s),
        words::length(objective.update_every_s),
        words::percent(objective.error_ratio_max),
        objective.p95_s_max,
        words::length(objective.soak_s),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_are_those_of_the_score() {
        let told = TERMS.map(|term| (term.id, f64::from(term.weight)));
        assert_eq!(told, crate::debrief::score::WEIGHTS);
    }
}

//! Conditions on the world or on what was done.

use super::config::setting;
use super::diagnosis::evidence;
use super::findings::Findings;
use super::known::{Known, refer};
use super::rules::Rule;
use crate::incident::document::Condition;
use crate::vocabulary::action::{Action, Kind};

/// All conditions of a list.
pub fn lint_all(at: &str, conditions: &[Condition], known: &Known, found: &mut Findings) {
    found.entries(at, conditions, 0..=50);
    for (i, condition) in conditions.iter().enumerate() {
        lint(&format!("{at}[{i}]"), condition, known, found);
    }
}

/// Deep nesting is the file's nesting, which parsing limits.
fn lint(at: &str, condition: &Condition, known: &Known, found: &mut Findings) {
    match condition {
        Condition::Above(name, _) => known.columns.check(&format!("{at}.above[0]"), name, found),
        Condition::Below(name, _) => known.columns.check(&format!("{at}.below[0]"), name, found),
        Condition::PendingRestart(name) => setting(&format!("{at}.pending_restart"), name, found),
        Condition::SettingBelow(name, _) => {
            setting(&format!("{at}.setting_below[0]"), name, found);
        }
        Condition::SettingAtLeast(name, _) => {
            setting(&format!("{at}.setting_at_least[0]"), name, found);
        }
        Condition::Looked(names) => {
            found.entries(&format!("{at}.looked"), names, 1..=50);
            for (i, name) in names.iter().enumerate() {
                evidence(&format!("{at}.looked[{i}]"), name, known, found);
            }
        }
        Condition::After(at_s) => {
            let (from, to) = known.run_s;
            found.check(&format!("{at}.after"), from..=to, at_s);
        }
        Condition::Paused(name) => known.pipelines.check(&format!("{at}.paused"), name, found),
        Condition::Did(names) => actions(&format!("{at}.did"), names, found),
        Condition::DidWithin(names, _) => {
            actions(&format!("{at}.did_within[0]"), names, found);
        }
        Condition::DidTimes(name, _) => action(&format!("{at}.did_times[0]"), name, found),
        Condition::Firing(name) => known.alerts.check(&format!("{at}.firing"), name, found),
        Condition::Said(id) => known.lines.check(&format!("{at}.said"), id, found),
        Condition::SaidBefore(id, _) => {
            known
                .lines
                .check(&format!("{at}.said_before[0]"), id, found);
        }
        Condition::Any(inner) => {
            if inner.is_empty() {
                found.error(&format!("{at}.any"), "one of none never holds");
            }
            lint_all(&format!("{at}.any"), inner, known, found);
        }
        Condition::Not(inner) => lint(&format!("{at}.not"), inner, known, found),
        Condition::Acknowledged {}
        | Condition::Updated {}
        | Condition::Diagnosed {}
        | Condition::Paged {}
        | Condition::Escalated {}
        | Condition::Healthy {}
        | Condition::NoUpdateFor(_)
        | Condition::SilentFor(_)
        | Condition::Resolved {} => {}
    }
}

fn actions(at: &str, names: &[String], found: &mut Findings) {
    found.entries(at, names, 1..=50);
    for (i, name) in names.iter().enumerate() {
        action(&format!("{at}[{i}]"), name, found);
    }
}

fn action(at: &str, name: &str, found: &mut Findings) {
    // Those of a journal that say or change something.
    let all = Action::ALL.iter();
    let done = all.filter(|(_, kind)| matches!(kind, Kind::Say | Kind::Change));
    let mut known: Vec<&str> = done.map(|(name, _)| *name).collect();
    known.sort_unstable();
    refer(at, "action", name, known.into_iter(), found);
}

//! Scripted players that react.

use super::conditions::lint_all;
use super::findings::Findings;
use super::known::Known;
use crate::incident::document::Responder;

/// Longest time that a step takes, seconds.
const AFTER_S_MAX: f64 = 86_400.0;

pub fn lint(at: &str, responder: &Responder, known: &Known, found: &mut Findings) {
    let (at, steps) = (format!("{at}.policy"), &responder.policy);
    found.entries(&at, steps, 0..=500);
    if !steps.is_empty() && !responder.script.is_empty() {
        found.error(&at, "a player follows a script or a policy, not both");
    }
    found.unique(&at, ".id", steps.iter().map(|step| step.id.as_str()));
    for (i, step) in steps.iter().enumerate() {
        let at = format!("{at}[{i}]");
        found.name(&format!("{at}.id"), &step.id);
        lint_all(&format!("{at}.when"), &step.when, known, found);
        lint_all(&format!("{at}.unless"), &step.unless, known, found);
        found.range(&format!("{at}.after_s"), step.after_s, 0.0..=AFTER_S_MAX);
        if let Some(then) = &step.then
            && !steps.iter().any(|step| step.id == *then)
        {
            let message = format!("this player has no step `{then}`");
            found.error(&format!("{at}.then"), message);
        }
    }
}

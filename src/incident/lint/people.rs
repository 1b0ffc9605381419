//! People: contacts, the coach, scripted players.

use super::conditions::lint_all;
use super::findings::Findings;
use super::known::{Known, refer};
use super::rules::{Name, OrNone, TEXT, TITLE, by, member, rows};
use super::words::Template;
use crate::incident::document::{CoachStep, Condition, Contact, Responder, Says, Topic};
use crate::incident::panes::Pane;

pub fn contact(at: &str, contact: &Contact, known: &Known, found: &mut Findings) {
    let says = |at: &str, all: &[Says], found: &mut Findings| says(at, all, known, found);
    rows!(found, at, contact, {
        id: Name,
        role: TITLE,
        about: TITLE,
        answers_after_s: 0.0..=7200.0,
        reply_s: 0.0..=7200.0,
        handle: OrNone(Name),
        says: by(says),
        topics[0..=20] unique id: by(|at, topic: &Topic, found| {
            rows!(found, at, topic, {
                id: Name,
                question: TITLE,
                words[0..=50],
                says: by(says),
            });
        }),
        escalated: OrNone(Template(known)),
    });
}

fn says(at: &str, all: &[Says], known: &Known, found: &mut Findings) {
    found.entries(at, all, 1..=50);
    for (k, says) in all.iter().enumerate() {
        let at = format!("{at}[{k}]");
        rows!(found, at, says, {
            when: by(|at, all: &[Condition], found| lint_all(at, all, known, found)),
            text: Template(known),
        });
        if says.when.is_empty() && k + 1 < all.len() {
            let message = "this one always holds, so the ones after it are never said";
            found.warning(&at, message);
        }
    }
    if all.last().is_some_and(|says| !says.when.is_empty()) {
        let message = "the last one has conditions, so there may be nothing to say";
        found.warning(at, message);
    }
}

pub fn coach_step(at: &str, step: &CoachStep, known: &Known, found: &mut Findings) {
    if step.done.is_empty() {
        let message = "without a condition the step is done before it is shown";
        found.error(&member(at, "done"), message);
    }
    rows!(found, at, step, {
        id: Name,
        next: TEXT,
        why: TEXT,
        pane: by(|at, pane: &str, found| {
            let panes = Pane::ALL.iter().map(|pane| pane.id());
            refer(at, "pane", pane, panes, found);
        }),
        done: by(|at, all: &[Condition], found| lint_all(at, all, known, found)),
    });
}

pub fn responder(at: &str, responder: &Responder, known: &Known, found: &mut Findings) {
    let (script, times) = (
        member(at, "script"),
        responder.script.iter().map(|e| e.at_s),
    );
    found.entries(&script, &responder.script, 0..=1000);
    found.times(&script, known.run_s, times);
    rows!(found, at, responder, {
        id: Name,
        about: TITLE,
    });
    super::policy::lint(&member(at, "policy"), responder, known, found);
}

pub fn lint_responders(responders: &[Responder], found: &mut Findings) {
    // A world without players is run, not scored.
    if responders.is_empty() {
        return;
    }
    match responders.iter().position(|r| r.id == "nobody") {
        None => found.error(
            "$.responders",
            "`nobody` is missing: the score is measured by it",
        ),
        Some(i) if !responders[i].script.is_empty() || !responders[i].policy.is_empty() => {
            found.error(
                &format!("$.responders[{i}].script"),
                "`nobody` does nothing",
            );
        }
        Some(_) => {}
    }
    if !responders.iter().any(|r| r.id == "best") {
        found.error(
            "$.responders",
            "`best` is missing: the score is measured by it",
        );
    }
}

//! People: contacts, the coach, scripted players.

use super::conditions::lint_all;
use super::findings::Findings;
use super::known::Known;
use super::words::{TEXT_CHARS_MAX, TITLE_CHARS_MAX, lint_told};
use crate::incident::document::{CoachStep, Contact, Responder, Says};
use crate::incident::panes::Pane;
use serde_json::Value;

pub fn lint_contacts(contacts: &[Contact], known: &Known, found: &mut Findings) {
    found.entries("$.contacts", contacts, 0..=20);
    found.unique(
        "$.contacts",
        ".id",
        contacts.iter().map(|contact| contact.id.as_str()),
    );
    for (i, contact) in contacts.iter().enumerate() {
        let at = format!("$.contacts[{i}]");
        found.name(&format!("{at}.id"), &contact.id);
        found.words(&format!("{at}.role"), &contact.role, TITLE_CHARS_MAX);
        found.words(&format!("{at}.about"), &contact.about, TITLE_CHARS_MAX);
        found.range(
            &format!("{at}.answers_after_s"),
            contact.answers_after_s,
            0.0..=7200.0,
        );
        found.range(&format!("{at}.reply_s"), contact.reply_s, 0.0..=7200.0);
        if !contact.handle.is_empty() {
            found.name(&format!("{at}.handle"), &contact.handle);
        }
        lint_says(&format!("{at}.says"), &contact.says, known, found);
        let topics = format!("{at}.topics");
        found.entries(&topics, &contact.topics, 0..=20);
        let ids = contact.topics.iter().map(|topic| topic.id.as_str());
        found.unique(&topics, ".id", ids);
        for (k, topic) in contact.topics.iter().enumerate() {
            let at = format!("{topics}[{k}]");
            found.name(&format!("{at}.id"), &topic.id);
            found.words(&format!("{at}.question"), &topic.question, TITLE_CHARS_MAX);
            found.entries(&format!("{at}.words"), &topic.words, 0..=50);
            lint_says(&format!("{at}.says"), &topic.says, known, found);
        }
        if !contact.escalated.is_empty() {
            lint_told(&format!("{at}.escalated"), &contact.escalated, known, found);
        }
    }
}

fn lint_says(at: &str, all: &[Says], known: &Known, found: &mut Findings) {
    found.entries(at, all, 1..=50);
    for (k, says) in all.iter().enumerate() {
        let at = format!("{at}[{k}]");
        lint_all(&format!("{at}.when"), &says.when, known, found);
        lint_told(&format!("{at}.text"), &says.text, known, found);
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

pub fn lint_coach(coach: &[CoachStep], known: &Known, found: &mut Findings) {
    found.entries("$.coach", coach, 0..=50);
    found.unique("$.coach", ".id", coach.iter().map(|step| step.id.as_str()));
    for (i, step) in coach.iter().enumerate() {
        let at = format!("$.coach[{i}]");
        found.name(&format!("{at}.id"), &step.id);
        found.words(&format!("{at}.next"), &step.next, TEXT_CHARS_MAX);
        found.words(&format!("{at}.why"), &step.why, TEXT_CHARS_MAX);
        if Pane::of(&step.pane).is_none() {
            let all: Vec<_> = Pane::ALL.iter().map(|pane| pane.id()).collect();
            let message = format!(
                "there is no pane `{}`; there is {}",
                step.pane,
                all.join(", ")
            );
            found.error(&format!("{at}.pane"), message);
        }
        if step.done.is_empty() {
            let message = "without a condition the step is done before it is shown";
            found.error(&format!("{at}.done"), message);
        }
        lint_all(&format!("{at}.done"), &step.done, known, found);
    }
}

pub fn lint_responders(responders: &[Responder], known: &Known, found: &mut Findings) {
    found.entries("$.responders", responders, 0..=50);
    found.unique(
        "$.responders",
        ".id",
        responders.iter().map(|r| r.id.as_str()),
    );
    for (i, responder) in responders.iter().enumerate() {
        let at = format!("$.responders[{i}]");
        found.name(&format!("{at}.id"), &responder.id);
        found.words(&format!("{at}.about"), &responder.about, TITLE_CHARS_MAX);
        let script = format!("{at}.script");
        found.entries(&script, &responder.script, 0..=1000);
        found.times(
            &script,
            known.run_s,
            responder.script.iter().map(|entry| entry.at_s),
        );
        for (k, entry) in responder.script.iter().enumerate() {
            action(&format!("{script}[{k}].action"), &entry.action, found);
        }
        super::policy::lint(&at, responder, known, found);
    }
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

/// The shape only; what the action says is for the room that runs it.
pub fn action(at: &str, action: &Value, found: &mut Findings) {
    let good = match action {
        Value::String(name) => !name.is_empty(),
        Value::Object(members) => members.len() == 1,
        _ => false,
    };
    if !good {
        found.error(
            at,
            "an action is an object with one member, named after what is done",
        );
    }
}

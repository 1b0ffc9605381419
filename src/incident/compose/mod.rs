//! An incident and its world, two files, become one document.

mod merge;
mod node;
mod overrides;
mod short;

pub use node::{Kind, Node, Origin, Which};

use std::collections::BTreeMap;

/// Members that a world may have beside `firedrill_world`, `id`, `title` and `about`.
pub const WORLD_MEMBERS: [&str; 13] = [
    "briefing",
    "clock",
    "world",
    "templates",
    "alerts",
    "pager",
    "objective",
    "diagnosis",
    "contacts",
    "channel",
    "status_page",
    "coach",
    "runbook",
];

/// Members of a world that say what it is.
const WORLD_TITLES: [&str; 4] = ["firedrill_world", "id", "title", "about"];

/// What is wrong with two files, each fault at its place.
#[derive(Debug, Default)]
pub struct Faults(pub Vec<(Origin, String)>);

impl Faults {
    fn error(&mut self, node: &Node, message: &str) {
        self.0.push((node.at.clone(), message.to_string()));
    }
}

/// The document that an incident and its world make together, as a file of version 1 has it.
///
/// # Errors
/// What cannot be put together.
pub fn compose(mut incident: Node, mut world: Node) -> Result<Node, Faults> {
    let mut faults = Faults::default();
    if let Some(all) = incident.take("overrides") {
        overrides::apply(&mut world, &all, &mut faults);
    }
    members(&mut world, &mut faults);
    let steps = world.take("coach");
    coach(&mut incident, steps.as_ref(), &mut faults);
    let none = world.instead(Kind::List(Vec::new()));
    if let Kind::Object(all) = &mut world.kind {
        let pages = all.remove("runbook").unwrap_or(none);
        all.insert("world_runbook".to_string(), pages);
    }
    incident.take("world");
    let mut whole = merge::merge(world, incident, &mut faults);
    short::in_full(&mut whole, &mut faults);
    short::conditions(&mut whole);
    if let Some(version) = whole.get_mut("firedrill_incident") {
        *version = version.instead(Kind::Scalar(1.into()));
    }
    if faults.0.is_empty() {
        Ok(whole)
    } else {
        Err(faults)
    }
}

/// An incident in which nothing happens: what is wrong with the document it makes with its
/// world is wrong with the world.
pub fn quiet(world: &Node) -> Node {
    let mut incident = serde_json::json!({
        "firedrill_incident": 2,
        "id": "quiet",
        "title": "Quiet",
        "clock": { "minute_zero": "2025-01-01T00:00:00Z", "history_s": 600, "player_from_s": 0,
            "end_s": 3600, "scrape_s": 5 },
        "briefing": { "told": "-", "role": "-", "objective": "-", "system": ["-"],
            "difficulty": 1, "typical_min": 1 },
    });
    if world.get("objective").is_some() {
        incident["objective"] = serde_json::json!({ "severity": 1, "pause_pipelines": [] });
    }
    // What the world says already is not said again.
    for member in ["clock", "briefing", "objective"] {
        if let (Some(there), Some(own)) = (world.get(member), incident[member].as_object_mut()) {
            own.retain(|key, _| there.get(key).is_none());
        }
    }
    let first = |list: &str| {
        let choices = world.get("diagnosis")?.get(list)?.value();
        Some(vec![choices.get(0)?.get("id")?.clone()])
    };
    if let (Some(component), Some(cause)) = (first("components"), first("causes")) {
        incident["diagnosis"] = serde_json::json!({ "right_components": component,
            "right_causes": cause, "telling_evidence": [], "evidence_wanted": 0 });
    }
    if let Some(Kind::List(steps)) = world.get("coach").map(|coach| &coach.kind) {
        incident["coach"] = steps.iter().filter_map(Node::name).collect();
    }
    Node::of(incident, Which::Incident, "$")
}

/// Takes a world's titles out; whatever else a world has is one of [`WORLD_MEMBERS`].
fn members(world: &mut Node, faults: &mut Faults) {
    let Kind::Object(all) = &mut world.kind else {
        return;
    };
    let known = |key: &str| WORLD_TITLES.contains(&key) || WORLD_MEMBERS.contains(&key);
    for (key, node) in all.iter().filter(|(key, _)| !known(key)) {
        let there = WORLD_MEMBERS.join(", ");
        faults.error(node, &format!("a world has no `{key}`; it has {there}"));
    }
    all.retain(|key, _| WORLD_MEMBERS.contains(&key.as_str()));
}

/// A text among the steps of an incident's coach names one of the world's.
fn coach(incident: &mut Node, steps: Option<&Node>, faults: &mut Faults) {
    let none = BTreeMap::new();
    let known: BTreeMap<&str, &Node> = match steps.map(|steps| &steps.kind) {
        Some(Kind::List(all)) => all.iter().filter_map(|s| Some((s.name()?, s))).collect(),
        Some(Kind::Scalar(_) | Kind::Object(_)) | None => none,
    };
    for step in incident.get_mut("coach").map_or(&mut [][..], Node::list) {
        let Some(name) = step.text() else { continue };
        match known.get(name) {
            Some(found) => *step = (*found).clone(),
            None => faults.error(step, &format!("the world's coach has no step `{name}`")),
        }
    }
}

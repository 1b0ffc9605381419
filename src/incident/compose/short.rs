//! What an incident file may say in short, in full: conditions without a value, entries of
//! scripts and of the account as pairs, actions and templates by name.

use super::Faults;
use super::node::{Kind, Node};
use serde_json::Value;
use std::collections::BTreeMap;

/// Members that hold conditions.
const CONDITIONS: [&str; 4] = ["when", "done", "unless", "any"];

/// Writes out what an incident says in short. `actions` and `templates` are taken out of it.
pub fn in_full(incident: &mut Node, faults: &mut Faults) {
    let actions = incident.take("actions");
    for responder in incident
        .get_mut("responders")
        .map_or(&mut [][..], Node::list)
    {
        for entry in responder.get_mut("script").map_or(&mut [][..], Node::list) {
            pair(entry, "action");
            action(entry, actions.as_ref());
        }
        for step in responder.get_mut("policy").map_or(&mut [][..], Node::list) {
            action(step, actions.as_ref());
        }
    }
    for entry in incident.get_mut("account").map_or(&mut [][..], Node::list) {
        pair(entry, "text");
    }
    let templates = incident.take("templates");
    for change in incident.get_mut("changes").map_or(&mut [][..], Node::list) {
        for step in change.get_mut("steps").map_or(&mut [][..], Node::list) {
            if let Some(write) = step.get_mut("write_file") {
                template(write, templates.as_ref(), faults);
            }
        }
    }
}

/// `"healthy"` where conditions stand is `{ "healthy": {} }`.
pub fn conditions(node: &mut Node) {
    match &mut node.kind {
        Kind::Scalar(_) => {}
        Kind::List(all) => all.iter_mut().for_each(conditions),
        Kind::Object(all) => {
            for (key, member) in all {
                match key.as_str() {
                    "not" => condition(member),
                    key if CONDITIONS.contains(&key) => {
                        member.list().iter_mut().for_each(condition);
                    }
                    _ => {}
                }
                conditions(member);
            }
        }
    }
}

fn condition(node: &mut Node) {
    if let Some(name) = node.text().map(str::to_string) {
        *node = empty(node, &name);
    }
}

/// `{ name: {} }` for a node.
fn empty(node: &Node, name: &str) -> Node {
    node.member(name, node.instead(Kind::Object(BTreeMap::new())))
}

/// `[300, what]` is `{ "at_s": 300, second: what }`.
fn pair(entry: &mut Node, second: &str) {
    if let Kind::List(all) = &entry.kind
        && let [at_s, what] = all.as_slice()
    {
        let members = [("at_s", at_s), (second, what)];
        let members = members.map(|(key, node)| (key.to_string(), node.clone()));
        *entry = entry.instead(Kind::Object(BTreeMap::from(members)));
    }
}

/// A text for an action is the name of one of the incident's actions, of a piece of evidence
/// to look at, or of an action without parameters.
fn action(entry: &mut Node, actions: Option<&Node>) {
    let Some(action) = entry.get_mut("action") else {
        return;
    };
    let Some(name) = action.text().map(str::to_string) else {
        return;
    };
    *action = match actions.and_then(|actions| actions.get(&name)) {
        Some(named) => named.clone(),
        None => match look(action, &name) {
            Some(look) => action.member("look", look),
            None => empty(action, &name),
        },
    };
}

/// The look that yields a piece of evidence; none if the name is none of evidence.
fn look(action: &Node, evidence: &str) -> Option<Node> {
    let text = |text: &str| action.instead(Kind::Scalar(Value::from(text)));
    if evidence == "activity" {
        return Some(text(evidence));
    }
    let (kind, what) = evidence.split_once(':')?;
    let what = match what.split_once(':').filter(|_| kind == "log") {
        Some((source, code)) => action.instead(Kind::List(vec![text(source), text(code)])),
        None => text(what),
    };
    Some(action.member(kind, what))
}

/// `"template": name` in a write of a file is `"lines"` with the world's text of that name.
fn template(write: &mut Node, templates: Option<&Node>, faults: &mut Faults) {
    let Some(name) = write.take("template") else {
        return;
    };
    let found = name.text().and_then(|name| templates?.get(name));
    match found {
        None => faults.error(&name, "the world has no template of this name"),
        Some(lines) => {
            if let Kind::Object(all) = &mut write.kind {
                all.insert("lines".to_string(), lines.clone());
            }
        }
    }
}

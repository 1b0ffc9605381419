//! An incident's members are put to those of its world.

use super::Faults;
use super::node::{Kind, Node};

/// What a world and an incident say together. Objects are put together member by member.
/// An element of a list that has the name of one of the world's is put together with it;
/// another one stands before the one it names with `before`, or at the end; elements without
/// names come first.
pub fn merge(world: Node, incident: Node, faults: &mut Faults) -> Node {
    let at = incident.at.clone();
    let kind = match (world.kind, incident.kind) {
        (Kind::Object(mut all), Kind::Object(own)) => {
            for (key, node) in own {
                let node = match all.remove(&key) {
                    Some(there) => merge(there, node, faults),
                    None => node,
                };
                all.insert(key, node);
            }
            Kind::Object(all)
        }
        (Kind::List(all), Kind::List(own)) => Kind::List(lists(all, own, faults)),
        (Kind::Scalar(there), Kind::Scalar(own)) if there == own => Kind::Scalar(own),
        (_, own) => {
            let node = Node { at, kind: own };
            let message = "the world says this already; `overrides` changes what it says";
            faults.error(&node, message);
            return node;
        }
    };
    Node { at, kind }
}

fn lists(world: Vec<Node>, incident: Vec<Node>, faults: &mut Faults) -> Vec<Node> {
    let (named, mut all): (Vec<Node>, Vec<Node>) =
        incident.into_iter().partition(|node| node.name().is_some());
    all.extend(world);
    for mut node in named {
        let place = |all: &[Node], name: &str| all.iter().position(|n| n.name() == Some(name));
        let before = node.take("before");
        let same = node.name().and_then(|name| place(&all, name));
        let stands = before.as_ref().map(|before| place(&all, before.text()?));
        match (same, stands) {
            (Some(same), _) => {
                let there = all.remove(same);
                all.insert(same, merge(there, node, faults));
            }
            (None, None) => all.push(node),
            (None, Some(Some(at))) => all.insert(at, node),
            (None, Some(None)) => {
                let at = before.as_ref().unwrap_or(&node);
                faults.error(at, "the list has no element of this name");
            }
        }
    }
    all
}

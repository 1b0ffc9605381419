//! Values of the world that an incident changes, by their paths.

use super::Faults;
use super::node::{Kind, Node};

/// Puts the values of an incident's `overrides` into its world.
pub fn apply(world: &mut Node, overrides: &Node, faults: &mut Faults) {
    let Kind::Object(all) = &overrides.kind else {
        return faults.error(overrides, "an object: paths in the world and their values");
    };
    for (path, value) in all {
        if let Err(why) = set(world, path, value) {
            faults.error(value, &why);
        }
    }
}

/// Sets the value at a path. All but a last member must be there: the document's types say
/// whether that one is known.
fn set(world: &mut Node, path: &str, value: &Node) -> Result<(), String> {
    let mut node = world;
    let mut rest = path;
    loop {
        let done = path.len() - rest.len();
        let unknown = |step: &str| {
            let there = path[..done].trim_end_matches('.');
            let there = if there.is_empty() { "the world" } else { there };
            format!("{there} has no `{step}`")
        };
        if let Some(inner) = rest.strip_prefix('[') {
            let (name, after) = inner
                .split_once(']')
                .ok_or_else(|| format!("`[` without `]` in `{path}`"))?;
            let at = element(node, name).ok_or_else(|| unknown(name))?;
            node = &mut node.list()[at];
            rest = after;
        } else {
            let step = rest.strip_prefix('.').unwrap_or(rest);
            let end = step.find(['.', '[']).unwrap_or(step.len());
            let (key, after) = step.split_at(end);
            let Kind::Object(all) = &mut node.kind else {
                return Err(unknown(key));
            };
            if key.is_empty() {
                return Err(format!("`{path}` is no path"));
            }
            if after.is_empty() {
                all.insert(key.to_string(), value.clone());
                return Ok(());
            }
            node = all.get_mut(key).ok_or_else(|| unknown(key))?;
            rest = after;
        }
        if rest.is_empty() {
            *node = value.clone();
            return Ok(());
        }
    }
}

/// The place of an element by its name or its index.
fn element(list: &mut Node, name: &str) -> Option<usize> {
    let all = list.list();
    let named = all.iter().position(|node| node.name() == Some(name));
    let index = || name.parse::<usize>().ok().filter(|at| *at < all.len());
    named.or_else(index)
}

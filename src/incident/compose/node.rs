//! A JSON value that knows in which file and at which path each of its parts stands.

use serde_json::Value;
use std::collections::BTreeMap;

/// One of the two files that an incident is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Which {
    /// The world's file.
    World,
    /// The incident's file.
    Incident,
}

/// A place in one of the two files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The file.
    pub file: Which,
    /// JSON path in it.
    pub path: String,
}

/// A JSON value with its origin.
#[derive(Clone, Debug)]
pub struct Node {
    pub at: Origin,
    pub kind: Kind,
}

/// What a node is.
#[derive(Clone, Debug)]
pub enum Kind {
    /// No list, no object.
    Scalar(Value),
    List(Vec<Node>),
    Object(BTreeMap<String, Node>),
}

/// Members by which an element of a list is known, in the order in which they are looked for.
const NAMES: [&str; 4] = ["id", "name", "path", "for"];

impl Node {
    /// A value that stands at a path of a file.
    pub fn of(value: Value, file: Which, path: &str) -> Node {
        let kind = match value {
            Value::Array(all) => {
                let all = all.into_iter().enumerate();
                Kind::List(
                    all.map(|(i, value)| Node::of(value, file, &format!("{path}[{i}]")))
                        .collect(),
                )
            }
            Value::Object(all) => {
                let node = |(key, value): (String, Value)| {
                    let node = Node::of(value, file, &format!("{path}.{key}"));
                    (key, node)
                };
                Kind::Object(all.into_iter().map(node).collect())
            }
            scalar => Kind::Scalar(scalar),
        };
        let path = path.to_string();
        Node {
            at: Origin { file, path },
            kind,
        }
    }

    /// A node that stands for another: what the file says in short, in full.
    pub fn instead(&self, kind: Kind) -> Node {
        Node {
            at: self.at.clone(),
            kind,
        }
    }

    /// An object with one member, standing for this node.
    pub fn member(&self, key: &str, member: Node) -> Node {
        self.instead(Kind::Object(BTreeMap::from([(key.to_string(), member)])))
    }

    /// The value without its origins.
    pub fn value(&self) -> Value {
        match &self.kind {
            Kind::Scalar(value) => value.clone(),
            Kind::List(all) => all.iter().map(Node::value).collect(),
            Kind::Object(all) => all
                .iter()
                .map(|(key, node)| (key.clone(), node.value()))
                .collect(),
        }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar(value) => value.as_str(),
            Kind::List(_) | Kind::Object(_) => None,
        }
    }

    /// The elements; none if it is no list.
    pub fn list(&mut self) -> &mut [Node] {
        match &mut self.kind {
            Kind::List(all) => all,
            Kind::Scalar(_) | Kind::Object(_) => &mut [],
        }
    }

    /// A member of an object.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.kind {
            Kind::Object(all) => all.get(key),
            Kind::Scalar(_) | Kind::List(_) => None,
        }
    }

    /// A member of an object, to change.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        match &mut self.kind {
            Kind::Object(all) => all.get_mut(key),
            Kind::Scalar(_) | Kind::List(_) => None,
        }
    }

    /// Takes a member out of an object.
    pub fn take(&mut self, key: &str) -> Option<Node> {
        match &mut self.kind {
            Kind::Object(all) => all.remove(key),
            Kind::Scalar(_) | Kind::List(_) => None,
        }
    }

    /// The name of an element of a list: its `id`, `name`, `path` or `for`.
    pub fn name(&self) -> Option<&str> {
        NAMES.iter().find_map(|key| self.get(key)?.text())
    }

    /// Where the value at a path of this document comes from. What is not there comes from
    /// where the nearest value above it does.
    pub fn origin(&self, path: &str) -> Origin {
        let mut node = self;
        let mut rest = path.strip_prefix('$').unwrap_or(path);
        while let Some((next, after)) = node.step(rest) {
            (node, rest) = (next, after);
        }
        Origin {
            file: node.at.file,
            path: format!("{}{rest}", node.at.path),
        }
    }

    /// The node that the first step of a path leads to, and the rest of the path.
    fn step<'n, 'p>(&'n self, path: &'p str) -> Option<(&'n Node, &'p str)> {
        match &self.kind {
            Kind::Scalar(_) => None,
            Kind::List(all) => {
                let (index, rest) = path.strip_prefix('[')?.split_once(']')?;
                Some((all.get(index.parse::<usize>().ok()?)?, rest))
            }
            Kind::Object(all) => {
                let path = path.strip_prefix('.')?;
                let fits = |(key, node): (&String, &'n Node)| {
                    let rest = path.strip_prefix(key.as_str())?;
                    let whole = rest.is_empty() || rest.starts_with(['.', '[']);
                    whole.then_some((node, rest))
                };
                // A key may hold a dot: the longest one is meant.
                all.iter()
                    .filter_map(fits)
                    .min_by_key(|(_, rest)| rest.len())
            }
        }
    }
}

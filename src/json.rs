//! Reading and writing of JSON: one reader and one writer for all documents and messages.
//!
//! Serde makes code for every pair of a type and a format. So there is one format each way,
//! and what does not hang on the type stands in functions that are compiled once: a text
//! becomes a tree ([`tree`]), types are read off the tree ([`read`]), and a writer that cannot
//! fail ([`write`]) makes compact and indented texts alike. The texts are those of
//! `serde_json`, to the byte, and so are its words for what is wrong with one.

mod read;
mod tree;
mod write;

pub use read::Fault;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The value in a text.
///
/// # Errors
/// The first thing that is no JSON or does not fit the type, with its place and path.
pub fn from_text<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    let tree = tree::parse(text).map_err(|()| tree::refusal(text))?;
    let read = T::deserialize(read::Reader::new(&tree));
    read.map_err(|error| error.fault(Some(text), tree.end))
}

/// The value that a tree of `serde_json` says.
///
/// # Errors
/// The first thing that does not fit the type, with its path; it has no line.
pub fn from_value<T: DeserializeOwned>(value: &Value) -> Result<T, Fault> {
    let tree = tree::Node::from(value);
    let read = T::deserialize(read::Reader::new(&tree));
    read.map_err(|error| error.fault(None, 0))
}

/// A text without blanks.
///
/// # Panics
/// When a `Serialize` of ours gives an error of its own; none does.
pub fn to_text<T: Serialize + ?Sized>(it: &T) -> String {
    write::text(it, false)
}

/// A text of several lines, indented by two blanks.
///
/// # Panics
/// As [`to_text`].
pub fn to_pretty<T: Serialize + ?Sized>(it: &T) -> String {
    write::text(it, true)
}

/// A tree of `serde_json`.
///
/// # Panics
/// As [`to_text`].
pub fn to_value<T: Serialize + ?Sized>(it: &T) -> Value {
    from_text(&to_text(it)).expect("what was written can be read")
}

#[cfg(test)]
mod tests;

//! Hashes: of an incident's canonical text, and from entry to entry of a journal.

use super::file::{Difference, ResultFile};
use crate::drill::action::Entry;
use crate::incident::document::Incident;
use crate::json;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// SHA-256 of an incident's canonical text, hexadecimal. Canonical: the document as this
/// engine understands it, without blanks, the keys of every object in order.
#[must_use]
pub fn incident_sha256(incident: &Incident) -> String {
    hexadecimal(&[canonical(incident).as_bytes()])
}

/// What the chain of a journal begins with.
pub(super) fn first(result: &ResultFile) -> String {
    let version = format!("firedrill result {}", result.firedrill_result);
    let seed = result.seed.to_string();
    let mut parts = vec![
        version.as_str(),
        &result.engine,
        &result.incident.id,
        &result.incident.sha256,
        &seed,
    ];
    let measures = result.measures.join(",");
    if result.firedrill_result > 1 {
        parts.extend([result.mode.word(), &measures]);
    }
    hexadecimal(&[parts.join("\n").as_bytes()])
}

/// The hash of an entry that follows one with the hash `before`.
#[must_use]
pub fn link(before: &str, entry: &Entry) -> String {
    hexadecimal(&[before.as_bytes(), b"\n", canonical(entry).as_bytes()])
}

/// Does every entry carry the hash that it must have?
pub(super) fn check(result: &ResultFile) -> Result<(), Difference> {
    let mut hash = first(result);
    for (n, entry) in result.journal.iter().enumerate() {
        let plain = Entry {
            at_ms: entry.at_ms,
            action: entry.action.clone(),
        };
        hash = link(&hash, &plain);
        if hash != entry.hash {
            let message = match n {
                0 => {
                    "the hash does not fit the entry, the engine, the incident, the seed, the \
                     mode and the measures"
                }
                _ => "the hash does not fit the entry and the one before it",
            };
            return Err(Difference::new(format!("$.journal[{n}].hash"), message));
        }
    }
    Ok(())
}

fn hexadecimal(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    let bytes = hash.finalize();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// JSON without blanks, keys in order.
fn canonical<T: Serialize>(it: &T) -> String {
    let value = json::to_value(it);
    let mut text = String::new();
    write(&value, &mut text);
    text
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Object(members) => {
            let mut keys: Vec<&String> = members.keys().collect();
            keys.sort();
            text.push('{');
            for (n, key) in keys.into_iter().enumerate() {
                text.push_str(if n > 0 { "," } else { "" });
                text.push_str(&Value::String(key.clone()).to_string());
                text.push(':');
                write(&members[key], text);
            }
            text.push('}');
        }
        Value::Array(items) => {
            text.push('[');
            for (n, item) in items.iter().enumerate() {
                text.push_str(if n > 0 { "," } else { "" });
                write(item, text);
            }
            text.push(']');
        }
        plain => text.push_str(&plain.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn hashes_are_those_of_the_standard() {
        // FIPS 180-2, appendix B.1.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hexadecimal(&[b"a", b"bc"]), abc);
    }

    #[test]
    fn canonical_text_has_one_form() {
        let one = json!({ "b": [1, 2.5, null], "a": { "d": "é\"", "c": true } });
        assert_eq!(
            canonical(&one),
            r#"{"a":{"c":true,"d":"é\""},"b":[1,2.5,null]}"#
        );
    }
}

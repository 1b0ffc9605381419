//! Finding elements as a person does: by role and accessible name.

use fantoccini::elements::Element;
use serde_json::{Value, json};

use crate::session::Session;

/// The finder; arguments are role and name.
pub const SCRIPT: &str = include_str!("find.js");

/// The visible elements of a role, in the order of the document; an empty name is
/// any name. Exact names win over names that only contain the wanted one.
///
/// # Errors
/// When there is none: the names that the role does have.
pub fn by_role(session: &Session, role: &str, name: &str) -> Result<Vec<Element>, String> {
    let args = vec![json!(role), json!(name)];
    let answer: Value = session.run(async |client| client.execute(SCRIPT, args).await)?;
    let found = session.elements(&answer["nodes"]);
    if found.is_empty() {
        return Err(format!("no {role} {name:?}; there are {}", answer["names"]));
    }
    Ok(found)
}

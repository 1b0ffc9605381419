//! Finding elements as a person does: by role and accessible name.

use fantoccini::elements::Element;
use serde_json::{Value, json};

use crate::session::Session;

/// The finder; arguments are role and name.
pub const SCRIPT: &str = include_str!("find.js");

/// Where something is looked for: role and name of what it is in; none is the whole page.
pub type Place<'a> = Option<(&'a str, &'a str)>;

/// The arguments of [`SCRIPT`].
pub fn arguments(role: &str, name: &str, place: Place) -> Vec<Value> {
    let (in_role, in_name) = place.unwrap_or_default();
    [role, name, in_role, in_name]
        .map(|text| json!(text))
        .to_vec()
}

/// The visible elements of a role, in the order of the document; an empty name is
/// any name. Exact names win over names that only contain the wanted one.
///
/// # Errors
/// When there is none: the names that the role does have.
pub fn by_role(
    session: &Session,
    role: &str,
    name: &str,
    place: Place,
) -> Result<Vec<Element>, String> {
    let args = arguments(role, name, place);
    let answer: Value = session.run(async |client| client.execute(SCRIPT, args).await)?;
    let found = session.elements(&answer["nodes"]);
    if found.is_empty() {
        return Err(format!("no {role} {name:?}; there are {}", answer["names"]));
    }
    Ok(found)
}

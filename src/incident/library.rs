//! The incidents that come with the program.

use super::document::Incident;
use super::parse::parse;

/// An incident that comes with the program.
#[derive(Clone, Copy, Debug)]
pub struct Shipped {
    /// Its id, which is also the name of its file.
    pub id: &'static str,
    /// The file's text.
    pub text: &'static str,
}

static SHIPPED: &[Shipped] = &[Shipped {
    id: "2025-03-15-database-outage",
    text: include_str!("../../assets/incidents/2025-03-15-database-outage.json"),
}];

/// All shipped incidents, in the order of the library.
#[must_use]
pub fn shipped() -> &'static [Shipped] {
    SHIPPED
}

/// The shipped incident of this id, if there is one.
///
/// # Panics
/// If the shipped file is wrong, which a test rules out.
#[must_use]
pub fn load(id: &str) -> Option<Incident> {
    let shipped = shipped().iter().find(|shipped| shipped.id == id)?;
    match parse(shipped.text, &format!("{id}.json")) {
        Ok(incident) => Some(incident),
        Err(problems) => panic!("a shipped incident is wrong: {}", problems[0]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::incident::check;

    #[test]
    fn every_shipped_incident_is_clean_and_named_by_its_id() {
        for shipped in shipped() {
            let checked = check(shipped.text, shipped.id);
            assert!(checked.problems.is_empty(), "{:#?}", checked.problems);
            assert_eq!(checked.incident.expect("parsed").id, shipped.id);
            assert!(load(shipped.id).is_some());
        }
        assert!(load("no-such-incident").is_none());
    }

    #[test]
    fn documents_come_back_from_their_json() {
        for shipped in shipped() {
            let incident = load(shipped.id).expect("shipped");
            let text = serde_json::to_string_pretty(&incident).expect("plain data");
            assert_eq!(parse(&text, "again.json").expect("still clean"), incident);
        }
    }
}

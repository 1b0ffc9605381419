//! The incidents and worlds that come with the program.

use super::document::{Incident, RunbookPage};
use super::parse::{WorldFile, parse};
use serde::Deserialize;
use std::borrow::Cow;
use std::sync::LazyLock;

/// An incident that comes with the program: what the library says of it without reading its
/// file. A test holds it equal to the file.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its id, which is also the name of its file.
    pub id: &'static str,
    /// Name on the card.
    pub title: &'static str,
    /// 1 (first steps) to 5.
    pub difficulty: u8,
    /// A usual length of a drill, minutes.
    pub typical_min: u32,
    /// Id of its world.
    pub world: &'static str,
    /// The file's text.
    pub text: &'static str,
}

/// A world that comes with the program.
#[derive(Clone, Copy, Debug)]
pub struct World {
    /// Its id, which is also the name of its file.
    pub id: &'static str,
    /// The file's text.
    pub text: &'static str,
}

static ENTRIES: &[Entry] = &[
    Entry {
        id: "2025-03-15-database-outage",
        title: "Database outage",
        difficulty: 2,
        typical_min: 20,
        world: "shop",
        text: include_str!("../../assets/incidents/2025-03-15-database-outage.json"),
    },
    Entry {
        id: "quiet-evening",
        title: "A quiet evening",
        difficulty: 1,
        typical_min: 15,
        world: "parcels",
        text: include_str!("../../assets/incidents/quiet-evening.json"),
    },
];

/// The first one is that of incident files of version 1, which carry all but its runbook.
static WORLDS: &[World] = &[
    World {
        id: "shop",
        text: include_str!("../../assets/worlds/shop.json"),
    },
    World {
        id: "parcels",
        text: include_str!("../../assets/worlds/parcels.json"),
    },
];

/// What a world's file says it is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct WorldTitle {
    /// Stable id.
    pub id: String,
    /// Name.
    pub title: String,
    /// What it is made of, one sentence.
    pub about: String,
}

#[derive(Deserialize)]
struct Book {
    runbook: Vec<RunbookPage>,
}

/// All shipped incidents, in the order of the library.
#[must_use]
pub fn entries() -> &'static [Entry] {
    ENTRIES
}

/// All shipped worlds.
#[must_use]
pub fn worlds() -> &'static [World] {
    WORLDS
}

impl World {
    /// What its file says it is.
    ///
    /// # Panics
    /// If the shipped file is wrong, which a test rules out.
    #[must_use]
    pub fn title(&self) -> WorldTitle {
        crate::json::from_text(self.text).expect("a test reads the shipped worlds")
    }
}

/// The shipped incident of this id, if there is one.
///
/// # Panics
/// If the shipped file is wrong, which a test rules out.
#[must_use]
pub fn load(id: &str) -> Option<Incident> {
    let entry = entries().iter().find(|entry| entry.id == id)?;
    match parse(entry.text, &format!("{id}.json")) {
        Ok(incident) => Some(incident),
        Err(problems) => panic!("a shipped incident is wrong: {}", problems[0]),
    }
}

/// The file of the shipped world of this id.
///
/// # Errors
/// There is none; the message says which there are.
pub fn find_world(id: &str) -> Result<WorldFile, String> {
    let found = worlds().iter().find(|world| world.id == id);
    let file = |world: &World| WorldFile {
        name: format!("{id}.json"),
        text: Cow::Borrowed(world.text),
    };
    found.map(file).ok_or_else(|| {
        let there: Vec<&str> = worlds().iter().map(|world| world.id).collect();
        format!("there is no world `{id}`; there is {}", there.join(", "))
    })
}

/// The runbook of incident files that do not say which is theirs: those of version 1, which
/// know only that of the first world.
pub(super) fn first_runbook() -> &'static [RunbookPage] {
    static PAGES: LazyLock<Vec<RunbookPage>> = LazyLock::new(|| {
        let book: Result<Book, _> = crate::json::from_text(WORLDS[0].text);
        book.expect("a test reads the shipped worlds").runbook
    });
    &PAGES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::incident::check;
    use crate::incident::parse::check_world;

    #[test]
    fn every_shipped_incident_is_clean_and_as_its_entry_says() {
        for entry in entries() {
            let checked = check(entry.text, entry.id);
            assert!(checked.problems.is_empty(), "{:#?}", checked.problems);
            let incident = checked.incident.expect("parsed");
            assert_eq!(incident.id, entry.id);
            assert_eq!(incident.title, entry.title);
            assert_eq!(incident.briefing.difficulty, entry.difficulty);
            assert_eq!(incident.briefing.typical_min, entry.typical_min);
            let file: serde_json::Value = serde_json::from_str(entry.text).expect("parsed");
            assert_eq!(file["world"], entry.world);
            assert!(load(entry.id).is_some());
        }
        assert!(load("no-such-incident").is_none());
    }

    #[test]
    fn every_shipped_world_is_clean_by_itself_and_named_by_its_id() {
        for world in worlds() {
            let problems = check_world(world.text, world.id);
            assert!(problems.is_empty(), "{problems:#?}");
            assert_eq!(world.title().id, world.id);
        }
        assert!(find_world("no-such-world").is_err());
    }

    #[test]
    fn documents_come_back_from_their_json() {
        for entry in entries() {
            let incident = load(entry.id).expect("shipped");
            let text = serde_json::to_string_pretty(&incident).expect("plain data");
            assert_eq!(parse(&text, "again.json").expect("still clean"), incident);
        }
    }
}

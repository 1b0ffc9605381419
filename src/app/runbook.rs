//! The runbook as the page shows it: the world's pages and the incident's own, with the names
//! of this world in place, and a search over all of it.

use crate::incident::document::{Incident, RunbookPage, RunbookSection};

/// The page that is shown first.
pub const FIRST: &str = "overview";
/// Characters of a hit's excerpt before and after the word.
const AROUND_CHARS: usize = 48;

/// All pages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Runbook {
    /// The world's pages, then the incident's own.
    pub pages: Vec<Page>,
}

/// A page.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Id.
    pub id: String,
    /// Heading.
    pub title: String,
    /// What it is for.
    pub about: String,
    /// Whether the incident's file brought it.
    pub own: bool,
    /// What it says.
    pub sections: Vec<Section>,
    /// Pages to read next: id and title.
    pub see: Vec<(String, String)>,
}

/// A section.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Heading.
    pub title: String,
    /// Paragraphs.
    pub text: Vec<String>,
    /// Steps.
    pub steps: Vec<Step>,
}

/// A step.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its number on the page, from 0: ticks name it.
    pub number: u32,
    /// What to do.
    pub text: String,
    /// What the answer means; may be empty.
    pub note: String,
    /// Lines for the terminal.
    pub commands: Vec<String>,
}

impl Page {
    /// How many steps it has.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.sections
            .iter()
            .map(|section| section.steps.len())
            .sum()
    }
}

/// A page that a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Place of the page.
    pub page: usize,
    /// Where the words stand, in their surroundings.
    pub excerpt: String,
}

impl Runbook {
    /// The runbook of an incident.
    #[must_use]
    pub fn of(incident: &Incident) -> Runbook {
        let places = places(incident);
        let all: Vec<(&RunbookPage, bool)> = incident
            .world_runbook
            .iter()
            .map(|page| (page, false))
            .chain(incident.runbook.iter().map(|page| (page, true)))
            .collect();
        let titles = |id: &String| {
            let page = all.iter().find(|(page, _)| page.id == *id);
            page.map(|(page, _)| (id.clone(), page.title.clone()))
        };
        let pages = all.iter().map(|(page, own)| Page {
            id: page.id.clone(),
            title: page.title.clone(),
            about: page.about.clone(),
            own: *own,
            sections: sections(&page.sections, &places),
            see: page.see.iter().filter_map(titles).collect(),
        });
        Runbook {
            pages: pages.collect(),
        }
    }

    /// A page by its id.
    #[must_use]
    pub fn page(&self, id: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.id == id)
    }

    /// Pages that hold every word of a search, whatever its case; those that hold one in
    /// their title first. Nothing for an empty search.
    #[must_use]
    pub fn search(&self, text: &str) -> Vec<Hit> {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let Some(first) = words.first() else {
            return Vec::new();
        };
        let pages = self.pages.iter().enumerate();
        let mut hits: Vec<(bool, Hit)> = pages
            .filter_map(|(at, page)| {
                let lines = lines(page);
                let lower: Vec<String> = lines.iter().map(|line| line.to_lowercase()).collect();
                let holds = |word: &String| lower.iter().any(|line| line.contains(word.as_str()));
                if !words.iter().all(holds) {
                    return None;
                }
                let titled = words.iter().any(|word| lower[0].contains(word.as_str()));
                // The sentence about the page stands beside its title anyway.
                let line = (2..lines.len()).find(|i| lower[*i].contains(first.as_str()));
                let excerpt = line.map_or(String::new(), |i| around(lines[i], first));
                Some((!titled, Hit { page: at, excerpt }))
            })
            .collect();
        hits.sort_by_key(|(later, hit)| (*later, hit.page));
        hits.into_iter().map(|(_, hit)| hit).collect()
    }
}

/// Everything a page says: title, what it is for, and the rest line by line.
fn lines(page: &Page) -> Vec<&str> {
    let mut lines = vec![page.title.as_str(), page.about.as_str()];
    for section in &page.sections {
        lines.push(&section.title);
        lines.extend(section.text.iter().map(String::as_str));
        for step in &section.steps {
            lines.extend([step.text.as_str(), step.note.as_str()]);
            lines.extend(step.commands.iter().map(String::as_str));
        }
    }
    lines
}

/// The piece of a line around a word (in lower case).
fn around(line: &str, word: &str) -> String {
    let chars: Vec<char> = line.chars().collect();
    let lower: Vec<String> = chars.iter().map(|c| c.to_lowercase().collect()).collect();
    let length = word.chars().count();
    let starts = |from: &usize| {
        let some: String = lower[*from..]
            .iter()
            .take(length)
            .map(String::as_str)
            .collect();
        some.starts_with(word)
    };
    let at = (0..chars.len()).find(starts).unwrap_or(0);
    let from = at.saturating_sub(AROUND_CHARS);
    let to = (at + length + AROUND_CHARS).min(chars.len());
    let mut excerpt: String = chars[from..to].iter().collect();
    if from > 0 {
        excerpt = format!("…{excerpt}");
    }
    if to < chars.len() {
        excerpt.push('…');
    }
    excerpt
}

/// What the names in braces stand for in this world.
fn places(incident: &Incident) -> Vec<(&'static str, Option<String>)> {
    let world = &incident.world;
    let serves = |name: &str| world.classes.iter().any(|class| class.service == name);
    let mut services = world.services.iter();
    let service = services
        .find(|service| serves(&service.name))
        .or(world.services.first());
    let pool = service.and_then(|service| service.pool.as_ref());
    let database = Some(world.database.path.clone()).filter(|path| !path.is_empty());
    vec![
        ("{service}", service.map(|service| service.name.clone())),
        ("{pool_file}", pool.map(|pool| pool.path.clone())),
        ("{database_file}", database),
    ]
}

/// A text with the names in place; none if this world lacks one of them.
fn filled(text: &str, places: &[(&'static str, Option<String>)]) -> Option<String> {
    places
        .iter()
        .try_fold(text.to_string(), |text, (name, value)| {
            if !text.contains(name) {
                return Some(text);
            }
            value.as_ref().map(|value| text.replace(name, value))
        })
}

fn sections(
    sections: &[RunbookSection],
    places: &[(&'static str, Option<String>)],
) -> Vec<Section> {
    let told = |text: &String| filled(text, places).unwrap_or_else(|| text.clone());
    let mut number = 0;
    let section = |section: &RunbookSection| Section {
        title: section.title.clone(),
        text: section.text.iter().map(told).collect(),
        steps: section
            .steps
            .iter()
            .map(|step| {
                number += 1;
                Step {
                    number: number - 1,
                    text: told(&step.text),
                    note: step.note.as_ref().map(told).unwrap_or_default(),
                    commands: step
                        .commands
                        .iter()
                        .filter_map(|command| filled(command, places))
                        .collect(),
                }
            })
            .collect(),
    };
    sections.iter().map(section).collect()
}

/// A text in pieces: words, and (true) code that stood between backticks. A backtick
/// without its pair is a character like any other.
#[must_use]
pub fn pieces(text: &str) -> Vec<(bool, &str)> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('`') {
        let Some((code, next)) = after.split_once('`') else {
            break;
        };
        pieces.extend([(false, before), (true, code)]);
        rest = next;
    }
    pieces.push((false, rest));
    pieces.retain(|(_, piece)| !piece.is_empty());
    pieces
}

#[cfg(test)]
mod tests;

//! What people write down about a run: notes on its points, what went well, what to try, one
//! commitment, the post-mortem. Kept beside the debrief, and part of what is exported.

use super::form::Form;
use super::review::{Point, Review};
use crate::drill::mode::Mode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Version of [`Notes`] that this program writes.
pub const NOTES_VERSION: u32 = 1;
/// Longest line: something that went well, something to try, the commitment. Characters.
pub const LINE_CHARS_MAX: usize = 300;
/// Longest note on a point of the run, characters.
pub const NOTE_CHARS_MAX: usize = 2_000;
/// Longest post-mortem, characters.
pub const POSTMORTEM_CHARS_MAX: usize = 40_000;
/// Notes on points at most; a debrief has fewer points.
pub const POINTS_MAX: usize = 40;
/// So many things went well, and so many are to be tried.
pub const LINES: usize = 3;

/// Everything that was written about one run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notes {
    /// Format version, 1.
    pub firedrill_notes: u32,
    /// Id of the incident.
    pub incident: String,
    /// Seed of the world.
    pub seed: u64,
    /// The way in: `drill`, `guided`, `watch`.
    pub mode: Mode,
    /// Digest of the run.
    pub digest: String,
    /// Last written, Unix seconds.
    pub saved_unix_s: i64,
    /// What went well, [`LINES`] of them; none while nobody has changed what the review says.
    pub well: Option<Vec<String>>,
    /// What to try, likewise.
    pub to_try: Option<Vec<String>>,
    /// What the player commits to.
    pub commitment: String,
    /// Notes by the id of their point ([`point_ids`]).
    pub points: BTreeMap<String, String>,
    /// Name of the form of post-mortem that was chosen last.
    pub form: Option<String>,
    /// Post-mortems that are no longer their drafts, by name of the form. Markdown.
    pub postmortems: BTreeMap<String, String>,
}

/// One change of the notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// A line of what went well, from 0.
    Well(usize, String),
    /// A line of what to try, from 0.
    ToTry(usize, String),
    /// The commitment.
    Commitment(String),
    /// The note on a point, by its id; an empty one is removed.
    Point(String, String),
    /// Another form of post-mortem is looked at.
    Form(Form),
    /// The text of a post-mortem.
    Postmortem(Form, String),
    /// The post-mortem is its draft again.
    Draft(Form),
}

/// A text that is too long, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooLong {
    /// Path in the document, e.g. `well[0]`.
    pub path: String,
    /// What is wrong, as a half sentence.
    pub reason: String,
}

/// Ids of points: their time, and a number where several have the same.
#[must_use]
pub fn point_ids(points: &[Point]) -> Vec<String> {
    let mut seen: BTreeMap<i64, u32> = BTreeMap::new();
    let ids = points.iter().map(|point| {
        let count = seen.entry(point.t_ms).or_default();
        *count += 1;
        match *count {
            1 => format!("{}", point.t_ms),
            more => format!("{}-{more}", point.t_ms),
        }
    });
    ids.collect()
}

impl Notes {
    /// The notes with one change.
    ///
    /// # Errors
    /// When a text gets too long; the notes stay as they were.
    pub fn edited(&self, edit: Edit, review: &Review) -> Result<Notes, TooLong> {
        let mut notes = self.clone();
        match edit {
            Edit::Well(at, text) => {
                put(
                    notes.well.get_or_insert_with(|| lines(&review.well)),
                    at,
                    text,
                );
            }
            Edit::ToTry(at, text) => {
                put(
                    notes.to_try.get_or_insert_with(|| lines(&review.to_try)),
                    at,
                    text,
                );
            }
            Edit::Commitment(text) => notes.commitment = text,
            Edit::Point(id, text) => {
                notes.points.remove(&id);
                if !text.trim().is_empty() {
                    notes.points.insert(id, text);
                }
            }
            Edit::Form(form) => notes.form = Some(form.name().to_string()),
            Edit::Postmortem(form, text) => {
                notes.postmortems.insert(form.name().to_string(), text);
            }
            Edit::Draft(form) => {
                notes.postmortems.remove(form.name());
            }
        }
        notes.check()?;
        Ok(notes)
    }

    /// Are all texts within their bounds?
    ///
    /// # Errors
    /// The first one that is not.
    pub fn check(&self) -> Result<(), TooLong> {
        for (name, lines) in [("well", &self.well), ("to_try", &self.to_try)] {
            let lines = lines.as_deref().unwrap_or_default();
            if lines.len() > LINES {
                return Err(TooLong {
                    path: name.to_string(),
                    reason: format!("{} lines; at most {LINES} are kept", lines.len()),
                });
            }
            for (at, line) in lines.iter().enumerate() {
                bounded(|| format!("{name}[{at}]"), line, LINE_CHARS_MAX)?;
            }
        }
        bounded(|| "commitment".into(), &self.commitment, LINE_CHARS_MAX)?;
        if self.points.len() > POINTS_MAX {
            return Err(TooLong {
                path: "points".to_string(),
                reason: format!("{} notes; at most {POINTS_MAX} are kept", self.points.len()),
            });
        }
        for (id, note) in &self.points {
            bounded(|| format!("points.{id}"), note, NOTE_CHARS_MAX)?;
        }
        if self.postmortems.len() > Form::ALL.len() {
            return Err(TooLong {
                path: "postmortems".to_string(),
                reason: format!("there are only {} forms", Form::ALL.len()),
            });
        }
        for (form, text) in &self.postmortems {
            bounded(|| format!("postmortems.{form}"), text, POSTMORTEM_CHARS_MAX)?;
        }
        Ok(())
    }

    /// What went well: the own words, else the review's. Always [`LINES`] lines.
    #[must_use]
    pub fn well_lines(&self, review: &Review) -> Vec<String> {
        lines(self.well.as_ref().unwrap_or(&review.well))
    }

    /// What to try, likewise.
    #[must_use]
    pub fn to_try_lines(&self, review: &Review) -> Vec<String> {
        lines(self.to_try.as_ref().unwrap_or(&review.to_try))
    }

    /// The form of the post-mortem that was chosen last.
    #[must_use]
    pub fn chosen_form(&self) -> Form {
        let name = self.form.as_deref();
        let mut forms = Form::ALL.into_iter();
        let found = forms.find(|form| name == Some(form.name()));
        found.unwrap_or(Form::Plain)
    }
}

fn lines(from: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = from.iter().take(LINES).cloned().collect();
    lines.resize(LINES, String::new());
    lines
}

fn put(lines: &mut Vec<String>, at: usize, text: String) {
    // A stored list may be shorter than the page's.
    lines.resize(LINES.max(lines.len()), String::new());
    if let Some(line) = lines.get_mut(at) {
        *line = text;
    }
}

fn bounded(path: impl Fn() -> String, text: &str, chars_max: usize) -> Result<(), TooLong> {
    // A text has at least as many bytes as characters, so short ones need no counting.
    if text.len() <= chars_max {
        return Ok(());
    }
    let chars = text.chars().count();
    if chars <= chars_max {
        return Ok(());
    }
    Err(TooLong {
        path: path(),
        reason: format!("is {chars} characters long; at most {chars_max} are kept"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn review() -> Review {
        Review {
            well: vec!["a".into(), "b".into()],
            points: [0, 0, 5]
                .map(|t_ms| Point {
                    t_ms,
                    ..Point::default()
                })
                .to_vec(),
            ..Review::default()
        }
    }

    #[test]
    fn the_first_edit_keeps_the_lines_that_were_prefilled() {
        let notes = Notes::default().edited(Edit::Well(1, "c".into()), &review());
        let notes = notes.expect("it is short");
        assert_eq!(
            notes.well,
            Some(vec!["a".into(), "c".into(), String::new()])
        );
        assert_eq!(notes.to_try, None, "nobody touched it");
        assert_eq!(notes.to_try_lines(&review()).len(), LINES);
    }

    #[test]
    fn points_of_the_same_time_have_their_own_notes() {
        assert_eq!(point_ids(&review().points), ["0", "0-2", "5"]);
        let notes = Notes::default();
        let one = notes.edited(Edit::Point("0-2".into(), "x".into()), &review());
        let one = one.expect("it is short");
        assert_eq!(one.points.get("0-2").map(String::as_str), Some("x"));
        let none = one.edited(Edit::Point("0-2".into(), "  ".into()), &review());
        assert_eq!(none, Ok(notes), "an empty note is none");
    }

    #[test]
    fn what_is_too_long_is_refused_with_its_place() {
        let notes = Notes::default();
        let long = "é".repeat(LINE_CHARS_MAX);
        let kept = notes.edited(Edit::Commitment(long.clone()), &review());
        assert_eq!(kept.map(|kept| kept.commitment), Ok(long.clone()));
        let refused = notes.edited(Edit::ToTry(2, long + "x"), &review());
        let refused = refused.expect_err("it is a character too long");
        assert_eq!(refused.path, "to_try[2]");
        assert_eq!(
            refused.reason,
            "is 301 characters long; at most 300 are kept"
        );
    }

    #[test]
    fn a_post_mortem_can_go_back_to_its_draft() {
        let notes = Notes::default();
        let edited = notes.edited(Edit::Postmortem(Form::Pagerduty, "# Own".into()), &review());
        let edited = edited.expect("it is short");
        assert!(edited.postmortems.contains_key("pagerduty"));
        assert_eq!(
            edited.edited(Edit::Draft(Form::Pagerduty), &review()),
            Ok(notes)
        );
    }
}

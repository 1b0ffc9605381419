//! The three things to see first: what helped most, what cost most, what to try next.

use super::document::{Debrief, JudgedChange, Worth};
use super::words::{points, t_plus, unscored, worth};

/// One of the three.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// What it is about: a few words.
    pub what: String,
    /// Why, in a sentence; may be empty.
    pub why: String,
}

impl Brief {
    fn new(what: impl Into<String>, why: impl Into<String>) -> Brief {
        let (what, why) = (what.into(), why.into());
        Brief { what, why }
    }
}

/// What helped most: the change that saved most visits, else what the review praises first.
#[must_use]
pub fn helped_most(debrief: &Debrief) -> Brief {
    let helped = debrief.changes.iter().filter(|c| c.effect == Worth::Helped);
    if let Some(change) = helped.min_by_key(|c| c.difference) {
        return Brief::new(named(change), worth(debrief, change));
    }
    match debrief.review.well.first() {
        Some(well) => Brief::new(well.clone(), ""),
        None => Brief::new("Nothing yet", "No change of this run helped its users."),
    }
}

/// What cost most: the change that harmed most, else the term that lost most points, else a
/// target that was missed.
#[must_use]
pub fn cost_most(debrief: &Debrief) -> Brief {
    let worse = debrief.changes.iter().filter(|c| c.effect == Worth::Worse);
    if let Some(change) = worse.max_by_key(|c| c.difference) {
        return Brief::new(named(change), worth(debrief, change));
    }
    if unscored(debrief.mode).is_none() {
        let lost = |term: &&super::document::Term| term.weight - term.points;
        let terms = debrief.terms.iter();
        let most = terms.max_by(|a, b| lost(a).total_cmp(&lost(b)));
        if let Some(term) = most.filter(|term| lost(term) >= 0.1) {
            let of = match term.weight > 0.0 {
                true => format!(" of {} points", points(term.weight)),
                false => " points".to_string(),
            };
            let what = format!("{}: {}{of}", term.name, points(term.points));
            return Brief::new(what, "The most points were lost here; the score says why.");
        }
    }
    let missed = debrief.review.targets.iter();
    match missed
        .into_iter()
        .find(|target| target.met() == Some(false))
    {
        Some(target) => Brief::new(
            format!("Target missed: {}", target.phase.to_lowercase()),
            "See the phases below.",
        ),
        None => Brief::new("Nothing that stands out", "No change made it worse."),
    }
}

/// What to try next: the first line of the notes that says something.
#[must_use]
pub fn try_next(to_try: &[String]) -> Brief {
    let mut lines = to_try.iter().filter(|line| !line.trim().is_empty());
    match lines.next() {
        Some(line) => Brief::new(line.clone(), ""),
        None => Brief::new("Play it with another seed", "Can you do it twice?"),
    }
}

fn named(change: &JudgedChange) -> String {
    format!("{} at {}", change.title, t_plus(change.at_ms))
}

//! Verifying a result: its world runs again, and everything that it says is compared.

use super::chain::{check, incident_sha256};
use super::file::{Difference, Link, ResultFile};
use super::make::Played;
use crate::debrief::judge::{Depth, Judge, Progress};
use crate::drill::action::Entry;
use crate::drill::mode::Mode;
use crate::incident::apply_measures;
use crate::incident::document::Incident;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A result that is being verified, in steps.
pub struct Verification {
    result: ResultFile,
    incident: Arc<Incident>,
    judge: Judge,
}

/// What is true of a verified result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verified {
    /// Points, 0..=100.
    pub total: f64,
    /// Entries of its journal.
    pub entries: usize,
    /// How it was played.
    pub mode: Mode,
    /// Ids of the measures that were on.
    pub measures: Vec<String>,
}

impl Verified {
    /// In words: `ok, 56.8 of 100 points`; and what else the file says about the run.
    #[must_use]
    pub fn words(&self) -> String {
        let mut words = format!("ok, {:.1} of 100 points", self.total);
        words += match self.mode {
            Mode::Drill => "",
            Mode::Guided => ", with the coach: not a drill's score",
            Mode::Watch => ", watched: not a drill's score",
        };
        if !self.measures.is_empty() {
            words += &format!(", with the measures {}", self.measures.join(", "));
        }
        words
    }
}

impl Verification {
    /// Check what can be checked at once: engine, incident, chain.
    ///
    /// # Errors
    /// The first difference, in the order of the file.
    pub fn begin(result: ResultFile, incident: &Arc<Incident>) -> Result<Self, Difference> {
        let engine = env!("CARGO_PKG_VERSION");
        if result.engine != engine {
            let message = format!(
                "made by engine {:?}; this is {engine:?}, and only the same engine comes to the \
                 same numbers",
                result.engine
            );
            return Err(Difference::new("$.engine", message));
        }
        if result.incident.id != incident.id {
            let message = format!("the incident at hand is {:?}", incident.id);
            return Err(Difference::new("$.incident.id", message));
        }
        let sha256 = incident_sha256(incident);
        if result.incident.sha256 != sha256 {
            let message = format!("the incident at hand has {sha256}: it is not the same text");
            return Err(Difference::new("$.incident.sha256", message));
        }
        known_measures(&result, incident)?;
        check(&result)?;
        let played = apply_measures(incident, &result.measures);
        let played = played.map_err(|why| Difference::new("$.measures", why))?;
        let judge = Judge::new(&Arc::new(played), result.seed, Depth::Points);
        let mut judge = judge.map_err(|why| Difference::new("$.incident", why))?;
        let entries: Vec<Entry> = result
            .journal
            .iter()
            .map(|link| Entry {
                at_ms: link.at_ms,
                action: link.action.clone(),
            })
            .collect();
        judge.follow(&entries, judge.end_ms());
        Ok(Verification {
            result,
            incident: incident.clone(),
            judge,
        })
    }

    /// Run about this many events. True when everything has run.
    pub fn step(&mut self, events: u64) -> bool {
        self.judge.step(events)
    }

    /// How far it has come.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.judge.progress()
    }

    /// The judge, whose runs may be shared among threads.
    pub fn judge(&mut self) -> &mut Judge {
        &mut self.judge
    }

    /// Compare, once everything has run.
    ///
    /// # Errors
    /// The first difference and its place.
    pub fn finish(&self) -> Result<Verified, Difference> {
        if let Some((entry, why)) = self.judge.refused().first() {
            let links = &self.result.journal;
            let same = |l: &Link| l.at_ms == entry.at_ms && l.action == entry.action;
            let n = links.iter().rposition(same).unwrap_or(0);
            let message = format!("cannot be done at {} ms: {why}", entry.at_ms);
            return Err(Difference::new(format!("$.journal[{n}].action"), message));
        }
        let judgement = self.judge.judgement();
        let judgement = judgement.ok_or_else(|| Difference::new("$", "not run to its end yet"))?;
        let played = Played {
            mode: self.result.mode,
            incident: &self.incident,
            measures: &self.result.measures,
        };
        compare(&self.result, &ResultFile::of_played(&judgement, &played))?;
        Ok(Verified {
            total: self.result.score.total,
            entries: self.result.journal.len(),
            mode: self.result.mode,
            measures: self.result.measures.clone(),
        })
    }
}

/// Is each measure one of the incident's, and named once?
fn known_measures(result: &ResultFile, incident: &Incident) -> Result<(), Difference> {
    for (n, id) in result.measures.iter().enumerate() {
        let wrong = |message: String| Err(Difference::new(format!("$.measures[{n}]"), message));
        if result.measures[..n].contains(id) {
            return wrong(format!("{id:?} is named twice"));
        }
        let known = incident.measures.iter().any(|measure| measure.id == *id);
        if !known {
            return wrong(format!("the incident has no measure {id:?}"));
        }
    }
    Ok(())
}

/// What the file says against what came out of the run.
fn compare(said: &ResultFile, found: &ResultFile) -> Result<(), Difference> {
    same("$.journal", said.journal.len(), found.journal.len())?;
    for (n, (said, found)) in said.journal.iter().zip(&found.journal).enumerate() {
        same(&format!("$.journal[{n}].at_ms"), said.at_ms, found.at_ms)?;
    }
    same("$.over_ms", said.over_ms, found.over_ms)?;
    same("$.digest", &said.digest, &found.digest)?;
    let (v, w) = (&said.visits, &found.visits);
    same("$.visits.total", v.total, w.total)?;
    same("$.visits.affected", v.affected, w.affected)?;
    same(
        "$.visits.nobody_affected",
        v.nobody_affected,
        w.nobody_affected,
    )?;
    same("$.visits.best_affected", v.best_affected, w.best_affected)?;
    let (terms, right) = (&said.score.terms, &found.score.terms);
    for (n, (said, found)) in terms.iter().zip(right).enumerate() {
        same(&format!("$.score.terms[{n}].id"), &said.id, &found.id)?;
        let place = format!("$.score.terms[{n}].points");
        same(&place, said.points, found.points)?;
    }
    same("$.score.terms", terms.len(), right.len())?;
    same("$.score.total", said.score.total, found.score.total)?;
    let (t, u) = (&said.times_s, &found.times_s);
    let phases = [
        ("acknowledge", t.acknowledge, u.acknowledge),
        ("diagnose", t.diagnose, u.diagnose),
        ("mitigate", t.mitigate, u.mitigate),
        ("resolve", t.resolve, u.resolve),
    ];
    for (phase, said, found) in phases {
        let word = |at: Option<f64>| at.map_or("never".to_string(), |at| at.to_string());
        same(&format!("$.times_s.{phase}"), word(said), word(found))?;
    }
    Ok(())
}

fn same<T: PartialEq + std::fmt::Display>(
    place: &str,
    said: T,
    found: T,
) -> Result<(), Difference> {
    if said == found {
        return Ok(());
    }
    let message = format!("the file says {said}, the run comes to {found}");
    Err(Difference::new(place, message))
}

//! A result made of a judged run.

use super::chain::{self, incident_sha256, link};
use super::file::{
    Difference, IncidentMark, Link, RESULT_VERSION, ResultFile, ScoreMark, TermMark, VisitsMark,
};
use crate::debrief::judge::Judgement;
use crate::debrief::score::score;
use crate::drill::mode::Mode;
use crate::incident::document::Incident;
use crate::json;

/// What a result says about a run beside what came of it.
#[derive(Clone, Copy, Debug)]
pub struct Played<'a> {
    /// How.
    pub mode: Mode,
    /// The incident, before its measures were switched on.
    pub incident: &'a Incident,
    /// Ids of the measures that were on.
    pub measures: &'a [String],
}

impl ResultFile {
    /// The result of a judged drill without measures.
    #[must_use]
    pub fn of(judgement: &Judgement<'_>) -> ResultFile {
        let played = Played {
            mode: Mode::Drill,
            incident: judgement.over.incident(),
            measures: &[],
        };
        ResultFile::of_played(judgement, &played)
    }

    /// The result of a judged run.
    #[must_use]
    pub fn of_played(judgement: &Judgement<'_>, played: &Played<'_>) -> ResultFile {
        let session = judgement.over;
        let score = score(judgement);
        let journal = session.journal();
        let on = |id: &String| played.measures.contains(id);
        let measures = played.incident.measures.iter().map(|m| m.id.clone());
        let mut result = ResultFile {
            firedrill_result: RESULT_VERSION,
            journal: Vec::with_capacity(journal.entries.len()),
            engine: env!("CARGO_PKG_VERSION").to_string(),
            incident: IncidentMark {
                id: played.incident.id.clone(),
                sha256: incident_sha256(played.incident),
            },
            seed: journal.seed,
            mode: played.mode,
            measures: measures.filter(on).collect(),
            over_ms: session.now_ms(),
            digest: format!("{:016x}", session.world().digest()),
            visits: VisitsMark {
                total: judgement.own.account.sum.visits,
                affected: judgement.own.affected(),
                nobody_affected: judgement.nobody.affected(),
                best_affected: judgement.best.1.affected(),
            },
            score: ScoreMark {
                total: score.total,
                terms: score
                    .terms
                    .into_iter()
                    .map(|term| TermMark {
                        id: term.id,
                        points: term.points,
                    })
                    .collect(),
            },
            times_s: score.times,
        };
        let mut hash = chain::first(&result);
        for entry in &journal.entries {
            hash = link(&hash, entry);
            result.journal.push(Link {
                at_ms: entry.at_ms,
                action: entry.action.clone(),
                hash: hash.clone(),
            });
        }
        result
    }

    /// The last hash of the chain; with no entries the one that it begins with. Two files with
    /// the same one say the same about what was done.
    #[must_use]
    pub fn tip(&self) -> String {
        let last = self.journal.last().map(|link| link.hash.clone());
        last.unwrap_or_else(|| chain::first(self))
    }

    /// Does every entry of the journal carry the hash that it must have?
    ///
    /// # Errors
    /// The first entry that does not.
    pub fn check_chain(&self) -> Result<(), Difference> {
        chain::check(self)
    }

    /// The text of the file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = json::to_pretty(self);
        text.push('\n');
        text
    }
}

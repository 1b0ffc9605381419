//! A study as a file: what was compared, and what it has shown. The page and the command write
//! the same file, and the page opens one again.

use super::choice::{Choice, check};
use super::plan::{LAB_VERSION, Plan};
use super::rank::Rank;
use super::summary::{ArmSummary, Summary};
use crate::debrief::result::incident_sha256;
use crate::drill::words::cut;
use crate::incident::document::Incident;
use crate::json;
use serde::{Deserialize, Serialize};

/// Longest file that is read, bytes.
pub const STUDY_BYTES_MAX: usize = 16 << 20;

/// A study as a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StudyFile {
    /// Version of the form, [`LAB_VERSION`].
    pub firedrill_lab: u32,
    /// Id of the incident.
    pub incident: String,
    /// SHA-256 of the incident's canonical text, hexadecimal.
    pub incident_sha256: String,
    /// What was compared, as an address says it ([`Choice::query`]).
    pub choice: String,
    /// What it has shown: [`Summary::runs`].
    pub runs: (u64, u64),
    /// [`Summary::arms`].
    pub arms: Vec<ArmSummary>,
    /// [`Summary::ranking`].
    pub ranking: Vec<Rank>,
}

impl StudyFile {
    /// The file of a study.
    #[must_use]
    pub fn new(incident: &Incident, choice: &Choice, summary: &Summary) -> StudyFile {
        StudyFile {
            firedrill_lab: LAB_VERSION,
            incident: incident.id.clone(),
            incident_sha256: incident_sha256(incident),
            choice: choice.query(),
            runs: summary.runs,
            arms: summary.arms.clone(),
            ranking: summary.ranking.clone(),
        }
    }

    /// Its text; the names of every object in order.
    ///
    /// # Panics
    /// Never: it is plain data.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("{}\n", json::to_pretty(&json::to_value(self)))
    }

    /// What was compared and what it has shown, of a file about this incident.
    ///
    /// # Errors
    /// What is wrong with the file, and where.
    pub fn open(text: &str, incident: &Incident) -> Result<(Choice, Summary), String> {
        if text.len() > STUDY_BYTES_MAX {
            let bytes = text.len();
            return Err(format!(
                "it has {bytes} bytes; at most {STUDY_BYTES_MAX} are read"
            ));
        }
        let file: StudyFile = json::from_text(text)
            .map_err(|why| format!("it is no study: {}", cut(&why.to_string())))?;
        file.is_about(incident)?;
        let wrong = |why: String| format!("$.choice: {}", cut(&why));
        let choice = Choice::parse(&file.choice).map_err(wrong)?;
        let plan = choice.plan(incident).map_err(wrong)?;
        check(&plan).map_err(wrong)?;
        let summary = Summary {
            runs: file.runs,
            arms: file.arms,
            ranking: file.ranking,
        };
        fits(&summary, &plan, incident)?;
        Ok((choice, summary))
    }

    /// Is it of this form, and about this incident?
    fn is_about(&self, incident: &Incident) -> Result<(), String> {
        let found = self.firedrill_lab;
        if found != LAB_VERSION {
            let why = format!("the form is {found}; this program reads {LAB_VERSION}");
            return Err(format!("$.firedrill_lab: {why}"));
        }
        if self.incident != incident.id {
            return Err(format!(
                "$.incident: the study is about “{}”",
                cut(&self.incident)
            ));
        }
        if self.incident_sha256 != incident_sha256(incident) {
            return Err(
                "$.incident_sha256: the incident has changed since; its numbers are not those \
                 of this one"
                    .into(),
            );
        }
        Ok(())
    }
}

/// Can this be what the plan has shown?
fn fits(summary: &Summary, plan: &Plan, incident: &Incident) -> Result<(), String> {
    let (found, wanted) = (summary.arms.len(), plan.arms.len());
    if found != wanted {
        return Err(format!(
            "$.arms: {found} of them, not the {wanted} of its choice"
        ));
    }
    let (done, all) = summary.runs;
    let wanted = plan.arms.len() as u64 * plan.seeds;
    if all != wanted || done > all {
        return Err(format!(
            "$.runs: {done} of {all}, not of the {wanted} of its choice"
        ));
    }
    let longest = summary
        .arms
        .iter()
        .map(|arm| arm.curve.len())
        .max()
        .unwrap_or(0);
    for (n, (arm, planned)) in summary.arms.iter().zip(&plan.arms).enumerate() {
        if arm.arm != *planned {
            return Err(format!("$.arms[{n}].arm: it is not the arm of its choice"));
        }
        let points = arm.curve.len();
        if !arm
            .curve
            .iter()
            .map(|point| point.minute)
            .eq(0..points as u32)
        {
            return Err(format!(
                "$.arms[{n}].curve: its minutes do not run from 0 on"
            ));
        }
        // An arm without a run has no curve yet.
        if ![0, longest].contains(&points) {
            return Err(format!(
                "$.arms[{n}].curve: another one has {longest} points"
            ));
        }
    }
    let known = |id: &String| incident.measures.iter().any(|measure| measure.id == *id);
    match summary
        .ranking
        .iter()
        .position(|rank| !known(&rank.measure))
    {
        Some(n) => Err(format!(
            "$.ranking[{n}].measure: no measure of the incident"
        )),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::incident::library;
    use crate::lab::{Outcome, Study};
    use serde_json::{Value, json};

    fn incident() -> Incident {
        library::load("2025-03-15-database-outage").expect("it is shipped")
    }

    /// A study of two measures and two seeds of which one run is missing.
    fn file() -> StudyFile {
        let incident = incident();
        let choice = Choice::parse("measures=each&of=pool-alert,practice&seeds=2");
        let choice = choice.expect("a choice");
        let mut study = Study::new(&choice.plan(&incident).expect("a plan"));
        for (arm, seed) in [(0, 1), (1, 1), (2, 1), (0, 2), (1, 2)] {
            let minutes = vec![7, arm * 3 + seed as u32, 1];
            let outcome = Outcome {
                arm,
                seed,
                digest: String::new(),
                visits: 1_000,
                affected: minutes.iter().map(|m| u64::from(*m)).sum(),
                outage_min: 2,
                budget: Some(0.1 + 0.2),
                actions: 3,
                refused: 0,
                minutes,
            };
            study.take(outcome).expect("a run of the plan");
        }
        StudyFile::new(&incident, &choice, &study.summary())
    }

    #[test]
    fn what_is_kept_is_opened_to_the_bit() {
        let file = file();
        let (choice, summary) = StudyFile::open(&file.to_text(), &incident()).expect("it is fine");
        assert_eq!(choice.query(), file.choice);
        assert_eq!(summary.arms, file.arms);
        assert_eq!(summary.ranking, file.ranking);
        assert_eq!(summary.runs, (5, 6));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let good = serde_json::to_value(file()).expect("plain data");
        let wrong = |pointer: &str, value: Value| {
            let mut changed = good.clone();
            *changed.pointer_mut(pointer).expect(pointer) = value;
            StudyFile::open(&changed.to_string(), &incident()).expect_err(pointer)
        };
        for (pointer, value, said) in [
            ("/firedrill_lab", json!(2), "$.firedrill_lab: the form is 2"),
            (
                "/incident",
                json!("other"),
                "$.incident: the study is about “other”",
            ),
            ("/incident_sha256", json!("0"), "$.incident_sha256"),
            ("/choice", json!("measures=none"), "$.choice"),
            (
                "/choice",
                json!("measures=usual&seeds=2"),
                "$.arms: 3 of them",
            ),
            (
                "/choice",
                json!("measures=each&of=practice,pool-alert&seeds=3"),
                "$.runs: 5 of 6",
            ),
            ("/runs", json!([7, 6]), "$.runs: 7 of 6"),
            ("/arms", json!([]), "$.arms: 0 of them"),
            ("/arms/1/arm/measures", json!(["practice"]), "$.arms[1].arm"),
            (
                "/arms/2/curve/1/minute",
                json!(5),
                "$.arms[2].curve: its minutes",
            ),
            (
                "/arms/2/curve",
                json!([{"minute": 0, "mean": 1, "low": 1, "high": 1}]),
                "points",
            ),
            ("/ranking/0/measure", json!("<b>"), "$.ranking[0].measure"),
            ("/arms/0/curve/0/mean", json!("a"), "it is no study: "),
        ] {
            let why = wrong(pointer, value);
            assert!(why.contains(said), "{pointer}: {why}");
        }
        let long = " ".repeat(STUDY_BYTES_MAX + 1);
        for text in ["", "{}", "[]", long.as_str()] {
            assert!(StudyFile::open(text, &incident()).is_err());
        }
    }
}

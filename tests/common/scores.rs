//! Scores of short runs: what the host comes to, a browser has to come to as well.

use firedrill::debrief::judge::{Depth, Judge};
use firedrill::debrief::score::score;
use firedrill::drill::responders;
use firedrill::incident::document::Incident;
use firedrill::incident::library;
use std::sync::Arc;

const ID: &str = "2025-03-15-database-outage";
const RESPONDERS: [&str; 4] = ["best", "by-the-runbook", "lucky", "bad-habits"];
/// The runs end this long after minute zero.
const END_S: f64 = 1_300.0;

fn cut_down() -> Incident {
    let mut incident = library::load(ID).expect("the shipped incident loads");
    incident.clock.history_s = 130.0;
    incident.clock.end_s = END_S;
    incident
        .changes
        .retain(|c| c.at_s > -130.0 && c.at_s < END_S);
    for class in &mut incident.world.classes {
        class.visits_per_second = class.visits_per_second.map(|rate| rate / 8.0);
    }
    incident
}

/// `responder seed total term term …` of each run, the numbers as bits and in words, one run at
/// a time.
pub fn scores() -> impl Iterator<Item = String> {
    let incident = Arc::new(cut_down());
    let run = move |(n, id): (usize, &&str)| {
        let seed = 11 + n as u64;
        let mut entries = responders::entries(&incident, id).expect("a known responder");
        entries.retain(|e| e.at_ms < (END_S * 1000.0) as i64);
        let mut judge = Judge::new(&incident, seed, Depth::Full).expect("responders");
        judge.follow(&entries, judge.end_ms());
        while !judge.step(100_000) {}
        let score = score(&judge.judgement().expect("all was run"));
        let mut line = format!("{id} {seed} {:016x} {}", score.total.to_bits(), score.total);
        for term in &score.terms {
            line += &format!(" {} {:016x}", term.id, term.points.to_bits());
            // The numbers behind it are rounded nowhere.
            let inputs = term.inputs.iter().map(|input| input.value.to_bits());
            let folded = inputs.fold(0_u64, |sum, bits| sum.rotate_left(7) ^ bits);
            line += &format!(" {folded:016x}");
        }
        line
    };
    RESPONDERS.iter().enumerate().map(run)
}

/// What they were when the score was last changed.
pub fn stored() -> Vec<String> {
    include_str!("../cases/scores/expected.txt")
        .lines()
        .map(str::to_string)
        .collect()
}

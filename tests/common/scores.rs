//! Scores of short runs: what the host comes to, a browser has to come to as well.

use crate::shipped::cut;
use firedrill::debrief::judge::{Depth, Judge};
use firedrill::debrief::score::score;
use firedrill::drill::responders;
use std::sync::Arc;

const RESPONDERS: [&str; 4] = ["best", "by-the-runbook", "lucky", "bad-habits"];
/// The runs end this long after minute zero.
const END_S: f64 = 1_300.0;

/// `responder seed total term term …` of each run, the numbers as bits and in words, one run at
/// a time.
pub fn scores() -> impl Iterator<Item = String> {
    let incident = Arc::new(cut(130.0, END_S, 8.0));
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

//! Judging on all cores.

use crate::debrief::judge::{Judge, Judgement};
use crate::drill::action::Entry;
use std::sync::Mutex;

/// Events of one slice.
const SLICE_EVENTS: u64 = 1_000_000;

/// The judgement of a whole journal; its other runs are shared among the cores.
///
/// # Errors
/// With the first entry of the journal that could not be done.
pub(super) fn finish<'a>(judge: &'a mut Judge, entries: &[Entry]) -> Result<Judgement<'a>, String> {
    judge.follow(entries, judge.end_ms());
    run(judge);
    if let Some((entry, why)) = judge.refused().first() {
        return Err(format!("journal entry at {} ms: {why}", entry.at_ms));
    }
    let judgement = judge.judgement();
    judgement.ok_or_else(|| "the run could not be judged".to_string())
}

/// Everything that a judge has to run.
pub(super) fn run(judge: &mut Judge) {
    while !judge.keep_up(SLICE_EVENTS) {}
    loop {
        let tracks = judge.tracks();
        if tracks.is_empty() {
            break;
        }
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let cores = cores.min(tracks.len());
        let left = Mutex::new(tracks);
        let next = || left.lock().ok()?.pop();
        std::thread::scope(|scope| {
            for _ in 0..cores {
                scope.spawn(|| {
                    while let Some((track, most)) = next() {
                        while !track.step(i64::MAX, SLICE_EVENTS, most) {}
                    }
                });
            }
        });
    }
}

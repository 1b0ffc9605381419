//! What the worker does that judges: it follows a run that another worker plays and runs the
//! same world otherwise in the meantime, so that the debrief is nearly done when the run is.

use super::protocol::{FromWorker, Mode, Start};
use super::runner::{mode_name, slices};
use crate::debrief::build::build;
use crate::debrief::judge::{Depth, Judge, Judgement};
use crate::debrief::result::{Played, ResultFile, Way};
use crate::drill::action::Entry;
use crate::incident::library;
use std::sync::Arc;

/// Events between two looks at the clock.
const SLICE_EVENTS: u64 = 10_000;
/// Until it is asked it works this long at a time, ms, and then rests: with the worker's pauses
/// a third of a core at most. The player's own world and the page come first: with two thirds
/// of one of two cores a press was seen 20 ms later at the median.
const AHEAD_MS: f64 = 4.0;

/// A judge and what is asked of it.
pub(super) struct Jury {
    judge: Judge,
    mode: Mode,
    /// The run is over: the debrief is wanted.
    asked: bool,
    /// What is known without the runs that still go on was told.
    drafted: bool,
    done: bool,
}

impl Jury {
    /// A judge of this run.
    ///
    /// # Errors
    /// As [`Judge::new`], and for an unknown incident.
    pub fn new(start: &Start) -> Result<Jury, String> {
        let incident = library::load(&start.incident)
            .ok_or_else(|| format!("There is no incident {:?}", start.incident))?;
        let from_ms = (-incident.clock.player_from_s * 1000.0) as i64;
        let mut judge = Judge::new(&Arc::new(incident), start.seed, Depth::Full)?;
        // Before the player comes in nothing is done: that much is known.
        judge.follow(&[], from_ms);
        Ok(Jury {
            judge,
            mode: start.mode,
            asked: false,
            drafted: false,
            done: false,
        })
    }

    /// The run has gone on.
    pub fn follow(&mut self, entries: &[Entry], now_ms: i64) {
        self.judge.follow(entries, now_ms);
    }

    /// The run is over.
    pub fn reckon(&mut self) {
        self.asked = true;
    }

    /// Works to the deadline at most. True when there is more to do at once; and what there is
    /// to say.
    pub fn step(&mut self, clock: &dyn Fn() -> f64, deadline: f64) -> (bool, Option<FromWorker>) {
        if self.done {
            return (false, None);
        }
        let judge = &mut self.judge;
        if !self.asked {
            let deadline = clock() + AHEAD_MS;
            slices(clock, deadline, || judge.step(SLICE_EVENTS));
            return (false, None);
        }
        let idle = slices(clock, deadline, || judge.step(SLICE_EVENTS));
        if !idle
            && !self.drafted
            && let Some(judgement) = self.judge.judgement_so_far()
        {
            self.drafted = true;
            let draft = build(&judgement, mode_name(self.mode));
            return (true, Some(FromWorker::Draft(Box::new(draft))));
        }
        if !idle {
            let progress = self.judge.progress();
            let what = format!("{} ({} of {})", progress.what, progress.done, progress.of);
            return (true, Some(FromWorker::Reckoning(what, progress.share)));
        }
        self.done = true;
        let told = match self.judge.judgement() {
            Some(judgement) => {
                let debrief = build(&judgement, mode_name(self.mode));
                FromWorker::Debrief(Box::new(debrief), self.result(&judgement).map(Box::new))
            }
            None => FromWorker::Refused("The run could not be judged".into()),
        };
        (false, Some(told))
    }

    /// The result file; there is none of what others did.
    fn result(&self, judgement: &Judgement<'_>) -> Option<ResultFile> {
        let mode = match self.mode {
            Mode::Drill => Way::Drill,
            Mode::Guided => Way::Guided,
            Mode::Watch => return None,
        };
        let played = Played {
            mode,
            incident: judgement.over.incident(),
            measures: &[],
        };
        Some(ResultFile::of_played(judgement, &played))
    }
}

//! What the workers do that judge: they follow a run that another worker plays and run the
//! same world otherwise in the meantime, so that the debrief is nearly done when the run is.
//! One of them tells the debrief; the other begins with the player's own run, and tells the
//! first what came out. They need not agree on who runs what: a world that both have run came
//! out the same.

use super::protocol::{FromWorker, Mode, Start};
use super::slices::slices;
use crate::debrief::build::build;
use crate::debrief::judge::{Depth, Finding, Judge, Judgement};
use crate::debrief::result::{Played, ResultFile};
use crate::drill::action::Entry;
use crate::incident::library;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Events between two looks at the clock.
const SLICE_EVENTS: u64 = 10_000;
/// While the player is at it a judge that was not asked yet works this long at a time, ms, and
/// then rests: with the worker's pauses a third of a core at most. The player's own world and
/// the page come first: with two thirds of one of two cores a press was seen 20 ms later at
/// the median.
const HUSHED_MS: f64 = 4.0;
/// The same while the player reads and thinks: two thirds of a core.
const QUIET_MS: f64 = 16.0;
/// The player is at it for so long after a key, a press or a move of the pointer, ms.
const HUSH_MS: f64 = 600.0;

/// A judge and what is asked of it.
pub(super) struct Jury {
    judge: Judge,
    part: Part,
    mode: Mode,
    /// It was said since the last step that the player is at it.
    hush: bool,
    /// The player is at it until then, the worker's clock, ms.
    hushed_until_ms: f64,
    /// The run is over: the debrief is wanted.
    asked: bool,
    done: bool,
}

/// What is this judge's part?
enum Part {
    /// It tells the debrief, and told what is known without the runs that still go on.
    Chair { drafted: bool },
    /// It runs what hangs on what the player did, and told these.
    Assistant { told: BTreeSet<Option<usize>> },
}

impl Jury {
    /// A judge of this run.
    ///
    /// # Errors
    /// As [`Judge::new`], and for an unknown incident.
    pub fn new(start: &Start) -> Result<Jury, String> {
        Jury::with(start, Part::Chair { drafted: false })
    }

    /// A judge that helps another judge of this run.
    ///
    /// # Errors
    /// As [`Jury::new`].
    pub fn assistant(start: &Start) -> Result<Jury, String> {
        let told = BTreeSet::new();
        Jury::with(start, Part::Assistant { told })
    }

    fn with(start: &Start, part: Part) -> Result<Jury, String> {
        let incident = library::load(&start.incident)
            .ok_or_else(|| format!("There is no incident {:?}", start.incident))?;
        let from_ms = (-incident.clock.player_from_s * 1000.0) as i64;
        let mut judge = Judge::new(&Arc::new(incident), start.seed, Depth::Full)?;
        // Before the player comes in nothing is done: that much is known.
        judge.follow(&[], from_ms);
        Ok(Jury {
            judge,
            part,
            mode: start.mode,
            hush: true,
            hushed_until_ms: 0.0,
            asked: false,
            done: false,
        })
    }

    /// The player is at it.
    pub fn hush(&mut self) {
        self.hush = true;
    }

    /// What another judge has found.
    pub fn learn(&mut self, finding: Finding) {
        self.judge.learn(finding);
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
    pub fn step(&mut self, clock: &dyn Fn() -> f64, deadline: f64) -> (bool, Vec<FromWorker>) {
        if self.done {
            return (false, vec![]);
        }
        let deadline = match self.asked {
            true => deadline,
            false => self.until(clock()),
        };
        let judge = &mut self.judge;
        let idle = slices(clock, deadline, || match self.part {
            Part::Chair { .. } => judge.step(SLICE_EVENTS),
            Part::Assistant { .. } => judge.assist(SLICE_EVENTS),
        });
        if !self.asked {
            return (false, vec![]);
        }
        self.done = idle;
        let said = match &mut self.part {
            Part::Assistant { told } => {
                let new = judge.findings(|left_out| told.insert(left_out));
                let new = new.into_iter().map(Box::new);
                new.map(FromWorker::Found).collect()
            }
            Part::Chair { drafted } => vec![match idle {
                true => self.told(),
                false => going(judge, drafted, self.mode),
            }],
        };
        (!idle, said)
    }

    /// It works until then: not for long while the player is at it.
    fn until(&mut self, now_ms: f64) -> f64 {
        if std::mem::take(&mut self.hush) {
            self.hushed_until_ms = now_ms + HUSH_MS;
        }
        let hushed = now_ms < self.hushed_until_ms;
        now_ms + if hushed { HUSHED_MS } else { QUIET_MS }
    }

    /// The debrief.
    fn told(&self) -> FromWorker {
        match self.judge.judgement() {
            Some(judgement) => {
                let debrief = build(&judgement, self.mode);
                FromWorker::Debrief(Box::new(debrief), self.result(&judgement).map(Box::new))
            }
            None => FromWorker::Refused("The run could not be judged".into()),
        }
    }

    /// The result file; there is none of what others did.
    fn result(&self, judgement: &Judgement<'_>) -> Option<ResultFile> {
        if self.mode == Mode::Watch {
            return None;
        }
        let played = Played {
            mode: self.mode,
            incident: judgement.over.incident(),
            measures: &[],
        };
        Some(ResultFile::of_played(judgement, &played))
    }
}

/// What is known while runs still go on: a draft as soon as there can be one, and how far they
/// are.
fn going(judge: &Judge, drafted: &mut bool, mode: Mode) -> FromWorker {
    if !*drafted && let Some(judgement) = judge.judgement_so_far() {
        *drafted = true;
        return FromWorker::Draft(Box::new(build(&judgement, mode)));
    }
    let progress = judge.progress();
    let what = format!("{} ({} of {})", progress.what, progress.done, progress.of);
    FromWorker::Reckoning(what, progress.share)
}

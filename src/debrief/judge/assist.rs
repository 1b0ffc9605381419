//! Two judges of one drill. The first begins with the runs that no change can make void and goes
//! on with the runs without single changes, from the first one on. The second begins with the
//! player's own run and with the last change: the world was run ahead without it before it was
//! made. What one has found the other takes over.

use super::Judge;
use super::track::{Outcome, Track};
use super::without::Without;
use serde::{Deserialize, Serialize};

/// How a run came out, as one judge tells another of the same drill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Changes of the drill as they are judged: one by one, and the last ones together.
    pub changes: usize,
    /// Which of them was left out, from 0; none: it is the player's own run.
    #[serde(default)]
    pub left_out: Option<usize>,
    /// How the run came out.
    pub outcome: Outcome,
}

impl Judge {
    /// As [`Judge::step`], for the second judge: only runs that hang on what the player did.
    /// What comes out of them ([`Judge::findings`]) is for the first ([`Judge::learn`]).
    pub fn assist(&mut self, events: u64) -> bool {
        if !self.keep_up(events) {
            return false;
        }
        let safe_ms = self.safe_ms();
        let mut tracks = self.open().into_iter().rev().map(|(_, track)| track);
        tracks.all(|track| track.step(safe_ms, events, None))
    }

    /// The player's runs, each with the change that is left out; his own last.
    pub(super) fn open(&mut self) -> Vec<(Option<usize>, &mut Track)> {
        let withouts = self.withouts.iter_mut().enumerate();
        let tracks = withouts.filter_map(|(n, without)| Some((Some(n), without.track()?)));
        let own = self.own.iter_mut().map(|own| (None, own));
        tracks.chain(own).collect()
    }

    /// What of the runs that hang on what the player did is done and `wanted`, by the change that
    /// is left out.
    pub fn findings(&mut self, mut wanted: impl FnMut(Option<usize>) -> bool) -> Vec<Finding> {
        let changes = self.withouts.len();
        let done = self.open().into_iter().filter_map(|(left_out, track)| {
            let outcome = track.outcome().filter(|_| wanted(left_out))?;
            Some(Finding {
                changes,
                left_out,
                outcome: outcome.clone(),
            })
        });
        done.collect()
    }

    /// Takes over what another judge of the same drill has found, once the drill is over. A
    /// finding of a drill with other changes is left aside.
    pub fn learn(&mut self, finding: Finding) {
        self.learned.push(finding);
    }

    /// The drill is over: what was found can be taken over.
    pub(super) fn take_over(&mut self) {
        let changes = self.withouts.len();
        for finding in std::mem::take(&mut self.learned) {
            let track = match finding.left_out {
                None => self.own.as_mut(),
                Some(n) => self.withouts.get_mut(n).and_then(Without::track),
            };
            if let Some(track) = track.filter(|_| finding.changes == changes) {
                track.learn(finding.outcome);
            }
        }
    }
}

//! What a worker of the lab does: a job in short steps, told often enough and no more.

use super::super::protocol::FromWorker;
use super::super::slices::slices;
use crate::lab::{FromLab, LabWorker, ToLab};

/// Events between two looks at the clock.
const SLICE_EVENTS: u64 = 10_000;
/// Shortest time between two reports of progress, ms.
const PROGRESS_EVERY_MS: f64 = 200.0;

/// Works for the lab, by the clock.
#[derive(Default)]
pub struct LabHand {
    worker: LabWorker,
    told_ms: f64,
}

impl LabHand {
    /// Takes a message.
    pub fn receive(&mut self, message: ToLab) {
        self.worker.receive(message);
    }

    /// Works to the deadline at most. True when there is more to do at once; and what there is
    /// to say.
    pub fn step(&mut self, clock: &dyn Fn() -> f64, deadline: f64) -> (bool, Vec<FromWorker>) {
        let worker = &mut self.worker;
        let idle = slices(clock, deadline, || !worker.step(SLICE_EVENTS));
        let now = clock();
        let mut out = worker.take();
        let last = out.iter().rposition(|m| matches!(m, FromLab::Progress(..)));
        let due = now - self.told_ms >= PROGRESS_EVERY_MS;
        if last.is_some() && due {
            self.told_ms = now;
        }
        let mut at = 0;
        out.retain(|message| {
            at += 1;
            !matches!(message, FromLab::Progress(..)) || (due && Some(at - 1) == last)
        });
        (!idle, out.into_iter().map(FromWorker::Lab).collect())
    }
}

//! What the worker does that verifies a result file: reads it and runs its world again.

use super::protocol::FromWorker;
use super::slices::slices;
use crate::debrief::result::{Difference, Verification, parse};
use crate::incident::library;
use std::sync::Arc;

/// Events between two looks at the clock.
const SLICE_EVENTS: u64 = 10_000;

/// A result file that is being verified.
pub(super) struct Verifier(State);

enum State {
    /// Not looked at yet.
    Text(String),
    Running(Box<Verification>),
    Done,
}

impl Verifier {
    /// A verifier of this text; nothing is done before the first step.
    pub fn new(text: String) -> Verifier {
        Verifier(State::Text(text))
    }

    /// Works to the deadline at most. True when there is more to do at once; and what there is
    /// to say.
    pub fn step(&mut self, clock: &dyn Fn() -> f64, deadline: f64) -> (bool, Option<FromWorker>) {
        match std::mem::replace(&mut self.0, State::Done) {
            State::Done => (false, None),
            State::Text(text) => match begin(&text) {
                Ok(verification) => {
                    self.0 = State::Running(Box::new(verification));
                    let told = FromWorker::Verifying("Running its world again".into(), 0.0);
                    (true, Some(told))
                }
                Err(difference) => (false, Some(FromWorker::Verified(Err(difference)))),
            },
            State::Running(mut verification) => {
                if slices(clock, deadline, || verification.step(SLICE_EVENTS)) {
                    return (false, Some(FromWorker::Verified(verification.finish())));
                }
                let progress = verification.progress();
                self.0 = State::Running(verification);
                let what = format!("{} ({} of {})", progress.what, progress.done, progress.of);
                (true, Some(FromWorker::Verifying(what, progress.share)))
            }
        }
    }
}

fn begin(text: &str) -> Result<Verification, Difference> {
    let result = parse(text)?;
    let id = &result.incident.id;
    let Some(incident) = library::load(id) else {
        return Err(Difference {
            place: "$.incident.id".to_string(),
            message: format!("{id:?} is not shipped; `firedrill verify --incident FILE` can"),
        });
    };
    Verification::begin(result, &Arc::new(incident))
}

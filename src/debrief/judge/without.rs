//! The run without a change: what would have been if it had been left alone.

use super::track::{Outcome, Track};
use crate::drill::Session;
use crate::drill::action::{Action, Entry};

/// Which run of the world answers for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    /// Its own.
    Track,
    /// That of nobody: it was the only change.
    Nobody,
    /// The player's own: it touches nothing that comes.
    Own,
}

/// A change of the player's (or the many last ones together), and the run without it.
#[derive(Clone, Debug)]
pub struct Without {
    /// Asked for then, milliseconds from minute zero.
    pub at_ms: i64,
    /// Takes effect then.
    pub due_ms: i64,
    /// The journal's name of what was done.
    pub action: String,
    /// In words.
    pub title: String,
    /// How many changes this stands for.
    pub count: u32,
    /// It only keeps the cause from coming back, as the objective asks for.
    pub protects: bool,
    track: Track,
    answer: Answer,
}

impl Without {
    /// The change `entry` of a session, which stood like `before` when it was made and stands
    /// like `after` now. `own` is the run ahead as it was until then.
    pub fn new(
        entry: &Entry,
        before: Session,
        after: &Session,
        note: &str,
        own: Option<&mut Track>,
    ) -> Without {
        let made = after.changes().get(before.changes().len());
        let (answer, own) = match own {
            _ if idle(&entry.action, &before) => (Answer::Own, None),
            None => (Answer::Nobody, None),
            own => (Answer::Track, own),
        };
        Without {
            at_ms: entry.at_ms,
            due_ms: made.map_or(entry.at_ms, |change| after.at_ms(change.due)),
            action: entry.action.name().to_string(),
            title: made.map_or_else(|| note.to_string(), |change| change.title.clone()),
            count: 1,
            protects: protects(&entry.action, &before),
            track: Track::taking_over(before, own),
            answer,
        }
    }

    /// Another change came: it is part of this run too.
    pub fn change(&mut self, entry: &Entry) {
        if self.answer != Answer::Own {
            self.answer = Answer::Track;
            self.track.change(entry);
        }
    }

    /// Another change came, and is left out of this run as well.
    pub fn and_without(&mut self) {
        self.count += 1;
        self.title = format!("{} changes more, judged together", self.count);
        if self.answer == Answer::Own {
            self.answer = Answer::Track;
        }
    }

    /// The world is the same with it and without it.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.answer == Answer::Own
    }

    /// The run of its own, if it needs one.
    pub fn track(&mut self) -> Option<&mut Track> {
        (self.answer == Answer::Track).then_some(&mut self.track)
    }

    /// How much of its own run is done, 0..=1; none if it needs none.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        (self.answer == Answer::Track).then(|| self.track.share())
    }

    /// How the run without it came out, once it is done.
    #[must_use]
    pub fn outcome<'a>(&'a self, own: &'a Outcome, nobody: &'a Outcome) -> Option<&'a Outcome> {
        match self.answer {
            Answer::Track => self.track.outcome(),
            Answer::Nobody => Some(nobody),
            Answer::Own => Some(own),
        }
    }
}

/// Is it known that nothing of the world to come hangs on it? True for a pipeline that has
/// no run ahead: while it is paused it cannot be started by hand, and a run that was started
/// before is under way already.
fn idle(action: &Action, before: &Session) -> bool {
    let Action::PausePipeline { pipeline, paused } = action else {
        return false;
    };
    let world = before.world();
    let mut ahead = world.spec().changes.iter().filter(|c| c.at > world.now());
    *paused && !ahead.any(|c| c.pipeline.as_deref() == Some(pipeline))
}

fn protects(action: &Action, before: &Session) -> bool {
    let Action::PausePipeline { pipeline, paused } = action else {
        return false;
    };
    *paused
        && before
            .incident()
            .objective
            .pause_pipelines
            .contains(pipeline)
}

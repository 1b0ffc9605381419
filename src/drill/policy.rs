//! Players that react: steps that wait for what a person would see.
//!
//! Conditions are judged at scrapes and when a step begins or is due, and actions are done at
//! whole milliseconds, so what such a player does follows from incident and seed alone. What
//! it did is an ordinary journal.

use super::action::{Action, Entry};
use super::session::{Ride, Session};
use crate::incident::document::{PolicyStep, Responder};
use crate::sim::time::{MS, Nanos, from_seconds};
use std::sync::Arc;

/// Steps that a player takes in one run at most; then it does nothing more. It bounds loops
/// that take no time.
const STEPS_MAX: u32 = 5_000;

/// A step that can be taken.
#[derive(Debug)]
struct Ready {
    step: PolicyStep,
    /// Place of the step to go on with.
    then: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The step before it is done.
    Begins,
    /// Waits for its conditions.
    Waits,
    /// Will be done then.
    Due(Nanos),
}

/// A player that follows a policy.
#[derive(Clone, Debug)]
pub struct Player {
    steps: Arc<[Ready]>,
    at: usize,
    state: State,
    taken: u32,
    /// The last scrape at which it looked.
    looked_at: Option<Nanos>,
}

impl Player {
    /// The player of a responder.
    #[must_use]
    pub fn new(responder: &Responder) -> Player {
        let policy = &responder.policy;
        let place = |id: &str| policy.iter().position(|step| step.id == id);
        let ready = policy.iter().enumerate().map(|(i, step)| Ready {
            step: step.clone(),
            then: step.then.as_deref().and_then(place).unwrap_or(i + 1),
        });
        Player {
            steps: ready.collect(),
            at: 0,
            state: State::Begins,
            taken: 0,
            looked_at: None,
        }
    }

    /// It will do something then, whatever the world does until then.
    pub(super) fn due(&self) -> Option<Nanos> {
        match self.state {
            State::Due(at) if self.at < self.steps.len() => Some(at),
            _ => None,
        }
    }

    fn go_on(&mut self, then: usize) {
        self.taken += 1;
        self.state = State::Begins;
        self.at = if self.taken < STEPS_MAX {
            then
        } else {
            self.steps.len()
        };
    }
}

impl Session {
    /// Let a player that reacts play this session from now on, in place of any other.
    pub fn follow(&mut self, player: Player) {
        self.player = Some(player);
    }

    /// The player looks, and does what is due.
    pub(super) fn play(&mut self) {
        let Some(mut player) = self.player.take() else {
            return;
        };
        let now = self.world.now();
        let interval = self.world.spec().scrape_interval.max(1);
        let mut fresh = now.is_multiple_of(interval) && player.looked_at != Some(now);
        if fresh {
            player.looked_at = Some(now);
        }
        let steps = player.steps.clone();
        while let Some(Ready { step, then }) = steps.get(player.at)
            && !self.over()
        {
            let left_out = |session: &Session| step.unless.iter().any(|c| session.holds(c));
            match player.state {
                State::Begins | State::Waits if !fresh => break,
                State::Begins if left_out(self) => player.go_on(player.at + 1),
                State::Begins => player.state = State::Waits,
                State::Waits if !step.when.iter().all(|c| self.holds(c)) => break,
                State::Waits => {
                    let due = now.saturating_add(from_seconds(step.after_s));
                    player.state = State::Due(self.whole_ms(due));
                }
                State::Due(at) if at > now => break,
                State::Due(_) if left_out(self) => {
                    player.go_on(player.at + 1);
                    fresh = true;
                }
                State::Due(_) if self.leaves_for(step.action.as_ref()) => break,
                State::Due(_) => {
                    if let Some(action) = &step.action {
                        self.act_or_reject(action);
                    }
                    player.go_on(*then);
                    fresh = true;
                }
            }
        }
        self.player = Some(player);
    }

    /// It shares its world with others and is about to change it.
    fn leaves_for(&mut self, action: Option<&Action>) -> bool {
        let leaves = self.ride != Ride::Alone && action.is_some_and(|a| self.needs_own_world(a));
        if leaves {
            self.ride = Ride::Leaves;
        }
        leaves
    }

    fn act_or_reject(&mut self, action: &Action) {
        if let Err(why) = self.act(action.clone()) {
            let (at_ms, action) = (self.now_ms(), action.clone());
            self.rejected.push((Entry { at_ms, action }, why));
        }
    }

    /// The first whole millisecond from minute zero at or after a world time.
    fn whole_ms(&self, at: Nanos) -> Nanos {
        let past = (at % MS + MS - self.minute_zero % MS) % MS;
        at.saturating_add((MS - past) % MS)
    }
}

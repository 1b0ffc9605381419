//! Two worlds side by side, to find the first event in which they differ.
//!
//! A digest tells that two runs are not the same; this tells where they part.

use super::event::Event;
use super::time::{Nanos, to_seconds};
use super::world::World;
use std::fmt;

/// An event as it was taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Taken {
    /// When the first world stood there, nanoseconds from its start.
    pub at: Nanos,
    /// What, and to what.
    pub event: Event,
    /// The digest after it: also tells worlds apart that take the same events.
    pub digest: u64,
}

/// The first event in which two worlds differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Number of the event since the worlds were set side by side, from 1.
    pub number: u64,
    /// What each of the two did; `None`: nothing more.
    pub taken: [Option<Taken>; 2],
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "event {} differs:", self.number)?;
        for (side, taken) in ["one", "the other"].iter().zip(&self.taken) {
            match taken {
                None => write!(f, " {side} has none;")?,
                Some(t) => write!(f, " {side} {:?} at {:.9} s;", t.event, to_seconds(t.at))?,
            }
        }
        match self.taken {
            [Some(a), Some(b)] if (a.at, a.event) == (b.at, b.event) => {
                write!(f, " the worlds count differently")
            }
            _ => Ok(()),
        }
    }
}

/// Run both to `until`, event by event; the first difference stops them.
pub fn first_difference(a: &mut World, b: &mut World, until: Nanos) -> Option<Difference> {
    let mut number = 0;
    let take = |world: &mut World| {
        let event = world.take(until)?.event();
        let (at, digest) = (world.now(), world.digest());
        Some(Taken { at, event, digest })
    };
    loop {
        number += 1;
        let taken = [take(a), take(b)];
        if taken[0] != taken[1] {
            return Some(Difference { number, taken });
        }
        if taken[0].is_none() {
            a.run_until(until);
            b.run_until(until);
            return None;
        }
    }
}

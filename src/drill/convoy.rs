//! Several runs of one world, which is run only once for as long as none of them changes it.
//!
//! What a player looks at and says changes nothing in the world, and alerts, pages and people
//! only listen to it. So runs that differ in those alone share their world up to the first
//! action that changes it; whoever does that goes on alone, in a copy. Each run comes out as
//! if it had been alone from the start (`tests/it/lab`).

use super::session::{Ride, Session};
use crate::sim::time::Nanos;

/// Runs that share a world, each with a number of its owner's.
pub struct Convoy {
    /// The first one has the world as it is; the others get it for their turn.
    riding: Vec<(usize, Session)>,
    next: Nanos,
    end: Nanos,
}

impl Convoy {
    /// Runs at their very beginning, of worlds made of the same spec and seed.
    #[must_use]
    pub fn new(runs: Vec<(usize, Session)>) -> Convoy {
        let mut riding = runs;
        for (_, session) in &mut riding {
            session.ride = Ride::Rides;
        }
        let end = riding.first().map_or(0, |(_, session)| session.end);
        let stops = riding.iter().map(|(_, session)| session.next_stop(end));
        Convoy {
            next: stops.min().unwrap_or(0),
            end,
            riding,
        }
    }

    /// Runs those that ride together, for about this many events. Those that have left since
    /// stand in `left`, at the time at which they did.
    pub fn step(&mut self, events: u64, left: &mut Vec<(usize, Session)>) {
        let Some(first) = self.riding.first() else {
            return;
        };
        let stop = first.1.world.events().saturating_add(events);
        // One alone has nothing to share.
        while self.riding.len() > 1 {
            let world = &mut self.riding[0].1.world;
            if world.now() >= self.end {
                break;
            }
            let budget = stop.saturating_sub(world.events());
            if budget == 0 || !world.run_some(self.next, budget) {
                return;
            }
            self.turns(left);
        }
        for (id, mut session) in self.riding.drain(..) {
            session.ride = Ride::Alone;
            left.push((id, session));
        }
    }

    /// World time of those that ride; none if nobody does.
    #[must_use]
    pub fn now(&self) -> Option<Nanos> {
        self.riding.first().map(|(_, session)| session.world.now())
    }

    /// How many ride.
    #[must_use]
    pub fn riders(&self) -> usize {
        self.riding.len()
    }

    /// Everybody listens and does what is due.
    fn turns(&mut self, left: &mut Vec<(usize, Session)>) {
        self.next = self.end;
        let mut at = 0;
        while at < self.riding.len() {
            self.hand_over(at);
            let session = &mut self.riding[at].1;
            session.listen();
            session.act_from_queue();
            session.play();
            if session.ride == Ride::Leaves {
                let world = session.world.clone();
                self.hand_over(at);
                if at == 0 {
                    self.hand_over(1);
                }
                let (id, mut session) = self.riding.remove(at);
                session.world = world;
                session.ride = Ride::Alone;
                session.act_from_queue();
                session.play();
                left.push((id, session));
            } else {
                self.next = self.next.min(session.next_stop(self.end));
                self.hand_over(at);
                at += 1;
            }
        }
        if self.finished() {
            self.share_end();
        }
    }

    fn finished(&self) -> bool {
        self.now().is_some_and(|now| now >= self.end)
    }

    /// At the end everybody has the world as it is.
    fn share_end(&mut self) {
        let Some((first, rest)) = self.riding.split_first_mut() else {
            return;
        };
        for (_, session) in rest {
            session.world = first.1.world.clone();
        }
    }

    /// Swaps the world of the first one and of the one at this place.
    fn hand_over(&mut self, at: usize) {
        if at > 0
            && let Some((first, rest)) = self.riding.split_first_mut()
            && let Some(other) = rest.get_mut(at - 1)
        {
            std::mem::swap(&mut first.1.world, &mut other.1.world);
        }
    }
}

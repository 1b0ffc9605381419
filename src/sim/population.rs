//! Closed populations: a user thinks, visits (with all retries) and thinks again.

use super::event::Event;
use super::world::World;

impl World {
    /// The users of a class with a closed population begin by thinking.
    pub(super) fn populate(&mut self, class: usize) {
        let population = self.spec.classes[class].population;
        for _ in 0..population.map_or(0, |p| p.users) {
            self.think(class);
        }
    }

    fn think(&mut self, class: usize) {
        if let Some(population) = self.spec.classes[class].population {
            let length = self.load[class]
                .think
                .length(population.think_mean, population.think_shape);
            // At least a nanosecond: the clock goes on even if a visit takes no time.
            let at = self.calendar.now() + length.max(1);
            self.calendar.push(at, Event::ThinkDone(class as u16));
        }
    }

    /// A user has got an answer or given up; one of a closed population thinks again.
    pub(super) fn visit_over(&mut self, class: u16, affected: bool, saw_503: bool) {
        let now = self.calendar.now();
        let class = usize::from(class);
        self.ledger[class].visit_ended(now, affected, saw_503);
        self.think(class);
    }
}

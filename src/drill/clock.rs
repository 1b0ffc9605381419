//! The clock as a journal knows it: how fast it ran, and when it was stopped.
//!
//! A journal knows that the clock was stopped, not for how long somebody thought meanwhile.

use super::action::{Action, Journal};
use crate::incident::document::Incident;

impl Journal {
    /// The speed that was recorded last, simulated seconds per second; 1 before any was.
    #[must_use]
    pub fn speed(&self) -> f64 {
        let speeds = self.entries.iter().rev();
        let mut speeds = speeds.filter_map(|entry| match entry.action {
            Action::Speed { factor } => Some(factor),
            _ => None,
        });
        speeds.next().unwrap_or(1.0)
    }

    /// When the clock was stopped or ran slower than life, milliseconds from minute zero, in
    /// order of time. A stop that ended before `begins_ms` is none: there was nothing yet to
    /// think about.
    #[must_use]
    pub fn stops_ms(&self, begins_ms: i64) -> Vec<i64> {
        let speeds = self.entries.iter().filter_map(|entry| match entry.action {
            Action::Speed { factor } => Some((entry.at_ms, factor)),
            _ => None,
        });
        let speeds: Vec<(i64, f64)> = speeds.collect();
        let ends = speeds.iter().skip(1).map(|(at_ms, _)| *at_ms);
        let ends = ends.chain([i64::MAX]);
        let stops = speeds.iter().zip(ends);
        stops
            .filter(|((_, factor), end_ms)| *factor < 1.0 && *end_ms >= begins_ms)
            .map(|((at_ms, _), _)| *at_ms)
            .collect()
    }
}

/// From then on a stopped clock counts, milliseconds from minute zero: the first of the
/// incident's changes that the player is there for; all the time where there is none.
#[must_use]
pub fn begins_ms(incident: &Incident) -> i64 {
    let from_s = -incident.clock.player_from_s;
    let seen = incident.changes.iter().map(|change| change.at_s);
    let first_s = seen.filter(|at_s| *at_s >= from_s).reduce(f64::min);
    first_s.map_or(i64::MIN, |at_s| (at_s * 1000.0) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drill::action::{Entry, JOURNAL_VERSION};

    fn journal(speeds: &[(i64, f64)]) -> Journal {
        let entry = |&(at_ms, factor): &(i64, f64)| Entry {
            at_ms,
            action: Action::Speed { factor },
        };
        Journal {
            version: JOURNAL_VERSION,
            incident: "x".into(),
            seed: 1,
            entries: speeds.iter().map(entry).collect(),
        }
    }

    #[test]
    fn a_stop_counts_unless_it_was_over_before() {
        let stops = |speeds: &[(i64, f64)]| journal(speeds).stops_ms(0);
        assert_eq!(stops(&[]), [0_i64; 0]);
        assert_eq!(stops(&[(-9, 0.0), (-9, 1.0)]), [0_i64; 0]);
        assert_eq!(
            stops(&[(-9, 0.0), (0, 60.0)]),
            [-9],
            "slow into the incident"
        );
        assert_eq!(stops(&[(-9, 0.0)]), [-9], "who knows for how long");
        assert_eq!(stops(&[(0, 0.0), (0, 1.0), (7, 0.9), (8, 5.0)]), [0, 7]);
    }

    #[test]
    fn the_last_speed_holds() {
        assert!((journal(&[]).speed() - 1.0).abs() < 1e-12);
        assert!((journal(&[(0, 0.0), (1, 15.0)]).speed() - 15.0).abs() < 1e-12);
    }
}

//! From a checked document to the engine's plain data.
//!
//! Invariant: never panics. What a lint would have refused is left out or cut to
//! the nearest value that makes sense.

mod changes;
mod clients;
mod database;
mod lifecycle;
mod services;
mod tier;
mod transactions;

pub use crate::vocabulary::text;

use super::document as doc;
use crate::sim::spec::WorldSpec;
use crate::sim::time::{Nanos, from_seconds};

/// The world that a document describes. Its time starts `clock.history_s` before
/// minute zero.
#[must_use]
pub fn lower(incident: &doc::Incident) -> WorldSpec {
    let clock = &incident.clock;
    let origin = Origin {
        history_s: clock.history_s,
    };
    let world = &incident.world;
    WorldSpec {
        minute_zero: from_seconds(clock.history_s),
        end: origin.at(clock.end_s),
        scrape_interval: from_seconds(clock.scrape_s).max(1),
        classes: world
            .classes
            .iter()
            .filter_map(|c| clients::class(c, world, &origin))
            .collect(),
        services: world.services.iter().map(services::service).collect(),
        database: database::database(&world.database, clock),
        files: world
            .files
            .iter()
            .map(|file| changes::file(file, world, &origin))
            .collect(),
        changes: changes::changes(&incident.changes, &origin),
    }
}

/// Where the world's time begins.
struct Origin {
    history_s: f64,
}

impl Origin {
    /// World time of a time from minute zero.
    fn at(&self, at_s: f64) -> Nanos {
        from_seconds(at_s + self.history_s)
    }

    /// How long before the start of the world a time from minute zero is.
    fn age(&self, at_s: f64) -> Nanos {
        from_seconds(-at_s - self.history_s)
    }
}

fn millis(ms: f64) -> Nanos {
    from_seconds(ms / 1e3)
}

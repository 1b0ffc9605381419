//! Many short runs: each a triple of incident, seed and journal, all drawn from a number.

use crate::shipped;
use firedrill::drill::Session;
use firedrill::drill::action::{Action, Command, Entry};
use firedrill::incident::document::Incident;
use firedrill::sim::Stream;
use std::sync::Arc;

/// How many triples there are.
pub const TRIPLES: u64 = 1_024;
const HISTORY_S: f64 = 12.0;
/// Each run ends this long after minute zero, ms.
const END_MS: i64 = 8_000;
const CONF: &str = "/etc/postgresql/15/main/postgresql.conf";

/// The worlds that the triples choose from.
pub struct Worlds([Arc<Incident>; 4]);

impl Worlds {
    /// The shipped incident cut down to seconds; the same without its fault; requests
    /// that need no database; one service with a pool and nobody else.
    pub fn new() -> Worlds {
        let outage = cut_down();
        let mut healthy = cut_down();
        healthy.changes.clear();
        let mut queue = alone("web");
        for service in &mut queue.world.services {
            (service.instances, service.threads) = (2, 8);
            (service.pool, service.loops) = (None, None);
            service.accept_queue_max = 40;
        }
        for class in &mut queue.world.classes {
            (class.queries, class.before_ms) = (0, 24.0);
            class.visits_per_second = class.visits_per_second.map(|v| v * 4.0);
        }
        let mut pool = alone("web");
        for service in &mut pool.world.services {
            service.instances = 1;
            service.loops = None;
        }
        Worlds([outage, healthy, queue, pool].map(Arc::new))
    }

    /// The digest of a triple, cut down to 32 bits.
    pub fn digest(&self, number: u64) -> String {
        let mut draws = Stream::new(number, "triple", 0);
        let incident = &self.0[pick(&mut draws, self.0.len())];
        let seed = (draws.unit() * u64::MAX as f64) as u64;
        let mut session = Session::new(incident.clone(), seed);
        session.queue(journal(&mut draws, incident));
        session.advance_to(END_MS);
        let world = session.world();
        format!("{:08x}", (world.digest() ^ world.events()) as u32)
    }
}

fn cut_down() -> Incident {
    let mut incident = shipped::small(240.0, 8.0);
    incident.clock.history_s = HISTORY_S;
    incident.clock.player_from_s = -HISTORY_S;
    for change in &mut incident.changes {
        change.at_s = change.at_s.clamp(-6.0, 6.0);
    }
    for service in &mut incident.world.services {
        service.boot_s = 3.0;
    }
    for loops in incident
        .world
        .services
        .iter_mut()
        .filter_map(|s| s.loops.as_mut())
    {
        loops.per_instance = loops.per_instance.div_ceil(4);
    }
    incident
}

/// Only this service and its users, without a fault.
fn alone(service: &str) -> Incident {
    let mut incident = cut_down();
    incident.changes.clear();
    incident.alerts.clear();
    incident.world.services.retain(|s| s.name == service);
    incident.world.classes.retain(|c| c.service == service);
    incident
}

fn pick(draws: &mut Stream, among: usize) -> usize {
    ((draws.unit() * among as f64) as usize).min(among - 1)
}

/// None to five actions at any time of the run.
fn journal(draws: &mut Stream, incident: &Incident) -> Vec<Entry> {
    let entries = pick(draws, 6);
    let entry = |_| Entry {
        at_ms: ((draws.unit() * 20.0 - HISTORY_S) * 1e3) as i64,
        action: action(draws, incident),
    };
    (0..entries).map(entry).collect()
}

fn action(draws: &mut Stream, incident: &Incident) -> Action {
    let services = &incident.world.services;
    let service = services[pick(draws, services.len())].name.clone();
    match pick(draws, 10) {
        0 | 1 => Action::Change(Command::RestartDatabase {}),
        2 => Action::Change(Command::ReloadDatabase {}),
        3 => Action::Change(Command::RollingRestart { service }),
        4 => Action::Change(Command::Scale {
            service,
            instances: 1 + pick(draws, 12) as u32,
        }),
        5 => Action::ResizePool {
            service,
            size: 1 + pick(draws, 30) as u32,
        },
        6 => Action::TerminateSessions { user: None },
        7 => Action::Change(Command::RollbackFile {
            path: CONF.into(),
            version: 1 + pick(draws, 3) as u32,
        }),
        8 => Action::Change(Command::EditFile {
            path: CONF.into(),
            text: format!(
                "max_connections = {}\nshared_buffers = {}MB\n",
                5 + pick(draws, 200),
                64 << pick(draws, 5)
            ),
            message: String::new(),
        }),
        _ => Action::PausePipeline {
            pipeline: incident.world.pipelines[0].name.clone(),
            paused: draws.chance(0.7),
        },
    }
}

/// The digests when the engine was last changed, in order of number.
pub fn stored() -> Vec<&'static str> {
    include_str!("../cases/digests/triples.txt")
        .lines()
        .collect()
}

/// Compares triples from `first` on, each `step`; the numbers of those that differ.
pub fn different(worlds: &Worlds, first: u64, step: usize) -> Vec<u64> {
    let stored = stored();
    (first..TRIPLES)
        .step_by(step)
        .filter(|n| stored.get(*n as usize).copied() != Some(worlds.digest(*n).as_str()))
        .collect()
}

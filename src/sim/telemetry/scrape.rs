//! What a metric is, and what it can be read from.

use crate::bands::Bands;
use crate::deployment::Instance;
use crate::histogram::Histogram;
use crate::server::{ServerCounters, Status};
use crate::tier::metrics::TierCounters;
use crate::time::Nanos;
use crate::world::World;
use std::fmt;

/// A column: its name, and how its value is read; NaN where there is none.
pub(crate) struct Metric {
    pub name: String,
    pub read: Box<dyn Fn(&Scrape) -> f64 + Send + Sync>,
}

impl fmt::Debug for Metric {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.name.fmt(f)
    }
}

/// The end of a metric's name, and how it is read off a part.
pub(crate) type Gauge<T, V = f64> = (&'static str, fn(&T) -> V);

/// The name of a metric, and how it is read.
pub(crate) type Reading = (&'static str, fn(&Scrape) -> f64);

/// The metrics of a world, in the order of their columns.
#[derive(Default)]
pub(crate) struct Metrics(pub Vec<Metric>);

impl Metrics {
    /// Add a metric after the others.
    pub fn add(
        &mut self,
        name: impl Into<String>,
        read: impl Fn(&Scrape) -> f64 + Send + Sync + 'static,
    ) {
        let (name, read) = (name.into(), Box::new(read));
        self.0.push(Metric { name, read });
    }

    /// Add those that every world with a part has.
    pub fn add_all(&mut self, all: &[Reading]) {
        for (name, read) in all {
            self.add(*name, *read);
        }
    }
}

/// `name{label="value"}`
pub(crate) fn labelled(name: &str, label: &str, value: &str) -> String {
    format!("{name}{{{label}=\"{value}\"}}")
}

/// Counters of a service, its pools and its classes together, or of one class.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    /// Attempts that came in.
    pub offered: u64,
    /// Attempts that were served or failed.
    pub answered: u64,
    /// Attempts that failed.
    pub failed: u64,
    /// Visits that ended.
    pub visits: u64,
    /// Visits of those that failed or came too late.
    pub affected: u64,
    /// Retries that the budget of a class denied.
    pub denied: u64,
    /// Requests that timed out at a pool of the service.
    pub pool_timeouts: u64,
    /// What the web tier of the service counts.
    pub tier: TierCounters,
}

/// Counters as they stood at a scrape.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counted {
    pub at: Nanos,
    services: Vec<Counts>,
    classes: Vec<Counts>,
    pub server: ServerCounters,
    /// Work done by the CPU, nanoseconds of one core.
    pub cpu_busy: f64,
    pub disk_busy: Nanos,
    /// Response times since the scrape before, by service.
    pub responses: Vec<Histogram>,
}

impl Counted {
    /// The counters now, without the response times.
    pub fn of(world: &World) -> Counted {
        let now = world.calendar.now();
        let mut services: Vec<Counts> = world
            .services
            .iter()
            .map(|service| Counts {
                pool_timeouts: service.pool_timeouts,
                ..Counts::default()
            })
            .collect();
        for (counts, service) in services.iter_mut().zip(&world.tier.services) {
            counts.tier = service.counters;
        }
        let mut classes = Vec::with_capacity(world.ledger.len());
        for (c, ledger) in world.ledger.iter().enumerate() {
            let (attempts, visits) = (&ledger.attempts, &ledger.visits);
            let failed = attempts.failed_all();
            let counts = Counts {
                offered: attempts.offered,
                answered: attempts.served + failed,
                failed,
                visits: visits.total,
                affected: visits.affected,
                denied: world.tier.classes.get(c).map_or(0, |class| class.denied),
                ..Counts::default()
            };
            let service = &mut services[world.spec.classes[c].service];
            service.offered += counts.offered;
            service.answered += counts.answered;
            service.failed += counts.failed;
            classes.push(counts);
        }
        Counted {
            at: now,
            services,
            classes,
            server: world.server.counters,
            cpu_busy: world.server.cpu.busy(now),
            disk_busy: world.server.disk_busy(now),
            responses: Vec::new(),
        }
    }

    /// Counters of a service; all zero before the first scrape.
    pub fn service(&self, service: usize) -> Counts {
        self.services.get(service).copied().unwrap_or_default()
    }

    /// Counters of a class; all zero before the first scrape.
    pub fn class(&self, class: usize) -> Counts {
        self.classes.get(class).copied().unwrap_or_default()
    }
}

/// What a metric is read from. Indices are of the spec.
pub(crate) struct Scrape<'a> {
    pub world: &'a World,
    pub now: &'a Counted,
    /// At the scrape before.
    pub before: &'a Counted,
    /// A minute ago, or when the world began.
    pub base: &'a Counted,
    /// Time since `base`, seconds.
    pub span_s: f64,
    /// Response times since `base`, by service.
    pub responses: &'a [Histogram],
    /// Answers since the scrape before, by service.
    pub bands: &'a [Bands],
}

impl Scrape<'_> {
    /// What was added to a counter in the last minute.
    pub fn grown(&self, count: impl Fn(&Counted) -> u64) -> f64 {
        (count(self.now) - count(self.base)) as f64
    }

    /// The same, per second.
    pub fn rate(&self, count: impl Fn(&Counted) -> u64) -> f64 {
        self.grown(count) / self.span_s
    }

    /// What was added to a counter since the scrape before.
    pub fn since(&self, count: impl Fn(&Counted) -> u64) -> f64 {
        (count(self.now) - count(self.before)) as f64
    }

    /// The database answers.
    pub fn is_up(&self) -> bool {
        self.world.server.status == Status::Ready
    }

    /// A value that the database's exporter can only ask for when it is up.
    pub fn when_up(&self, value: impl Into<f64>) -> f64 {
        if self.is_up() { value.into() } else { f64::NAN }
    }

    /// The instances of a service.
    pub fn instances(&self, service: usize) -> impl Iterator<Item = &Instance> {
        let all = self.world.services[service].instances.iter();
        all.map(|i| &self.world.instances[*i as usize])
    }
}

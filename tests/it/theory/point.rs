//! A textbook point: a world made from an example file, and what theory says of it.

use firedrill::incident::document::Incident;
use firedrill::incident::lower::lower;
use firedrill::sim::World;
use firedrill::sim::spec::WorldSpec;
use firedrill::sim::time::{from_seconds, to_seconds};

/// A number that a run gives.
type Read = Box<dyn Fn(&World) -> f64 + Send + Sync>;

/// One number of a point.
pub struct Metric {
    /// What it is, e.g. `mean wait, s`.
    pub name: String,
    /// What theory says.
    pub wanted: f64,
    /// What a run says.
    pub read: Read,
}

/// A point of a family.
pub struct Point {
    /// The family, e.g. `M/M/c`.
    pub family: &'static str,
    /// The parameters.
    pub name: String,
    /// The example file it is made from.
    pub example: &'static str,
    /// The world.
    pub spec: WorldSpec,
    /// The numbers; the first is the one that counts in the check of the whole suite.
    pub metrics: Vec<Metric>,
}

/// The incident in `docs/pure-cases`.
pub fn example(name: &str) -> Incident {
    let path = format!("{}/docs/pure-cases/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    firedrill::incident::parse(&text, &path).unwrap_or_else(|e| panic!("{path}: {e:?}"))
}

impl Point {
    /// An example with changed numbers. It warms up for `warm_s`, then runs for `run_s`.
    pub fn new(
        family: &'static str,
        name: impl Into<String>,
        example: &'static str,
        (warm_s, run_s): (f64, f64),
        change: impl FnOnce(&mut Incident),
    ) -> Point {
        let mut incident = self::example(example);
        change(&mut incident);
        incident.clock.history_s = warm_s;
        incident.clock.end_s = run_s;
        let mut spec = lower(&incident);
        // Scrapes cost time and change nothing.
        spec.scrape_interval = spec.end;
        Point {
            family,
            name: name.into(),
            example,
            spec,
            metrics: Vec::new(),
        }
    }

    /// One more number.
    pub fn and(
        mut self,
        name: impl Into<String>,
        wanted: f64,
        read: impl Fn(&World) -> f64 + Send + Sync + 'static,
    ) -> Point {
        self.metrics.push(Metric {
            name: name.into(),
            wanted,
            read: Box::new(read),
        });
        self
    }

    /// Run it with one seed; the numbers in order.
    pub fn run(&self, seed: u64) -> Vec<f64> {
        let mut world = World::new(self.spec.clone(), seed);
        world.run_until(self.spec.end);
        self.metrics.iter().map(|m| (m.read)(&world)).collect()
    }
}

/// A statistic of a station as `run --json` prints it.
#[derive(Clone, Copy)]
pub enum Stat {
    Wait,
    Response,
    Present,
    Utilization,
    Throughput,
    Refused,
    TimedOut,
    P50,
    P95,
    P99,
}

/// Reads a statistic of a station; shares are of the arrivals.
pub fn stat(station: &'static str, stat: Stat) -> impl Fn(&World) -> f64 {
    move |world| {
        let all = world.stations();
        let found = all.iter().find(|(name, ..)| name == station);
        let (_, servers, books) = found.expect("a station of the example");
        let now = world.now();
        let summary = books.summary(now);
        let share = |n: u64| n as f64 / books.arrivals as f64;
        let quantile = |q: Option<f64>| q.expect("there were answers");
        match stat {
            Stat::Wait => summary.mean_wait_s,
            Stat::Response => summary.mean_response_s,
            Stat::Present => summary.mean_in_system,
            Stat::Utilization if station == "db" => world.cpu_utilization().expect("it ran"),
            Stat::Utilization => summary.mean_in_service / servers,
            Stat::Throughput => books.served as f64 / to_seconds(now - world.spec().minute_zero),
            Stat::Refused => share(books.refused),
            Stat::TimedOut => share(books.timed_out),
            Stat::P50 => quantile(summary.response_s[0]),
            Stat::P95 => quantile(summary.response_s[1]),
            Stat::P99 => quantile(summary.response_s[2]),
        }
    }
}

/// Visits of a class a second since minute zero (whole minutes).
pub fn class_throughput(class: usize) -> impl Fn(&World) -> f64 {
    move |world| {
        let (from, to) = (world.spec().minute_zero, world.now());
        let visits = world.ledger()[class].between(from, to);
        let minutes = (to - from) / from_seconds(60.0);
        visits.total as f64 / (60 * minutes) as f64
    }
}

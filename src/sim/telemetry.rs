//! Metrics under the names that exporters and recording rules use, scraped at a fixed
//! interval from what the parts count anyway.

use super::bands::{self, Bands};
use super::bouncer::metrics::{self as bouncer, BouncerSource};
use super::database::Phase;
use super::database::metrics::{self, LockMetric};
use super::gauges::{self, Gauge};
use super::histogram::Histogram;
use super::server::{ServerCounters, Status};
use super::spec::WorldSpec;
use super::tape::Tape;
use super::tier::metrics::{self as tier_metrics, TierCounted, TierSource};
use super::time::{MIN, Nanos, to_seconds};
use super::world::World;
use std::collections::VecDeque;
use std::sync::Arc;

/// Rows kept; at 5 s a scrape, more than five hours.
const ROWS_MAX: usize = 4_096;

/// Where a column's value comes from. Indices are of the spec.
#[derive(Clone, Copy, Debug)]
enum Source {
    Requests(usize),
    Errors(usize),
    Quantile(usize, f64),
    Band(usize, usize),
    Answered(usize),
    Failed(usize),
    Threads(usize),
    Ready(usize),
    ClassRequests(usize),
    ClassErrors(usize),
    ClassAffected(usize),
    PoolTotal(usize),
    PoolActive(usize),
    PoolIdle(usize),
    PoolPending(usize),
    PoolMax(usize),
    PoolTimeouts(usize),
    Up,
    Sessions(Option<Phase>),
    MaxConnections,
    ReservedConnections,
    Commits,
    NewSessions,
    RefusedSessions,
    HitRatio,
    Cpu,
    Disk,
    Load1,
    Lock(LockMetric),
    WalBytes,
    Machine(Gauge),
    Tier(TierSource),
    Bouncer(BouncerSource),
}

/// One scrape of all columns; NaN where there is no value.
#[derive(Clone, Debug)]
pub struct Row {
    /// When.
    pub at: Nanos,
    /// In the order of [`Telemetry::columns`].
    pub values: Vec<f32>,
}

/// Counters as they stood at a scrape.
#[derive(Clone, Debug, Default)]
struct Counted {
    at: Nanos,
    offered: Vec<u64>,
    answered: Vec<u64>,
    failed: Vec<u64>,
    visits: Vec<u64>,
    affected: Vec<u64>,
    pool_timeouts: Vec<u64>,
    server: ServerCounters,
    cpu_busy: f64,
    disk_busy: Nanos,
    responses: Vec<Histogram>,
    tier: TierCounted,
}

/// Columns, the rows so far and the last minute's counters.
#[derive(Clone, Debug)]
pub struct Telemetry {
    columns: Arc<[(String, Source)]>,
    rows: Tape<Row>,
    window: VecDeque<Arc<Counted>>,
    responses: Vec<Histogram>,
    /// Answers since the scrape before, by service.
    bands: Vec<Bands>,
    class_service: Vec<usize>,
    scrapes: u64,
}

fn labelled(name: &str, label: &str, value: &str) -> String {
    format!("{name}{{{label}=\"{value}\"}}")
}

impl Default for Telemetry {
    fn default() -> Self {
        Telemetry {
            columns: Arc::new([]),
            rows: Tape::new(ROWS_MAX),
            window: VecDeque::new(),
            responses: Vec::new(),
            bands: Vec::new(),
            class_service: Vec::new(),
            scrapes: 0,
        }
    }
}

impl Telemetry {
    /// The columns of a world.
    #[must_use]
    pub fn new(spec: &WorldSpec) -> Telemetry {
        let mut columns = Vec::new();
        for (s, service) in spec.services.iter().enumerate() {
            let name = service.name.as_str();
            if spec.classes.iter().any(|c| c.service == s) {
                let rate = labelled("service:http_server_requests:rate1m", "service", name);
                columns.push((rate, Source::Requests(s)));
                let errors = "service:http_server_requests_errors:ratio1m";
                columns.push((labelled(errors, "service", name), Source::Errors(s)));
                for (text, q) in [("0.5", 0.5), ("0.95", 0.95), ("0.99", 0.99)] {
                    let labels = format!("service=\"{name}\",quantile=\"{text}\"");
                    let column = format!("http_server_requests_seconds{{{labels}}}");
                    columns.push((column, Source::Quantile(s, q)));
                }
                let answers = "service:http_server_requests:increase";
                columns.push((labelled(answers, "service", name), Source::Answered(s)));
                let failures = "service:http_server_requests_errors:increase";
                columns.push((labelled(failures, "service", name), Source::Failed(s)));
                let all = (0..=bands::EDGES).map(|b| (bands::column(name, b), Source::Band(s, b)));
                columns.extend(all);
                let threads = labelled("tomcat_threads_busy_threads", "service", name);
                columns.push((threads, Source::Threads(s)));
            }
            let ready = "kube_deployment_status_replicas_ready";
            columns.push((labelled(ready, "deployment", name), Source::Ready(s)));
            if let Some(pool) = &service.pool {
                let column = |suffix: &str| {
                    labelled(&format!("hikaricp_connections{suffix}"), "pool", &pool.name)
                };
                columns.push((column(""), Source::PoolTotal(s)));
                columns.push((column("_active"), Source::PoolActive(s)));
                columns.push((column("_idle"), Source::PoolIdle(s)));
                columns.push((column("_pending"), Source::PoolPending(s)));
                columns.push((column("_max"), Source::PoolMax(s)));
                let timeouts = column("_timeout_total");
                columns.push((format!("rate({timeouts}[1m])"), Source::PoolTimeouts(s)));
            }
        }
        for (c, class) in spec.classes.iter().enumerate() {
            let column = |name: &str| labelled(name, "class", &class.name);
            columns.push((
                column("uri:http_server_requests:rate1m"),
                Source::ClassRequests(c),
            ));
            let errors = column("uri:http_server_requests_errors:ratio1m");
            columns.push((errors, Source::ClassErrors(c)));
            columns.push((
                column("class:visits_affected:ratio1m"),
                Source::ClassAffected(c),
            ));
        }
        let activity = "pg_stat_activity_count";
        let state = |state| labelled(activity, "state", state);
        let refused = labelled("postgresql_log_fatal_total", "sqlstate", "53300");
        let fixed = [
            ("pg_up".to_string(), Source::Up),
            (activity.to_string(), Source::Sessions(None)),
            (state("active"), Source::Sessions(Some(Phase::OnDisk))),
            (state("idle"), Source::Sessions(Some(Phase::Idle))),
            (
                state("idle in transaction"),
                Source::Sessions(Some(Phase::InTransaction)),
            ),
            (
                "pg_settings_max_connections".to_string(),
                Source::MaxConnections,
            ),
            (
                "pg_settings_superuser_reserved_connections".to_string(),
                Source::ReservedConnections,
            ),
            (
                "rate(pg_stat_database_xact_commit[1m])".to_string(),
                Source::Commits,
            ),
            (
                "rate(pg_stat_database_sessions[1m])".to_string(),
                Source::NewSessions,
            ),
            (format!("rate({refused}[1m])"), Source::RefusedSessions),
            (
                "pg_stat_database_blks_hit:ratio1m".to_string(),
                Source::HitRatio,
            ),
            (
                "instance:node_cpu_utilisation:rate1m".to_string(),
                Source::Cpu,
            ),
            (
                "instance_device:node_disk_io_time_seconds:rate1m".to_string(),
                Source::Disk,
            ),
            ("node_load1".to_string(), Source::Load1),
        ];
        columns.extend(fixed);
        let locks = metrics::columns(spec).into_iter();
        columns.extend(locks.map(|(name, metric)| (name, Source::Lock(metric))));
        if spec.database.lifecycle.wal.is_some() {
            let name = "rate(pg_stat_wal_bytes[1m])".to_string();
            columns.push((name, Source::WalBytes));
        }
        let machine = gauges::columns(spec).into_iter();
        columns.extend(machine.map(|(name, gauge)| (name, Source::Machine(gauge))));
        let tier = tier_metrics::columns(spec).into_iter();
        columns.extend(tier.map(|(name, source)| (name, Source::Tier(source))));
        let bouncer = bouncer::columns(spec).into_iter();
        columns.extend(bouncer.map(|(name, source)| (name, Source::Bouncer(source))));
        Telemetry {
            columns: columns.into(),
            rows: Tape::new(ROWS_MAX),
            window: VecDeque::new(),
            responses: vec![Histogram::default(); spec.services.len()],
            bands: vec![[0; bands::EDGES + 1]; spec.services.len()],
            class_service: spec.classes.iter().map(|c| c.service).collect(),
            scrapes: 0,
        }
    }

    /// Names of the columns, in the order of the rows' values.
    pub fn columns(&self) -> impl ExactSizeIterator<Item = &str> {
        self.columns.iter().map(|(name, _)| name.as_str())
    }

    /// Place of a column.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|(n, _)| n == name)
    }

    /// Rows kept, oldest first.
    #[must_use]
    pub fn rows(&self) -> &Tape<Row> {
        &self.rows
    }

    /// How many scrapes there were; the last row has this number less one.
    #[must_use]
    pub fn scrapes(&self) -> u64 {
        self.scrapes
    }

    /// The last value of a column; `None` before the first scrape or without a value.
    #[must_use]
    pub fn last(&self, column: usize) -> Option<f64> {
        let value = *self.rows.back()?.values.get(column)?;
        (!value.is_nan()).then_some(f64::from(value))
    }

    /// Take a sample of everything.
    pub(super) fn scrape(&mut self, world: &mut World) {
        let now = world.calendar.now();
        let interval = now - self.window.back().map_or(0, |c| c.at);
        // exp(-interval / 1 min) damping, as the kernel's load average.
        let keep = libm::exp(-to_seconds(interval) / 60.0);
        let runnable = world.server.cpu.len() as f64;
        world.server.load1 = world.server.load1 * keep + runnable * (1.0 - keep);
        world.replica_advances();
        let mut counted = count(world);
        for (service, deployment) in world.services.iter_mut().enumerate() {
            let responses = std::mem::take(&mut deployment.responses);
            self.responses[service].add(&responses);
            self.bands[service] = bands::bands(&responses);
            counted.responses.push(responses);
        }
        while self.window.front().is_some_and(|old| now - old.at > MIN) {
            if let Some(old) = self.window.pop_front() {
                for (sum, part) in self.responses.iter_mut().zip(&old.responses) {
                    sum.subtract(part);
                }
            }
        }
        let base = self.window.front().cloned().unwrap_or_default();
        let values = self
            .columns
            .iter()
            .map(|(_, s)| self.value(*s, world, &base, &counted) as f32);
        let row = Row {
            at: now,
            values: values.collect(),
        };
        self.rows.push(row);
        self.scrapes += 1;
        self.window.push_back(Arc::new(counted));
    }

    /// A list of counters as it stood at the scrape before; empty at the first.
    fn before<'a>(&'a self, list: impl Fn(&'a Counted) -> &'a Vec<u64>) -> &'a [u64] {
        self.window.back().map_or(&[], |counted| list(counted))
    }

    fn value(&self, source: Source, world: &World, base: &Counted, now: &Counted) -> f64 {
        let span = to_seconds(now.at - base.at);
        let rate = |new: u64, old: u64| (new - old) as f64 / span;
        let at = |list: &[u64], i: usize| list.get(i).copied().unwrap_or(0);
        let grown = |new: &[u64], old: &[u64], i: usize| (at(new, i) - at(old, i)) as f64;
        let of_service = |new: &[u64], old: &[u64], s: usize| -> f64 {
            let classes = self.class_service.iter().enumerate();
            classes
                .filter(|(_, service)| **service == s)
                .map(|(c, _)| grown(new, old, c))
                .sum()
        };
        let pools = |s: usize, f: &dyn Fn(&super::pool::Pool) -> u32| -> f64 {
            let all = world.services[s].instances.iter();
            all.filter_map(|i| world.instances[*i as usize].pool.as_ref())
                .map(f)
                .sum::<u32>() as f64
        };
        let up = world.server.status == Status::Ready;
        let when_up = |value: f64| if up { value } else { f64::NAN };
        match source {
            Source::Requests(s) => of_service(&now.offered, &base.offered, s) / span,
            Source::Errors(s) => {
                of_service(&now.failed, &base.failed, s)
                    / of_service(&now.answered, &base.answered, s)
            }
            Source::Quantile(s, q) => self.responses[s]
                .quantile(q)
                .map_or(f64::NAN, |ns| ns / 1e9),
            Source::Band(s, band) => f64::from(self.bands[s][band]),
            Source::Answered(s) => of_service(&now.answered, self.before(|c| &c.answered), s),
            Source::Failed(s) => of_service(&now.failed, self.before(|c| &c.failed), s),
            Source::Threads(s) => {
                let all = world.services[s].instances.iter();
                all.map(|i| f64::from(world.instances[*i as usize].busy))
                    .sum()
            }
            Source::Ready(s) => world.services[s].ready.len() as f64,
            Source::ClassRequests(c) => grown(&now.offered, &base.offered, c) / span,
            Source::ClassErrors(c) => {
                grown(&now.failed, &base.failed, c) / grown(&now.answered, &base.answered, c)
            }
            Source::ClassAffected(c) => {
                grown(&now.affected, &base.affected, c) / grown(&now.visits, &base.visits, c)
            }
            Source::PoolTotal(s) => pools(s, &|p| p.total),
            Source::PoolActive(s) => pools(s, &|p| p.active()),
            Source::PoolIdle(s) => pools(s, &|p| p.idle.len() as u32),
            Source::PoolPending(s) => pools(s, &|p| p.waiting),
            Source::PoolMax(s) => pools(s, &|p| p.config.maximum_pool_size),
            Source::PoolTimeouts(s) => rate(at(&now.pool_timeouts, s), at(&base.pool_timeouts, s)),
            Source::Up => f64::from(u8::from(up)),
            Source::Sessions(state) => when_up(sessions(world, state)),
            Source::MaxConnections => when_up(world.server.limits.max_connections.into()),
            Source::ReservedConnections => when_up(world.server.limits.reserved.into()),
            Source::Commits => rate(now.server.commits, base.server.commits),
            Source::NewSessions => rate(now.server.sessions, base.server.sessions),
            Source::RefusedSessions => rate(now.server.refused_slots, base.server.refused_slots),
            Source::HitRatio => {
                let read = (now.server.blocks_read - base.server.blocks_read) as f64;
                1.0 - read / (now.server.blocks - base.server.blocks) as f64
            }
            Source::Cpu => {
                let cores = f64::from(world.spec.database.cores.max(1));
                (now.cpu_busy - base.cpu_busy) / 1e9 / span / cores
            }
            Source::Disk => to_seconds(now.disk_busy - base.disk_busy) / span,
            Source::Load1 => world.server.load1,
            Source::Lock(metric) => when_up(world.lock_metric(metric)),
            Source::WalBytes => rate(now.server.wal_bytes, base.server.wal_bytes),
            Source::Machine(gauge) => world.gauge(gauge),
            Source::Bouncer(source) => world.bouncer_metric(source),
            Source::Tier(source) => {
                tier_metrics::value(source, world, (&base.tier, &now.tier), span)
            }
        }
    }
}

fn count(world: &World) -> Counted {
    let now = world.calendar.now();
    let list =
        |f: &dyn Fn(&super::ledger::ClassLedger) -> u64| world.ledger.iter().map(f).collect();
    Counted {
        at: now,
        offered: list(&|c| c.attempts.offered),
        answered: list(&|c| c.attempts.served + c.attempts.failed_all()),
        failed: list(&|c| c.attempts.failed_all()),
        visits: list(&|c| c.visits.total),
        affected: list(&|c| c.visits.affected),
        pool_timeouts: world.services.iter().map(|s| s.pool_timeouts).collect(),
        server: world.server.counters,
        cpu_busy: world.server.cpu.busy(now),
        disk_busy: world.server.disk_busy(now),
        responses: Vec::new(),
        tier: tier_metrics::count(world),
    }
}

/// Sessions that have logged in, all or in one state (`OnDisk` stands for active).
fn sessions(world: &World, state: Option<Phase>) -> f64 {
    let counts = world.connections.iter().filter(|(_, c)| {
        c.is_backend()
            && match c.phase {
                Phase::Forking | Phase::Authenticating => false,
                Phase::OnCpu(_) | Phase::Committing | Phase::OnLock | Phase::Working => {
                    state.is_none_or(|s| s == Phase::OnDisk)
                }
                phase => state.is_none_or(|s| s == phase),
            }
    });
    counts.count() as f64
}

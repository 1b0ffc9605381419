//! Which charts a console shows, built from the telemetry columns that a run has.

mod latency;
mod slo;

use super::store::USABLE_CONNECTIONS;
use crate::chart::{Kind, PanelSpec, Role, SeriesSpec, Threshold, Unit, YMax};
use crate::incident::document::Objective;

/// A chart of the console.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Stable id: the evidence is `chart:<id>`.
    pub id: &'static str,
    /// Title.
    pub title: &'static str,
    /// Group under which it stands.
    pub group: Group,
    /// What it can show, one at a time: name and spec. Never empty; one for most panels, one
    /// per pool or service for some.
    pub variants: Vec<(String, PanelSpec)>,
    /// Whether a logarithmic axis makes sense.
    pub log: bool,
    /// What has to be known to read it, or empty.
    pub note: &'static str,
}

/// Groups of charts, in the direction in which requests flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// What users and services see.
    Service,
    /// Connection pools.
    Pools,
    /// The database.
    Database,
    /// The database's machine.
    Host,
    /// The objective: how fast its budget burns.
    Slo,
}

impl Group {
    /// All, in order.
    pub const ALL: [Group; 5] = [
        Group::Service,
        Group::Pools,
        Group::Database,
        Group::Host,
        Group::Slo,
    ];

    /// Its heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Group::Service => "Users and services",
            Group::Pools => "Connection pools",
            Group::Database => "Database",
            Group::Host => "Database host",
            Group::Slo => "Objective: 99.9 % without error, exercise windows of 1/12",
        }
    }
}

/// Splits `name{a="b",c="d"}` into the name and the value of one label.
fn label<'a>(column: &'a str, name: &str, key: &str) -> Option<&'a str> {
    let labels = column.strip_prefix(name)?.strip_prefix('{')?;
    let at = labels.find(&format!("{key}=\""))? + key.len() + 2;
    labels[at..].split('"').next()
}

/// The columns, with what is asked of them.
struct Columns<'a>(&'a [String]);

impl Columns<'_> {
    fn place(&self, column: &str) -> Option<usize> {
        self.0.iter().position(|c| c == column)
    }

    fn series(&self, text: &str, column: &str, role: Role) -> Option<SeriesSpec> {
        self.place(column)
            .map(|at| SeriesSpec::new(text, at).role(role))
    }

    /// One series per value of a label, in the order of the columns.
    fn by(&self, name: &str, key: &str) -> Vec<SeriesSpec> {
        let columns = self.0.iter().enumerate();
        let found = columns.filter_map(|(at, c)| label(c, name, key).map(|value| (value, at)));
        let mut all: Vec<_> = found
            .map(|(value, at)| SeriesSpec::new(value, at))
            .collect();
        if let Some(first) = all.first_mut() {
            first.role = Role::Lead;
        }
        all
    }

    fn values(&self, name: &str, key: &str) -> Vec<String> {
        self.by(name, key)
            .into_iter()
            .map(|series| series.label)
            .fold(vec![], |mut all, value| {
                if !all.contains(&value) {
                    all.push(value);
                }
                all
            })
    }
}

/// All charts for a run with these columns; those without a single column are left out.
/// The objective, where known, gives threshold lines.
#[must_use]
pub fn panels(columns: &[String], objective: Option<&Objective>) -> Vec<Panel> {
    let columns = Columns(columns);
    let mut all = service(&columns, objective);
    all.extend(pools(&columns));
    all.extend(database(&columns));
    all.extend(slo::panels(&columns));
    all.retain(|panel| !panel.variants.is_empty());
    all
}

fn spec(id: &str, title: &str, unit: Unit, series: Vec<SeriesSpec>) -> PanelSpec {
    PanelSpec {
        id: id.into(),
        title: title.into(),
        unit,
        series,
        ..PanelSpec::default()
    }
}

fn one(id: &'static str, title: &'static str, group: Group, spec: PanelSpec) -> Panel {
    let variants = if spec.series.is_empty() {
        vec![]
    } else {
        vec![(String::new(), spec)]
    };
    Panel {
        id,
        title,
        group,
        variants,
        log: false,
        note: "",
    }
}

fn objective_line(value: Option<f64>) -> Vec<Threshold> {
    value
        .map(|value| Threshold {
            value,
            label: "objective".into(),
        })
        .into_iter()
        .collect()
}

fn service(columns: &Columns<'_>, objective: Option<&Objective>) -> Vec<Panel> {
    let rate = columns.by("service:http_server_requests:rate1m", "service");
    let errors = columns.by("service:http_server_requests_errors:ratio1m", "service");
    let affected = columns.by("class:visits_affected:ratio1m", "class");
    let threads = columns.by("tomcat_threads_busy_threads", "service");
    let ready = columns.by("kube_deployment_status_replicas_ready", "deployment");
    let group = Group::Service;
    vec![
        one(
            "requests",
            "Requests",
            group,
            spec("requests", "Requests", Unit::PerSecond, rate),
        ),
        one(
            "errors",
            "Errors",
            group,
            PanelSpec {
                y_max: YMax::AtLeast(0.02),
                thresholds: objective_line(objective.map(|o| o.error_ratio_max)),
                ..spec("errors", "Errors", Unit::Ratio, errors)
            },
        ),
        latency::quantiles(columns, objective),
        latency::heat(columns),
        one(
            "affected",
            "Users affected",
            group,
            PanelSpec {
                y_max: YMax::AtLeast(0.02),
                ..spec("affected", "Users affected", Unit::Ratio, affected)
            },
        ),
        one(
            "threads",
            "Busy threads",
            group,
            spec("threads", "Busy threads", Unit::Count, threads),
        ),
        one(
            "ready",
            "Instances ready",
            group,
            spec("ready", "Instances ready", Unit::Count, ready),
        ),
    ]
}

fn pools(columns: &Columns<'_>) -> Vec<Panel> {
    let pools = columns
        .values("hikaricp_connections_active", "pool")
        .into_iter()
        .map(|name| {
            let of = |text, what, role| {
                columns.series(
                    text,
                    &format!("hikaricp_connections{what}{{pool=\"{name}\"}}"),
                    role,
                )
            };
            let series = [
                of("pending", "_pending", Role::Bad),
                of("active", "_active", Role::Lead),
                of("idle", "_idle", Role::Plain),
                of("max", "_max", Role::Max),
            ];
            let series = series.into_iter().flatten().collect();
            (name.clone(), spec("pool", "Pool", Unit::Count, series))
        });
    let timeouts = columns.0.iter().enumerate().filter_map(|(at, column)| {
        let inner = column.strip_prefix("rate(")?;
        let pool = label(inner, "hikaricp_connections_timeout_total", "pool")?;
        Some(SeriesSpec::new(pool, at))
    });
    let mut timeouts: Vec<SeriesSpec> = timeouts.collect();
    if let Some(first) = timeouts.first_mut() {
        first.role = Role::Lead;
    }
    let (group, id, title) = (Group::Pools, "pool-timeouts", "Waits that timed out");
    vec![
        Panel {
            id: "pool",
            title: "Pool",
            group,
            variants: pools.collect(),
            log: false,
            note: "",
        },
        one(id, title, group, spec(id, title, Unit::PerSecond, timeouts)),
    ]
}

/// Sessions that wait for a lock, in worlds that lock something.
const LOCK_WAITS: &str = "pg_stat_activity_count{wait_event_type=\"Lock\"}";

fn database(columns: &Columns<'_>) -> Vec<Panel> {
    let series = |all: &[(&str, &str, Role)]| -> Vec<SeriesSpec> {
        let found = all
            .iter()
            .map(|(text, column, role)| columns.series(text, column, *role));
        found.flatten().collect()
    };
    let connections = series(&[
        ("in use", "pg_stat_activity_count", Role::Lead),
        (
            "active",
            "pg_stat_activity_count{state=\"active\"}",
            Role::Plain,
        ),
        ("max_connections", "pg_settings_max_connections", Role::Max),
        ("max − reserved", USABLE_CONNECTIONS, Role::Max),
    ]);
    let sessions = series(&[
        ("opened", "rate(pg_stat_database_sessions[1m])", Role::Lead),
        (
            "refused",
            "rate(postgresql_log_fatal_total{sqlstate=\"53300\"}[1m])",
            Role::Bad,
        ),
    ]);
    let state = |text, state: &str, role| {
        columns.series(
            text,
            &format!("pg_stat_activity_count{{state=\"{state}\"}}"),
            role,
        )
    };
    let states = [
        state("active", "active", Role::Lead),
        state("idle in transaction", "idle in transaction", Role::Plain),
        state("idle", "idle", Role::Plain),
        columns.series("waits for a lock", LOCK_WAITS, Role::Bad),
    ];
    let states = states.into_iter().flatten().collect();
    let lead = |text, column| series(&[(text, column, Role::Lead)]);
    let commits = lead("commits", "rate(pg_stat_database_xact_commit[1m])");
    let cache = lead("hit ratio", "pg_stat_database_blks_hit:ratio1m");
    let cpu = lead("busy", "instance:node_cpu_utilisation:rate1m");
    let disk = lead("busy", "instance_device:node_disk_io_time_seconds:rate1m");
    let load = lead("load, 1 min", "node_load1");
    let count = |id, title, series| spec(id, title, Unit::Count, series);
    let rate = |id, title, series| spec(id, title, Unit::PerSecond, series);
    let share = |id, title, series, kind| PanelSpec {
        y_max: YMax::Fixed(1.0),
        kind,
        ..spec(id, title, Unit::Ratio, series)
    };
    let panel = |group, spec: PanelSpec, id, title| one(id, title, group, spec);
    let (data, host) = (Group::Database, Group::Host);
    let title = "Connections";
    let new = "New connections";
    vec![
        panel(
            data,
            count("connections", title, connections),
            "connections",
            title,
        ),
        panel(
            data,
            rate("new-connections", new, sessions),
            "new-connections",
            new,
        ),
        panel(
            data,
            count("sessions", "Sessions by state", states),
            "sessions",
            "Sessions by state",
        ),
        panel(
            data,
            rate("commits", "Commits", commits),
            "commits",
            "Commits",
        ),
        panel(
            data,
            share("cache", "Cache hits", cache, Kind::Line),
            "cache",
            "Cache hits",
        ),
        panel(host, share("cpu", "CPU", cpu, Kind::Area), "cpu", "CPU"),
        panel(
            host,
            share("disk", "Disk", disk, Kind::Area),
            "disk",
            "Disk",
        ),
        panel(host, count("load", "Load", load), "load", "Load"),
    ]
}

#[cfg(test)]
mod tests;

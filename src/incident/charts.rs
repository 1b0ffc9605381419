//! Every chart of the console, one row each: what evidence calls it, what it shows, from which
//! columns. A chart is added here and nowhere else; its columns are the telemetry's or derived.

use super::document::Objective;
use super::slo::{PAGE_AT, SPENT, WINDOWS};
use crate::chart::{Axis, Kind, Role, Unit, YMax};

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

/// One series of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Series {
    /// Name in the legend.
    pub label: &'static str,
    /// Column; `$` stands for the value of the label in [`Source::Each`].
    pub column: &'static str,
    /// How it is meant.
    pub role: Role,
}

/// From which columns a chart's series come. Columns that a run has not are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// These series.
    Columns(&'static [Series]),
    /// One series for each value that the columns of this name have for a label; the first leads.
    By {
        /// Name of the columns, without labels.
        name: &'static str,
        /// The label.
        key: &'static str,
    },
    /// A variant of the chart for each value of a label, with these series.
    Each {
        /// Name of the columns whose label gives the values.
        name: &'static str,
        /// The label.
        key: &'static str,
        /// The series of a variant.
        series: &'static [Series],
        /// Name of cumulative buckets with the labels `key` and `le`, for bands of a heat map.
        buckets: Option<&'static str>,
    },
}

/// A line that the values should stay below.
#[derive(Clone, Copy, Debug)]
pub enum Limit {
    /// What the incident's objective says, base unit.
    Objective(fn(&Objective) -> f64),
    /// This value, base unit; `$` in the label stands for it.
    At(f64, &'static str),
}

/// A chart.
#[derive(Clone, Copy, Debug)]
pub struct Chart {
    /// Stable id: the evidence is `chart:<id>`, and the page's address names it so.
    pub id: &'static str,
    /// Group under which it stands.
    pub group: Group,
    /// Title.
    pub title: &'static str,
    /// Unit of its values.
    pub unit: Unit,
    /// Its series.
    pub source: Source,
    /// How series are drawn.
    pub kind: Kind,
    /// Spacing of the value axis. A chart that is logarithmic can be shown evenly spaced, too.
    pub axis: Axis,
    /// Upper end of the value axis.
    pub y_max: YMax,
    /// Lines that the values should stay below.
    pub limits: &'static [Limit],
    /// What has to be known to read it, or empty.
    pub note: &'static str,
}

/// Name of a derived column: connections that clients may have.
pub const USABLE_CONNECTIONS: &str = "usable_connections";

const fn chart(
    group: Group,
    id: &'static str,
    title: &'static str,
    unit: Unit,
    source: Source,
) -> Chart {
    Chart {
        id,
        group,
        title,
        unit,
        source,
        kind: Kind::Line,
        axis: Axis::Linear,
        y_max: YMax::Auto,
        limits: &[],
        note: "",
    }
}

const fn by(name: &'static str, key: &'static str) -> Source {
    Source::By { name, key }
}

const fn series(label: &'static str, column: &'static str, role: Role) -> Series {
    Series {
        label,
        column,
        role,
    }
}

const QUANTILES: &str = "http_server_requests_seconds";
const LATENCY: &[Series] = &[
    series(
        "p50",
        "http_server_requests_seconds{service=\"$\",quantile=\"0.5\"}",
        Role::Plain,
    ),
    series(
        "p95",
        "http_server_requests_seconds{service=\"$\",quantile=\"0.95\"}",
        Role::Lead,
    ),
    series(
        "p99",
        "http_server_requests_seconds{service=\"$\",quantile=\"0.99\"}",
        Role::Plain,
    ),
];
const BUCKETS: &str = "service_le:http_server_requests_seconds_bucket:increase";
const POOL: &[Series] = &[
    series(
        "pending",
        "hikaricp_connections_pending{pool=\"$\"}",
        Role::Bad,
    ),
    series(
        "active",
        "hikaricp_connections_active{pool=\"$\"}",
        Role::Lead,
    ),
    series("idle", "hikaricp_connections_idle{pool=\"$\"}", Role::Plain),
    series("max", "hikaricp_connections_max{pool=\"$\"}", Role::Max),
];
const CONNECTIONS: &[Series] = &[
    series("in use", "pg_stat_activity_count", Role::Lead),
    series(
        "active",
        "pg_stat_activity_count{state=\"active\"}",
        Role::Plain,
    ),
    series("max_connections", "pg_settings_max_connections", Role::Max),
    series("max − reserved", USABLE_CONNECTIONS, Role::Max),
];
const NEW_CONNECTIONS: &[Series] = &[
    series("opened", "rate(pg_stat_database_sessions[1m])", Role::Lead),
    series(
        "refused",
        "rate(postgresql_log_fatal_total{sqlstate=\"53300\"}[1m])",
        Role::Bad,
    ),
];
const IN_TRANSACTION: &str = "pg_stat_activity_count{state=\"idle in transaction\"}";
const SESSIONS: &[Series] = &[
    series(
        "active",
        "pg_stat_activity_count{state=\"active\"}",
        Role::Lead,
    ),
    series("idle in transaction", IN_TRANSACTION, Role::Plain),
    series(
        "idle",
        "pg_stat_activity_count{state=\"idle\"}",
        Role::Plain,
    ),
    // In worlds that lock something.
    series(
        "waits for a lock",
        "pg_stat_activity_count{wait_event_type=\"Lock\"}",
        Role::Bad,
    ),
];
const COMMITS: &[Series] = &[series(
    "commits",
    "rate(pg_stat_database_xact_commit[1m])",
    Role::Lead,
)];
const CACHE: &[Series] = &[series(
    "hit ratio",
    "pg_stat_database_blks_hit:ratio1m",
    Role::Lead,
)];
const CPU: &[Series] = &[series(
    "busy",
    "instance:node_cpu_utilisation:rate1m",
    Role::Lead,
)];
const DISK: &[Series] = &[series(
    "busy",
    "instance_device:node_disk_io_time_seconds:rate1m",
    Role::Lead,
)];
const LOAD: &[Series] = &[series("load, 1 min", "node_load1", Role::Lead)];
const BURN: &[Series] = &[
    series(WINDOWS[0].label, WINDOWS[0].column, Role::Lead),
    series(WINDOWS[1].label, WINDOWS[1].column, Role::Plain),
    series(WINDOWS[2].label, WINDOWS[2].column, Role::Plain),
    series(WINDOWS[3].label, WINDOWS[3].column, Role::Plain),
];
const BUDGET: &[Series] = &[series("spent", SPENT, Role::Lead)];

/// All charts, in the order in which they are shown.
pub const CHARTS: [Chart; 19] = {
    use Group::{Database, Host, Pools, Service, Slo};
    use Source::Columns;
    use Unit::{Count, PerSecond, Ratio, Seconds};
    [
        chart(
            Service,
            "requests",
            "Requests",
            PerSecond,
            by("service:http_server_requests:rate1m", "service"),
        ),
        Chart {
            y_max: YMax::AtLeast(0.02),
            limits: &[Limit::Objective(|objective| objective.error_ratio_max)],
            ..chart(
                Service,
                "errors",
                "Errors",
                Ratio,
                by("service:http_server_requests_errors:ratio1m", "service"),
            )
        },
        Chart {
            axis: Axis::Log,
            limits: &[Limit::Objective(|objective| objective.p95_s_max)],
            ..chart(
                Service,
                "latency",
                "Response time",
                Seconds,
                Source::Each {
                    name: QUANTILES,
                    key: "service",
                    series: LATENCY,
                    buckets: None,
                },
            )
        },
        Chart {
            axis: Axis::Log,
            note: "number of answers by time taken",
            ..chart(
                Service,
                "latency-heat",
                "Latency heat map",
                Seconds,
                Source::Each {
                    name: BUCKETS,
                    key: "service",
                    series: LATENCY,
                    buckets: Some(BUCKETS),
                },
            )
        },
        Chart {
            y_max: YMax::AtLeast(0.02),
            ..chart(
                Service,
                "affected",
                "Users affected",
                Ratio,
                by("class:visits_affected:ratio1m", "class"),
            )
        },
        chart(
            Service,
            "threads",
            "Busy threads",
            Count,
            by("tomcat_threads_busy_threads", "service"),
        ),
        chart(
            Service,
            "ready",
            "Instances ready",
            Count,
            by("kube_deployment_status_replicas_ready", "deployment"),
        ),
        chart(
            Pools,
            "pool",
            "Pool",
            Count,
            Source::Each {
                name: "hikaricp_connections_active",
                key: "pool",
                series: POOL,
                buckets: None,
            },
        ),
        chart(
            Pools,
            "pool-timeouts",
            "Waits that timed out",
            PerSecond,
            by("rate(hikaricp_connections_timeout_total", "pool"),
        ),
        chart(
            Database,
            "connections",
            "Connections",
            Count,
            Columns(CONNECTIONS),
        ),
        chart(
            Database,
            "new-connections",
            "New connections",
            PerSecond,
            Columns(NEW_CONNECTIONS),
        ),
        chart(
            Database,
            "sessions",
            "Sessions by state",
            Count,
            Columns(SESSIONS),
        ),
        chart(Database, "commits", "Commits", PerSecond, Columns(COMMITS)),
        Chart {
            y_max: YMax::Fixed(1.0),
            ..chart(Database, "cache", "Cache hits", Ratio, Columns(CACHE))
        },
        Chart {
            y_max: YMax::Fixed(1.0),
            kind: Kind::Area,
            ..chart(Host, "cpu", "CPU", Ratio, Columns(CPU))
        },
        Chart {
            y_max: YMax::Fixed(1.0),
            kind: Kind::Area,
            ..chart(Host, "disk", "Disk", Ratio, Columns(DISK))
        },
        chart(Host, "load", "Load", Count, Columns(LOAD)),
        Chart {
            axis: Axis::Log,
            y_max: YMax::AtLeast(20.0),
            limits: &[
                Limit::At(PAGE_AT[0], "page at $"),
                Limit::At(PAGE_AT[1], "page at $"),
            ],
            note: "exercise windows (as in the rule)",
            ..chart(Slo, "burn", "Burn rate", Count, Columns(BURN))
        },
        Chart {
            y_max: YMax::AtLeast(1.0),
            kind: Kind::Area,
            limits: &[Limit::At(1.0, "whole budget")],
            note: "exercise window: 2.5 of 30 days",
            ..chart(Slo, "budget", "Error budget spent", Ratio, Columns(BUDGET))
        },
    ]
};

/// The chart of an id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Chart> {
    CHARTS.iter().find(|chart| chart.id == id)
}

/// All ids, in order.
#[must_use]
pub fn ids() -> [&'static str; CHARTS.len()] {
    CHARTS.map(|chart| chart.id)
}

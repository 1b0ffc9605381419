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

const fn by(name: &'static str, key: &'static str) -> Source {
    Source::By { name, key }
}

const fn each(name: &'static str, key: &'static str, series: &'static [Series]) -> Source {
    let buckets = None;
    Source::Each {
        name,
        key,
        series,
        buckets,
    }
}

/// Series, each: how it is meant, its name in the legend, its column.
macro_rules! series {
    ($($role:ident $label:expr, $column:expr;)+) => {
        &[$(Series { label: $label, column: $column, role: Role::$role }),+]
    };
}

/// Charts, each: group, id, title, unit, source, and what is not as usual.
macro_rules! charts {
    ($($group:ident $id:literal, $title:literal, $unit:ident, $source:expr
        $(, $field:ident: $value:expr)*;)+) => {
        [$(Chart { $($field: $value,)* ..usual(Group::$group, $id, $title, Unit::$unit, $source) }),+]
    };
}

const fn usual(
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

const QUANTILES: &str = "http_server_requests_seconds";
const LATENCY: &[Series] = series! {
    Plain "p50", "http_server_requests_seconds{service=\"$\",quantile=\"0.5\"}";
    Lead "p95", "http_server_requests_seconds{service=\"$\",quantile=\"0.95\"}";
    Plain "p99", "http_server_requests_seconds{service=\"$\",quantile=\"0.99\"}";
};
const BUCKETS: &str = "service_le:http_server_requests_seconds_bucket:increase";
const POOL: &[Series] = series! {
    Bad "pending", "hikaricp_connections_pending{pool=\"$\"}";
    Lead "active", "hikaricp_connections_active{pool=\"$\"}";
    Plain "idle", "hikaricp_connections_idle{pool=\"$\"}";
    Max "max", "hikaricp_connections_max{pool=\"$\"}";
};
const CONNECTIONS: Source = Source::Columns(series! {
    Lead "in use", "pg_stat_activity_count";
    Plain "active", "pg_stat_activity_count{state=\"active\"}";
    Max "max_connections", "pg_settings_max_connections";
    Max "max − reserved", USABLE_CONNECTIONS;
});
const NEW_CONNECTIONS: Source = Source::Columns(series! {
    Lead "opened", "rate(pg_stat_database_sessions[1m])";
    Bad "refused", "rate(postgresql_log_fatal_total{sqlstate=\"53300\"}[1m])";
});
const SESSIONS: Source = Source::Columns(series! {
    Lead "active", "pg_stat_activity_count{state=\"active\"}";
    Plain "idle in transaction", "pg_stat_activity_count{state=\"idle in transaction\"}";
    Plain "idle", "pg_stat_activity_count{state=\"idle\"}";
    // In worlds that lock something.
    Bad "waits for a lock", "pg_stat_activity_count{wait_event_type=\"Lock\"}";
});
const COMMITS: Source =
    Source::Columns(series! { Lead "commits", "rate(pg_stat_database_xact_commit[1m])"; });
const CACHE: Source =
    Source::Columns(series! { Lead "hit ratio", "pg_stat_database_blks_hit:ratio1m"; });
const CPU: Source =
    Source::Columns(series! { Lead "busy", "instance:node_cpu_utilisation:rate1m"; });
const DISK: Source =
    Source::Columns(series! { Lead "busy", "instance_device:node_disk_io_time_seconds:rate1m"; });
const LOAD: Source = Source::Columns(series! { Lead "load, 1 min", "node_load1"; });
const BURN: Source = Source::Columns(series! {
    Lead WINDOWS[0].label, WINDOWS[0].column;
    Plain WINDOWS[1].label, WINDOWS[1].column;
    Plain WINDOWS[2].label, WINDOWS[2].column;
    Plain WINDOWS[3].label, WINDOWS[3].column;
});
const BUDGET: Source = Source::Columns(series! { Lead "spent", SPENT; });
const HEAT: Source = Source::Each {
    name: BUCKETS,
    key: "service",
    series: LATENCY,
    buckets: Some(BUCKETS),
};

/// All charts, in the order in which they are shown.
pub const CHARTS: [Chart; 19] = charts! {
    Service "requests", "Requests", PerSecond, by("service:http_server_requests:rate1m", "service");
    Service "errors", "Errors", Ratio,
        by("service:http_server_requests_errors:ratio1m", "service"),
        y_max: YMax::AtLeast(0.02),
        limits: &[Limit::Objective(|objective| objective.error_ratio_max)];
    Service "latency", "Response time", Seconds, each(QUANTILES, "service", LATENCY),
        axis: Axis::Log,
        limits: &[Limit::Objective(|objective| objective.p95_s_max)];
    Service "latency-heat", "Latency heat map", Seconds, HEAT,
        axis: Axis::Log,
        note: "number of answers by time taken";
    Service "affected", "Users affected", Ratio, by("class:visits_affected:ratio1m", "class"),
        y_max: YMax::AtLeast(0.02);
    Service "threads", "Busy threads", Count, by("tomcat_threads_busy_threads", "service");
    Service "ready", "Instances ready", Count,
        by("kube_deployment_status_replicas_ready", "deployment");
    Pools "pool", "Pool", Count, each("hikaricp_connections_active", "pool", POOL);
    Pools "pool-timeouts", "Waits that timed out", PerSecond,
        by("rate(hikaricp_connections_timeout_total", "pool");
    Database "connections", "Connections", Count, CONNECTIONS;
    Database "new-connections", "New connections", PerSecond, NEW_CONNECTIONS;
    Database "sessions", "Sessions by state", Count, SESSIONS;
    Database "commits", "Commits", PerSecond, COMMITS;
    Database "cache", "Cache hits", Ratio, CACHE, y_max: YMax::Fixed(1.0);
    Host "cpu", "CPU", Ratio, CPU, y_max: YMax::Fixed(1.0), kind: Kind::Area;
    Host "disk", "Disk", Ratio, DISK, y_max: YMax::Fixed(1.0), kind: Kind::Area;
    Host "load", "Load", Count, LOAD;
    Slo "burn", "Burn rate", Count, BURN,
        axis: Axis::Log,
        y_max: YMax::AtLeast(20.0),
        limits: &[Limit::At(PAGE_AT[0], "page at $"), Limit::At(PAGE_AT[1], "page at $")],
        note: "exercise windows (as in the rule)";
    Slo "budget", "Error budget spent", Ratio, BUDGET,
        y_max: YMax::AtLeast(1.0),
        kind: Kind::Area,
        limits: &[Limit::At(1.0, "whole budget")],
        note: "exercise window: 2.5 of 30 days";
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

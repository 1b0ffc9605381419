//! Response times: the quantiles, and the whole distribution behind them.

use super::{Columns, Group, Panel, label, objective_line, spec};
use crate::chart::{Axis, Band, PanelSpec, Role, SeriesSpec, Unit};
use crate::incident::document::Objective;

const QUANTILES: &str = "http_server_requests_seconds";
const BUCKETS: &str = "service_le:http_server_requests_seconds_bucket:increase";

fn series(columns: &Columns<'_>, service: &str) -> Vec<SeriesSpec> {
    let quantile = |text, q, role| {
        let column = format!("{QUANTILES}{{service=\"{service}\",quantile=\"{q}\"}}");
        columns.series(text, &column, role)
    };
    let all = [
        quantile("p50", "0.5", Role::Plain),
        quantile("p95", "0.95", Role::Lead),
        quantile("p99", "0.99", Role::Plain),
    ];
    all.into_iter().flatten().collect()
}

/// p50, p95 and p99, a service at a time.
pub(super) fn quantiles(columns: &Columns<'_>, objective: Option<&Objective>) -> Panel {
    let services = columns.values(QUANTILES, "service").into_iter();
    let variants = services.map(|service| {
        let spec = PanelSpec {
            thresholds: objective_line(objective.map(|o| o.p95_s_max)),
            axis: Axis::Log,
            ..spec(
                "latency",
                "Response time",
                Unit::Seconds,
                series(columns, &service),
            )
        };
        (service, spec)
    });
    Panel {
        id: "latency",
        title: "Response time",
        group: Group::Service,
        variants: variants.collect(),
        log: true,
        note: "",
    }
}

/// The buckets as a heat map under the quantiles, a service at a time.
pub(super) fn heat(columns: &Columns<'_>) -> Panel {
    let (id, title) = ("latency-heat", "Latency heat map");
    let services = columns.values(BUCKETS, "service").into_iter();
    let variants = services.map(|service| {
        let spec = PanelSpec {
            axis: Axis::Log,
            bands: bands(columns, &service),
            ..spec(id, title, Unit::Seconds, series(columns, &service))
        };
        (service, spec)
    });
    Panel {
        id,
        title,
        group: Group::Service,
        variants: variants.collect(),
        log: true,
        note: "number of answers by time taken",
    }
}

/// The bands between the buckets' edges, lowest first.
fn bands(columns: &Columns<'_>, service: &str) -> Vec<Band> {
    let all = columns.0.iter().enumerate();
    let edges = all.filter_map(|(at, column)| {
        let of_service = label(column, BUCKETS, "service")? == service;
        let hi: f64 = label(column, BUCKETS, "le")?.parse().ok()?;
        of_service.then_some((hi, at))
    });
    let mut edges: Vec<(f64, usize)> = edges.collect();
    edges.sort_by(|a, b| a.0.total_cmp(&b.0));
    let below = std::iter::once(None).chain(edges.iter().copied().map(Some));
    let pairs = edges.iter().zip(below);
    let band = |(&(hi, upto), below): (&(f64, usize), Option<(f64, usize)>)| Band {
        lo: below.map_or(0.0, |(lo, _)| lo),
        hi,
        upto,
        below: below.map(|(_, at)| at),
    };
    pairs.map(band).collect()
}

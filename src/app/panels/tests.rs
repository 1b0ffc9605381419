//! Which charts come out of which columns.

use super::*;
use crate::incident::{charts, library, names as vocabulary, slo};

fn names(columns: &[&str]) -> Vec<String> {
    columns.iter().map(ToString::to_string).collect()
}

#[test]
fn nothing_is_shown_without_columns() {
    assert!(panels(&[], None).is_empty());
    assert!(panels(&names(&["unknown", "hikaricp_connections_active{"]), None).is_empty());
}

#[test]
fn pools_and_services_become_variants() {
    let columns = names(&[
        "hikaricp_connections_active{pool=\"catalog\"}",
        "hikaricp_connections_pending{pool=\"catalog\"}",
        "hikaricp_connections_active{pool=\"orders\"}",
        "http_server_requests_seconds{service=\"web\",quantile=\"0.5\"}",
        "http_server_requests_seconds{service=\"web\",quantile=\"0.95\"}",
        "rate(hikaricp_connections_timeout_total{pool=\"orders\"}[1m])",
    ]);
    let all = panels(&columns, None);
    let ids: Vec<_> = all.iter().map(|panel| panel.chart.id).collect();
    assert_eq!(ids, ["latency", "pool", "pool-timeouts"]);
    let pools: Vec<_> = all[1]
        .variants
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(pools, ["catalog", "orders"]);
    let labels: Vec<_> = all[1].variants[0]
        .1
        .series
        .iter()
        .map(|s| &s.label)
        .collect();
    assert_eq!(labels, ["pending", "active"]);
    assert_eq!(all[0].variants.len(), 1);
    assert_eq!(all[2].variants[0].1.series[0].label, "orders");
}

#[test]
fn one_label_is_read_among_several() {
    let column = "m{service=\"web\",quantile=\"0.5\"}";
    assert_eq!(label(column, "m", "quantile"), Some("0.5"));
    assert_eq!(label(column, "m", "pool"), None);
    assert_eq!(label("mm{service=\"web\"}", "m", "service"), None);
}

/// A chart that is declared has columns, and none of those it names is unknown: a column that is
/// renamed or never scraped is found here.
#[test]
fn the_first_incident_has_every_series_of_every_chart() {
    let shipped = library::entries()[0];
    let incident = library::load(shipped.id).expect("a shipped incident");
    let mut columns = vocabulary::columns(&incident);
    columns.extend(slo::columns().map(str::to_string));
    columns.push(charts::USABLE_CONNECTIONS.to_string());
    // Only worlds that lock something have it.
    columns.push("pg_stat_activity_count{wait_event_type=\"Lock\"}".to_string());
    let shown = panels(&columns, Some(&incident.objective));
    let shown_ids: Vec<_> = shown.iter().map(|panel| panel.chart.id).collect();
    assert_eq!(shown_ids, charts::ids());
    for Panel { chart, variants } in &shown {
        let declared = match chart.source {
            Source::Columns(all) | Source::Each { series: all, .. } => all.len(),
            Source::By { .. } => 1,
        };
        for (name, spec) in variants {
            assert!(spec.series.len() >= declared, "{} {name}", chart.id);
            assert_eq!(spec.thresholds.len(), chart.limits.len(), "{}", chart.id);
        }
    }
}

#[test]
fn a_chart_has_an_id_a_title_and_a_group_that_is_shown() {
    for (at, chart) in CHARTS.iter().enumerate() {
        let before = &CHARTS[..at];
        assert!(
            !before
                .iter()
                .any(|c| c.id == chart.id || c.title == chart.title)
        );
        assert!(charts::Group::ALL.contains(&chart.group));
        assert_eq!(charts::find(chart.id).map(|c| c.title), Some(chart.title));
    }
}

#[test]
fn limits_say_what_they_stand_for() {
    let burn = charts::find("burn").expect("a chart");
    let labels: Vec<_> = thresholds(burn.limits, None)
        .into_iter()
        .map(|t| t.label)
        .collect();
    assert_eq!(labels, ["page at 14.4", "page at 6"]);
}

#[test]
fn bands_of_the_heat_map_lie_on_each_other_without_gap() {
    let shipped = library::entries()[0];
    let incident = library::load(shipped.id).expect("a shipped incident");
    let columns = vocabulary::columns(&incident);
    let all = panels(&columns, None);
    let heat = all.iter().find(|panel| panel.chart.id == "latency-heat");
    for (service, spec) in &heat.expect("a heat map").variants {
        assert_eq!(spec.bands.len(), 30, "{service}");
        assert_eq!(spec.series.len(), 3, "{service}");
        assert!(spec.bands[0].below.is_none() && spec.bands[29].hi.is_infinite());
        for pair in spec.bands.windows(2) {
            assert!((pair[0].hi - pair[1].lo).abs() < 1e-12);
            assert_eq!(Some(pair[0].upto), pair[1].below);
        }
    }
}

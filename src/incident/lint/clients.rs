//! Classes of requests.

use super::findings::Findings;
use super::known::Known;
use super::words::TITLE_CHARS_MAX;
use super::{lifecycle, transactions};
use crate::incident::document::{Backoff, Class, Database, Population, Retry, Shape};

pub(super) fn class(
    at: &str,
    class: &Class,
    database: &Database,
    known: &Known,
    found: &mut Findings,
) {
    found.name(&format!("{at}.name"), &class.name);
    found.words(&format!("{at}.uri"), &class.uri, TITLE_CHARS_MAX);
    known.service(&format!("{at}.service"), &class.service, found);
    arrivals(at, class, found);
    factors(
        &format!("{at}.rate_factors"),
        &class.rate_factors,
        known.run_s,
        found,
    );
    found.range(&format!("{at}.before_ms"), class.before_ms, 0.0..=60_000.0);
    found.range(&format!("{at}.queries"), class.queries, 0..=100);
    found.range(
        &format!("{at}.query_cpu_ms"),
        class.query_cpu_ms,
        0.0..=60_000.0,
    );
    found.range(
        &format!("{at}.query_blocks"),
        class.query_blocks,
        0..=1_000_000,
    );
    found.range(
        &format!("{at}.leak_probability"),
        class.leak_probability,
        0.0..=1.0,
    );
    found.range(&format!("{at}.held_ms"), class.held_ms, 0.0..=60_000.0);
    found.range(&format!("{at}.patience_s"), class.patience_s, 0.01..=600.0);
    if let Some(patience) = &class.queue_patience {
        let at = format!("{at}.queue_patience");
        found.range(&format!("{at}.mean_s"), patience.mean_s, 0.001..=3600.0);
        shape(&format!("{at}.shape"), patience.shape, found);
    }
    shape(&format!("{at}.before_shape"), class.before_shape, found);
    shape(
        &format!("{at}.query_cpu_shape"),
        class.query_cpu_shape,
        found,
    );
    shape(&format!("{at}.held_shape"), class.held_shape, found);
    retry(&format!("{at}.retry"), &class.retry, found);
    transactions::transaction(&format!("{at}.transaction"), class, found);
    lifecycle::writes(at, class, database, found);
    if class.queries > 0 && class.query_cpu_ms <= 0.0 {
        found.error(&format!("{at}.query_cpu_ms"), "a query needs some CPU");
    }
}

/// Either a rate or a population.
fn arrivals(at: &str, class: &Class, found: &mut Findings) {
    if let Some(rate) = class.visits_per_second {
        found.range(&format!("{at}.visits_per_second"), rate, 0.001..=20_000.0);
    }
    match (&class.visits_per_second, &class.population) {
        (None, None) => found.error(at, "give `visits_per_second` or `population`"),
        (Some(_), Some(_)) => {
            let message = "give `visits_per_second` or `population`, not both";
            found.error(&format!("{at}.population"), message);
        }
        (None, Some(population)) => {
            self::population(&format!("{at}.population"), population, found);
            if !class.rate_factors.is_empty() {
                let message = "a closed population has no rate that factors could change";
                found.error(&format!("{at}.rate_factors"), message);
            }
        }
        (Some(_), None) => {}
    }
}

fn population(at: &str, population: &Population, found: &mut Findings) {
    found.range(&format!("{at}.users"), population.users, 1..=100_000);
    found.range(
        &format!("{at}.think_s"),
        population.think_s,
        0.001..=86_400.0,
    );
    shape(&format!("{at}.think_shape"), population.think_shape, found);
}

fn factors(at: &str, factors: &[(f64, f64)], run_s: (f64, f64), found: &mut Findings) {
    found.entries(at, factors, 0..=1000);
    let mut last = f64::NEG_INFINITY;
    for (i, &(at_s, factor)) in factors.iter().enumerate() {
        found.range(&format!("{at}[{i}][0]"), at_s, run_s.0..=run_s.1);
        found.range(&format!("{at}[{i}][1]"), factor, 0.0..=100.0);
        if at_s <= last {
            let message = format!("{at_s} is not after {last}: times must ascend");
            found.error(&format!("{at}[{i}][0]"), message);
        }
        last = at_s;
    }
}

fn retry(at: &str, retry: &Retry, found: &mut Findings) {
    found.range(&format!("{at}.attempts_max"), retry.attempts_max, 1..=20);
    found.range(&format!("{at}.probability"), retry.probability, 0.0..=1.0);
    found.range(
        &format!("{at}.backoff_base_s"),
        retry.backoff_base_s,
        0.0..=600.0,
    );
    found.range(
        &format!("{at}.backoff_cap_s"),
        retry.backoff_cap_s,
        0.0..=3600.0,
    );
    let grows = matches!(retry.backoff, Backoff::FullJitter | Backoff::Exponential);
    if grows && retry.backoff_cap_s < retry.backoff_base_s {
        found.error(
            &format!("{at}.backoff_cap_s"),
            "the longest pause is below the first one",
        );
    }
    if let Some(budget) = &retry.budget {
        found.range(&format!("{at}.budget.ratio"), budget.ratio, 0.0..=10.0);
        let saved = budget.retries_max;
        found.range(&format!("{at}.budget.retries_max"), saved, 1..=1_000_000);
    }
    if let Some(timeout) = &retry.attempt_timeout {
        let path = format!("{at}.attempt_timeout.after_s");
        found.range(&path, timeout.after_s, 0.001..=600.0);
    }
}

fn shape(at: &str, shape: Shape, found: &mut Findings) {
    match shape {
        Shape::Exponential | Shape::Deterministic => {}
        Shape::Erlang(phases) => found.range(&format!("{at}.erlang"), phases, 1..=1000),
        Shape::Hyperexponential(cv2) => {
            found.range(&format!("{at}.hyperexponential"), cv2, 1.0..=10_000.0);
        }
        Shape::Lognormal(cv2) => found.range(&format!("{at}.lognormal"), cv2, 0.0..=1000.0),
    }
}

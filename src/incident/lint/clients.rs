//! Classes of requests.

use super::findings::Findings;
use super::known::Known;
use super::rules::{Name, TITLE, by, member, rows};
use super::{lifecycle, transactions};
use crate::incident::document::{
    AttemptTimeout, Backoff, Class, Database, Population, QueuePatience, Retry, RetryBudget, Shape,
};

pub(super) fn class(
    at: &str,
    class: &Class,
    database: &Database,
    known: &Known,
    found: &mut Findings,
) {
    arrivals(at, class, found);
    rows!(found, at, class, {
        name: Name,
        uri: TITLE,
        service: known.services,
        rate_factors: by(|at, all: &[(f64, f64)], found| factors(at, all, known.run_s, found)),
        before_ms: 0.0..=60_000.0,
        queries: 0..=100,
        query_cpu_ms: 0.0..=60_000.0,
        query_blocks: 0..=1_000_000,
        leak_probability: 0.0..=1.0,
        held_ms: 0.0..=60_000.0,
        patience_s: 0.01..=600.0,
        queue_patience: by(queue_patience),
        before_shape: by(shape),
        query_cpu_shape: by(shape),
        held_shape: by(shape),
        retry: by(retry),
        transaction: by(|at, it, found| transactions::transaction(at, it, class, found)),
        writes: by(|at, it, found| lifecycle::writes(at, it, class, database, found)),
    });
    if class.queries > 0 && class.query_cpu_ms <= 0.0 {
        found.error(&member(at, "query_cpu_ms"), "a query needs some CPU");
    }
}

fn queue_patience(at: &str, patience: &QueuePatience, found: &mut Findings) {
    rows!(found, at, patience, {
        mean_s: 0.001..=3600.0,
        shape: by(shape),
    });
}

/// Either a rate or a population.
fn arrivals(at: &str, class: &Class, found: &mut Findings) {
    rows!(found, at, class, { visits_per_second: 0.001..=20_000.0 });
    match (&class.visits_per_second, &class.population) {
        (None, None) => found.error(at, "give `visits_per_second` or `population`"),
        (Some(_), Some(_)) => {
            let message = "give `visits_per_second` or `population`, not both";
            found.error(&member(at, "population"), message);
        }
        (None, Some(population)) => {
            self::population(&member(at, "population"), population, found);
            if !class.rate_factors.is_empty() {
                let message = "a closed population has no rate that factors could change";
                found.error(&member(at, "rate_factors"), message);
            }
        }
        (Some(_), None) => {}
    }
}

fn population(at: &str, population: &Population, found: &mut Findings) {
    rows!(found, at, population, {
        users: 1..=100_000,
        think_s: 0.001..=86_400.0,
        think_shape: by(shape),
    });
}

fn factors(at: &str, factors: &[(f64, f64)], run_s: (f64, f64), found: &mut Findings) {
    found.entries(at, factors, 0..=1000);
    let mut last = f64::NEG_INFINITY;
    for (i, &(at_s, factor)) in factors.iter().enumerate() {
        found.check(&format!("{at}[{i}][0]"), run_s.0..=run_s.1, &at_s);
        found.check(&format!("{at}[{i}][1]"), 0.0..=100.0, &factor);
        if at_s <= last {
            let message = format!("{at_s} is not after {last}: times must ascend");
            found.error(&format!("{at}[{i}][0]"), message);
        }
        last = at_s;
    }
}

fn retry(at: &str, retry: &Retry, found: &mut Findings) {
    rows!(found, at, retry, {
        attempts_max: 1..=20,
        probability: 0.0..=1.0,
        backoff_base_s: 0.0..=600.0,
        backoff_cap_s: 0.0..=3600.0,
        budget: by(|at, budget: &RetryBudget, found| rows!(found, at, budget, {
            ratio: 0.0..=10.0,
            retries_max: 1..=1_000_000,
        })),
        attempt_timeout: by(|at, timeout: &AttemptTimeout, found| rows!(found, at, timeout, {
            after_s: 0.001..=600.0,
        })),
    });
    let grows = matches!(retry.backoff, Backoff::FullJitter | Backoff::Exponential);
    if grows && retry.backoff_cap_s < retry.backoff_base_s {
        let message = "the longest pause is below the first one";
        found.error(&member(at, "backoff_cap_s"), message);
    }
}

fn shape(at: &str, shape: &Shape, found: &mut Findings) {
    match shape {
        Shape::Exponential | Shape::Deterministic => {}
        Shape::Erlang(phases) => found.check(&member(at, "erlang"), 1..=1000, phases),
        Shape::Hyperexponential(cv2) => {
            found.check(&member(at, "hyperexponential"), 1.0..=10_000.0, cv2);
        }
        Shape::Lognormal(cv2) => found.check(&member(at, "lognormal"), 0.0..=1000.0, cv2),
    }
}

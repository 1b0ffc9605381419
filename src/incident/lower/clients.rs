//! Classes of requests and their users.

use super::transactions::transaction;
use super::{Origin, lifecycle, millis};
use crate::incident::document as doc;
use crate::sim::spec::{AttemptTimeout, ClassSpec, PopulationSpec, RetryBudget, RetrySpec};
use crate::sim::time::from_seconds;

pub(super) fn class(class: &doc::Class, world: &doc::World, origin: &Origin) -> Option<ClassSpec> {
    let service = world
        .services
        .iter()
        .position(|s| s.name == class.service)?;
    let factors = class.rate_factors.iter();
    Some(ClassSpec {
        name: class.name.clone(),
        uri: class.uri.clone(),
        service,
        visits_per_second: class.visits_per_second.unwrap_or(0.0),
        population: class.population.as_ref().map(|population| PopulationSpec {
            users: population.users,
            think_mean: from_seconds(population.think_s),
            think_shape: population.think_shape,
        }),
        rate_factors: factors
            .map(|&(at_s, factor)| (origin.at(at_s), factor))
            .collect(),
        before_mean: millis(class.before_ms),
        before_shape: class.before_shape,
        queries: class.queries,
        query_cpu_mean: millis(class.query_cpu_ms),
        query_cpu_shape: class.query_cpu_shape,
        query_blocks: class.query_blocks,
        transaction: transaction(class.transaction.as_ref()),
        held_mean: millis(class.held_ms),
        held_shape: class.held_shape,
        leak_probability: class.leak_probability.clamp(0.0, 1.0),
        writes: lifecycle::writes(class.writes.as_ref(), &world.database),
        retry: retry(&class.retry),
        queue_patience: class
            .queue_patience
            .as_ref()
            .map(|patience| (from_seconds(patience.mean_s), patience.shape)),
        patience: from_seconds(class.patience_s),
    })
}

fn retry(retry: &doc::Retry) -> RetrySpec {
    RetrySpec {
        attempts_max: retry.attempts_max.max(1),
        probability: retry.probability,
        backoff: retry.backoff,
        backoff_base: from_seconds(retry.backoff_base_s),
        backoff_cap: from_seconds(retry.backoff_cap_s),
        budget: retry.budget.as_ref().map(|budget| RetryBudget {
            ratio_millionths: (budget.ratio * 1e6 + 0.5) as u32,
            retries_max: budget.retries_max,
        }),
        attempt_timeout: retry
            .attempt_timeout
            .as_ref()
            .map(|timeout| AttemptTimeout {
                after: from_seconds(timeout.after_s),
                cancels: timeout.cancels,
            }),
    }
}

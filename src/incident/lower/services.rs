//! Services, pools, clients without a pool.

use super::millis;
use crate::incident::document as doc;
use crate::sim::spec::{LoopSpec, PoolSpec, ServiceSpec};
use crate::sim::time::from_seconds;

pub(super) fn service(service: &doc::Service) -> ServiceSpec {
    ServiceSpec {
        name: service.name.clone(),
        instances: service.instances,
        instances_max: service.instances_max.max(service.instances),
        threads: service.threads,
        accept_queue_max: service.accept_queue_max,
        gateway_timeout: from_seconds(service.gateway_timeout_s),
        boot: from_seconds(service.boot_s),
        pool: service.pool.as_ref().map(|pool| PoolSpec {
            name: pool.name.clone(),
            path: pool.path.clone(),
            prefix: pool.prefix.clone(),
            user: pool.user.clone(),
            application: service.name.clone(),
            validation_cpu: millis(pool.validation_cpu_ms),
            fail_fast: pool.fail_fast,
        }),
        loops: service.loops.as_ref().map(|loops| LoopSpec {
            application: loops.application.clone(),
            user: loops.user.clone(),
            per_instance: loops.per_instance,
            period: from_seconds(loops.period_s),
            retry_pause: millis(loops.retry_pause_ms),
            query_cpu_mean: millis(loops.query_cpu_ms),
            query_blocks: loops.query_blocks,
            reads: loops.reads.clone(),
        }),
        tier: super::tier::tier(service),
    }
}

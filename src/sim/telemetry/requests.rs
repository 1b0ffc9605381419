//! Metrics of services, their pools and classes of requests.

use super::scrape::{Gauge, Metrics, labelled};
use crate::bands;
use crate::pool::Pool;
use crate::spec::WorldSpec;

pub(super) fn metrics(spec: &WorldSpec, metrics: &mut Metrics) {
    for (s, service) in spec.services.iter().enumerate() {
        if spec.classes.iter().any(|class| class.service == s) {
            requests(s, &service.name, metrics);
        }
        let ready = "kube_deployment_status_replicas_ready";
        metrics.add(labelled(ready, "deployment", &service.name), move |at| {
            at.world.services[s].ready.len() as f64
        });
        if let Some(pool) = &service.pool {
            self::pool(s, &pool.name, metrics);
        }
    }
    for (c, class) in spec.classes.iter().enumerate() {
        let column = |name| labelled(name, "class", &class.name);
        metrics.add(column("uri:http_server_requests:rate1m"), move |at| {
            at.rate(|all| all.class(c).offered)
        });
        let errors = column("uri:http_server_requests_errors:ratio1m");
        metrics.add(errors, move |at| {
            at.grown(|all| all.class(c).failed) / at.grown(|all| all.class(c).answered)
        });
        metrics.add(column("class:visits_affected:ratio1m"), move |at| {
            at.grown(|all| all.class(c).affected) / at.grown(|all| all.class(c).visits)
        });
    }
}

fn requests(s: usize, service: &str, metrics: &mut Metrics) {
    let column = |name| labelled(name, "service", service);
    let rate = column("service:http_server_requests:rate1m");
    metrics.add(rate, move |at| at.rate(|all| all.service(s).offered));
    let errors = column("service:http_server_requests_errors:ratio1m");
    metrics.add(errors, move |at| {
        at.grown(|all| all.service(s).failed) / at.grown(|all| all.service(s).answered)
    });
    for (text, q) in [("0.5", 0.5), ("0.95", 0.95), ("0.99", 0.99)] {
        let labels = format!("service=\"{service}\",quantile=\"{text}\"");
        let seconds = format!("http_server_requests_seconds{{{labels}}}");
        metrics.add(seconds, move |at| {
            at.responses[s].quantile(q).map_or(f64::NAN, |ns| ns / 1e9)
        });
    }
    let answers = column("service:http_server_requests:increase");
    metrics.add(answers, move |at| at.since(|all| all.service(s).answered));
    let failures = column("service:http_server_requests_errors:increase");
    metrics.add(failures, move |at| at.since(|all| all.service(s).failed));
    for band in 0..=bands::EDGES {
        let bucket = bands::column(service, band);
        metrics.add(bucket, move |at| f64::from(at.bands[s][band]));
    }
    metrics.add(column("tomcat_threads_busy_threads"), move |at| {
        at.instances(s).map(|i| f64::from(i.busy)).sum()
    });
}

fn pool(s: usize, pool: &str, metrics: &mut Metrics) {
    let column = |name: &str| labelled(&format!("hikaricp_connections{name}"), "pool", pool);
    let gauges: [Gauge<Pool, u32>; 5] = [
        ("", |pool| pool.total),
        ("_active", |pool| pool.active()),
        ("_idle", |pool| pool.idle.len() as u32),
        ("_pending", |pool| pool.waiting),
        ("_max", |pool| pool.config.maximum_pool_size),
    ];
    for (name, read) in gauges {
        metrics.add(column(name), move |at| {
            let pools = at.instances(s).filter_map(|i| i.pool.as_ref());
            pools.map(read).sum::<u32>().into()
        });
    }
    let timeouts = format!("rate({}[1m])", column("_timeout_total"));
    metrics.add(timeouts, move |at| {
        at.rate(|all| all.service(s).pool_timeouts)
    });
}

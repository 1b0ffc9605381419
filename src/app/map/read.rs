//! Reads the map off the telemetry and off what the tools show.

mod data;

use super::health::{Health, Judged, beyond, errors, worst};
use super::{Edge, Fact, Fill, Node, NodeKind, ServiceMap};
use crate::app::protocol::{DatabaseView, PipelineView, ServiceView};
use crate::chart::{Samples, Unit};
use crate::incident::document::{Incident, Service};

/// What a map is read from.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The incident's document: which parts there are, and the objective.
    pub incident: &'a Incident,
    /// The telemetry so far; its last row counts.
    pub samples: &'a Samples,
    /// Services as their deployments show them.
    pub services: &'a [ServiceView],
    /// The database.
    pub database: &'a DatabaseView,
    /// Pipelines.
    pub pipelines: &'a [PipelineView],
    /// Share of users' visits that ended badly in the last minute.
    pub users_failing: f64,
}

/// The map as it stands.
#[must_use]
pub fn read(sources: &Sources<'_>) -> ServiceMap {
    let mut reader = Reader {
        from: sources,
        map: ServiceMap::default(),
    };
    reader.read();
    reader.map
}

struct Reader<'a> {
    from: &'a Sources<'a>,
    map: ServiceMap,
}

/// What flows to a service: requests a second, the share that fails, p95 in seconds.
#[derive(Clone, Copy, Default)]
struct Flow {
    rate: Option<f64>,
    errors: Option<f64>,
    p95_s: Option<f64>,
}

fn count(value: f64) -> String {
    Unit::Count.format(value)
}

fn ratio(value: f64) -> String {
    Unit::Ratio.format(value)
}

fn rate(value: f64) -> String {
    Unit::PerSecond.format(value)
}

fn seconds(value: f64) -> String {
    Unit::Seconds.format(value)
}

fn facts(all: Vec<(&'static str, Option<String>)>) -> Vec<Fact> {
    let known = all.into_iter();
    known
        .filter_map(|(label, value)| value.map(|value| Fact { label, value }))
        .collect()
}

impl Reader<'_> {
    /// The last value of a column.
    fn last(&self, column: &str) -> Option<f64> {
        let samples = self.from.samples;
        let row = samples.len().checked_sub(1)?;
        let value = samples.value(samples.column_index(column)?, row)?;
        Some(f64::from(value))
    }

    fn push(&mut self, node: Node) -> usize {
        self.map.nodes.push(node);
        self.map.nodes.len() - 1
    }

    fn edge(&mut self, from: usize, to: usize, health: Health, texts: [Option<String>; 3]) {
        let [rate, errors, latency] = texts.map(Option::unwrap_or_default);
        self.map.edges.push(Edge {
            from,
            to,
            health,
            rate,
            errors,
            latency,
        });
    }

    fn serves_users(&self, service: &Service) -> bool {
        let classes = &self.from.incident.world.classes;
        classes.iter().any(|class| class.service == service.name)
    }

    fn read(&mut self) {
        let services = &self.from.incident.world.services;
        let fronts = services.iter().filter(|s| self.serves_users(s));
        let fronts: Vec<&Service> = fronts.collect();
        let balancer = (!fronts.is_empty()).then(|| self.entrance(&fronts));
        let mut into_database = Vec::new();
        for (row, service) in services.iter().enumerate() {
            let (at, flow, health) = self.service(row, service);
            if let Some(balancer) = balancer.filter(|_| self.serves_users(service)) {
                let health = self.flow_health(&flow).map_or(health, |(health, _)| health);
                self.edge(balancer, at, health, flow_texts(&flow));
            }
            self.cache(row, service, at);
            into_database.push(
                self.pool(row, service, at)
                    .unwrap_or((at, Health::Unknown, None)),
            );
        }
        let bouncer = self.bouncer();
        let database = self.database();
        let target = bouncer.unwrap_or(database);
        for (at, health, held) in into_database {
            self.edge(at, target, health, [held, None, None]);
        }
        if let Some(bouncer) = bouncer {
            let health = self.map.nodes[database].health.unwrap_or(Health::Unknown);
            let commits = self.last("rate(pg_stat_database_xact_commit[1m])");
            self.edge(bouncer, database, health, [commits.map(rate), None, None]);
        }
        self.replica(database);
        self.pipelines();
    }

    fn flow(&self, service: &str) -> Flow {
        let of = |name: &str| self.last(&format!("{name}{{service=\"{service}\"}}"));
        let p95 =
            format!("http_server_requests_seconds{{service=\"{service}\",quantile=\"0.95\"}}");
        Flow {
            rate: of("service:http_server_requests:rate1m"),
            errors: of("service:http_server_requests_errors:ratio1m"),
            p95_s: self.last(&p95),
        }
    }

    /// The flow against the objective; none where nothing flows.
    fn flow_health(&self, flow: &Flow) -> Option<Judged> {
        let objective = &self.from.incident.objective;
        let flows = flow.rate.filter(|rate| *rate > 0.0)?;
        let Some(share) = flow.errors else {
            let why = format!("{} and no answer", rate(flows));
            return Some((Health::Failing, why));
        };
        let slow = flow.p95_s.map(|p95| {
            let why = format!("95 % of answers take up to {}", seconds(p95));
            (beyond(p95, objective.p95_s_max), why)
        });
        let wrong = format!("{} of requests fail", ratio(share));
        Some(worst(
            [(errors(share, objective), wrong)].into_iter().chain(slow),
        ))
    }

    fn entrance(&mut self, fronts: &[&Service]) -> usize {
        let flows: Vec<Flow> = fronts.iter().map(|s| self.flow(&s.name)).collect();
        let total: f64 = flows.iter().filter_map(|flow| flow.rate).sum();
        let failed = flows
            .iter()
            .filter_map(|f| Some(f.rate? * f.errors?))
            .sum::<f64>();
        let answered: f64 = flows
            .iter()
            .filter(|f| f.errors.is_some())
            .filter_map(|f| f.rate)
            .sum();
        let share = (answered > 0.0).then(|| failed / answered);
        let objective = &self.from.incident.objective;
        let failing = self.from.users_failing;
        let state = errors(failing, objective);
        let users = self.push(Node {
            health: Some(state),
            state: state.word().into(),
            why: unless(state, format!("{} of visits end badly", ratio(failing))),
            line: format!("{} failing", ratio(failing)),
            facts: facts(vec![
                ("Visits that end badly", Some(ratio(failing))),
                ("Requests", Some(rate(total))),
                ("Requests that fail", share.map(ratio)),
            ]),
            runbook: "comms",
            ..blank("users", NodeKind::Users, "Users")
        });
        let named = |s: &&Service| self.from.services.iter().find(|v| v.name == s.name);
        let views = fronts.iter().filter_map(named);
        let (ready, desired) = views.fold((0, 0), |(ready, desired), view| {
            (ready + view.ready, desired + view.desired)
        });
        let (state, why) = if desired > 0 && ready == 0 {
            (Health::Down, "no instance is in rotation".to_string())
        } else if ready < desired {
            let out = format!(
                "{} of {desired} instances are out of rotation",
                desired - ready
            );
            (Health::Degraded, out)
        } else {
            (Health::Healthy, String::new())
        };
        let balancer = self.push(Node {
            health: Some(state),
            state: state.word().into(),
            why,
            line: format!("{ready}/{desired} in rotation"),
            facts: facts(vec![
                ("Requests", Some(rate(total))),
                ("Requests that fail", share.map(ratio)),
                (
                    "Instances in rotation",
                    Some(format!("{ready} of {desired}")),
                ),
            ]),
            runbook: "triage",
            command: "kubectl get pods".into(),
            ..blank("balancer", NodeKind::Balancer, "Load balancer")
        });
        let health = share.map_or(Health::Unknown, |share| errors(share, objective));
        let flow = [Some(rate(total)), share.map(failing_words), None];
        self.edge(users, balancer, health, flow);
        balancer
    }

    fn service(&mut self, row: usize, service: &Service) -> (usize, Flow, Health) {
        let name = &service.name;
        let flow = self.flow(name);
        let view = self.from.services.iter().find(|view| view.name == *name);
        let (ready, desired) = view.map_or((0, service.instances), |v| (v.ready, v.desired));
        let threads = self.last(&format!(
            "tomcat_threads_busy_threads{{service=\"{name}\"}}"
        ));
        let breaker = self.last(&format!(
            "resilience4j_circuitbreaker_state{{service=\"{name}\",state=\"open\"}}"
        ));
        let missing = format!("{ready} of {desired} instances are ready");
        let instances = match (ready, desired) {
            (_, 0) => None,
            (0, _) => Some((Health::Down, "no instance is ready".to_string())),
            _ if ready < desired => Some((Health::Degraded, missing)),
            _ => None,
        };
        let open = breaker.filter(|open| *open > 0.0).map(|open| {
            let health = if open >= f64::from(ready) {
                Health::Failing
            } else {
                Health::Degraded
            };
            (
                health,
                format!("the circuit breaker is open in {}", count(open)),
            )
        });
        let (health, why) = if view.is_none() {
            (Health::Unknown, String::new())
        } else {
            worst(
                self.flow_health(&flow)
                    .into_iter()
                    .chain(open)
                    .chain(instances),
            )
        };
        let all = f64::from(service.threads) * f64::from(ready);
        let busy = threads.map(|threads| format!("{} of {}", count(threads), count(all)));
        let line = match threads {
            Some(threads) => format!("{ready}/{desired} ready, {} busy", count(threads)),
            None => format!("{ready}/{desired} ready"),
        };
        let at = self.push(Node {
            row,
            health: Some(health),
            state: health.word().into(),
            why,
            line,
            facts: facts(vec![
                ("Instances ready", Some(format!("{ready} of {desired}"))),
                ("Threads busy", busy),
                ("Requests", flow.rate.map(rate)),
                ("Requests that fail", flow.errors.map(ratio)),
                ("Answers, p95", flow.p95_s.map(seconds)),
                ("Circuit breakers open", breaker.map(count)),
            ]),
            runbook: "triage",
            command: format!("kubectl logs deployment/{name} --tail=50"),
            ..blank(&format!("service:{name}"), NodeKind::Service, name)
        });
        (at, flow, health)
    }

    fn cache(&mut self, row: usize, service: &Service, at: usize) {
        let Some(cache) = &service.cache else { return };
        let of = |result| {
            let name = &cache.name;
            self.last(&format!(
                "rate(cache_gets_total{{cache=\"{name}\",result=\"{result}\"}}[1m])"
            ))
        };
        let (hits, misses) = (of("hit"), of("miss"));
        let gets = hits.unwrap_or(0.0) + misses.unwrap_or(0.0);
        let share = hits.filter(|_| gets > 0.0).map(|hits| hits / gets);
        let health = match share {
            None => Health::Unknown,
            Some(share) if share < 0.5 => Health::Degraded,
            Some(_) => Health::Healthy,
        };
        let entries = self.last(&format!("cache_size{{cache=\"{}\"}}", cache.name));
        let node = self.push(Node {
            row,
            health: Some(health),
            state: health.word().into(),
            why: unless(health, "more misses than hits".into()),
            line: share.map_or("no lookups".into(), |share| {
                format!("{} hits", ratio(share))
            }),
            facts: facts(vec![
                ("Hits", hits.map(rate)),
                ("Misses", misses.map(rate)),
                ("Hit ratio", share.map(ratio)),
                ("Entries", entries.map(count)),
            ]),
            runbook: "db-cpu",
            ..blank(
                &format!("cache:{}", cache.name),
                NodeKind::Cache,
                &cache.name,
            )
        });
        let texts = [(gets > 0.0).then(|| rate(gets)), None, None];
        self.edge(at, node, health, texts);
    }

    /// A service's pool; tells the place that speaks to the database and what it holds.
    fn pool(
        &mut self,
        row: usize,
        service: &Service,
        at: usize,
    ) -> Option<(usize, Health, Option<String>)> {
        let pool = service.pool.as_ref()?;
        let of = |what| {
            let name = &pool.name;
            self.last(&format!("hikaricp_connections{what}{{pool=\"{name}\"}}"))
        };
        let [total, active, idle, pending, max] =
            ["", "_active", "_idle", "_pending", "_max"].map(of);
        let timeouts = self.last(&format!(
            "rate(hikaricp_connections_timeout_total{{pool=\"{}\"}}[1m])",
            pool.name
        ));
        let (health, why) = match (total, max) {
            (Some(total), Some(max)) if max > 0.0 => {
                let none = (total < 1.0).then(|| (Health::Down, "it holds no connection".into()));
                let timed = timeouts.filter(|rate| *rate > 0.0).map(|timeouts| {
                    let why = format!("{} wait in vain for a connection", rate(timeouts));
                    (Health::Failing, why)
                });
                let waits = pending
                    .filter(|pending| *pending >= 1.0)
                    .map(|pending| (Health::Degraded, format!("{} threads wait", count(pending))));
                worst(none.into_iter().chain(timed).chain(waits))
            }
            _ => (Health::Unknown, String::new()),
        };
        let fill = max.filter(|max| *max > 0.0).map(|max| {
            let busy = (active.unwrap_or(0.0) / max).clamp(0.0, 1.0);
            let idle = (idle.unwrap_or(0.0) / max).clamp(0.0, 1.0 - busy);
            Fill { busy, idle }
        });
        let line = match (total, max) {
            (Some(total), Some(max)) => format!("{} of {} held", count(total), count(max)),
            _ => "no data".to_string(),
        };
        let node = self.push(Node {
            row,
            health: Some(health),
            state: health.word().into(),
            why,
            line,
            fill,
            facts: facts(vec![
                ("Connections", total.map(count)),
                ("Active", active.map(count)),
                ("Idle", idle.map(count)),
                ("Threads waiting", pending.map(count)),
                ("Most, all instances", max.map(count)),
                ("Waits that time out", timeouts.map(rate)),
            ]),
            runbook: "db-pool",
            command: format!("grep maximumPoolSize {}", pool.path),
            ..blank(&format!("pool:{}", pool.name), NodeKind::Pool, &pool.name)
        });
        let waiting = pending.map(|pending| format!("{} wait", count(pending)));
        let lost = timeouts.filter(|rate| *rate > 0.0);
        let lost = lost.map(|timeouts| format!("{} fail", rate(timeouts)));
        self.edge(at, node, health, [waiting, lost, None]);
        let held = total.map(|total| format!("{} held", count(total)));
        Some((node, health, held))
    }
}

fn blank(id: &str, kind: NodeKind, name: &str) -> Node {
    Node {
        id: id.to_string(),
        kind,
        name: name.to_string(),
        row: 0,
        health: None,
        state: String::new(),
        why: String::new(),
        line: String::new(),
        fill: None,
        facts: Vec::new(),
        runbook: "triage",
        command: String::new(),
    }
}

/// Why something is not healthy.
fn unless(health: Health, why: String) -> String {
    if health > Health::Healthy {
        why
    } else {
        String::new()
    }
}

fn failing_words(share: f64) -> String {
    format!("{} fail", ratio(share))
}

fn flow_texts(flow: &Flow) -> [Option<String>; 3] {
    [
        flow.rate.map(rate),
        flow.errors.map(failing_words),
        flow.p95_s.map(|p95| format!("p95 {}", seconds(p95))),
    ]
}

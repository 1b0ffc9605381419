//! What is behind the services: PgBouncer, the database, its standby; and the pipelines.

use super::{Reader, blank, count, facts, rate, ratio, seconds, unless};
use crate::app::map::health::{BUSY_SHARE, HIT_RATIO_MIN, Health, LAG_S, SLOTS_SHARE, worst};
use crate::app::map::{Fill, Node, NodeKind};
use crate::app::protocol::{Slots, Status};
use crate::chart::Unit;

impl Reader<'_> {
    pub(super) fn bouncer(&mut self) -> Option<usize> {
        let bouncer = self.from.incident.world.database.bouncer.as_ref()?;
        let all = |what: &str| {
            let start = format!("pgbouncer_pools_{what}{{");
            let columns = self.from.samples.names().iter();
            let values = columns
                .filter(|name| name.starts_with(&start))
                .filter_map(|n| self.last(n));
            values.fold(None, |sum: Option<(f64, f64)>, value| {
                let (total, most) = sum.unwrap_or((0.0, 0.0));
                Some((total + value, most.max(value)))
            })
        };
        let sum = |what| all(what).map(|(sum, _)| sum);
        let (active, waiting) = (
            sum("client_active_connections"),
            sum("client_waiting_connections"),
        );
        let (servers, idle) = (
            sum("server_active_connections"),
            sum("server_idle_connections"),
        );
        let longest = all("client_maxwait_seconds").map(|(_, most)| most);
        let limit = self.from.incident.objective.p95_s_max;
        let waits = waiting.filter(|w| *w >= 1.0).map(|waiting| {
            let why = format!("{} clients wait", count(waiting));
            (Health::Degraded, why)
        });
        let late = longest.filter(|s| *s > limit).map(|longest| {
            let why = format!("a client has waited {}", seconds(longest));
            (Health::Failing, why)
        });
        let (health, why) = match active {
            None => (Health::Unknown, String::new()),
            Some(_) => worst(waits.into_iter().chain(late)),
        };
        let line = format!(
            "{} clients, {} wait",
            active.map_or("–".into(), count),
            waiting.map_or("–".into(), count)
        );
        Some(self.push(Node {
            health: Some(health),
            state: health.word().into(),
            why,
            line,
            facts: facts(vec![
                ("Clients served", active.map(count)),
                ("Clients waiting", waiting.map(count)),
                ("Longest wait", longest.map(seconds)),
                ("Servers active", servers.map(count)),
                ("Servers idle", idle.map(count)),
            ]),
            runbook: "db-connections",
            command: format!("tail -n 20 {}", bouncer.path),
            ..blank("bouncer", NodeKind::Bouncer, &bouncer.host)
        }))
    }

    pub(super) fn database(&mut self) -> usize {
        let (view, spec) = (self.from.database, &self.from.incident.world.database);
        let Slots {
            used,
            max,
            reserved,
        } = view.slots;
        let usable = max.saturating_sub(reserved);
        let cpu = self.last("instance:node_cpu_utilisation:rate1m");
        let disk = self.last("instance_device:node_disk_io_time_seconds:rate1m");
        let hits = self.last("pg_stat_database_blks_hit:ratio1m");
        let refused = self.last("rate(postgresql_log_fatal_total{sqlstate=\"53300\"}[1m])");
        let commits = self.last("rate(pg_stat_database_xact_commit[1m])");
        let taken = f64::from(used) / f64::from(usable.max(1));
        let full = usable > 0 && used >= usable;
        let close = usable > 0 && taken >= SLOTS_SHARE;
        let slots = format!("{used} of {usable} usable slots are in use");
        let busy = |what: &str, share: Option<f64>| {
            let share = share.filter(|share| *share >= BUSY_SHARE)?;
            Some((Health::Degraded, format!("{what} is {} busy", ratio(share))))
        };
        let (health, why) = match view.status {
            Some(Status::Ready) => {
                let refuses = refused.filter(|rate| *rate > 0.0).map(|refused| {
                    (
                        Health::Failing,
                        format!("{} logins find no free slot", rate(refused)),
                    )
                });
                let none = full.then(|| (Health::Failing, "no slot is free".to_string()));
                let close = close.then_some((Health::Degraded, slots));
                let cold = hits
                    .filter(|hits| *hits < HIT_RATIO_MIN)
                    .map(|hits| (Health::Degraded, format!("only {} cache hits", ratio(hits))));
                let all = refuses.into_iter().chain(none).chain(close);
                worst(
                    all.chain(busy("CPU", cpu))
                        .chain(busy("the disk", disk))
                        .chain(cold),
                )
            }
            None => (Health::Unknown, String::new()),
            Some(other) => {
                let why = view
                    .error
                    .clone()
                    .unwrap_or_else(|| format!("it is {}", other.word()));
                (Health::Down, why)
            }
        };
        let state = match view.status {
            Some(Status::Ready) | None => health.word(),
            Some(other) => other.word(),
        };
        // Sessions that are about to be refused hold a slot, too: up to all of them.
        let share = f64::from(used) / f64::from(max.max(1));
        let line = format!("{used} of {max} slots");
        let runbook = match view.status {
            Some(Status::Ready) if full || refused.is_some_and(|rate| rate > 0.0) => {
                "db-connections"
            }
            Some(Status::Ready) if busy("CPU", cpu).is_some() => "db-cpu",
            Some(Status::Ready) | None => "triage",
            Some(_) => "db-restart",
        };
        self.push(Node {
            health: Some(health),
            state: state.to_string(),
            why,
            line,
            fill: (max > 0).then_some(Fill {
                busy: share.clamp(0.0, 1.0),
                idle: 0.0,
            }),
            facts: facts(vec![
                ("Slots in use", Some(format!("{used} of {max}"))),
                ("Usable by services", Some(count(usable.into()))),
                ("Reserved", Some(count(reserved.into()))),
                ("Logins refused", refused.map(rate)),
                ("Commits", commits.map(rate)),
                ("CPU", cpu.map(ratio)),
                ("Disk", disk.map(ratio)),
                ("Cache hits", hits.map(ratio)),
            ]),
            runbook,
            command: "psql -c \"SELECT state, count(*) FROM pg_stat_activity GROUP BY state\""
                .into(),
            ..blank("database", NodeKind::Database, &spec.host)
        })
    }

    pub(super) fn replica(&mut self, database: usize) {
        let Some(replica) = &self.from.incident.world.database.replica else {
            return;
        };
        let lag = self.last("pg_replication_lag_seconds");
        let diff = self.last("pg_replication_slots_pg_wal_lsn_diff");
        let health = match lag {
            None => Health::Unknown,
            Some(lag) if lag > 6.0 * LAG_S => Health::Failing,
            Some(lag) if lag > LAG_S => Health::Degraded,
            Some(_) => Health::Healthy,
        };
        let behind = lag.map(|lag| format!("{} behind", seconds(lag)));
        let node = self.push(Node {
            health: Some(health),
            state: health.word().into(),
            why: unless(health, behind.clone().unwrap_or_default()),
            line: behind.clone().unwrap_or_else(|| "not following".into()),
            facts: facts(vec![
                ("Behind", lag.map(seconds)),
                (
                    "Log not received",
                    diff.map(|bytes| Unit::Bytes.format(bytes)),
                ),
            ]),
            runbook: "db-replica",
            ..blank("replica", NodeKind::Replica, &replica.host)
        });
        self.edge(database, node, health, [behind, None, None]);
    }

    pub(super) fn pipelines(&mut self) {
        for (row, pipeline) in self.from.pipelines.iter().enumerate() {
            let state = if pipeline.paused { "paused" } else { "active" };
            let id = format!("pipeline:{}", pipeline.name);
            self.push(Node {
                row,
                state: state.to_string(),
                line: pipeline.about.clone(),
                facts: facts(vec![("What it does", Some(pipeline.about.clone()))]),
                runbook: "db-config",
                ..blank(&id, NodeKind::Pipeline, &pipeline.name)
            });
        }
    }
}

use crate::app::map::{Health, ServiceMap, Sources, read, words};
use crate::app::protocol::{DatabaseView, PipelineView, ServiceView, Slots, State, Status};
use crate::app::shared::Shared;
use crate::app::views;
use crate::chart::Samples;
use crate::drill::Session;
use crate::incident::document::Incident;
use crate::incident::library;
use std::sync::Arc;

fn database(used: u32, status: Status) -> DatabaseView {
    DatabaseView {
        status: Some(status),
        slots: Slots {
            used,
            max: 103,
            reserved: 3,
        },
        ..DatabaseView::default()
    }
}

/// The shipped incident, run to a time with nobody acting.
fn at(at_ms: i64) -> (Arc<Incident>, Samples, State) {
    let incident = library::load("2025-03-15-database-outage").expect("a shipped incident");
    let incident = Arc::new(incident);
    let mut session = Session::new(incident.clone(), 1);
    session.advance_to(at_ms);
    let telemetry = session.world().telemetry();
    let mut samples = Samples::new(telemetry.columns().map(str::to_string), 10_000);
    for row in telemetry.rows().iter() {
        let pushed = samples.push(session.at_ms(row.at), &row.values);
        pushed.expect("rows in order");
    }
    let state = views::state(&session, false);
    (incident, samples, state)
}

fn map_of(incident: &Incident, samples: &Samples, state: &State) -> ServiceMap {
    read(&Sources {
        incident,
        samples,
        services: &state.services,
        database: &state.database,
        pipelines: &state.pipelines,
        users_failing: state.users_failing,
    })
}

fn health(map: &ServiceMap, id: &str) -> Health {
    let node = map.node(id).unwrap_or_else(|| panic!("{id} is on the map"));
    node.health.expect("it is judged")
}

#[test]
fn before_the_outage_all_is_healthy_and_in_it_what_fails_says_so() {
    let (incident, samples, state) = at(-200_000);
    let calm = map_of(&incident, &samples, &state);
    assert_eq!(words::summary(&calm), "All parts are healthy.", "{calm:#?}");
    assert_eq!(calm.nodes.iter().filter(|n| n.health.is_some()).count(), 11);

    let (incident, samples, state) = at(300_000);
    let storm = map_of(&incident, &samples, &state);
    for id in [
        "users",
        "service:web",
        "service:orders",
        "pool:catalog",
        "database",
    ] {
        assert_eq!(health(&storm, id), Health::Failing, "{id}");
    }
    assert_eq!(
        health(&storm, "balancer"),
        Health::Healthy,
        "it passes on what it gets"
    );
    let web = storm.node("service:web").expect("web");
    assert!(web.why.ends_with("of requests fail"), "{}", web.why);
    let told = words::of_node(web);
    assert!(told.starts_with("web, service: failing, "), "{told}");
    assert!(words::summary(&storm).starts_with("Failing: "));
    let rates = storm.edges.iter().filter(|edge| edge.rate.ends_with("/s"));
    assert!(rates.count() >= 3, "{:#?}", storm.edges);
}

fn quiet() -> (Incident, State) {
    let incident = library::load("2025-03-15-database-outage").expect("a shipped incident");
    let services = incident.world.services.iter().map(|service| ServiceView {
        name: service.name.clone(),
        about: String::new(),
        desired: service.instances,
        ready: service.instances,
        max: service.instances_max,
        pool: None,
    });
    let state = State {
        services: services.collect::<Vec<_>>().into(),
        database: database(10, Status::Ready).into(),
        pipelines: Shared::new(vec![PipelineView {
            name: "p".into(),
            about: "Writes files.".into(),
            paused: true,
            last_run_ms: None,
            runs: vec![],
            again: None,
        }]),
        ..State::default()
    };
    (incident, state)
}

#[test]
fn thresholds_are_what_the_table_says() {
    let (incident, mut state) = quiet();
    let goal = incident.objective.clone();
    let errors = "service:http_server_requests_errors:ratio1m{service=\"web\"}";
    let p95 = "http_server_requests_seconds{service=\"web\",quantile=\"0.95\"}";
    let rate = "service:http_server_requests:rate1m{service=\"web\"}";
    let (total, max) = (
        "hikaricp_connections{pool=\"catalog\"}",
        "hikaricp_connections_max{pool=\"catalog\"}",
    );
    let pending = "hikaricp_connections_pending{pool=\"catalog\"}";
    let timeouts = "rate(hikaricp_connections_timeout_total{pool=\"catalog\"}[1m])";
    let cpu = "instance:node_cpu_utilisation:rate1m";
    let hits = "pg_stat_database_blks_hit:ratio1m";
    let refused = "rate(postgresql_log_fatal_total{sqlstate=\"53300\"}[1m])";
    let (web, pool, data) = ("service:web", "pool:catalog", "database");
    type Case<'a> = (&'a str, &'a [(&'a str, f64)], Health);
    let cases: [Case; 15] = [
        (
            web,
            &[(rate, 5.0), (errors, goal.error_ratio_max), (p95, 0.1)],
            Health::Healthy,
        ),
        (
            web,
            &[
                (rate, 5.0),
                (errors, goal.error_ratio_max * 1.1),
                (p95, 0.1),
            ],
            Health::Degraded,
        ),
        (
            web,
            &[(rate, 5.0), (errors, goal.error_ratio_max * 11.0)],
            Health::Failing,
        ),
        (
            web,
            &[(rate, 5.0), (errors, 0.0), (p95, goal.p95_s_max * 2.0)],
            Health::Degraded,
        ),
        (
            web,
            &[(rate, 5.0), (errors, 0.0), (p95, goal.p95_s_max * 11.0)],
            Health::Failing,
        ),
        (web, &[(rate, 5.0)], Health::Failing),
        (web, &[(rate, 0.0)], Health::Healthy),
        (pool, &[], Health::Unknown),
        (pool, &[(total, 0.0), (max, 10.0)], Health::Down),
        (
            pool,
            &[(total, 5.0), (max, 10.0), (pending, 3.0)],
            Health::Degraded,
        ),
        (
            pool,
            &[(total, 5.0), (max, 10.0), (pending, 3.0), (timeouts, 1.0)],
            Health::Failing,
        ),
        (data, &[(cpu, 0.5), (hits, 0.99)], Health::Healthy),
        (data, &[(cpu, 0.95), (hits, 0.99)], Health::Degraded),
        (data, &[(hits, 0.97)], Health::Degraded),
        (data, &[(refused, 2.0)], Health::Failing),
    ];
    for (id, row, wanted) in cases {
        let mut samples = Samples::new(row.iter().map(|(name, _)| *name), 4);
        let values: Vec<f32> = row.iter().map(|(_, value)| *value as f32).collect();
        samples.push(0, &values).expect("a row");
        let map = map_of(&incident, &samples, &state);
        assert_eq!(health(&map, id), wanted, "{id}: {row:?}");
        let why = &map.node(id).expect("there").why;
        let bad = wanted > Health::Healthy;
        assert_eq!(!why.is_empty(), bad, "{id}: {why}");
    }
    let none = Samples::new(["x"], 1);
    for (used, wanted) in [
        (79, Health::Healthy),
        (80, Health::Degraded),
        (100, Health::Failing),
    ] {
        state.database = database(used, Status::Ready).into();
        assert_eq!(
            health(&map_of(&incident, &none, &state), data),
            wanted,
            "{used}"
        );
    }
    state.database = database(100, Status::Starting).into();
    let map = map_of(&incident, &none, &state);
    assert_eq!(health(&map, data), Health::Down);
    assert_eq!(map.node(data).expect("there").state, "starting");
    let mut services = state.services.to_vec();
    services[0].ready = 0;
    services[1].ready = 1;
    state.services = services.into();
    let map = map_of(&incident, &none, &state);
    assert_eq!(health(&map, web), Health::Down);
    assert_eq!(health(&map, "service:orders"), Health::Degraded);
    assert_eq!(health(&map, "balancer"), Health::Degraded);
    assert_eq!(map.node("pipeline:p").expect("there").state, "paused");
}

#[test]
fn a_state_that_says_nothing_gives_a_map_without_judgement() {
    let (incident, _) = quiet();
    let none = Samples::new(["x"], 1);
    let map = map_of(&incident, &none, &State::default());
    assert_eq!(health(&map, "service:web"), Health::Unknown);
    assert_eq!(health(&map, "database"), Health::Unknown);
    let mut empty = incident;
    empty.world.services.clear();
    empty.world.classes.clear();
    let map = map_of(&empty, &none, &State::default());
    assert_eq!(map.nodes.len(), 1, "the database alone");
    assert_eq!(words::summary(&map), "No data yet.");
}

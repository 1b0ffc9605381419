//! The second world: another make than the shop, and well by itself.

use firedrill::drill::Session;
use firedrill::drill::feed::FeedKind;
use firedrill::incident::document::Incident;
use firedrill::incident::library;
use std::sync::Arc;

const ID: &str = "quiet-evening";

/// Nothing happens in it but what people do every day.
pub fn incident() -> Arc<Incident> {
    Arc::new(library::load(ID).expect("the shipped incident loads"))
}

#[test]
fn it_is_of_another_make_than_the_shop() {
    let world = &incident().world;
    assert!(world.database.bouncer.is_some() && world.database.replica.is_some());
    assert!(world.services.iter().any(|service| service.cache.is_some()));
}

/// The last scrape of a column; none where nothing was measured.
fn last(session: &Session, column: &str) -> Option<f64> {
    let telemetry = session.world().telemetry();
    let column = telemetry.column(column).expect(column);
    telemetry.last(column).filter(|value| !value.is_nan())
}

#[test]
fn it_is_well_for_an_hour() {
    let incident = incident();
    let objective = &incident.objective;
    for seed in 1..=3 {
        let mut session = Session::new(incident.clone(), seed);
        for minute in 1..=60 {
            session.advance_to(minute * 60_000);
            for service in &incident.world.services {
                let name = &service.name;
                if !incident.world.classes.iter().any(|c| c.service == *name) {
                    continue;
                }
                let errors =
                    format!("service:http_server_requests_errors:ratio1m{{service=\"{name}\"}}");
                assert_eq!(
                    last(&session, &errors),
                    Some(0.0),
                    "{seed}, {minute}: {name}"
                );
                let p95 =
                    format!("http_server_requests_seconds{{service=\"{name}\",quantile=\"0.95\"}}");
                let p95_s = last(&session, &p95).expect("there are visits");
                assert!(
                    p95_s < objective.p95_s_max,
                    "{seed}, {minute}: {name} {p95_s}"
                );
            }
        }
        let mut entries = session.feed().since(0);
        let loud =
            |kind: &FeedKind| matches!(kind, FeedKind::Alert | FeedKind::Page | FeedKind::Person);
        let first = entries.find(|entry| loud(&entry.kind));
        let first = first.map(|entry| entry.title.clone());
        assert_eq!(first, None, "seed {seed}");
        let zero = session.world_time(0);
        for ledger in session.world().ledger() {
            let visits = ledger.between(zero, session.world_time(3_600_000));
            assert!(visits.total > 1_000);
            assert_eq!(visits.affected, 0, "seed {seed}");
        }
    }
}

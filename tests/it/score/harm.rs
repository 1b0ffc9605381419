//! The account of harm: its sums are exact at any minute of any world.

use super::cut;
use crate::random_worlds;
use crate::shipped::shipped;
use firedrill::debrief::harm::{HarmAccount, HarmLine};
use firedrill::drill::Session;
use firedrill::incident::document::Cost;
use proptest::prelude::*;
use std::sync::Arc;

/// Every sum of an account.
fn holds(account: &HarmAccount) {
    let line = |line: &HarmLine| {
        let causes = line.causes.iter().map(|c| c.visits).sum::<u64>();
        assert_eq!(causes, line.affected, "{line:?}");
        let requests = line.causes.iter().map(|c| c.requests).sum::<u64>();
        assert_eq!(requests, line.failed_requests, "{line:?}");
        assert!(line.affected <= line.visits, "{line:?}");
        assert!(line.too_late + line.stuck <= line.affected, "{line:?}");
    };
    line(&account.sum);
    for class in &account.classes {
        line(&class.sum);
        let column = |n: usize| class.minutes.iter().map(|m| m[n]).sum::<u64>();
        let sum = &class.sum;
        assert_eq!(column(0) + sum.stuck, sum.visits);
        assert_eq!(column(1) + sum.stuck, sum.affected);
        assert_eq!(column(2), sum.failed_requests);
        assert_eq!(column(3), sum.too_late);
    }
    let of = |f: fn(&HarmLine) -> u64| account.classes.iter().map(|c| f(&c.sum)).sum::<u64>();
    assert_eq!(of(|l| l.visits), account.sum.visits);
    assert_eq!(of(|l| l.affected), account.sum.affected);
    assert_eq!(of(|l| l.failed_requests), account.sum.failed_requests);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn sums_are_exact_at_any_minute_of_random_worlds(
        incident in random_worlds::world(),
        seed in any::<u64>(),
        looks in prop::collection::vec(0i64..240, 1..8),
    ) {
        let mut incident = incident;
        // Minute zero after a few seconds, so that whole minutes come about.
        incident.clock.history_s = 4.0;
        incident.clock.end_s = 240.0;
        for class in &mut incident.world.classes {
            class.visits_per_second = class.visits_per_second.map(|rate| rate / 4.0);
        }
        let mut session = Session::new(Arc::new(incident), seed);
        let mut looks = looks;
        looks.sort_unstable();
        for at_s in looks {
            session.advance_to(at_s * 1000);
            let account = HarmAccount::of(&session);
            holds(&account);
            let (affected, visits) = session.harm_until(session.world().now());
            prop_assert_eq!(account.sum.affected - account.sum.stuck, affected);
            prop_assert_eq!(account.sum.visits - account.sum.stuck, visits);
        }
    }
}

#[test]
fn the_outage_has_its_cause_its_budget_and_its_price() {
    let mut incident = cut(200.0, 300.0, 1.0);
    incident.objective.cost_per_affected_visit = Some(Cost {
        amount: 0.5,
        currency: "EUR".into(),
    });
    let mut session = Session::new(Arc::new(incident), 1);
    session.advance_to(300_000);
    let account = HarmAccount::of(&session);
    holds(&account);
    assert_eq!(account.sum.causes[0].cause, "pool_timeout");
    assert!(account.sum.affected > 100_000, "{}", account.sum.affected);
    assert!(
        account.sum.failed_requests > account.sum.affected,
        "users try again"
    );
    let money = account.money.expect("the file names a price");
    assert_eq!(money.currency, "EUR");
    assert!((money.amount * 2.0 - account.sum.affected as f64).abs() < 1e-6);
    // A thousandth of 734 visits a second for 30 days.
    assert!((account.budget.visits / (0.001 * 734.0 * 2_592_000.0) - 1.0).abs() < 1e-9);
    let spent = account.sum.affected as f64 / account.budget.visits;
    assert!((account.budget.spent / spent - 1.0).abs() < 1e-12);
}

#[test]
fn without_a_price_there_is_no_money() {
    let incident = shipped();
    let session = Session::new(Arc::new(incident), 1);
    assert_eq!(HarmAccount::of(&session).money, None);
}

#[test]
fn who_waits_for_ever_is_affected() {
    let mut incident = cut(130.0, 240.0, 8.0);
    for service in &mut incident.world.services {
        service.gateway_timeout_s = 86_400.0;
    }
    // The pools are suspended: whoever asks for a connection waits without a deadline.
    for file in &mut incident.world.files {
        for version in &mut file.versions {
            version
                .lines
                .push("spring.datasource.hikari.allowPoolSuspension=true".into());
        }
    }
    incident
        .world
        .files
        .retain(|f| f.path.ends_with(".properties") || f.path == super::CONF);
    incident.world.files[0].versions.iter_mut().for_each(|v| {
        v.lines.pop();
    });
    incident.changes.clear();
    let mut session = Session::new(Arc::new(incident), 1);
    session.advance_to(1_000);
    let suspend = firedrill::drill::action::Action::Pools {
        service: "web".into(),
        command: firedrill::drill::action::PoolCommand::Suspend,
    };
    session.act(suspend).expect("pools can be suspended");
    session.advance_to(240_000);
    let account = HarmAccount::of(&session);
    holds(&account);
    assert!(account.sum.stuck > 0, "they still wait");
    assert!(account.sum.affected >= account.sum.stuck);
}

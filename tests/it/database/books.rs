//! Random shops with all of it on, under random commands, keep their books.

use super::{session, shop, stock_row};
use crate::instants::look;
use firedrill::sim::World;
use firedrill::sim::spec::{Command, LockOrder, RowMode, RowPick, SessionFilter, WorldSpec};
use firedrill::sim::time::SEC;
use firedrill::vocabulary::LockMode;
use firedrill::vocabulary::SessionState;
use proptest::prelude::*;

fn command() -> impl Strategy<Value = Command> {
    let mode = (0..LockMode::COUNT).prop_map(|i| LockMode::ALL[i]);
    let session = (mode, 0u64..8, prop::option::of(0u32..3), prop::bool::ANY).prop_map(
        |(mode, hold_s, row, admin)| {
            let mut session = session(mode, hold_s);
            session.table = if row.is_some() { "stock" } else { "products" }.into();
            session.row = row;
            session.user = if admin { "postgres" } else { "migrations" }.into();
            session.lock_timeout_s = (hold_s == 3).then_some(1.0);
            session
        },
    );
    let state = prop_oneof![
        Just(SessionState::Active),
        Just(SessionState::Idle),
        Just(SessionState::IdleInTransaction)
    ];
    let which =
        (prop::option::of(state), prop::option::of(0u64..3000)).prop_map(|(state, older_ms)| {
            SessionFilter {
                state,
                older_than_s: older_ms.map(|ms| ms as f64 / 1e3),
                ..SessionFilter::default()
            }
        });
    prop_oneof![
        session.clone().prop_map(Command::LockTable),
        session.prop_map(Command::OpenTransaction),
        which.clone().prop_map(Command::CancelQueries),
        which.prop_map(Command::TerminateSessions),
        Just(Command::RestartDatabase {}),
        Just(Command::ReloadDatabase {}),
        Just(Command::RollingRestart {
            service: "web".into()
        }),
        (1u32..4).prop_map(|instances| Command::Scale {
            service: "web".into(),
            instances,
        }),
        (1u32..3000).prop_map(|percent| Command::SetQueryCost {
            class: "product".into(),
            cpu_percent: percent,
            blocks_percent: percent,
        }),
    ]
}

fn random_shop() -> impl Strategy<Value = WorldSpec> {
    let timeout = || prop_oneof![Just(0u64), 50u64..3000];
    let timeouts = (timeout(), timeout(), timeout(), timeout());
    let shape = (1u32..4, 1u32..5, 5u32..40, prop::bool::ANY, prop::bool::ANY);
    (timeouts, shape).prop_map(|((statement, lock, in_transaction, idle), shape)| {
        let (queries, rows, slots, sorted, loops) = shape;
        let mut spec = shop(&format!(
            "statement_timeout = {statement}\nlock_timeout = {lock}\n\
             idle_in_transaction_session_timeout = {in_transaction}\n\
             idle_session_timeout = {idle}\nmax_connections = {slots}\nlog_lock_waits = on\n"
        ));
        let class = &mut spec.classes[0];
        class.queries = queries;
        class.query_blocks = 3;
        class.retry.attempts_max = 2;
        class.transaction.reads = vec!["products".into()];
        class.transaction.row_locks = vec![stock_row(rows.max(3)); queries as usize];
        class.transaction.row_locks[0].pick = RowPick::Zipf(1.0);
        class.transaction.row_locks[0].mode = RowMode::ForUpdate;
        if sorted {
            class.transaction.order = LockOrder::Sorted;
        }
        let web = &mut spec.services[0];
        web.threads = 50;
        web.instances_max = 9;
        web.boot = 2 * SEC;
        web.gateway_timeout = 3 * SEC;
        if loops {
            web.loops = crate::shop::loops();
            if let Some(loops) = &mut web.loops {
                loops.reads = vec!["products".into()];
            }
        }
        spec
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn requests_slots_locks_and_littles_law_hold_at_random_instants(
        seed in any::<u64>(),
        spec in random_shop(),
        commands in prop::collection::vec((0u64..40_000, command()), 0..12),
        looks in prop::collection::vec(0u64..60_000, 1..60),
    ) {
        let mut world = World::new(spec, seed);
        look(&mut world, &commands, &looks, |world| {
            assert_eq!(world.locks_disagree(), None);
            // The views take any state.
            let known = world.sessions().len();
            assert!(known as u32 <= world.slots_counted());
            assert!(world.locks().len() <= 2000);
        });
    }
}

//! Slots, reserved slots, and what a new session costs.

use super::{said, session, shop};
use firedrill::sim::World;
use firedrill::sim::spec::{Command, RoleSpec};
use firedrill::sim::time::{MS, SEC};
use firedrill::vocabulary::LockMode;

#[test]
fn the_reserved_slots_are_for_superusers() {
    let mut spec = super::reading_shop("max_connections = 6\nsuperuser_reserved_connections = 3\n");
    spec.database.roles = vec![RoleSpec {
        name: "dba".into(),
        superuser: true,
        settings: Vec::new(),
    }];
    let mut world = World::new(spec, 1);
    world.run_until(5 * SEC);
    assert_eq!(
        world.sessions().len(),
        3,
        "the pool has what is not reserved"
    );
    let text = "remaining connection slots are reserved for non-replication superuser connections";
    assert!(said(&world, text) > 0);
    let as_user = |user: &str| {
        let mut session = session(LockMode::AccessShare, 100);
        session.user = user.into();
        Command::OpenTransaction(session)
    };
    world.command_after(0, as_user("migrations"));
    world.run_until(6 * SEC);
    assert_eq!(world.sessions().len(), 3, "no superuser, no slot");
    for (users, user) in [(4, "postgres"), (5, "dba"), (6, "dba")] {
        assert_eq!(world.admin_can_connect(), Ok(()));
        world.command_after(0, as_user(user));
        // The pool's adder keeps asking; a slot is taken for a moment while it logs in.
        world.run_until(world.now() + 2 * SEC);
        assert_eq!(world.sessions().len(), users);
    }
    let refusal = ("53300", "sorry, too many clients already");
    assert_eq!(world.admin_can_connect(), Err(refusal));
    world.command_after(0, as_user("dba"));
    world.run_until(world.now() + SEC);
    assert!(said(&world, "FATAL:  sorry, too many clients already") > 0);
}

#[test]
fn tls_costs_only_while_it_is_on() {
    let first_session = |conf: &str, tls| {
        let mut spec = shop(conf);
        spec.database.tls_cpu = tls;
        let mut world = World::new(spec, 1);
        while world.sessions().is_empty() {
            let next = world.now() + MS / 10;
            world.run_until(next);
        }
        world.now()
    };
    let plain = first_session("", None);
    assert_eq!(plain, 2 * MS, "fork and authentication");
    assert_eq!(
        first_session("ssl = on\n", None),
        plain,
        "fork_cpu holds it"
    );
    assert_eq!(first_session("ssl = off\n", Some(5 * MS)), plain);
    assert_eq!(first_session("ssl = on\n", Some(5 * MS)), plain + 5 * MS);
}

#[test]
fn a_login_that_takes_too_long_is_refused() {
    let mut spec = shop("authentication_timeout = 1s\n");
    spec.database.auth_cpu = 2 * SEC;
    let mut world = World::new(spec, 1);
    world.run_until(30 * SEC);
    assert!(said(&world, "FATAL:  canceling authentication due to timeout") > 0);
    assert!(world.sessions().is_empty());
    assert_eq!(world.slots().0, world.slots_counted());
}

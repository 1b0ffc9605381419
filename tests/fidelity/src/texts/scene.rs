//! The scenes of a bad day: what is done, with real actors and with simulated ones.

use super::client::PoolClient;
use super::real::{ROLE, Stage};
use super::simulated::{self, Play};
use crate::postgres::Signal;

/// What server and pooled client said in a scene, normalised, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Lines of the server's log.
    pub server: Vec<String>,
    /// Lines of the client, WARN and worse.
    pub client: Vec<String>,
}

/// One scene. They are played in order, on one server.
pub struct Scene {
    /// Name of its file in `tests/cases/fidelity/`.
    pub id: &'static str,
    /// What happens.
    pub title: &'static str,
    /// With real actors.
    pub real: fn(&mut Stage) -> Result<(), String>,
    /// With simulated ones; `None` for what the engine does not do.
    pub simulated: Option<fn(&mut Play)>,
    /// The pooled client takes part; otherwise only the server's lines are compared.
    pub is_pooled: bool,
    /// Why the simulated ones say something else; `None` if they do not.
    pub differs: Option<&'static str>,
}

/// All of them. The first ones are one story: the file says `max_connections = 6`, a
/// pool of six lives through the restart, and its sessions are terminated.
pub const SCENES: &[Scene] = &[
    Scene {
        id: "reload",
        title: "Reload after `max_connections` was overwritten",
        real: |stage| {
            stage.pool = PoolClient::start(&stage.server, ROLE)?;
            stage.begin();
            stage.server.configure("max_connections = 6\n")?;
            stage.server.signal(Signal::Hup);
            Ok(())
        },
        simulated: Some(simulated::reload),
        is_pooled: true,
        differs: None,
    },
    Scene {
        id: "restart",
        title: "Fast restart with `max_connections = 6`; four threads borrow from a pool of six",
        real: |stage| {
            stage.restart()?;
            match &mut stage.pool {
                Some(pool) => pool.tell("borrow 4"),
                None => Ok(()),
            }
        },
        simulated: Some(simulated::restart),
        is_pooled: true,
        differs: None,
    },
    Scene {
        id: "terminate",
        title: "`pg_terminate_backend` on the three sessions that are in use",
        real: |stage| {
            let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                 WHERE usename = 'app'";
            stage.ask(sql)?;
            match &mut stage.pool {
                Some(pool) => pool.tell("use")?,
                None => return Ok(()),
            }
            stage.pool = take_leave(stage.pool.take())?;
            Ok(())
        },
        simulated: Some(simulated::terminate),
        is_pooled: true,
        differs: None,
    },
    Scene {
        id: "slots",
        title: "Three sessions and a fourth; three superusers and one more",
        real: |stage| {
            stage.pool = None;
            stage.until_sessions(ROLE, 0)?;
            stage.begin();
            let mut open = Vec::new();
            for n in 1..=3 {
                open.push(stage.session(ROLE, "SELECT 1;")?);
                stage.until_sessions(ROLE, n)?;
            }
            stage.query(ROLE, "SELECT 1;");
            let superuser = stage.superuser();
            for _ in 0..2 {
                open.push(stage.session(superuser, "SELECT 1;")?);
            }
            // Who asks is the third.
            stage.until_sessions(superuser, 3)?;
            open.push(stage.session(superuser, "SELECT 1;")?);
            std::thread::sleep(std::time::Duration::from_millis(300));
            stage.query(ROLE, "SELECT 1;");
            Ok(())
        },
        simulated: Some(simulated::slots),
        is_pooled: false,
        differs: None,
    },
    Scene {
        id: "statement-timeout",
        title: "A statement runs into `statement_timeout`",
        real: |stage| {
            stage.until_sessions(ROLE, 0)?;
            stage.server.configure("max_connections = 100\n")?;
            stage.restart()?;
            stage.begin();
            stage.query(ROLE, "SET statement_timeout = 100; SELECT pg_sleep(9);");
            Ok(())
        },
        simulated: Some(simulated::statement_timeout),
        is_pooled: false,
        differs: None,
    },
    Scene {
        id: "cancel",
        title: "`pg_cancel_backend` on a running statement",
        real: |stage| {
            let session = stage.session(ROLE, "SELECT pg_sleep(9);")?;
            stage.until("count(*) = 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'")?;
            let sql = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity \
                 WHERE usename = 'app'";
            stage.ask(sql)?;
            session.finish();
            Ok(())
        },
        simulated: Some(simulated::cancel),
        is_pooled: false,
        differs: None,
    },
    Scene {
        id: "lock-timeout",
        title: "An update runs into `lock_timeout`",
        real: |stage| {
            let mut holder = stage.session(ROLE, "BEGIN; UPDATE stock SET n = 0 WHERE id = 1;")?;
            stage
                .until("count(*) = 1 FROM pg_stat_activity WHERE state = 'idle in transaction'")?;
            let sql = "SET lock_timeout = 100; UPDATE stock SET n = 0 WHERE id = 1;";
            stage.query(ROLE, sql);
            holder.say("COMMIT;");
            holder.finish();
            Ok(())
        },
        simulated: Some(simulated::lock_timeout),
        is_pooled: false,
        differs: None,
    },
    Scene {
        id: "deadlock",
        title: "Two transactions update two rows in opposite order",
        real: |stage| {
            let idle = "FROM pg_stat_activity WHERE state = 'idle in transaction'";
            let mut one = stage.session(ROLE, "BEGIN; UPDATE stock SET n = 0 WHERE id = 1;")?;
            let mut two = stage.session(ROLE, "BEGIN; UPDATE stock SET n = 0 WHERE id = 2;")?;
            stage.until(&format!("count(*) = 2 {idle}"))?;
            one.say("UPDATE stock SET n = 0 WHERE id = 2;");
            stage.until("count(*) = 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")?;
            two.say("UPDATE stock SET n = 0 WHERE id = 1;");
            two.finish();
            one.finish();
            Ok(())
        },
        simulated: Some(simulated::deadlock),
        is_pooled: false,
        differs: None,
    },
    Scene {
        id: "idle-in-transaction",
        title: "A session runs into `idle_in_transaction_session_timeout`",
        real: |stage| {
            let sql = "SET idle_in_transaction_session_timeout = 100; BEGIN; SELECT 1;";
            let session = stage.session(ROLE, sql)?;
            std::thread::sleep(std::time::Duration::from_millis(300));
            stage.until_sessions(ROLE, 0)?;
            drop(session);
            Ok(())
        },
        simulated: Some(simulated::idle_in_transaction),
        is_pooled: false,
        differs: None,
    },
    Scene {
        id: "smart-shutdown",
        title: "Smart shutdown while a session is open, and a newcomer; then start",
        real: |stage| {
            let session = stage.session(ROLE, "SELECT 1;")?;
            stage.until_sessions(ROLE, 1)?;
            stage.server.signal(Signal::Term);
            std::thread::sleep(std::time::Duration::from_millis(300));
            stage.query(ROLE, "SELECT 1;");
            session.finish();
            stage.server.stop(Signal::Term)?;
            stage.server.start()
        },
        simulated: Some(simulated::smart_shutdown),
        is_pooled: false,
        differs: None,
    },
    Scene {
        id: "immediate-shutdown",
        title: "Immediate shutdown with a session open, and the recovery at the next start",
        real: |stage| {
            let session = stage.session(ROLE, "UPDATE stock SET n = 7;")?;
            stage.until_sessions(ROLE, 1)?;
            stage.server.stop(Signal::Quit)?;
            drop(session);
            stage.server.start()
        },
        simulated: Some(simulated::immediate_shutdown),
        is_pooled: false,
        differs: None,
    },
    Scene {
        id: "crash",
        title: "One of two backends is killed as by the OOM killer",
        real: |stage| {
            stage.ask("UPDATE stock SET n = 8")?;
            let one = stage.session(ROLE, "")?;
            let two = stage.session(ROLE, "")?;
            stage.until_sessions(ROLE, 2)?;
            stage.kill_backend(ROLE);
            let up = stage.is_up();
            drop((one, two));
            if up {
                return Ok(());
            }
            Err("the server did not come back".to_owned())
        },
        simulated: Some(simulated::crash),
        is_pooled: false,
        differs: None,
    },
];

/// The client gives its connections back; what it says about that belongs to the scene.
fn take_leave(pool: Option<PoolClient>) -> Result<Option<PoolClient>, String> {
    let Some(mut pool) = pool else {
        return Ok(None);
    };
    pool.tell("return")?;
    Ok(Some(pool))
}

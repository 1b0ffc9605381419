//! The scenes with real actors: one server, psql sessions, a pooled client.

use std::io::Write;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

use super::client::PoolClient;
use super::normal;
use super::scene::Said;
use crate::postgres::{SUPERUSER, Server, Signal, kill};

/// The role of ordinary clients.
pub const ROLE: &str = "app";
/// Lines come this long after what they are about, at most.
const SETTLE: Duration = Duration::from_millis(400);

/// A session that has ended gives its slot back within this.
const LEAVES: Duration = Duration::from_millis(200);

/// Server and client of one run.
#[derive(Debug)]
pub struct Stage {
    /// The server.
    pub server: Server,
    /// The pooled client, once it is started; `None` without Java.
    pub pool: Option<PoolClient>,
    from: usize,
}

impl Stage {
    /// A running server with a role, a table and `max_connections = 100`.
    ///
    /// # Errors
    /// When PostgreSQL does not start.
    pub fn open() -> Result<Stage, String> {
        let mut server = Server::new()?;
        server.configure("max_connections = 100\n")?;
        server.start()?;
        let stage = Stage {
            server,
            pool: None,
            from: 0,
        };
        for sql in [
            "CREATE ROLE app LOGIN",
            "CREATE TABLE stock (id int PRIMARY KEY, n int)",
            "INSERT INTO stock VALUES (1, 1), (2, 2)",
            "GRANT ALL ON stock TO app",
            "CHECKPOINT",
        ] {
            stage.ask(sql)?;
        }
        Ok(stage)
    }

    /// From here on lines belong to the next scene.
    pub fn begin(&mut self) {
        std::thread::sleep(SETTLE);
        self.from = self.server.log_length();
        if let Some(pool) = &mut self.pool {
            pool.said();
        }
    }

    /// What was said since [`Stage::begin`].
    pub fn end(&mut self) -> Said {
        std::thread::sleep(SETTLE);
        let log = self.server.logged(self.from);
        let server = log.lines().filter_map(normal::server).collect();
        let client = match &mut self.pool {
            Some(pool) => pool.said(),
            None => Vec::new(),
        };
        let client = client.iter().filter_map(|l| normal::client(l)).collect();
        Said {
            server: normal::once(server),
            client: normal::once(client),
        }
    }

    /// The superuser's query, which has to go well.
    ///
    /// # Errors
    /// When it does not.
    pub fn ask(&self, sql: &str) -> Result<String, String> {
        let answer = self.server.ask(sql);
        answer.ok_or_else(|| format!("failed: {sql}"))
    }

    /// Runs a query as this role and waits for its end, good or bad.
    pub fn query(&self, role: &str, sql: &str) {
        if let Ok(session) = self.session(role, sql) {
            session.finish();
        }
    }

    /// Opens a session that runs this and then waits for nothing.
    ///
    /// # Errors
    /// When psql cannot be started.
    pub fn session(&self, role: &str, sql: &str) -> Result<Session, String> {
        let mut psql = Command::new(self.server.program("psql"));
        self.server.at(&mut psql);
        psql.env("PGUSER", role).args(["-XAtq", "-d", "postgres"]);
        psql.stdin(Stdio::piped());
        psql.stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = psql.spawn().map_err(|e| format!("psql: {e}"))?;
        let mut input = child.stdin.take();
        if let Some(pipe) = &mut input {
            // A session that was refused has closed its end.
            let _ = writeln!(pipe, "{sql}");
        }
        // Whoever asks how many there are takes a slot too: let it come in first.
        std::thread::sleep(LEAVES);
        Ok(Session { child, input })
    }

    /// Waits until a query of the superuser answers `t`, at most half a minute.
    ///
    /// # Errors
    /// When it does not.
    pub fn until(&self, condition: &str) -> Result<(), String> {
        let met = |s: &Server| s.ask(&format!("SELECT {condition}")).as_deref() == Some("t");
        self.server
            .wait(met)
            .ok_or_else(|| format!("never came true: {condition}"))
    }

    /// Waits until so many sessions of the role are there.
    ///
    /// # Errors
    /// When there are not.
    pub fn until_sessions(&self, role: &str, n: usize) -> Result<(), String> {
        let condition = format!(
            "count(*) = {n} FROM pg_stat_activity \
             WHERE usename = '{role}' AND backend_type = 'client backend'"
        );
        self.until(&condition)?;
        // Whoever asked has to be gone, or it still has a slot.
        std::thread::sleep(LEAVES);
        Ok(())
    }

    /// Fast shutdown and start.
    ///
    /// # Errors
    /// When either takes too long.
    pub fn restart(&mut self) -> Result<(), String> {
        self.server.stop(Signal::Int)?;
        self.server.start()
    }

    /// True when the server has become ready in this scene.
    #[must_use]
    pub fn is_up(&self) -> bool {
        self.server
            .wait(|server| server.is_ready_since(self.from))
            .is_some()
    }

    /// Kills the first backend of the role as the OOM killer would.
    pub fn kill_backend(&self, role: &str) {
        let sql = format!("SELECT min(pid) FROM pg_stat_activity WHERE usename = '{role}'");
        if let Some(pid) = self.server.ask(&sql).and_then(|pid| pid.parse().ok()) {
            kill(Signal::Kill, pid);
        }
    }

    /// The superuser's name.
    #[must_use]
    pub fn superuser(&self) -> &'static str {
        SUPERUSER
    }
}

/// A session of psql; closed when dropped.
#[derive(Debug)]
pub struct Session {
    child: Child,
    input: Option<ChildStdin>,
}

impl Session {
    /// Says one thing more.
    pub fn say(&mut self, sql: &str) {
        if let Some(pipe) = &mut self.input {
            // The server may have ended the session.
            let _ = writeln!(pipe, "{sql}");
        }
    }

    /// Says no more and waits until all is answered.
    pub fn finish(mut self) {
        self.input = None;
        let _ = self.child.wait();
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.input = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

//! A real pooled client: HikariCP with PostgreSQL's driver, led line by line.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::postgres::Server;
use xtask::repo;
use xtask::setup::postgres::pool_class_path;

/// A command of the client must not take longer.
const PATIENCE: Duration = Duration::from_secs(40);
/// `maximumPoolSize` of the pool.
pub const POOL_SIZE: u32 = 6;
/// `connectionTimeout` of the pool.
pub const CONNECTION_TIMEOUT_MS: u32 = 1500;

/// The client; it ends when dropped.
#[derive(Debug)]
pub struct PoolClient {
    child: Child,
    commands: Option<ChildStdin>,
    lines: Receiver<String>,
    said: Vec<String>,
}

impl PoolClient {
    /// Starts it; `None` where Java or HikariCP is missing.
    ///
    /// # Errors
    /// When the client cannot be started or its pool does not come up.
    pub fn start(server: &Server, role: &str) -> Result<Option<PoolClient>, String> {
        let Some(class_path) = pool_class_path() else {
            return Ok(None);
        };
        let source = repo::root().join("tests/fidelity/client/PoolClient.java");
        let mut java = Command::new("java");
        let options = "-Dorg.slf4j.simpleLogger.";
        for option in [
            "logFile=System.out",
            "showThreadName=false",
            "showLogName=false",
            "defaultLogLevel=warn",
        ] {
            java.arg(format!("{options}{option}"));
        }
        java.args(["-Xmx128m", "-cp", &class_path]).arg(source);
        let port = server.port();
        java.arg(format!("jdbc:postgresql://127.0.0.1:{port}/postgres"));
        java.args([role, &POOL_SIZE.to_string()]);
        java.arg(CONNECTION_TIMEOUT_MS.to_string());
        java.stdin(Stdio::piped()).stdout(Stdio::piped());
        java.stderr(Stdio::null());
        let mut child = java.spawn().map_err(|e| format!("java: {e}"))?;
        let (sender, lines) = channel();
        let output = child.stdout.take();
        std::thread::spawn(move || {
            let lines = output.into_iter().flat_map(|o| BufReader::new(o).lines());
            for line in lines.map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        let mut client = PoolClient {
            commands: child.stdin.take(),
            child,
            lines,
            said: Vec::new(),
        };
        client.until_done()?;
        Ok(Some(client))
    }

    /// Tells it to do something and waits until it is done.
    ///
    /// # Errors
    /// When the client is gone or takes too long.
    pub fn tell(&mut self, command: &str) -> Result<(), String> {
        let pipe = self.commands.as_mut().ok_or("the client is gone")?;
        writeln!(pipe, "{command}").map_err(|e| format!("client: {e}"))?;
        self.until_done()
    }

    fn until_done(&mut self) -> Result<(), String> {
        loop {
            let line = self.lines.recv_timeout(PATIENCE);
            let line = line.map_err(|e| format!("the pooled client: {e}"))?;
            if line == "done" {
                return Ok(());
            }
            self.said.push(line);
        }
    }

    /// What it has said since this was last asked.
    pub fn said(&mut self) -> Vec<String> {
        self.said.extend(self.lines.try_iter());
        std::mem::take(&mut self.said)
    }
}

impl Drop for PoolClient {
    fn drop(&mut self) {
        // The end of its input ends it; if not, so be it.
        self.commands = None;
        for _ in 0..100 {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

//! One run of pgbench: start it, read what it says and the times it logs.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::postgres::Server;
use crate::stats;

/// What is asked of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mix {
    /// `pgbench -S`: one row by its primary key.
    Select,
    /// The sum over 2001 neighbouring rows: ten times as much work for the server, hardly
    /// more for the client.
    Range,
}

impl Mix {
    /// Both, in the order of the report.
    pub const ALL: [Mix; 2] = [Mix::Select, Mix::Range];

    /// A heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Mix::Select => "`pgbench -S`: one row by its primary key",
            Mix::Range => "A sum over 2001 rows",
        }
    }
}

/// The script of [`Mix::Range`]; scale 5 has 500,000 rows.
const RANGE: &str = "\\set a random(1, 497000)\n\
    SELECT sum(abalance) FROM pgbench_accounts WHERE aid BETWEEN :a AND :a + 2000;\n";

/// What a run showed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// Transactions a second, connecting left out.
    pub tps: f64,
    /// Mean latency, ms.
    pub mean_ms: f64,
    /// Latency that 95 % do not exceed, ms.
    pub p95_ms: f64,
}

/// Runs `clients` clients, each with a thread and a session of its own, for `seconds`.
///
/// # Errors
/// When pgbench fails or says nothing that can be read.
pub fn run(server: &Server, mix: Mix, clients: u32, seconds: u32) -> Result<Sample, String> {
    let folder = server.folder().join("pgbench");
    // Logs of an earlier run would be counted again.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut command = Command::new(server.program("pgbench"));
    command.args(["-n", "-c", &clients.to_string(), "-j", &clients.to_string()]);
    command.args(["-T", &seconds.to_string(), "--log", "--sampling-rate=0.25"]);
    command.arg(format!("--log-prefix={}", folder.join("times").display()));
    match mix {
        Mix::Select => command.arg("-S"),
        Mix::Range => {
            let script = folder.join("range.sql");
            fs::write(&script, RANGE).map_err(|e| format!("{}: {e}", script.display()))?;
            command.arg("-f").arg(script)
        }
    };
    server.at(&mut command);
    let output = command
        .arg("postgres")
        .stdin(Stdio::null())
        .output()
        .map_err(|e| format!("pgbench: {e}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(format!("pgbench failed: {said}"));
    }
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let tps = tps(&said).ok_or_else(|| format!("pgbench named no tps: {said}"))?;
    let mut times = logged(&folder)?;
    times.sort_unstable();
    let p95 = stats::quantile(&times, 0.95).ok_or("pgbench logged no transaction")?;
    let sum: f64 = times.iter().copied().map(f64::from).sum();
    Ok(Sample {
        tps,
        mean_ms: sum / times.len() as f64 / 1000.0,
        p95_ms: f64::from(p95) / 1000.0,
    })
}

/// Fills the tables of scale 5 and the cache.
///
/// # Errors
/// When pgbench fails.
pub fn fill(server: &Server) -> Result<(), String> {
    let mut command = Command::new(server.program("pgbench"));
    server.at(command.args(["-i", "-s", "5", "-q"]));
    let output = command
        .arg("postgres")
        .stdin(Stdio::null())
        .output()
        .map_err(|e| format!("pgbench: {e}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(format!("pgbench -i failed: {said}"));
    }
    Ok(())
}

/// The rate that pgbench prints.
fn tps(said: &str) -> Option<f64> {
    let line = said.lines().find(|line| line.starts_with("tps = "))?;
    line.split_whitespace().nth(2)?.parse().ok()
}

/// Latencies in µs of all log files of a folder.
fn logged(folder: &Path) -> Result<Vec<u32>, String> {
    let mut times = Vec::new();
    let entries = fs::read_dir(folder).map_err(|e| e.to_string())?;
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.extension().is_some_and(|kind| kind == "sql") {
            continue;
        }
        let text = fs::read_to_string(&path).map_err(|e| e.to_string())?;
        times.extend(text.lines().filter_map(latency));
    }
    Ok(times)
}

/// The latency in µs of a line `client transaction latency script seconds µs`.
fn latency(line: &str) -> Option<u32> {
    line.split_whitespace().nth(2)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_pgbench_says() {
        let said = "scaling factor: 5\nlatency average = 0.081 ms\n\
            initial connection time = 2.3 ms\n\
            tps = 12324.009729 (without initial connection time)\n";
        assert_eq!(tps(said), Some(12324.009729));
        assert_eq!(tps("pgbench: error: connection refused"), None);
        assert_eq!(latency("3 1207 81 0 1763862573 120449"), Some(81));
        assert_eq!(latency("3 1207 skipped 0 1763862573 120449"), None);
        assert_eq!(latency(""), None);
    }
}

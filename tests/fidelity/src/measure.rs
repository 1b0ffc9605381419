//! Rounds of pgbench runs and their medians.
//!
//! Every round visits all client counts once, so that whatever drifts on the machine
//! touches all of them alike; the median over the rounds leaves out what disturbed one.

use std::time::Duration;

use crate::machine;
use crate::pgbench::{self, Mix, Sample};
use crate::postgres::Server;
use crate::stats::{median, spread};
use xtask::say;

/// The most clients there will be.
const CLIENTS_MAX: u32 = 128;

/// What is run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Cores of this machine.
    pub cores: u32,
    /// Client counts, ascending.
    pub clients: Vec<u32>,
    /// The two counts that the engine is calibrated at.
    pub calibrated: (u32, u32),
    /// Rounds through all counts.
    pub rounds: u32,
    /// Length of a run, seconds.
    pub seconds: u32,
}

impl Plan {
    /// The run that the report is made from.
    #[must_use]
    pub fn full() -> Plan {
        Plan::on(machine::cores(), 5, 3)
    }

    /// A run that only shows that everything works.
    #[must_use]
    pub fn quick() -> Plan {
        Plan::on(machine::cores(), 1, 1)
    }

    /// One client, and then as many as there are cores, doubled up to 32 times that;
    /// calibrated at twice the cores and at half of the most.
    fn on(cores: u32, rounds: u32, seconds: u32) -> Plan {
        let doubled = (0..6).map(|n| cores << n);
        let mut clients: Vec<u32> = doubled.filter(|c| *c <= CLIENTS_MAX).collect();
        let few = clients.get(1).copied().unwrap_or(1);
        let many = clients.iter().rev().nth(1).copied().unwrap_or(few);
        if cores > 1 {
            clients.insert(0, 1);
        }
        Plan {
            cores,
            clients,
            calibrated: (few, many),
            rounds,
            seconds,
        }
    }

    /// About how long it takes: each run half a second longer than asked.
    #[must_use]
    pub fn takes(&self) -> Duration {
        let runs = self.rounds as usize * self.clients.len() * Mix::ALL.len();
        Duration::from_secs_f64(runs as f64 * (f64::from(self.seconds) + 0.5))
    }
}

/// The medians at one client count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Clients, each with a session of its own.
    pub clients: u32,
    /// Medians over the rounds.
    pub sample: Sample,
    /// (Fastest round - slowest round) / median, of the throughput.
    pub tps_spread: f64,
    /// The same of p95.
    pub p95_spread: f64,
}

/// Measures every mix at every count.
///
/// # Errors
/// When a run of pgbench fails.
pub fn measure(server: &Server, plan: &Plan) -> Result<Vec<(Mix, Vec<Row>)>, String> {
    let mut all = Vec::new();
    for mix in Mix::ALL {
        // Fills the caches of the server and of the new processes' code.
        pgbench::run(server, mix, plan.cores, 1)?;
        let mut samples: Vec<Vec<Sample>> = vec![Vec::new(); plan.clients.len()];
        for round in 1..=plan.rounds {
            for (clients, samples) in plan.clients.iter().zip(&mut samples) {
                samples.push(pgbench::run(server, mix, *clients, plan.seconds)?);
            }
            say::progress("pgbench", &format!("round {round} of {}", plan.rounds));
        }
        say::progress_ends("pgbench");
        let rows = plan.clients.iter().zip(&samples);
        let rows: Vec<Row> = rows.filter_map(|(c, s)| row(*c, s)).collect();
        for row in &rows {
            let Sample { tps, p95_ms, .. } = row.sample;
            say::line(format!(
                "{:3} clients: {tps:6.0}/s, p95 {p95_ms:.3} ms, spread {:.0} %",
                row.clients,
                100.0 * row.tps_spread
            ));
        }
        all.push((mix, rows));
    }
    Ok(all)
}

fn row(clients: u32, samples: &[Sample]) -> Option<Row> {
    let of = |field: fn(&Sample) -> f64| {
        let values: Vec<f64> = samples.iter().map(field).collect();
        values
    };
    Some(Row {
        clients,
        sample: Sample {
            tps: median(&of(|s| s.tps))?,
            mean_ms: median(&of(|s| s.mean_ms))?,
            p95_ms: median(&of(|s| s.p95_ms))?,
        },
        tps_spread: spread(&of(|s| s.tps))?,
        p95_spread: spread(&of(|s| s.p95_ms))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_follow_the_cores() {
        let two = Plan::on(2, 5, 3);
        assert_eq!(two.clients, [1, 2, 4, 8, 16, 32, 64]);
        assert_eq!(two.calibrated, (4, 32));
        let eight = Plan::on(8, 1, 1);
        assert_eq!(eight.clients, [1, 8, 16, 32, 64, 128]);
        assert_eq!(eight.calibrated, (16, 64));
        let one = Plan::on(1, 1, 1);
        assert_eq!(one.clients, [1, 2, 4, 8, 16, 32]);
        assert!(two.takes() < Duration::from_secs(300));
    }

    #[test]
    fn a_row_is_made_of_medians() {
        let sample = |tps| Sample {
            tps,
            mean_ms: 1.0,
            p95_ms: 2.0,
        };
        let row = row(4, &[sample(90.0), sample(100.0), sample(200.0)]).expect("a row");
        assert!((row.sample.tps - 100.0).abs() < 1e-9);
        assert!((row.tps_spread - 1.1).abs() < 1e-9);
    }
}

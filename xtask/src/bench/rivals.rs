//! The rivals, each from its own package manager, built and run for the bench only.

use std::process::Command;

use super::Figures;
use crate::cache::Slot;
use crate::{pins, repo, say, tool};

/// Runs of each; the median counts.
const RUNS: usize = 3;

/// Jobs a second of M/M/8 on each rival.
///
/// # Errors
/// When one cannot be installed, built or run.
pub fn run() -> Result<Figures, String> {
    let python = simpy()?;
    let folder = repo::root().join("benches/rivals");
    let mut simpy = Command::new(python);
    simpy.arg(folder.join("simpy/mm8.py")).arg("20");
    let target = repo::target().join("rivals");
    let manifest = folder.join("nexosim/Cargo.toml");
    let mut build = repo::cargo(&["build", "--release", "--quiet"]);
    build.arg("--manifest-path").arg(&manifest);
    tool::run(build.arg("--target-dir").arg(&target))?;
    let mut nexosim = Command::new(target.join("release/rival-nexosim"));
    nexosim.arg("100");
    let mut figures = Figures::new();
    for (name, command) in [("simpy", &mut simpy), ("nexosim", &mut nexosim)] {
        let jobs_per_s = median(name, command)?;
        say::line(format!("{name}: {jobs_per_s:.0} jobs a second"));
        figures.insert(format!("{name}_jobs_per_s"), jobs_per_s);
    }
    Ok(figures)
}

fn median(name: &str, command: &mut Command) -> Result<f64, String> {
    let mut all = Vec::new();
    for _ in 0..RUNS {
        let output = tool::output(command).ok_or(format!("{name} did not run"))?;
        let numbers: Vec<f64> = output
            .split_whitespace()
            .filter_map(|n| n.parse().ok())
            .collect();
        let [jobs, seconds, mean_ms] = numbers[..] else {
            return Err(format!("{name} printed {output:?}"));
        };
        // Erlang C for 8 servers at 0.8: 1.27 ms; another queue is no rival.
        if !(1.2..1.4).contains(&mean_ms) {
            return Err(format!(
                "{name}: a mean response of {mean_ms} ms is not M/M/8's"
            ));
        }
        all.push(jobs / seconds);
    }
    all.sort_by(f64::total_cmp);
    Ok(all[RUNS / 2])
}

/// A Python with SimPy, in the folder of the tools.
fn simpy() -> Result<std::path::PathBuf, String> {
    let slot = Slot::of("simpy", pins::SIMPY)?;
    if !slot.is_there() {
        slot.fill(|part| {
            tool::run(Command::new("python3").args(["-m", "venv"]).arg(part))?;
            let mut pip = Command::new(part.join("bin/python"));
            pip.args(["-m", "pip", "install", "--quiet"]);
            pip.arg(format!("simpy=={}", pins::SIMPY));
            tool::run_logged(&mut pip, "simpy", &slot.log())
        })?;
    }
    Ok(slot.dir().join("bin/python"))
}

//! The benchmarks: criterion's statistics, then one table of ratios taken in one run.

mod rivals;
mod table;

use std::collections::BTreeMap;

use crate::setup::{self, Need};
use crate::{check, repo, say, tool};

/// What is measured, by name.
type Figures = BTreeMap<String, f64>;

/// Runs the benchmarks. `--table` leaves out criterion's part, `--write` puts the table
/// into `docs/performance.md`; other arguments go to criterion.
///
/// # Errors
/// When one of them fails or cannot be set up.
pub fn run(args: &[String]) -> Result<(), String> {
    let ours = ["--table", "--write"];
    let asked = |flag: &str| args.iter().any(|a| a == flag);
    let rest: Vec<&String> = args
        .iter()
        .filter(|a| !ours.contains(&a.as_str()))
        .collect();
    setup::ensure(Need::Browser)?;
    if !asked("--table") {
        say::heading("criterion: part by part");
        let mut cargo = repo::cargo(&["bench", "--package", "firedrill", "--bench", "engine"]);
        if !rest.is_empty() {
            cargo.arg("--").args(&rest);
        }
        tool::run(&mut cargo)?;
    }
    say::heading("the table's own figures");
    let mut figures = ours_on_host()?;
    say::heading("the same in headless Chromium");
    figures.extend(check::web_bench()?);
    say::heading("rivals: M/M/8");
    figures.extend(rivals::run()?);
    let table = table::markdown(&figures)?;
    println!("\n{table}");
    if asked("--write") {
        table::write(&repo::root().join("docs/performance.md"), &table)?;
    }
    Ok(())
}

fn ours_on_host() -> Result<Figures, String> {
    let mut cargo = repo::cargo(&["bench", "--package", "firedrill", "--bench", "table"]);
    cargo.stderr(std::process::Stdio::inherit());
    let output = cargo.output().map_err(|e| format!("cargo bench: {e}"))?;
    if !output.status.success() {
        return Err("the table's bench failed".to_owned());
    }
    let figures = figures(&String::from_utf8_lossy(&output.stdout));
    for (name, value) in &figures {
        say::line(format!("{name} {value}"));
    }
    Ok(figures)
}

/// The `name value` lines of an output; `bench name value` counts as well.
pub fn figures(output: &str) -> Figures {
    let figure = |line: &str| {
        let line = line.trim();
        let (name, value) = line
            .strip_prefix("bench ")
            .unwrap_or(line)
            .split_once(' ')?;
        let named = name.contains('_') && !name.contains(':');
        Some((name.to_owned(), value.parse().ok()?)).filter(|_| named)
    };
    output.lines().filter_map(figure).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_told_from_other_lines() {
        let output = "running 1 test\n  bench web_incident_s 4.5\nmm8_jobs_per_s 1e7\nok 3 x\n";
        let found = figures(output);
        let names: Vec<&str> = found.keys().map(String::as_str).collect();
        assert_eq!(names, ["mm8_jobs_per_s", "web_incident_s"]);
    }
}

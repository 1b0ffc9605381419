//! The table of docs/performance.md: what was measured, beside what it was to reach.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::Figures;
use crate::tool;

const BEGIN: &str = "<!-- bench -->";
const END: &str = "<!-- /bench -->";

/// The table in Markdown.
///
/// # Errors
/// When a figure is missing.
pub fn markdown(figures: &Figures) -> Result<String, String> {
    let get = |name: &str| {
        figures
            .get(name)
            .copied()
            .ok_or(format!("no figure {name}"))
    };
    let millions = |name: &str| get(name).map(|n| n / 1e6);
    let (ours, floor) = (get("mm8_jobs_per_s")?, get("mm8_floor_jobs_per_s")?);
    let (simpy, nexosim) = (get("simpy_jobs_per_s")?, get("nexosim_jobs_per_s")?);
    let (full, web) = (
        get("full_events_per_s")?,
        get("web_full_events_per_s")? / get("full_events_per_s")?,
    );
    let web_s = get("web_incident_s")?;
    let seek = get("seek_instant_ms_worst")?;
    let reached = |yes: bool| if yes { "reached" } else { "missed" };
    let mut rows: Vec<(&str, String, String)> = Vec::new();
    let mut row = |what, measured: String, goal: String| rows.push((what, measured, goal));
    row(
        "M/M/8 at 80 %, the world",
        format!(
            "{:.2} M jobs/s, {:.1} events a job",
            ours / 1e6,
            get("mm8_events_per_job")?
        ),
        String::new(),
    );
    row(
        "the same by hand, same random numbers (the floor)",
        format!(
            "{:.1} M jobs/s: {:.1} times ours",
            floor / 1e6,
            floor / ours
        ),
        String::new(),
    );
    row(
        "the same on SimPy",
        format!(
            "{:.3} M jobs/s: ours is {:.0} times as fast",
            simpy / 1e6,
            ours / simpy
        ),
        format!("100 times: {}", reached(ours >= 100.0 * simpy)),
    );
    row(
        "the same on nexosim, one thread",
        format!(
            "{:.2} M jobs/s: ours is {:.1} times as fast",
            nexosim / 1e6,
            ours / nexosim
        ),
        format!("5 times: {}", reached(ours >= 5.0 * nexosim)),
    );
    row(
        "the same in Chromium",
        format!("{:.2} of native", get("web_mm8_jobs_per_s")? / ours),
        String::new(),
    );
    row(
        "event list alone, 1,000 timers",
        format!("{:.1} M/s", millions("event_list_per_s")?),
        String::new(),
    );
    row(
        "exponential draws alone",
        format!("{:.0} M/s", millions("draws_per_s")?),
        String::new(),
    );
    row(
        "full model, outage, with telemetry",
        format!("{:.2} M events/s", full / 1e6),
        format!("6 M: {}", reached(full >= 6e6)),
    );
    row(
        "the same without telemetry",
        format!(
            "{:.2} M events/s",
            millions("full_no_telemetry_events_per_s")?
        ),
        String::new(),
    );
    row(
        "the same in Chromium",
        format!("{web:.2} of native"),
        format!("0.8: {}", reached(web >= 0.8)),
    );
    row(
        "two hours of the first incident, native",
        format!(
            "{:.1} s, {:.1} M events",
            get("incident_s")?,
            millions("incident_events")?
        ),
        String::new(),
    );
    row(
        "the same in Chromium",
        format!("{web_s:.1} s"),
        format!("5 s: {}", reached(web_s <= 5.0)),
    );
    row(
        "a snapshot, at worst",
        format!(
            "{:.2} ms, {:.2} MB",
            get("snapshot_ms")?,
            millions("snapshot_bytes")?
        ),
        String::new(),
    );
    row(
        "seek to a minute; to any instant, at worst",
        format!("{:.2} ms; {seek:.0} ms", get("seek_minute_ms_median")?),
        format!("100 ms: {}", reached(seek <= 100.0)),
    );
    row(
        "memory after 1, 4, 16 simulated hours",
        format!(
            "{:.1}, {:.1}, {:.1} MB",
            millions("memory_1_h_bytes")?,
            millions("memory_4_h_bytes")?,
            millions("memory_16_h_bytes")?
        ),
        "flat".to_owned(),
    );
    let (charts, uplot) = (get("web_charts_ms")?, get("uplot_charts_ms")?);
    row(
        "redraw of 12 charts, ours / uPlot",
        format!(
            "{charts:.2} ms / {uplot:.2} ms: {:.2} times; {:.2} ms while the axes stand still",
            charts / uplot,
            get("web_charts_live_ms")?
        ),
        format!(
            "4 ms, 2 times: {}",
            reached(charts <= 4.0 && charts <= 2.0 * uplot)
        ),
    );
    let mut text = format!(
        "{}\n\n| what | measured | to reach |\n|---|---|---|\n",
        where_when()
    );
    for (what, measured, goal) in rows {
        text += &format!("| {what} | {measured} | {goal} |\n");
    }
    Ok(text)
}

/// The machine and the day.
fn where_when() -> String {
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpus.lines().find_map(|l| l.strip_prefix("model name"));
    let model = model.map_or("unknown processor", |l| {
        l.trim_start_matches([' ', '\t', ':'])
    });
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let day = tool::output(Command::new("date").args(["-u", "+%F"])).unwrap_or_default();
    let day = day.trim();
    format!("Measured by `cargo xtask bench` on {day}, {model}, {cores} cores, one thread each.")
}

/// Puts the table between the marks of a file.
///
/// # Errors
/// When the file has no marks or cannot be written.
pub fn write(file: &Path, table: &str) -> Result<(), String> {
    let failed = |error| format!("{}: {error}", file.display());
    let text = fs::read_to_string(file).map_err(failed)?;
    let new = replaced(&text, table).ok_or(format!("{}: no {BEGIN} … {END}", file.display()))?;
    fs::write(file, new).map_err(failed)
}

fn replaced(text: &str, table: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{table}{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_marked_is_replaced() {
        let text = format!("a\n{BEGIN}\nold\n{END}\nb\n");
        assert_eq!(
            replaced(&text, "new\n"),
            Some(format!("a\n{BEGIN}\nnew\n{END}\nb\n"))
        );
        assert_eq!(replaced("a\nb\n", "new\n"), None);
    }

    #[test]
    fn a_missing_figure_is_named() {
        let error = markdown(&Figures::new()).expect_err("nothing was measured");
        assert!(error.contains("mm8_jobs_per_s"), "{error}");
    }
}

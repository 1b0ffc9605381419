//! Every check, stage by stage.
//!
//! A failed stage does not stop the later ones, so that one run tells everything;
//! only the end-to-end tests are pointless without a page to test.

mod lint;
mod stage;
mod times;
mod webdriver;

use std::collections::BTreeMap;
use std::process::Command;
use std::time::Instant;

use crate::setup::{self, Need};
use crate::{bench, page, pins, repo, say, weight};
use stage::Record;

/// A group of checks that can be asked for by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Format and clippy, on the host and for wasm.
    Lint,
    /// Tests on the host.
    Native,
    /// Wasm tests in a headless browser.
    Web,
    /// The release build of the page.
    Build,
    /// The built page in a headless browser.
    E2e,
}

impl Stage {
    /// All stages in the order in which they run: the quickest answer first.
    pub const ALL: [Stage; 5] = [
        Stage::Lint,
        Stage::Native,
        Stage::Web,
        Stage::Build,
        Stage::E2e,
    ];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Lint => "lint",
            Stage::Native => "native",
            Stage::Web => "web",
            Stage::Build => "build",
            Stage::E2e => "e2e",
        }
    }

    fn need(self) -> Need {
        match self {
            Stage::Lint => Need::Target,
            Stage::Native => Need::Nothing,
            Stage::Build => Need::Page,
            Stage::Web | Stage::E2e => Need::Browser,
        }
    }
}

/// Runs the stages, prints the count, and tells whether all went well.
///
/// `filter` goes to the test runners of single stages.
///
/// # Errors
/// When set-up fails; a failed check is only counted.
pub fn run(stages: &[Stage], filter: &[String]) -> Result<bool, String> {
    let start = Instant::now();
    if let Some(need) = stages.iter().map(|stage| stage.need()).max() {
        setup::ensure(need)?;
    }
    let mut record = Record::default();
    let mut built = None;
    for &stage in stages {
        match stage {
            Stage::Lint => lint::run(&mut record),
            Stage::Native => record.tests("native tests", native(filter), cores()),
            Stage::Web => web(&mut record, filter)?,
            Stage::Build => build(&mut record, &mut built),
            Stage::E2e => e2e(&mut record, &mut built, filter),
        }
    }
    record.tell_times();
    let tally = record.tally();
    say::heading("all checks");
    say::done("finished", start.elapsed());
    println!("{} passed, {} failed", tally.passed, tally.failed);
    Ok(tally.failed == 0)
}

/// How many tests run at a time.
fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn native(filter: &[String]) -> Command {
    let mut cargo = repo::cargo(&["test", "--workspace", "--exclude", "e2e", "--no-fail-fast"]);
    pass(&mut cargo, filter);
    cargo
}

fn web(record: &mut Record, filter: &[String]) -> Result<(), String> {
    let start = webdriver::Start::prepare()?;
    let mut cargo = repo::cargo(&["test", "--target", pins::WASM_TARGET, "--test", "web"]);
    in_browser(&mut cargo, &start, 1_800)?;
    pass(&mut cargo, filter);
    // A page does one thing after the other.
    record.tests("wasm tests in headless Chromium", cargo, 1);
    Ok(())
}

/// The engine's speed in headless Chromium and that of the charts beside uPlot's, in the
/// profile of the page.
///
/// # Errors
/// When it cannot be built or run.
pub fn web_bench() -> Result<BTreeMap<String, f64>, String> {
    let script = setup::uplot_script()?;
    let uplot = std::fs::read_to_string(&script)
        .map_err(|error| format!("{}: {error}", script.display()))?;
    let mut figures = web_figures("web-bench", None)?;
    figures.extend(web_figures("web-charts", Some(&uplot))?);
    Ok(figures)
}

fn web_figures(test: &str, uplot: Option<&str>) -> Result<BTreeMap<String, f64>, String> {
    let start = webdriver::Start::prepare()?;
    let mut cargo = repo::cargo(&["test", "--profile", "page", "--test", test]);
    if let Some(uplot) = uplot {
        // The test's page can load nothing: the script is compiled into it.
        cargo.env("FIREDRILL_UPLOT", uplot);
    }
    cargo.args(["--target", pins::WASM_TARGET, "--", "--nocapture"]);
    in_browser(&mut cargo, &start, 600)?;
    cargo.stderr(std::process::Stdio::inherit());
    let output = cargo.output().map_err(|e| format!("cargo test: {e}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        return Err(format!("the bench in the browser failed:\n{text}"));
    }
    let figures = bench::figures(&text);
    for (name, value) in &figures {
        say::line(format!("{name} {value}"));
    }
    Ok(figures)
}

/// Lets a cargo of wasm tests find runner, driver and browser.
fn in_browser(cargo: &mut Command, start: &webdriver::Start, timeout_s: u32) -> Result<(), String> {
    // The runner starts the driver itself and reads from a file how to start the browser.
    cargo.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
        setup::wasm_test_runner()?,
    );
    cargo.env(
        "CHROMEDRIVER",
        setup::chromedriver().ok_or("there is no chromedriver")?,
    );
    cargo.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", start.file());
    // Seconds. Whole drills on a busy machine of two cores take their time.
    cargo.env("WASM_BINDGEN_TEST_TIMEOUT", timeout_s.to_string());
    Ok(())
}

/// Builds the page once, however many stages want it.
fn build(record: &mut Record, built: &mut Option<bool>) {
    *built = Some(record.own("release build of the page", page::build));
    if *built == Some(true) {
        record.own("weight of the page", weight::check);
    }
}

/// The harness finds page, browser and axe itself: see `tests/e2e`.
fn e2e(record: &mut Record, built: &mut Option<bool>, filter: &[String]) {
    if built.is_none() {
        build(record, built);
    }
    if *built != Some(true) {
        say::heading("end-to-end tests in headless Chromium");
        say::line("left out: there is no page to test");
        return;
    }
    let mut cargo = repo::cargo(&["test", "--package", "e2e"]);
    pass(&mut cargo, filter);
    record.tests("end-to-end tests in headless Chromium", cargo, cores());
}

fn pass(cargo: &mut Command, filter: &[String]) {
    if !filter.is_empty() {
        cargo.arg("--").args(filter);
    }
}

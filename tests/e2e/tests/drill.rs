//! What several plays share: a run that stands at a known moment, the clock, the phases.

use e2e::hands::{CTRL_K, ENTER};
use e2e::{Page, Scheme};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// The first incident.
pub const INCIDENT: &str = "2025-03-15-database-outage";
/// Loading simulates forty minutes and more.
pub const LOADING: Duration = Duration::from_secs(600);
/// Two worlds of two hours.
pub const DEBRIEF: Duration = Duration::from_secs(1_800);
/// Minutes of a drill at high speed.
pub const PLAYING: Duration = Duration::from_secs(1_200);
/// The file that the pipeline wrote.
pub const CONF: &str = "/etc/postgresql/15/main/postgresql.conf";

/// One entry of a journal.
pub fn did(at_s: i64, action: Value) -> Value {
    json!({ "at_ms": at_s * 1_000, "action": action })
}

/// Puts a saved drill into the storage and takes it up: it loads at exactly this moment and
/// stands still there.
#[track_caller]
pub fn resume(page: &Page, seed: u64, at_s: i64, journal: &[Value]) {
    let run = json!({
        "firedrill_run": 1, "mode": "drill", "now_ms": at_s * 1_000, "saved_unix_s": 0,
        "journal": { "version": 1, "incident": INCIDENT, "seed": seed, "entries": journal },
    });
    // A screen that is left saves its run: it has to be gone before.
    page.goto("/#/");
    page.find("heading", "Database outage");
    page.store(&format!("firedrill.run.drill.{INCIDENT}"), &run.to_string());
    page.goto(&format!("/#/run/{INCIDENT}?mode=drill&seed={seed}"));
    loaded(page);
    page.wait("the clock to stand where it was left", || {
        clock_s(page) == at_s
    });
}

/// From the briefing into the console, with a seed.
pub fn start(page: &Page, way: &str, verb: &str, seed: &str) {
    page.goto(&format!("/#/incident/{INCIDENT}"));
    page.click("radio", way);
    page.fill("textbox", "Seed", seed);
    page.click("button", verb);
    loaded(page);
}

/// Gives a command by the palette.
#[track_caller]
pub fn command(page: &Page, name: &str) {
    page.press(CTRL_K);
    page.wait_focus("combobox", "Command");
    page.press(name);
    page.wait("the command to be found", || {
        page.value("combobox", "Command") == name
    });
    page.press(ENTER);
    page.gone("dialog", "Commands");
}

/// Axe and a picture in both colour schemes. Panes are shown from their top: a control that is
/// cut by the edge of a scrolled pane is no small target.
pub fn both_schemes(page: &Page, name: &str) {
    page.script(
        "for (const pane of document.querySelectorAll('*'))
           if (pane.scrollTop > 0 && !pane.closest('[role=log]')) pane.scrollTop = 0;",
        &[],
    );
    for scheme in Scheme::ALL {
        page.scheme(scheme);
        page.axe();
        page.screenshot(&format!("{name}-{}", scheme.name()));
    }
}

/// Waits for the console.
#[track_caller]
pub fn loaded(page: &Page) {
    page.wait_for("the console", LOADING, || page.has("group", "Speed"));
}

/// Seconds from minute zero on the console's clock.
pub fn clock_s(page: &Page) -> i64 {
    let text = page.script(
        "return document.querySelector('[aria-label=Clock]')?.textContent ?? ''",
        &[],
    );
    let text = text.as_str().unwrap_or("").replace('\u{2212}', "-");
    let Some((_, t)) = text.rsplit_once('T') else {
        return i64::MIN;
    };
    let sign = if t.starts_with('-') { -1 } else { 1 };
    let parts = t.trim_start_matches(['-', '+']).split(':');
    let parts: Vec<i64> = parts.filter_map(|p| p.trim().parse().ok()).collect();
    sign * parts.iter().fold(0, |sum, part| sum * 60 + part)
}

/// True while the clock stands still.
pub fn paused(page: &Page) -> bool {
    page.attr("button", "Pause", "aria-pressed").as_deref() == Some("true")
}

/// Stops the clock, whatever it costs.
#[track_caller]
pub fn pause(page: &Page) {
    page.click("button", "Pause");
    page.wait("the clock to stand", || {
        if page.has("dialog", "Stop the clock?") {
            page.click("button", "Stop the clock");
        }
        paused(page)
    });
}

/// Lets the clock run until something is so, then pauses it.
#[track_caller]
pub fn run_until(page: &Page, speed: &str, what: &str, is_so: impl Fn() -> bool) {
    page.click("button", speed);
    page.wait_for(what, PLAYING, is_so);
    pause(page);
}

/// Lets the clock run fast until something is so, then as in life: a pause would cost points.
#[track_caller]
pub fn live_until(page: &Page, speed: &str, what: &str, is_so: impl Fn() -> bool) {
    page.click("button", speed);
    page.wait_for(what, PLAYING, is_so);
    page.click("button", "1×");
}

/// Lets the run come to its first page, and takes it.
#[track_caller]
pub fn acknowledged(page: &Page) {
    live_until(page, "60×", "the page", || {
        page.has("alert", "HighResponseTime")
    });
    page.click("button", "Acknowledge");
    page.wait_text("Acknowledged 14:0");
}

/// Waits for the debrief, and until all of it is there.
#[track_caller]
pub fn debriefed(page: &Page) {
    let asked = Instant::now();
    page.wait_for("the debrief", DEBRIEF, || page.has("heading", "Debrief"));
    let shown = asked.elapsed();
    page.wait_for("the rest of the debrief", DEBRIEF, || {
        !page.has("progressbar", "The rest of the debrief")
    });
    let whole = asked.elapsed();
    eprintln!("debrief shown after {shown:.1?}, whole after {whole:.1?}");
}

/// Lets some seconds pass in the simulated world.
#[track_caller]
pub fn pass(page: &Page, speed: &str, seconds: i64) {
    let from = clock_s(page);
    run_until(page, speed, "time to pass", || {
        clock_s(page) >= from + seconds
    });
}

/// Whether a tool is on show.
pub fn shown(page: &Page, tool: &str) -> bool {
    page.attr("tab", tool, "aria-selected").as_deref() == Some("true")
}

/// Shows a tool.
#[track_caller]
pub fn tool(page: &Page, name: &str) {
    page.click("tab", name);
    page.wait(&format!("the tool {name}"), || shown(page, name));
}

/// What a slider, such as a chart, says where it stands.
#[track_caller]
pub fn told_at(page: &Page, slider: &str) -> String {
    page.attr("slider", slider, "aria-valuetext")
        .unwrap_or_default()
}

/// States the cause with evidence that was looked at.
#[track_caller]
pub fn state_the_cause(page: &Page, evidence: &[&str]) {
    tool(page, "Diagnosis");
    page.choose(
        "Component at fault",
        "Settings of the database server (postgresql.conf)",
    );
    page.choose(
        "Cause",
        "The routine update overwrote postgresql.conf: max_connections is far below what the \
         pools need",
    );
    for evidence in evidence {
        page.click("checkbox", evidence);
    }
    page.click("button", "State the diagnosis");
    page.wait_text("You stated");
}

/// Gives a file to the field whose label says so.
#[track_caller]
pub fn give(page: &Page, label: &str, name: &str, text: &str) {
    let given = page.script(
        "const label = [...document.querySelectorAll('label')]
           .find((label) => label.textContent.includes(arguments[0]));
         const files = new DataTransfer();
         files.items.add(new File([arguments[2]], arguments[1]));
         const input = label.querySelector('input');
         input.files = files.files;
         input.dispatchEvent(new Event('change', { bubbles: true }));
         return true;",
        &[json!(label), json!(name), json!(text)],
    );
    assert_eq!(given, json!(true));
}

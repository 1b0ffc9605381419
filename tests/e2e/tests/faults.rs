//! What goes wrong around the page: reloads at a bad moment, other tabs, lost workers, a wasm that
//! does not load.

use crate::drill::{
    CONF, DEBRIEF, INCIDENT, LOADING, clock_s, debriefed, did, give, loaded, paused, resume, tool,
};
use e2e::hands::ENTER;
use e2e::{Look, Page, visit};
use serde_json::{Value, json};

/// Keeps the page's workers at hand and counts those that live.
const WORKERS: &str = "
    const Real = Worker;
    window.workers = [];
    window.Worker = class extends Real {
      constructor(...given) { super(...given); window.workers.push(this); this.lives = true; }
      terminate() { this.lives = false; super.terminate(); }
    };
    window.alive = () => window.workers.filter((worker) => worker.lives).length;
    window.kill = (n) => Real.prototype.terminate.call(window.workers[n]);";

/// Loads the page with hands on its workers.
fn with_workers(page: &Page) {
    page.before_load(WORKERS);
    page.goto("/#/");
    page.reload();
    page.find("heading", "Database outage");
}

/// Changes of a run, so many that all that is asked about them takes a while.
fn changes() -> Vec<Value> {
    vec![
        did(130, json!({ "acknowledge": {} })),
        did(170, json!({ "restart_database": {} })),
        did(
            240,
            json!({ "scale": { "service": "web", "instances": 12 } }),
        ),
        did(
            300,
            json!({ "rollback_file": { "path": CONF, "version": 3 } }),
        ),
        did(320, json!({ "restart_database": {} })),
        did(500, json!({ "rolling_restart": { "service": "web" } })),
        did(600, json!({ "speed": { "factor": 1.0 } })),
    ]
}

/// Declares the incident resolved and waits until the run is over.
fn resolve(page: &Page) {
    page.click("button", "Declare resolved");
    page.click("button", "Confirm: resolved");
    page.wait("the end of the run", || {
        let run = run_kept(page);
        let entries = run["journal"]["entries"].as_array().cloned();
        let last = entries.and_then(|entries| entries.last().cloned());
        last.is_some_and(|last| last["action"] == json!({ "resolve": {} }))
    });
}

/// The drill that the browser keeps.
fn run_kept(page: &Page) -> Value {
    let text = page.stored(&format!("firedrill.run.drill.{INCIDENT}"));
    text.map_or(Value::Null, |text| {
        serde_json::from_str(&text).expect("a run is JSON")
    })
}

/// What was said in the drill that the browser keeps.
fn said(page: &Page) -> Vec<String> {
    let run = run_kept(page);
    let entries = run["journal"]["entries"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let said = entries
        .iter()
        .filter_map(|entry| entry["action"]["say"]["text"].as_str());
    said.map(str::to_owned).collect()
}

/// The keys of the page in the storage.
fn keys(page: &Page) -> usize {
    let count = page.script("return Object.keys(localStorage).length", &[]);
    count.as_u64().and_then(|n| n.try_into().ok()).unwrap_or(0)
}

/// Writes a message and waits until it is kept.
fn say(page: &Page, text: &str) {
    page.fill("textbox", "Message #inc-shop", text);
    page.click("button", "Send");
    page.wait("the message to be kept", || {
        said(page).iter().any(|one| one == text)
    });
}

#[test]
fn a_reload_after_the_end_comes_to_the_debrief() {
    visit(Look::DESKTOP, "/", |page| {
        resume(page, 1, 200, &[did(130, json!({ "acknowledge": {} }))]);
        page.click("button", "15×");
        page.wait("the clock to run", || clock_s(page) > 200);
        resolve(page);
        page.reload();
        debriefed(page);
        let results = page.stored("firedrill.results").unwrap_or_default();
        assert!(results.contains("\"seed\":1"), "the result is kept");
        assert_eq!(run_kept(page), Value::Null, "the run is over");
    });
}

#[test]
fn a_draft_is_kept_until_the_whole_is_there() {
    visit(Look::DESKTOP, "/", |page| {
        resume(page, 1, 3_000, &changes());
        resolve(page);
        page.wait_for("a draft", DEBRIEF, || {
            page.stored("firedrill.draft").is_some() || page.stored("firedrill.debrief").is_some()
        });
        let drafted = page.stored("firedrill.draft").is_some();
        assert!(
            drafted,
            "six changes take longer than what is known at once"
        );
        page.find("heading", "Debrief: Database outage");
        page.reload();
        page.find("heading", "Debrief: Database outage");
        debriefed(page);
        page.wait("the whole to be kept", || {
            page.stored("firedrill.debrief").is_some()
        });
        assert_eq!(page.stored("firedrill.draft"), None);
        assert_eq!(run_kept(page), Value::Null);
        page.find("figure", "Connections");
    });
}

#[test]
fn a_run_that_cannot_be_started_offers_its_file() {
    visit(Look::DESKTOP, "/", |page| {
        let entry = did(
            100,
            json!({ "scale": { "service": "none", "instances": 2 } }),
        );
        let run = json!({
            "firedrill_run": 1, "mode": "drill", "now_ms": 200_000, "saved_unix_s": 0,
            "journal": { "version": 1, "incident": INCIDENT, "seed": 1, "entries": [entry] },
        });
        page.store(&format!("firedrill.run.drill.{INCIDENT}"), &run.to_string());
        page.goto(&format!("/#/run/{INCIDENT}?mode=drill&seed=1"));
        page.wait_for("the refusal", LOADING, || {
            page.has("heading", "This run cannot be started")
        });
        page.axe();
        page.click("button", "Download the run");
        let file: Value = serde_json::from_str(&page.downloaded("-1.json")).expect("JSON");
        assert_eq!(file["journal"]["entries"][0], entry);
        assert_eq!(run_kept(page), run, "what is kept stays as it is");
    });
}

#[test]
fn what_is_deleted_does_not_come_back() {
    visit(Look::DESKTOP, "/", |page| {
        with_workers(page);
        resume(page, 1, 3_000, &changes());
        resolve(page);
        page.wait_for("the debrief", DEBRIEF, || {
            page.has("heading", "Debrief: Database outage")
        });
        page.click("link", "All results");
        page.click("button", "Delete everything");
        page.click("button", "Yes, delete everything");
        page.wait_text("Deleted: ");
        page.wait("all workers to be gone", || {
            page.script("return window.alive()", &[]) == json!(0)
        });
        assert_eq!(keys(page), 0);
        page.goto("/#/debrief");
        page.find("heading", "There is no debrief yet");
        assert_eq!(keys(page), 0);
    });
}

#[test]
fn one_tab_plays_a_run_and_the_other_is_told() {
    visit(Look::DESKTOP, "/", |page| {
        let address = format!("/#/run/{INCIDENT}?mode=drill&seed=1");
        resume(page, 1, 200, &[]);
        say(page, "from the first tab");
        page.new_tab(&address);
        page.in_other_window(false, |page| {
            page.look(Look::DESKTOP);
            page.find("heading", "This run is open in another tab");
            page.axe();
            page.click("button", "Only look on");
            loaded(page);
            page.wait_text("You look on");
            page.wait_text("from the first tab");
            assert!(paused(page));
            let send = page.attr("textbox", "Message #inc-shop", "disabled");
            assert!(send.is_some(), "nothing can be done");
        });
        say(page, "still from the first tab");
        page.in_other_window(false, |page| {
            page.click("button", "Play it here");
            page.gone("button", "Play it here");
            loaded(page);
            page.wait_text("still from the first tab");
            say(page, "from the second tab");
        });
        page.find("heading", "This run is open in another tab");
        let all = [
            "from the first tab",
            "still from the first tab",
            "from the second tab",
        ];
        assert_eq!(said(page), all);
        page.click("button", "Play it here");
        loaded(page);
        page.wait_text("from the second tab");
        page.in_other_window(true, |page| {
            page.find("heading", "This run is open in another tab");
        });
    });
}

#[test]
fn a_run_that_another_tab_deletes_is_not_written_again() {
    visit(Look::DESKTOP, "/", |page| {
        with_workers(page);
        resume(page, 1, 200, &[]);
        page.click("button", "1×");
        page.new_tab("/#/results");
        page.in_other_window(true, |page| {
            page.look(Look::DESKTOP);
            page.click("button", "Delete everything");
            page.click("button", "Yes, delete everything");
            page.wait_text("Deleted: ");
        });
        page.find("heading", "This run is no longer kept");
        page.axe();
        page.wait("all workers to be gone", || {
            page.script("return window.alive()", &[]) == json!(0)
        });
        assert_eq!(keys(page), 0);
    });
}

#[test]
fn an_import_takes_only_what_it_knows_and_says_so_once() {
    visit(Look::DESKTOP, "/#/results", |page| {
        page.find("heading", "No run has been finished yet");
        let mut stored = serde_json::Map::new();
        for n in 0..300 {
            let junk = "x".repeat(20_000);
            stored.insert(format!("firedrill.junk{n}"), json!({ "junk": junk }));
        }
        let export =
            json!({ "firedrill_export": 1, "exported_unix_s": 0, "stored": stored }).to_string();
        give(page, "Import an export", "junk.json", &export);
        page.wait_text("junk.json: Added: 0 results, 0 result files, 0 other entries.");
        page.wait_text("300 entries have keys that Firedrill does not know");
        assert_eq!(keys(page), 0);
    });
}

#[test]
fn what_is_pressed_again_before_its_receipt_is_done_once() {
    visit(Look::DESKTOP, "/", |page| {
        resume(page, 1, 200, &[]);
        let press = |label: &str| {
            let pressed = page.script(
                "const button = [...document.querySelectorAll('button')]
                   .find((button) => button.textContent.trim() === arguments[0]);
                 for (let n = 0; n < 5; n += 1) button.click();
                 return true;",
                &[json!(label)],
            );
            assert_eq!(pressed, json!(true));
        };
        page.fill("textbox", "Message #inc-shop", "once");
        press("Send");
        tool(page, "Status");
        page.click("button", "Use the template");
        press("Post update");
        page.wait("the update to be kept", || {
            run_kept(page).to_string().contains("\"status\"")
        });
        say(page, "later");
        assert_eq!(said(page), ["once", "later"]);
        let posts = run_kept(page).to_string().matches("\"status\"").count();
        assert_eq!(posts, 1);
    });
}

#[test]
fn a_reload_does_not_turn_the_clock_back() {
    visit(Look::DESKTOP, "/", |page| {
        resume(page, 1, 200, &[]);
        page.click("button", "60×");
        page.wait("the clock to run", || clock_s(page) > 300);
        let before = clock_s(page);
        page.reload();
        loaded(page);
        let after = clock_s(page);
        assert!(after >= before, "{before} s, then {after} s");
    });
}

#[test]
fn a_page_without_its_program_says_so() {
    visit(Look::DESKTOP, "/", |page| {
        let hidden = page.before_load(
            "Object.defineProperty(window, 'WebAssembly', { value: undefined, writable: true })",
        );
        page.reload();
        page.find("alert", "");
        page.wait_text("Firedrill could not be loaded");
        page.axe();
        page.forgive_errors();
        page.forget_before_load(&hidden);
        page.click("link", "Load the page again");
        page.find("heading", "Database outage");
    });
}

#[test]
fn a_worker_that_ends_silently_is_missed() {
    visit(Look::DESKTOP, "/", |page| {
        with_workers(page);
        resume(page, 1, 200, &[]);
        say(page, "before");
        page.script("window.kill(0)", &[]);
        page.find("heading", "The simulation stopped");
        page.axe();
        page.click("button", "Continue from the journal");
        loaded(page);
        page.wait_text("before");
        assert_eq!(clock_s(page), 200);
    });
}

#[test]
fn a_judge_that_ends_silently_is_started_again() {
    visit(Look::DESKTOP, "/", |page| {
        with_workers(page);
        resume(page, 1, 200, &[did(130, json!({ "acknowledge": {} }))]);
        let workers = || page.script("return window.workers.length", &[]);
        let before = workers();
        page.script("window.kill(1)", &[]);
        page.wait("another judge", || workers() != before);
        resolve(page);
        debriefed(page);
    });
}

#[test]
fn a_restart_before_the_file_is_written_is_warned_of() {
    visit(Look::DESKTOP, "/", |page| {
        resume(page, 1, 300, &[]);
        tool(page, "Files");
        page.click("button", "postgresql.conf");
        page.click("button", "Roll back to version 3");
        page.click("button", "Confirm: roll back to version 3");
        tool(page, "Actions");
        page.click("button", "Restart database");
        page.wait_text("is still being written");
        page.axe();
        page.click("button", "Wait for it");
        page.wait("the question to close", || {
            !page.has("button", "Confirm: Restart database")
        });
    });
}

#[test]
fn a_long_chain_in_a_query_is_refused_and_the_simulation_goes_on() {
    visit(Look::DESKTOP, "/", |page| {
        // Before the update: there is a slot for whoever asks.
        resume(page, 1, -110, &[]);
        tool(page, "Terminal");
        page.find("textbox", "Terminal");
        let ask = |links: usize, answer: &str| {
            let line = format!("psql -c \"SELECT 1{}\"", "+1".repeat(links));
            page.type_into("textbox", "Terminal", &format!("{line}{ENTER}"));
            page.wait(answer, || {
                page.text("log", "Terminal output").contains(answer)
            });
        };
        ask(390, "391");
        ask(1_000, "stack depth limit exceeded");
        ask(221, "222");
    });
}

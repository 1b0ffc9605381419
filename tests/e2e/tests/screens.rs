//! Every screen at three sizes and in both themes: accessible, no wider than its window, and as
//! the pictures in `tests/cases/screens` have it (`e2e::picture` says what is tolerated).
//!
//! Seed, journal and clock are fixed, and nothing moves: the pictures show the same world.
//! `FIREDRILL_BLESS=1` accepts what is seen.

use crate::drill::{debriefed, did, resume, shown, tool};
use e2e::hands::{CTRL_K, ESC};
use e2e::picture::Grid;
use e2e::{Look, Page, Scheme, visit};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

/// Four and a half minutes into the outage: paged, acknowledged, a severity set.
const MOMENT_S: i64 = 270;
/// The page's clock at each load, Unix ms.
const CLOCK: &str = "const real = Date.now.bind(Date), late = 1767225600000 - real();
                     Date.now = () => real() + late;";
/// A worker that never hears of its run: the loading screen stands still.
const NEVER: &str = "Worker.prototype.postMessage = () => {};";
/// Tools of the rail, as their tabs are named.
const TOOLS: &str = "return [...document.querySelectorAll('[role=tablist][aria-label=Tools] \
                     [role=tab] .rail-label')].map((label) => label.textContent)";

/// What differs from the stored pictures.
struct Screens {
    look: Look,
    wrong: Vec<String>,
}

impl Screens {
    fn folder(&self) -> PathBuf {
        let Look { width, height, .. } = self.look;
        let name = format!("{width}x{height}-{}", self.look.scheme.name());
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cases/screens");
        root.join(name)
    }

    /// Judges what the window shows.
    #[track_caller]
    fn see(&mut self, page: &Page, name: &str) {
        page.painted();
        page.axe();
        page.fits_its_width();
        self.compare(page, name);
    }

    /// The picture alone.
    #[track_caller]
    fn compare(&mut self, page: &Page, name: &str) {
        let now = Grid::of_png(&page.png()).expect("a screenshot");
        let path = self.folder().join(format!("{name}.txt"));
        if std::env::var_os("FIREDRILL_BLESS").is_some() {
            fs::create_dir_all(self.folder()).expect("a folder for the pictures");
            fs::write(path, now.to_text()).expect("the picture can be written");
            return;
        }
        let told = match fs::read_to_string(&path) {
            Ok(stored) => Grid::parse(&stored).and_then(|stored| stored.same_as(&now)),
            Err(_) => Err("there is no picture yet; FIREDRILL_BLESS=1 takes one".to_owned()),
        };
        if let Err(why) = told {
            let Look { width, .. } = self.look;
            let shot = page.screenshot(&format!("{name}-{width}-{}", self.look.scheme.name()));
            self.wrong
                .push(format!("{}: {why}; see {}", path.display(), shot.display()));
        }
    }

    fn end(self) {
        assert!(
            self.wrong.is_empty(),
            "{} screens differ from their pictures (FIREDRILL_BLESS=1 accepts them):\n{}",
            self.wrong.len(),
            self.wrong.join("\n")
        );
    }
}

fn looks() -> impl Iterator<Item = Look> {
    let sizes = [Look::DESKTOP, Look::WIDE, Look::PHONE];
    let schemes = |look: Look| Scheme::ALL.map(|scheme| look.scheme(scheme));
    sizes.into_iter().flat_map(schemes)
}

/// Size and scheme, and nothing that moves.
fn dress(page: &Page, look: Look) {
    page.look(look);
    page.media(&[
        ("prefers-color-scheme", look.scheme.name()),
        ("prefers-reduced-motion", "reduce"),
    ]);
}

fn journal() -> Vec<serde_json::Value> {
    vec![
        did(130, json!({ "acknowledge": {} })),
        did(140, json!({ "severity": { "level": 1 } })),
        did(150, json!({ "look": { "chart": "connections" } })),
        did(
            200,
            json!({ "board": { "suppose": { "text": "The database ran out of slots" } } }),
        ),
    ]
}

#[test]
fn screens_before_and_after_a_run() {
    visit(Look::DESKTOP, "/", |page| {
        page.before_load(CLOCK);
        page.reload();
        // A short right path, so that there is a debrief to show.
        let conf = crate::drill::CONF;
        let mut done = journal();
        done.extend([
            did(
                300,
                json!({ "rollback_file": { "path": conf, "version": 3 } }),
            ),
            did(320, json!({ "restart_database": {} })),
        ]);
        resume(page, 1, 700, &done);
        page.click("button", "Declare resolved");
        page.click("button", "Confirm: resolved");
        debriefed(page);
        for look in looks() {
            dress(page, look);
            let mut screens = Screens {
                look,
                wrong: vec![],
            };
            let places = [
                ("library", "/#/", "Database outage"),
                (
                    "briefing",
                    "/#/incident/2025-03-15-database-outage",
                    "You and your task",
                ),
                ("lab", "/#/lab/2025-03-15-database-outage", "What-if lab"),
                ("not-found", "/#/nowhere", ""),
                ("debrief", "/#/debrief", "Debrief"),
            ];
            for (name, path, heading) in places {
                page.goto(path);
                page.find("heading", heading);
                screens.see(page, name);
            }
            let never = page.before_load(NEVER);
            page.goto("/#/run/2025-03-15-database-outage?mode=watch&seed=1");
            page.reload();
            page.find("progressbar", "");
            screens.see(page, "loading");
            page.forget_before_load(&never);
            page.goto("/#/");
            page.reload();
            screens.end();
        }
    });
}

/// One look's console: every tool, and every state that stands above or beside them.
fn console(look: Look) {
    visit(look, "/", |page| {
        page.before_load(CLOCK);
        page.reload();
        dress(page, look);
        resume(page, 1, MOMENT_S, &journal());
        let phone = look.width < 600;
        let mut screens = Screens {
            look,
            wrong: vec![],
        };
        if phone {
            for pane in ["Told", "Seen", "Done"] {
                page.click("tab", pane);
                screens.see(page, &format!("pane-{}", pane.to_lowercase()));
            }
        }
        let tools = page.script(TOOLS, &[]);
        let tools = tools.as_array().cloned().unwrap_or_default();
        assert!(tools.len() >= 9, "the tools of the rail: {tools:?}");
        for name in tools.iter().filter_map(|name| name.as_str()) {
            tool(page, name);
            screens.see(page, &format!("tool-{}", name.to_lowercase()));
        }
        tool(page, "Files");
        page.click("button", "postgresql.conf");
        page.click("button", "Changes, version 4");
        page.wait_text("max_connections = 20");
        screens.see(page, "diff");
        tool(page, "Database");
        page.click("button", "Settings");
        page.find("searchbox", "Search the settings");
        screens.see(page, "settings");
        if !phone {
            tool(page, "Logs");
            page.click("button", "Split the tools");
            tool(page, "Files");
            assert!(shown(page, "Logs"), "both halves are on show");
            screens.see(page, "split");
            page.click("button", "Close Files here");
        } else {
            page.click("tab", "Seen");
        }
        page.click("button", "Enlarge Connections");
        page.find("button", "Close Connections");
        screens.see(page, "chart");
        page.click("button", "Close Connections");
        page.press(CTRL_K);
        page.find("dialog", "Commands");
        screens.see(page, "palette");
        page.press(ESC);
        page.gone("dialog", "Commands");
        page.press("?");
        page.find("dialog", "Keys");
        screens.see(page, "keys");
        page.press(ESC);
        page.gone("dialog", "Keys");
        page.click("button", "Declare resolved");
        page.find("button", "Confirm: resolved");
        screens.see(page, "resolve");
        screens.end();
    });
}

#[test]
fn the_console_on_a_laptop_dark() {
    console(Look::DESKTOP);
}

#[test]
fn the_console_on_a_laptop_light() {
    console(Look::DESKTOP.scheme(Scheme::Light));
}

#[test]
fn the_console_on_a_large_screen_dark() {
    console(Look::WIDE);
}

#[test]
fn the_console_on_a_large_screen_light() {
    console(Look::WIDE.scheme(Scheme::Light));
}

#[test]
fn the_console_on_a_phone_dark() {
    console(Look::PHONE);
}

#[test]
fn the_console_on_a_phone_light() {
    console(Look::PHONE.scheme(Scheme::Light));
}

#[test]
fn a_chart_that_is_not_drawn_is_another_picture() {
    visit(Look::DESKTOP, "/", |page| {
        dress(page, Look::DESKTOP);
        resume(page, 1, MOMENT_S, &journal());
        page.painted();
        let grid = || Grid::of_png(&page.png()).expect("a screenshot");
        let whole = grid();
        assert_eq!(whole.same_as(&grid()), Ok(()), "nothing moved");
        page.script(
            "for (const canvas of document.querySelector('figure').querySelectorAll('canvas'))
               canvas.style.visibility = 'hidden';",
            &[],
        );
        page.painted();
        assert!(whole.same_as(&grid()).is_err(), "a chart is gone");
    });
}

//! Hands and eyes: palette, keys, panes, windows, and what a person's system asks for.

use super::outage;
use crate::drill::{INCIDENT, acknowledged, loaded, paused, shown, start, tool};
use e2e::hands::{CTRL_K, DOWN, ENTER, ESC, LEFT};
use e2e::{Look, visit};
use serde_json::{Value, json};

#[test]
fn the_palette_finds_by_a_few_letters_and_says_when_there_is_none() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        page.press(CTRL_K);
        page.wait_focus("combobox", "Command");
        // Every command with a key has it beside its name.
        let keys = page.script(
            "return [...document.querySelectorAll('dialog[open] [role=option]')]
               .filter((option) => option.querySelector('kbd')).length",
            &[],
        );
        assert!(keys.as_u64().is_some_and(|keys| keys > 20), "{keys} keys");
        page.press("zzqqxx");
        page.wait_text("No command has these letters.");
        page.press("\u{e009}a\u{e000}\u{e017}");
        page.press("diag");
        page.press(DOWN);
        page.press("\u{e013}");
        page.press(ENTER);
        page.wait("the tool", || shown(page, "Diagnosis"));
    });
}

#[test]
fn the_sheet_lists_the_keys_and_turns_single_ones_off() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        page.press("?");
        let sheet = page.text("dialog", "Keys");
        for words in [
            "Zoom out",
            "Acknowledge the page",
            "Search the logs",
            "Legends",
        ] {
            assert!(sheet.contains(words), "{words} in {sheet}");
        }
        page.click("checkbox", "Single keys act");
        page.press(ESC);
        page.gone("dialog", "Keys");
        tool(page, "Status");
        page.press("1");
        page.press("?");
        page.press(CTRL_K);
        page.wait_focus("combobox", "Command");
        assert!(shown(page, "Status") && !shown(page, "Logs"));
        assert!(!page.has("dialog", "Keys"));
        page.press("All keys");
        page.press(ENTER);
        page.find("dialog", "Keys");
        page.click("checkbox", "Single keys act");
        page.press(ESC);
        page.gone("dialog", "Keys");
        page.press("1");
        page.wait("the logs", || shown(page, "Logs"));
    });
}

#[test]
fn a_pane_keeps_its_size_over_a_reload() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        let edge = "Width of Told";
        let size = || page.attr("separator", edge, "aria-valuenow");
        let before = size();
        page.tab_to("separator", edge);
        page.press("\u{e014}\u{e014}");
        page.wait("a wider column", || size() != before);
        let wider = size();
        page.reload();
        loaded(page);
        assert_eq!(size(), wider);
        page.tab_to("separator", edge);
        page.press(ENTER);
        page.wait("the usual size", || size() == before);
    });
}

#[test]
fn a_tool_stands_in_a_window_of_its_own_and_comes_back() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        tool(page, "Logs");
        page.click("button", "Open Logs in its own window");
        page.wait("a second window", || page.windows() == 2);
        page.find("tab", "in its own window");
        page.in_other_window(true, |other| {
            other.fill("searchbox", "Search the logs", "source:postgresql");
            other.click("option", "FATAL");
            other.find("region", "Log line");
            other.axe();
            other.fits_its_width();
        });
        page.wait("one window", || page.windows() == 1);
        // What was typed there is here now.
        page.wait("the logs to come back", || shown(page, "Logs"));
        page.wait("what was searched", || {
            page.value("searchbox", "Search the logs") == "source:postgresql"
        });
    });
}

#[test]
fn space_pauses_unless_one_is_writing() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        assert!(paused(page), "a run that is taken up stands still");
        page.focus("slider", "Time on the chart Errors");
        page.press(" ");
        page.wait("the clock to run", || !paused(page));
        page.press(" ");
        page.wait("the pause", || paused(page));
        page.press("/");
        page.wait_focus("searchbox", "Search the logs");
        page.press("a b");
        page.wait("the letters", || {
            page.value("searchbox", "Search the logs") == "a b"
        });
        assert!(paused(page), "a space in a field is a space");
    });
}

#[test]
fn nothing_moves_where_less_motion_is_asked_for() {
    visit(Look::DESKTOP, "/", |page| {
        page.media(&[("prefers-reduced-motion", "reduce")]);
        outage(page);
        page.click("button", "1×");
        tool(page, "Files");
        page.press(CTRL_K);
        page.find("dialog", "Commands");
        let moving = page.script(
            "return document.getAnimations()
               .filter((a) => (a.effect?.getComputedTiming().duration ?? 0) > 50)
               .map((a) => a.animationName ?? a.transitionProperty)",
            &[],
        );
        assert_eq!(moving, json!([]), "what still moves");
        let smooth = page.script(
            "return [...document.querySelectorAll('*')].filter((node) => {
               const { transitionDuration, animationDuration, scrollBehavior } =
                 getComputedStyle(node);
               const long = (times) => times.split(',').some((t) => parseFloat(t) > 0.05);
               return long(transitionDuration) || long(animationDuration)
                 || scrollBehavior === 'smooth';
             }).map((node) => `${node.tagName}.${node.className}`).slice(0, 5)",
            &[],
        );
        assert_eq!(smooth, json!([]), "what would move");
        page.press(ESC);
        page.click("button", "Pause");
    });
}

#[test]
fn a_pause_in_an_outage_asks_once_and_is_part_of_the_journal() {
    visit(Look::DESKTOP, "/", |page| {
        start(page, "Drill", "Start drill", "5");
        // Nothing has happened yet: thinking is free.
        page.click("button", "Pause");
        page.wait("the pause", || paused(page));
        acknowledged(page);
        let ask = "Stop the clock?";
        page.click("button", "Pause");
        page.find("dialog", ask);
        page.axe();
        page.click("button", "Keep it running");
        page.gone("dialog", ask);
        assert!(!paused(page), "the clock runs on");
        page.click("button", "Pause");
        page.click("button", "Stop the clock");
        page.wait("the pause", || paused(page));
        page.click("button", "Pause");
        page.wait("the clock to run", || !paused(page));
        page.click("button", "Pause");
        page.wait("the second pause, which costs no more", || paused(page));
        let key = format!("firedrill.run.drill.{INCIDENT}");
        page.wait("the pauses in the journal", || {
            let run = page.stored(&key).unwrap_or_default();
            let run: Value = serde_json::from_str(&run).unwrap_or_default();
            let entries = run["journal"]["entries"].as_array().cloned();
            let stops = entries.into_iter().flatten();
            let stops = stops.filter(|entry| entry["action"]["speed"]["factor"] == json!(0.0));
            stops.count() == 3
        });
    });
}

#[test]
fn a_hint_is_told_at_its_price() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        tool(page, "Diagnosis");
        page.click("button", "Take a hint");
        page.wait_text("costs 5 points");
        page.click("button", "Confirm: Take a hint");
        page.wait_text("(This hint costs 5 points.)");
        page.wait_text("Took a hint");
    });
}

#[test]
fn forced_colours_leave_every_control_and_state_to_be_seen() {
    visit(Look::DESKTOP, "/", |page| {
        page.media(&[("forced-colors", "active")]);
        outage(page);
        tool(page, "Files");
        page.axe();
        // The chosen tool and the chosen speed differ from the others by more than a colour
        // that is taken away.
        let differ = page.script(
            "const look = (node) => {
               const s = getComputedStyle(node);
               return [s.backgroundColor, s.color, s.outlineStyle, s.borderColor,
                 s.borderWidth, s.boxShadow, s.fontWeight, s.textDecorationLine].join();
             };
             const pair = (on, off) => {
               const [a, b] = [document.querySelector(on), document.querySelector(off)];
               return a && b && look(a) !== look(b);
             };
             return [
               pair('[role=tab][aria-selected=true]', '[role=tab][aria-selected=false]'),
               pair('[aria-label=Speed] [aria-pressed=true]',
                    '[aria-label=Speed] [aria-pressed=false]'),
             ];",
            &[],
        );
        assert_eq!(differ, json!([true, true]), "chosen tool, chosen speed");
        page.screenshot("forced-colours");
    });
}

#[test]
fn arrows_walk_the_rail() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        page.press("2");
        page.wait("the second tool", || shown(page, "Files"));
        page.tab_to("tab", "Files");
        page.press(LEFT);
        page.wait_focus("tab", "Logs");
        assert!(shown(page, "Logs"));
    });
}

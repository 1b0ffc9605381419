//! The logs: search by words and fields, the histogram, the moment of a line, the tail.

use super::outage;
use crate::drill::{pass, resume, tool};
use e2e::hands::{END, ENTER, ESC, SHIFT_LEFT};
use e2e::{Look, Page, visit};

const SEARCH: &str = "Search the logs";
const HISTOGRAM: &str = "Messages per";

/// How many lines fit the search: every line of the list tells it.
fn lines(page: &Page) -> u64 {
    let count = page.within("listbox", "Log lines", || {
        page.attr("option", "", "aria-setsize")
    });
    count.and_then(|count| count.parse().ok()).unwrap_or(0)
}

#[test]
fn words_and_fields_are_searched_and_marked() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        tool(page, "Logs");
        let all = lines(page);
        assert!(all > 100, "{all} lines");
        page.fill("searchbox", SEARCH, "source:postgresql level:fatal clients");
        page.wait("fewer lines", || (1..all).contains(&lines(page)));
        let texts = page.script(
            "const list = document.querySelector('[role=listbox][aria-label=\"Log lines\"]');
             return [...list.querySelectorAll('[role=option]')].map((line) =>
               [line.textContent, line.querySelector('mark')?.textContent ?? '']);",
            &[],
        );
        let texts = texts.as_array().cloned().unwrap_or_default();
        assert!(!texts.is_empty());
        for line in texts {
            assert!(
                line[0].as_str().is_some_and(|l| l.contains("FATAL")),
                "{line}"
            );
            assert_eq!(line[1], "clients", "{line}");
        }
        page.axe();
        page.fill("searchbox", SEARCH, "nosuchfield:1");
        page.wait_text("There is no field \"nosuchfield\"");
        page.fill("searchbox", SEARCH, "\"no such words anywhere\"");
        page.wait_text("No line fits this search.");
        page.click("button", "Clear the search");
        page.wait("all lines again", || lines(page) >= all);
    });
}

#[test]
fn the_histogram_chooses_a_stretch_of_time() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        tool(page, "Logs");
        let all = lines(page);
        page.focus("slider", HISTOGRAM);
        page.press(END);
        page.press(&SHIFT_LEFT.repeat(2));
        page.press(ENTER);
        page.find("button", "Show all time");
        page.wait("fewer lines", || (1..all).contains(&lines(page)));
        page.axe();
        page.press(ESC);
        page.wait("all lines again", || lines(page) >= all);
        // By hand, too.
        page.drag("slider", HISTOGRAM, (0.85, 0.5), (0.95, 0.5));
        page.find("button", "Show all time");
        page.click("button", "Show all time");
        page.wait("all lines again", || lines(page) >= all);
    });
}

#[test]
fn a_line_leads_to_its_moment_on_the_charts() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        tool(page, "Logs");
        page.fill("searchbox", SEARCH, "\"ready to accept connections\"");
        page.click("option", "ready to accept connections");
        page.find("region", "Log line");
        page.click("button", "Show on charts");
        page.wait("the crosshair", || {
            page.text("figure", "Connections").contains("13:58:3")
        });
        page.click("button", "Lines around");
        page.wait_text("All lines around the one picked");
        page.click("button", "Back to the search");
        page.click("button", "Close the line");
        page.gone("region", "Log line");
    });
}

#[test]
fn the_tail_follows_pauses_and_counts_what_is_new() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        tool(page, "Logs");
        let follows = || page.attr("button", "Follow", "aria-pressed").as_deref() == Some("true");
        assert!(follows(), "it follows from the start");
        page.click("button", "Follow");
        page.wait("the pause", || !follows());
        let at = |page: &Page| {
            page.script(
                "return document.querySelector('[aria-label=\"Log lines\"]').scrollTop",
                &[],
            )
        };
        let before = at(page);
        pass(page, "15×", 20);
        page.wait("new lines to be counted", || {
            page.has("button", "new lines")
        });
        assert_eq!(at(page), before, "what is read stays in place");
        page.click("button", "new lines");
        page.wait("the tail", follows);
        // Keys walk the lines.
        page.focus("listbox", "Log lines");
        page.press(END);
        page.find("region", "Log line");
        page.press(ESC);
        page.gone("region", "Log line");
    });
}

#[test]
fn tens_of_thousands_of_lines_are_scrolled_with_few_in_the_page() {
    visit(Look::DESKTOP, "/", |page| {
        resume(page, 1, 6_600, &[]);
        tool(page, "Logs");
        page.wait("all lines", || lines(page) > 10_000);
        page.click("button", "Follow");
        page.script(
            "(async () => {
             const list = document.querySelector('[role=listbox][aria-label=\"Log lines\"]');
             const rows = () => [...list.querySelectorAll('[role=option]')];
             const waited = [], empty = [];
             const covered = () => {
               const box = list.getBoundingClientRect();
               return rows().some((row) => {
                 const at = row.getBoundingClientRect();
                 return at.bottom > box.top + 2 && at.top < box.top + box.height / 2;
               });
             };
             let most = 0;
             for (let step = 0; step <= 120; step++) {
               list.scrollTop = (list.scrollHeight - list.clientHeight) * (1 - step / 120);
               let frames = 0;
               do {
                 await new Promise(requestAnimationFrame);
                 frames += 1;
               } while (!covered() && frames < 60);
               waited.push(frames);
               most = Math.max(most, rows().length);
               if (!covered()) empty.push(step);
             }
             waited.sort((a, b) => a - b);
             window.walked = { most, empty, p50: waited[60], p95: waited[114], first:
               Number(rows()[0]?.getAttribute('aria-posinset')) };
             })()",
            &[],
        );
        let moved = page.wait_script("the walk's end", "return window.walked ?? null");
        eprintln!(
            "{} lines, frames until lines stand there: {moved}",
            lines(page)
        );
        let most = moved["most"].as_u64().expect("a number of rows");
        assert!((5..400).contains(&most), "{most} rows in the page");
        assert_eq!(
            moved["empty"],
            serde_json::json!([]),
            "places without lines"
        );
        assert_eq!(moved["first"], 1, "the first line stands at the top");
    });
}

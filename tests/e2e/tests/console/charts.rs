//! The dashboards: one time for all, zoom, legends, marks, tables.

use super::outage;
use crate::drill::told_at;
use e2e::hands::{END, ENTER, ESC, HOME, LEFT, PAGE_UP, SHIFT_LEFT};
use e2e::{Look, Page, visit};

const ERRORS: &str = "Time on the chart Errors";
const REQUESTS: &str = "Time on the chart Requests";

/// The stretch of time that all charts show, s of the day.
fn stretch(page: &Page) -> (i64, i64) {
    let seen = page.text("region", "Seen");
    let told = seen.lines().find_map(|line| line.strip_suffix(" UTC"));
    let seconds = |clock: &str| {
        let parts = clock.split(':').chain(["0"]).take(3);
        parts.fold(0, |sum, part| sum * 60 + part.parse().unwrap_or(0))
    };
    let edges = told.and_then(|told| told.split_once(" – "));
    let (from, to) = edges.unwrap_or_else(|| panic!("no stretch in {seen}"));
    (seconds(from), seconds(to))
}

fn length(page: &Page) -> i64 {
    let (from, to) = stretch(page);
    to - from
}

#[test]
fn a_drag_zooms_all_charts_and_back_leads_back() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        let whole = stretch(page);
        page.drag("slider", ERRORS, (0.5, 0.5), (0.9, 0.5));
        page.wait("a shorter stretch", || {
            length(page) < (whole.1 - whole.0) / 2
        });
        let zoomed = stretch(page);
        assert!(zoomed.0 > whole.0, "{whole:?} to {zoomed:?}");
        page.wait("the stretch in the address", || {
            page.address().contains("from=")
        });
        page.click("button", "Time shown before");
        page.wait("the stretch before", || stretch(page) == whole);
    });
}

#[test]
fn keys_choose_a_stretch_zoom_pan_and_lead_back() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        let whole = stretch(page);
        page.focus("slider", ERRORS);
        page.press(LEFT);
        // Shift with arrows chooses, Enter shows what was chosen.
        page.press(&SHIFT_LEFT.repeat(12));
        page.press(ENTER);
        page.wait("a shorter stretch", || length(page) < whole.1 - whole.0);
        let zoomed = stretch(page);
        page.press("t");
        page.press(LEFT);
        page.wait("an earlier stretch", || stretch(page).0 < zoomed.0);
        page.press("t");
        page.press("z");
        page.wait("a longer stretch", || length(page) > zoomed.1 - zoomed.0);
        page.press("t");
        page.press("n");
        page.wait("the clock to be followed", || stretch(page).1 == whole.1);
    });
}

#[test]
fn one_crosshair_stands_at_the_same_time_on_every_chart() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        // Legends tell the values under the crosshair: those of other charts follow.
        let legend = |chart: &str| page.text("list", &format!("Series of {chart}"));
        page.focus("slider", REQUESTS);
        page.press(END);
        let now = (legend("Errors"), legend("Connections"));
        page.press(HOME);
        page.wait("the legends to follow", || {
            legend("Errors") != now.0 && legend("Connections") != now.1
        });
        assert!(legend("Errors").contains("0 %"), "all was well then");
        assert!(legend("Connections").contains("800"));
        page.press(ESC);
        page.wait("the newest values again", || legend("Errors") == now.0);
        // The pointer does the same.
        page.hover("slider", REQUESTS, (0.2, 0.5));
        page.wait("the legends to follow the pointer", || {
            legend("Errors") != now.0
        });
    });
}

#[test]
fn a_legend_isolates_a_series_and_adds_others() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        page.click("button", "Enlarge Connections");
        let shown =
            |series: &str| page.attr("button", series, "aria-pressed").as_deref() == Some("true");
        let table = page.text("table", "Series of Connections");
        for head in ["Last", "Min", "Mean", "Max"] {
            assert!(table.contains(head), "{table}");
        }
        assert!(shown("in use") && shown("active"));
        page.click("button", "in use");
        page.wait("in use alone", || shown("in use") && !shown("active"));
        page.click("button", "in use");
        page.wait("all again", || shown("in use") && shown("active"));
    });
}

#[test]
fn a_chart_has_a_table_and_a_file() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        page.click("button", "Enlarge Connections");
        page.click("button", "Data table");
        let data = page.text("region", "Data of Connections");
        assert!(data.contains("max_connections"), "{data}");
        assert!(data.lines().count() > 20);
        page.click("button", "Download CSV");
        let csv = page.downloaded(".csv");
        let mut lines = csv.lines();
        let head = lines.next().unwrap_or_default();
        assert!(head.contains("max_connections"), "{head}");
        let columns = head.split(',').count();
        assert!(lines.clone().count() > 100, "a row for each sample");
        assert!(lines.all(|line| line.split(',').count() == columns));
    });
}

#[test]
fn marks_tell_what_happened_when_they_have_the_focus() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        page.focus("slider", ERRORS);
        page.press(LEFT);
        for _ in 0..12 {
            page.press(PAGE_UP);
            if told_at(page, ERRORS).contains("Routine update of db-1") {
                break;
            }
        }
        let told = told_at(page, ERRORS);
        assert!(told.contains("; Routine update of db-1"), "{told}");
        page.click("button", "Enlarge Errors");
        let marks = page.text("region", "Marks in the time shown");
        for mark in ["Acknowledged the page", "HighErrorRatio is firing"] {
            assert!(marks.contains(mark), "{mark} in {marks}");
        }
    });
}

#[test]
fn an_address_holds_the_stretch_and_the_chart() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        page.drag("slider", ERRORS, (0.5, 0.5), (0.9, 0.5));
        page.wait("the stretch in the address", || {
            page.address().contains("from=")
        });
        let zoomed = stretch(page);
        page.click("button", "Enlarge Errors");
        page.wait("the chart in the address", || {
            page.address().contains("panel=")
        });
        page.reload();
        crate::drill::loaded(page);
        page.find("button", "Close Errors");
        page.wait("the same stretch", || stretch(page) == zoomed);
    });
}

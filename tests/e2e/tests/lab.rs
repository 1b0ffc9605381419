//! The what-if lab: chosen, run, stopped, gone on with; its numbers are those of the library.

use crate::drill::{INCIDENT, both_schemes, give};
use e2e::hands::{ENTER, TAB};
use e2e::{Look, Page, visit};
use firedrill::incident::library;
use firedrill::lab::words::{estimate, minutes, percent, users};
use firedrill::lab::{Choice, Lab, Study, Summary};
use std::time::Duration;

/// Some worlds of two hours, one after the other.
const STUDY: Duration = Duration::from_secs(1_800);

/// The summary of an address, reckoned here.
fn native(query: &str) -> Summary {
    let incident = library::load(INCIDENT).expect("it is shipped");
    let choice = Choice::parse(query).expect(query);
    let lab = Lab::new(choice.plan(&incident).expect(query)).expect(query);
    let mut study = Study::new(lab.plan());
    for job in lab.jobs() {
        let mut job = lab.begin(job).expect("a job of the plan");
        while !job.step(1_000_000) {}
        for outcome in job.into_outcomes() {
            study.take(outcome).expect("a run of the plan");
        }
    }
    study.summary()
}

fn open(page: &Page, query: &str) {
    page.goto(&format!("/#/lab/{INCIDENT}?{query}"));
    page.find("heading", "What-if lab");
}

/// Waits until all runs are done.
fn finish(page: &Page) {
    page.wait_for("all runs", STUDY, || page.body().contains("runs are done."));
}

/// What a row of a table shows, spaces made plain.
fn row(page: &Page, name: &str) -> String {
    let script = "const wanted = arguments[0];
        const rows = [...document.querySelectorAll('table tbody tr')];
        const row = rows.find(row => row.querySelector('th')?.textContent === wanted);
        return [...row?.querySelectorAll('td') ?? []].map(td => td.textContent).join(' | ');";
    let text = page.script(script, &[name.into()]);
    text.as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_study_is_chosen_run_and_kept() {
    const QUERY: &str = "measures=each&of=pool-alert,practice&seeds=2";
    visit(Look::DESKTOP, "/", |page| {
        page.goto(&format!("/#/incident/{INCIDENT}"));
        page.click("link", "What-if lab");
        page.find("heading", "What-if lab");
        page.wait_text("1,400 runs.");
        both_schemes(page, "lab-before");
        for measure in [
            "Guarded deploys",
            "Tested changes, small staging",
            "Tested changes, full load",
            "Guide for database outages",
        ] {
            page.click("checkbox", measure);
        }
        page.click("radio", "Each alone 2 sets");
        page.click("button", "10 seeds");
        let wanted = QUERY.replace("seeds=2", "seeds=10");
        page.wait("the address", || page.address().ends_with(&wanted));
        page.wait_text("30 runs.");

        // An address restores what was chosen.
        open(page, QUERY);
        page.wait_text("6 runs.");
        let checked = |name: &str| {
            page.script(
                "return [...document.querySelectorAll('label')].find(label =>
               label.textContent.startsWith(arguments[0])).querySelector('input').checked",
                &[name.into()],
            )
        };
        assert_eq!(checked("Practice"), true);
        assert_eq!(checked("Guarded deploys"), false);

        page.click("button", "Start the study");
        page.find("progressbar", "Runs done");
        page.wait_for("a seed", STUDY, || page.body().contains("3 of 6 runs"));
        page.click("button", "Stop");
        page.wait_text("3 of 6 runs. Stopped; what is done stays.");
        // Whoever looks at something else finds it as it was.
        page.click("link", "Database outage");
        page.click("link", "What-if lab");
        page.wait_text("3 of 6 runs. Stopped; what is done stays.");
        assert!(page.address().ends_with(QUERY), "{}", page.address());
        page.click("button", "Go on");
        finish(page);
        both_schemes(page, "lab-after");

        let summary = native(QUERY);
        let names = ["As it was", "Alert on exhausted pools", "Practice"];
        for (arm, name) in summary.arms.iter().zip(names) {
            let shown = row(page, name);
            let affected = arm.affected.as_ref().expect("runs");
            let outage = arm.outage_min.as_ref().expect("runs");
            let budget = arm.budget.as_ref().expect("a budget");
            let mut wanted = vec![
                estimate(&affected.mean, users),
                estimate(&outage.mean, minutes),
                estimate(&budget.mean, percent),
            ];
            if let Some(saved) = &arm.saved {
                wanted.push(estimate(&saved.affected, users));
                wanted.push(estimate(&saved.outage_min, minutes));
            }
            for number in wanted {
                assert!(shown.contains(&number), "{name}: no {number} in {shown}");
            }
        }
        page.click("button", "All as JSON");
        let kept = page.downloaded(".json");
        let json: Summary = serde_json::from_str(&kept).expect("JSON");
        assert_eq!(json, summary, "the same to the bit");
        page.click("button", "Savings as CSV");
        let csv = page.downloaded("-arms.csv");
        assert_eq!(csv, firedrill::lab::csv::arms(&summary));
        page.click("button", "Curves as CSV");
        let csv = page.downloaded("-curves.csv");
        assert_eq!(csv, firedrill::lab::csv::curves(&summary));
        page.wait_text("--measures pool-alert --measures practice --seeds 2");

        // A page that is loaded anew has forgotten it; the file has not.
        let before = names.map(|name| row(page, name));
        page.goto("/#/");
        page.reload();
        open(page, "");
        page.wait_text("1,400 runs.");
        let changed = kept.replace("\"practice\"", "\"practise\"");
        give(page, "Open a study", "changed.json", &changed);
        page.wait_text("changed.json was not opened: $.arms[2].arm: it is not the arm");
        give(page, "Open a study", "kept.json", &kept);
        page.wait_text("6 of 6 runs, from kept.json.");
        assert_eq!(names.map(|name| row(page, name)), before);
        assert!(page.address().ends_with(QUERY), "{}", page.address());
        both_schemes(page, "lab-opened");
    });
}

#[test]
fn a_parameter_is_swept_on_a_phone() {
    const QUERY: &str = "sweep=restart_s&values=4,240&seeds=1&responder=best";
    visit(Look::PHONE, "/", |page| {
        open(page, QUERY);
        page.fits_its_width();
        assert_eq!(page.value("textbox", "Values"), "4,240");
        page.fill("textbox", "Values", "4,two");
        page.wait_text("“two” is no number, or a very long one.");
        page.fill("textbox", "Values", "4,240");
        page.click("button", "Start the study");
        finish(page);
        page.fits_its_width();
        both_schemes(page, "lab-sweep");
        let summary = native(QUERY);
        for (arm, name) in summary.arms.iter().zip(["As it was", "4 (its own)", "240"]) {
            let affected = arm.affected.as_ref().expect("a run");
            let wanted = estimate(&affected.mean, users);
            assert!(row(page, name).contains(&wanted), "{name}: {wanted}");
        }
        page.look(Look::NARROW);
        page.fits_its_width();
    });
}

#[test]
fn the_lab_is_played_with_the_keyboard() {
    visit(Look::DESKTOP, "/", |page| {
        open(page, "measures=together&of=guarded-deploys&seeds=1");
        page.focus("button", "Start the study");
        page.press(ENTER);
        page.wait("the button to stop", || page.has("button", "Stop"));
        finish(page);
        page.focus("slider", "Minute of the incident");
        page.press(e2e::hands::HOME);
        page.wait("the cursor at the start", || {
            let told = page.attr("slider", "Minute of the incident", "aria-valuetext");
            told.is_some_and(|told| told.starts_with("Minute 0."))
        });
        page.press(TAB);
        page.wait_focus("button", "As it was");
        page.press(ENTER);
        page.wait("the curve without its colour", || {
            page.attr("button", "As it was", "aria-pressed").as_deref() == Some("false")
        });
    });
}

#[test]
fn an_address_that_cannot_be_is_told() {
    visit(Look::DESKTOP, "/", |page| {
        open(page, "measures=no-such-measure");
        page.wait_text("This incident has no measure “no-such-measure”.");
        page.goto(&format!("/#/lab/{INCIDENT}?seeds=none"));
        page.wait_text("“none” is no number of seeds.");
        page.goto("/#/lab/no-such-incident");
        page.find("heading", "There is no such incident");
    });
}

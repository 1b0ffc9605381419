//! Medians, quartiles and trends against numbers reckoned by hand.

use super::*;
use crate::app::protocol::Mode;
use crate::app::saved::{Checked, ResultLine, Results};
use crate::debrief::document::Times;

fn line(n: i64, mode: Mode, total: Option<f64>, mitigate: Option<f64>) -> ResultLine {
    ResultLine {
        incident: "a".into(),
        mode,
        seed: n as u64,
        finished_unix_s: n * 86_400,
        engine: "0.1.0".into(),
        digest: format!("{n:016x}"),
        total,
        verdict: "=Recovered, \"at last\".".into(),
        affected: 1_000 - n as u64,
        nobody_affected: 9_000,
        times_s: Times {
            mitigate,
            ..Times::default()
        },
        file: None,
        checked: None,
    }
}

fn drills(totals: &[f64]) -> Results {
    let mut results = Results::default();
    for (n, total) in totals.iter().enumerate() {
        let mitigate = (n != 1).then_some(3_000.0 - 100.0 * n as f64);
        results.add(line(n as i64, Mode::Drill, Some(*total), mitigate));
    }
    results
}

#[test]
fn a_spread_is_made_of_values_that_there_are() {
    assert_eq!(spread(&[]), None);
    assert_eq!(spread(&[f64::NAN]), None);
    let two = spread(&[7.0, 3.0]).expect("two values");
    assert_eq!((two.least, two.most), (3.0, 7.0));
    assert_eq!((two.median, two.quartiles), (None, None));
    let four = spread(&[4.0, 1.0, 3.0, 2.0]).expect("four values");
    assert_eq!((four.median, four.quartiles), (Some(2.0), None));
    let five = spread(&[5.0, 1.0, 4.0, 2.0, 3.0]).expect("five values");
    assert_eq!(five.median, Some(3.0));
    assert_eq!(five.quartiles, Some((2.0, 4.0)));
    let eight = spread(&[8.0, 1.0, 7.0, 2.0, 6.0, 3.0, 5.0, 4.0]).expect("eight values");
    assert_eq!(eight.median, Some(4.0));
    assert_eq!(eight.quartiles, Some((2.0, 6.0)));
}

#[test]
fn a_trend_needs_enough_runs_and_more_than_chance() {
    assert_eq!(trend(&[1.0, 2.0, 3.0, 4.0]), Trend::TooFew);
    assert_eq!(trend(&[10.0, 12.0, 14.0, 16.0, 18.0]), Trend::Up(2.0));
    assert_eq!(trend(&[18.0, 16.0, 14.0, 12.0, 10.0]), Trend::Down(2.0));
    // One pair the other way leaves eight of ten: too near to chance for five runs.
    assert_eq!(trend(&[12.0, 10.0, 14.0, 16.0, 18.0]), Trend::Unclear);
    assert_eq!(trend(&[5.0; 9]), Trend::Unclear);
    let wild = [40.0, 90.0, 10.0, 70.0, 20.0, 80.0, 30.0];
    assert_eq!(trend(&wild), Trend::Unclear);
}

#[test]
fn only_drills_count_and_phases_say_how_many_reached_them() {
    let mut results = drills(&[20.0, 35.0, 50.0, 65.0, 80.0]);
    results.add(line(90, Mode::Guided, None, Some(60.0)));
    results.add(line(91, Mode::Watch, None, Some(60.0)));
    let all = histories(&results);
    let [history] = all.as_slice() else {
        panic!("one incident")
    };
    assert_eq!(
        (history.drills.len(), history.guided, history.watched),
        (5, 1, 1)
    );
    assert_eq!(history.trend, Trend::Up(15.0));
    assert_eq!(
        history.best.as_ref().and_then(|best| best.total),
        Some(80.0)
    );
    let mitigate = &history.phases[2];
    assert_eq!((mitigate.reached, mitigate.of), (4, 5));
    assert_eq!(
        (mitigate.last, mitigate.best),
        (Some(2_600.0), Some(2_600.0))
    );
    assert_eq!(mitigate.trend, Trend::TooFew, "four times");
    let said = chart_summary(history);
    assert!(
        said.contains("5 drills") && said.contains("the best 80"),
        "{said}"
    );
    assert!(said.contains("between 35 and 65"), "{said}");
    assert!(said.contains("rise by about 15 points a drill"), "{said}");
    assert!(histories(&Results::default()).is_empty());
}

#[test]
fn the_list_is_filtered_and_sorted() {
    let mut results = drills(&[20.0, 80.0, 50.0]);
    results.add(line(3, Mode::Guided, None, Some(10.0)));
    let seeds = |mode, order| -> Vec<u64> {
        let lines = listed(&results.results, Some("a"), mode, order);
        lines.iter().map(|line| line.seed).collect()
    };
    assert_eq!(seeds(ModeFilter::All, Order::Newest), [3, 2, 1, 0]);
    assert_eq!(seeds(ModeFilter::All, Order::Oldest), [0, 1, 2, 3]);
    assert_eq!(seeds(ModeFilter::All, Order::Points), [1, 2, 0, 3]);
    assert_eq!(seeds(ModeFilter::All, Order::Affected), [3, 2, 1, 0]);
    assert_eq!(seeds(ModeFilter::All, Order::Mitigated), [3, 2, 0, 1]);
    assert_eq!(seeds(ModeFilter::Only(Mode::Guided), Order::Newest), [3]);
    assert!(listed(&results.results, Some("b"), ModeFilter::All, Order::Newest).is_empty());
}

#[test]
fn the_table_has_a_line_for_each_run() {
    let mut results = drills(&[20.5]);
    results.results[0].checked = Some(Checked {
        unix_s: 1,
        difference: None,
    });
    let csv = to_csv(&results.results);
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert_eq!(lines[0].split(',').count(), 15);
    assert_eq!(
        lines[1],
        "1970-01-01T00:00:00Z,\"a\",drill,0,\"0.1.0\",20.5,1000,9000,,,3000,,ok,\
         \"0000000000000000\",\"'=Recovered, \"\"at last\"\".\""
    );
}

/// The numbers were reckoned apart from this program; the page is held to the same file.
#[test]
fn a_prepared_history_comes_to_the_numbers_beside_it() {
    let text = include_str!("../../../tests/cases/results/history.json");
    let file: serde_json::Value = serde_json::from_str(text).expect("JSON");
    let results = crate::app::saved::parse_results(&file["results"].to_string());
    let all = histories(&results.expect("results"));
    let history = &all[0];
    let expected = &file["expected"];
    assert_eq!(
        chart_summary(history),
        expected["summary"].as_str().unwrap_or("")
    );
    let figures: Vec<[String; 3]> = figures(history).into();
    let said = |rows: &serde_json::Value| serde_json::to_string(rows).expect("plain data");
    assert_eq!(
        serde_json::to_string(&figures).expect("plain data"),
        said(&expected["figures"])
    );
    let phases: Vec<[String; 6]> = history.phases.iter().map(phase_cells).collect();
    assert_eq!(
        serde_json::to_string(&phases).expect("plain data"),
        said(&expected["phases"])
    );
}

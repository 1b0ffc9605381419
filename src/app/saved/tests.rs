//! Which result files stay, and what an import takes.

use super::*;
use crate::debrief::document::Times;
use crate::debrief::result::{self, ResultFile};
use serde_json::{Value, json};

fn line(incident: &str, n: i64, total: f64, file: Option<String>) -> ResultLine {
    ResultLine {
        incident: incident.into(),
        mode: Mode::Drill,
        seed: n as u64,
        finished_unix_s: n,
        engine: "0.1.0".into(),
        digest: format!("{n:016x}"),
        total: Some(total),
        verdict: "Recovered.".into(),
        affected: 1,
        nobody_affected: 2,
        times_s: Times::default(),
        file,
        checked: None,
    }
}

/// A file that parses; nobody has played it.
fn file(seed: u64) -> ResultFile {
    let text = json!({
        "firedrill_result": 2, "engine": "0.1.0", "incident": { "id": "a", "sha256": "00" },
        "seed": seed, "journal": [], "over_ms": 0, "digest": "00",
        "visits": { "total": 1, "affected": 1, "nobody_affected": 1, "best_affected": 0 },
        "score": { "total": 0.0, "terms": [] },
        "times_s": { "acknowledge": null, "diagnose": null, "mitigate": null, "resolve": null },
    });
    result::parse(&text.to_string()).expect("a result file")
}

#[test]
fn the_oldest_files_go_and_never_the_best() {
    let mut results = Results::default();
    let mut bytes = BTreeMap::new();
    for n in 0..100 {
        let total = if n == 3 { 99.0 } else { 10.0 };
        results.add(line("a", n, total, Some(format!("f{n}"))));
        bytes.insert(format!("f{n}"), 1_000);
    }
    bytes.insert("stray".into(), 5);
    let gone = files_to_forget(&results, &bytes);
    assert_eq!(bytes.len() - gone.len(), RESULT_FILES_MAX);
    let is_gone = |id: &str| gone.iter().any(|one| one == id);
    assert!(is_gone("stray") && is_gone("f0") && is_gone("f40"));
    assert!(!is_gone("f3") && !is_gone("f99") && !is_gone("f41"));

    bytes
        .values_mut()
        .for_each(|size| *size = RESULT_FILES_BYTES_MAX / 4);
    let gone = files_to_forget(&results, &bytes);
    let kept: Vec<&String> = bytes.keys().filter(|id| !gone.contains(id)).collect();
    assert_eq!(kept, ["f3", "f97", "f98", "f99"]);
}

#[test]
fn a_line_keeps_its_file_and_two_runs_of_one_world_are_told_apart() {
    let mut results = Results::default();
    results.add(line("a", 1, 50.0, Some("one".into())));
    results.add(line("a", 1, 50.0, None));
    assert_eq!(results.results.len(), 1);
    assert_eq!(results.results[0].file.as_deref(), Some("one"));
    results.add(line("a", 1, 60.0, Some("two".into())));
    assert_eq!(results.results.len(), 2, "other words, the same world");
    let long = Checked {
        unix_s: 5,
        difference: Some("x".repeat(1_000)),
    };
    results.note_checked("two", &long);
    let noted = results.results[1]
        .checked
        .as_ref()
        .and_then(|c| c.difference.as_ref());
    assert_eq!(noted.map(String::len), Some(300));
    assert_eq!(results.results[0].checked, None);
    assert!(results.remove(&line("a", 1, 60.0, Some("two".into()))));
    assert_eq!(results.results.len(), 1);
    let text = to_text(&results);
    assert_eq!(parse_results(&text), Ok(results));
}

/// What is stored after two runs.
fn stored() -> BTreeMap<String, String> {
    let mut results = Results::default();
    let mut all = BTreeMap::new();
    for seed in [1, 2] {
        let file = file(seed);
        let id = file_id(&file);
        results.add(line("a", seed as i64, 40.0, Some(id.clone())));
        all.insert(file_key(&id), to_text(&file));
    }
    all.insert(RESULTS_KEY.into(), to_text(&results));
    all.insert(SETTINGS_KEY.into(), to_text(&Settings::default()));
    all.insert(kept_key(RESULTS_KEY, 1), "{broken".into());
    all
}

#[test]
fn what_was_exported_comes_back_and_adds_nothing_twice() {
    let all = stored();
    let text = export(&all, 7);
    let back = import(&text, &BTreeMap::new()).expect("an export");
    assert_eq!(back.problems, Vec::<String>::new());
    assert_eq!((back.results, back.files, back.others), (2, 2, 2));
    let read = |text: &String| serde_json::from_str::<Value>(text).ok();
    assert_eq!(back.writes.len(), all.len());
    for (key, text) in &all {
        let written = &back.writes[key];
        assert!(written == text || read(written) == read(text), "{key}");
    }
    let again = import(&text, &all).expect("an export");
    assert_eq!((again.results, again.files, again.others), (0, 0, 0));
    assert!(again.stays.is_empty() && again.problems.is_empty());
    assert_eq!(
        again.words(),
        "Added: 0 results, 0 result files, 0 other entries."
    );
}

#[test]
fn what_is_here_stays_and_the_rest_is_added() {
    let mut own = stored();
    let mut results = Results::default();
    results.add(line("b", 9, 70.0, None));
    own.insert(RESULTS_KEY.into(), to_text(&results));
    let light = Settings {
        theme: Theme::Light,
        ..Settings::default()
    };
    own.insert(SETTINGS_KEY.into(), to_text(&light));
    let import = import(&export(&stored(), 7), &own).expect("an export");
    assert_eq!(import.stays, [SETTINGS_KEY]);
    assert!(!import.writes.contains_key(SETTINGS_KEY));
    let merged = parse_results(&import.writes[RESULTS_KEY]).expect("results");
    let seeds: Vec<u64> = merged.results.iter().map(|line| line.seed).collect();
    assert_eq!(seeds, [1, 2, 9], "oldest first");
}

#[test]
fn broken_parts_are_told_with_their_place_and_the_rest_is_taken() {
    let key = file_key(&file_id(&file(1)));
    let text = json!({
        "firedrill_export": 1, "exported_unix_s": 7, "stored": {
            "other.key": {},
            "firedrill.settings": { "firedrill_settings": 1, "theme": "green" },
            "firedrill.run.drill.a": { "firedrill_run": 1 },
            "firedrill.result.00": serde_json::to_value(file(1)).expect("plain data"),
            (key): "{",
            "firedrill.results": { "firedrill_results": 1, "results": [
                serde_json::to_value(line("a", 1, 400.0, None)).expect("plain data")
            ] },
            "firedrill.layout": "nothing",
            "firedrill.notes.00-drill": { "firedrill_notes": 99 },
            "firedrill.later.y": {},
            "firedrill.kept.9.settings": "no such copy",
            "firedrill.kept.1.settings": "kept as it is",
        },
    });
    let import = import(&text.to_string(), &BTreeMap::new()).expect("an export");
    let all = import.problems.join("\n");
    for part in [
        "3 entries have keys that Firedrill does not know, such as stored[\"firedrill.kept.9",
        "stored[\"firedrill.settings\"]: line 1, column 39: theme",
        "stored[\"firedrill.run.drill.a\"]:",
        "stored[\"firedrill.result.00\"]: the file has the id",
        "stored[\"firedrill.results\"]: results[0].total: is not between",
        "stored[\"firedrill.layout\"]:",
        "stored[\"firedrill.notes.00-drill\"]: it has version 99",
    ] {
        assert!(all.contains(part), "{part} is not in\n{all}");
    }
    assert_eq!(import.problems.len(), 8, "{all}");
    let taken: Vec<&String> = import.writes.keys().collect();
    assert_eq!(taken, ["firedrill.kept.1.settings"]);
}

#[test]
fn what_could_not_be_written_is_not_counted_and_told_once() {
    let text = export(&stored(), 7);
    let mut import = import(&text, &BTreeMap::new()).expect("an export");
    let (files, others) = (import.files, import.others);
    let writes = import.writes.clone();
    let lost: Vec<&String> = writes.keys().collect();
    assert!(files > 0 && others > 0);
    import.not_written(&lost, "the storage is full");
    assert_eq!((import.results, import.files, import.others), (0, 0, 0));
    assert_eq!(import.problems.len(), 1, "{:?}", import.problems);
    assert!(import.problems[0].ends_with("were not written: the storage is full"));
}

#[test]
fn a_copy_that_is_one_json_string_comes_back_with_its_quotes() {
    let key = kept_key(SETTINGS_KEY, 1);
    let all = BTreeMap::from([(key.clone(), "\"abc\"".to_string())]);
    let back = import(&export(&all, 7), &BTreeMap::new()).expect("an export");
    assert_eq!(back.writes[&key], all[&key]);
}

#[test]
fn a_message_quotes_the_start_of_what_is_wrong() {
    let long = "x".repeat(1_000_000);
    let text = json!({ "firedrill_settings": 1, "theme": long }).to_string();
    let text = text.replace(&long, &long[..9_000]);
    let problem = parse_settings(&text)
        .expect_err("no such theme")
        .to_string();
    assert!(
        problem.chars().count() < 400,
        "{} characters",
        problem.len()
    );
    let stored = json!({ (long): {} });
    let text = json!({ "firedrill_export": 1, "exported_unix_s": 0, "stored": stored });
    let import = import(&text.to_string(), &BTreeMap::new()).expect("an export");
    assert!(
        import.problems[0].len() < 400,
        "{}",
        import.problems[0].len()
    );
}

#[test]
fn what_is_no_export_is_a_problem() {
    let own = BTreeMap::new();
    for (text, part) in [
        ("", "EOF"),
        ("[1]", "it has no version"),
        ("{\"firedrill_export\": 2}", "newer Firedrill"),
        (
            "{\"firedrill_export\": 1, \"exported_unix_s\": 0}",
            "missing field `stored`",
        ),
    ] {
        let problem = import(text, &own).expect_err(text).to_string();
        assert!(problem.contains(part), "{text}: {problem}");
    }
    let large = " ".repeat(IMPORT_BYTES_MAX + 1);
    assert!(matches!(
        import(&large, &own),
        Err(Problem::TooLarge { .. })
    ));
}

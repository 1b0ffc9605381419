//! Result files: what is true is verified, and every change of one is refused with its place.

use super::{judged, quick, script};
use firedrill::debrief::judge::Depth;
use firedrill::debrief::result::{
    Difference, Link, Played, ResultFile, Verification, Verified, link, parse,
};
use firedrill::drill::action::{Action, Command, Entry};
use firedrill::drill::mode::Mode;
use firedrill::incident::apply_measures;
use firedrill::incident::document::Incident;
use serde_json::{Value, json};
use std::sync::Arc;

fn result(incident: &Arc<Incident>) -> ResultFile {
    let judge = judged(incident, 5, Depth::Full, &script(incident, "best"));
    ResultFile::of(&judge.judgement().expect("all was run"))
}

fn verify(text: &str, incident: &Arc<Incident>) -> Result<Verified, Difference> {
    let mut verification = Verification::begin(parse(text)?, incident)?;
    while !verification.step(333_333) {}
    verification.finish()
}

#[test]
fn a_result_comes_back_and_is_verified() {
    let incident = quick();
    let result = result(&incident);
    let text = result.to_text();
    assert_eq!(parse(&text), Ok(result.clone()));
    let verified = verify(&text, &incident).expect("nothing was changed");
    assert_eq!(verified.entries, result.journal.len());
    assert!((verified.total - result.score.total).abs() < 1e-12);
}

/// The file with one value changed.
fn tampered(result: &ResultFile, pointer: &str, value: Value) -> String {
    let mut file = serde_json::to_value(result).expect("plain data");
    *file.pointer_mut(pointer).expect(pointer) = value;
    file.to_string()
}

#[test]
fn every_tampered_value_is_named_by_its_place() {
    let incident = quick();
    let result = result(&incident);
    let n = result.journal.len();
    let entry = |n: usize| format!("/journal/{n}");
    let cases: Vec<(String, Value, String)> = vec![
        (
            "/firedrill_result".into(),
            json!(3),
            "$.firedrill_result".into(),
        ),
        (
            "/firedrill_result".into(),
            json!(1),
            "$.journal[0].hash".into(),
        ),
        (
            "/firedrill_result".into(),
            json!(0),
            "$.firedrill_result".into(),
        ),
        ("/engine".into(), json!("9.9.9"), "$.engine".into()),
        (
            "/incident/id".into(),
            json!("other"),
            "$.incident.id".into(),
        ),
        (
            "/incident/sha256".into(),
            json!("00"),
            "$.incident.sha256".into(),
        ),
        ("/seed".into(), json!(6), "$.journal[0].hash".into()),
        ("/seed".into(), json!(-6), "$.seed".into()),
        (
            entry(2) + "/at_ms",
            json!(38_001),
            "$.journal[2].hash".into(),
        ),
        (entry(2) + "/at_ms", json!(1), "$.journal[2].at_ms".into()),
        (
            entry(3) + "/action",
            json!({ "resolve": {} }),
            "$.journal[3].hash".into(),
        ),
        (
            entry(3) + "/action",
            json!({ "dance": {} }),
            "$.journal[3].action".into(),
        ),
        (
            entry(n - 1) + "/hash",
            json!("ab"),
            format!("$.journal[{}].hash", n - 1),
        ),
        ("/over_ms".into(), json!(1), "$.over_ms".into()),
        (
            "/digest".into(),
            json!("0000000000000000"),
            "$.digest".into(),
        ),
        ("/visits/total".into(), json!(7), "$.visits.total".into()),
        (
            "/visits/affected".into(),
            json!(7),
            "$.visits.affected".into(),
        ),
        (
            "/visits/nobody_affected".into(),
            json!(7),
            "$.visits.nobody_affected".into(),
        ),
        (
            "/visits/best_affected".into(),
            json!(7),
            "$.visits.best_affected".into(),
        ),
        ("/score/total".into(), json!(99.9), "$.score.total".into()),
        (
            "/score/terms/0/points".into(),
            json!(39.9),
            "$.score.terms[0].points".into(),
        ),
        (
            "/score/terms/4/id".into(),
            json!("bonus"),
            "$.score.terms[4].id".into(),
        ),
        ("/score/terms".into(), json!([]), "$.score.terms".into()),
        (
            "/times_s/acknowledge".into(),
            json!(1.0),
            "$.times_s.acknowledge".into(),
        ),
        (
            "/times_s/diagnose".into(),
            json!(null),
            "$.times_s.diagnose".into(),
        ),
        (
            "/times_s/mitigate".into(),
            json!(1.0),
            "$.times_s.mitigate".into(),
        ),
        (
            "/times_s/resolve".into(),
            json!(1.0),
            "$.times_s.resolve".into(),
        ),
    ];
    for (pointer, value, place) in cases {
        let text = tampered(&result, &pointer, value.clone());
        let found = verify(&text, &incident).map_err(|d| d.place);
        let found = found.expect_err(&pointer);
        assert!(
            found.starts_with(&place),
            "{pointer} = {value}: {found}, not {place}"
        );
    }
}

#[test]
fn entries_that_are_left_out_or_put_in_are_found() {
    let incident = quick();
    let whole = result(&incident);
    let mut shorter = whole.clone();
    shorter.journal.remove(4);
    let found = verify(&shorter.to_text(), &incident).map_err(|d| d.place);
    assert_eq!(found, Err("$.journal[4].hash".into()));

    // A chain that was made anew is a chain; the world tells.
    let chained = |edit: &dyn Fn(&mut Vec<Entry>)| {
        let mut forged = whole.clone();
        let plain = |link: &Link| Entry {
            at_ms: link.at_ms,
            action: link.action.clone(),
        };
        let mut entries: Vec<Entry> = whole.journal.iter().map(plain).collect();
        edit(&mut entries);
        let mut hash = chain_begin(&whole);
        let links = entries.into_iter().map(|entry| {
            hash = link(&hash, &entry);
            Link {
                at_ms: entry.at_ms,
                action: entry.action,
                hash: hash.clone(),
            }
        });
        forged.journal = links.collect();
        verify(&forged.to_text(), &incident).map_err(|d| d.place)
    };
    assert!(chained(&|_| {}).is_ok(), "the true entries");
    let without_look = chained(&|entries| {
        entries.remove(3);
    });
    assert!(without_look.is_ok(), "no term counts this look");
    let before_the_page = chained(&|entries| entries[0].at_ms = -90_000);
    assert_eq!(before_the_page, Err("$.journal[0].action".into()));
    let no_restart = chained(&|entries| {
        entries.retain(|e| e.action != Action::Change(Command::RestartDatabase {}))
    });
    assert_eq!(no_restart, Err("$.digest".into()));
}

/// What the chain of a result begins with, as its documentation says.
fn chain_begin(result: &ResultFile) -> String {
    use sha2::{Digest, Sha256};
    let mark = &result.incident;
    let version = result.firedrill_result;
    let mut text = format!(
        "firedrill result {version}\n{}\n{}\n{}\n{}",
        result.engine, mark.id, mark.sha256, result.seed
    );
    if version > 1 {
        text += &format!("\n{}\n{}", result.mode.word(), result.measures.join(","));
    }
    let bytes = Sha256::digest(text.as_bytes());
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The same result with the chain that its header and entries must have.
fn chained_anew(mut result: ResultFile) -> ResultFile {
    let mut hash = chain_begin(&result);
    for entry in &mut result.journal {
        let plain = Entry {
            at_ms: entry.at_ms,
            action: entry.action.clone(),
        };
        hash = link(&hash, &plain);
        entry.hash.clone_from(&hash);
    }
    result
}

#[test]
fn a_file_of_version_1_is_verified_as_before() {
    let incident = quick();
    let mut old = result(&incident);
    old.firedrill_result = 1;
    let old = chained_anew(old);
    let text = old.to_text();
    assert!(!text.contains("mode") && !text.contains("measures"));
    assert!(verify(&text, &incident).is_ok());
    for (key, value) in [("mode", json!("guided")), ("measures", json!(["practice"]))] {
        let mut file = serde_json::to_value(&old).expect("plain data");
        file[key] = value;
        let place = verify(&file.to_string(), &incident).map_err(|d| d.place);
        assert_eq!(place, Err(format!("$.{key}")));
    }
}

/// The best responder's result in a mode, with measures.
fn played(incident: &Arc<Incident>, mode: Mode, measures: &[&str]) -> ResultFile {
    let measures: Vec<String> = measures.iter().map(|id| id.to_string()).collect();
    let changed = apply_measures(incident, &measures).expect("its own measures");
    let changed = Arc::new(changed);
    let judge = judged(&changed, 5, Depth::Points, &script(&changed, "best"));
    let played = Played {
        mode,
        incident,
        measures: &measures,
    };
    ResultFile::of_played(&judge.judgement().expect("all was run"), &played)
}

#[test]
fn mode_and_measures_are_told_and_cannot_be_taken_away() {
    let incident = quick();
    let result = played(&incident, Mode::Guided, &["pool-alert", "guarded-deploys"]);
    // In the order of the incident's file.
    assert_eq!(result.measures, ["guarded-deploys", "pool-alert"]);
    let verified = verify(&result.to_text(), &incident).expect("nothing was changed");
    let words = verified.words();
    assert!(
        words.contains("with the coach: not a drill's score"),
        "{words}"
    );
    assert!(
        words.ends_with("with the measures guarded-deploys, pool-alert"),
        "{words}"
    );

    let place = |pointer: &str, value: Value| {
        let text = tampered(&result, pointer, value);
        verify(&text, &incident).expect_err(pointer).place
    };
    assert_eq!(place("/mode", json!("drill")), "$.journal[0].hash");
    assert_eq!(place("/mode", json!("exam")), "$.mode");
    assert_eq!(place("/measures", json!([])), "$.journal[0].hash");
    assert_eq!(place("/measures/1", json!("practice")), "$.journal[0].hash");
    assert_eq!(place("/measures/0", json!("magic")), "$.measures[0]");
    assert_eq!(
        place("/measures/1", json!("guarded-deploys")),
        "$.measures[1]"
    );

    // With a chain made anew the world tells: without the measures it is another one.
    let mut forged = result.clone();
    forged.measures.clear();
    let forged = chained_anew(forged);
    assert!(verify(&forged.to_text(), &incident).is_err());
}

#[test]
fn any_text_is_a_result_or_a_clear_error() {
    let incident = quick();
    let text = result(&incident).to_text();
    for end in (0..text.len()).step_by(97) {
        assert!(parse(text.get(..end).unwrap_or("")).is_err());
    }
    for wrong in [
        "",
        "[]",
        "null",
        "{}",
        "{\"firedrill_result\": \"1\"}",
        "\u{feff}{",
    ] {
        let difference = parse(wrong).expect_err(wrong);
        assert!(difference.place.starts_with('$') && !difference.message.is_empty());
    }
}

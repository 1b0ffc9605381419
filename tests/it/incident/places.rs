//! Every mistake is told at its line, column and JSON path.

use super::{ID, edited, shipped_text};
use firedrill::incident::library::load;
use firedrill::incident::parse::{BYTES_MAX, PROBLEMS_MAX};
use firedrill::incident::{Problem, Severity, check, parse};

/// The line of the first `needle`, and the column of `at` in that line, both from 1.
fn place_of(text: &str, needle: &str, at: &str) -> (usize, usize) {
    let (index, line) = text
        .lines()
        .enumerate()
        .find(|(_, line)| line.contains(needle))
        .expect("in the text");
    let byte = line.find(at).expect("in the line");
    (index + 1, line[..byte].chars().count() + 1)
}

/// The problems of a text, as `path: message`, and that there is an error among them.
fn problems(text: &str) -> Vec<Problem> {
    let problems = parse(text, "x.json").expect_err("has errors");
    assert!(
        problems.iter().any(|p| p.severity == Severity::Error),
        "{problems:#?}"
    );
    problems
}

/// A wrong edit: what is replaced, by what, the place of which text, path, message.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const CASES: &[Case] = &[
    // Types.
    (
        r#""threads": 200"#,
        r#""threads": "many""#,
        r#""many""#,
        "$.world.services[0].threads",
        "invalid type: string \"many\", expected u32",
    ),
    (
        r#""threads": 200"#,
        r#""threads": -1"#,
        "-1",
        "$.world.services[0].threads",
        "invalid value: integer `-1`, expected u32",
    ),
    (
        r#""threads": 200"#,
        r#""thread": 200"#,
        "200",
        "$.world.services[0].thread",
        "unknown field `thread`, expected one of",
    ),
    (
        r#""severity": "critical""#,
        r#""severity": "loud""#,
        r#""loud""#,
        "$.alerts[0].severity",
        "unknown variant `loud`, expected `critical` or `warning`",
    ),
    (
        r#""when": { "above": 1 }"#,
        r#""when": { "over": 1 }"#,
        r#"{ "over""#,
        "$.alerts[0].when",
        "unknown variant `over`",
    ),
    // Ranges.
    (
        r#""cores": 4"#,
        r#""cores": 0"#,
        "0",
        "$.world.database.cores",
        "0 is outside 1 to 256",
    ),
    (
        r#""severity": 1"#,
        r#""severity": 65"#,
        "65",
        "$.objective.severity",
        "65 is outside 1 to 5",
    ),
    (
        r#""minute_zero": "2025-03-15T14:00:00Z""#,
        r#""minute_zero": "2025-02-29T14:00:00Z""#,
        r#""2025-02-29"#,
        "$.clock.minute_zero",
        "month 2 of 2025 has no day 29",
    ),
    (
        r#""visits_per_second": 480,"#,
        r#""visits_per_second": 480, "population": { "users": 5, "think_s": 1 },"#,
        r#"{ "users""#,
        "$.world.classes[0].population",
        "give `visits_per_second` or `population`, not both",
    ),
    (
        r#""visits_per_second": 8,"#,
        r#""population": { "users": 5, "think_s": 0 },"#,
        "0 }",
        "$.world.classes[4].population.think_s",
        "0 is outside 0.001 to 86400",
    ),
    (
        r#""cores": 4,"#,
        r#""cores": 4, "usl": { "sigma": 1.5, "kappa": 0 },"#,
        "1.5",
        "$.world.database.usl.sigma",
        "1.5 is outside 0 to 0.999",
    ),
    // References.
    (
        r#""service": "web""#,
        r#""service": "wob""#,
        r#""wob""#,
        "$.world.classes[0].service",
        "there is no service `wob`; there is backoffice, inventory, orders, web",
    ),
    (
        r#""column": "pg_up""#,
        r#""column": "pg_on""#,
        r#""pg_on""#,
        "$.alerts[1].column",
        "this world has no column `pg_on`",
    ),
    (
        r#""pause_pipelines": ["db-base-config"]"#,
        r#""pause_pipelines": ["none-such"]"#,
        r#""none-such""#,
        "$.objective.pause_pipelines[0]",
        "there is no pipeline `none-such`",
    ),
    (
        r#""severity": 1,"#,
        r#""severity": 1, "cost_per_affected_visit": { "amount": -1, "currency": "EUR" },"#,
        "-1",
        "$.objective.cost_per_affected_visit.amount",
        "-1 is outside 0 to 1000000000",
    ),
    (
        r#""severity": 1,"#,
        r#""severity": 1, "cost_per_affected_visit": { "amount": 1, "currency": "euro" },"#,
        r#""euro""#,
        "$.objective.cost_per_affected_visit.currency",
        "`euro` is no currency of three capital letters, e.g. EUR",
    ),
    (
        r#""for": "database-config""#,
        r#""for": "database-confit""#,
        r#""database-confit""#,
        "$.diagnosis.other_words[0].for",
        "`database-confit` is not among the choices",
    ),
    (
        r#""password"]"#,
        r#""!"]"#,
        r#""!""#,
        "$.diagnosis.other_words[16].words[0]",
        "a letter or a digit at least",
    ),
    (
        r#""chart:connections""#,
        r#""chart:konnections""#,
        r#""chart:konnections""#,
        "$.diagnosis.telling_evidence[5]",
        "there is no chart `konnections`",
    ),
    (
        r#""pane": "pager""#,
        r#""pane": "pagers""#,
        r#""pagers""#,
        "$.coach[0].pane",
        "there is no pane `pagers`",
    ),
    // Order, names, texts.
    (
        r#""at_s": -1560"#,
        r#""at_s": -2050"#,
        "-2050",
        "$.changes[1].at_s",
        "-2050 comes after -2040: times must not go back",
    ),
    (
        r#""name": "listing""#,
        r#""name": "product""#,
        r#""product""#,
        "$.world.classes[1].name",
        "`product` is there twice",
    ),
    (
        r#""title": "Database outage""#,
        r#""title": " ""#,
        r#"" ""#,
        "$.title",
        "the text is empty",
    ),
    (
        r#""severity": "critical""#,
        r#""severity": "critical", "severity": "warning""#,
        r#""severity": "warning""#,
        "$.alerts[0].severity",
        "this key was given before",
    ),
];

#[test]
fn mistakes_are_told_at_their_place() {
    for (from, to, at, path, message) in CASES {
        let text = edited(from, to);
        let problems = problems(&text);
        let problem = problems
            .iter()
            .find(|p| p.path == *path && p.message.contains(message))
            .unwrap_or_else(|| panic!("{path}: {message}: {problems:#?}"));
        let start = shipped_text().find(from).expect("edited");
        let offset = start + text[start..].find(at).expect("in the edit");
        let line = text[..offset].matches('\n').count() + 1;
        let column = offset - text[..offset].rfind('\n').map_or(0, |n| n + 1) + 1;
        assert_eq!(
            (problem.line, problem.column),
            (line, column),
            "{path}: {message}"
        );
    }
}

#[test]
fn a_problem_reads_like_a_compilers() {
    let text = "{\n  \"firedrill_incident\": 3\n}\n";
    let shown = problems(text)[0].to_string();
    let message = "made by a newer Firedrill (format 3); this one reads up to 2";
    assert_eq!(
        shown,
        format!("x.json:2:25: $.firedrill_incident: {message}")
    );
}

#[test]
fn what_is_no_incident_file_at_all_is_refused_first() {
    let deep = "[".repeat(40) + &"]".repeat(40);
    let large = " ".repeat(BYTES_MAX + 1);
    for (text, line, column, message) in [
        ("", 1, 1, "EOF while parsing a value"),
        ("{", 1, 1, "EOF while parsing an object"),
        ("{\"é\": 1,, }", 1, 9, "key must be a string"),
        ("[\n 1e999\n]", 2, 6, "number out of range"),
        ("\u{feff}[]", 1, 1, "an incident file is a JSON object"),
        (
            "{}",
            1,
            1,
            "`firedrill_incident` (the version of the format) is missing",
        ),
        (
            "{\"firedrill_incident\": \"1\"}",
            1,
            24,
            "is a whole number",
        ),
        ("{\"firedrill_incident\": 0}", 1, 24, "there is no format 0"),
        (
            "{\"firedrill_incident\": 7, \"a\": [1]}",
            1,
            24,
            "made by a newer Firedrill (format 7)",
        ),
        ("{\"firedrill_incident\": 1}", 1, 1, "missing field `id`"),
        (deep.as_str(), 1, 33, "nested deeper than 32 levels"),
        (large.as_str(), 1, 1, "at most 2097152 are read"),
    ] {
        let problem = &problems(text)[0];
        assert!(problem.message.contains(message), "{problem}");
        let start: String = text.chars().take(40).collect();
        assert_eq!(
            (problem.line, problem.column),
            (line, column),
            "{start}: {problem}"
        );
    }
}

#[test]
fn a_byte_order_mark_is_tolerated() {
    let text = format!("\u{feff}{}", shipped_text());
    assert_eq!(parse(&text, "x.json").ok(), load(ID));
}

#[test]
fn all_problems_are_told_in_the_order_of_the_file() {
    let text = shipped_text().replace("\"at_s\"", "\"at_s\": 1e9, \"at_s\"");
    let many = problems(&text);
    assert_eq!(many.len(), PROBLEMS_MAX.min(many.len()));
    let text = edited("\"cores\": 4", "\"cores\": 0")
        .replacen("\"difficulty\": 2", "\"difficulty\": 9", 1)
        .replacen("\"visits_per_second\": 480", "\"visits_per_second\": -1", 1);
    let paths: Vec<String> = problems(&text).into_iter().map(|p| p.path).collect();
    let wanted = [
        "$.briefing.difficulty",
        "$.world.classes[0].visits_per_second",
        "$.world.database.cores",
    ];
    assert_eq!(paths, wanted);
}

#[test]
fn a_place_counts_characters() {
    let text = edited(
        "\"title\": \"Database outage\"",
        "\"title\": \"Détail\", \"x\": 77",
    );
    let problem = &problems(&text)[0];
    assert_eq!(
        (problem.line, problem.column),
        place_of(&text, "Détail", "77")
    );
    assert_eq!(problem.path, "$.x");
}

#[test]
fn configuration_is_read_by_its_own_rules() {
    let good = "\"max_connections = 800\"";
    let bad = edited(good, "\"max_connections = 7OO\"");
    let problem = &problems(&bad)[0];
    assert_eq!(
        (problem.line, problem.column),
        place_of(&bad, "7OO", "\"max")
    );
    assert!(
        problem
            .path
            .starts_with("$.world.files[0].versions[2].lines["),
        "{problem}"
    );
    assert!(
        problem.message.contains("invalid value for parameter"),
        "{problem}"
    );

    let checked = check(&edited(good, "\"max_connections = 500\""), "x.json");
    assert!(checked.incident.is_some(), "a warning is no error");
    let shown: Vec<String> = checked.problems.iter().map(ToString::to_string).collect();
    assert_eq!(shown.len(), 1, "{shown:?}");
    assert!(
        shown[0].contains("warning: full pools want 570 connections"),
        "{shown:?}"
    );
    assert!(shown[0].contains("lets 497 in"), "{shown:?}");

    let size = "\"spring.datasource.hikari.maximumPoolSize=20\"";
    let text = edited(size, "\"spring.datasource.hikari.maximumPoolSize=0\"");
    let problem = &problems(&text)[0];
    assert_eq!(problem.line, place_of(&text, "maximumPoolSize=0", "s").0);

    let text = edited("\"setting:max_connections\"", "\"setting:max_konnections\"");
    let message = "PostgreSQL 15 has no parameter `max_konnections`";
    assert!(problems(&text)[0].to_string().ends_with(message));
}

#[test]
fn a_class_has_a_rate_or_a_population() {
    let neither = edited("\"visits_per_second\": 480,", "");
    let problem = &problems(&neither)[0];
    assert_eq!(problem.path, "$.world.classes[0]");
    assert!(
        problem
            .message
            .contains("give `visits_per_second` or `population`"),
        "{problem}"
    );
    let closed = edited(
        "\"visits_per_second\": 8,",
        "\"population\": { \"users\": 5, \"think_s\": 1 },",
    );
    let checked = check(&closed, "x.json");
    assert!(checked.incident.is_some(), "{:?}", checked.problems);
}

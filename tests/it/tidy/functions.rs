//! The length of functions.

use super::Rule;
use super::lines::is_in;
use super::source::Source;

/// Longest function, lines from `fn` to its closing brace.
const FUNCTION_MAX: usize = 70;

/// Functions that were longer when the rule came, by file. The list only gets shorter: who
/// splits a function deletes its row.
const LONG: [(&str, &str); 17] = [
    ("src/app/actions.rs", "of_service"),
    ("src/app/map/read/data.rs", "database"),
    (
        "src/app/map/tests/read.rs",
        "thresholds_are_what_the_table_says",
    ),
    ("src/drill/apply.rs", "change"),
    ("src/drill/apply/changes.rs", "more"),
    ("src/incident/lint/changes.rs", "step"),
    ("src/incident/lower/changes.rs", "command"),
    ("src/lab/file.rs", "open"),
    ("src/sim/command.rs", "apply"),
    (
        "tests/e2e/tests/debrief.rs",
        "what_is_written_is_kept_with_the_run_and_exported",
    ),
    ("tests/e2e/tests/lab.rs", "a_study_is_chosen_run_and_kept"),
    (
        "tests/it/runner.rs",
        "the_worker_that_judges_tells_the_debrief_when_the_run_is_over",
    ),
    ("tests/it/score/gaming.rs", "clicking_everything"),
    (
        "tests/it/score/result.rs",
        "every_tampered_value_is_named_by_its_place",
    ),
    (
        "tests/it/terminal/changes.rs",
        "the_cause_is_found_and_removed_by_typing_alone",
    ),
    (
        "tests/it/webtier/files.rs",
        "mistakes_are_told_at_their_place",
    ),
    ("xtask/src/bench/table.rs", "markdown"),
];

pub const RULES: &[Rule] = &[Rule {
    name: "long function",
    why: "a function is read at once: split it",
    applies: |path| path.ends_with(".rs") && !is_in(path, "src/web"),
    broken: |source| {
        let known = |name: &str| LONG.contains(&(source.path.as_str(), name));
        let long = functions(&source.code)
            .into_iter()
            .filter(Function::is_long);
        long.filter(|f| !known(&f.name)).map(|f| f.line).collect()
    },
    sample: ("src/sim/a.rs", LONG_FUNCTION),
}];

/// A function with a body.
struct Function {
    name: String,
    /// Of its `fn`, from 1.
    line: usize,
    lines: usize,
}

impl Function {
    fn is_long(&self) -> bool {
        self.lines > FUNCTION_MAX
    }
}

fn functions(code: &str) -> Vec<Function> {
    let code = ["'('", "')'", "'['", "']'", "'{'", "'}'", "';'"]
        .iter()
        .fold(code.to_owned(), |code, c| code.replace(c, "   "));
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let starts = code.match_indices("fn ").map(|(at, _)| at);
    starts
        .filter(|at| !code[..*at].ends_with(is_part))
        .filter_map(|at| {
            let name = code[at + 3..].split(|c| !is_part(c)).next()?;
            let end = at + end(&code[at..])?;
            Some(Function {
                name: name.to_owned(),
                line: code[..at].matches('\n').count() + 1,
                lines: code[at..end].matches('\n').count() + 1,
            })
        })
        .collect()
}

/// Where the body of the function ends that a text begins with, if it has one.
fn end(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ';' if depth == 0 => return None,
            _ => {}
        }
        if c == '}' && depth == 0 {
            return Some(at);
        }
    }
    None
}

/// A function with one line more than is allowed.
const LONG_FUNCTION: &str = match std::str::from_utf8(&LONG_BYTES) {
    Ok(text) => text,
    Err(_) => unreachable!(),
};

const LONG_BYTES: [u8; FUNCTION_MAX + 9] = {
    let mut text = [b'\n'; FUNCTION_MAX + 9];
    let head = b"fn a() {";
    let mut at = 0;
    while at < head.len() {
        text[at] = head[at];
        at += 1;
    }
    text[FUNCTION_MAX + 8] = b'}';
    text
};

#[test]
fn functions_of_the_list_are_still_long() {
    let sources = super::source::all();
    for (path, name) in LONG {
        let source = sources.iter().find(|source| source.path == path);
        let source = source.unwrap_or_else(|| panic!("{path} is gone: so is its row"));
        let mut all = functions(&source.code).into_iter();
        assert!(
            all.any(|f| f.name == name && f.is_long()),
            "{path}: `{name}` is no longer long: delete its row"
        );
    }
}

#[test]
fn functions_are_measured() {
    let code = "fn a(x: [u8; 2]) -> u8 {\n    if x { '}' }\n}\ntrait B {\n    fn b();\n}\n";
    let source = Source::new("src/a.rs", code);
    let all = functions(&source.code);
    let found: Vec<(&str, usize, usize)> = all
        .iter()
        .map(|f| (f.name.as_str(), f.line, f.lines))
        .collect();
    assert_eq!(found, [("a", 1, 3)]);
    assert_eq!(functions(LONG_FUNCTION)[0].lines, FUNCTION_MAX + 1);
}

//! Scripts of commands at times with the answers expected: `tests/cases/terminal/*.txt`.
//!
//! A line `@ SECONDS` goes on to that time; `$ COMMAND` types it; lines that follow are the
//! answer. `…` in an expected line stands for any text, a line `…` for any lines.

use super::Desk;
use std::fs;
use std::path::Path;

/// One step of a script.
struct Step {
    line: usize,
    command: String,
    expected: Vec<String>,
    at_ms: i64,
}

fn steps(text: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut at_ms = 0;
    for (index, line) in text.lines().enumerate() {
        if let Some(at) = line.strip_prefix("@ ") {
            let seconds: f64 = at.trim().parse().expect("a time in seconds");
            at_ms = (seconds * 1000.0) as i64;
        } else if let Some(command) = line.strip_prefix("$ ") {
            steps.push(Step {
                line: index + 1,
                command: command.to_string(),
                expected: Vec::new(),
                at_ms,
            });
        } else if line.starts_with("## ") || (line.is_empty() && steps.is_empty()) {
        } else if let Some(step) = steps.last_mut() {
            step.expected.push(line.to_string());
        }
    }
    for step in &mut steps {
        while step.expected.last().is_some_and(String::is_empty) {
            step.expected.pop();
        }
    }
    steps
}

/// Does a line fit a pattern in which `…` stands for any text?
fn fits(pattern: &str, line: &str) -> bool {
    let parts: Vec<&str> = pattern.split('…').collect();
    let [first, middle @ .., last] = &parts[..] else {
        return pattern == line;
    };
    let Some(mut rest) = line.strip_prefix(first) else {
        return false;
    };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.len() >= last.len() && rest.ends_with(last)
}

fn answers(expected: &[String], lines: &[&str]) -> bool {
    match (expected, lines) {
        ([], []) => true,
        ([any, rest @ ..], _) if any == "…" => {
            (0..=lines.len()).any(|skip| answers(rest, &lines[skip..]))
        }
        ([pattern, rest @ ..], [line, lines @ ..]) => fits(pattern, line) && answers(rest, lines),
        _ => false,
    }
}

fn play(path: &Path) {
    let text = fs::read_to_string(path).expect("a script");
    let steps = steps(&text);
    assert!(!steps.is_empty(), "{}", path.display());
    let mut desk = Desk::at(steps[0].at_ms);
    for step in steps {
        if step.at_ms > desk.session.now_ms() {
            let ms = step.at_ms - desk.session.now_ms();
            desk.wait(ms);
        }
        let mut answer = match step.command.as_str() {
            "(more)" => desk.poll().unwrap_or_default(),
            "^C" => desk.ask("\u{3}"),
            command => desk.ask(command),
        };
        answer.truncate(answer.trim_end().len());
        let lines: Vec<&str> = answer.lines().map(str::trim_end).collect();
        assert!(
            answers(&step.expected, &lines),
            "{}:{}: {}\n--- expected\n{}\n--- answered\n{answer}",
            path.display(),
            step.line,
            step.command,
            step.expected.join("\n")
        );
    }
}

#[test]
fn commands_are_answered_as_the_scripts_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/terminal");
    let mut scripts: Vec<_> = fs::read_dir(folder)
        .expect("a folder of scripts")
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    scripts.sort();
    assert!(scripts.len() >= 4, "{scripts:?}");
    for script in scripts {
        play(&script);
    }
}

#[test]
fn a_script_that_says_something_else_does_not_fit() {
    assert!(fits("a … c", "a b c") && !fits("a … c", "a b d") && !fits("abc", "abd"));
    let expected = ["one", "…", "three"].map(String::from);
    assert!(answers(&expected, &["one", "two", "three"]));
    assert!(!answers(&expected, &["one", "two"]));
}

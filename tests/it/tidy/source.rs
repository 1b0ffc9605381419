//! The files to look at, and Rust code without its comments and strings.

use std::fs;
use std::path::Path;

/// What is looked at, from the root of the checkout.
const FOLDERS: [&str; 7] = ["src", "tests", "xtask", "benches", "assets", "docs", ".ci"];
/// Text that people write.
const KINDS: [&str; 6] = ["rs", "md", "toml", "css", "js", "html"];

/// One file.
pub struct Source {
    /// From the root of the checkout, with `/`.
    pub path: String,
    pub text: String,
    /// The text with comments and the insides of strings blanked out, line by line.
    pub code: String,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Source {
        Source {
            path: path.to_owned(),
            text: text.to_owned(),
            code: blank(text),
        }
    }

    /// Numbers of the lines of the text that `is_bad`.
    pub fn lines(&self, is_bad: impl Fn(&str) -> bool) -> Vec<usize> {
        numbers(&self.text, is_bad)
    }

    /// Numbers of the lines of code that name one of these.
    pub fn naming(&self, words: &[&str]) -> Vec<usize> {
        numbers(&self.code, |line| {
            words.iter().any(|word| names(line, word))
        })
    }
}

/// True when a text has this word, and not only as a part of a longer name.
fn names(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        let joins = |edge: Option<char>, next: Option<char>| {
            edge.is_some_and(is_part) && next.is_some_and(is_part)
        };
        !joins(word.chars().next(), before) && !joins(word.chars().next_back(), after)
    })
}

fn numbers(text: &str, is_bad: impl Fn(&str) -> bool) -> Vec<usize> {
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| is_bad(line))
        .map(|(index, _)| index + 1)
        .collect()
}

/// Every file there is.
pub fn all() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in FOLDERS {
        walk(root, &root.join(folder), &mut found);
    }
    let top = fs::read_dir(root).expect("the root of the checkout");
    for entry in top.flatten().filter(|entry| entry.path().is_file()) {
        take(root, &entry.path(), &mut found);
    }
    found
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<Source>) {
    // A folder that is not there yet has no files.
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        match path.is_dir() {
            true => walk(root, &path, found),
            false => take(root, &path, found),
        }
    }
}

fn take(root: &Path, path: &Path, found: &mut Vec<Source>) {
    let kind = path
        .extension()
        .and_then(|kind| kind.to_str())
        .unwrap_or_default();
    if !KINDS.contains(&kind) {
        return;
    }
    let name = path
        .strip_prefix(root)
        .expect("below the root")
        .to_string_lossy();
    let text = fs::read_to_string(path).expect("a text in UTF-8");
    found.push(Source::new(&name.replace('\\', "/"), &text));
}

/// Where the scan of a Rust text stands.
enum Inside {
    Code,
    LineComment,
    BlockComment,
    /// With the number of `#` that close it; `None` for one with escapes.
    Text(Option<usize>),
}

/// Replaces comments and the insides of strings by spaces; lines stay lines.
fn blank(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = Inside::Code;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (next, taken) = step(&inside, rest, c);
        let shown = matches!((&inside, &next), (Inside::Code, Inside::Code));
        for c in rest[..taken].chars() {
            out.push(if shown || c == '\n' { c } else { ' ' });
        }
        inside = next;
        rest = &rest[taken..];
    }
    out
}

/// What follows, and how many bytes belong to this step.
fn step(inside: &Inside, rest: &str, c: char) -> (Inside, usize) {
    match inside {
        Inside::Code if rest.starts_with("//") => (Inside::LineComment, 2),
        Inside::Code if rest.starts_with("/*") => (Inside::BlockComment, 2),
        Inside::Code if c == '"' => (Inside::Text(None), 1),
        Inside::Code if rest.starts_with("'\"'") => (Inside::Code, 3),
        Inside::Code if rest.starts_with("r\"") || rest.starts_with("r#") => raw(rest),
        Inside::Code => (Inside::Code, c.len_utf8()),
        Inside::LineComment if c == '\n' => (Inside::Code, 1),
        Inside::LineComment => (Inside::LineComment, c.len_utf8()),
        Inside::BlockComment if rest.starts_with("*/") => (Inside::Code, 2),
        Inside::BlockComment => (Inside::BlockComment, c.len_utf8()),
        Inside::Text(None) if c == '\\' => {
            let escaped = rest[1..].chars().next().map_or(0, char::len_utf8);
            (Inside::Text(None), 1 + escaped)
        }
        Inside::Text(None) if c == '"' => (Inside::Code, 1),
        Inside::Text(None) => (Inside::Text(None), c.len_utf8()),
        Inside::Text(Some(hashes)) => {
            let end = format!("\"{}", "#".repeat(*hashes));
            match rest.starts_with(&end) {
                true => (Inside::Code, end.len()),
                false => (Inside::Text(Some(*hashes)), c.len_utf8()),
            }
        }
    }
}

/// The start of `r"`, `r#"` and the like; `r#name` is code.
fn raw(rest: &str) -> (Inside, usize) {
    let hashes = rest[1..].chars().take_while(|&c| c == '#').count();
    match rest[1 + hashes..].starts_with('"') {
        true => (Inside::Text(Some(hashes)), hashes + 2),
        false => (Inside::Code, 1),
    }
}

#[test]
fn comments_and_strings_are_no_code() {
    let text = "a // b\n\"c \\\" d\" e '\"' f /* g\nh */ i r#\"j \" k\"# l";
    let code: Vec<String> = blank(text).split_whitespace().map(str::to_owned).collect();
    assert_eq!(code, ["a", "e", "'\"'", "f", "i", "l"]);
    assert_eq!(blank(text).lines().count(), text.lines().count());
}

#[test]
fn names_are_whole() {
    assert!(names("use yew::prelude", "yew"));
    assert!(!names("use yew_router", "yew"));
    assert!(names("x.ln()", ".ln()"));
}

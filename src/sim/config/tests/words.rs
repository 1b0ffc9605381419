//! The words and lines of a `postgresql.conf`.

use super::super::postgresql_conf::{parse, parse_text};
use std::collections::BTreeMap;

const F: &str = "/etc/postgresql.conf";

fn entries(text: &str) -> Vec<(String, String, u32)> {
    let parsed = parse_text(F, text);
    assert_eq!(parsed.errors, [], "{text}");
    parsed
        .entries
        .into_iter()
        .map(|e| (e.name, e.value, e.line))
        .collect()
}

fn near(text: &str) -> String {
    let parsed = parse_text(F, text);
    let message = parsed
        .errors
        .first()
        .map(|e| e.message.clone())
        .unwrap_or_default();
    message
        .rsplit_once("near ")
        .map(|(_, near)| near.to_owned())
        .unwrap_or_default()
}

#[test]
fn words_of_the_file() {
    let value = |text: &str| {
        entries(text)
            .pop()
            .map(|(_, value, _)| value)
            .unwrap_or_default()
    };
    assert_eq!(value("a 1"), "1");
    assert_eq!(value("a=on#x"), "on");
    assert_eq!(value("a = 'it''s \\'so\\''"), "it's 'so'");
    assert_eq!(value("a = '\\101\\7\\t\\q'"), "A\u{7}\tq");
    assert_eq!(value("a = -.5e3"), "-.5e3");
    assert_eq!(value("a = 0x1FkB"), "0x1FkB");
    assert_eq!(value("a = a.b.c:d/e-f"), "a.b.c:d/e-f");
    assert_eq!(value("ä.ö = 'ü'\r\n"), "ü");
    assert_eq!(
        entries("\n# x\n  b = 2 # y\n"),
        [("b".to_owned(), "2".to_owned(), 3)]
    );
}

#[test]
fn what_is_no_word() {
    assert_eq!(
        near("a = 1.5GB"),
        "token \"GB\"",
        "a fraction with a unit needs quotes"
    );
    assert_eq!(near("a = 5 s"), "token \"s\"");
    assert_eq!(near("include foo.conf"), "token \"foo.conf\"");
    assert_eq!(near("a = 'x\ny'"), "token \"'\"");
    assert_eq!(near("a = = b"), "token \"=\"");
    assert_eq!(near("a-b = 1"), "token \"a-b\"");
    assert_eq!(near("a ="), "end of line");
    let parsed = parse_text(F, &"a b c\n".repeat(150));
    assert_eq!(parsed.errors.len(), 101);
    let last = parsed.errors.last().map(|e| e.message.as_str());
    let text = "too many syntax errors found, abandoning file \"/etc/postgresql.conf\"";
    assert_eq!(last, Some(text));
}

#[test]
fn includes_that_multiply_are_cut_short() {
    let both = "include '/a'\ninclude '/b'\nx.y = 1\n".repeat(30);
    let files = ["/a", "/b"].map(|path| (path.to_owned(), both.as_str().into()));
    let parsed = parse("/a", &BTreeMap::from(files));
    assert!(parsed.entries.len() < 100_000);
    assert!(
        parsed
            .errors
            .iter()
            .any(|e| e.message.contains("more than 200 files included"))
    );
    let text = format!("{}include '/b'\n", "x.y = 1\n".repeat(30_000));
    let files = [
        ("/a", text.replace("/b", "/a/../b")),
        ("/b", text.replace("/b", "/a")),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.as_str().into()));
    let parsed = parse("/a", &BTreeMap::from(files));
    assert!(parsed.entries.len() < 600_000 && !parsed.errors.is_empty());
}

//! Versions, bounds, blame and differences.

use super::super::diff;
use super::super::store::{
    Author, ConfigStore, FILES_MAX, LINE_CHARS_MAX, TEXT_BYTES_MAX, VERSIONS_MAX,
};

const F: &str = "/etc/postgresql.conf";

#[test]
fn the_store_keeps_its_bounds() {
    let mut store = ConfigStore::new();
    let me = || Author::Person("me".to_owned());
    let long = format!("a\n{}\n", "x".repeat(LINE_CHARS_MAX + 1));
    let error = store
        .write("/a", &long, me(), "", 0)
        .expect_err("a long line");
    assert_eq!(
        error.to_string(),
        "/a:2: the line is longer than 10000 characters"
    );
    let big = "x\n".repeat(TEXT_BYTES_MAX / 2 + 1);
    assert_eq!(
        store.write("/a", &big, me(), "", 0).map_err(|e| e.line),
        Err(131_073)
    );
    for path in ["", "a", "/", "/a/", "/a//b", "/a/../b", "/a\nb"] {
        assert!(store.write(path, "x", me(), "", 0).is_err(), "{path:?}");
    }
    assert_eq!(store.paths().count(), 0);
    for n in 1..=VERSIONS_MAX {
        store
            .write("/a", &n.to_string(), me(), "", 0)
            .expect("within bounds");
    }
    assert!(store.write("/a", "one more", me(), "", 0).is_err());
    assert_eq!(
        store.write("/a", "200", me(), "", 0),
        Ok(200),
        "nothing new to write"
    );
    assert_eq!(store.history("/a").len(), VERSIONS_MAX);
    for n in 1..FILES_MAX {
        store
            .write(&format!("/f{n}"), "", me(), "", 0)
            .expect("within bounds");
    }
    assert!(store.write("/more", "", me(), "", 0).is_err());
    assert_eq!(
        store.diff("/none", 1, 2).map_err(|e| e.message),
        Err("no such file".to_owned())
    );
}

#[test]
fn versions_side_by_side() {
    let mut store = ConfigStore::new();
    let me = || Author::Person("me".to_owned());
    let write = |store: &mut ConfigStore, text: &str| store.write(F, text, me(), "why", 0);
    write(&mut store, "a = 1\nb = 2\nc = 3\n").expect("within bounds");
    write(&mut store, "a = 1\nB = 4\nc = 3\nd = 5").expect("within bounds");
    assert_eq!(store.blame(F), [1, 2, 1, 2]);
    let unified = store.unified(F, 1, 2).expect("both there");
    let expected = "--- /etc/postgresql.conf\tversion 1\n+++ /etc/postgresql.conf\tversion 2\n\
                    @@ -1,3 +1,4 @@\n a = 1\n-b = 2\n+B = 4\n c = 3\n+d = 5\n\
                    \\ No newline at end of file\n";
    assert_eq!(unified, expected);
    let keys = store.changed_keys(F, 1, 2).expect("both there");
    let keys: Vec<_> = keys
        .iter()
        .map(|k| (&*k.key, k.old.as_deref(), k.new.as_deref()))
        .collect();
    assert_eq!(keys, [("b", Some("2"), Some("4")), ("d", None, Some("5"))]);
    assert_eq!(store.rollback(F, 1, me(), 9), Ok(3));
    assert_eq!(
        store.history(F).last().map(|v| v.message.as_str()),
        Some("Back to version 1: why")
    );
    let lines = store.diff(F, 2, 3).expect("both there");
    assert_eq!(
        lines
            .iter()
            .filter(|l| l.kind == diff::LineKind::Same)
            .count(),
        2
    );
}

#[test]
fn a_huge_difference_stays_quick() {
    let old: String = (0..60_000).map(|n| format!("{n}\n")).collect();
    let new: String = (0..60_000).map(|n| format!("{}\n", n * 7 + 1)).collect();
    assert!(diff::lines(&old, &new).len() <= 120_000);
}

//! Rules for single lines and for the length of files.

use super::Rule;
use super::source::Source;

/// Longest line, characters.
const LINE_MAX: usize = 100;
/// Longest Rust file, lines.
const FILE_MAX: usize = 600;

pub const RULES: &[Rule] = &[
    Rule {
        name: "long line",
        why: "two files fit side by side, and a diff fits a window",
        applies: |path| has(path, &["rs", "css", "js"]),
        broken: |source| source.lines(|line| line.chars().count() > LINE_MAX && !unsplit(line)),
        sample: (
            "src/a.rs",
            "let x = 1; // very very very very very very very very very very \
            very very very very very very very long",
        ),
    },
    Rule {
        name: "trailing space",
        why: "it makes diffs of nothing",
        applies: |_| true,
        broken: |source| source.lines(|line| line.ends_with([' ', '\t', '\r'])),
        sample: ("README.md", "a line \nanother\n"),
    },
    Rule {
        name: "long file",
        why: "one file, one purpose: split it",
        applies: |path| has(path, &["rs"]),
        broken: |source| match source.text.lines().count() {
            0..=FILE_MAX => Vec::new(),
            _ => vec![FILE_MAX + 1],
        },
        sample: ("src/sim/all.rs", LONG_FILE),
    },
    Rule {
        name: "module named by its folder",
        why: "a module with children is x.rs beside x/: its name says what it is in any list",
        applies: |path| path.ends_with("/mod.rs"),
        broken: |_| vec![1],
        sample: ("src/sim/a/mod.rs", "mod b;\n"),
    },
    Rule {
        name: "leftover",
        why: "what is not done belongs in an issue, not in the source",
        applies: |path| !is_own(path),
        broken: |source| source.lines(|line| LEFTOVERS.iter().any(|word| line.contains(word))),
        sample: ("src/sim/a.rs", "// TODO later\n"),
    },
    Rule {
        name: "ignored test",
        why: "a test that does not run proves nothing",
        applies: |path| has(path, &["rs"]) && !is_own(path),
        broken: |source| source.lines(|line| line.contains("#[ignore")),
        sample: ("tests/it/a.rs", "#[ignore = \"slow\"]\nfn a() {}\n"),
    },
    Rule {
        name: "printing",
        why: "only the commands print; a page has no standard output",
        applies: |path| {
            path.starts_with("src/") && !is_in(path, "src/cli") && !is_in(path, "src/bin")
        },
        broken: |source| source.naming(&["println!", "print!", "eprintln!", "eprint!"]),
        sample: ("src/drill/a.rs", "fn a() { eprintln!(\"x\"); }\n"),
    },
    Rule {
        name: "place of one machine",
        why: "every clone lies elsewhere",
        applies: |path| !is_own(path),
        broken: |source| source.lines(|line| HOMES.iter().any(|home| starts_a_path(line, home))),
        sample: ("xtask/src/a.rs", "let dir = \"/home/me/firedrill\";\n"),
    },
    Rule {
        name: "address of a registry",
        why: "packages are named, and each machine knows where it gets them from",
        applies: |_| true,
        broken: |source| source.lines(|line| REGISTRIES.iter().any(|host| line.contains(host))),
        sample: (
            "README.md",
            concat!("see https://", "crates", ".io/crates/yew\n"),
        ),
    },
];

const LEFTOVERS: [&str; 7] = [
    "TODO",
    "FIXME",
    "XXX",
    "todo!",
    "unimplemented!",
    "dbg!",
    "lorem ipsum",
];

const HOMES: [&str; 4] = ["/work/", "/root/", "/home/", "/Users/"];

/// In two halves, so that this file keeps its own rule.
const REGISTRIES: [&str; 6] = [
    concat!("crates", ".io"),
    concat!("npm", "js.com"),
    concat!("npm", "js.org"),
    concat!("py", "pi.org"),
    concat!("deb.", "debian.org"),
    concat!("python", "hosted.org"),
];

/// One line more than is allowed.
const LONG_FILE: &str = match std::str::from_utf8(&[b'\n'; FILE_MAX + 1]) {
    Ok(text) => text,
    Err(_) => unreachable!(),
};

fn has(path: &str, kinds: &[&str]) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, kind)| kinds.contains(&kind))
}

/// True for a file of the room, whether it is one file or a folder.
pub fn is_in(path: &str, room: &str) -> bool {
    let rest = path.strip_prefix(room);
    rest.is_some_and(|rest| rest.starts_with('/') || rest.starts_with('.'))
}

/// The rules themselves have to name what they forbid.
fn is_own(path: &str) -> bool {
    is_in(path, "tests/it/tidy")
}

/// Lines that cannot be wrapped: a row of a table in a comment, and a long address.
fn unsplit(line: &str) -> bool {
    let comment = line.trim_start().trim_start_matches(['/', '!', '*', ' ']);
    comment.starts_with('|') || (comment.starts_with("http") && !comment.contains(' '))
}

/// True where a path begins, not in the middle of a longer one or of an address.
fn starts_a_path(line: &str, home: &str) -> bool {
    line.match_indices(home).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | '_' | '-' | '~' | '}'))
    })
}

#[test]
fn a_room_is_a_folder_or_a_file() {
    assert!(is_in("src/web/boot.rs", "src/web"));
    assert!(is_in("src/web.rs", "src/web"));
    assert!(!is_in("src/website.rs", "src/web"));
    assert!(!starts_a_path("https://example.com/home/page", "/home/"));
    assert!(Source::new("a.rs", "\n").lines(str::is_empty) == [1]);
}

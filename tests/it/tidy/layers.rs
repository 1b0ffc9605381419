//! Rules of the house plan: who may name whom.

use super::Rule;
use super::lines::is_in;
use super::source::Source;

/// The rooms from the ground up, with the rooms that each may use besides itself.
const ROOMS: &[(&str, &[&str])] = &[
    ("vocabulary", &[]),
    ("csv", &["vocabulary"]),
    ("json", &[]),
    ("sim", &["vocabulary"]),
    // Drawing knows series and pixels, nothing of incidents: it takes numbers.
    ("chart", &["csv"]),
    // Its table of charts says how each is drawn.
    ("incident", &["vocabulary", "sim", "json", "chart"]),
    ("drill", &["vocabulary", "sim", "json", "incident"]),
    (
        "terminal",
        &["vocabulary", "sim", "json", "incident", "drill"],
    ),
    (
        "debrief",
        &[
            "vocabulary",
            "sim",
            "json",
            "incident",
            "drill",
            "chart",
            "csv",
        ],
    ),
    (
        "lab",
        &[
            "vocabulary",
            "sim",
            "json",
            "incident",
            "drill",
            "debrief",
            "csv",
        ],
    ),
    (
        "app",
        &[
            "vocabulary",
            "sim",
            "json",
            "incident",
            "drill",
            "terminal",
            "debrief",
            "lab",
            "chart",
            "csv",
        ],
    ),
    (
        "web",
        &[
            "vocabulary",
            "sim",
            "json",
            "incident",
            "drill",
            "terminal",
            "debrief",
            "lab",
            "chart",
            "csv",
            "app",
        ],
    ),
    (
        "cli",
        &[
            "vocabulary",
            "sim",
            "json",
            "incident",
            "drill",
            "terminal",
            "debrief",
            "lab",
            "chart",
            "csv",
            "app",
        ],
    ),
];

pub const RULES: &[Rule] = &[
    Rule {
        name: "upper room",
        why: "lower rooms know nothing of upper ones, and chart of none: see src/lib.rs",
        applies: |path| room_of(path).is_some(),
        broken: upper_rooms,
        sample: (
            "src/sim/a.rs",
            "use crate::{sim::Time, app::{self, route}};\n",
        ),
    },
    Rule {
        name: "unknown room",
        why: "a new room gets its row in the table of tests/it/tidy/layers.rs",
        applies: |path| {
            path.starts_with("src/")
                && path.ends_with(".rs")
                && !["src/lib.rs", "src/main.rs"].contains(&path)
                && !is_in(path, "src/bin")
        },
        broken: |source| match room_of(&source.path) {
            Some(_) => Vec::new(),
            None => vec![1],
        },
        sample: ("src/utils/a.rs", "fn a() {}\n"),
    },
    Rule {
        name: "thick entry",
        why: "an entry only calls its room, so that everything can be tested in the library",
        applies: |path| path == "src/main.rs" || is_in(path, "src/bin"),
        broken: |source| {
            let own = if source.path == "src/main.rs" {
                "web"
            } else {
                "cli"
            };
            let foreign = |(_, room): &(usize, String)| room != own;
            used(&source.code, "firedrill::")
                .into_iter()
                .filter(foreign)
                .map(|u| u.0)
                .collect()
        },
        sample: ("src/main.rs", "fn main() { firedrill::sim::run(); }\n"),
    },
    Rule {
        name: "browser outside web",
        why: "everything but src/web builds and is tested on the host",
        applies: |path| path.starts_with("src/") && !is_in(path, "src/web"),
        broken: |source| {
            source.naming(&[
                "web_sys",
                "js_sys",
                "wasm_bindgen",
                "wasm_bindgen_futures",
                "yew",
            ])
        },
        sample: ("src/app/a.rs", "use yew::prelude::*;\n"),
    },
    Rule {
        name: "gloo outside web",
        why: "everything but src/web builds and is tested on the host",
        applies: |path| path.starts_with("src/") && !is_in(path, "src/web"),
        broken: |source| {
            source.naming(&[
                "gloo",
                "gloo_events",
                "gloo_timers",
                "gloo_storage",
                "gloo_utils",
            ])
        },
        sample: ("src/app/a.rs", "use gloo::storage::LocalStorage;\n"),
    },
    Rule {
        name: "order by hash",
        why: "its order differs from run to run; BTreeMap, or indices",
        applies: is_sim,
        broken: |source| source.naming(&["HashMap", "HashSet", "RandomState", "DefaultHasher"]),
        sample: (
            "src/sim/a.rs",
            "let a = std::collections::HashMap::new();\n",
        ),
    },
    Rule {
        name: "wall clock",
        why: "simulated time is the only time, or no run could be repeated",
        applies: is_sim,
        broken: |source| source.naming(&["Instant", "SystemTime", "std::time", "core::time"]),
        sample: ("src/sim/a.rs", "let now = std::time::now();\n"),
    },
    Rule {
        name: "std mathematics",
        why: "its last digit differs between host and wasm; take libm's",
        applies: is_sim,
        broken: |source| source.naming(STD_MATHS),
        sample: ("src/sim/a.rs", "let wait = -mean * u.ln();\n"),
    },
    Rule {
        name: "draw as wide as the machine",
        why: "usize has 64 bits here and 32 in the browser: draw u32 or u64",
        applies: is_sim,
        broken: |source| source.naming(&["gen::<usize>", "random::<usize>", "next_usize"]),
        sample: ("src/sim/a.rs", "let index = rng.random::<usize>();\n"),
    },
    Rule {
        name: "documents in the engine",
        why: "core types are not serialised; boundary types are",
        applies: is_sim,
        broken: |source| source.naming(&["serde_json", "serde_path_to_error"]),
        sample: ("src/sim/a.rs", "fn a(value: serde_json::Value) {}\n"),
    },
];

/// The square root is exact by IEEE 754 and may stay.
const STD_MATHS: &[&str] = &[
    ".ln()",
    ".ln_1p()",
    ".log(2",
    ".log(10",
    ".log(base",
    ".log2()",
    ".log10()",
    ".exp()",
    ".exp2()",
    ".exp_m1()",
    ".powf(",
    ".powi(",
    ".cbrt()",
    ".hypot(",
    ".sin()",
    ".cos()",
    ".tan()",
    ".sin_cos()",
    ".atan()",
    ".atan2(",
    ".asin()",
    ".acos()",
    ".sinh()",
    ".cosh()",
    ".tanh()",
    ".mul_add(",
    "f64::ln",
    "f64::log",
    "f64::log2",
    "f64::log10",
    "f64::exp",
    "f64::exp2",
    "f64::powf",
    "f64::powi",
    "f64::sin",
    "f64::cos",
    "f64::tan",
    "f64::mul_add",
];

fn is_sim(path: &str) -> bool {
    is_in(path, "src/sim")
}

fn room_of(path: &str) -> Option<&'static (&'static str, &'static [&'static str])> {
    ROOMS
        .iter()
        .find(|(room, _)| is_in(path, &format!("src/{room}")))
}

fn upper_rooms(source: &Source) -> Vec<usize> {
    let Some((own, lower)) = room_of(&source.path) else {
        return Vec::new();
    };
    let is_room = |name: &str| ROOMS.iter().any(|(room, _)| *room == name);
    let is_upper = |(_, name): &(usize, String)| {
        is_room(name) && name != own && !lower.contains(&name.as_str())
    };
    used(&source.code, "crate::")
        .into_iter()
        .filter(is_upper)
        .map(|(line, _)| line)
        .collect()
}

/// The first names after `root` with their lines: `root::a`, `root::{a::b, c}`.
fn used(code: &str, root: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices(root) {
        let rest = &code[at + root.len()..];
        let line = code[..at].lines().count().max(1);
        match rest.strip_prefix('{') {
            Some(group) => found.extend(firsts(group).into_iter().map(|name| (line, name))),
            None => found.push((line, word(rest))),
        }
    }
    found
}

/// The first name of each item of a group, up to its closing brace.
fn firsts(group: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut depth = 0;
    let mut starts = true;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => starts = true,
            c if starts && depth == 0 && !c.is_whitespace() => {
                names.push(word(&group[at..]));
                starts = false;
            }
            _ => {}
        }
    }
    names
}

fn word(text: &str) -> String {
    text.chars()
        .take_while(|&c| c.is_alphanumeric() || c == '_')
        .collect()
}

#[test]
fn every_room_of_the_table_is_there() {
    let sources = super::source::all();
    for (room, uses) in ROOMS {
        let folder = format!("src/{room}");
        assert!(sources.iter().any(|s| is_in(&s.path, &folder)), "{room}");
        for used in *uses {
            assert!(ROOMS.iter().any(|(room, _)| room == used), "{used}");
        }
    }
}

#[test]
fn groups_are_read() {
    let code = "fn a() {}\nuse crate::{a::{b, c}, d,\n e::f as g};\nuse crate::h::i;";
    let names: Vec<String> = used(code, "crate::")
        .into_iter()
        .map(|(_, name)| name)
        .collect();
    assert_eq!(names, ["a", "d", "e", "h"]);
    assert_eq!(used(code, "crate::")[3].0, 4);
}

//! No import circle between the files of a room.
//!
//! Who reads one file of a circle has to read all of them, and none can be moved or tested
//! alone. A file uses another where it names something that is defined there, also through
//! `pub use` of a third. What only re-exports uses nobody. Two types are allowed to be spread
//! over many files of their room: theirs count as one.

use super::source::{self, Source};
use regex_lite::Regex;
use std::collections::{BTreeMap, BTreeSet};

/// Types whose `impl` stands in many files: room, file that defines it, name.
const SPREAD: [(&str, &str, &str); 2] = [
    ("sim", "sim::world", "World"),
    ("drill", "drill::session", "Session"),
];

/// Rooms that still have circles. None is added here; a room without one loses its line.
const NOT_YET: &[&str] = &[
    "sim", "incident", "drill", "terminal", "chart", "app", "web", "cli",
];

type Path = Vec<String>;

/// What a file names.
#[derive(Default)]
struct Module {
    uses: Vec<Path>,
    /// What it passes on, by name.
    passes_on: BTreeMap<String, Path>,
    /// Types that it gives methods to.
    extends: Vec<String>,
}

/// The files of a room, by their module path.
struct Room(BTreeMap<Path, Module>);

/// Module path of a file: `src/sim/pool/mod.rs` is `sim::pool`.
fn module(path: &str) -> Path {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    path.split('/').map(str::to_string).collect()
}

impl Room {
    fn of<'a>(sources: impl Iterator<Item = &'a Source>) -> Room {
        Room(
            sources
                .map(|source| (module(&source.path), Module::of(&source.code)))
                .collect(),
        )
    }

    /// The file that defines what a path names, seen from a file; none outside of the room.
    fn file(&self, from: &[String], path: &[String], steps: usize) -> Option<Path> {
        let mut whole: Path = from.to_vec();
        let mut rest = path.iter().peekable();
        match rest.peek().map(|first| first.as_str()) {
            Some("crate") => whole.clear(),
            Some("super" | "self") => {}
            // Not from the root: a child.
            first => {
                whole.extend(first.map(str::to_string));
                self.0.get(&whole)?;
                whole.pop();
            }
        }
        for name in rest {
            match name.as_str() {
                "crate" | "self" => {}
                "super" => drop(whole.pop()),
                name => whole.push(name.to_string()),
            }
        }
        let known = (1..=whole.len())
            .rev()
            .find(|n| self.0.contains_key(&whole[..*n]))?;
        let (file, inner) = whole.split_at(known);
        let passed_on = inner
            .first()
            .and_then(|name| self.0[file].passes_on.get(name));
        match passed_on.filter(|_| steps > 0) {
            Some(to) => {
                let to: Path = to.iter().chain(&inner[1..]).cloned().collect();
                self.file(file, &to, steps - 1)
            }
            None => Some(file.to_vec()),
        }
    }

    /// Which files each file uses. The files of a type that is spread are one.
    fn edges(&self) -> BTreeMap<String, BTreeSet<String>> {
        let node = |path: &Path| {
            let module = &self.0[path];
            let name = path.join("::");
            let spread = SPREAD.iter().find(|(room, home, ty)| {
                path[0] == *room && (name == *home || module.extends.iter().any(|it| it == ty))
            });
            spread.map_or(name, |(_, home, _)| (*home).to_string())
        };
        let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (path, module) in &self.0 {
            let from = node(path);
            let used = module
                .uses
                .iter()
                .filter_map(|used| self.file(path, used, 8));
            let used = used.map(|used| node(&used)).filter(|used| *used != from);
            edges.entry(from.clone()).or_default().extend(used);
        }
        edges
    }

    /// The files that use each other, one after the other and back, in groups.
    fn circles(&self) -> Vec<Vec<String>> {
        let edges = self.edges();
        let reached: BTreeMap<&String, BTreeSet<&String>> = edges
            .keys()
            .map(|from| (from, reach(&edges, from)))
            .collect();
        let mut circles: BTreeSet<Vec<String>> = BTreeSet::new();
        for (from, to) in &reached {
            let back = to.iter().filter(|to| reached[**to].contains(from));
            let circle: Vec<String> = back.map(|file| (**file).clone()).collect();
            if circle.len() > 1 {
                circles.insert(circle);
            }
        }
        circles.into_iter().collect()
    }
}

/// All that can be come to from a file.
fn reach<'a>(
    edges: &'a BTreeMap<String, BTreeSet<String>>,
    from: &'a String,
) -> BTreeSet<&'a String> {
    let mut found = BTreeSet::new();
    let mut open = vec![from];
    while let Some(file) = open.pop() {
        for next in &edges[file] {
            if found.insert(next) {
                open.push(next);
            }
        }
    }
    found
}

impl Module {
    fn of(code: &str) -> Module {
        // What only tests name makes no circle of the house.
        let code = code
            .split("#[cfg(test)]\nmod tests {")
            .next()
            .unwrap_or_default();
        let import = r"(?m)^\s*(pub(?:\([^)]*\))?\s+)?use\s+([^;]+);";
        let import = Regex::new(import).expect("a pattern");
        let mut module = Module::default();
        for found in import.captures_iter(code) {
            let mut paths = Vec::new();
            spell_out(&mut Vec::new(), &found[2], &mut paths);
            match found.get(1) {
                None => module.uses.extend(paths),
                Some(_) => {
                    let named = paths
                        .into_iter()
                        .filter_map(|path| Some((path.last()?.clone(), path)));
                    module.passes_on.extend(named);
                }
            }
        }
        let rest = import.replace_all(code, "");
        let path = Regex::new(r"(?:^|[^\w:])([a-z_]\w*(?:::\w+)+)").expect("a pattern");
        let paths = path.captures_iter(&rest);
        module
            .uses
            .extend(paths.map(|it| it[1].split("::").map(str::to_string).collect()));
        let methods = Regex::new(r"(?m)^impl (?:\w+::)*(\w+) \{").expect("a pattern");
        module.extends = methods
            .captures_iter(code)
            .map(|it| it[1].to_string())
            .collect();
        module
    }
}

/// The paths of a tree as `use` has them: `a::{b, c::d}`. What is renamed keeps its own name.
fn spell_out(before: &mut Path, tree: &str, out: &mut Vec<Path>) {
    for part in parts(tree) {
        let (head, inner) = match part.split_once('{') {
            Some((head, inner)) => (head, inner.trim_end().strip_suffix('}')),
            None => (part.split(" as ").next().unwrap_or(part), None),
        };
        let names = head
            .split("::")
            .map(str::trim)
            .filter(|name| !name.is_empty());
        let depth = before.len();
        before.extend(names.map(str::to_string));
        match inner {
            Some(inner) => spell_out(before, inner, out),
            None => out.push(before.clone()),
        }
        before.truncate(depth);
    }
}

/// A list cut at the commas that stand in no braces.
fn parts(list: &str) -> Vec<&str> {
    let (mut depth, mut from, mut out) = (0_i32, 0, Vec::new());
    for (at, c) in list.char_indices().chain([(list.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                out.push(list[from..at].trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    out.retain(|part| !part.is_empty());
    out
}

fn rooms(sources: &[Source]) -> BTreeMap<String, Room> {
    let in_a_room = |source: &&Source| {
        let path = source.path.strip_prefix("src/");
        path.is_some_and(|path| path.ends_with(".rs") && !path.starts_with("bin/"))
    };
    let mut files: BTreeMap<String, Vec<&Source>> = BTreeMap::new();
    for source in sources.iter().filter(in_a_room) {
        files
            .entry(module(&source.path)[0].clone())
            .or_default()
            .push(source);
    }
    files
        .into_iter()
        .map(|(room, files)| (room, Room::of(files.into_iter())))
        .collect()
}

#[test]
fn no_import_circle_between_files_of_a_room() {
    let sources = source::all();
    let rooms = rooms(&sources);
    assert!(rooms["debrief"].0.len() > 40, "the walk finds the files");
    let mut wrong = Vec::new();
    for (name, room) in &rooms {
        let circles = room.circles();
        match (circles.is_empty(), NOT_YET.contains(&name.as_str())) {
            (true, true) => wrong.push(format!("{name} has no circle: take it off the list")),
            (false, false) => {
                let told = circles.iter().map(|circle| circle.join(", "));
                wrong.extend(told.map(|circle| format!("{name}: a circle of {circle}")));
            }
            (true, false) | (false, true) => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn circles_are_found() {
    let room = |files: &[(&str, &str)]| {
        let files: Vec<Source> = files
            .iter()
            .map(|(path, text)| Source::new(path, text))
            .collect();
        Room::of(files.iter()).circles()
    };
    let door = (
        "src/lab/mod.rs",
        "mod a;\nmod b;\npub use b::{B, C as D};\n",
    );
    // Through the door, and through a path in the code.
    let b = ("src/lab/b.rs", "pub struct B;\nfn f() { super::a::g() }\n");
    let circle = room(&[door, ("src/lab/a.rs", "use super::{B, x};\n"), b]);
    assert_eq!(circle, [["lab::a", "lab::b"].map(String::from).to_vec()]);
    // What only passes on is in no circle; tests and comments are none.
    let a = (
        "src/lab/a.rs",
        "// use super::b::B;\n#[cfg(test)]\nmod tests {\n use super::B;\n}\n",
    );
    assert!(room(&[door, a, b]).is_empty());
    // A door that does something itself.
    let root = (
        "src/lab/mod.rs",
        "mod a;\npub fn f() { a::g() }\npub struct S;\n",
    );
    let inner = ("src/lab/a.rs", "use crate::{lab::{S}, sim::X};\n");
    assert_eq!(room(&[root, inner]).len(), 1);
    // A type that may be spread over files, and only in its room.
    let world = "fn f() { crate::sim::pool::g() }\n";
    let pool = "use super::world::World;\nimpl World {}\n";
    let files = [("src/sim/world.rs", world), ("src/sim/pool.rs", pool)];
    assert!(room(&files).is_empty());
    let files = [
        ("src/sim/world.rs", world),
        ("src/sim/pool.rs", "use super::world::World;\n"),
    ];
    assert_eq!(room(&files).len(), 1);
}

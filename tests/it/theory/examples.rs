//! The examples in `docs/pure-cases`: each loads without a remark, runs and keeps its books;
//! the table in `docs/pure-cases.md` is the suite's own.

use super::point::example;
use firedrill::drill::Session;
use firedrill::incident::check;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

const BEGIN: &str = "<!-- table: begin -->\n";
const END: &str = "<!-- table: end -->\n";

fn docs() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs")
}

fn names() -> BTreeSet<String> {
    let files = std::fs::read_dir(docs().join("pure-cases")).expect("the examples are there");
    files
        .map(|f| f.expect("readable").path())
        .filter(|p| p.extension().is_some_and(|e| e == "json"))
        .filter_map(|p| Some(p.file_stem()?.to_str()?.to_string()))
        .collect()
}

/// With `FIREDRILL_BLESS` set, the rows become the table of `docs/pure-cases.md`.
pub fn bless_table(rows: &[String]) {
    if std::env::var_os("FIREDRILL_BLESS").is_none() {
        return;
    }
    let path = docs().join("pure-cases.md");
    let text = std::fs::read_to_string(&path).expect("the page is there");
    let (before, rest) = text.split_once(BEGIN).expect("the table begins");
    let (_, after) = rest.split_once(END).expect("the table ends");
    let head = "| family | point | file | number | theory | found | z |\n\
                |---|---|---|---|---|---|---|\n";
    let text = format!("{before}{BEGIN}{head}{}\n{END}{after}", rows.join("\n"));
    std::fs::write(&path, text).expect("the page can be written");
}

#[test]
fn every_example_loads_without_a_remark_and_runs() {
    let names = names();
    assert!(names.len() >= 16, "{names:?}");
    for name in &names {
        let path = docs().join(format!("pure-cases/{name}.json"));
        let text = std::fs::read_to_string(&path).expect("readable");
        let problems = check(&text, name).problems;
        assert!(problems.is_empty(), "{name}: {problems:?}");
        let incident = example(name);
        assert_eq!(&incident.id, name);
        let mut session = Session::new(Arc::new(incident), 1);
        session.advance_to(60_000);
        let world = session.world();
        let now = world.now();
        assert!(world.attempts().served > 0, "{name} serves");
        for (station, _, books) in world.stations() {
            assert!(books.balanced(), "{name}: {station}");
            assert_eq!(books.area(now), books.time_spent(now), "{name}: {station}");
        }
    }
}

#[test]
fn every_example_is_explained() {
    let page = std::fs::read_to_string(docs().join("pure-cases.md")).expect("the page is there");
    for name in names() {
        assert!(
            page.contains(&format!("`{name}`")),
            "{name} is not explained"
        );
    }
}

//! More than a thousand triples of incident, seed and journal have the digests they had,
//! here as in a browser (`tests/web/main.rs`).

#[path = "../common/triples.rs"]
mod common;

use common::{TRIPLES, Worlds, different, stored};

const FILE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/cases/digests/triples.txt"
);

#[test]
fn every_triple_has_its_digest() {
    if std::env::var_os("FIREDRILL_BLESS").is_some() {
        let worlds = Worlds::new();
        let found: Vec<String> = (0..TRIPLES).map(|n| worlds.digest(n)).collect();
        std::fs::write(FILE, found.join("\n") + "\n").expect("the file can be written");
        return;
    }
    assert_eq!(stored().len() as u64, TRIPLES);
    // Two halves at once: a world needs nothing of another.
    let halves = std::thread::scope(|scope| {
        let half = |first| scope.spawn(move || different(&Worlds::new(), first, 2));
        [half(0), half(1)].map(|h| h.join().expect("no panic"))
    });
    let found = halves.concat();
    assert!(
        found.is_empty(),
        "{} of {TRIPLES} differ, the first is {:?}; FIREDRILL_BLESS=1 accepts a change of the \
         engine",
        found.len(),
        found.iter().min()
    );
}

#[test]
fn triples_are_not_all_the_same() {
    let mut all = stored();
    all.sort_unstable();
    all.dedup();
    assert!(all.len() as u64 > TRIPLES * 99 / 100, "{}", all.len());
}

//! The digests of ten runs, equal here and in a browser (`tests/web/digests.rs`).

#[path = "../common/ten_runs.rs"]
mod ten_runs;

#[test]
fn ten_runs_have_their_digests() {
    let found: Vec<String> = ten_runs::digests().collect();
    let stored = ten_runs::stored();
    if std::env::var_os("FIREDRILL_BLESS").is_some() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/cases/digests/expected.txt"
        );
        std::fs::write(path, found.join("\n") + "\n").expect("the file can be written");
        return;
    }
    assert_eq!(
        found, stored,
        "FIREDRILL_BLESS=1 accepts a change of the engine"
    );
}

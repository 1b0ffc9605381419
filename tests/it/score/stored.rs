//! Scores of short runs are those that are stored; `tests/web` holds a browser to them.

#[path = "../../common/scores.rs"]
mod scores;

/// With `FIREDRILL_BLESS` set, what is found becomes what is stored.
#[test]
fn scores_are_the_same_everywhere() {
    let found: Vec<String> = scores::scores().collect();
    if std::env::var_os("FIREDRILL_BLESS").is_some() {
        let root = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let path = root.join("tests/cases/scores/expected.txt");
        let text = format!("{}\n", found.join("\n"));
        std::fs::write(path, text).expect("the file can be written");
        return;
    }
    assert_eq!(found, scores::stored());
}

//! Accessibility checks by axe-core, inside the page.

use std::fmt::Write;
use std::sync::OnceLock;

use serde_json::Value;

use crate::session::Session;

/// axe's default rules, and the target size that WCAG 2.2 AA added.
const RUN: &str = r#"
    const done = arguments[arguments.length - 1];
    const options = {
      resultTypes: ["violations"],
      rules: { "target-size": { enabled: true } },
    };
    axe.run(document, options).then(
      ({ violations }) => done({ violations }),
      (error) => done({ error: String(error) }),
    );
"#;

/// The violations on the page, in words; empty when there are none.
pub fn violations(session: &Session) -> Result<String, String> {
    let source = source()?;
    session.run(async |client| client.execute(source, Vec::new()).await)?;
    let answer = session.run(async |client| client.execute_async(RUN, Vec::new()).await)?;
    match answer["violations"].as_array() {
        Some(all) => Ok(all.iter().map(in_words).collect()),
        None => Err(format!("axe did not run: {answer}")),
    }
}

fn source() -> Result<&'static str, String> {
    static SOURCE: OnceLock<Result<String, String>> = OnceLock::new();
    let source = SOURCE.get_or_init(|| {
        let path = xtask::setup::axe_script()?;
        std::fs::read_to_string(&path)
            .map_err(|e| format!("{}: {e}; `cargo xtask setup` installs it", path.display()))
    });
    source.as_deref().map_err(Clone::clone)
}

/// Rule, help, and each place with what is wrong there.
fn in_words(violation: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut words = format!("\n{}: {}", text(&violation["id"]), text(&violation["help"]));
    for node in violation["nodes"].as_array().into_iter().flatten() {
        let wrong = text(&node["failureSummary"]).replace('\n', " ");
        // Writing to a string does not fail.
        let _ = write!(
            words,
            "\n  {}\n    {}\n    {wrong}",
            node["target"],
            text(&node["html"])
        );
    }
    words
}

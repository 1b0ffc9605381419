//! How the runner of wasm tests has to start the browser.

use std::fs;
use std::path::{Path, PathBuf};

use crate::setup;

/// The runner's `webdriver.json` with an empty profile for the browser; dropping it
/// removes both.
pub struct Start {
    folder: PathBuf,
}

impl Start {
    pub fn prepare() -> Result<Start, String> {
        let name = format!("firedrill-web-{}", std::process::id());
        let start = Start {
            folder: std::env::temp_dir().join(name),
        };
        let profile = start.folder.join("profile");
        let failed = |error| format!("{}: {error}", start.folder.display());
        fs::create_dir_all(&profile).map_err(failed)?;
        let browser = setup::chromium().ok_or("there is no Chromium")?;
        fs::write(start.file(), json(&browser, &profile)).map_err(failed)?;
        Ok(start)
    }

    /// The file that the runner reads.
    pub fn file(&self) -> PathBuf {
        self.folder.join("webdriver.json")
    }
}

impl Drop for Start {
    fn drop(&mut self) {
        // Only temporary files: what stays behind costs space, no check.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn json(browser: &Path, profile: &Path) -> String {
    let own = format!("--user-data-dir={}", profile.display());
    let args = setup::CHROMIUM_FLAGS.into_iter().chain([own.as_str()]);
    let args: Vec<String> = args.map(text).collect();
    format!(
        "{{\"goog:chromeOptions\": {{\"binary\": {}, \"args\": [{}]}}}}\n",
        text(&browser.to_string_lossy()),
        args.join(", ")
    )
}

/// A JSON string; a path may hold quotes or backslashes.
fn text(plain: &str) -> String {
    let escaped = plain.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped() {
        assert_eq!(text(r#"a"b\c"#), r#""a\"b\\c""#);
    }
}

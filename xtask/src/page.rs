//! Builds the page.

mod stamp;

use std::process::Command;
use std::time::Instant;

use crate::setup::{self, Need};
use crate::{pins, repo, say, tool};

/// Builds the release page into `dist/`, setting up what that needs.
///
/// Cargo always has a look; gluing and optimising the wasm take far longer than that
/// and are left out when nothing changed.
///
/// # Errors
/// When set-up or the build fails.
pub fn build() -> Result<(), String> {
    setup::ensure(Need::Page)?;
    say::heading("page: release build into dist/");
    let start = Instant::now();
    compile()?;
    if stamp::is_current()? {
        say::done("nothing changed", start.elapsed());
        return Ok(());
    }
    bundle()?;
    stamp::write()?;
    say::done(format!("built: {}", sizes()?), start.elapsed());
    Ok(())
}

/// Compiles as trunk does, but may fetch crates, which trunk is not allowed to.
fn compile() -> Result<(), String> {
    let mut cargo = repo::cargo(&["build", "--profile", "page", "--bin", "page"]);
    tool::run(cargo.args(["--target", pins::WASM_TARGET]))
}

fn bundle() -> Result<(), String> {
    let mut trunk = Command::new("trunk");
    // Offline: every tool is pinned and on the PATH, so nothing may be fetched.
    trunk.args(["build", "--release", "--offline", "--config", "Trunk.toml"]);
    trunk.current_dir(repo::root());
    trunk.env("PATH", tool::path_with(&setup::bins()?)?);
    // Trunk takes any value but true and false for an error.
    trunk.env_remove("NO_COLOR");
    // A compile error is told by the compiler; a trace of trunk itself says nothing.
    trunk.env("RUST_BACKTRACE", "0");
    tool::run(&mut trunk)
}

/// What a visitor downloads, before compression.
fn sizes() -> Result<String, String> {
    let mut files = 0;
    let mut bytes = 0;
    let dist = repo::dist();
    for entry in std::fs::read_dir(&dist).map_err(|e| format!("{}: {e}", dist.display()))? {
        let meta = entry
            .and_then(|entry| entry.metadata())
            .map_err(|e| e.to_string())?;
        files += 1;
        bytes += meta.len();
    }
    Ok(format!("{files} files, {} kB", bytes / 1000))
}

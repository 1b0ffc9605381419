//! Binaries that a project publishes with its releases.
//!
//! They save minutes and are never needed: whatever goes wrong here, the tool is
//! built from source.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{say, tool};

/// Where releases are published. `FIREDRILL_RELEASES` names a mirror, or `off`.
const RELEASES: &str = "https://github.com";
/// Without an answer in this time there will be none, s.
const CONNECT_S: &str = "5";
/// A download that takes longer than this is no help, s.
const TOTAL_S: &str = "60";

/// One archive of a release.
pub struct Release {
    /// Below [`RELEASES`].
    pub path: String,
    /// The programs that are wanted from it, the one that tells its version first.
    pub programs: &'static [&'static str],
    /// What the first program must say that it is.
    pub version: String,
}

/// This machine in the releases' words; `libc` is the one that their Linux builds have.
pub fn triple(libc: &str) -> Option<String> {
    let arch = match std::env::consts::ARCH {
        arch @ ("x86_64" | "aarch64") => arch,
        _ => return None,
    };
    match std::env::consts::OS {
        "linux" => Some(format!("{arch}-unknown-linux-{libc}")),
        "macos" => Some(format!("{arch}-apple-darwin")),
        _ => None,
    }
}

/// Puts a release's programs into `into/bin`.
///
/// # Errors
/// In one line, why it could not be had; `into` is then as empty as before.
pub fn fetch(release: &Release, into: &Path) -> Result<(), String> {
    let base = std::env::var("FIREDRILL_RELEASES").unwrap_or_else(|_| RELEASES.to_owned());
    if base == "off" {
        return Err("FIREDRILL_RELEASES is off".to_owned());
    }
    let unpacked = into.join("unpacked");
    let answer = unpack(&format!("{base}/{}", release.path), &unpacked)
        .and_then(|()| take(release, &unpacked, &into.join("bin")));
    if answer.is_err() {
        // What is left of a failed try must not be taken for an install.
        let _ = std::fs::remove_dir_all(into.join("bin"));
    }
    let _ = std::fs::remove_dir_all(&unpacked);
    answer
}

fn unpack(address: &str, into: &Path) -> Result<(), String> {
    if tool::find(&["curl"]).is_none() || tool::find(&["tar"]).is_none() {
        return Err("no curl or no tar".to_owned());
    }
    say::line(format!("asking for {address}"));
    std::fs::create_dir_all(into).map_err(|e| e.to_string())?;
    let archive = into.join("archive.tar.gz");
    let mut curl = Command::new("curl");
    curl.args([
        "--fail",
        "--silent",
        "--location",
        "--connect-timeout",
        CONNECT_S,
    ]);
    curl.args(["--max-time", TOTAL_S, "--output"])
        .arg(&archive)
        .arg(address);
    tool::output(&mut curl).ok_or("it cannot be downloaded from here")?;
    let mut tar = Command::new("tar");
    tar.arg("-xzf").arg(&archive).arg("-C").arg(into);
    tool::output(&mut tar).ok_or("its archive is damaged")?;
    Ok(())
}

fn take(release: &Release, from: &Path, bin: &Path) -> Result<(), String> {
    std::fs::create_dir_all(bin).map_err(|e| e.to_string())?;
    for program in release.programs {
        let file = search(from, program).ok_or(format!("its archive has no {program}"))?;
        std::fs::rename(&file, bin.join(program)).map_err(|e| e.to_string())?;
    }
    let first = bin.join(release.programs[0]);
    // A binary for another C library does not even start.
    let said = tool::output(Command::new(first).arg("--version")).ok_or("it does not run here")?;
    match said.split_whitespace().any(|word| word == release.version) {
        true => Ok(()),
        false => Err(format!("it says it is {}", said.trim())),
    }
}

/// A program at the top of an archive or one folder below.
fn search(dir: &Path, program: &str) -> Option<PathBuf> {
    let top = dir.join(program);
    if top.is_file() {
        return Some(top);
    }
    let folders = std::fs::read_dir(dir)
        .ok()?
        .flatten()
        .map(|entry| entry.path());
    folders
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

//! What the system's package manager installs.

use std::path::PathBuf;
use std::process::Command;

use crate::{say, tool};

/// The names that Chromium goes by.
const CHROMIUM: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];

/// For tests: no window, no sandbox (there is none in a container), and none of the
/// requests that a browser makes for itself.
pub const CHROMIUM_FLAGS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// The browser of the tests; `CHROMIUM` names another one.
pub fn chromium() -> Option<PathBuf> {
    named("CHROMIUM").or_else(|| tool::find(&CHROMIUM))
}

/// The browser's driver; `CHROMEDRIVER` names another one.
pub fn chromedriver() -> Option<PathBuf> {
    named("CHROMEDRIVER").or_else(|| tool::find(&["chromedriver"]))
}

fn named(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable)
        .map(PathBuf::from)
        .filter(|file| file.is_file())
}

pub fn has_node() -> bool {
    tool::find(&["node", "nodejs"]).is_some()
}

pub fn has_npm() -> bool {
    tool::find(&["npm"]).is_some()
}

/// Node.js: `wasm-opt` runs on it, npm brings `wasm-opt` and axe.
pub fn install_node() -> Result<(), String> {
    apt(&["nodejs", "npm"], "Node.js 18 or newer with npm")
}

/// A browser and the driver of the same version.
pub fn install_chromium() -> Result<(), String> {
    apt(
        &["chromium", "chromium-driver"],
        "Chromium or Google Chrome, and the chromedriver of its version, on the PATH \
         (or their files in the variables CHROMIUM and CHROMEDRIVER)",
    )
}

/// Installs PostgreSQL with pgbench.
pub fn install_postgres() -> Result<(), String> {
    apt(
        &["postgresql", "postgresql-client"],
        "PostgreSQL with its programs initdb and pgbench",
    )
}

/// Installs Java, HikariCP and PostgreSQL's driver for it.
pub fn install_java_pool() -> Result<(), String> {
    apt(
        &[
            "openjdk-17-jdk-headless",
            "libhikaricp-java",
            "libpostgresql-jdbc-java",
            "libslf4j-java",
        ],
        "a JDK from 11 on, HikariCP, slf4j with its simple logger, and PostgreSQL's JDBC driver",
    )
}

/// Installs Debian packages, or says what a person has to install.
fn apt(packages: &[&str], what: &str) -> Result<(), String> {
    let names = packages.join(" ");
    if tool::find(&["apt-get"]).is_none() {
        return Err(format!("please install {what}, then run this again"));
    }
    if !is_root() {
        return Err(format!(
            "please install {what}, then run this again. On Debian:\n\
             \x20 sudo apt-get update && sudo apt-get install {names}"
        ));
    }
    let log = std::env::temp_dir().join(format!("firedrill-apt-{}.log", std::process::id()));
    say::line("apt-get update");
    tool::run_logged(apt_get().arg("update"), "apt-get", &log)?;
    say::line(format!("apt-get install {names}"));
    let mut install = apt_get();
    install
        .args(["install", "--yes", "--no-install-recommends"])
        .args(packages);
    tool::run_logged(&mut install, "apt-get", &log)?;
    // Only a convenience: the log of a good installation is of no use.
    let _ = std::fs::remove_file(&log);
    Ok(())
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    // Another package manager at work (a fresh machine's first update) is waited for.
    command.args(["-o", "DPkg::Lock::Timeout=120"]);
    command
}

fn is_root() -> bool {
    tool::output(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0")
}

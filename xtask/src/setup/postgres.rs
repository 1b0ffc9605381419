//! PostgreSQL and the Java pool that `fidelity` measures against.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::system;
use crate::{say, tool};

/// Where Debian puts the programs of each version.
const VERSIONS: &str = "/usr/lib/postgresql";
/// Where Debian puts Java libraries.
const JARS: &str = "/usr/share/java";
/// HikariCP, its logging interface with a simple logger, PostgreSQL's driver.
const POOL_JARS: [&str; 4] = [
    "HikariCP.jar",
    "slf4j-api.jar",
    "slf4j-simple.jar",
    "postgresql.jar",
];

/// The folder with PostgreSQL's programs: the newest version that Debian's packages
/// brought, or the folder of the `postgres` on the `PATH`.
pub fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir(VERSIONS).ok();
    let mut found: Vec<(u32, PathBuf)> = versions
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, folder)| is_whole(folder))
        .collect();
    found.sort();
    let on_path = || {
        let folder = tool::find(&["postgres"])?.parent()?.to_path_buf();
        is_whole(&folder).then_some(folder)
    };
    found.pop().map(|(_, folder)| folder).or_else(on_path)
}

fn is_whole(folder: &Path) -> bool {
    let needed = ["postgres", "initdb", "pgbench", "psql"];
    needed.iter().all(|name| folder.join(name).is_file())
}

/// The class path of a real HikariCP with PostgreSQL's driver, if Java is there too.
pub fn pool_class_path() -> Option<String> {
    tool::find(&["java"])?;
    let files: Vec<PathBuf> = POOL_JARS.iter().map(|n| Path::new(JARS).join(n)).collect();
    if !files.iter().all(|file| file.is_file()) {
        return None;
    }
    let names = files.iter().map(|file| file.to_string_lossy().into_owned());
    Some(names.collect::<Vec<_>>().join(":"))
}

/// Installs PostgreSQL if it is missing, and tries to install the Java pool.
///
/// # Errors
/// When PostgreSQL cannot be installed; without Java a part of the comparison is left out.
pub fn ensure() -> Result<(), String> {
    if programs().is_none() {
        let start = Instant::now();
        say::heading("set-up: PostgreSQL");
        system::install_postgres()?;
        say::done("PostgreSQL is installed", start.elapsed());
    }
    if pool_class_path().is_none() {
        say::heading("set-up: Java with HikariCP");
        if let Err(why) = system::install_java_pool() {
            say::line(format!("{why}\nThe pooled client is left out."));
        }
    }
    Ok(())
}

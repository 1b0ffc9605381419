//! What npm installs, into the cache and never globally.

use std::path::PathBuf;
use std::process::Command;

use crate::cache::Slot;
use crate::tool;

/// Installs one package of one exact version.
pub fn install(slot: &Slot, package: &str, version: &str) -> Result<(), String> {
    slot.fill(|part| {
        let mut npm = Command::new("npm");
        npm.args([
            "install",
            "--no-save",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
        ]);
        npm.arg("--loglevel=error").arg("--prefix").arg(part);
        npm.arg(format!("{package}@{version}")).current_dir(part);
        tool::run_logged(&mut npm, package, &slot.log())?;
        match part.join("node_modules").join(package).is_dir() {
            true => Ok(()),
            false => Err(format!("npm installed no {package}")),
        }
    })
}

/// The folder of a package's programs.
pub fn bin(slot: &Slot) -> PathBuf {
    slot.dir().join("node_modules").join(".bin")
}

/// The folder of a package's files.
pub fn module(slot: &Slot, package: &str) -> PathBuf {
    slot.dir().join("node_modules").join(package)
}

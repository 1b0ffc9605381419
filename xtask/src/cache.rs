//! The folder of the user's that keeps the tools, shared by all clones.
//!
//! Each tool lies in `<name>-<version>/`. An install goes into a sibling folder
//! first and is renamed when it is whole, so a broken one never counts. A lock
//! file makes a second clone wait for the first instead of working twice.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use crate::say;

/// One tool of one version in the cache.
#[derive(Debug, Clone)]
pub struct Slot {
    /// `<name>-<version>`.
    name: String,
    dir: PathBuf,
}

impl Slot {
    /// The place of a tool, whether it is there or not.
    ///
    /// # Errors
    /// When no cache folder can be told.
    pub fn of(name: &str, version: &str) -> Result<Slot, String> {
        let name = format!("{name}-{version}");
        let dir = root()?.join(&name);
        Ok(Slot { name, dir })
    }

    /// True when the tool was installed whole.
    pub fn is_there(&self) -> bool {
        self.dir.is_dir()
    }

    /// The tool's folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The log of its last installation.
    pub fn log(&self) -> PathBuf {
        self.dir.with_file_name(format!("{}.log", self.name))
    }

    /// Lets `install` fill an empty folder and takes it over when that went well.
    ///
    /// # Errors
    /// What `install` says, or the file system.
    pub fn fill(&self, install: impl FnOnce(&Path) -> Result<(), String>) -> Result<(), String> {
        let parent = root()?;
        fs::create_dir_all(&parent).map_err(|e| at(&parent, &e))?;
        let _lock = self.lock()?;
        if self.is_there() {
            say::line("installed by another clone meanwhile");
            return Ok(());
        }
        let part = self.dir.with_file_name(format!("{}.part", self.name));
        if part.exists() {
            fs::remove_dir_all(&part).map_err(|e| at(&part, &e))?;
        }
        fs::create_dir_all(&part).map_err(|e| at(&part, &e))?;
        install(&part)?;
        fs::rename(&part, &self.dir).map_err(|e| at(&self.dir, &e))
    }

    /// The operating system drops the lock with the file, even after a crash.
    fn lock(&self) -> Result<File, String> {
        let path = self.dir.with_file_name(format!("{}.lock", self.name));
        let file = File::create(&path).map_err(|e| at(&path, &e))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                say::line(format!(
                    "waiting for another clone that installs {}",
                    self.name
                ));
                file.lock().map_err(|e| at(&path, &e))?;
            }
            Err(TryLockError::Error(e)) => return Err(at(&path, &e)),
        }
        Ok(file)
    }
}

/// `FIREDRILL_TOOLS`, else a folder below `XDG_CACHE_HOME` or `~/.cache`.
fn root() -> Result<PathBuf, String> {
    let set = |name| {
        std::env::var_os(name)
            .filter(|v| !v.is_empty())
            .map(PathBuf::from)
    };
    if let Some(dir) = set("FIREDRILL_TOOLS") {
        return std::path::absolute(&dir).map_err(|e| at(&dir, &e));
    }
    let cache = set("XDG_CACHE_HOME").or_else(|| Some(set("HOME")?.join(".cache")));
    match cache {
        Some(dir) => Ok(dir.join("firedrill").join("tools")),
        None => Err("no HOME and no FIREDRILL_TOOLS: say where tools may be kept".to_owned()),
    }
}

fn at(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(test: &str) -> Slot {
        let dir = std::env::temp_dir().join(format!("firedrill-{test}-{}", std::process::id()));
        // Left over only when an earlier process of the same id was killed.
        let _ = fs::remove_dir_all(&dir);
        Slot {
            name: format!("firedrill-{test}"),
            dir,
        }
    }

    #[test]
    fn a_broken_install_never_counts() {
        let slot = slot("broken");
        let answer = slot.fill(|part| {
            fs::write(part.join("half"), "x").map_err(|e| e.to_string())?;
            Err("no more disk".to_owned())
        });
        assert_eq!(answer, Err("no more disk".to_owned()));
        assert!(!slot.is_there());
        slot.fill(|part| {
            assert!(!part.join("half").exists(), "starts from an empty folder");
            fs::write(part.join("whole"), "x").map_err(|e| e.to_string())
        })
        .expect("the second try is whole");
        assert!(slot.dir().join("whole").exists());
        fs::remove_dir_all(slot.dir()).expect("clean up");
        fs::remove_file(slot.dir().with_file_name("firedrill-broken.lock")).expect("clean up");
    }
}

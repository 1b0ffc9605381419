//! Tells whether `dist/` is what the present sources and tools make.
//!
//! The stamp is a digest of everything that goes into the page and of the page
//! itself, by content: times of files lie after a checkout or a copy.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use crate::{pins, repo};

/// True when the page was built from exactly what is there now.
pub fn is_current() -> Result<bool, String> {
    let Ok(old) = fs::read_to_string(file()) else {
        return Ok(false);
    };
    Ok(repo::dist().is_dir() && old == now()?)
}

/// Notes what the page was built from.
pub fn write() -> Result<(), String> {
    fs::write(file(), now()?).map_err(|e| format!("{}: {e}", file().display()))
}

fn file() -> PathBuf {
    repo::target().join("page.stamp")
}

fn now() -> Result<String, String> {
    let mut digest = DefaultHasher::new();
    for version in [pins::TRUNK, pins::BINARYEN, &pins::wasm_bindgen()?] {
        digest.write(version.as_bytes());
    }
    let wasm = repo::target()
        .join(pins::WASM_TARGET)
        .join("page")
        .join("page.wasm");
    let root = repo::root();
    for path in [root.join("index.html"), root.join("Trunk.toml"), wasm] {
        add(&mut digest, &path)?;
    }
    for folder in [root.join("assets"), repo::dist()] {
        add(&mut digest, &folder)?;
    }
    Ok(format!("{:016x}\n", digest.finish()))
}

/// Adds a file, or all files of a folder in the order of their names.
fn add(digest: &mut DefaultHasher, path: &Path) -> Result<(), String> {
    let at = |error| format!("{}: {error}", path.display());
    if path.is_dir() {
        let entries: Result<Vec<_>, _> = fs::read_dir(path).map_err(at)?.collect();
        let mut below: Vec<PathBuf> = entries
            .map_err(at)?
            .into_iter()
            .map(|entry| entry.path())
            .collect();
        below.sort();
        return below.iter().try_for_each(|path| add(digest, path));
    }
    let bytes = fs::read(path).map_err(at)?;
    digest.write(path.as_os_str().as_encoded_bytes());
    digest.write_usize(bytes.len());
    digest.write(&bytes);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_change_is_seen() {
        let dir = std::env::temp_dir().join(format!("firedrill-stamp-{}", std::process::id()));
        fs::create_dir_all(dir.join("in")).expect("a folder");
        let digest = || {
            let mut digest = DefaultHasher::new();
            add(&mut digest, &dir).expect("readable");
            digest.finish()
        };
        fs::write(dir.join("in/a"), "1").expect("a file");
        let first = digest();
        assert_eq!(first, digest());
        fs::write(dir.join("in/a"), "2").expect("a file");
        let second = digest();
        fs::rename(dir.join("in/a"), dir.join("in/b")).expect("a file");
        assert!(first != second && second != digest());
        fs::remove_dir_all(&dir).expect("clean up");
    }
}

//! Every outside version there is, in one place.

use crate::repo;

/// Builds the page. 0.22 wants a newer compiler than the one in `rust-version`.
pub const TRUNK: &str = "0.21.14";
/// Brings `wasm-opt`; distributions' older ones fail on what today's compiler emits.
pub const BINARYEN: &str = "132.0.0";
/// Accessibility checks inside the page.
pub const AXE: &str = "4.14.1";
/// A rival in the bench, from PyPI.
pub const SIMPY: &str = "4.1.2";
/// A rival in the bench, from npm.
pub const UPLOT: &str = "1.6.32";
/// What the page is compiled for.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The version of `wasm-bindgen` in `Cargo.lock`: glue and library must be equal to the digit.
///
/// # Errors
/// When `Cargo.lock` cannot be read or does not name the crate.
pub fn wasm_bindgen() -> Result<String, String> {
    let path = repo::root().join("Cargo.lock");
    let lock = std::fs::read_to_string(&path)
        .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    locked(&lock, "wasm-bindgen").ok_or_else(|| "Cargo.lock names no wasm-bindgen".to_owned())
}

/// The version of a crate in the text of a `Cargo.lock`.
fn locked(lock: &str, name: &str) -> Option<String> {
    let wanted = format!("name = \"{name}\"");
    let mut lines = lock.lines();
    lines.find(|line| *line == wanted)?;
    let version = lines.next()?.strip_prefix("version = \"")?;
    Some(version.strip_suffix('"')?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_lock() {
        let lock = "[[package]]\nname = \"a-b\"\nversion = \"2.0.0\"\n\n\
                    [[package]]\nname = \"a\"\nversion = \"1.2.3\"\n";
        assert_eq!(locked(lock, "a").as_deref(), Some("1.2.3"));
        assert_eq!(locked(lock, "c"), None);
        assert!(wasm_bindgen().is_ok());
    }
}

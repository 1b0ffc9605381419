//! What the page weighs, part by part, beside what it may weigh.
//!
//! The weight is what a browser downloads until everything works: each file of `dist/`,
//! compressed by gzip at its best level. The budget stands in `xtask/weight.budget` with its
//! reason; a build above it fails.

mod budget;
mod rooms;
mod wasm;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use budget::Budget;
use flate2::{Compression, write::GzEncoder};

use crate::{pins, repo, say};

/// Bytes, plain and compressed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Size {
    raw: usize,
    gzip: usize,
}

impl Size {
    fn of(bytes: &[u8]) -> Size {
        Size {
            raw: bytes.len(),
            gzip: gzip(bytes),
        }
    }

    fn plus(self, other: Size) -> Size {
        Size {
            raw: self.raw + other.raw,
            gzip: self.gzip + other.gzip,
        }
    }
}

/// One line of a table: what it is and its size.
type Row = (String, Size);

/// Prints what the built page weighs.
///
/// # Errors
/// When it weighs more than its budget, or cannot be read.
pub fn check() -> Result<(), String> {
    let budget = Budget::read()?;
    let mut files = Vec::new();
    for path in below(&repo::dist())? {
        let bytes = read(&path)?;
        let name = path.strip_prefix(repo::dist()).unwrap_or(&path);
        if name
            .extension()
            .is_some_and(|extension| extension == "wasm")
        {
            say::heading("weight: sections of the wasm");
            table(wasm::sections(&bytes)?);
        }
        files.push((name.display().to_string(), Size::of(&bytes)));
    }
    let compiled = repo::target()
        .join(pins::WASM_TARGET)
        .join("page")
        .join("page.wasm");
    say::heading("weight: code by room and crate, as compiled, before wasm-opt");
    table(rooms::rows(&read(&compiled)?)?);
    let all = files
        .iter()
        .fold(Size::default(), |sum, row| sum.plus(row.1));
    say::heading("weight: what is downloaded until everything works");
    table(files);
    say::line(row("all", all));
    budget.hold(all.gzip)
}

fn table(mut rows: Vec<Row>) {
    say::line(format!("{:44} {:>9} {:>9}", "", "raw", "gzip"));
    rows.sort_by_key(|(_, size)| std::cmp::Reverse(size.gzip));
    for (name, size) in rows {
        say::line(row(&name, size));
    }
}

fn row(name: &str, size: Size) -> String {
    let kilobytes = |bytes: usize| format!("{:.1} kB", bytes as f64 / 1000.0);
    format!(
        "{name:44} {:>9} {:>9}",
        kilobytes(size.raw),
        kilobytes(size.gzip)
    )
}

fn gzip(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.map_or(0, |compressed| compressed.len())
}

/// All files below a folder.
fn below(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let at = |error| format!("{}: {error}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(at)? {
        let path = entry.map_err(at)?.path();
        match path.is_dir() {
            true => files.extend(below(&path)?),
            false => files.push(path),
        }
    }
    Ok(files)
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_repeats_weighs_little() {
        let size = Size::of(&[b'a'; 10_000]);
        assert_eq!(size.raw, 10_000);
        assert!((20..100).contains(&size.gzip), "{size:?}");
        assert_eq!(size.plus(size).raw, 20_000);
    }
}

//! Where `include`, `include_if_exists` and `include_dir` find their files.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Files by absolute path. The store implements it; so does a plain map.
pub trait FileSource {
    /// The text of a file, or `None` if there is no such file.
    fn read(&self, path: &str) -> Option<Arc<str>>;
    /// The names (not paths) of the files directly in a directory, or `None` if
    /// there is no such directory. In any order.
    fn list(&self, directory: &str) -> Option<Vec<String>>;
}

impl FileSource for BTreeMap<String, Arc<str>> {
    fn read(&self, path: &str) -> Option<Arc<str>> {
        self.get(path).cloned()
    }

    fn list(&self, directory: &str) -> Option<Vec<String>> {
        let names = names_in(self.keys().map(String::as_str), directory);
        (!names.is_empty()).then_some(names)
    }
}

/// A source without files: every include fails.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoFiles;

impl FileSource for NoFiles {
    fn read(&self, _: &str) -> Option<Arc<str>> {
        None
    }

    fn list(&self, _: &str) -> Option<Vec<String>> {
        None
    }
}

/// The names of those `paths` that lie directly in `directory`.
pub fn names_in<'a>(paths: impl Iterator<Item = &'a str>, directory: &str) -> Vec<String> {
    let directory = directory.trim_end_matches('/');
    paths
        .filter_map(|path| path.strip_prefix(directory)?.strip_prefix('/'))
        .filter(|name| !name.is_empty() && !name.contains('/'))
        .map(str::to_owned)
        .collect()
}

/// `name` as an absolute path, relative to the directory of the file that names
/// it, without `.`, `..` and doubled slashes (`AbsoluteConfigLocation`).
pub fn absolute(name: &str, calling_file: &str) -> String {
    let joined = if name.starts_with('/') {
        name.to_owned()
    } else {
        let directory = calling_file
            .rsplit_once('/')
            .map_or("", |(directory, _)| directory);
        format!("{directory}/{name}")
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in joined.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    format!("/{}", parts.join("/"))
}

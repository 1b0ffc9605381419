//! Versions of files as commits of one repository over `/etc`.

use super::Access;
use crate::sim::config::store::Author;

/// One version of one file, as a commit.
#[derive(Clone, Debug)]
pub struct Commit {
    /// 40 hexadecimal digits, derived from what it holds.
    pub hash: String,
    pub path: String,
    pub version: u32,
    /// When, Unix seconds.
    pub at_s: i64,
    pub author: String,
    pub email: String,
    pub message: String,
}

impl Commit {
    pub fn short(&self) -> &str {
        &self.hash[..7]
    }
}

/// All commits, newest first.
pub fn all(access: &Access) -> Vec<Commit> {
    let store = access.world().files();
    let mut commits = Vec::new();
    for path in store.paths() {
        for version in store.history(path) {
            let author = version.author.name().to_string();
            let local = author.replace(' ', "-");
            let site = match version.author {
                Author::Pipeline(_) => "pipelines.",
                Author::Person(_) => "",
            };
            let number = version.number;
            let name = format!("{path}\n{number}\n{author}\n{}", version.message);
            commits.push(Commit {
                hash: hash(&name, &version.text),
                path: path.to_string(),
                version: number,
                at_s: access.written_s(path, number),
                email: format!("{local}@{site}{}", access.site().domain),
                author,
                message: version.message.clone(),
            });
        }
    }
    commits.sort_by(|a, b| (b.at_s, &b.path, b.version).cmp(&(a.at_s, &a.path, a.version)));
    commits
}

/// FNV-1a, five times with different beginnings: stable, and short to read.
fn hash(name: &str, text: &str) -> String {
    let mut out = String::new();
    for salt in 0..3_u64 {
        let mut state = 0xcbf2_9ce4_8422_2325_u64 ^ salt.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for byte in name.bytes().chain(text.bytes()) {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        state ^= state >> 32;
        out.push_str(&format!("{state:016x}"));
    }
    out.truncate(40);
    out
}

/// The path as the repository names it.
pub fn in_repository(path: &str) -> &str {
    path.strip_prefix("/etc/")
        .unwrap_or(path.trim_start_matches('/'))
}

/// The file that an operand names, from a directory: as a path, as the repository names it,
/// or by its bare name if that is one file's only.
pub fn file_of(access: &Access, cwd: &str, name: &str) -> Option<String> {
    let store = access.world().files();
    let path = super::super::files::resolve(access, cwd, name);
    let in_etc = format!("/etc/{}", name.trim_start_matches("./"));
    let exact = store.paths().find(|p| **p == path || **p == in_etc);
    if let Some(path) = exact {
        return Some(path.to_string());
    }
    let tail = format!("/{name}");
    let mut ends = store.paths().filter(|p| p.ends_with(&tail));
    match (ends.next(), ends.next()) {
        (Some(path), None) => Some(path.to_string()),
        _ => None,
    }
}

/// The commit that a revision names: `HEAD`, `HEAD~2`, `HEAD^`, `@`, or a hash of at least
/// four digits.
pub fn revision(commits: &[Commit], name: &str) -> Option<usize> {
    let carets = name.chars().rev().take_while(|c| *c == '^').count();
    let base = &name[..name.len() - carets];
    let (base, tilde) = match base.split_once('~') {
        Some((base, "")) => (base, 1),
        Some((base, n)) => (base, n.parse::<usize>().ok()?),
        None => (base, 0),
    };
    let first = match base {
        "HEAD" | "@" | "main" | "master" => 0,
        hash if hash.len() >= 4 => commits.iter().position(|c| c.hash.starts_with(hash))?,
        _ => return None,
    };
    let index = first.checked_add(tilde)?.checked_add(carets)?;
    (index < commits.len()).then_some(index)
}

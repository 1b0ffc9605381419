//! Which machine this is, in words for the report.

use std::fs;
use std::process::Command;

use xtask::setup::postgres::programs;
use xtask::tool;

/// What the figures depend on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Machine {
    /// `AMD EPYC, 2 cores`.
    pub cpu: String,
    /// Memory, GiB.
    pub memory_gib: u64,
    /// Kernel release.
    pub kernel: String,
    /// `PostgreSQL 15.18 …`, as it says itself.
    pub postgres: String,
    /// Day of the run, UTC.
    pub date: String,
}

/// Cores that this process may use, at least 1.
#[must_use]
pub fn cores() -> u32 {
    std::thread::available_parallelism().map_or(1, |n| n.get() as u32)
}

/// This machine, now.
#[must_use]
pub fn describe() -> Machine {
    let cpu_info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let said = |program: &str, args: &[&str]| {
        let text = tool::output(Command::new(program).args(args));
        text.map_or("unknown".to_owned(), |t| t.trim().to_owned())
    };
    let postgres = programs().map_or("unknown".to_owned(), |folder| {
        said(&folder.join("postgres").to_string_lossy(), &["--version"])
    });
    let model = field(&cpu_info, "model name").unwrap_or("unknown");
    Machine {
        cpu: format!("{model}, {} cores", cores()),
        memory_gib: field(&memory, "MemTotal").map_or(0, gib),
        kernel: said("uname", &["-sr"]),
        postgres: postgres.replace("postgres (PostgreSQL)", "PostgreSQL"),
        date: said("date", &["-u", "+%Y-%m-%d"]),
    }
}

/// The value of a line `name : value`.
fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let line = text.lines().find(|line| line.starts_with(name))?;
    line.split_once(':').map(|(_, value)| value.trim())
}

/// GiB of a text `24645092 kB`, rounded.
fn gib(text: &str) -> u64 {
    let number = text.split_whitespace().next().and_then(|n| n.parse().ok());
    number.map_or(0, |kib: u64| (kib + (1 << 19)) >> 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_kernels_tables() {
        let text = "processor\t: 0\nmodel name\t: AMD EPYC\nmodel name\t: other\n";
        assert_eq!(field(text, "model name"), Some("AMD EPYC"));
        assert_eq!(field(text, "flags"), None);
        assert_eq!(gib("24645092 kB"), 24);
        assert_eq!(gib("much"), 0);
    }
}

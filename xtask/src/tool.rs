//! Child processes: environment, log file, progress.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::say;

/// How often a running tool is looked at.
const POLL: Duration = Duration::from_millis(100);
/// How often a running tool's progress is printed where lines cannot be overwritten.
const PERIOD: Duration = Duration::from_secs(20);

/// `PATH` with these folders first, so that pinned tools win over the user's own.
///
/// # Errors
/// When a folder's name cannot be part of a `PATH`.
pub fn path_with(first: &[PathBuf]) -> Result<OsString, String> {
    let old = std::env::var_os("PATH").unwrap_or_default();
    let all = first.iter().cloned().chain(std::env::split_paths(&old));
    std::env::join_paths(all).map_err(|error| error.to_string())
}

/// The first of these programs that `PATH` has.
pub fn find(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let dirs: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| dirs.iter().map(move |dir| dir.join(name)))
        .find(|file| file.is_file())
}

/// The standard output of a short command that went well.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    if !output.status.success() {
        return None;
    }
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a command with its output on the terminal.
///
/// # Errors
/// When it cannot be started or fails.
pub fn run(command: &mut Command) -> Result<(), String> {
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(|e| unstarted(command, &e))?;
    verdict(command, status)
}

/// Runs a long command with its output in a log file, saying now and then how far
/// `job` has come.
///
/// # Errors
/// When it cannot be started or fails; the end of its log is in the error.
pub fn run_logged(command: &mut Command, job: &str, log: &Path) -> Result<(), String> {
    let file = File::create(log).map_err(|e| format!("{}: {e}", log.display()))?;
    let twin = file
        .try_clone()
        .map_err(|e| format!("{}: {e}", log.display()))?;
    command.stdin(Stdio::null()).stdout(file).stderr(twin);
    let mut child = command.spawn().map_err(|e| unstarted(command, &e))?;
    let status = watch(&mut child, job, log);
    say::progress_ends(job);
    verdict(command, status?).map_err(|error| {
        format!(
            "{error}\nThe end of {}:\n{}",
            log.display(),
            tail(log, 30).join("\n")
        )
    })
}

fn watch(child: &mut Child, job: &str, log: &Path) -> Result<ExitStatus, String> {
    let start = Instant::now();
    let period = if say::is_terminal() {
        Duration::from_secs(1)
    } else {
        PERIOD
    };
    let mut next = period;
    loop {
        if let Some(status) = child.try_wait().map_err(|e| e.to_string())? {
            return Ok(status);
        }
        if start.elapsed() >= next {
            next += period;
            say::progress(
                job,
                &format!("{}, {}", say::seconds(start.elapsed()), latest(log)),
            );
        }
        std::thread::sleep(POLL);
    }
}

/// How far a log has come: its last line, cut to fit a terminal.
fn latest(log: &Path) -> String {
    let Some(line) = tail(log, 1).pop() else {
        return String::new();
    };
    line.trim().chars().take(40).collect()
}

fn tail(log: &Path, lines: usize) -> Vec<String> {
    let text = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let all: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    all[all.len().saturating_sub(lines)..]
        .iter()
        .map(|line| (*line).to_owned())
        .collect()
}

fn unstarted(command: &Command, error: &std::io::Error) -> String {
    format!("cannot start {}: {error}", command.get_program().display())
}

fn verdict(command: &Command, status: ExitStatus) -> Result<(), String> {
    if status.success() {
        return Ok(());
    }
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(command.get_program());
    let first = command.get_args().next().unwrap_or_default();
    Err(format!(
        "`{} {}` failed: {status}",
        name.display(),
        first.display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pinned_tools_come_first() {
        let path = path_with(&[PathBuf::from("/first")]).expect("a plain name");
        assert!(path.to_string_lossy().starts_with("/first:"));
        assert!(find(&["surely-no-such-program", "sh"]).is_some());
        assert!(find(&["surely-no-such-program"]).is_none());
    }

    #[test]
    fn a_failure_shows_the_end_of_its_log() {
        let log = std::env::temp_dir().join(format!("firedrill-log-{}", std::process::id()));
        let mut command = Command::new("sh");
        command.args(["-c", "echo all is lost; exit 3"]);
        let error = run_logged(&mut command, "sh", &log).expect_err("exit 3");
        assert!(error.contains("all is lost"), "{error}");
        assert!(error.contains("exit status: 3"), "{error}");
        fs::remove_file(&log).expect("clean up");
    }
}

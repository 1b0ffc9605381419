//! The files of the hosts: configuration, which is one repository checked out on all of them,
//! and logs, each on its own host.

use super::access::Access;
use super::clock;
use super::output::{Text, Tone};
use crate::drill::Session;
use crate::drill::action::Look;
use crate::sim::journald::{Level, Line};

/// Home of whoever is on call.
pub fn home(session: &Session) -> String {
    format!("/srv/{}", session.incident().world.site.account)
}

/// A log: its path and the source of its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogFile {
    pub path: String,
    /// Source of its lines in the collector.
    pub source: String,
}

/// The logs on a host.
pub fn logs(access: &Access, host: &str) -> Vec<LogFile> {
    let file = |path: String, source: &str| LogFile {
        path,
        source: source.to_string(),
    };
    let spec = access.world().spec();
    let mut logs = Vec::new();
    if host == spec.database.host {
        let path = format!("/var/log/postgresql/postgresql-15-{}.log", access.cluster());
        logs.push(file(path, "postgresql"));
        if spec.database.lifecycle.memory.is_some() {
            logs.push(file("/var/log/kern.log".into(), "kernel"));
        }
    }
    let bouncer = spec.database.bouncer.as_ref();
    if bouncer.is_some_and(|b| b.host == host) {
        logs.push(file(
            "/var/log/postgresql/pgbouncer.log".into(),
            "pgbouncer",
        ));
    }
    if host == access.site().tools_host {
        let named = spec.services.iter().map(|service| &service.name);
        let path = |name: &String| format!("/var/log/{}/{name}.log", access.site().system);
        logs.extend(named.map(|name| file(path(name), name)));
    }
    logs
}

/// A path from a directory: no `.`, `..` or doubled slashes.
pub fn resolve(access: &Access, cwd: &str, path: &str) -> String {
    let whole = match path.strip_prefix('~') {
        Some(rest) => format!("{}{rest}", home(access.session())),
        None if path.starts_with('/') => path.to_string(),
        None => format!("{cwd}/{path}"),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

/// All files of a host.
pub fn all(access: &Access, host: &str) -> Vec<String> {
    let mut paths: Vec<String> = access.world().files().paths().map(str::to_string).collect();
    paths.extend(logs(access, host).into_iter().map(|log| log.path));
    paths.sort();
    paths
}

/// True if there is such a directory.
pub fn is_directory(access: &Access, host: &str, path: &str) -> bool {
    let inside = format!("{}/", path.trim_end_matches('/'));
    let known = ["/", "/etc", "/var", "/var/log", "/srv", "/tmp"].contains(&path);
    known
        || path == home(access.session())
        || all(access, host).iter().any(|p| p.starts_with(&inside))
}

/// Names in a directory, directories with a slash; none if there is no such directory.
pub fn list(access: &Access, host: &str, path: &str) -> Option<Vec<String>> {
    if !is_directory(access, host, path) {
        return None;
    }
    let inside = format!("{}/", path.trim_end_matches('/'));
    let mut paths = all(access, host);
    paths.extend(["/var/log/", "/etc/", "/tmp/"].map(String::from));
    paths.push(format!("{}/", home(access.session())));
    let name = |p: &String| -> Option<String> {
        let rest = p.strip_prefix(&inside).filter(|rest| !rest.is_empty())?;
        Some(match rest.split_once('/') {
            Some((directory, _)) => format!("{directory}/"),
            None => rest.to_string(),
        })
    };
    let mut names: Vec<String> = paths.iter().filter_map(name).collect();
    names.sort();
    names.dedup();
    Some(names)
}

/// The lines of a file.
///
/// # Errors
/// `No such file or directory` or `Is a directory`.
pub fn read(access: &Access, host: &str, path: &str) -> Result<Vec<Text>, &'static str> {
    let world = access.world();
    if let Some(text) = world.files().text(path) {
        let line = |text: &str| Text::plain(text).seen(Look::File(path.to_string()));
        return Ok(text.lines().map(line).collect());
    }
    if let Some(log) = logs(access, host).iter().find(|log| log.path == path) {
        let lines = world.log().since(0).filter(|l| l.source == log.source);
        return Ok(lines.map(|line| log_line(access, line)).collect());
    }
    match is_directory(access, host, path) {
        true => Err("Is a directory"),
        false => Err("No such file or directory"),
    }
}

fn tone(level: Level) -> Tone {
    match level {
        Level::Error | Level::Fatal => Tone::Error,
        Level::Warn => Tone::Warn,
        Level::Debug | Level::Info => Tone::Plain,
    }
}

/// Level names of PostgreSQL's log.
fn severity(level: Level) -> &'static str {
    match level {
        Level::Debug => "DEBUG",
        Level::Info => "LOG",
        Level::Warn => "WARNING",
        Level::Error => "ERROR",
        Level::Fatal => "FATAL",
    }
}

/// The message of a line of the server's log, with the process and the severity before it.
pub fn server_message(line: &Line) -> String {
    // Lines of sessions name their process and severity themselves.
    if line.text.starts_with('[') || line.text.starts_with("message repeated") {
        return line.text.clone();
    }
    if line.text.starts_with("HINT:") || line.text.starts_with("DETAIL:") {
        return format!("[{MAIN_PID}] {}", line.text);
    }
    format!("[{MAIN_PID}] {}:  {}", severity(line.level), line.text)
}

/// Process id of the server's main process in texts.
pub const MAIN_PID: u32 = 698;

/// A line as its own program writes it.
pub fn log_line(access: &Access, line: &Line) -> Text {
    let at = access.unix_ms(line.at);
    let text = match line.source.as_str() {
        "postgresql" => format!("{} {}", clock::log_stamp(at), server_message(line)),
        "pgbouncer" => {
            let level = match line.level {
                Level::Debug => "NOISE",
                Level::Info => "LOG",
                Level::Warn => "WARNING",
                Level::Error => "ERROR",
                Level::Fatal => "FATAL",
            };
            format!("{} [812] {level} {}", clock::log_stamp(at), line.text)
        }
        "kernel" => format!(
            "{} {} kernel: {}",
            clock::syslog(at.div_euclid(1000)),
            line.host,
            line.text
        ),
        _ => {
            let level = match line.level {
                Level::Fatal => "ERROR",
                Level::Info => "INFO",
                level => severity(level).trim_end_matches("ING"),
            };
            let (stamp, host) = (clock::iso_stamp(at), &line.host);
            format!("{stamp} {level:>5} 1 --- [{host}] : {}", line.text)
        }
    };
    let text = Text::toned(tone(line.level), text);
    match line.code {
        "" => text,
        code => text.seen(Look::Log(line.source.clone(), code.to_string())),
    }
}

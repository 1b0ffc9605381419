//! Which tool a command belongs to, and what is said of one that none knows.

use super::tools::{self, Call, Given};
use super::{files, help, psql};

/// Well-known commands that are not played, and what to do instead.
const ELSEWHERE: [(&[&str], &str); 7] = [
    (
        &["vi", "vim", "nano", "emacs", "sed", "tee", "ed"],
        "files are edited in the Files tool, with a check before saving",
    ),
    (
        &["rm", "mv", "cp", "mkdir", "touch", "chmod", "chown", "ln"],
        "files are not made or removed here",
    ),
    (
        &["kill", "pkill", "killall"],
        "end a session with SELECT pg_terminate_backend(pid) in psql",
    ),
    (
        &["reboot", "shutdown", "poweroff", "init"],
        "hosts stay up; the server is restarted with systemctl restart postgresql",
    ),
    (
        &[
            "apt",
            "apt-get",
            "dpkg",
            "yum",
            "dnf",
            "ansible",
            "terraform",
            "helm",
            "docker",
        ],
        "packages come by pipelines: pipeline runs shows what they did",
    ),
    (
        &[
            "pgbouncer",
            "pg_dump",
            "pg_restore",
            "pgbench",
            "createdb",
            "pg_basebackup",
        ],
        "of the server psql, systemctl and pg_ctl are",
    ),
    (
        &[
            "find",
            "xargs",
            "python",
            "python3",
            "perl",
            "jq",
            "dig",
            "nslookup",
            "nc",
            "telnet",
            "traceroute",
            "tcpdump",
            "strace",
            "perf",
            "lsof",
            "sar",
            "mpstat",
            "dmesg",
            "tmux",
            "bash",
            "sh",
            "screen",
        ],
        "see help for what is",
    ),
];

/// Run a command of a tool.
pub(super) fn run(call: &mut Call) -> Given {
    match call.name {
        "psql" => psql::psql(call),
        "pg_isready" => {
            let ready = match call.hands.world().database_status() {
                crate::sim::Status::Ready => "accepting connections",
                crate::sim::Status::Down => "no response",
                _ => "rejecting connections",
            };
            Given::lines([format!("/var/run/postgresql:5432 - {ready}")])
        }
        "systemctl" | "service" => tools::systemd::systemctl(call),
        "journalctl" => tools::systemd::journalctl(call),
        "pg_ctl" | "pg_ctlcluster" => tools::systemd::pg_ctl(call),
        "tail" | "head" => tools::text::ends(call),
        "cat" | "less" | "more" | "nl" | "zcat" | "view" => tools::text::cat(call),
        "wc" => tools::text::wc(call),
        "sort" => tools::text::sort(call),
        "uniq" => tools::text::uniq(call),
        "cut" | "awk" => tools::text::cut(call),
        "diff" => tools::text::diff(call),
        "echo" | "printf" => tools::text::echo(call),
        "grep" | "egrep" | "fgrep" | "zgrep" => tools::grep::grep(call),
        "ls" => tools::place::ls(call),
        "cd" => tools::place::cd(call),
        "pwd" | "hostname" | "whoami" | "id" | "date" | "uname" | "env" => {
            tools::place::small(call)
        }
        "git" => tools::git::git(call),
        "pipeline" | "pipelines" => tools::pipelines::pipeline(call),
        "kubectl" => tools::kubectl::kubectl(call),
        "curl" | "wget" => tools::curl::curl(call),
        "ping" => tools::curl::ping(call),
        "top" | "htop" | "uptime" | "free" | "df" | "iostat" | "vmstat" | "ss" | "ps"
        | "netstat" => tools::machine::machine(call),
        name => unknown(call, name),
    }
}

fn unknown(call: &Call, name: &str) -> Given {
    let shown: String = name.chars().take(60).collect();
    if let Some((_, instead)) = ELSEWHERE.iter().find(|(names, _)| names.contains(&name)) {
        return Given::note(format!("{shown} is not modelled here: {instead}"));
    }
    let error = format!("-bash: {shown}: command not found");
    let sql = [
        "select", "show", "alter", "explain", "update", "insert", "delete",
    ];
    if sql.contains(&name.to_lowercase().as_str()) {
        return Given::fail_with(
            error,
            "SQL goes to psql: psql -c '…', or psql for its prompt",
        );
    }
    if files::all(call.hands, call.host).contains(&files::resolve(call.hands, call.cwd, name)) {
        return Given::fail(format!("-bash: {shown}: Permission denied"));
    }
    match help::nearest(name) {
        Some(near) => Given::fail_with(error, format!("did you mean {near}?")),
        None => Given::fail_with(error, "help lists what this console knows"),
    }
}

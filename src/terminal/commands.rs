//! All commands of the shell in one table: name, group, how it is called, what it is for, what
//! runs it, how it goes on. A new command is a row here and its function.

use super::complete::{Typed, by_paths};
use super::psql;
use super::tools::machine::{self, here};
use super::tools::{Answer, Call, curl, git, grep, kubectl};
use super::tools::{nested, pipelines, place, systemd, text};
use super::{files, help};

/// A command of the shell.
pub struct Command {
    pub name: &'static str,
    /// Names that do the same or nearly so, without a page of their own.
    pub also: &'static [&'static str],
    /// Its group in `help`; empty: not listed there.
    pub group: &'static str,
    /// How it is called.
    pub usage: &'static str,
    /// What it is for.
    pub about: &'static str,
    pub run: fn(&mut Call) -> Answer,
    /// How its operands go on; none: by paths.
    pub ways: fn(&Typed) -> Option<Vec<String>>,
}

macro_rules! commands {
    ($($group:literal { $($name:literal $([$($also:literal)*])? $usage:literal $about:literal
        => $run:expr $(, $ways:path)?;)* })*) => {
        /// All commands, by group.
        pub static ALL: &[Command] = &[$($(Command {
            name: $name,
            also: &[$($($also),*)?],
            group: $group,
            usage: $usage,
            about: $about,
            run: $run,
            ways: commands!(@ $($ways)?),
        },)*)*];
    };
    (@) => { by_paths };
    (@ $ways:path) => { $ways };
}

commands! {
    "Database" {
        "psql" "psql [-c SQL] [-x] [-U ROLE] [-h HOST]" "ask the server; without -c a prompt"
            => psql::psql, psql::ways;
    }
    "Server process and logs" {
        "systemctl" "systemctl status|restart|reload|stop|start postgresql" "the server process"
            => systemd::systemctl, systemd::ways;
        "journalctl" "journalctl -u postgresql [-n N] [-f] [--since '10 min ago']" "its journal"
            => systemd::journalctl, systemd::journal_ways;
        "pg_ctl" "pg_ctl stop|start|restart|reload|promote [-m smart|fast|immediate]"
            "stop it in other ways" => systemd::pg_ctl;
        "pg_isready" "pg_isready [-h HOST]" "does it take connections?" => psql::pg_isready;
    }
    "Files" {
        "tail" "tail [-n N] [-f] FILE" "the end of a file; -f follows it" => text::ends;
        "head" "head [-n N] FILE" "the beginning" => text::ends;
        "cat" ["zcat" "view"] "cat [-n] FILE" "all of it" => text::cat;
        "less" "less FILE" "as cat; scroll with the page" => text::cat;
        "grep" "grep [-i] [-c] [-n] [-v] [-E] [-r] [-A N] PATTERN [FILE]" "lines that match"
            => grep::grep;
        "wc" "wc [-l] [FILE]" "count lines" => text::wc;
        "sort" "sort [-n] [-r] [-k N] [-u]" "order lines" => text::sort;
        "uniq" "uniq [-c]" "lines once, counted" => text::uniq;
        "cut" "cut -d X -f N" "fields of lines" => text::cut;
        "awk" "awk '{print $N}'" "fields of lines" => text::cut;
        "diff" "diff FILE FILE" "compare two files" => text::diff;
        "ls" "ls [-l] [DIR]" "what is in a directory" => place::ls;
        "cd" "cd DIR" "go there" => place::cd;
        "pwd" "pwd" "where am I?" => place::pwd;
    }
    "Configuration and its history" {
        "git" "git log|show|diff|blame|checkout|revert" "versions of the files; a commit each"
            => git::git, git::ways;
        "pipeline" ["pipelines"] "pipeline list|runs|pause NAME|resume NAME"
            "pipelines that write them" => pipelines::pipeline, pipelines::ways;
    }
    "Services" {
        "kubectl" ["k"] "kubectl get|describe|logs|rollout|scale|drain …" "deployments and pods"
            => kubectl::kubectl, kubectl::ways;
        "curl" ["wget"] "curl [-i] [-s] URL" "a page of the {system}, a health page"
            => curl::curl, curl::ways;
        "ping" "ping HOST" "is it there?" => curl::ping, place::ways;
    }
    "Machine of the database" {
        "top" "top" "load, CPU, backends at work" => |call| here(call, machine::top);
        "uptime" "uptime" "load" => |call| here(call, machine::uptime);
        "ps" "ps aux" "processes of the server" => |call| here(call, machine::ps);
        "free" "free -h" "memory" => |call| here(call, machine::free);
        "df" "df -h" "disk space" => |call| here(call, machine::df);
        "iostat" "iostat -x" "the disk" => |call| here(call, machine::iostat);
        "vmstat" "vmstat" "run queue and CPU" => |call| here(call, machine::vmstat);
        "ss" "ss -s | ss -tn" "connections" => |call| here(call, machine::ss);
    }
    "Shell" {
        "ssh" "ssh HOST [COMMAND]" "another host; exit comes back" => nested::ssh, place::ways;
        "watch" "watch [-n SECONDS] COMMAND" "again and again, until Ctrl+C" => nested::watch;
        "until" "until COMMAND; do sleep SECONDS; done" "again and again, until it succeeds"
            => nested::nothing;
        "sudo" "sudo [-u USER] COMMAND" "as another user" => nested::sudo;
        "history" "history" "what was typed" => nested::history;
        "clear" ["reset"] "clear" "an empty screen (Ctrl+L)" => nested::clear;
        "date" "date" "the clock of the exercise" => place::date;
        "hostname" "hostname" "this host" => place::hostname;
        "whoami" "whoami" "this user" => place::whoami;
        "man" "man COMMAND" "how it is called" => nested::man, help::ways;
        "echo" ["printf"] "echo TEXT" "says it" => text::echo;
        "exit" ["logout"] "exit" "back to the host before" => nested::exit;
        "help" "help" "this list" => nested::help;
    }
    "" {
        "service" "service postgresql status|restart|…" "as systemctl"
            => systemd::service, systemd::service_ways;
        "pg_ctlcluster" "pg_ctlcluster 15 {cluster} VERB [-m MODE]" "as pg_ctl"
            => systemd::pg_ctl;
        "more" "more FILE" "as cat" => text::cat;
        "nl" "nl FILE" "with line numbers" => text::cat;
        "egrep" "egrep PATTERN [FILE]" "grep -E" => grep::grep;
        "fgrep" "fgrep TEXT [FILE]" "grep -F" => grep::grep;
        "zgrep" "zgrep PATTERN [FILE]" "as grep" => grep::grep;
        "ll" "ll [DIR]" "ls -l" => nested::ll;
        "htop" "htop" "as top" => |call| here(call, machine::top);
        "netstat" "netstat -tn" "as ss" => |call| here(call, machine::ss);
        "id" "id" "this user and its groups" => place::id;
        "uname" "uname [-a]" "the system of this host" => place::uname;
        "env" "env" "variables" => place::env;
        "time" ["nohup" "command"] "time COMMAND" "runs it" => nested::bare;
        "true" ["sleep" "set" "export" "unset"] "true" "does nothing" => nested::nothing;
    }
}

/// Well-known commands that are not played, and what to do instead.
const ELSEWHERE: [(&str, &str); 7] = [
    (
        "vi vim nano emacs sed tee ed",
        "files are edited in the Files tool, with a check before saving",
    ),
    (
        "rm mv cp mkdir touch chmod chown ln",
        "files are not made or removed here",
    ),
    (
        "kill pkill killall",
        "end a session with SELECT pg_terminate_backend(pid) in psql",
    ),
    (
        "reboot shutdown poweroff init",
        "hosts stay up; the server is restarted with systemctl restart postgresql",
    ),
    (
        "apt apt-get dpkg yum dnf ansible terraform helm docker",
        "packages come by pipelines: pipeline runs shows what they did",
    ),
    (
        "pgbouncer pg_dump pg_restore pgbench createdb pg_basebackup",
        "of the server psql, systemctl and pg_ctl are",
    ),
    (
        "find xargs python python3 perl jq dig nslookup nc telnet traceroute tcpdump strace perf \
         lsof sar mpstat dmesg tmux bash sh screen",
        "see help for what is",
    ),
];

/// Words with which a statement begins.
const SQL: [&str; 7] = [
    "select", "show", "alter", "explain", "update", "insert", "delete",
];

/// The command of a name.
pub fn find(name: &str) -> Option<&'static Command> {
    ALL.iter()
        .find(|c| c.name == name || c.also.contains(&name))
}

pub(super) fn run(call: &mut Call) -> Answer {
    match find(call.name) {
        Some(command) => (command.run)(call),
        None => unknown(call),
    }
}

/// What is said of a command that is not in the table.
fn unknown(call: &Call) -> Answer {
    let name = call.name;
    let shown: String = name.chars().take(60).collect();
    let elsewhere = |(names, _): &&(&str, &str)| names.split(' ').any(|known| known == name);
    if let Some((_, instead)) = ELSEWHERE.iter().find(elsewhere) {
        return Answer::note(format!("{shown} is not modelled here: {instead}"));
    }
    let error = format!("-bash: {shown}: command not found");
    if SQL.contains(&name.to_lowercase().as_str()) {
        return Answer::fail_with(
            error,
            "SQL goes to psql: psql -c '…', or psql for its prompt",
        );
    }
    if files::all(call.access, call.host).contains(&call.path(name)) {
        return Answer::fail(format!("-bash: {shown}: Permission denied"));
    }
    match help::nearest(name) {
        Some(near) => Answer::fail_with(error, format!("did you mean {near}?")),
        None => Answer::fail_with(error, "help lists what this console knows"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_name_is_one_commands_and_each_says_what_it_is_for() {
        let mut seen = HashSet::new();
        for command in ALL {
            let names = command.also.iter().chain([&command.name]);
            assert!(
                names.into_iter().all(|name| seen.insert(*name)),
                "{}",
                command.name
            );
            assert!(command.usage.starts_with(command.name), "{}", command.usage);
            assert!(!command.about.is_empty() && command.also.iter().all(|a| !a.is_empty()));
        }
        let elsewhere = ELSEWHERE.iter().flat_map(|(names, _)| names.split(' '));
        assert!(elsewhere.into_iter().all(|name| seen.insert(name)));
        assert!(SQL.into_iter().all(|word| seen.insert(word)));
    }
}

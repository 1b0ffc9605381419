//! The commands of the shell, what they are for, and how they are called.

use super::hands::Hands;

/// A command of the shell.
pub struct About {
    /// Its name.
    pub name: &'static str,
    /// How it is called.
    pub usage: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// Its group in `help`.
    pub group: &'static str,
}

const fn about(
    group: &'static str,
    name: &'static str,
    usage: &'static str,
    about: &'static str,
) -> About {
    About {
        name,
        usage,
        about,
        group,
    }
}

const DB: &str = "Database";
const SERVICE: &str = "Server process and logs";
const FILES: &str = "Files";
const HISTORY: &str = "Configuration and its history";
const CLUSTER: &str = "Services";
const MACHINE: &str = "Machine of the database";
const SHELL: &str = "Shell";

/// All commands, by group.
pub const ALL: [About; 56] = [
    about(
        DB,
        "psql",
        "psql [-c SQL] [-x] [-U ROLE] [-h HOST]",
        "ask the server; without -c a prompt",
    ),
    about(
        SERVICE,
        "systemctl",
        "systemctl status|restart|reload|stop|start postgresql",
        "the server process",
    ),
    about(
        SERVICE,
        "service",
        "service postgresql status|restart|…",
        "as systemctl",
    ),
    about(
        SERVICE,
        "journalctl",
        "journalctl -u postgresql [-n N] [-f] [--since '10 min ago']",
        "its journal",
    ),
    about(
        SERVICE,
        "pg_ctl",
        "pg_ctl stop|start|restart|reload|promote [-m smart|fast|immediate]",
        "stop it in other ways",
    ),
    about(
        SERVICE,
        "pg_ctlcluster",
        "pg_ctlcluster 15 {cluster} VERB [-m MODE]",
        "as pg_ctl",
    ),
    about(
        SERVICE,
        "pg_isready",
        "pg_isready [-h HOST]",
        "does it take connections?",
    ),
    about(
        FILES,
        "tail",
        "tail [-n N] [-f] FILE",
        "the end of a file; -f follows it",
    ),
    about(FILES, "head", "head [-n N] FILE", "the beginning"),
    about(FILES, "cat", "cat [-n] FILE", "all of it"),
    about(FILES, "less", "less FILE", "as cat; scroll with the page"),
    about(FILES, "more", "more FILE", "as cat"),
    about(FILES, "nl", "nl FILE", "with line numbers"),
    about(
        FILES,
        "grep",
        "grep [-i] [-c] [-n] [-v] [-E] [-r] [-A N] PATTERN [FILE]",
        "lines that match",
    ),
    about(FILES, "egrep", "egrep PATTERN [FILE]", "grep -E"),
    about(FILES, "fgrep", "fgrep TEXT [FILE]", "grep -F"),
    about(FILES, "zgrep", "zgrep PATTERN [FILE]", "as grep"),
    about(FILES, "wc", "wc [-l] [FILE]", "count lines"),
    about(FILES, "sort", "sort [-n] [-r] [-k N] [-u]", "order lines"),
    about(FILES, "uniq", "uniq [-c]", "lines once, counted"),
    about(FILES, "cut", "cut -d X -f N", "fields of lines"),
    about(FILES, "awk", "awk '{print $N}'", "fields of lines"),
    about(FILES, "diff", "diff FILE FILE", "compare two files"),
    about(FILES, "ls", "ls [-l] [DIR]", "what is in a directory"),
    about(FILES, "cd", "cd DIR", "go there"),
    about(FILES, "pwd", "pwd", "where am I?"),
    about(
        HISTORY,
        "git",
        "git log|show|diff|blame|checkout|revert",
        "versions of the files; a commit each",
    ),
    about(
        HISTORY,
        "pipeline",
        "pipeline list|runs|pause NAME|resume NAME",
        "pipelines that write them",
    ),
    about(
        CLUSTER,
        "kubectl",
        "kubectl get|describe|logs|rollout|scale|drain …",
        "deployments and pods",
    ),
    about(CLUSTER, "k", "k …", "kubectl"),
    about(
        CLUSTER,
        "curl",
        "curl [-i] [-s] URL",
        "a page of the {system}, a health page",
    ),
    about(CLUSTER, "ping", "ping HOST", "is it there?"),
    about(MACHINE, "top", "top", "load, CPU, backends at work"),
    about(MACHINE, "htop", "htop", "as top"),
    about(MACHINE, "uptime", "uptime", "load"),
    about(MACHINE, "ps", "ps aux", "processes of the server"),
    about(MACHINE, "free", "free -h", "memory"),
    about(MACHINE, "df", "df -h", "disk space"),
    about(MACHINE, "iostat", "iostat -x", "the disk"),
    about(MACHINE, "vmstat", "vmstat", "run queue and CPU"),
    about(MACHINE, "ss", "ss -s | ss -tn", "connections"),
    about(MACHINE, "netstat", "netstat -tn", "as ss"),
    about(
        SHELL,
        "ssh",
        "ssh HOST [COMMAND]",
        "another host; exit comes back",
    ),
    about(
        SHELL,
        "watch",
        "watch [-n SECONDS] COMMAND",
        "again and again, until Ctrl+C",
    ),
    about(
        SHELL,
        "until",
        "until COMMAND; do sleep SECONDS; done",
        "again and again, until it succeeds",
    ),
    about(SHELL, "sudo", "sudo [-u USER] COMMAND", "as another user"),
    about(SHELL, "history", "history", "what was typed"),
    about(SHELL, "clear", "clear", "an empty screen (Ctrl+L)"),
    about(SHELL, "date", "date", "the clock of the exercise"),
    about(SHELL, "hostname", "hostname", "this host"),
    about(SHELL, "whoami", "whoami", "this user"),
    about(SHELL, "id", "id", "this user and its groups"),
    about(SHELL, "man", "man COMMAND", "how it is called"),
    about(SHELL, "echo", "echo TEXT", "says it"),
    about(SHELL, "exit", "exit", "back to the host before"),
    about(SHELL, "help", "help", "this list"),
];

/// A text with the names of this system.
fn named(hands: &Hands, text: &str) -> String {
    let site = hands.site();
    text.replace("{system}", &site.system)
        .replace("{tools}", &site.tools_host)
        .replace("{cluster}", hands.cluster())
}

/// `help`.
#[must_use]
pub fn help(hands: &Hands) -> Vec<String> {
    let mut lines = Vec::new();
    let mut group = "";
    let minor = [
        "service",
        "pg_ctlcluster",
        "more",
        "nl",
        "egrep",
        "fgrep",
        "zgrep",
        "htop",
        "netstat",
        "k",
        "id",
    ];
    for command in ALL.iter().filter(|c| !minor.contains(&c.name)) {
        if command.group != group {
            group = command.group;
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.push(group.to_string());
        }
        let (usage, about) = (command.usage, named(hands, command.about));
        match usage.len() < 42 {
            true => lines.push(format!("  {usage:<42}{about}")),
            false => {
                lines.push(format!("  {usage}"));
                lines.push(format!("  {:<42}{}", "", about));
            }
        }
    }
    lines.extend([
        String::new(),
        "Pipes, quotes, ; and && work. Tab completes, ↑ ↓ go through what was typed, Ctrl+R \
         searches it, Ctrl+C ends what runs."
            .to_string(),
        named(
            hands,
            "The files below /etc are one repository, the same on every host. Logs of services \
             are on {tools} in /var/log/{system}.",
        ),
    ]);
    lines
}

/// `man X`.
#[must_use]
pub fn page(hands: &Hands, name: &str) -> Option<Vec<String>> {
    let command = ALL.iter().find(|c| c.name == name)?;
    Some(vec![
        "NAME".to_string(),
        format!("       {} - {}", command.name, named(hands, command.about)),
        String::new(),
        "SYNOPSIS".to_string(),
        format!("       {}", named(hands, command.usage)),
        String::new(),
        "       What is not listed here is not modelled in this console.".to_string(),
    ])
}

/// The known command nearest to a word, if one is near.
#[must_use]
pub fn nearest(word: &str) -> Option<&'static str> {
    let word: Vec<char> = word.chars().take(24).collect();
    let distances = ALL.iter().map(|c| (distance(&word, c.name), c.name));
    let (distance, name) = distances.min()?;
    (distance <= 2 && distance < name.len().max(2)).then_some(name)
}

/// How many letters differ (Levenshtein, with neighbours swapped as one).
fn distance(a: &[char], b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let replaced = rows[i][j] + usize::from(x != y);
            let mut best = replaced.min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(rows[i - 1][j - 1] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_finger_are_understood() {
        assert_eq!(nearest("gti"), Some("git"));
        assert_eq!(nearest("kubeclt"), Some("kubectl"));
        assert_eq!(nearest("sytemctl"), Some("systemctl"));
        assert_eq!(nearest("xyzzy"), None);
    }
}

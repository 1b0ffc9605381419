//! How a line can go on: commands, their words, files, services, settings, columns.

use super::hands::Hands;
use super::output::Completion;
use super::psql;
use super::shell::Terminal;
use super::sql::{functions, tables};
use super::tools::{commits, place};
use super::{files, help};

/// Choices at most.
const CHOICES_MAX: usize = 100;

const SYSTEMCTL: [&str; 6] = ["status", "restart", "reload", "stop", "start", "is-active"];
const GIT: [&str; 8] = [
    "log",
    "show",
    "diff",
    "blame",
    "status",
    "checkout",
    "revert",
    "log --oneline",
];
const KUBECTL: [&str; 8] = [
    "get", "describe", "logs", "top", "rollout", "scale", "drain", "uncordon",
];
const ROLLOUT: [&str; 6] = ["status", "restart", "undo", "pause", "resume", "history"];
const KEYWORDS: [&str; 22] = [
    "SELECT", "FROM", "WHERE", "GROUP BY", "ORDER BY", "HAVING", "LIMIT", "SHOW", "AND", "OR",
    "NOT", "LIKE", "ILIKE", "IN", "IS NULL", "DESC", "DISTINCT", "JOIN", "ON", "AS", "interval",
    "USING",
];

impl Terminal {
    /// How a line can go on at a byte of it.
    #[must_use]
    pub fn complete(&self, hands: &Hands, line: &str, cursor: usize) -> Completion {
        let mut cursor = cursor.min(line.len());
        while !line.is_char_boundary(cursor) {
            cursor -= 1;
        }
        let before = &line[..cursor];
        let sql = match &self.psql {
            Some(_) => Some(before),
            // Inside of the quotes of `psql -c '…`.
            None => open_sql(before),
        };
        if let Some(sql) = sql {
            return self.sql(hands, before, sql);
        }
        let stage = before.rfind(['|', ';', '&']).map_or(0, |at| at + 1);
        let word_at = before.rfind([' ', '|', ';', '&']).map_or(0, |at| at + 1);
        let word = &before[word_at..];
        let words: Vec<&str> = before[stage..word_at].split_whitespace().collect();
        let words = match words[..] {
            ["sudo", "-u", _, ref rest @ ..]
            | ["sudo", ref rest @ ..]
            | ["watch" | "until", ref rest @ ..]
            | ["while", "!", ref rest @ ..] => rest.to_vec(),
            _ => words,
        };
        choices(word_at, word, self.words(hands, &words, word))
    }

    fn words(&self, hands: &Hands, words: &[&str], word: &str) -> Vec<String> {
        let owned = |all: &[&str]| all.iter().map(|w| (*w).to_string()).collect::<Vec<_>>();
        let world = hands.world();
        let services = || -> Vec<String> {
            world
                .spec()
                .services
                .iter()
                .map(|s| s.name.clone())
                .collect()
        };
        match words {
            [] => help::ALL.iter().map(|c| c.name.to_string()).collect(),
            ["systemctl"] => owned(&SYSTEMCTL),
            ["systemctl", _] => owned(&["postgresql", "pgbouncer"]),
            ["service"] => owned(&["postgresql"]),
            ["journalctl"] => owned(&["-u postgresql", "-n", "-f", "--since"]),
            ["journalctl", .., "-u"] => owned(&["postgresql", "pgbouncer"]),
            ["git"] => owned(&GIT),
            ["git", ..] => {
                let mut all: Vec<String> = world
                    .files()
                    .paths()
                    .map(|p| match word.starts_with('/') {
                        true => p.to_string(),
                        false => commits::in_repository(p).to_string(),
                    })
                    .collect();
                if !word.contains('/') {
                    let known = commits::all(hands);
                    all.extend(known.iter().map(|c| c.short().to_string()));
                    all.push("HEAD~1".into());
                }
                all
            }
            ["kubectl" | "k"] => owned(&KUBECTL),
            ["kubectl" | "k", "get"] => owned(&["pods", "deployments", "events"]),
            ["kubectl" | "k", "describe"] => owned(&["pod", "deployment"]),
            ["kubectl" | "k", "rollout"] => owned(&ROLLOUT),
            ["kubectl" | "k", "scale", _] => owned(&["--replicas="]),
            ["kubectl" | "k", "rollout", _] | ["kubectl" | "k", "scale"] => {
                let named = services().into_iter();
                named.map(|name| format!("deployment/{name}")).collect()
            }
            ["kubectl" | "k", "describe", "deployment"] => services(),
            ["kubectl" | "k", "logs" | "drain" | "uncordon"]
            | ["kubectl" | "k", "describe", "pod"] => {
                let mut all: Vec<String> = services()
                    .into_iter()
                    .map(|name| format!("deployment/{name}"))
                    .collect();
                for (index, service) in world.spec().services.iter().enumerate() {
                    let pods = world.instances(index).into_iter();
                    all.extend(pods.map(|p| format!("{}-{}", service.name, p.number)));
                }
                all
            }
            ["pipeline"] => owned(&["list", "runs", "pause", "resume"]),
            ["pipeline", _] => {
                let all = hands.session().incident().world.pipelines.iter();
                all.map(|p| p.name.clone()).collect()
            }
            ["man"] => help::ALL.iter().map(|c| c.name.to_string()).collect(),
            ["ssh" | "ping"] => place::hosts(hands),
            ["curl", ..] => {
                let health = services().into_iter();
                let mut all: Vec<String> = health
                    .map(|s| format!("http://{s}/actuator/health"))
                    .collect();
                all.push(format!("https://{}/", hands.site().domain));
                all
            }
            ["psql"] => owned(&["-c", "-x", "-U", "-h", "-l"]),
            _ => self.paths(hands, word),
        }
    }

    fn paths(&self, hands: &Hands, word: &str) -> Vec<String> {
        let (host, cwd) = self.place();
        let (directory, _) = word.rsplit_once('/').map_or(("", word), |(d, n)| (d, n));
        let typed = match word.contains('/') {
            true => format!("{directory}/"),
            false => String::new(),
        };
        let path = match (word.starts_with('/'), directory) {
            (true, "") => "/".to_string(),
            (_, "") => cwd.to_string(),
            (_, directory) => files::resolve(hands, cwd, directory),
        };
        let names = files::list(hands, host, &path).unwrap_or_default();
        names.into_iter().map(|n| format!("{typed}{n}")).collect()
    }

    fn sql(&self, hands: &Hands, before: &str, sql: &str) -> Completion {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '\\' | '.');
        let from = before
            .char_indices()
            .rev()
            .find(|(_, c)| !is_part(*c))
            .map_or(0, |(at, c)| at + c.len_utf8());
        let word = &before[from..];
        let lower = sql.to_lowercase();
        let mut words: Vec<&str> = lower.split_whitespace().collect();
        if !word.is_empty() {
            words.pop();
        }
        let settings = || -> Vec<String> {
            let rows = hands.world().settings().rows().into_iter();
            rows.map(|row| row.name).collect()
        };
        let all: Vec<String> = if word.starts_with('\\') {
            psql::META
                .iter()
                .map(|(name, _)| (*name).to_string())
                .collect()
        } else {
            match words.last().copied() {
                Some("show" | "set") => settings(),
                Some("from" | "join" | "table") => {
                    tables::NAMES.iter().map(|n| (*n).to_string()).collect()
                }
                Some("name" | "=") if lower.contains("pg_settings") => settings(),
                _ => {
                    let upper = word.is_empty() || word.starts_with(char::is_uppercase);
                    let mut all: Vec<String> = Vec::new();
                    for name in tables::NAMES.iter().filter(|name| lower.contains(**name)) {
                        all.extend(tables::columns(name).iter().map(|(c, _)| (*c).to_string()));
                    }
                    let keywords = KEYWORDS.iter().map(|word| match upper {
                        true => (*word).to_string(),
                        false => word.to_lowercase(),
                    });
                    all.extend(keywords);
                    all.extend(functions::NAMES.iter().map(|n| (*n).to_string()));
                    all.extend(tables::NAMES.iter().map(|n| (*n).to_string()));
                    all
                }
            }
        };
        choices(from, word, all)
    }
}

/// The SQL behind an open quote of a `psql -c`.
fn open_sql(before: &str) -> Option<&str> {
    let call = before.rfind("psql")?;
    let rest = &before[call..];
    let quote = rest.find(['"', '\''])?;
    let mark = rest[quote..].chars().next()?;
    let inside = &rest[quote + 1..];
    (!inside.contains(mark)).then_some(inside)
}

fn choices(from: usize, word: &str, all: Vec<String>) -> Completion {
    let mut choices: Vec<String> = all.into_iter().filter(|c| c.starts_with(word)).collect();
    choices.sort();
    choices.dedup();
    choices.truncate(CHOICES_MAX);
    Completion {
        from: u32::try_from(from).unwrap_or(0),
        choices,
    }
}

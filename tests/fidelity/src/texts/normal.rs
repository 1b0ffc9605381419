//! Lines without what differs from run to run: numbers, addresses, times.

/// A line of the server's log with `log_line_prefix = '%e '` as `SEVERITY [SQLSTATE]: text`;
/// `None` for what only repeats the query. A continued line goes with the one before.
#[must_use]
pub fn server(line: &str) -> Option<String> {
    let (code, rest) = line.split_once(' ')?;
    let (severity, text) = rest.split_once(":  ")?;
    if severity == "STATEMENT" || code.len() != 5 {
        return None;
    }
    Some(said(severity, code, text))
}

/// A line as both sides are compared: with its code where it is an error's.
#[must_use]
pub fn said(severity: &str, code: &str, text: &str) -> String {
    let text = numbers(text);
    match severity {
        "WARNING" | "ERROR" | "FATAL" | "PANIC" => format!("{severity} {code}: {text}"),
        _ => format!("{severity}: {text}"),
    }
}

/// A line of the pooled client; `None` for what is below WARN and for stack traces.
#[must_use]
pub fn client(line: &str) -> Option<String> {
    let (level, text) = line.split_once(' ')?;
    let is_level = matches!(level, "WARN" | "ERROR");
    is_level.then(|| format!("{level}: {}", numbers(text)))
}

/// What HikariCP 2.7.9, the version that Debian has, does not say yet: the counts after a
/// timeout, and the hint after a failed validation.
#[must_use]
pub fn without_later_words(line: &str) -> String {
    let hint = ". Possibly consider using a shorter maxLifetime value.";
    let line = line.replace(hint, "");
    match (line.find("ms (total="), line.find(')')) {
        (Some(from), Some(to)) if from < to => {
            format!("{}ms.{}", &line[..from], &line[to + 1..])
        }
        _ => line,
    }
}

/// Every number becomes `#`; an object's address, a version and the names of files too.
fn numbers(text: &str) -> String {
    if let Some((before, _)) = text.split_once("starting PostgreSQL") {
        return format!("{before}starting PostgreSQL #");
    }
    let mut out = String::new();
    let mut word = String::new();
    for c in text.trim_end().chars().chain([' ']) {
        if c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '"' | ':' | '=') {
            out.push_str(&number(&word));
            out.push(c);
            word.clear();
        } else {
            word.push(c);
        }
    }
    out.trim_end().to_owned()
}

/// A word with its digits replaced, unless it is an SQLSTATE or an error's number.
fn number(word: &str) -> String {
    if let Some((class, _)) = word.split_once("PgConnection@") {
        return format!("{class}PgConnection@#");
    }
    // A file's name.
    if word.starts_with('/') {
        return "#".to_owned();
    }
    let is_state = |w: &str| {
        let all = w
            .chars()
            .all(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
        w.len() == 5 && all && w.chars().any(|c| c.is_ascii_uppercase())
    };
    let bare = word.trim_matches(['[', ']']);
    if is_state(bare) || bare == "53300" {
        return word.to_owned();
    }
    // 0/1529E50: a place in the log.
    let is_place = |w: &str| w.chars().all(|c| c.is_ascii_hexdigit() || c == '/');
    if word.contains('/') && is_place(word) {
        return "#".to_owned();
    }
    let mut out = String::new();
    for c in word.chars() {
        if !c.is_ascii_digit() {
            out.push(c);
        } else if !out.ends_with('#') {
            out.push('#');
        }
    }
    out
}

/// A line that is equal to one of the two before it is left out: how often a client tries
/// again and how many sessions there were is not compared.
#[must_use]
pub fn once(lines: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for line in lines {
        if !kept.iter().rev().take(2).any(|earlier| *earlier == line) {
            kept.push(line);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_lines() {
        let cases = [
            (
                "00000 LOG:  background worker \"logical replication launcher\" (PID 17514) \
                 exited with exit code 1",
                "LOG: background worker \"logical replication launcher\" (PID #) exited with \
                 exit code #",
            ),
            (
                "57P01 FATAL:  terminating connection due to administrator command",
                "FATAL 57P01: terminating connection due to administrator command",
            ),
            (
                "00000 LOG:  starting PostgreSQL 15.18 (Debian 15.18-0+deb12u1) on x86_64",
                "LOG: starting PostgreSQL #",
            ),
            (
                "00000 LOG:  database system was shut down at 2026-11-23 01:56:53 UTC",
                "LOG: database system was shut down at #-#-# #:#:# UTC",
            ),
            (
                "00000 LOG:  redo starts at 0/1529E50",
                "LOG: redo starts at #",
            ),
            (
                "00000 LOG:  listening on Unix socket \"/tmp/x/.s.PGSQL.54391\"",
                "LOG: listening on Unix socket \"#\"",
            ),
        ];
        for (line, normal) in cases {
            assert_eq!(server(line).as_deref(), Some(normal));
        }
        assert_eq!(server("57014 STATEMENT:  SELECT pg_sleep(9)"), None);
        assert_eq!(server("\tProcess 1 waits"), None);
    }

    #[test]
    fn the_clients_lines() {
        let broken = "WARN HikariPool-1 - Connection org.postgresql.jdbc.PgConnection@53fb3dab \
             marked as broken because of SQLSTATE(57P01), ErrorCode(0)";
        let normal = "WARN: HikariPool-# - Connection org.postgresql.jdbc.PgConnection@# \
             marked as broken because of SQLSTATE(57P01), ErrorCode(#)";
        assert_eq!(client(broken).as_deref(), Some(normal));
        assert_eq!(client("\tat com.zaxxer.hikari.pool.PoolBase"), None);
        assert_eq!(client("DEBUG HikariPool-1 - Pool stats"), None);
    }

    #[test]
    fn later_words_are_left_out() {
        let six = "request timed out after #ms (total=#, active=#, idle=#, waiting=#) Caused by: x";
        assert_eq!(
            without_later_words(six),
            "request timed out after #ms. Caused by: x"
        );
        let seen = "(closed.). Possibly consider using a shorter maxLifetime value.";
        assert_eq!(without_later_words(seen), "(closed.)");
        assert_eq!(without_later_words("as it is (1)"), "as it is (1)");
    }

    #[test]
    fn repetitions_count_once() {
        let lines = ["a", "a", "b", "a", "c", "b", "d", "a"].map(str::to_owned);
        assert_eq!(once(lines.to_vec()), ["a", "b", "c", "d", "a"]);
    }
}

//! No line panics or takes long, whatever is in it.

use super::{Desk, HEALTHY, OUTAGE};
use firedrill::sim::Stream;
use firedrill::terminal::Access;
use std::time::Instant;

/// Pieces that lines are made of.
const PIECES: [&str; 96] = [
    "psql -c \"",
    "\"",
    "'",
    "SELECT ",
    "count(*)",
    " FROM ",
    "pg_stat_activity",
    "pg_settings",
    "pg_locks",
    " WHERE ",
    "state",
    " = ",
    "'active'",
    " GROUP BY ",
    "1",
    " ORDER BY ",
    "2 DESC",
    " LIMIT ",
    "5",
    "usename",
    "pid",
    "(",
    ")",
    ",",
    ".",
    "::",
    "int",
    "interval '5 minutes'",
    "now()",
    " - ",
    " + ",
    "query_start",
    " AND ",
    " OR ",
    "NOT ",
    " IN ",
    " LIKE ",
    "'%x_'",
    " ~ ",
    "'[a-z]+'",
    "pg_terminate_backend(pid)",
    "max(",
    "avg(",
    "CASE WHEN ",
    " THEN ",
    " END",
    ";",
    "SHOW ",
    "max_connections",
    "systemctl ",
    "restart ",
    "status ",
    "postgresql",
    "journalctl -u ",
    " -n 5",
    " -f",
    "--since ",
    "'10 min ago'",
    "tail ",
    "-n ",
    "grep -i ",
    "cat ",
    "git ",
    "log ",
    "-p ",
    "diff ",
    "HEAD~1",
    "checkout ",
    " -- ",
    "/etc/postgresql/15/main/postgresql.conf",
    "kubectl ",
    "get ",
    "pods",
    "rollout ",
    "web",
    "web-7",
    "scale ",
    "--replicas=",
    "logs ",
    "curl ",
    "https://shop.example/",
    " | ",
    "&& ",
    "wc -l",
    "sort -rn",
    "uniq -c",
    "\\",
    "\\x",
    "\\d",
    "ü",
    "\u{0}",
    "\t",
    "99999999999999999999",
    "-1",
    "$(",
    "*",
];

fn below(draw: &mut Stream, n: u64) -> u64 {
    ((draw.unit() * n as f64) as u64).min(n - 1)
}

fn line(draw: &mut Stream) -> String {
    let count = 1 + below(draw, 10);
    let mut text = String::new();
    for _ in 0..count {
        match below(draw, 12) {
            0 => text.push(char::from_u32(below(draw, 0x2500) as u32).unwrap_or('?')),
            _ => text.push_str(PIECES[below(draw, PIECES.len() as u64) as usize]),
        }
    }
    text
}

#[test]
fn a_hundred_thousand_lines_do_no_harm() {
    let mut draw = Stream::new(7, "lines", 0);
    let (mut desk, mut slow) = (Desk::at(OUTAGE), Vec::new());
    for number in 0..100_000 {
        if number % 2_000 == 0 {
            desk = Desk::at(if number % 4_000 == 0 { OUTAGE } else { HEALTHY });
            if number % 6_000 == 0 {
                desk.ask("psql");
            }
        }
        let line = line(&mut draw);
        let before = Instant::now();
        let output = desk.output(&line);
        if before.elapsed().as_secs() >= 2 {
            slow.push(line.clone());
        }
        assert!(output.lines.len() <= 2_001, "{line}");
        let bad = |text: &str| text.chars().any(|c| c.is_control() && c != '\t');
        assert!(!output.lines.iter().any(|l| bad(&l.text)), "{line}");
        if number % 7 == 0 {
            let at = below(&mut draw, line.len() as u64 + 2) as usize;
            let access = Access::new(&mut desk.session, false);
            let completion = desk.terminal.complete(&access, &line, at);
            assert!(completion.from as usize <= line.len() && completion.choices.len() <= 150);
        }
        if number % 11 == 0 {
            desk.poll();
        }
    }
    assert!(slow.is_empty(), "took seconds: {slow:?}");
}

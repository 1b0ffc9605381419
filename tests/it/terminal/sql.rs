//! SQL: what it answers, and its errors to the letter.

use super::{Desk, HEALTHY, OUTAGE};
use firedrill::terminal::sql::{Done, run};

fn rows(desk: &Desk, statement: &str) -> Vec<Vec<String>> {
    let answer = run(&desk.session, "oncall", statement);
    let answer = answer.unwrap_or_else(|e| panic!("{statement}: {}", e.message));
    let Done::Rows(table) = answer.done else {
        panic!("{statement}: no table");
    };
    let rows = table.rows.into_iter();
    rows.map(|row| row.iter().map(|v| v.show()).collect())
        .collect()
}

fn one(desk: &Desk, statement: &str) -> String {
    let rows = rows(desk, statement);
    assert_eq!((rows.len(), rows[0].len()), (1, 1), "{statement}");
    rows[0][0].clone()
}

#[test]
fn counts_are_those_of_the_world() {
    let desk = Desk::at(OUTAGE);
    let world = desk.session.world();
    let sessions = world.sessions();
    let of = |state: &str| sessions.iter().filter(|s| s.state == state).count();
    // The session that asks is active, too.
    let active = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active'";
    assert_eq!(one(&desk, active), (of("active") + 1).to_string());
    let all = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'";
    assert_eq!(one(&desk, all), (sessions.len() + 1).to_string());
    let grouped = rows(
        &desk,
        "SELECT usename, application_name, count(*) n FROM pg_stat_activity WHERE usename IS NOT \
         NULL GROUP BY 1, 2 ORDER BY n DESC, 1, 2",
    );
    let sum: usize = grouped
        .iter()
        .map(|r| r[2].parse::<usize>().expect("a number"))
        .sum();
    assert_eq!(sum, sessions.len() + 1);
    let falling = |w: &[Vec<String>]| w[0][2].parse::<i64>().ok() >= w[1][2].parse::<i64>().ok();
    assert!(grouped.windows(2).all(falling), "{grouped:?}");
    let both = "SELECT count(*), (SELECT setting FROM pg_settings WHERE name = \
                'max_connections')::int - count(*) FROM pg_stat_activity WHERE datname = 'shop'";
    let row = &rows(&desk, both)[0];
    let number = |text: &str| text.parse::<i64>().expect("a number");
    assert_eq!(number(&row[0]) + number(&row[1]), 20);
}

#[test]
fn expressions_are_computed_as_postgresql_does() {
    let desk = Desk::at(HEALTHY);
    let cases = [
        ("SELECT 7 / 2", "3"),
        ("SELECT 7 / 2.0", "3.5000000000000000"),
        ("SELECT 1 + 2 * 3", "7"),
        ("SELECT 'a' || 'b'", "ab"),
        ("SELECT 1 = 1 AND NOT 2 > 3", "t"),
        ("SELECT NULL IS NULL", "t"),
        ("SELECT coalesce(NULL, 'x')", "x"),
        ("SELECT 'abc' LIKE 'a%' AND 'ABC' ILIKE '_b_'", "t"),
        ("SELECT 'abc' ~ '^a.c$'", "t"),
        ("SELECT 3 BETWEEN 1 AND 5", "t"),
        ("SELECT 2 IN (1, 2)", "t"),
        ("SELECT CASE WHEN 1 > 2 THEN 'a' ELSE 'b' END", "b"),
        ("SELECT interval '90 seconds'", "00:01:30"),
        ("SELECT now() - interval '1 hour' < now()", "t"),
        ("SELECT round(2.567, 1)", "2.6"),
        (
            "SELECT extract(epoch FROM interval '2 minutes')",
            "120.000000",
        ),
        ("SELECT upper(left('hello', 2))", "HE"),
        ("SELECT '12'::int + 1", "13"),
        (
            "SELECT count(*) FILTER (WHERE name LIKE 'max_conn%') FROM pg_settings",
            "1",
        ),
        ("SELECT pg_size_pretty(16384::bigint)", "16 kB"),
        (
            "SELECT max(setting::int) FROM pg_settings WHERE name = 'port'",
            "5432",
        ),
        ("SELECT current_database()", "shop"),
        (
            "SELECT count(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)",
            "0",
        ),
        (
            "SELECT cardinality(pg_blocking_pids(pid)) FROM pg_stat_activity LIMIT 1",
            "0",
        ),
    ];
    for (statement, expected) in cases {
        assert_eq!(one(&desk, statement), expected, "{statement}");
    }
}

#[test]
fn errors_are_postgresqls_to_the_letter() {
    let desk = Desk::at(HEALTHY);
    let cases: [(&str, &[&str]); 16] = [
        (
            "SELECT x FROM pg_stat_activity",
            &[
                "ERROR:  column \"x\" does not exist",
                "LINE 1: SELECT x FROM pg_stat_activity",
                "               ^",
            ],
        ),
        (
            "SELECT * FROM orders_x",
            &[
                "ERROR:  relation \"orders_x\" does not exist",
                "LINE 1: SELECT * FROM orders_x",
                "                      ^",
            ],
        ),
        (
            "SELECT * FORM pg_locks",
            &[
                "ERROR:  syntax error at or near \"FORM\"",
                "LINE 1: SELECT * FORM pg_locks",
                "                 ^",
            ],
        ),
        (
            "SELECT",
            &[
                "ERROR:  syntax error at end of input",
                "LINE 1: SELECT",
                "              ^",
            ],
        ),
        (
            "SHOW max_connection",
            &["ERROR:  unrecognized configuration parameter \"max_connection\""],
        ),
        (
            "SELECT state, count(*) FROM pg_stat_activity",
            &[
                "ERROR:  column \"pg_stat_activity.state\" must appear in the GROUP BY clause or \
                 be used in an aggregate function",
                "LINE 1: SELECT state, count(*) FROM pg_stat_activity",
                "               ^",
            ],
        ),
        (
            "SELECT 1 FROM pg_locks WHERE count(*) > 1",
            &[
                "ERROR:  aggregate functions are not allowed in WHERE",
                "LINE 1: SELECT 1 FROM pg_locks WHERE count(*) > 1",
                "                                     ^",
            ],
        ),
        (
            "SELECT nothing(1)",
            &[
                "ERROR:  function nothing(integer) does not exist",
                "LINE 1: SELECT nothing(1)",
                "               ^",
                "HINT:  No function matches the given name and argument types. You might need to \
                 add explicit type casts.",
            ],
        ),
        (
            "SELECT 1 FROM pg_settings WHERE name = 1",
            &[
                "ERROR:  operator does not exist: text = integer",
                "LINE 1: SELECT 1 FROM pg_settings WHERE name = 1",
                "                                             ^",
                "HINT:  No operator matches the given name and argument types. You might need to \
                 add explicit type casts.",
            ],
        ),
        (
            "SELECT 1 WHERE pid",
            &[
                "ERROR:  column \"pid\" does not exist",
                "LINE 1: SELECT 1 WHERE pid",
                "                       ^",
            ],
        ),
        (
            "SELECT pid FROM pg_locks WHERE pid = 'x'",
            &[
                "ERROR:  invalid input syntax for type integer: \"x\"",
                "LINE 1: SELECT pid FROM pg_locks WHERE pid = 'x'",
                "                                             ^",
            ],
        ),
        (
            "SELECT 1 LIMIT x",
            &[
                "ERROR:  syntax error at or near \"x\"",
                "LINE 1: SELECT 1 LIMIT x",
                "                       ^",
            ],
        ),
        (
            "SELECT pid FROM pg_locks, pg_stat_activity",
            &[
                "ERROR:  column reference \"pid\" is ambiguous",
                "LINE 1: SELECT pid FROM pg_locks, pg_stat_activity",
                "               ^",
            ],
        ),
        ("SELECT 1 / 0", &["ERROR:  division by zero"]),
        (
            "SET max_connections = 800",
            &[
                "ERROR:  parameter \"max_connections\" cannot be changed without restarting \
                 the server",
            ],
        ),
        (
            "selct 1",
            &[
                "ERROR:  syntax error at or near \"selct\"",
                "LINE 1: selct 1",
                "        ^",
            ],
        ),
    ];
    for (statement, expected) in cases {
        let error = run(&desk.session, "oncall", statement);
        let error = error.expect_err(statement);
        assert_eq!(error.lines(statement), expected, "{statement}");
    }
}

#[test]
fn a_query_that_never_ends_is_cut_off() {
    let desk = Desk::at(OUTAGE);
    let statement = "SELECT count(*) FROM pg_settings a, pg_settings b, pg_settings c, \
                     pg_settings d";
    let error = run(&desk.session, "oncall", statement).expect_err("too many rows");
    assert_eq!(
        error.message,
        "canceling statement due to statement timeout"
    );
}

/// What becomes of a statement: the error, or none.
fn error(desk: &Desk, statement: &str) -> Option<String> {
    let done = run(&desk.session, "oncall", statement);
    done.err().map(|error| error.message)
}

#[test]
fn an_expression_that_is_too_deep_is_refused_whatever_makes_it_deep() {
    // Unoptimised code takes many times the stack of the page's.
    let roomy = std::thread::Builder::new().stack_size(64 << 20);
    let done = roomy.spawn(deep_expressions).expect("a thread").join();
    done.expect("every depth is refused or computed");
}

fn deep_expressions() {
    let desk = Desk::at(HEALTHY);
    let deep = Some("stack depth limit exceeded".to_string());
    let chain = |first: &str, link: &str, n: usize| format!("SELECT {first}{}", link.repeat(n));
    let chains = [
        ("1", "+1"),
        ("1", "-1"),
        ("1", "*1"),
        ("'a'", "||'a'"),
        ("true", " AND true"),
        ("true", " OR true"),
        ("1", "::int"),
        ("(1+1)", " + abs(1)"),
    ];
    for (first, link) in chains {
        assert_eq!(error(&desk, &chain(first, link, 300)), None, "{link}");
        for n in [450, 1_000, 20_000] {
            assert_eq!(error(&desk, &chain(first, link, n)), deep, "{n} × {link}");
        }
    }
    // Chains inside of chains are as deep as all of them.
    let inner = format!("(1{})", "+1".repeat(150));
    let nested = (0..4).fold("1".to_string(), |all, _| {
        format!("({all}{})", format!("+{inner}").repeat(150))
    });
    assert_eq!(error(&desk, &format!("SELECT {nested}")), deep);
    let signs = format!("SELECT {}1", "- ".repeat(60));
    assert_eq!(error(&desk, &signs), deep);
    // The subject of a CASE stands in each of its arms.
    let case = (0..30).fold("1".to_string(), |all, _| {
        format!("CASE {all} WHEN 1 THEN 1 WHEN 2 THEN 2 END")
    });
    assert_eq!(error(&desk, &format!("SELECT {case}")), deep);
    let between = format!("SELECT 1{}", " BETWEEN 1 AND 2".repeat(60));
    assert_eq!(error(&desk, &between), deep);
}

#[test]
fn what_is_long_and_flat_is_no_depth() {
    let desk = Desk::at(HEALTHY);
    let many = (0..3_000).map(|n| n.to_string()).collect::<Vec<_>>();
    let list = format!(
        "SELECT count(*) FROM pg_stat_activity WHERE pid IN ({})",
        many.join(", ")
    );
    assert_eq!(error(&desk, &list), None);
    let columns = vec!["1+1"; 1_000].join(", ");
    assert_eq!(error(&desk, &format!("SELECT {columns}")), None);
    let arms = "WHEN 1+1 = 3 THEN 4 ".repeat(500);
    assert_eq!(error(&desk, &format!("SELECT CASE {arms} END")), None);
    let pids = vec!["pid = 7"; 200].join(" OR ");
    let any = format!("SELECT count(*) FROM pg_stat_activity WHERE {pids}");
    assert_eq!(error(&desk, &any), None);
}

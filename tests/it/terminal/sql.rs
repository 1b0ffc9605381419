//! SQL: what it answers of this world; expressions and errors stand in
//! `tests/cases/terminal/5-sql.txt`.

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
    roomy(deep_expressions);
}

/// Unoptimised code takes many times the stack of the page's, which computed chains of 880 signs
/// where [`deep_expressions`] has at most 400.
fn roomy(test: fn()) {
    let thread = std::thread::Builder::new().stack_size(64 << 20);
    let done = thread.spawn(test).expect("a thread").join();
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
    roomy(flat_expressions);
}

fn flat_expressions() {
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

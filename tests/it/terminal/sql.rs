//! SQL: what it answers of this world; expressions and errors stand in
//! `tests/cases/terminal/5-sql.txt`.

use super::{Desk, OUTAGE};
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

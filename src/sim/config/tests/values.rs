//! The table of parameters and their values.

use super::super::in_force::Settings;
use super::super::postgresql_conf::parse_text;
use super::super::settings::{self, Context, Kind};
use super::super::value;

const F: &str = "/etc/postgresql.conf";

#[test]
fn the_table_is_sorted_and_readable() {
    let all = settings::all();
    assert!(all.len() > 300);
    assert!(all.is_sorted_by_key(|p| p.name.to_ascii_lowercase()));
    for p in all {
        let unreadable = matches!(p.kind, Kind::Bool | Kind::Integer | Kind::Real | Kind::Enum)
            && value::parse(p, p.default).is_err();
        assert!(!unreadable, "{}", p.name);
        assert!(p.min <= p.max && !p.category.is_empty(), "{}", p.name);
    }
    assert!(all.iter().filter(|p| !p.description.is_empty()).count() > 100);
    let context = |name| settings::find(name).map(|p| p.context);
    for name in [
        "max_connections",
        "superuser_reserved_connections",
        "shared_buffers",
        "wal_buffers",
        "wal_level",
        "max_worker_processes",
        "autovacuum_max_workers",
        "max_prepared_transactions",
        "max_locks_per_transaction",
        "listen_addresses",
        "port",
    ] {
        assert_eq!(context(name), Some(Context::Postmaster), "{name}");
    }
    assert_eq!(context("Checkpoint_Timeout"), Some(Context::Sighup));
    assert_eq!(context("sort_mem"), Some(Context::User));
}

#[test]
fn values_as_the_real_server_shows_them() {
    for (name, text, shown) in [
        ("work_mem", "1.5MB", "1536kB"),
        ("work_mem", "010kB", ""),
        ("work_mem", "0100", "64kB"),
        ("work_mem", " 0x400 ", "1MB"),
        ("max_wal_size", "1.3GB", "1331MB"),
        ("shared_buffers", "100kB", ""),
        ("shared_buffers", "131", "1048kB"),
        ("statement_timeout", "1500us", "2ms"),
        ("statement_timeout", "2500us", "2ms"),
        ("autovacuum_naptime", "1e2", "100s"),
        ("autovacuum_vacuum_cost_delay", "2500us", "2500us"),
        ("log_rotation_age", "36h", "36h"),
        ("log_file_mode", "0644", "0644"),
        ("log_min_duration_statement", "-1", "-1"),
        ("wal_compression", "yes", "pglz"),
        ("wal_level", "hot_standby", "replica"),
        ("synchronous_commit", "TRUE", "on"),
        ("jit", "of", "off"),
        ("jit", "o", ""),
        ("random_page_cost", "1e6", "1e+06"),
        ("port", "5432kB", ""),
    ] {
        let p = settings::find(name).expect("known");
        let result = value::parse(p, text)
            .map(|v| value::show(p, &v))
            .unwrap_or_default();
        assert_eq!(result, shown, "{name} = {text}");
    }
}

#[test]
fn why_values_are_refused() {
    for (name, text, message, hint) in [
        (
            "work_mem",
            "63",
            "63 kB is outside the valid range for parameter \"work_mem\" (64 .. 2147483647)",
            None,
        ),
        (
            "random_page_cost",
            "-1",
            "-1 is outside the valid range for parameter \"random_page_cost\" (0 .. 1.79769e+308)",
            None,
        ),
        (
            "statement_timeout",
            "5MB",
            "invalid value for parameter \"statement_timeout\": \"5MB\"",
            Some(
                "Valid units for this parameter are \"us\", \"ms\", \"s\", \"min\", \"h\", \
                 and \"d\".",
            ),
        ),
        (
            "statement_timeout",
            "3000000000",
            "invalid value for parameter \"statement_timeout\": \"3000000000\"",
            Some("Value exceeds integer range."),
        ),
        (
            "max_connections",
            "abc",
            "invalid value for parameter \"max_connections\": \"abc\"",
            None,
        ),
    ] {
        let p = settings::find(name).expect("known");
        let error = value::parse(p, text).expect_err("out of bounds");
        assert_eq!(
            (error.message.as_str(), error.hint.as_deref()),
            (message, hint)
        );
    }
    let text = "max_connections = 262143\nmax_wal_senders = 100\n";
    let errors = Settings::start(&parse_text(F, text)).expect_err("too many backends");
    let message = errors.first().map(|e| e.message.as_str());
    assert_eq!(
        message,
        Some("invalid value for parameter \"max_connections\": 262143")
    );
}

//! Any text at all: nothing panics, every error has its line, and what was read
//! can be written and read again.

use super::super::diff;
use super::super::hikari::HikariConfig;
use super::super::in_force::Settings;
use super::super::postgresql_conf::{Parsed, parse_text, render};
use super::super::properties::Properties;
use proptest::collection::vec;
use proptest::prelude::*;

const MAIN: &str = "/etc/postgresql/15/main/postgresql.conf";
const GOOD: &str = "# connections\n\
                    listen_addresses = '*'\n\
                    max_connections = 500\t\t# (change requires restart)\n\
                    superuser_reserved_connections = 3\n\n\
                    shared_buffers = 4GB\n\
                    work_mem = 8MB\n\
                    log_line_prefix = '%m [%p] %q%u@%d '\n\
                    random_page_cost 1.1\n\
                    statement_timeout = '2.5s'\n\
                    pg_stat_statements.max = 10000\n\
                    archive_command = 'cp \"%p\" \\'/x y/%f\\''\n";
const POOL: &str = "# the pool\n\
                    spring.datasource.url=jdbc\\:postgresql://db/shop\n\
                    spring.datasource.hikari.maximum-pool-size = 40\n\
                    spring.datasource.hikari.minimumIdle: 10\n\
                    ! patience\n\
                    spring.datasource.hikari.connection-timeout 1500\n\
                    spring.datasource.hikari.pool-name=shop\\u002dpool \\\n    one\n";

fn started(text: &str) -> Settings {
    Settings::start(&parse_text(MAIN, text)).expect("a configuration without mistakes")
}

fn pairs(parsed: &Parsed) -> Vec<(String, String)> {
    parsed
        .entries
        .iter()
        .map(|e| (e.name.clone(), e.value.clone()))
        .collect()
}

const SAMPLES: [&str; 2] = [GOOD, POOL];
const NOISE: &[char] = &[
    '\'', '"', '=', '#', '\n', '\\', ' ', '.', '-', '0', '7', 'x', 'u', 'e', '\t', '\r', '\0', 'é',
    '!', ':', '😀', '\u{c}',
];

/// Bytes as text, or a sample with characters deleted, inserted, doubled or replaced.
fn texts(sample: usize) -> impl Strategy<Value = String> {
    let bytes = vec(any::<u8>(), 0..48).prop_map(|b| String::from_utf8_lossy(&b).into_owned());
    let noise = vec(0..NOISE.len(), 0..24).prop_map(|picks| {
        picks
            .iter()
            .filter_map(|i| NOISE.get(*i))
            .collect::<String>()
    });
    let sample: Vec<char> = SAMPLES[sample].chars().collect();
    let mutated = vec((0..5usize, any::<u16>(), 0..NOISE.len()), 1..8).prop_map(move |edits| {
        let mut text = sample.clone();
        for (kind, at, pick) in edits {
            let at = usize::from(at) % text.len().max(1);
            match (kind, text.get(at).copied()) {
                (0, Some(_)) => drop(text.remove(at)),
                (1, Some(c)) => text.insert(at, c),
                (2, Some(_)) => text[at] = NOISE[pick],
                (3, Some(_)) => text.truncate(at),
                _ => text.insert(at, NOISE[pick]),
            }
        }
        text.into_iter().collect::<String>()
    });
    prop_oneof![bytes, noise, mutated]
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

const NAMES: [&str; 8] = [
    "max_connections",
    "work_mem",
    "shared_buffers",
    "lock_timeout",
    "Port",
    "jit",
    "app.user",
    "random_page_cost",
];

fn configurations() -> impl Strategy<Value = String> {
    vec((0..NAMES.len(), 64..200u32), 0..10).prop_map(|lines| {
        let line = |(name, value): &(usize, u32)| match NAMES[*name] {
            "jit" => format!("jit = {}\n", if value % 2 == 0 { "on" } else { "off" }),
            name => format!("{name} = {value}\n"),
        };
        lines.iter().map(line).collect()
    })
}

proptest! {
    #![proptest_config(cases(100_000))]

    #[test]
    fn any_text_is_a_postgresql_conf_or_an_error_with_its_line(text in texts(0)) {
        let parsed = parse_text(MAIN, &text);
        prop_assert_eq!(&parsed, &parse_text(MAIN, &text));
        let lines = u32::try_from(text.split('\n').count()).expect("short");
        for error in &parsed.errors {
            prop_assert!((1..=lines).contains(&error.line), "{}", error);
        }
        prop_assert!(parsed.entries.iter().all(|e| (1..=lines).contains(&e.line)));
        let again = parse_text(MAIN, &render(&parsed.entries));
        prop_assert_eq!(again.errors.len(), 0);
        prop_assert_eq!(pairs(&again), pairs(&parsed));
    }

    #[test]
    fn any_text_is_properties_or_an_error_with_its_line(text in texts(1)) {
        let lines = text.replace("\r\n", "\n").split(['\n', '\r']).count();
        let lines = u32::try_from(lines).expect("short");
        let read = Properties::parse("/p", &text);
        prop_assert_eq!(&read, &Properties::parse("/p", &text));
        match read {
            Ok(properties) => {
                prop_assert!(properties.entries.iter().all(|e| (1..=lines).contains(&e.line)));
                let pairs = |p: &Properties| -> Vec<(String, String)> {
                    p.entries.iter().map(|e| (e.key.clone(), e.value.clone())).collect()
                };
                let again = Properties::parse("/p", &properties.render()).expect("as written");
                prop_assert_eq!(pairs(&again), pairs(&properties));
                let pool = HikariConfig::from_properties(&properties, "spring.datasource.hikari.");
                if let Ok(pool) = pool {
                    prop_assert!(pool.minimum_idle <= pool.maximum_pool_size);
                    prop_assert!(pool.connection_timeout_ms >= 250);
                }
            }
            Err(errors) => {
                prop_assert!(errors.iter().all(|e| (1..=lines).contains(&e.line)));
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(3_000))]

    #[test]
    fn a_server_survives_any_text(text in texts(0)) {
        let mut server = started(GOOD);
        let _ = server.reload(&parse_text(MAIN, &text));
        if let Ok(fresh) = Settings::start(&parse_text(MAIN, &text)) {
            let reserved = fresh.int("superuser_reserved_connections");
            prop_assert!(fresh.int("max_connections") > reserved);
        }
    }

    #[test]
    fn after_a_reload_only_what_is_pending_differs_from_a_restart(
        old in configurations(),
        new in configurations(),
    ) {
        let mut server = started(&old);
        server.reload(&parse_text(MAIN, &new));
        let fresh = started(&new);
        for (reloaded, restarted) in server.rows().iter().zip(fresh.rows()) {
            let wanted = reloaded.pending.as_ref().unwrap_or(&reloaded.setting);
            let is_derived = reloaded.name == "wal_buffers" || reloaded.name.contains('.');
            prop_assert!(is_derived || *wanted == restarted.setting, "{}", reloaded.name);
        }
    }

    #[test]
    fn a_difference_rebuilds_both_texts(old in texts(0), new in texts(0)) {
        let lines = diff::lines(&old, &new);
        let side = |wanted: diff::LineKind| -> String {
            let kept = lines.iter().filter(|l| l.kind == diff::LineKind::Same || l.kind == wanted);
            kept.map(|l| format!("{}{}", l.text, if l.has_line_end { "\n" } else { "" })).collect()
        };
        prop_assert_eq!(side(diff::LineKind::Removed), &*old);
        prop_assert_eq!(side(diff::LineKind::Added), &*new);
        prop_assert_eq!(diff::unified(&old, &new, "a", "b").is_empty(), old == new);
        let owners = diff::blame(&[&old, &new]);
        let same = lines.iter().filter(|l| l.kind == diff::LineKind::Same).count();
        prop_assert_eq!(owners.iter().filter(|o| **o == 0).count(), same);
    }
}

//! Configuration as a user meets it: what is written, what the server says, what
//! is in force. Texts were seen in runs of PostgreSQL 15 and `java.util.Properties`.

use firedrill::sim::config::Severity;
use firedrill::sim::config::hikari::HikariConfig;
use firedrill::sim::config::in_force::Settings;
use firedrill::sim::config::include::FileSource;
use firedrill::sim::config::postgresql_conf::{Parsed, parse, parse_text};
use firedrill::sim::config::properties::Properties;
use firedrill::sim::config::store::{Author, ConfigStore};
use std::collections::BTreeMap;
use std::sync::Arc;

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

fn files(texts: &[(&str, &str)]) -> BTreeMap<String, Arc<str>> {
    texts
        .iter()
        .map(|(path, text)| ((*path).to_owned(), Arc::from(*text)))
        .collect()
}

fn started(text: &str) -> Settings {
    Settings::start(&parse_text(MAIN, text)).expect("a configuration without mistakes")
}

fn refused(text: &str) -> Vec<String> {
    let errors = Settings::start(&parse_text(MAIN, text)).expect_err("a mistake");
    errors
        .iter()
        .flat_map(|e| e.log_lines())
        .map(|(_, line)| line)
        .collect()
}

fn pairs(parsed: &Parsed) -> Vec<(String, String)> {
    parsed
        .entries
        .iter()
        .map(|e| (e.name.clone(), e.value.clone()))
        .collect()
}

#[test]
fn the_outage_rolled_back_without_and_with_a_restart() {
    let mut store = ConfigStore::new();
    let person = || Author::Person("dana".to_owned());
    store
        .write(MAIN, GOOD, person(), "Tuned for the shop", 0)
        .expect("within bounds");
    let template = GOOD.replace("max_connections = 500", "max_connections = 100");
    let pipeline = Author::Pipeline("db-update".to_owned());
    store
        .write(MAIN, &template, pipeline, "Routine update", 60)
        .expect("within bounds");
    let mut server = Settings::start(&parse(MAIN, &store)).expect("starts");
    assert_eq!(server.int("max_connections"), 100);

    store
        .rollback(MAIN, 1, person(), 120)
        .expect("version 1 is there");
    assert_eq!(store.text(MAIN).as_deref(), Some(GOOD));
    assert_eq!(store.history(MAIN).len(), 3);
    let report = server.reload(&parse(MAIN, &store));
    assert_eq!(server.int("max_connections"), 100, "a reload is not enough");
    let row = server.row("max_connections").expect("known");
    assert!(row.pending_restart);
    assert_eq!(row.pending.as_deref(), Some("500"));
    let lines: Vec<&str> = report
        .log_lines
        .iter()
        .map(|line| line.text.as_str())
        .collect();
    let expected = [
        "received SIGHUP, reloading configuration files".to_owned(),
        "parameter \"max_connections\" cannot be changed without restarting the server".to_owned(),
        format!("configuration file \"{MAIN}\" contains errors; unaffected changes were applied"),
    ];
    assert_eq!(lines, expected);

    let server = Settings::start(&parse(MAIN, &store)).expect("starts");
    assert_eq!(server.int("max_connections"), 500);
    assert!(
        !server
            .row("max_connections")
            .expect("known")
            .pending_restart
    );
}

#[test]
fn settings_in_units() {
    let server = started(GOOD);
    assert_eq!(server.bytes("shared_buffers"), 4 << 30);
    assert_eq!(server.int("shared_buffers"), 524_288);
    assert_eq!(server.ms("statement_timeout"), 2_500);
    assert_eq!(server.show("statement_timeout").as_deref(), Some("2500ms"));
    assert_eq!(server.show("WORK_MEM").as_deref(), Some("8MB"));
    assert_eq!(
        server.show("wal_buffers").as_deref(),
        Some("16MB"),
        "sized by shared_buffers"
    );
    assert_eq!(server.show("checkpoint_timeout").as_deref(), Some("5min"));
    assert_eq!(
        server.show("pg_stat_statements.max").as_deref(),
        Some("10000")
    );
    assert_eq!(server.text("archive_command"), "cp \"%p\" '/x y/%f'");
    assert_eq!(server.show("nonsense"), None);
    let row = server.row("max_connections").expect("known");
    assert_eq!(
        (row.setting.as_str(), row.boot_val.as_str()),
        ("500", "100")
    );
    assert_eq!((row.sourceline, row.context), (Some(3), "postmaster"));
}

#[test]
fn a_start_with_mistakes_stays_down() {
    let closing = format!("configuration file \"{MAIN}\" contains errors");
    let start = |text: &str, lines: &[&str]| {
        let expected: Vec<&str> = lines.iter().copied().chain([closing.as_str()]).collect();
        assert_eq!(refused(text), expected, "{text}");
    };
    let at = |what: &str| format!("{what} in file \"{MAIN}\" line 2");
    start(
        "work_mem = 8MB\nfoo bar baz\n",
        &[&format!(
            "syntax error in file \"{MAIN}\" line 2, near token \"baz\""
        )],
    );
    start(
        "work_mem = 8MB\nshared_buffers",
        &[&format!(
            "syntax error in file \"{MAIN}\" line 2, near end of line"
        )],
    );
    start(
        "work_mem = abc\nmax_conections = 5\n",
        &[&at(
            "unrecognized configuration parameter \"max_conections\"",
        )],
    );
    start(
        "work_mem = 8M\nport=0\nautovacuum = maybe\nwal_level = foo\nblock_size = 8192\n",
        &[
            "invalid value for parameter \"work_mem\": \"8M\"",
            "Valid units for this parameter are \"B\", \"kB\", \"MB\", \"GB\", and \"TB\".",
            "0 is outside the valid range for parameter \"port\" (1 .. 65535)",
            "parameter \"autovacuum\" requires a Boolean value",
            "invalid value for parameter \"wal_level\": \"foo\"",
            "Available values: minimal, replica, logical.",
            "parameter \"block_size\" cannot be changed",
        ],
    );
    let both = "superuser_reserved_connections (3) must be less than max_connections (3)";
    assert_eq!(refused("max_connections = 3\n"), [both]);
    let errors = Settings::start(&parse_text(MAIN, "x x x\n")).expect_err("a mistake");
    assert_eq!(errors.last().map(|e| e.severity), Some(Severity::Fatal));
}

#[test]
fn a_reload_applies_resets_and_refuses() {
    let mut server = started("work_mem = 8MB\nmax_wal_size = 2GB\nshared_buffers = 1GB\nx.y = 1\n");
    let before = server.rows();
    let report = server.reload(&parse_text(MAIN, "work_mem = 9MB\nmax_conections = 1\n"));
    assert_eq!(server.rows(), before, "an unknown name stops everything");
    assert!(
        report
            .log_lines
            .last()
            .is_some_and(|l| l.text.ends_with("no changes were applied"))
    );

    let report = server.reload(&parse_text(
        MAIN,
        "work_mem = 16MB\nport = 0\nlock_timeout = 2s\n",
    ));
    assert_eq!(server.show("work_mem").as_deref(), Some("16MB"));
    assert_eq!(server.show("max_wal_size").as_deref(), Some("1GB"));
    assert_eq!(server.show("shared_buffers").as_deref(), Some("1GB"));
    assert_eq!(server.int("port"), 5432);
    let lines: Vec<&str> = report
        .log_lines
        .iter()
        .map(|line| line.text.as_str())
        .collect();
    let expected = [
        "received SIGHUP, reloading configuration files",
        "parameter \"max_wal_size\" removed from configuration file, reset to default",
        "parameter \"shared_buffers\" cannot be changed without restarting the server",
        "parameter \"x.y\" removed from configuration file, reset to default",
        "parameter \"work_mem\" changed to \"16MB\"",
        "0 is outside the valid range for parameter \"port\" (1 .. 65535)",
        "parameter \"lock_timeout\" changed to \"2s\"",
    ];
    assert_eq!(lines.get(..7), Some(expected.as_slice()));
    assert_eq!(report.applied.len(), 2);
    assert_eq!(report.reset.len(), 2);
    assert_eq!(report.pending_restart.len(), 1);

    server.reload(&parse_text(MAIN, "shared_buffers = 1GB\n"));
    assert!(
        !server.row("shared_buffers").expect("known").pending_restart,
        "written again"
    );
}

#[test]
fn includes() {
    let tree = files(&[
        (
            MAIN,
            "work_mem=1MB\ninclude_dir 'conf.d'\ninclude_if_exists 'none.conf'\nport = 6000\n",
        ),
        (
            "/etc/postgresql/15/main/conf.d/20-b.conf",
            "work_mem=3MB\ninclude '../c.txt'\n",
        ),
        ("/etc/postgresql/15/main/conf.d/10-a.conf", "work_mem=2MB\n"),
        (
            "/etc/postgresql/15/main/conf.d/.hidden.conf",
            "work_mem=9MB\n",
        ),
        ("/etc/postgresql/15/main/conf.d/notes.txt", "not read\n"),
        ("/etc/postgresql/15/main/c.txt", "jit off\n"),
    ]);
    let parsed = parse(MAIN, &tree);
    assert_eq!(parsed.errors, []);
    let values: Vec<String> = pairs(&parsed).into_iter().map(|(_, value)| value).collect();
    assert_eq!(values, ["1MB", "2MB", "3MB", "off", "6000"]);
    let overridden: Vec<bool> = parsed.entries.iter().map(|e| e.overridden).collect();
    assert_eq!(overridden, [true, true, false, false, false]);
    let skipped = "skipping missing configuration file \"/etc/postgresql/15/main/none.conf\"";
    assert_eq!(parsed.notes, [skipped]);
}

#[test]
fn includes_that_fail() {
    let message = |text: &str| {
        let tree = files(&[
            (MAIN, text),
            ("/etc/postgresql/15/main/a", "include 'b'\n"),
            ("/etc/postgresql/15/main/b", "include 'a'\ninclude 'a'\n"),
        ]);
        let parsed = parse(MAIN, &tree);
        parsed
            .errors
            .first()
            .map(|e| e.message.clone())
            .unwrap_or_default()
    };
    let missing = "\"/etc/postgresql/15/main/x.conf\": No such file or directory";
    let file = "could not open configuration file";
    assert_eq!(message("include 'x.conf'\n"), format!("{file} {missing}"));
    assert_eq!(
        message("include_dir 'x.conf'\n"),
        format!("could not open configuration directory {missing}")
    );
    assert_eq!(
        message("include 'postgresql.conf'\n"),
        format!("configuration file recursion in \"{MAIN}\"")
    );
    assert_eq!(
        message("include ''\n"),
        "empty configuration file name: \"\""
    );
    assert_eq!(
        message("include a\n"),
        format!("{file} \"a\": maximum nesting depth exceeded")
    );
    assert!(
        parse("/none", &files(&[]))
            .errors
            .iter()
            .all(|e| e.message.starts_with(file))
    );
    let mut store = ConfigStore::new();
    store.add_directory("/etc/postgresql/15/main/conf.d");
    assert_eq!(
        store.list("/etc/postgresql/15/main/conf.d"),
        Some(Vec::new())
    );
}

#[test]
fn a_pool_from_its_properties() {
    let properties = Properties::parse("/app.properties", POOL).expect("no mistakes");
    let pool = HikariConfig::from_properties(&properties, "spring.datasource.hikari.");
    let pool = pool.expect("no mistakes");
    assert_eq!((pool.maximum_pool_size, pool.minimum_idle), (40, 10));
    assert_eq!(pool.connection_timeout_ms, 1500);
    assert_eq!(pool.pool_name, "shop-pool one");
    assert_eq!(pool.warnings, []);
    assert_eq!(
        properties.get("spring.datasource.url"),
        Some("jdbc:postgresql://db/shop")
    );
}

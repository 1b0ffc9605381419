//! `pgbouncer.ini`, read by PgBouncer's rules (libusual's `cfparser.c`, PgBouncer 1.23).
//!
//! All settings that are modelled change at a RELOAD; those that need a restart (where it
//! listens, as whom it runs) are accepted and not modelled.

use super::{ConfigError, Severity};
use std::sync::Arc;

/// When a server goes back to its pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PoolMode {
    /// After the client has disconnected.
    Session,
    /// After the transaction.
    Transaction,
    /// After each query; a transaction of several statements is not allowed.
    Statement,
}

impl PoolMode {
    fn of(word: &str) -> Option<PoolMode> {
        match word.to_ascii_lowercase().as_str() {
            "session" => Some(PoolMode::Session),
            "transaction" => Some(PoolMode::Transaction),
            "statement" => Some(PoolMode::Statement),
            _ => None,
        }
    }
}

/// What PgBouncer obeys. Times in microseconds, as it keeps them; 0: never, where not said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BouncerConfig {
    /// Clients in all; one more is turned away.
    pub max_client_conn: u32,
    /// Servers for each (user, database).
    pub pool_size: u32,
    /// Servers kept for each pool that has clients.
    pub min_pool_size: u32,
    /// More servers, for those who have waited for `reserve_pool_timeout_us`.
    pub reserve_pool_size: u32,
    /// 0: the reserve is not used.
    pub reserve_pool_timeout_us: u64,
    /// Longest wait for a server.
    pub query_wait_timeout_us: u64,
    /// Pause after a failed login to the server.
    pub server_login_retry_us: u64,
    /// A server idle for longer is closed.
    pub server_idle_timeout_us: u64,
    /// A server older than that is closed when idle. 0: used once.
    pub server_lifetime_us: u64,
    /// When a server goes back to its pool.
    pub pool_mode: PoolMode,
}

impl Default for BouncerConfig {
    fn default() -> Self {
        let seconds = |s: u64| s * 1_000_000;
        BouncerConfig {
            max_client_conn: 100,
            pool_size: 20,
            min_pool_size: 0,
            reserve_pool_size: 0,
            reserve_pool_timeout_us: seconds(5),
            query_wait_timeout_us: seconds(120),
            server_login_retry_us: seconds(15),
            server_idle_timeout_us: seconds(600),
            server_lifetime_us: seconds(3600),
            pool_mode: PoolMode::Session,
        }
    }
}

/// Settings that are accepted and not modelled.
const OTHERS: &[&str] = &[
    "admin_users",
    "application_name_add_host",
    "auth_dbname",
    "auth_file",
    "auth_hba_file",
    "auth_ident_file",
    "auth_query",
    "auth_type",
    "auth_user",
    "autodb_idle_timeout",
    "cancel_wait_timeout",
    "client_idle_timeout",
    "client_login_timeout",
    "client_tls_ca_file",
    "client_tls_cert_file",
    "client_tls_ciphers",
    "client_tls_dheparams",
    "client_tls_ecdhcurve",
    "client_tls_key_file",
    "client_tls_protocols",
    "client_tls_sslmode",
    "conffile",
    "disable_pqexec",
    "dns_max_ttl",
    "dns_nxdomain_ttl",
    "dns_zone_check_period",
    "idle_transaction_timeout",
    "ignore_startup_parameters",
    "job_name",
    "listen_addr",
    "listen_backlog",
    "listen_port",
    "log_connections",
    "log_disconnections",
    "log_pooler_errors",
    "log_stats",
    "logfile",
    "max_db_client_connections",
    "max_db_connections",
    "max_packet_size",
    "max_prepared_statements",
    "max_user_client_connections",
    "max_user_connections",
    "peer_id",
    "pidfile",
    "pkt_buf",
    "query_timeout",
    "resolv_conf",
    "sbuf_loopcnt",
    "server_check_delay",
    "server_check_query",
    "server_connect_timeout",
    "server_fast_close",
    "server_reset_query",
    "server_reset_query_always",
    "server_round_robin",
    "server_tls_ca_file",
    "server_tls_cert_file",
    "server_tls_ciphers",
    "server_tls_key_file",
    "server_tls_protocols",
    "server_tls_sslmode",
    "service_name",
    "so_reuseport",
    "stats_period",
    "stats_users",
    "suspend_timeout",
    "syslog",
    "syslog_facility",
    "syslog_ident",
    "tcp_defer_accept",
    "tcp_keepalive",
    "tcp_keepcnt",
    "tcp_keepidle",
    "tcp_keepintvl",
    "tcp_socket_buffer",
    "tcp_user_timeout",
    "track_extra_parameters",
    "transaction_timeout",
    "unix_socket_dir",
    "unix_socket_group",
    "unix_socket_mode",
    "user",
    "verbose",
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    None,
    Main,
    Databases,
    /// `[users]`, `[peers]`: accepted and not modelled.
    Other,
}

/// Reads the text of a `pgbouncer.ini`.
///
/// # Errors
/// The first mistake, with its line: reading stops there, as the program does.
pub fn parse(path: &str, database: &str, text: &str) -> Result<BouncerConfig, ConfigError> {
    let mut config = BouncerConfig::default();
    let mut section = Section::None;
    let mut has_database = false;
    let mut overrides = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let number = u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1);
        let fail = |message| ConfigError::new(Severity::Error, Arc::from(path), number, message);
        let syntax = || {
            fail(format!(
                "syntax error in configuration ({path}:{number}), stopping loading"
            ))
        };
        let line = line.trim();
        if line.is_empty() || line.starts_with([';', '#']) || line.starts_with("%include") {
            continue;
        }
        if let Some(rest) = line.strip_prefix('[') {
            let Some(name) = rest.strip_suffix(']') else {
                return Err(syntax());
            };
            section = match name {
                "pgbouncer" => Section::Main,
                "databases" => Section::Databases,
                "users" | "peers" => Section::Other,
                _ => return Err(syntax()),
            };
            continue;
        }
        let Some((key, value)) = line.split_once('=') else {
            return Err(syntax());
        };
        let (key, value) = (key.trim(), value.trim());
        if !is_name(key, section) {
            return Err(syntax());
        }
        let invalid = || {
            fail(format!(
                "invalid value \"{value}\" for parameter {key} in configuration ({path}:{number})"
            ))
        };
        match section {
            Section::None => return Err(syntax()),
            Section::Other => {}
            Section::Main => set(&mut config, key, value).ok_or_else(invalid)?,
            Section::Databases if key == database || (key == "*" && !has_database) => {
                has_database |= key == database;
                overrides = pairs(value).ok_or_else(invalid)?;
            }
            Section::Databases => {}
        }
    }
    for (key, value) in overrides {
        // What a database says about itself was checked where it stands; other words of a
        // connection string (`host`, `port`, …) are not modelled.
        let _ = set_of_database(&mut config, &key, &value);
    }
    Ok(config)
}

fn is_name(key: &str, section: Section) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    !key.is_empty() && (key.chars().all(plain) || section != Section::Main)
}

/// Sets a parameter of `[pgbouncer]`. `None`: unknown, or not a value for it.
fn set(config: &mut BouncerConfig, key: &str, value: &str) -> Option<()> {
    match key {
        "max_client_conn" => config.max_client_conn = value.parse().ok()?,
        "default_pool_size" => config.pool_size = value.parse().ok()?,
        "min_pool_size" => config.min_pool_size = value.parse().ok()?,
        "reserve_pool_size" => config.reserve_pool_size = value.parse().ok()?,
        "reserve_pool_timeout" => config.reserve_pool_timeout_us = seconds(value)?,
        "query_wait_timeout" => config.query_wait_timeout_us = seconds(value)?,
        "server_login_retry" => config.server_login_retry_us = seconds(value)?,
        "server_idle_timeout" => config.server_idle_timeout_us = seconds(value)?,
        "server_lifetime" => config.server_lifetime_us = seconds(value)?,
        "pool_mode" => config.pool_mode = PoolMode::of(value)?,
        _ => return OTHERS.contains(&key).then_some(()),
    }
    Some(())
}

fn set_of_database(config: &mut BouncerConfig, key: &str, value: &str) -> Option<()> {
    match key {
        "pool_size" => config.pool_size = value.parse().ok()?,
        "min_pool_size" => config.min_pool_size = value.parse().ok()?,
        "reserve_pool" | "reserve_pool_size" => config.reserve_pool_size = value.parse().ok()?,
        "pool_mode" => config.pool_mode = PoolMode::of(value)?,
        _ => {}
    }
    Some(())
}

/// Seconds, also with a fraction, up to a hundred years.
fn seconds(value: &str) -> Option<u64> {
    let seconds: f64 = value.parse().ok()?;
    (0.0..=3.2e9)
        .contains(&seconds)
        .then_some((seconds * 1e6) as u64)
}

/// The words of a connection string, `key=value`, values perhaps in single quotes.
fn pairs(text: &str) -> Option<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (key, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let (value, left) = match after.strip_prefix('\'') {
            Some(quoted) => quoted.split_once('\'')?,
            None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
        };
        let key = key.trim();
        let mut trial = BouncerConfig::default();
        set_of_database(&mut trial, key, value)?;
        pairs.push((key.to_string(), value.to_string()));
        rest = left.trim_start();
    }
    Some(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_file() {
        let text = "\
;; the shop's pooler
[databases]
* = host=db-1 pool_size=7
shop = host=db-1 port=5432 dbname='shop' pool_size=30 pool_mode=transaction
other = host=db-2 pool_size=1

[pgbouncer]
listen_addr = 0.0.0.0
max_client_conn = 2000
default_pool_size=15
reserve_pool_size = 5
# a third of a second
query_wait_timeout = 0.5
[users]
web = pool_mode=session
";
        let config = parse("/etc/pgbouncer/pgbouncer.ini", "shop", text).expect("a good file");
        let wanted = BouncerConfig {
            max_client_conn: 2000,
            pool_size: 30,
            reserve_pool_size: 5,
            query_wait_timeout_us: 500_000,
            pool_mode: PoolMode::Transaction,
            ..BouncerConfig::default()
        };
        assert_eq!(config, wanted);
        assert_eq!(parse("f", "shop", ""), Ok(BouncerConfig::default()));
    }

    #[test]
    fn mistakes_have_their_line() {
        for (text, line, said) in [
            (
                "[pgbouncer]\nfoo bar\n",
                2,
                "syntax error in configuration (f:2), stopping loading",
            ),
            ("x = 1\n", 1, "syntax error"),
            ("[pgbouncer\n", 1, "syntax error"),
            ("[pgbouncers]\n", 1, "syntax error"),
            (
                "[pgbouncer]\n\npool_mode = sesion\n",
                3,
                "invalid value \"sesion\" for parameter pool_mode in configuration (f:3)",
            ),
            (
                "[pgbouncer]\nmax_client_con = 5\n",
                2,
                "invalid value \"5\" for parameter",
            ),
            ("[pgbouncer]\ndefault_pool_size = -1\n", 2, "invalid value"),
            (
                "[pgbouncer]\nquery_wait_timeout = nan\n",
                2,
                "invalid value",
            ),
            ("[databases]\nshop = pool_size=many\n", 2, "invalid value"),
            ("[databases]\nshop = host\n", 2, "invalid value"),
        ] {
            let error = parse("f", "shop", text).expect_err(text);
            assert_eq!(error.line, line, "{text}");
            assert!(error.message.starts_with(said), "{}", error.message);
        }
    }
}

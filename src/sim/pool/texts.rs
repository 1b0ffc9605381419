//! HikariCP's own words, to the letter, and which errors break a connection.

use super::LastFailure;

/// SQLSTATEs, beside class 08, after which a connection is not used again
/// (`ProxyConnection.ERROR_STATES` without those of other databases).
const BREAKING: [&str; 5] = ["57P01", "57P02", "57P03", "01002", "0A000"];

/// Does a connection leave its pool after an error with this SQLSTATE
/// (`ProxyConnection.checkException`)? After any other, such as 57014 (statement timeout),
/// 55P03 (lock timeout) or 40P01 (deadlock), it stays.
pub(super) fn evicts(sqlstate: &str) -> bool {
    sqlstate.starts_with("08") || BREAKING.contains(&sqlstate)
}

/// The driver's name for a connection. The number stands for the object's hash.
pub(super) fn connection(index: u32, pid: u32) -> String {
    let hash = index.wrapping_add(pid << 16).wrapping_mul(0x9e37_79b1);
    format!("org.postgresql.jdbc.PgConnection@{hash:08x}")
}

/// A connection failed its test (`PoolBase.isConnectionDead`).
pub(super) fn failed_to_validate(pool: &str, connection: &str, why: &str) -> String {
    format!(
        "{pool} - Failed to validate connection {connection} ({why}). Possibly consider using a \
         shorter maxLifetime value."
    )
}

/// A query found that its connection is broken (`ProxyConnection.checkException`).
pub(super) fn broken(pool: &str, connection: &str, sqlstate: &str) -> String {
    format!(
        "{pool} - Connection {connection} marked as broken because of SQLSTATE({sqlstate}), \
         ErrorCode(0)"
    )
}

/// A borrower waited in vain (`HikariPool.createTimeoutException`).
pub(super) fn timed_out(
    pool: &str,
    elapsed_ms: u64,
    (total, active, idle, waiting): (u32, u32, u32, u32),
    cause: Option<LastFailure>,
) -> String {
    let cause = cause.map_or(String::new(), |cause| {
        format!(
            " Caused by: org.postgresql.util.PSQLException: {}",
            cause.text()
        )
    });
    format!(
        "java.sql.SQLTransientConnectionException: {pool} - Connection is not available, request \
         timed out after {elapsed_ms}ms (total={total}, active={active}, idle={idle}, \
         waiting={waiting}){cause}"
    )
}

/// A connection is out for longer than `leakDetectionThreshold` (`ProxyLeakTask.run`). Of
/// the stack trace only its first line is shown, and what the thread was asked for.
pub(super) fn leak_suspected(connection: &str, thread: &str, uri: &str) -> String {
    format!(
        "Connection leak detection triggered for {connection} on thread {thread}, stack trace \
         follows java.lang.Exception: Apparent connection leak detected [{uri}]"
    )
}

/// It came back after all (`ProxyLeakTask.cancel`).
pub(super) fn unleaked(connection: &str, thread: &str) -> String {
    format!(
        "Previously reported leaked connection {connection} on thread {thread} was returned to \
         the pool (unleaked)"
    )
}

impl LastFailure {
    /// SQLSTATE of the failure, which the timeout's exception carries on.
    pub(super) fn sqlstate(self) -> &'static str {
        match self {
            LastFailure::Connect(error) => error.sqlstate(),
            // `PSQLState.CONNECTION_DOES_NOT_EXIST`
            LastFailure::Validation => "08003",
        }
    }

    fn text(self) -> String {
        match self {
            LastFailure::Connect(error) => error.driver_text(),
            LastFailure::Validation => "This connection has been closed.".to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_the_connection_evict_and_errors_of_the_query_do_not() {
        for code in [
            "08000", "08001", "08003", "08006", "57P01", "57P02", "57P03", "01002",
        ] {
            assert!(evicts(code), "{code}");
        }
        assert!(evicts("0A000"));
        for code in [
            "57014", "55P03", "40P01", "53300", "25P03", "28P01", "23505", "", "0800",
        ] {
            assert_eq!(evicts(code), code == "0800", "{code}");
        }
    }
}

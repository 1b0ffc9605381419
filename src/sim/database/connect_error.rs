//! Why connections fail or end: codes and texts of server and driver.

use crate::bouncer::texts::BouncerError;

/// Why a connection could not be made, or was ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectError {
    /// No process listens.
    Refused,
    /// All slots but the reserved ones are taken.
    SlotsReserved,
    /// All slots are taken.
    TooManyClients,
    /// The server is starting.
    StartingUp,
    /// The server is stopping.
    ShuttingDown,
    /// An administrator ended the session.
    Terminated,
    /// Idle in a transaction for longer than `idle_in_transaction_session_timeout`.
    IdleInTransaction,
    /// Idle for longer than `idle_session_timeout`.
    IdleSession,
    /// Not logged in within `authentication_timeout`.
    AuthenticationTimeout,
    /// The server recovers from the crash of a backend.
    Recovering,
    /// Another backend crashed.
    CrashOfAnother,
    /// The server was stopped at once, or its machine is gone.
    ImmediateShutdown,
    /// PgBouncer says no.
    Bouncer(BouncerError),
}

impl ConnectError {
    /// SQLSTATE.
    #[must_use]
    pub fn sqlstate(self) -> &'static str {
        match self {
            ConnectError::Refused => "08001",
            ConnectError::SlotsReserved | ConnectError::TooManyClients => "53300",
            ConnectError::StartingUp | ConnectError::ShuttingDown | ConnectError::Recovering => {
                "57P03"
            }
            ConnectError::Terminated | ConnectError::ImmediateShutdown => "57P01",
            ConnectError::CrashOfAnother => "57P02",
            ConnectError::IdleInTransaction => "25P03",
            ConnectError::IdleSession => "57P05",
            ConnectError::AuthenticationTimeout => "57014",
            ConnectError::Bouncer(error) => error.sqlstate(),
        }
    }

    /// A warning that only the client is sent (`WARNING_CLIENT_ONLY`): no line in the
    /// server's log, and for a driver no error but an end of the connection.
    #[must_use]
    pub fn is_client_warning(self) -> bool {
        matches!(
            self,
            ConnectError::CrashOfAnother | ConnectError::ImmediateShutdown
        )
    }

    /// SQLSTATE of the driver's exception when it finds its connection ended: the server's
    /// own, or that of a connection that is gone.
    #[must_use]
    pub fn driver_sqlstate(self) -> &'static str {
        let idle = matches!(
            self,
            ConnectError::IdleInTransaction | ConnectError::IdleSession
        );
        if idle || self.is_client_warning() {
            "08006"
        } else {
            self.sqlstate()
        }
    }

    /// The kind of a log line that a request was cut off, told apart from the pool's own
    /// line on the same connection.
    #[must_use]
    pub(super) fn cut_off_code(self) -> &'static str {
        match self.driver_sqlstate() {
            "57P01" => "57P01-request",
            "08006" => "08006-request",
            _ => "request",
        }
    }

    /// PostgreSQL's own words, without the severity.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            ConnectError::Refused => "Connection refused",
            ConnectError::SlotsReserved => {
                "remaining connection slots are reserved for non-replication superuser connections"
            }
            ConnectError::TooManyClients => "sorry, too many clients already",
            ConnectError::StartingUp => "the database system is starting up",
            ConnectError::ShuttingDown => "the database system is shutting down",
            ConnectError::Terminated => "terminating connection due to administrator command",
            ConnectError::IdleInTransaction => {
                "terminating connection due to idle-in-transaction timeout"
            }
            ConnectError::IdleSession => "terminating connection due to idle-session timeout",
            ConnectError::AuthenticationTimeout => "canceling authentication due to timeout",
            ConnectError::Recovering => "the database system is in recovery mode",
            ConnectError::CrashOfAnother => {
                "terminating connection because of crash of another server process"
            }
            ConnectError::ImmediateShutdown => {
                "terminating connection due to immediate shutdown command"
            }
            ConnectError::Bouncer(error) => error.text(),
        }
    }

    /// The words of the JDBC driver.
    #[must_use]
    pub fn driver_text(self) -> String {
        match self {
            ConnectError::Refused => "Connection to db refused. Check that the hostname and \
                 port are correct and that the postmaster is accepting TCP/IP connections."
                .to_string(),
            ConnectError::Bouncer(BouncerError::Gone) => BouncerError::Gone.text().to_string(),
            other if other.is_client_warning() => {
                "An I/O error occurred while sending to the backend.".to_string()
            }
            other => format!("FATAL: {}", other.text()),
        }
    }
}

//! PgBouncer's own words, and the errors it gives to clients.

use super::super::database::ConnectError;

/// Why the bouncer turns a client away, or lets go of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BouncerError {
    /// `max_client_conn` clients are there.
    ClientsMax,
    /// It has waited for a server for `query_wait_timeout`.
    QueryWaitTimeout,
    /// There is no server, and the last try for one failed.
    LoginFailing(Cached),
    /// Its server is gone.
    ServerCrashed,
    /// The process is gone.
    Gone,
}

/// The cached reason of a failed login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cached {
    /// 53300, reserved slots.
    SlotsReserved,
    /// 53300, no slot at all.
    TooManyClients,
    /// The server starts: 57P03.
    StartingUp,
    /// The server stops: 57P03.
    ShuttingDown,
    /// Nobody listens at the server's port.
    ConnectFailed,
    /// Any other answer of the server.
    Other,
}

impl Cached {
    pub(super) fn of(error: ConnectError) -> Cached {
        match error {
            ConnectError::SlotsReserved => Cached::SlotsReserved,
            ConnectError::TooManyClients => Cached::TooManyClients,
            ConnectError::StartingUp => Cached::StartingUp,
            ConnectError::ShuttingDown => Cached::ShuttingDown,
            ConnectError::Refused => Cached::ConnectFailed,
            _ => Cached::Other,
        }
    }
}

impl BouncerError {
    /// SQLSTATE; `protocol_violation` unless the driver finds the connection gone.
    #[must_use]
    pub fn sqlstate(self) -> &'static str {
        match self {
            BouncerError::Gone => "08006",
            _ => "08P01",
        }
    }

    /// The words, without the severity.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            BouncerError::ClientsMax => "no more connections allowed (max_client_conn)",
            BouncerError::QueryWaitTimeout => "query_wait_timeout",
            BouncerError::LoginFailing(cached) => failing(cached),
            BouncerError::ServerCrashed => "server conn crashed?",
            BouncerError::Gone => "An I/O error occurred while sending to the backend.",
        }
    }

    /// The class of its log lines.
    pub(super) fn code(self) -> &'static str {
        match self {
            BouncerError::ClientsMax => "max_client_conn",
            BouncerError::QueryWaitTimeout => "query_wait_timeout",
            BouncerError::LoginFailing(_) => "server_login_retry",
            BouncerError::ServerCrashed | BouncerError::Gone => "server_crashed",
        }
    }
}

/// `check_fast_fail`.
fn failing(cached: Cached) -> &'static str {
    match cached {
        Cached::SlotsReserved => {
            "server login has been failing, cached error: remaining connection slots are reserved \
             for non-replication superuser connections (server_login_retry)"
        }
        Cached::TooManyClients => {
            "server login has been failing, cached error: sorry, too many clients already \
             (server_login_retry)"
        }
        Cached::StartingUp => {
            "server login has been failing, cached error: the database system is starting up \
             (server_login_retry)"
        }
        Cached::ShuttingDown => {
            "server login has been failing, cached error: the database system is shutting down \
             (server_login_retry)"
        }
        Cached::ConnectFailed => {
            "server login has been failing, cached error: connect failed (server_login_retry)"
        }
        Cached::Other => "server login has been failing, try again later (server_login_retry)",
    }
}

/// How a line names a socket of a role to a database.
pub(super) fn socket(is_server: bool, index: u32, user: &str, database: &str) -> String {
    let (kind, port) = if is_server {
        ('S', 5432)
    } else {
        ('C', 32_768 + index % 28_000)
    };
    let host = if is_server { 5 } else { 20 + index % 200 };
    let address = 0x55d0_0000_0000_u64 + u64::from(index) * 0x2c0;
    format!("{kind}-0x{address:x}: {database}/{user}@10.0.0.{host}:{port}")
}

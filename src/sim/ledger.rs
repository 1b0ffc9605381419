//! What happened to the users: visits by class and minute, and why attempts failed.

mod wrong;

use wrong::Tally;
pub use wrong::{CAUSES, Cause, Wrong};

use super::time::{MIN, Nanos};

/// Why an attempt of a user failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Failure {
    /// No connection from the pool within `connectionTimeout`: 503.
    PoolTimeout,
    /// The accept queue was full: 503.
    QueueFull,
    /// No instance was ready: 503.
    NoInstance,
    /// The balancer gave up: 504.
    GatewayTimeout,
    /// The database ended the session: 500.
    DatabaseError,
    /// The instance was stopped: 502.
    InstanceStopped,
    /// The instance turned it away to protect itself: 503.
    Shed,
    /// The circuit breaker was open: 503.
    BreakerOpen,
    /// No connection could be made at all: 503.
    ConnectionRefused,
    /// The connection pooler had no server connection in time: 500.
    BouncerTimeout,
    /// `statement_timeout` ended the query: 500.
    StatementTimeout,
    /// `lock_timeout` ended the wait for a lock: 500.
    LockTimeout,
    /// It was the victim of a deadlock: 500.
    Deadlock,
    /// Somebody cancelled the query: 500.
    Cancelled,
    /// The database could not write: 500.
    DiskFull,
    /// The server it wrote to only reads: 500.
    ReadOnly,
    /// The user went away before a thread took the request: 499, nginx's own code.
    ClientLeft,
    /// The user did not wait any longer: 499, as nginx logs it.
    ClientTimeout,
}

impl Failure {
    /// How many reasons there are.
    pub const COUNT: usize = 18;

    /// All reasons, in the order of [`Attempts::failed`].
    pub const ALL: [Failure; Failure::COUNT] = [
        Failure::PoolTimeout,
        Failure::QueueFull,
        Failure::NoInstance,
        Failure::GatewayTimeout,
        Failure::DatabaseError,
        Failure::InstanceStopped,
        Failure::Shed,
        Failure::BreakerOpen,
        Failure::ConnectionRefused,
        Failure::BouncerTimeout,
        Failure::StatementTimeout,
        Failure::LockTimeout,
        Failure::Deadlock,
        Failure::Cancelled,
        Failure::DiskFull,
        Failure::ReadOnly,
        Failure::ClientLeft,
        Failure::ClientTimeout,
    ];

    /// The HTTP status that the user sees.
    #[must_use]
    pub fn status(self) -> u16 {
        match self {
            Failure::PoolTimeout
            | Failure::QueueFull
            | Failure::NoInstance
            | Failure::Shed
            | Failure::BreakerOpen
            | Failure::ConnectionRefused => 503,
            Failure::GatewayTimeout => 504,
            Failure::ClientTimeout => 499,
            Failure::DatabaseError
            | Failure::BouncerTimeout
            | Failure::StatementTimeout
            | Failure::LockTimeout
            | Failure::Deadlock
            | Failure::Cancelled
            | Failure::DiskFull
            | Failure::ReadOnly => 500,
            Failure::InstanceStopped => 502,
            Failure::ClientLeft => 499,
        }
    }

    /// Name in documents.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Failure::PoolTimeout => "pool_timeout",
            Failure::QueueFull => "queue_full",
            Failure::NoInstance => "no_instance",
            Failure::GatewayTimeout => "gateway_timeout",
            Failure::DatabaseError => "database_error",
            Failure::InstanceStopped => "instance_stopped",
            Failure::Shed => "shed",
            Failure::BreakerOpen => "breaker_open",
            Failure::ConnectionRefused => "connection_refused",
            Failure::BouncerTimeout => "bouncer_timeout",
            Failure::StatementTimeout => "statement_timeout",
            Failure::LockTimeout => "lock_timeout",
            Failure::Deadlock => "deadlock",
            Failure::Cancelled => "cancelled",
            Failure::DiskFull => "disk_full",
            Failure::ReadOnly => "read_only",
            Failure::ClientLeft => "client_left",
            Failure::ClientTimeout => "client_timeout",
        }
    }
}

/// Attempts of one class; offered = served + failed + in flight, at every instant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attempts {
    /// Attempts begun, since the world began.
    pub offered: u64,
    /// Answered well (perhaps too late for the user).
    pub served: u64,
    /// Failed, by [`Failure::ALL`].
    pub failed: [u64; Failure::COUNT],
    /// Not yet answered.
    pub in_flight: u64,
}

impl Attempts {
    /// Failed attempts of all reasons.
    #[must_use]
    pub fn failed_all(&self) -> u64 {
        self.failed.iter().sum()
    }
}

/// Visits that ended in a minute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Visits {
    /// Visits that have ended.
    pub total: u64,
    /// Any attempt failed or outlasted the user's patience.
    pub affected: u64,
    /// Any attempt was answered with 503.
    pub saw_503: u64,
}

/// The account of one class.
#[derive(Clone, Debug, Default)]
pub struct ClassLedger {
    /// Attempts since the start of the world.
    pub attempts: Attempts,
    /// Visits since the start of the world.
    pub visits: Visits,
    /// Visits by the minute in which they ended; minute zero begins a minute.
    minutes: Vec<Visits>,
    /// What went wrong, by minute; minutes without a fault are left out.
    wrong: Vec<Tally>,
    /// Added to world time, so that minutes count from minute zero.
    shift: Nanos,
}

impl ClassLedger {
    /// Empty books of a world whose minute zero is at this time.
    pub(super) fn new(minute_zero: Nanos) -> ClassLedger {
        ClassLedger {
            shift: (MIN - minute_zero % MIN) % MIN,
            ..ClassLedger::default()
        }
    }

    pub(super) fn attempt(&mut self) {
        self.attempts.offered += 1;
        self.attempts.in_flight += 1;
    }

    pub(super) fn served(&mut self) {
        self.attempts.served += 1;
        self.attempts.in_flight -= 1;
    }

    pub(super) fn failed(&mut self, now: Nanos, why: Failure) {
        self.attempts.failed[why as usize] += 1;
        self.attempts.in_flight -= 1;
        self.wrong_in(self.minute(now)).attempts[why as usize] += 1;
    }

    /// The minute of a world time; minute zero begins one.
    fn minute(&self, at: Nanos) -> u32 {
        ((at + self.shift) / MIN) as u32
    }

    /// The books of a minute that is not before the last one in which something went wrong.
    #[inline]
    fn wrong_in(&mut self, minute: u32) -> &mut Tally {
        if self.wrong.last().is_none_or(|last| last.minute != minute) {
            self.wrong.push(Tally::new(minute));
        }
        let last = self.wrong.len() - 1;
        &mut self.wrong[last]
    }

    pub(super) fn visit_ended(&mut self, now: Nanos, cause: Option<Cause>, saw_503: bool) {
        let minute = self.minute(now);
        if let Some(cause) = cause {
            self.wrong_in(minute).visits[cause.index()] += 1;
        }
        let (minute, affected) = (minute as usize, cause.is_some());
        if self.minutes.len() <= minute {
            self.minutes.resize(minute + 1, Visits::default());
        }
        for visits in [&mut self.minutes[minute], &mut self.visits] {
            visits.total += 1;
            visits.affected += u64::from(affected);
            visits.saw_503 += u64::from(saw_503);
        }
    }

    /// Visits that ended from `from` to `to`, world time, both cut down to a minute.
    #[must_use]
    pub fn between(&self, from: Nanos, to: Nanos) -> Visits {
        let (from, to) = (self.minute(from) as usize, self.minute(to) as usize);
        let mut sum = Visits::default();
        for visits in self.minutes.iter().take(to).skip(from) {
            sum.total += visits.total;
            sum.affected += visits.affected;
            sum.saw_503 += visits.saw_503;
        }
        sum
    }

    /// What went wrong from `from` to `to`, world time, both cut down to a minute: attempts
    /// that failed in that time, and why the visits that ended in it were affected.
    #[must_use]
    pub fn wrong_between(&self, from: Nanos, to: Nanos) -> Wrong {
        let (from, to) = (self.minute(from), self.minute(to));
        let first = self.wrong.partition_point(|tally| tally.minute < from);
        let mut sum = Wrong::default();
        for tally in self.wrong[first..].iter().take_while(|t| t.minute < to) {
            sum.add(tally);
        }
        sum
    }
}

//! Everything that can happen in a world at a time.

use super::slab::Handle;

/// Work of the server's background processes and of what surrounds them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// The checkpointer begins, writes on, or is done.
    Checkpoint,
    /// The autovacuum launcher looks, or its worker goes on.
    Vacuum,
    /// The OOM killer comes.
    OomKill,
    /// A supervisor starts a server that ended by itself.
    Supervisor,
    /// A standby has become the primary.
    Promoted,
    /// Clients reach the standby under the old address.
    AddressMoves,
}

/// An event and what it happens to. Handles and epochs tell stale timers from live ones.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Event {
    /// The next visit of a class begins.
    Arrival(u16),
    /// The arrival rate of a class changes.
    RateChange(u16),
    /// A user of a closed population has thought long enough.
    ThinkDone(u16),
    /// A user comes back after a failure.
    Retry(Handle),
    /// A user has waited in the accept queue for as long as they will.
    QueuePatienceOver(Handle),
    /// A request has done its work before it needs a connection.
    BeforeDone(Handle),
    /// A request has done its work with the connection in hand.
    HeldDone(Handle),
    /// The balancer gives up on a request.
    GatewayTimeout(Handle),
    /// A request has waited for a connection as long as it may.
    PoolTimeout(Handle),
    /// The database's CPU finishes a job.
    CpuDone,
    /// The database's disk has read what a session asked for.
    DiskDone(Handle),
    /// A pool's connection adder goes on.
    AdderWake(u32, u32),
    /// A pool's housekeeper comes by.
    Housekeeper(u32, u32),
    /// A pooled connection has reached its `maxLifetime`.
    ConnectionExpired(Handle),
    /// The test of a pooled connection has taken as long as it may.
    ValidationTimeout(Handle),
    /// A pooled connection is kept alive.
    Keepalive(Handle),
    /// A pooled connection is out for longer than `leakDetectionThreshold`.
    LeakSuspected(Handle),
    /// A client without a pool works or tries again.
    LoopWake(u32, u32),
    /// An instance is up.
    InstanceReady(u32, u32),
    /// An instance has had its time to finish.
    InstanceStop(u32, u32),
    /// The database server goes on with stopping or starting.
    DatabaseStep(u32),
    /// The timer of a backend: a timeout, or time to look for a deadlock.
    BackendAlarm(Handle),
    /// A script has held its locks for as long as it wants.
    ScriptDone(Handle),
    /// A client has logged in to PgBouncer.
    BouncerLogin(Handle),
    /// PgBouncer looks after its timeouts.
    BouncerJanitor(u32),
    /// PgBouncer is up again.
    BouncerStart(u32),
    /// A scheduled command is due.
    Command(u32),
    /// The next health probe of an instance.
    Probe(u32, u32),
    /// A health probe has had its time.
    ProbeTimeout(Handle),
    /// A user does not wait any longer for an attempt.
    AttemptTimeout(Handle),
    /// A rollout should have gone on by now.
    RolloutDeadline(u32, u32),
    /// Metrics are scraped.
    Scrape,
    /// The warm-up is over: the stations' books begin anew.
    BooksBegin,
    /// A background process goes on.
    Background(Job, u32),
}

impl Event {
    /// Kind and subject for the digest.
    pub(super) fn code(self) -> (u8, u32) {
        match self {
            Event::Arrival(c) => (1, c.into()),
            Event::RateChange(c) => (2, c.into()),
            Event::Retry(h) => (3, h.index),
            Event::BeforeDone(h) => (4, h.index),
            Event::HeldDone(h) => (5, h.index),
            Event::GatewayTimeout(h) => (6, h.index),
            Event::PoolTimeout(h) => (7, h.index),
            Event::CpuDone => (8, 0),
            Event::DiskDone(h) => (9, h.index),
            Event::AdderWake(i, _) => (10, i),
            Event::Housekeeper(i, _) => (11, i),
            Event::ConnectionExpired(h) => (12, h.index),
            Event::LoopWake(i, _) => (13, i),
            Event::InstanceReady(i, _) => (14, i),
            Event::InstanceStop(i, _) => (15, i),
            Event::DatabaseStep(e) => (16, e),
            Event::Command(i) => (17, i),
            Event::Scrape => (18, 0),
            Event::BooksBegin => (19, 0),
            Event::Probe(i, _) => (40, i),
            Event::ProbeTimeout(h) => (41, h.index),
            Event::AttemptTimeout(h) => (42, h.index),
            Event::RolloutDeadline(s, _) => (43, s),
            Event::ThinkDone(c) => (30, c.into()),
            Event::QueuePatienceOver(h) => (31, h.index),
            Event::ValidationTimeout(h) => (60, h.index),
            Event::Keepalive(h) => (61, h.index),
            Event::LeakSuspected(h) => (62, h.index),
            Event::BackendAlarm(h) => (80, h.index),
            Event::ScriptDone(h) => (81, h.index),
            Event::Background(job, number) => (40 + job as u8, number),
            Event::BouncerLogin(h) => (70, h.index),
            Event::BouncerJanitor(e) => (71, e),
            Event::BouncerStart(e) => (72, e),
        }
    }
}

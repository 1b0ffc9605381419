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

impl Job {
    const ALL: [Job; 6] = [
        Job::Checkpoint,
        Job::Vacuum,
        Job::OomKill,
        Job::Supervisor,
        Job::Promoted,
        Job::AddressMoves,
    ];
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

/// An event as the calendar keeps it: two words that are copied whole and read without a
/// branch. The kind is also what the digest tells events apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Timer {
    subject: u32,
    epoch: u32,
    kind: u8,
}

/// Kind of the first [`Job`]; the digest knows jobs by `JOB_CODE` on.
const JOB: u8 = 90;
const JOB_CODE: u8 = 40;

impl Timer {
    /// Kind and subject for the digest.
    #[inline]
    pub(super) fn code(self) -> (u8, u32) {
        let job = u8::from(self.kind >= JOB) * (JOB - JOB_CODE);
        (self.kind - job, self.subject)
    }

    /// What it is about, if that is something in an arena.
    #[inline]
    pub(super) fn handle(self) -> Handle {
        Handle::from_parts(self.subject, self.epoch)
    }

    /// The event.
    ///
    /// # Panics
    /// On a kind that no event has: only [`Timer::from`] makes timers.
    #[inline(always)]
    pub(super) fn event(self) -> Event {
        let (subject, epoch, handle) = (self.subject, self.epoch, self.handle());
        let class = subject as u16;
        match self.kind {
            1 => Event::Arrival(class),
            2 => Event::RateChange(class),
            3 => Event::Retry(handle),
            4 => Event::BeforeDone(handle),
            5 => Event::HeldDone(handle),
            6 => Event::GatewayTimeout(handle),
            7 => Event::PoolTimeout(handle),
            8 => Event::CpuDone,
            9 => Event::DiskDone(handle),
            10 => Event::AdderWake(subject, epoch),
            11 => Event::Housekeeper(subject, epoch),
            12 => Event::ConnectionExpired(handle),
            13 => Event::LoopWake(subject, epoch),
            14 => Event::InstanceReady(subject, epoch),
            15 => Event::InstanceStop(subject, epoch),
            16 => Event::DatabaseStep(subject),
            17 => Event::Command(subject),
            18 => Event::Scrape,
            19 => Event::BooksBegin,
            40 => Event::Probe(subject, epoch),
            41 => Event::ProbeTimeout(handle),
            42 => Event::AttemptTimeout(handle),
            43 => Event::RolloutDeadline(subject, epoch),
            30 => Event::ThinkDone(class),
            31 => Event::QueuePatienceOver(handle),
            60 => Event::ValidationTimeout(handle),
            61 => Event::Keepalive(handle),
            62 => Event::LeakSuspected(handle),
            80 => Event::BackendAlarm(handle),
            81 => Event::ScriptDone(handle),
            70 => Event::BouncerLogin(handle),
            71 => Event::BouncerJanitor(subject),
            72 => Event::BouncerStart(subject),
            kind => Event::Background(Job::ALL[usize::from(kind - JOB)], subject),
        }
    }
}

impl From<Event> for Timer {
    #[inline(always)]
    fn from(event: Event) -> Timer {
        let of = |h: Handle, kind| (h.index, h.generation(), kind);
        let (subject, epoch, kind) = match event {
            Event::Arrival(c) => (c.into(), 0, 1),
            Event::RateChange(c) => (c.into(), 0, 2),
            Event::Retry(h) => of(h, 3),
            Event::BeforeDone(h) => of(h, 4),
            Event::HeldDone(h) => of(h, 5),
            Event::GatewayTimeout(h) => of(h, 6),
            Event::PoolTimeout(h) => of(h, 7),
            Event::CpuDone => (0, 0, 8),
            Event::DiskDone(h) => of(h, 9),
            Event::AdderWake(i, e) => (i, e, 10),
            Event::Housekeeper(i, e) => (i, e, 11),
            Event::ConnectionExpired(h) => of(h, 12),
            Event::LoopWake(i, e) => (i, e, 13),
            Event::InstanceReady(i, e) => (i, e, 14),
            Event::InstanceStop(i, e) => (i, e, 15),
            Event::DatabaseStep(e) => (e, 0, 16),
            Event::Command(i) => (i, 0, 17),
            Event::Scrape => (0, 0, 18),
            Event::BooksBegin => (0, 0, 19),
            Event::Probe(i, e) => (i, e, 40),
            Event::ProbeTimeout(h) => of(h, 41),
            Event::AttemptTimeout(h) => of(h, 42),
            Event::RolloutDeadline(s, e) => (s, e, 43),
            Event::ThinkDone(c) => (c.into(), 0, 30),
            Event::QueuePatienceOver(h) => of(h, 31),
            Event::ValidationTimeout(h) => of(h, 60),
            Event::Keepalive(h) => of(h, 61),
            Event::LeakSuspected(h) => of(h, 62),
            Event::BackendAlarm(h) => of(h, 80),
            Event::ScriptDone(h) => of(h, 81),
            Event::BouncerLogin(h) => of(h, 70),
            Event::BouncerJanitor(e) => (e, 0, 71),
            Event::BouncerStart(e) => (e, 0, 72),
            Event::Background(job, number) => (number, 0, JOB + job as u8),
        };
        Timer {
            subject,
            epoch,
            kind,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timer_is_its_event() {
        let h = Handle::from_parts(7, 9);
        let mut kinds = 0;
        for kind in 0..JOB + Job::ALL.len() as u8 {
            let known = std::panic::catch_unwind(|| {
                let timer = Timer {
                    subject: 7,
                    epoch: 9,
                    kind,
                };
                timer.event()
            });
            let Ok(event) = known else { continue };
            kinds += 1;
            assert_eq!(Timer::from(event).kind, kind);
            assert_eq!(Timer::from(event).event(), event);
        }
        assert_eq!(kinds, 34 - 1 + Job::ALL.len());
        assert_eq!(Timer::from(Event::Retry(h)).handle(), h);
        assert_eq!(
            Timer::from(Event::Background(Job::OomKill, 3)).code(),
            (42, 3)
        );
    }
}

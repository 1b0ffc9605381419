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

/// What an event is about, as the two words of a timer.
trait Subject {
    fn words(self) -> (u32, u32);
    fn of_words(subject: u32, epoch: u32) -> Self;
}

/// `type => its words; its value of the words`
macro_rules! subjects {
    ($($type:ty: $it:pat => $words:expr; ($subject:ident, $epoch:ident) => $value:expr,)+) => {$(
        impl Subject for $type {
            #[inline(always)]
            fn words(self) -> (u32, u32) {
                let $it = self;
                $words
            }

            #[inline(always)]
            fn of_words($subject: u32, $epoch: u32) -> $type {
                $value
            }
        }
    )+};
}

subjects! {
    (): () => (0, 0); (_s, _e) => (),
    (u16,): (class,) => (class.into(), 0); (subject, _e) => (subject as u16,),
    (u32,): (number,) => (number, 0); (subject, _e) => (subject,),
    (u32, u32): both => both; (subject, epoch) => (subject, epoch),
    (Handle,): (of,) => (of.index, of.generation());
        (subject, epoch) => (Handle::from_parts(subject, epoch),),
}

/// Events with what they are about and their kinds, by which the digest tells them apart; a
/// kind that was given once stays.
macro_rules! events {
    ($($(#[$doc:meta])* $name:ident $(($($field:ident: $type:ty),+))? = $kind:literal,)+) => {
        /// An event and what it happens to. Handles and epochs tell stale timers from live ones.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub enum Event {
            $($(#[$doc])* $name $(($($type),+))?,)+
            /// A background process goes on.
            Background(Job, u32),
        }

        impl Timer {
            /// The event.
            ///
            /// # Panics
            /// On a kind that no event has: only [`Timer::from`] makes timers.
            #[inline(always)]
            pub(super) fn event(self) -> Event {
                match self.kind {
                    $($kind => {
                        let ($($($field,)+)?) = Subject::of_words(self.subject, self.epoch);
                        Event::$name $(($($field),+))?
                    })+
                    kind => Event::Background(Job::ALL[usize::from(kind - JOB)], self.subject),
                }
            }
        }

        impl From<Event> for Timer {
            #[inline(always)]
            fn from(event: Event) -> Timer {
                let ((subject, epoch), kind) = match event {
                    $(Event::$name $(($($field),+))? => {
                        (Subject::words(($($($field,)+)?)), $kind)
                    })+
                    Event::Background(job, number) => ((number, 0), JOB + job as u8),
                };
                Timer {
                    subject,
                    epoch,
                    kind,
                }
            }
        }

        /// How many events there are, all jobs being one.
        #[cfg(test)]
        const EVENTS: usize = [$($kind),+].len() + 1;
    };
}

events! {
    /// The next visit of a class begins.
    Arrival(class: u16) = 1,
    /// The arrival rate of a class changes.
    RateChange(class: u16) = 2,
    /// A user of a closed population has thought long enough.
    ThinkDone(class: u16) = 30,
    /// A user comes back after a failure.
    Retry(of: Handle) = 3,
    /// A user has waited in the accept queue for as long as they will.
    QueuePatienceOver(of: Handle) = 31,
    /// A request has done its work before it needs a connection.
    BeforeDone(of: Handle) = 4,
    /// A request has done its work with the connection in hand.
    HeldDone(of: Handle) = 5,
    /// The balancer gives up on a request.
    GatewayTimeout(of: Handle) = 6,
    /// A request has waited for a connection as long as it may.
    PoolTimeout(of: Handle) = 7,
    /// The database's CPU finishes a job.
    CpuDone = 8,
    /// The database's disk has read what a session asked for.
    DiskDone(of: Handle) = 9,
    /// A pool's connection adder goes on.
    AdderWake(place: u32, epoch: u32) = 10,
    /// A pool's housekeeper comes by.
    Housekeeper(place: u32, epoch: u32) = 11,
    /// A pooled connection has reached its `maxLifetime`.
    ConnectionExpired(of: Handle) = 12,
    /// The test of a pooled connection has taken as long as it may.
    ValidationTimeout(of: Handle) = 60,
    /// A pooled connection is kept alive.
    Keepalive(of: Handle) = 61,
    /// A pooled connection is out for longer than `leakDetectionThreshold`.
    LeakSuspected(of: Handle) = 62,
    /// A client without a pool works or tries again.
    LoopWake(place: u32, epoch: u32) = 13,
    /// An instance is up.
    InstanceReady(place: u32, epoch: u32) = 14,
    /// An instance has had its time to finish.
    InstanceStop(place: u32, epoch: u32) = 15,
    /// The database server goes on with stopping or starting.
    DatabaseStep(number: u32) = 16,
    /// The timer of a backend: a timeout, or time to look for a deadlock.
    BackendAlarm(of: Handle) = 80,
    /// A script has held its locks for as long as it wants.
    ScriptDone(of: Handle) = 81,
    /// A client has logged in to PgBouncer.
    BouncerLogin(of: Handle) = 70,
    /// PgBouncer looks after its timeouts.
    BouncerJanitor(number: u32) = 71,
    /// PgBouncer is up again.
    BouncerStart(number: u32) = 72,
    /// A scheduled command is due.
    Command(number: u32) = 17,
    /// The next health probe of an instance.
    Probe(place: u32, epoch: u32) = 40,
    /// A health probe has had its time.
    ProbeTimeout(of: Handle) = 41,
    /// A user does not wait any longer for an attempt.
    AttemptTimeout(of: Handle) = 42,
    /// A rollout should have gone on by now.
    RolloutDeadline(place: u32, epoch: u32) = 43,
    /// Metrics are scraped.
    Scrape = 18,
    /// The warm-up is over: the stations' books begin anew.
    BooksBegin = 19,
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
        assert_eq!(kinds, EVENTS - 1 + Job::ALL.len());
        assert_eq!(Timer::from(Event::Retry(h)).handle(), h);
        assert_eq!(
            Timer::from(Event::Background(Job::OomKill, 3)).code(),
            (42, 3)
        );
    }
}

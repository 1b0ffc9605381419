//! Connections that do not come back: the fault itself, and `leakDetectionThreshold`,
//! which only reports it.
//!
//! A connection that was never returned stays "in use" for the pool: neither the
//! housekeeper nor `maxLifetime` closes one that is in use, so only a restart of the
//! instance frees it.

use super::super::database::{Owner, Phase};
use super::super::event::Event;
use super::super::journald::Level;
use super::super::slab::Handle;
use super::super::world::World;
use super::texts;

/// Who has a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Borrower {
    class: u16,
    /// Place of the request, for the thread's number.
    place: u32,
}

impl World {
    /// A loan begins: set the leak timer if the pool asks for it.
    pub(super) fn watch_for_leak(&mut self, instance: u32, handle: Handle) {
        let Some(pool) = self.instances[instance as usize].pool.as_ref() else {
            return;
        };
        let threshold = pool.refreshed.leak_threshold;
        if threshold == 0 {
            return;
        }
        if let Some(connection) = self.connections.get_mut(handle) {
            let request = connection.request;
            let class = request
                .and_then(|request| self.requests.get(request))
                .map(|r| r.class);
            let place = request.map_or(0, |request| request.index);
            connection.entry.borrower = class.map(|class| Borrower { class, place });
            connection.entry.leak_reported = false;
            connection.entry.due = self.calendar.now().saturating_add(threshold);
            self.calendar
                .push(connection.entry.due, Event::LeakSuspected(handle));
        }
    }

    pub(crate) fn on_leak_suspected(&mut self, handle: Handle) {
        let now = self.calendar.now();
        let Some(connection) = self.connections.get_mut(handle) else {
            return;
        };
        let Owner::Pool(instance) = connection.owner else {
            return;
        };
        if connection.entry.due != now || connection.entry.probe.is_some() {
            return;
        }
        connection.entry.leak_reported = true;
        let (thread, uri) = self.borrower_of(handle);
        let name = self.connection_name(handle);
        self.pool_line(instance, Level::Warn, "leak", |_| {
            texts::leak_suspected(&name, &thread, &uri)
        });
    }

    /// A loan ends: its leak timer is stale, and what was reported is taken back.
    pub(super) fn loan_ends(&mut self, instance: u32, handle: Handle) {
        let Some(connection) = self.connections.get_mut(handle) else {
            return;
        };
        connection.entry.due = 0;
        if std::mem::take(&mut connection.entry.leak_reported) {
            let (thread, _) = self.borrower_of(handle);
            let name = self.connection_name(handle);
            self.pool_line(instance, Level::Info, "unleaked", |_| {
                texts::unleaked(&name, &thread)
            });
        }
    }

    /// Worker thread and endpoint of a connection's borrower. Threads have no numbers here:
    /// the place of the request stands for it.
    fn borrower_of(&self, handle: Handle) -> (String, String) {
        let connection = self.connections.get(handle);
        let Some(borrower) = connection.and_then(|c| c.entry.borrower) else {
            return ("unknown".into(), "unknown".into());
        };
        let class = self.spec.classes.get(usize::from(borrower.class));
        let threads = class
            .and_then(|c| self.spec.services.get(c.service))
            .map_or(1, |s| s.threads.max(1));
        let thread = format!("http-nio-8080-exec-{}", borrower.place % threads + 1);
        (thread, class.map_or(String::new(), |c| c.uri.clone()))
    }

    /// Does the code behind this class forget to close its connection this time?
    pub(crate) fn forgets_connection(&mut self, class: usize) -> bool {
        let chance = self.spec.classes[class].leak_probability;
        chance > 0.0 && self.streams.leaks.chance(chance)
    }

    /// The request ends and its connection does not come back: the session idles on, and
    /// the pool counts it as in use.
    pub(crate) fn leak_connection(&mut self, handle: Handle) {
        let now = self.calendar.now();
        self.bouncer_transaction_ends(handle);
        if let Some(connection) = self.connections.get_mut(handle) {
            connection.request = None;
            connection.phase = Phase::Idle;
            connection.since = now;
        }
    }
}

//! Sessions without a pool: an instance keeps the sessions it has opened, uses one that
//! is free or opens another, as many as there are requests at once. With a database whose
//! connections cost nothing, that is the bare database.

use super::database::Owner;
use super::ledger::Failure;
use super::request::Stage;
use super::slab::Handle;
use super::world::World;

impl World {
    /// A request takes a free session of its instance, or opens one.
    pub(super) fn take_session(&mut self, handle: Handle) {
        let now = self.calendar.now();
        let Some(request) = self.requests.get_mut(handle) else {
            return;
        };
        let instance = request.instance;
        request.waiting_since = now;
        request.stage = Stage::Waiting;
        let service = self.instances[instance as usize].service;
        self.services[service].pool_station.enter(now);
        while let Some(session) = self.instances[instance as usize].sessions.pop() {
            if self.connections.get(session).is_some_and(|c| c.alive) {
                return self.hand_over(session, handle);
            }
            // It was ended while nobody used it.
            self.drop_connection(session);
        }
        self.connect_for(Owner::Direct(instance), Some(handle));
    }

    /// A session is open: the request that wanted it goes on, if it is still there.
    pub(super) fn session_opened(&mut self, instance: u32, session: Handle) {
        let wanted = self.connections.get(session).and_then(|c| c.request);
        let waits = |h: &Handle| {
            let request = self.requests.get(*h);
            request.is_some_and(|r| r.stage == Stage::Waiting)
        };
        match wanted.filter(waits) {
            Some(request) => self.hand_over(session, request),
            None => self.rest_session(instance, session),
        }
    }

    /// A session could not be opened: the attempt fails.
    pub(super) fn session_refused(&mut self, request: Option<Handle>) {
        let waits = |h: &Handle| {
            let request = self.requests.get(*h);
            request.is_some_and(|r| r.stage == Stage::Waiting)
        };
        if let Some(request) = request.filter(waits) {
            self.request_failed(request, Failure::ConnectionRefused);
        }
    }

    /// Nobody uses a session for now.
    pub(super) fn rest_session(&mut self, instance: u32, session: Handle) {
        if let Some(connection) = self.connections.get_mut(session) {
            connection.request = None;
            self.instances[instance as usize].sessions.push(session);
        }
    }
}

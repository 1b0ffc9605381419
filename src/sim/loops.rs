//! Clients that open a connection of their own for each piece of work.
//!
//! Harmless while the database answers; when it refuses, they come back after a short
//! fixed pause, each refusal costs the server a process, and together they are a storm.

use super::database::{ConnectError, Owner};
use super::event::Event;
use super::journald::Level;
use super::slab::Handle;
use super::world::{RING_LOOPS, World};

/// One such client.
#[derive(Clone, Debug)]
pub(super) struct Loop {
    pub instance: u32,
    pub epoch: u32,
    pub connection: Option<Handle>,
    /// A connection attempt is under way.
    pub connecting: bool,
}

impl World {
    pub(super) fn on_loop_wake(&mut self, client: u32, epoch: u32) {
        let owner = &self.loops[client as usize];
        let host = &self.instances[owner.instance as usize];
        if host.epoch == epoch && owner.epoch == epoch && !owner.connecting {
            self.loops[client as usize].connecting = true;
            self.connect(Owner::Loop(client));
        }
    }

    /// True while the instance that the client runs in is the one it was started in.
    fn loop_lives(&self, client: u32) -> bool {
        let owner = &self.loops[client as usize];
        self.instances[owner.instance as usize].epoch == owner.epoch
    }

    pub(super) fn loop_connected(&mut self, client: u32, handle: Handle) {
        self.loops[client as usize].connecting = false;
        if !self.loop_lives(client) {
            self.drop_connection(handle);
            return;
        }
        self.loops[client as usize].connection = Some(handle);
        let service = self.instances[self.loops[client as usize].instance as usize].service;
        let Some(spec) = self.spec.services[service].loops.as_ref() else {
            return;
        };
        let (mean, blocks) = (spec.query_cpu_mean, spec.query_blocks);
        let cpu = self.streams.loops.exponential(mean);
        self.query(handle, cpu, blocks);
    }

    pub(super) fn loop_query_done(&mut self, client: u32) {
        if let Some(handle) = self.loops[client as usize].connection.take() {
            self.drop_connection(handle);
        }
        self.loop_rests(client, false);
    }

    pub(super) fn loop_connect_failed(&mut self, client: u32, error: ConnectError) {
        let now = self.calendar.now();
        self.loops[client as usize].connecting = false;
        self.loops[client as usize].connection = None;
        if !self.loop_lives(client) {
            return;
        }
        let instance = self.loops[client as usize].instance;
        let host = &self.instances[instance as usize];
        let service = host.service;
        if let Some(spec) = &self.spec.services[service].loops {
            let (name, pause) = (&spec.application, spec.retry_pause / super::time::MS);
            self.log
                .line(now, host.place(), Level::Warn, loop_code(error), || {
                    format!("{name}: {}; next try in {pause} ms", error.driver_text())
                });
        }
        self.loop_rests(client, true);
    }

    pub(super) fn loop_rests(&mut self, client: u32, failed: bool) {
        let now = self.calendar.now();
        let owner = &self.loops[client as usize];
        let epoch = owner.epoch;
        let service = self.instances[owner.instance as usize].service;
        let Some(spec) = self.spec.services[service].loops.as_ref() else {
            return;
        };
        let event = Event::LoopWake(client, epoch);
        if failed {
            self.calendar
                .push_ring(RING_LOOPS, now + spec.retry_pause, event);
        } else {
            let pause = self.streams.loops.jitter(spec.period, 0.5, 1.5);
            self.calendar.push(now + pause, event);
        }
    }
}

/// The log code of a failed try: its SQLSTATE, told apart from the pool's lines.
fn loop_code(error: ConnectError) -> &'static str {
    match error {
        ConnectError::SlotsReserved | ConnectError::TooManyClients => "refresh-53300",
        ConnectError::StartingUp | ConnectError::ShuttingDown | ConnectError::Recovering => {
            "refresh-57P03"
        }
        ConnectError::Terminated => "refresh-57P01",
        ConnectError::IdleInTransaction | ConnectError::IdleSession => "refresh-57P05",
        ConnectError::AuthenticationTimeout => "refresh-57014",
        ConnectError::CrashOfAnother | ConnectError::ImmediateShutdown => "refresh-08006",
        ConnectError::Refused => "refresh-08001",
        ConnectError::Bouncer(_) => "refresh-pgbouncer",
    }
}

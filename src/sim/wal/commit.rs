//! The end of a transaction that has written: its records go to the log, and the client
//! waits until they are on the disk (`synchronous_commit`).

use super::SEGMENT_BYTES;
use crate::database::{Phase, role};
use crate::event::Event;
use crate::journald::Level;
use crate::ledger::Failure;
use crate::slab::Handle;
use crate::world::{RING_DISK, World};

/// What becomes of a transaction that its client ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// It is over.
    Now,
    /// It waits for the disk; `request_goes_on` comes when it is over.
    Later,
    /// The server refused to write; the session lives on.
    Failed(Failure),
}

impl World {
    /// A request's transaction ends. What it writes is written here, at once: a
    /// simplification, as its statements wrote most of it before.
    pub(crate) fn transaction_ends(&mut self, handle: Handle) -> Ending {
        let Some(request) = self.requests.get_mut(handle) else {
            return Ending::Now;
        };
        let writes = self.spec.classes[usize::from(request.class)].writes;
        let Some(connection) = request.connection else {
            return Ending::Now;
        };
        if writes.wal_bytes == 0 || request.committed {
            return Ending::Now;
        }
        let connection = self.backend_of(connection);
        if !self.connections.get(connection).is_some_and(|c| c.alive) {
            return Ending::Now;
        }
        if self.server.life.read_only {
            let text = "cannot execute INSERT in a read-only transaction";
            self.session_error(connection, "25006", || text.into());
            return Ending::Failed(Failure::ReadOnly);
        }
        if !self.file_grows(writes.table, writes.grow_bytes) {
            let relation = 16_384 + writes.table.unwrap_or(0);
            self.session_error(connection, "53100", || {
                format!("could not extend file \"base/16384/{relation}\": No space left on device")
            });
            return Ending::Failed(Failure::DiskFull);
        }
        request_committed(self, handle);
        self.rows_die(writes.table, writes.dead_rows);
        self.log_grows(connection, writes.wal_bytes, writes.blocks)
    }

    fn log_grows(&mut self, connection: Handle, bytes: u64, blocks: u32) -> Ending {
        let now = self.calendar.now();
        let free = self.disk_free_bytes().unwrap_or(u64::MAX);
        let Some(wal) = &mut self.server.life.wal else {
            return Ending::Now;
        };
        let before = wal.lsn / SEGMENT_BYTES;
        if wal.append(bytes, blocks, free).is_err() {
            self.panic_without_space(connection);
            return Ending::Now;
        }
        wal.commits += 1;
        self.server.counters.wal_bytes = wal.written;
        let crossed = wal.lsn / SEGMENT_BYTES > before;
        let synchronous = wal.limits.synchronous;
        self.replica_hears(true);
        if crossed {
            self.ask_for_checkpoint();
        }
        if !synchronous
            || !self
                .connections
                .get(connection)
                .is_some_and(|c| c.is_backend())
        {
            return Ending::Now;
        }
        let server = &mut self.server;
        let Some(wal) = &mut server.life.wal else {
            return Ending::Now;
        };
        let (at, work) = wal.flush_at(now, server.disk_free_at);
        if work > 0 {
            server.disk_free_at = at;
            server.disk_work = server.disk_work.saturating_add(work);
        }
        if let Some(connection) = self.connections.get_mut(connection) {
            connection.phase = Phase::Committing;
            connection.since = now;
            connection.disk_until = at;
        }
        self.server.station.enter(now);
        self.server.station.begin(now, 0);
        self.calendar
            .push_ring(RING_DISK, at, Event::DiskDone(connection));
        Ending::Later
    }

    /// An error that ends a statement, not the session.
    fn session_error(&mut self, handle: Handle, code: &'static str, text: impl FnOnce() -> String) {
        let Some(connection) = self.connections.get(handle) else {
            return;
        };
        self.server.counters.rollbacks += 1;
        let (now, pid, owner) = (self.calendar.now(), connection.pid, connection.owner);
        let (spec, instances, loops) = (&self.spec, &self.instances, &self.loops);
        let place = ("postgresql", spec.database.host.as_str());
        let role = role(spec, instances, loops, &self.scripts, &self.bouncer, owner);
        self.log.line(now, place, Level::Error, code, || {
            format!("[{pid}] {role}@{} ERROR:  {}", spec.database.name, text())
        });
    }
}

fn request_committed(world: &mut World, handle: Handle) {
    if let Some(request) = world.requests.get_mut(handle) {
        request.committed = true;
    }
}

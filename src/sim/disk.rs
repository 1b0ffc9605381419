//! Space on the disk that data and log share: what takes it, and what is left.

use super::cache::BLOCK_BYTES;
use super::journald::Level;
use super::slab::Handle;
use super::spec::DiskSpec;
use super::world::World;

/// The file system's books, the log's files left aside: they are counted where they are.
#[derive(Clone, Debug)]
pub(super) struct Disk {
    pub spec: DiskSpec,
    /// Data files, bytes.
    pub data: u64,
    /// What something else has filled, bytes.
    pub filler: u64,
    /// Growth of tables that does not yet make a block, bytes.
    partial: u64,
}

impl Disk {
    pub(super) fn new(spec: DiskSpec) -> Disk {
        Disk {
            spec,
            data: spec.data_bytes,
            filler: 0,
            partial: 0,
        }
    }

    /// Free bytes beside this much log.
    pub(super) fn free(&self, log: u64) -> u64 {
        let used = self.data.saturating_add(self.filler).saturating_add(log);
        self.spec.size_bytes.saturating_sub(used)
    }
}

impl World {
    /// Free space of the database's disk, bytes; `None`: the file gives it no bound.
    #[must_use]
    pub fn disk_free_bytes(&self) -> Option<u64> {
        let life = &self.server.life;
        let log = life.wal.as_ref().map_or(0, |wal| wal.files_bytes());
        Some(life.disk.as_ref()?.free(log))
    }

    /// A table's file grows by whole blocks; false: there is no room.
    pub(super) fn file_grows(&mut self, table: Option<usize>, bytes: u64) -> bool {
        let free = self.disk_free_bytes();
        if let (Some(disk), Some(free)) = (&mut self.server.life.disk, free) {
            let wanted = disk.partial.saturating_add(bytes);
            let blocks = wanted / BLOCK_BYTES * BLOCK_BYTES;
            if blocks > free {
                return false;
            }
            disk.data = disk.data.saturating_add(blocks);
            disk.partial = wanted - blocks;
        }
        self.server.life.vacuum.grown(table, bytes);
        true
    }

    /// There is no room for the log: a PANIC, which ends all sessions.
    pub(super) fn panic_without_space(&mut self, handle: Handle) {
        let Some(connection) = self.connections.get(handle) else {
            return;
        };
        let (pid, role) = (connection.pid, self.role_of(connection.owner));
        let name = &self.spec.database.name;
        let text = format!(
            "[{pid}] {role}@{name} PANIC:  could not write to file \"pg_wal/xlogtemp.{pid}\": \
             No space left on device"
        );
        self.log_database(Level::Fatal, "53100", text);
        self.backend_crashed(Some(handle), "6: Aborted");
    }

    /// Something fills the disk by at most this much.
    pub(super) fn fill_disk(&mut self, bytes: u64) {
        let free = self.disk_free_bytes().unwrap_or(0);
        if let Some(disk) = &mut self.server.life.disk {
            disk.filler = disk.filler.saturating_add(bytes.min(free));
        }
    }

    /// What filled the disk is removed, at most this much of it.
    pub(super) fn free_disk(&mut self, bytes: u64) {
        let Some(disk) = &mut self.server.life.disk else {
            return;
        };
        disk.filler = disk.filler.saturating_sub(bytes);
        let free = self.disk_free_bytes().unwrap_or(0) >> 20;
        let host = self.spec.database.host.clone();
        self.notice(format!("{host}: {free} MB of disk are free"), "");
    }

    /// A slot keeps the log from here on, or is dropped; the next checkpoint acts on it.
    pub(super) fn retain_wal(&mut self, retain: bool) {
        if let Some(wal) = &mut self.server.life.wal {
            let at = wal.redo;
            wal.files.slot = retain.then_some(wal.files.slot.unwrap_or(at));
        }
    }
}

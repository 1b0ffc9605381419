//! The checkpointer: when it begins, how it spreads its writes, what it says.
//!
//! Rules of PostgreSQL 15's `checkpointer.c` and `xlog.c`: by time, by the amount of log,
//! at shutdown and after recovery; the writes are spread so that they are done at
//! `checkpoint_completion_target` of the way to the next one.

use super::SEGMENT_BYTES;
use crate::event::{Event, Job};
use crate::journald::Level;
use crate::time::{MS, Nanos, SEC, to_seconds};
use crate::world::World;

/// The checkpointer looks whether it is on schedule this often (`CheckpointWriteDelay`).
const NAP: Nanos = 100 * MS;

/// Why a checkpoint is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// `checkpoint_timeout` is over.
    Time,
    /// The log has grown towards `max_wal_size`.
    Wal,
    /// The server stops.
    Shutdown,
    /// Recovery is done.
    EndOfRecovery,
    /// A standby was promoted.
    Promotion,
}

impl Cause {
    fn words(self) -> &'static str {
        match self {
            Cause::Time => "time",
            Cause::Wal => "wal",
            Cause::Shutdown => "shutdown immediate",
            Cause::EndOfRecovery => "end-of-recovery immediate wait",
            Cause::Promotion => "force",
        }
    }

    /// Written as fast as the disk takes it.
    fn immediate(self) -> bool {
        matches!(self, Cause::Shutdown | Cause::EndOfRecovery)
    }
}

/// A checkpoint under way.
#[derive(Clone, Copy, Debug)]
struct Running {
    cause: Cause,
    started: Nanos,
    /// Its redo point.
    redo: u64,
    /// Blocks to write, and written.
    blocks: f64,
    written: f64,
    /// Number of files when it began.
    files: u64,
    /// All blocks are written since then; what is left is the flush.
    synced_from: Option<Nanos>,
}

/// What the checkpointer is doing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Checkpointer {
    running: Option<Running>,
    last_start: Nanos,
    requested: bool,
    /// Number of the wake-up that counts; older ones are stale.
    wake: u32,
}

impl Checkpointer {
    /// Forget what was under way; no wake-up counts any more.
    pub(super) fn stop(&mut self) {
        self.running = None;
        self.requested = false;
        self.wake += 1;
    }
}

impl World {
    fn wake_checkpointer(&mut self, at: Nanos) {
        if let Some(wal) = &mut self.server.life.wal {
            wal.checkpointer.wake += 1;
            let event = Event::Background(Job::Checkpoint, wal.checkpointer.wake);
            self.calendar.push(at, event);
        }
    }

    /// The server has come up: the time to the next checkpoint begins.
    pub(crate) fn checkpointer_restarts(&mut self) {
        let now = self.calendar.now();
        if let Some(wal) = &mut self.server.life.wal {
            wal.checkpointer.last_start = now;
        }
        self.checkpointer_waits();
    }

    /// The server is up, or its settings have changed: the checkpointer waits for its time.
    pub(crate) fn checkpointer_waits(&mut self) {
        if let Some(wal) = &self.server.life.wal
            && wal.checkpointer.running.is_none()
        {
            let due = wal
                .checkpointer
                .last_start
                .saturating_add(wal.limits.timeout);
            self.wake_checkpointer(due);
        }
    }

    /// A new file of the log was begun: is it time for a checkpoint (`XLogCheckpointNeeded`)?
    pub(super) fn ask_for_checkpoint(&mut self) {
        let now = self.calendar.now();
        let Some(wal) = &mut self.server.life.wal else {
            return;
        };
        let since = match &wal.checkpointer.running {
            Some(_) => return,
            None => wal.lsn / SEGMENT_BYTES - wal.redo / SEGMENT_BYTES,
        };
        let enough = wal.limits.segments_between_checkpoints().saturating_sub(1);
        if since >= enough.max(1) && !wal.checkpointer.requested {
            wal.checkpointer.requested = true;
            self.wake_checkpointer(now);
        }
    }

    pub(crate) fn on_checkpointer(&mut self, wake: u32) {
        let now = self.calendar.now();
        let Some(wal) = &mut self.server.life.wal else {
            return;
        };
        let state = &mut wal.checkpointer;
        if state.wake != wake {
            return;
        }
        match &state.running {
            Some(running) if running.synced_from.is_some() => {
                self.complete_checkpoint();
                self.checkpointer_waits();
                // The log may have grown a whole cycle meanwhile.
                self.ask_for_checkpoint();
            }
            Some(_) => self.write_on_schedule(),
            None => {
                let idle = wal.lsn == wal.redo;
                if state.requested {
                    self.begin_checkpoint(Cause::Wal);
                } else if idle {
                    // Nothing happened since the last one: skipped without a word.
                    state.last_start = now;
                    self.checkpointer_waits();
                } else {
                    self.begin_checkpoint(Cause::Time);
                }
            }
        }
    }

    /// Begin a checkpoint. An immediate one is written by the time this gives.
    pub(crate) fn begin_checkpoint(&mut self, cause: Cause) -> Nanos {
        let now = self.calendar.now();
        let Some(wal) = &mut self.server.life.wal else {
            return now;
        };
        let (log, warning) = (wal.limits.log, wal.limits.warning);
        let apart = now.saturating_sub(wal.checkpointer.last_start);
        let blocks = libm::floor(wal.dirty);
        wal.checkpointer.requested = false;
        wal.checkpointer.last_start = now;
        wal.checkpointer.running = Some(Running {
            cause,
            started: now,
            redo: wal.lsn,
            blocks,
            written: 0.0,
            files: wal.files.count(wal.lsn),
            synced_from: None,
        });
        wal.touched_before = wal.touched;
        wal.touched = 0.0;
        if cause == Cause::Wal && apart < warning {
            let apart = apart / SEC;
            let s = if apart == 1 { "" } else { "s" };
            let text =
                format!("checkpoints are occurring too frequently ({apart} second{s} apart)");
            self.log_database(Level::Info, "checkpoint_warning", text);
            let hint = "HINT:  Consider increasing the configuration parameter \"max_wal_size\".";
            self.log_database(Level::Info, "checkpoint_warning", hint.into());
        }
        if log {
            let text = format!("checkpoint starting: {}", cause.words());
            self.log_database(Level::Info, "checkpoint", text);
        }
        if cause.immediate() {
            self.write_back(blocks)
        } else {
            self.wake_checkpointer(now);
            now
        }
    }

    /// Put the writing of blocks into the disk's queue: done then.
    fn write_back(&mut self, blocks: f64) -> Nanos {
        let Some(wal) = &mut self.server.life.wal else {
            return self.calendar.now();
        };
        wal.dirty = (wal.dirty - blocks).max(0.0);
        if let Some(running) = &mut wal.checkpointer.running {
            running.written += blocks;
        }
        let work = (blocks * wal.spec.write_block as f64) as Nanos;
        self.charge_disk(work)
    }

    /// Disk work of a background process; gives the time when it is done.
    pub(crate) fn charge_disk(&mut self, work: Nanos) -> Nanos {
        let now = self.calendar.now();
        let server = &mut self.server;
        server.disk_free_at = server.disk_free_at.max(now).saturating_add(work);
        server.disk_work = server.disk_work.saturating_add(work);
        server.disk_free_at
    }

    /// Write what is due by now (`IsCheckpointOnSchedule`), and take a nap.
    fn write_on_schedule(&mut self) {
        let now = self.calendar.now();
        let Some(wal) = &self.server.life.wal else {
            return;
        };
        let Some(running) = &wal.checkpointer.running else {
            return;
        };
        let (limits, flush) = (&wal.limits, wal.spec.flush);
        let time = (now - running.started) as f64 / limits.timeout.max(1) as f64;
        let grown = (wal.lsn - running.redo) as f64 / SEGMENT_BYTES as f64;
        let log = grown / limits.segments_between_checkpoints() as f64;
        let due = time.max(log) / limits.target.max(1e-9);
        let due = libm::floor(running.blocks * due.min(1.0)) - running.written;
        let all = running.blocks;
        let done = running.written + due.max(0.0) >= all;
        if due > 0.0 {
            self.write_back(due);
        }
        if !done {
            return self.wake_checkpointer(now.saturating_add(NAP));
        }
        let synced = self.charge_disk(flush);
        if let Some(wal) = &mut self.server.life.wal
            && let Some(running) = &mut wal.checkpointer.running
        {
            running.synced_from = Some(now);
        }
        self.wake_checkpointer(synced);
    }

    /// Recovery would now start at the checkpoint's redo point; old files go.
    pub(crate) fn complete_checkpoint(&mut self) {
        let now = self.calendar.now();
        let tables = self.spec.database.lifecycle.tables.len().max(1) as u64;
        let Some(wal) = &mut self.server.life.wal else {
            return;
        };
        let Some(running) = wal.checkpointer.running.take() else {
            return;
        };
        wal.checkpoints[usize::from(running.cause != Cause::Time)] += 1;
        let distance = running.redo - wal.redo;
        wal.redo = running.redo;
        wal.touched_before = 0.0;
        wal.files.learn(distance);
        let added = wal.files.count(wal.lsn).saturating_sub(running.files);
        let standby = self.server.life.replica.as_ref().filter(|r| !r.promoted);
        let standby = standby.map(|replica| replica.sent());
        let work = wal.files.retire(wal.redo, wal.lsn, standby, &wal.limits);
        if !wal.limits.log {
            return;
        }
        let total = now - running.started;
        let sync = running.synced_from.map_or(0, |from| now - from);
        let sync = sync.min(total);
        let written = running.blocks;
        let files = if written > 0.0 { tables } else { 0 };
        let each = to_seconds(sync) / files.max(1) as f64;
        let each = if files == 0 { 0.0 } else { each };
        let text = format!(
            "checkpoint complete: wrote {written:.0} buffers ({:.1}%); {added} WAL file(s) added, \
             {} removed, {} recycled; write={:.3} s, sync={:.3} s, total={:.3} s; sync \
             files={files}, longest={each:.3} s, average={each:.3} s; distance={} kB, \
             estimate={} kB",
            written * 100.0 / wal.limits.buffers as f64,
            work.removed,
            work.recycled,
            to_seconds(total - sync),
            to_seconds(sync),
            to_seconds(total),
            distance / 1024,
            wal.files.estimate as u64 / 1024,
        );
        self.log_database(Level::Info, "checkpoint", text);
    }
}

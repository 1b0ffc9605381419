//! What a server process remembers beyond its sessions: how it is being stopped, whether
//! its next start has to recover, and the optional parts of its machine.

use crate::autovacuum::Vacuum;
use crate::config::in_force::Settings;
use crate::disk::Disk;
use crate::memory::Memory;
use crate::replica::Replica;
use crate::spec::{DatabaseSpec, StopMode};
use crate::time::Nanos;
use crate::wal::{Wal, WalLimits};

/// The next step of a start or a stop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Step {
    /// The process is up: its files are read.
    #[default]
    Started,
    /// The log since the last checkpoint is replayed.
    Redone,
    /// The checkpoint after recovery is written.
    Recovered,
    /// A smart shutdown looks whether the last session has ended.
    Waiting,
    /// The shutdown checkpoint is written.
    Stopped,
}

/// The optional parts of the server's machine as they stand.
#[derive(Clone, Debug)]
pub(crate) struct Life {
    pub step: Step,
    pub mode: StopMode,
    /// A start follows the stop.
    pub start_again: bool,
    /// The last stop was clean: nothing has to be recovered.
    pub clean: bool,
    /// The server process came through a crash of one of its own (`FatalError`).
    pub crashed: bool,
    /// A recovery was itself cut short.
    pub recovering: bool,
    /// When the control file was last written, by a clean stop or else a checkpoint.
    pub control_at: Nanos,
    /// When the current replay began.
    pub redo_began: Nanos,
    /// The machine that clients reach only reads.
    pub read_only: bool,
    /// Clients reach nobody until the address has moved.
    pub unreachable: bool,
    pub wal: Option<Wal>,
    pub disk: Option<Disk>,
    pub memory: Option<Memory>,
    pub vacuum: Vacuum,
    pub replica: Option<Replica>,
}

impl Life {
    pub(super) fn new(spec: &DatabaseSpec, settings: &Settings) -> Life {
        let parts = &spec.lifecycle;
        Life {
            step: Step::Started,
            mode: StopMode::Fast,
            start_again: false,
            clean: true,
            crashed: false,
            recovering: false,
            control_at: 0,
            redo_began: 0,
            read_only: false,
            unreachable: false,
            wal: parts.wal.map(|wal| Wal::new(wal, settings)),
            disk: parts.disk.map(Disk::new),
            memory: parts.memory.map(|m| Memory::new(m, spec)),
            vacuum: Vacuum::new(&parts.tables, settings),
            replica: parts.replica.clone().map(Replica::new),
        }
    }

    /// Settings came into force: the parts that keep copies take them.
    pub(super) fn obey(&mut self, settings: &Settings) {
        if let Some(wal) = &mut self.wal {
            wal.limits = WalLimits::of(settings);
        }
        if let Some(memory) = &mut self.memory {
            memory.obey(settings);
        }
        if !self.vacuum.tables.is_empty() {
            self.vacuum.obey(settings);
        }
    }
}

//! The machine's memory: what PostgreSQL takes of it, what is left to the kernel's page
//! cache, swap when it is too much, and the OOM killer when swap is full too.

use super::cache::Cache;
use super::config::in_force::Settings;
use super::event::{Event, Job};
use super::journald::Level;
use super::spec::{DatabaseSpec, MemorySpec};
use super::time::Nanos;
use super::world::World;

/// The books of the memory.
#[derive(Clone, Debug)]
pub(super) struct Memory {
    pub spec: MemorySpec,
    /// `shared_buffers` and `work_mem` in force, bytes.
    shared: u64,
    work_mem: u64,
    /// Blocks in the kernel's page cache; they outlive a restart of PostgreSQL.
    pub pages: Cache,
    /// The OOM killer is on its way.
    killing: bool,
    /// Processes that the OOM killer has ended.
    pub kills: u64,
    /// Blocks that the page cache spared the disk.
    pub page_hits: u64,
}

impl Memory {
    pub(super) fn new(spec: MemorySpec, database: &DatabaseSpec) -> Memory {
        let working_set = database.working_set_bytes;
        Memory {
            spec,
            shared: 0,
            work_mem: 0,
            pages: Cache::new(working_set, working_set, database.popularity),
            killing: false,
            kills: 0,
            page_hits: 0,
        }
    }

    pub(super) fn obey(&mut self, settings: &Settings) {
        self.shared = settings.bytes("shared_buffers");
        self.work_mem = settings.bytes("work_mem");
    }

    /// The world starts with a full page cache, before any session has come.
    pub(super) fn warm(&mut self) {
        let available = self.spec.total_bytes.saturating_sub(self.wanted(0, 0));
        self.pages.resize(available);
        self.pages.warm();
    }

    /// Memory asked for with so many backends of which so many run a query, bytes.
    fn wanted(&self, backends: u64, running: u64) -> u64 {
        let areas = running as f64 * self.spec.work_mem_areas;
        self.spec
            .others_bytes
            .saturating_add(self.shared)
            .saturating_add(backends.saturating_mul(self.spec.backend_bytes))
            .saturating_add((areas * self.work_mem as f64) as u64)
    }
}

/// How the memory stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pressure {
    /// Left to the page cache, bytes: `MemAvailable`.
    pub available: u64,
    /// In swap, bytes.
    pub swapped: u64,
    /// More than memory and swap, bytes.
    pub missing: u64,
}

impl World {
    /// How the machine's memory stands now; `None` if the file does not say how large it is.
    pub(super) fn memory_pressure(&self) -> Option<Pressure> {
        let memory = self.server.life.memory.as_ref()?;
        let wanted = memory.wanted(self.server.slots_used.into(), self.server.station.present);
        let over = wanted.saturating_sub(memory.spec.total_bytes);
        Some(Pressure {
            available: memory.spec.total_bytes.saturating_sub(wanted),
            swapped: over.min(memory.spec.swap_bytes),
            missing: over.saturating_sub(memory.spec.swap_bytes),
        })
    }

    /// Backends came, went or began to work: the page cache gives way, or somebody dies.
    pub(super) fn memory_changes(&mut self) {
        let Some(pressure) = self.memory_pressure() else {
            return;
        };
        let now = self.calendar.now();
        let epoch = self.server.epoch;
        let Some(memory) = &mut self.server.life.memory else {
            return;
        };
        memory.pages.resize(pressure.available);
        if pressure.missing > 0 && !memory.killing {
            memory.killing = true;
            let event = Event::Background(Job::OomKill, epoch);
            self.calendar.push(now, event);
        }
    }

    /// The CPU that a query takes while part of the memory is in swap.
    pub(super) fn slowed_by_swap(&mut self, cpu: Nanos) -> Nanos {
        self.memory_changes();
        let (Some(pressure), Some(memory)) = (self.memory_pressure(), &self.server.life.memory)
        else {
            return cpu;
        };
        if pressure.swapped == 0 {
            return cpu;
        }
        let share = pressure.swapped as f64 / memory.spec.swap_bytes.max(1) as f64;
        (cpu as f64 * (1.0 + share * (memory.spec.swap_slowdown - 1.0))) as Nanos
    }

    /// Of blocks that are not in shared buffers, some are in the page cache: gives how
    /// many the disk has to read, and the time to copy the others.
    pub(super) fn past_page_cache(&mut self, misses: u64) -> (u64, Nanos) {
        let buffers = self.server.cache.miss_ratio();
        let Some(memory) = &mut self.server.life.memory else {
            return (misses, 0);
        };
        // The page cache holds the popular blocks too: a block that is in neither is
        // rarer by the quotient of both miss ratios.
        let share = if buffers > 0.0 {
            (memory.pages.miss_ratio() / buffers).min(1.0)
        } else {
            1.0
        };
        let expected = misses as f64 * share;
        let whole = expected as u64;
        let part = expected - whole as f64;
        let read = whole + u64::from(part > 0.0 && self.streams.pages.chance(part));
        let read = read.min(misses);
        memory.pages.fill(read);
        memory.page_hits += misses - read;
        let copy = memory.spec.copy_block.saturating_mul(misses - read);
        (read, copy)
    }

    /// The OOM killer's visit: it takes the largest process, and PostgreSQL recovers.
    pub(super) fn on_oom_kill(&mut self) {
        let Some(pressure) = self.memory_pressure() else {
            return;
        };
        let victim = self.largest_backend();
        let now = self.calendar.now();
        let Some(memory) = &mut self.server.life.memory else {
            return;
        };
        memory.killing = false;
        let Some(connection) = victim.and_then(|handle| self.connections.get(handle)) else {
            return;
        };
        if pressure.missing == 0 {
            return;
        }
        memory.kills += 1;
        let private = memory
            .spec
            .backend_bytes
            .saturating_add((memory.work_mem as f64 * memory.spec.work_mem_areas) as u64);
        let (pid, shared) = (connection.pid, memory.shared >> 10);
        let total = shared.saturating_add(private >> 10);
        let text = format!(
            "Out of memory: Killed process {pid} (postgres) total-vm:{total}kB, \
             anon-rss:{}kB, file-rss:0kB, shmem-rss:{shared}kB, UID:113 pgtables:{}kB \
             oom_score_adj:0",
            private >> 10,
            total / 512 + 4,
        );
        let host = self.spec.database.host.as_str();
        self.log
            .line(now, ("kernel", host), Level::Error, "oom", || text);
        self.backend_crashed(victim, "9: Killed");
    }
}

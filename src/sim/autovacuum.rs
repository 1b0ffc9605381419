//! Dead rows, the files that grow with them, and the autovacuum worker that clears them
//! away: one worker, one table at a time, slowed down by its cost limit.

use super::cache::BLOCK_BYTES;
use super::config::in_force::Settings;
use super::event::{Event, Job};
use super::journald::Level;
use super::spec::TableSpec;
use super::time::{MS, Nanos, to_seconds};
use super::world::World;

/// The worker's disk work is handed to the disk in portions of this length.
const PORTION: Nanos = 100 * MS;
/// `vacuum_cost_page_miss` and `vacuum_cost_page_dirty`: what a page with dead rows costs.
const PAGE_COST: f64 = 2.0 + 20.0;
/// Files grow to at most this many times their size without dead rows.
const BLOAT_MAX: f64 = 100.0;

/// A table's books.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub name: String,
    rows: f64,
    /// Blocks that live rows need.
    live: f64,
    /// Blocks of the file: it does not shrink.
    pub pages: f64,
    /// Dead rows that no vacuum has removed; a share of a row is kept.
    pub dead: f64,
    grown: u64,
}

impl Table {
    /// How many times more blocks a query touches than without dead rows.
    fn bloat(&self) -> f64 {
        self.pages / self.live.max(1.0)
    }
}

/// A vacuum under way.
#[derive(Clone, Copy, Debug)]
struct Run {
    table: usize,
    began: Nanos,
    pages: f64,
    left: f64,
    /// Dead rows when it began: those it removes.
    dead: f64,
}

/// The launcher's and the worker's state.
#[derive(Clone, Debug)]
pub(super) struct Vacuum {
    pub tables: Vec<Table>,
    enabled: bool,
    naptime: Nanos,
    threshold: f64,
    scale: f64,
    cost_delay: Nanos,
    cost_limit: f64,
    /// `log_autovacuum_min_duration`; `None`: never.
    log_from: Option<Nanos>,
    running: Option<Run>,
    /// Number of the wake-up that counts.
    wake: u32,
    /// Vacuums that came to their end, since the world began.
    pub done: u64,
}

impl Vacuum {
    pub(super) fn new(tables: &[TableSpec], settings: &Settings) -> Vacuum {
        let table = |spec: &TableSpec| Table {
            name: spec.name.clone(),
            rows: spec.rows as f64,
            live: spec.blocks.max(1) as f64,
            pages: spec.blocks.max(1) as f64,
            dead: 0.0,
            grown: 0,
        };
        let mut vacuum = Vacuum {
            tables: tables.iter().map(table).collect(),
            enabled: false,
            naptime: 0,
            threshold: 0.0,
            scale: 0.0,
            cost_delay: 0,
            cost_limit: 0.0,
            log_from: None,
            running: None,
            wake: 0,
            done: 0,
        };
        vacuum.obey(settings);
        vacuum
    }

    pub(super) fn obey(&mut self, settings: &Settings) {
        // -1: as for a vacuum by hand.
        let delay = settings.real("autovacuum_vacuum_cost_delay");
        let delay = if delay < 0.0 {
            settings.real("vacuum_cost_delay")
        } else {
            delay
        };
        let limit = settings.int("autovacuum_vacuum_cost_limit");
        let limit = if limit <= 0 {
            settings.int("vacuum_cost_limit")
        } else {
            limit
        };
        self.enabled = settings.on("autovacuum") && settings.on("track_counts");
        self.naptime = settings.ms("autovacuum_naptime").saturating_mul(MS).max(MS);
        self.threshold = settings.int("autovacuum_vacuum_threshold") as f64;
        self.scale = settings.real("autovacuum_vacuum_scale_factor");
        self.cost_delay = (delay * MS as f64) as Nanos;
        self.cost_limit = limit.max(1) as f64;
        let log = settings.int("log_autovacuum_min_duration");
        self.log_from = u64::try_from(log).ok().map(|ms| ms.saturating_mul(MS));
    }

    /// The worker is gone.
    pub(super) fn stop(&mut self) {
        self.running = None;
        self.wake += 1;
    }

    /// Live rows take this much more.
    pub(super) fn grown(&mut self, table: Option<usize>, bytes: u64) {
        if let Some(table) = table.and_then(|t| self.tables.get_mut(t)) {
            table.grown = table.grown.saturating_add(bytes);
            let blocks = table.grown / BLOCK_BYTES;
            table.grown -= blocks * BLOCK_BYTES;
            table.live += blocks as f64;
            table.pages += blocks as f64;
        }
    }

    /// Does the table have more dead rows than the threshold?
    fn due(&self, table: &Table) -> bool {
        table.dead > self.threshold + self.scale * table.rows
    }

    /// Pages that the cost limit lets the worker touch in a time; none: no limit.
    fn pages_in(&self, time: Nanos) -> Option<f64> {
        (self.cost_delay > 0)
            .then(|| time as f64 / self.cost_delay as f64 * self.cost_limit / PAGE_COST)
    }
}

impl World {
    /// A transaction leaves dead rows behind; the file grows when they need room.
    pub(super) fn rows_die(&mut self, table: Option<usize>, rows: u32) {
        let vacuum = &mut self.server.life.vacuum;
        if let Some(table) = table.and_then(|t| vacuum.tables.get_mut(t)) {
            table.dead += f64::from(rows);
            let needed = table.live * (1.0 + table.dead / table.rows.max(1.0));
            table.pages = table.pages.max(needed.min(table.live * BLOAT_MAX));
        }
    }

    /// Blocks a query touches in a table that dead rows have blown up.
    pub(super) fn bloated(&self, blocks: u32, table: Option<usize>) -> u32 {
        match table.and_then(|t| self.server.life.vacuum.tables.get(t)) {
            Some(table) => (f64::from(blocks) * table.bloat()) as u32,
            None => blocks,
        }
    }

    fn wake_vacuum(&mut self, at: Nanos) {
        let vacuum = &mut self.server.life.vacuum;
        vacuum.wake += 1;
        let event = Event::Background(Job::Vacuum, vacuum.wake);
        self.calendar.push(at, event);
    }

    /// The launcher sleeps until it looks at the tables again.
    pub(super) fn vacuum_waits(&mut self) {
        let vacuum = &self.server.life.vacuum;
        if vacuum.enabled && !vacuum.tables.is_empty() && vacuum.running.is_none() {
            let at = self.calendar.now().saturating_add(vacuum.naptime);
            self.wake_vacuum(at);
        }
    }

    pub(super) fn on_vacuum(&mut self, wake: u32) {
        let now = self.calendar.now();
        let vacuum = &mut self.server.life.vacuum;
        if vacuum.wake != wake {
            return;
        }
        if vacuum.running.is_some() {
            return self.vacuum_goes_on();
        }
        let due = vacuum.tables.iter().position(|table| vacuum.due(table));
        let Some(index) = due.filter(|_| vacuum.enabled) else {
            return self.vacuum_waits();
        };
        if let Some(table) = vacuum.tables.get(index) {
            vacuum.running = Some(Run {
                table: index,
                began: now,
                pages: table.pages,
                left: table.pages,
                dead: table.dead,
            });
        }
        self.vacuum_goes_on();
    }

    /// The worker reads and cleans the next pages, as far as its cost limit lets it.
    fn vacuum_goes_on(&mut self) {
        let now = self.calendar.now();
        let miss = self.server.cache.miss_ratio();
        let (read, life) = (self.spec.database.disk_block as f64, &mut self.server.life);
        let write = life
            .wal
            .as_ref()
            .map_or(0.0, |wal| wal.spec.write_block as f64);
        let vacuum = &mut life.vacuum;
        let limited = vacuum.pages_in(PORTION);
        let Some(run) = &mut vacuum.running else {
            return;
        };
        if run.left <= 0.0 {
            return self.vacuum_done();
        }
        let pages = limited.unwrap_or(run.left).min(run.left);
        run.left -= pages;
        let last = run.left <= 0.0;
        let work = (pages * (miss * read + write)) as Nanos;
        // The delays of the pages of this portion; the last one may be shorter.
        let slept = limited.map_or(0.0, |all| pages / all.max(1e-9) * PORTION as f64) as Nanos;
        let done = self.charge_disk(work).max(now.saturating_add(slept));
        let next = if last { done } else { done.max(now + PORTION) };
        self.wake_vacuum(next);
    }

    fn vacuum_done(&mut self) {
        let now = self.calendar.now();
        let vacuum = &mut self.server.life.vacuum;
        let Some(run) = vacuum.running.take() else {
            return;
        };
        vacuum.done += 1;
        let elapsed = now - run.began;
        let said = vacuum.log_from.is_some_and(|least| elapsed >= least);
        let Some(table) = vacuum.tables.get_mut(run.table) else {
            return;
        };
        table.dead = (table.dead - run.dead).max(0.0);
        let texts = [
            format!(
                "automatic vacuum of table \"{}\": index scans: 1",
                table.name
            ),
            format!(
                "\tpages: 0 removed, {:.0} remain, {:.0} scanned (100.00% of total)",
                run.pages, run.pages
            ),
            format!(
                "\ttuples: {:.0} removed, {:.0} remain, 0 are dead but not yet removable",
                run.dead, table.rows
            ),
            format!("\tsystem usage: elapsed: {:.2} s", to_seconds(elapsed)),
        ];
        if said {
            for text in texts {
                self.log_database(Level::Info, "autovacuum", text);
            }
        }
        self.vacuum_waits();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_limit_is_about_four_and_a_half_thousand_pages_a_second() {
        // 200 credits each 2 ms, 22 a page: 200 / 22 / 0.002 = 4545.
        let vacuum = Vacuum::new(&[], &Settings::defaults());
        let pages = vacuum.pages_in(1000 * MS).unwrap_or(0.0);
        assert!((pages - 4545.45).abs() < 0.01, "{pages}");
    }

    #[test]
    fn due_above_threshold_and_share() {
        let spec = TableSpec {
            name: "shop.public.orders".into(),
            rows: 1000,
            blocks: 10,
        };
        let mut vacuum = Vacuum::new(&[spec], &Settings::defaults());
        vacuum.tables[0].dead = 250.0;
        assert!(!vacuum.due(&vacuum.tables[0]), "50 + 0.2 * 1000");
        vacuum.tables[0].dead = 251.0;
        assert!(vacuum.due(&vacuum.tables[0]));
    }
}

//! All locks of the database: tables, their hot rows, and who takes which of them.
//!
//! A row has one holder and a line of waiters. In PostgreSQL the first of the line holds
//! the tuple's lock and waits for the holder's transaction, the others wait for the
//! tuple: that is what the texts and the views say here as well.

use super::lock_queue::LockQueue;
use super::transaction::{Lock, Lockable, PickedRow, Transaction};
use crate::rng::Stream;
use crate::slab::Handle;
use crate::spec::LockMode;
use crate::spec::{LockOrder, RowLockSpec, RowMode, RowPick, WorldSpec};
use std::collections::VecDeque;

/// Hot rows of a table at most; more are cut.
pub(crate) const ROWS_MAX: u32 = 10_000;

/// Object ids of user tables begin here (`FirstNormalObjectId`); the database has the first.
const FIRST_OID: u32 = 16_384;

/// One row that can be locked.
#[derive(Clone, Debug, Default)]
pub(super) struct RowLock {
    pub holder: Option<Handle>,
    /// The holder's transaction, or the last one's.
    pub xid: u32,
    pub waiters: VecDeque<Handle>,
}

/// The locks of one table: its queue and its hot rows.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub name: String,
    pub queue: LockQueue<Handle>,
    pub rows: Vec<RowLock>,
}

/// How a class picks one row.
#[derive(Clone, Debug)]
struct Picker {
    table: u16,
    rows: u32,
    mode: RowMode,
    /// Sums of the rows' weights; empty: all alike.
    sums: Vec<f64>,
}

/// What the transactions of a class lock, and what its queries cost.
#[derive(Clone, Debug)]
struct ClassPlan {
    reads: Vec<u16>,
    pickers: Vec<Picker>,
    sorted: bool,
    stream: Stream,
    cpu_percent: u32,
    blocks_percent: u32,
}

/// All table and row locks of the database.
#[derive(Clone, Debug)]
pub(crate) struct Locks {
    pub(super) tables: Vec<Table>,
    classes: Vec<ClassPlan>,
    /// Tables that the loops of a service read.
    loops: Vec<Vec<u16>>,
    next_xid: u32,
    /// Deadlocks so far.
    pub deadlocks: u64,
}

impl Locks {
    /// All locks free.
    pub(crate) fn new(spec: &WorldSpec, seed: u64) -> Locks {
        let mut tables: Vec<Table> = Vec::new();
        let mut place = |name: &str, rows: u32| {
            let found = tables.iter().position(|t| t.name == name);
            let at = found.unwrap_or_else(|| {
                tables.push(Table {
                    name: name.to_string(),
                    queue: LockQueue::default(),
                    rows: Vec::new(),
                });
                tables.len() - 1
            });
            let rows = rows.min(ROWS_MAX) as usize;
            if tables[at].rows.len() < rows {
                tables[at].rows.resize_with(rows, RowLock::default);
            }
            at as u16
        };
        let mut classes = Vec::new();
        for (i, class) in spec.classes.iter().enumerate() {
            let transaction = &class.transaction;
            let reads = transaction
                .reads
                .iter()
                .map(|name| place(name, 0))
                .collect();
            let locks = transaction.row_locks.iter();
            classes.push(ClassPlan {
                reads,
                pickers: locks
                    .map(|lock| picker(lock, place(&lock.table, lock.rows.max(1))))
                    .collect(),
                sorted: transaction.order == LockOrder::Sorted,
                stream: Stream::new(seed, "row-locks", i as u64),
                cpu_percent: 100,
                blocks_percent: 100,
            });
        }
        let mut loops = Vec::new();
        for service in &spec.services {
            let reads = service.loops.as_ref().map_or(&[][..], |l| &l.reads);
            loops.push(reads.iter().map(|name| place(name, 0)).collect());
        }
        Locks {
            tables,
            classes,
            loops,
            next_xid: 742,
            deadlocks: 0,
        }
    }

    /// False if nothing in this world locks anything.
    pub(crate) fn is_on(&self) -> bool {
        !self.tables.is_empty()
    }

    pub(crate) fn table(&self, name: &str) -> Option<u16> {
        let found = self.tables.iter().position(|t| t.name == name);
        found.map(|at| at as u16)
    }

    pub(super) fn table_name(&self, table: u16) -> &str {
        self.tables
            .get(usize::from(table))
            .map_or("", |t| t.name.as_str())
    }

    pub(super) fn row_mut(&mut self, table: u16, row: u32) -> Option<&mut RowLock> {
        self.tables
            .get_mut(usize::from(table))?
            .rows
            .get_mut(row as usize)
    }

    pub(super) fn row(&self, table: u16, row: u32) -> Option<&RowLock> {
        self.tables.get(usize::from(table))?.rows.get(row as usize)
    }

    pub(super) fn queue_mut(&mut self, table: u16) -> Option<&mut LockQueue<Handle>> {
        self.tables
            .get_mut(usize::from(table))
            .map(|t| &mut t.queue)
    }

    /// The next transaction id.
    pub(super) fn take_xid(&mut self) -> u32 {
        self.next_xid = self.next_xid.checked_add(1).unwrap_or(3);
        self.next_xid
    }

    /// `pg_class.oid` of a table.
    pub(super) fn oid(table: u16) -> u32 {
        FIRST_OID + 1 + 5 * u32::from(table)
    }

    /// `pg_database.oid` of the only database.
    pub(super) fn database_oid() -> u32 {
        FIRST_OID
    }

    /// The rows that a transaction of a class will lock, in its order.
    pub(super) fn pick_rows(&mut self, class: usize, picked: &mut Vec<PickedRow>) {
        let Some(plan) = self.classes.get_mut(class) else {
            return;
        };
        for picker in &plan.pickers {
            picked.push(PickedRow {
                table: picker.table,
                row: picker.draw(&mut plan.stream),
                mode: picker.mode,
            });
        }
        if plan.sorted {
            picked.sort_unstable_by_key(|p| (p.table, p.row));
        }
    }

    /// The `n`-th lock that a class's transaction needs for the statement it is at.
    pub(super) fn need_of_class(
        &self,
        class: usize,
        transaction: &Transaction,
        n: usize,
    ) -> Option<Lock> {
        let reads = &self.classes.get(class)?.reads;
        if let Some(table) = reads.get(n) {
            return Some(Lock {
                what: Lockable::Table(*table),
                mode: LockMode::AccessShare,
            });
        }
        let statement = (transaction.statements as usize).checked_sub(1)?;
        let picked = transaction.picked.get(statement)?;
        match n - reads.len() {
            0 => Some(Lock {
                what: Lockable::Table(picked.table),
                mode: picked.mode.table_mode(),
            }),
            1 => Some(Lock {
                what: Lockable::Row(picked.table, picked.row),
                mode: picked.mode.tuple_mode(),
            }),
            _ => None,
        }
    }

    /// The `n`-th lock of a query of a service's loops.
    pub(super) fn need_of_loop(&self, service: usize, n: usize) -> Option<Lock> {
        self.loops.get(service)?.get(n).map(|table| Lock {
            what: Lockable::Table(*table),
            mode: LockMode::AccessShare,
        })
    }

    /// CPU and blocks of a class's query, percent of the spec's.
    pub(super) fn cost_percent(&self, class: usize) -> (u32, u32) {
        let plan = self.classes.get(class);
        plan.map_or((100, 100), |p| (p.cpu_percent, p.blocks_percent))
    }

    pub(crate) fn set_cost_percent(&mut self, class: usize, cpu: u32, blocks: u32) {
        if let Some(plan) = self.classes.get_mut(class) {
            (plan.cpu_percent, plan.blocks_percent) = (cpu, blocks);
        }
    }
}

fn picker(lock: &RowLockSpec, table: u16) -> Picker {
    let rows = lock.rows.clamp(1, ROWS_MAX);
    let sums = match lock.pick {
        RowPick::Uniform => Vec::new(),
        RowPick::Zipf(exponent) => {
            let weight = |k| libm::pow(f64::from(k), -exponent);
            let sum = |sum: &mut f64, k| {
                *sum += weight(k);
                Some(*sum)
            };
            (1..=rows).scan(0.0, sum).collect()
        }
    };
    Picker {
        table,
        rows,
        mode: lock.mode,
        sums,
    }
}

impl Picker {
    fn draw(&self, stream: &mut Stream) -> u32 {
        let unit = stream.unit();
        let row = match self.sums.last() {
            None => (unit * f64::from(self.rows)) as u32,
            Some(all) => self.sums.partition_point(|sum| *sum <= unit * all) as u32,
        };
        row.min(self.rows - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(pick: RowPick) -> Vec<f64> {
        let lock = RowLockSpec {
            table: "stock".into(),
            rows: 4,
            pick,
            mode: RowMode::Update,
        };
        let picker = picker(&lock, 0);
        let mut stream = Stream::new(5, "row-locks", 0);
        let mut counts = [0u32; 4];
        for _ in 0..100_000 {
            counts[picker.draw(&mut stream) as usize] += 1;
        }
        counts.iter().map(|n| f64::from(*n) / 1e5).collect()
    }

    /// Shares of 100,000 draws against their probabilities, by z-scores.
    #[test]
    fn rows_are_picked_by_their_weights() {
        let harmonic = 1.0 + 0.5 + 1.0 / 3.0 + 0.25;
        let zipf = [1.0, 0.5, 1.0 / 3.0, 0.25].map(|w| w / harmonic);
        let cases = [(RowPick::Uniform, [0.25; 4]), (RowPick::Zipf(1.0), zipf)];
        for (pick, expected) in cases {
            for (share, p) in shares(pick).into_iter().zip(expected) {
                let z = (share - p) / (p * (1.0 - p) / 1e5).sqrt();
                assert!(z.abs() < 4.0, "{pick:?}: {share} for {p}");
            }
        }
    }
}

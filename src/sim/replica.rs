//! A streaming standby: it gets the log over a network and replays it, later than the
//! primary wrote it. What it has not got is lost when it takes over.

use super::database::ConnectError;
use super::event::{Event, Job};
use super::journald::Level;
use super::server::Status;
use super::spec::ReplicaSpec;
use super::time::{Nanos, SEC, to_seconds};
use super::wal::{Cause, lsn_text};
use super::world::World;
use std::collections::VecDeque;
use std::sync::Arc;

/// Commits on their way are told apart up to this many; then neighbours become one.
const COMMITS_MAX: usize = 4_096;

/// Commits that end at a log position.
#[derive(Clone, Copy, Debug)]
struct Commits {
    lsn: u64,
    at: Nanos,
    count: u64,
}

/// What the standby has got and replayed.
#[derive(Clone, Debug)]
pub(super) struct Replica {
    pub spec: ReplicaSpec,
    /// End of the log at the primary when it was last looked at, and when that was.
    known: u64,
    last: Nanos,
    sent: u64,
    replayed: u64,
    pending: VecDeque<Commits>,
    /// It has taken over, or is about to.
    pub promoted: bool,
    /// What the failover lost: commits, and bytes of the log.
    pub lost: (u64, u64),
}

/// Bytes that go through in a time at a rate.
fn flow(rate: u64, time: Nanos) -> u64 {
    let bytes = u128::from(rate) * u128::from(time) / u128::from(SEC);
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

impl Replica {
    pub(super) fn new(spec: ReplicaSpec) -> Replica {
        Replica {
            spec,
            known: 0,
            last: 0,
            sent: 0,
            replayed: 0,
            pending: VecDeque::new(),
            promoted: false,
            lost: (0, 0),
        }
    }

    /// Stand at this position: all got, all replayed.
    pub(super) fn begin(&mut self, lsn: u64) {
        (self.known, self.sent, self.replayed) = (lsn, lsn, lsn);
    }

    /// What went through since the last look; less than a byte of it is left out.
    fn advance(&mut self, now: Nanos) {
        let time = now.saturating_sub(self.last);
        let sent = flow(self.spec.network_bytes_per_second, time);
        let replayed = flow(self.spec.apply_bytes_per_second, time);
        if (sent == 0 || replayed == 0) && self.replayed < self.known {
            return;
        }
        self.sent = self.sent.saturating_add(sent).min(self.known);
        self.replayed = self.replayed.saturating_add(replayed).min(self.sent);
        self.last = now;
        while self.pending.front().is_some_and(|c| c.lsn <= self.replayed) {
            self.pending.pop_front();
        }
    }

    /// The primary has written up to `lsn`, with so many commits at its end.
    pub(super) fn hears(&mut self, now: Nanos, lsn: u64, count: u64) {
        self.advance(now);
        if self.replayed >= self.known {
            // It waited for something to do.
            self.last = now;
        }
        self.known = lsn;
        if self.pending.len() >= COMMITS_MAX {
            self.merge();
        }
        let at = now;
        self.pending.push_back(Commits { lsn, at, count });
    }

    /// Two neighbours become one, in place.
    fn merge(&mut self) {
        let all = self.pending.len();
        for _ in 0..all / 2 {
            let (first, second) = (self.pending.pop_front(), self.pending.pop_front());
            if let (Some(first), Some(second)) = (first, second) {
                self.pending.push_back(Commits {
                    lsn: second.lsn,
                    at: first.at,
                    count: first.count + second.count,
                });
            }
        }
        if all % 2 == 1 {
            self.pending.rotate_left(1);
        }
    }

    /// Bytes not yet replayed, bytes not yet got, and the age of the oldest commit that
    /// is not yet seen there, seconds; as of the last look.
    pub(super) fn lag(&self, now: Nanos) -> (u64, u64, f64) {
        let age = self.pending.front().map_or(0, |c| now - c.at);
        (
            self.known - self.replayed,
            self.known - self.sent,
            to_seconds(age),
        )
    }

    /// The primary is gone: what had not been got never will be.
    fn cut_off(&mut self, now: Nanos) {
        self.advance(now);
        let sent = self.sent;
        let lost = self.pending.iter().filter(|c| c.lsn > sent);
        self.lost = (lost.map(|c| c.count).sum(), self.known - sent);
        self.promoted = true;
    }

    /// The position up to which the log is here.
    pub(super) fn sent(&self) -> u64 {
        self.sent
    }
}

impl World {
    /// What the standby and the failover stand at: commits lost, bytes of log lost.
    #[must_use]
    pub fn lost_in_failover(&self) -> Option<(u64, u64)> {
        let replica = self.server.life.replica.as_ref()?;
        replica.promoted.then_some(replica.lost)
    }

    /// Look what has gone through by now.
    pub(super) fn replica_advances(&mut self) {
        let now = self.calendar.now();
        if let Some(replica) = &mut self.server.life.replica
            && !replica.promoted
        {
            replica.advance(now);
        }
    }

    pub(super) fn replica_hears(&mut self, commit: bool) {
        let now = self.calendar.now();
        let life = &mut self.server.life;
        if let (Some(wal), Some(replica)) = (&life.wal, &mut life.replica)
            && !replica.promoted
        {
            replica.hears(now, wal.lsn, u64::from(commit));
        }
    }

    /// Fence the primary, promote the standby, move the address.
    pub(super) fn fail_over(&mut self) {
        let now = self.calendar.now();
        let Some(replica) = &mut self.server.life.replica else {
            return;
        };
        replica.cut_off(now);
        let (lost, bytes) = replica.lost;
        let sent = replica.sent();
        let left = replica.sent - replica.replayed;
        let rate = replica.spec.apply_bytes_per_second.max(1);
        let replay = u128::from(left) * u128::from(SEC) / u128::from(rate);
        let replay = Nanos::try_from(replay).unwrap_or(Nanos::MAX / 4);
        let promoted = now
            .saturating_add(replay)
            .saturating_add(replica.spec.promotion);
        let reached = now.saturating_add(replica.spec.address_moves);
        let host = replica.spec.host.clone();
        self.server.life.unreachable = true;
        self.server.life.read_only = true;
        self.server.life.start_again = false;
        self.server.life.clean = false;
        self.end_all_sessions(ConnectError::ImmediateShutdown);
        self.server.status = Status::Down;
        self.server.epoch += 1;
        let epoch = self.server.epoch;
        self.moves_to_standby(sent);
        let title = format!("Failover to {host}: {lost} commits ({bytes} bytes of log) are lost");
        Arc::make_mut(&mut self.spec).database.host = host;
        self.notice(title, "postgresql");
        self.log_database(Level::Info, "failover", "received promote request".into());
        let text = "FATAL:  terminating walreceiver process due to administrator command";
        self.log_database(Level::Info, "failover", text.into());
        let promotion = Event::Background(Job::Promoted, epoch);
        self.calendar.push(promoted, promotion);
        let address = Event::Background(Job::AddressMoves, epoch);
        self.calendar.push(reached, address);
    }

    /// The standby's machine: as large, its buffers cold for reads, nothing to write back.
    fn moves_to_standby(&mut self, lsn: u64) {
        let life = &mut self.server.life;
        life.vacuum.stop();
        if let Some(wal) = &mut life.wal {
            wal.continue_at(lsn);
        }
        if let Some(disk) = &mut life.disk {
            disk.filler = 0;
        }
        if let Some(memory) = &mut life.memory {
            memory.pages.restart(0);
        }
        self.empty_buffers();
    }

    /// The standby takes writes.
    pub(super) fn on_promoted(&mut self) {
        let now = self.calendar.now();
        self.server.life.read_only = false;
        let lsn = self.server.life.wal.as_ref().map_or(0, |wal| wal.lsn);
        let at = self.log_time(now);
        let texts = [
            format!("last completed transaction was at log time {at}"),
            "selected new timeline ID: 2".to_string(),
            "archive recovery complete".to_string(),
        ];
        let text = format!(
            "invalid record length at {}: wanted 24, got 0",
            lsn_text(lsn)
        );
        self.log_database(Level::Info, "failover", text);
        for text in texts {
            self.log_database(Level::Info, "promoted", text);
        }
        if self.server.status == Status::Ready {
            self.primary_works();
        }
    }

    /// Clients reach the standby under the old name.
    pub(super) fn on_address_moves(&mut self) {
        let now = self.calendar.now();
        self.server.life.unreachable = false;
        self.server.status = Status::Ready;
        self.server.started_at = now;
        let host = self.spec.database.host.clone();
        self.notice(format!("The database's address leads to {host}"), "");
        if self.server.life.read_only {
            let text = "database system is ready to accept read-only connections";
            self.log_database(Level::Info, "promoted", text.into());
        } else {
            self.primary_works();
        }
    }

    fn primary_works(&mut self) {
        let life = &mut self.server.life;
        (life.clean, life.crashed, life.recovering) = (false, false, false);
        self.background_begins();
        self.begin_checkpoint(Cause::Promotion);
        let text = "database system is ready to accept connections";
        self.log_database(Level::Info, "promoted", text.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::MS;

    fn replica() -> Replica {
        Replica::new(ReplicaSpec {
            host: "db-2".into(),
            network_bytes_per_second: 1_000_000,
            apply_bytes_per_second: 500_000,
            promotion: SEC,
            address_moves: SEC,
        })
    }

    #[test]
    fn lag_is_what_the_rates_leave() {
        let mut replica = replica();
        replica.begin(1000);
        replica.hears(SEC, 1000 + 1_000_000, 7);
        replica.advance(SEC + 500 * MS);
        let (not_replayed, not_got, age) = replica.lag(SEC + 500 * MS);
        assert_eq!((not_replayed, not_got), (750_000, 500_000));
        assert!((age - 0.5).abs() < 1e-9);
        replica.advance(4 * SEC);
        assert_eq!(replica.lag(4 * SEC), (0, 0, 0.0));
    }

    #[test]
    fn what_was_not_got_is_lost() {
        let mut replica = replica();
        replica.begin(0);
        for i in 1..=10u64 {
            replica.hears(SEC, i * 100_000, 1);
        }
        replica.cut_off(SEC + 350 * MS);
        assert_eq!(replica.lost, (7, 650_000), "three of ten were got");
    }

    #[test]
    fn neighbours_become_one_and_none_is_lost_from_the_count() {
        let mut replica = replica();
        replica.begin(0);
        for i in 1..=100_000u64 {
            replica.hears(0, i * 1000, 1);
        }
        assert!(replica.pending.len() <= COMMITS_MAX);
        replica.cut_off(0);
        assert_eq!(replica.lost.0, 100_000);
    }
}

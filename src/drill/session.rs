//! A run under way: a world, the player's actions, and the people and rules around it.
//!
//! Invariant: everything a session does happens at a time that follows from incident,
//! seed and journal alone, never from how far one call advances it.

use super::action::{Action, Diagnosis, Entry, JOURNAL_VERSION, Journal, Kind};
use super::alerts::{Alert, Turn};
use super::board::Board;
use super::channel::Talk;
use super::feed::{Feed, FeedKind, News};
use super::hints::Hint;
use super::journal::entry_bytes;
use super::pager::Pager;
use super::people::Call;
use super::pipelines::PipelineRun;
use super::policy::Player;
use super::proof::Proof;
use super::roles::Assigned;
use super::silence::Silence;
use super::status::Posted;
use crate::incident::document::Incident;
use crate::incident::lower::lower;
use crate::sim::World;
use crate::sim::time::{MS, Nanos};
use std::collections::VecDeque;
use std::sync::Arc;

/// A change of the player's that was accepted.
#[derive(Clone, Debug)]
pub struct Change {
    /// Asked for then.
    pub at: Nanos,
    /// In words.
    pub title: String,
    /// Takes effect then, as far as known beforehand.
    pub due: Nanos,
}

/// A statement that was made: a status update or a diagnosis.
#[derive(Clone, Debug)]
pub struct Stated {
    /// When.
    pub at: Nanos,
    /// The diagnosis, with the ids of what was meant.
    pub diagnosis: Diagnosis,
    /// Component right, cause right.
    pub right: (bool, bool),
}

/// How a run stands to its world: see [`super::convoy`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ride {
    /// The world is its own.
    Alone,
    /// It shares the world with others and must not change it.
    Rides,
    /// It is about to change the world and needs one of its own.
    Leaves,
}

/// A run under way.
#[derive(Clone, Debug)]
pub struct Session {
    pub(super) incident: Arc<Incident>,
    pub(super) world: World,
    pub(super) journal: Journal,
    journal_bytes: usize,
    pub(super) minute_zero: Nanos,
    pub(super) end: Nanos,
    queue: VecDeque<Entry>,
    pub(super) ride: Ride,
    pub(super) player: Option<Player>,
    pub(super) rejected: Vec<(Entry, String)>,
    pub(super) alerts: Vec<Alert>,
    pub(super) pager: Pager,
    pub(super) silences: Vec<Silence>,
    pub(super) talk: Talk,
    pub(super) roles: Vec<Assigned>,
    pub(super) posted: Vec<Posted>,
    pub(super) feed: Feed,
    pub(super) looked: Vec<(String, Nanos)>,
    pub(super) board: Board,
    pub(super) severity: Option<(u8, Nanos)>,
    pub(super) updates: Vec<Nanos>,
    pub(super) stated: Vec<Stated>,
    pub(super) calls: Vec<Call>,
    pub(super) changes: Vec<Change>,
    pub(super) runs: Vec<PipelineRun>,
    pub(super) resolved: Option<Nanos>,
    pub(super) healthy_since: Option<Nanos>,
    pub(super) proof: Proof,
    pub(super) hints: Vec<Hint>,
    rows_seen: u64,
    notices_seen: u64,
    health_columns: Vec<(usize, usize)>,
    pub(super) coach_step: usize,
    account_next: usize,
    accounts: bool,
}

impl Session {
    /// A run of this incident at the start of its world's history.
    #[must_use]
    pub fn new(incident: Arc<Incident>, seed: u64) -> Session {
        let world = World::new(lower(&incident), seed);
        let (minute_zero, end) = (world.spec().minute_zero, world.spec().end);
        let alerts = incident
            .alerts
            .iter()
            .map(|rule| Alert::new(rule, &world))
            .collect();
        let journal = Journal {
            version: JOURNAL_VERSION,
            incident: incident.id.clone(),
            seed,
            entries: Vec::new(),
        };
        let health_columns = incident.world.services.iter().filter_map(|s| {
            let s = &s.name;
            let errors = format!("service:http_server_requests_errors:ratio1m{{service=\"{s}\"}}");
            let p95 = format!("http_server_requests_seconds{{service=\"{s}\",quantile=\"0.95\"}}");
            Some((
                world.telemetry().column(&errors)?,
                world.telemetry().column(&p95)?,
            ))
        });
        Session {
            health_columns: health_columns.collect(),
            world,
            journal,
            journal_bytes: 0,
            minute_zero,
            end,
            queue: VecDeque::new(),
            ride: Ride::Alone,
            player: None,
            rejected: Vec::new(),
            alerts,
            pager: Pager::default(),
            silences: Vec::new(),
            talk: Talk::default(),
            roles: Vec::new(),
            posted: Vec::new(),
            feed: Feed::default(),
            looked: Vec::new(),
            board: Board::default(),
            severity: None,
            updates: Vec::new(),
            stated: Vec::new(),
            calls: Vec::new(),
            changes: Vec::new(),
            runs: Vec::new(),
            resolved: None,
            healthy_since: None,
            proof: Proof::default(),
            hints: Vec::new(),
            rows_seen: 0,
            notices_seen: 0,
            coach_step: 0,
            account_next: 0,
            accounts: false,
            incident,
        }
    }

    /// Let the post-mortem's account appear in the feed at its minutes.
    pub fn tell_account(&mut self) {
        self.accounts = true;
    }

    /// Actions to be done at their times: a script, or a journal to be continued.
    /// Entries before now are done at once.
    pub fn queue(&mut self, entries: impl IntoIterator<Item = Entry>) {
        self.queue.extend(entries);
        self.queue.make_contiguous().sort_by_key(|e| e.at_ms);
    }

    /// World time of a time in milliseconds from minute zero.
    #[must_use]
    pub fn world_time(&self, at_ms: i64) -> Nanos {
        let zero = i128::from(self.minute_zero);
        let at = zero + i128::from(at_ms) * i128::from(MS);
        Nanos::try_from(at.max(0)).unwrap_or(Nanos::MAX)
    }

    /// Milliseconds from minute zero of a world time, rounded down.
    #[must_use]
    pub fn at_ms(&self, at: Nanos) -> i64 {
        ((i128::from(at) - i128::from(self.minute_zero)).div_euclid(i128::from(MS))) as i64
    }

    /// The clock, milliseconds from minute zero.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.at_ms(self.world.now())
    }

    /// Advance to a time (not beyond the end of the run).
    pub fn advance_to(&mut self, to_ms: i64) {
        while !self.advance_some(to_ms, u64::MAX) {}
    }

    /// Advance towards a time, by about this many events at most. True when it is
    /// reached; else the clock stands somewhere before it.
    pub fn advance_some(&mut self, to_ms: i64, events_max: u64) -> bool {
        // A time that is past is reached already.
        let to = self.world_time(to_ms).min(self.end).max(self.world.now());
        let stop = self.world.events().saturating_add(events_max);
        loop {
            let next = self.next_stop(to);
            let left = stop.saturating_sub(self.world.events());
            if left == 0 {
                return false;
            }
            if !self.world.run_some(next, left) {
                return false;
            }
            self.listen();
            self.act_from_queue();
            self.play();
            if next == to {
                return true;
            }
        }
    }

    /// The next time at which the session itself has something to do.
    pub(super) fn next_stop(&self, to: Nanos) -> Nanos {
        let now = self.world.now();
        let interval = self.world.spec().scrape_interval.max(1);
        let scrape = (now / interval + 1) * interval;
        let mut next = to.min(scrape);
        if let Some(entry) = self.queue.front() {
            next = next.min(self.world_time(entry.at_ms));
        }
        let due = self.pager.next_due().into_iter();
        let played = self.player.as_ref().and_then(Player::due);
        for at in due.chain(self.talk.next_due()).chain(played) {
            next = next.min(at);
        }
        for call in self.calls.iter().filter(|c| !c.answered) {
            next = next.min(call.answers_at);
        }
        if self.accounts
            && let Some(entry) = self.incident.account.get(self.account_next)
        {
            next = next.min(self.world_time((entry.at_s * 1000.0) as i64));
        }
        next.max(now)
    }

    pub(super) fn act_from_queue(&mut self) {
        while let Some(entry) = self.queue.front() {
            if self.world_time(entry.at_ms) > self.world.now() {
                return;
            }
            if self.ride != Ride::Alone && self.needs_own_world(&entry.action) {
                self.ride = Ride::Leaves;
                return;
            }
            let Some(entry) = self.queue.pop_front() else {
                return;
            };
            if let Err(why) = self.act(entry.action.clone()) {
                self.rejected.push((entry, why));
            }
        }
    }

    /// Take in what the world has to say since the last time.
    pub(super) fn listen(&mut self) {
        let notices: Vec<_> = self
            .world
            .notices_since(self.notices_seen)
            .cloned()
            .collect();
        self.notices_seen = self.world.next_notice_id();
        for notice in notices {
            self.feed.notice(&notice, &self.world.spec().changes);
            self.hear_pipeline(&notice);
        }
        let fresh = (self.world.telemetry().scrapes() - self.rows_seen) as usize;
        self.rows_seen = self.world.telemetry().scrapes();
        let rows = self.world.telemetry().rows();
        let fresh: Vec<_> = rows
            .iter()
            .skip(rows.len().saturating_sub(fresh))
            .cloned()
            .collect();
        for row in fresh {
            self.judge_health(row.at, &row.values);
            self.evaluate_alerts(row.at, &row.values);
            self.run_pager();
            self.judge_lines(row.at);
        }
        self.run_pager();
        self.hear_people();
        self.say_lines();
        self.account();
        self.coach();
    }

    fn judge_health(&mut self, at: Nanos, values: &[f32]) {
        let goal = &self.incident.objective;
        let fine = |errors: f32, p95: f32| {
            f64::from(errors) <= goal.error_ratio_max && f64::from(p95) <= goal.p95_s_max
        };
        let well = self.health_columns.iter().all(|(errors, p95)| {
            // NaN (nobody was answered) is not well.
            fine(values[*errors], values[*p95])
        });
        self.healthy_since = if well {
            self.healthy_since.or(Some(at))
        } else {
            None
        };
        self.prove(at);
    }

    fn evaluate_alerts(&mut self, at: Nanos, values: &[f32]) {
        for index in 0..self.alerts.len() {
            let alert = &mut self.alerts[index];
            let Some(turn) = alert.evaluate(at, values) else {
                continue;
            };
            let name = alert.rule.name.clone();
            // What has ended because there is nothing to measure has no number to tell.
            let summary = match (&turn, alert.value_words()) {
                (Turn::Ended, None) => String::new(),
                _ => alert.summary(),
            };
            let pages = alert.pages();
            let (what, news) = match turn {
                Turn::Fired => ("is firing", News::Plain),
                Turn::Ended => ("has ended", News::Ended),
            };
            self.feed
                .alert(at, news, &name, &format!("{name} {what}"), &summary);
            match turn {
                Turn::Fired if pages => self.group_alert(index, at),
                Turn::Fired => {}
                Turn::Ended => self.ungroup_alert(index),
            }
        }
    }

    fn account(&mut self) {
        while self.accounts
            && let Some(entry) = self.incident.account.get(self.account_next)
        {
            let at = self.world_time((entry.at_s * 1000.0) as i64);
            if at > self.world.now() {
                return;
            }
            let text = entry.text.clone();
            self.feed
                .push(at, FeedKind::Account, "post-mortem", &text, "");
            self.account_next += 1;
        }
    }

    /// Do something now. It is in the journal when this returns `Ok`, with a note on
    /// what happens next.
    ///
    /// # Errors
    /// Says in words why it cannot be done; then nothing has changed.
    pub fn act(&mut self, action: Action) -> Result<String, String> {
        if self.over() {
            return Err("The run is over".into());
        }
        self.align();
        let at_ms = self.now_ms();
        let entry = Entry { at_ms, action };
        let bytes = entry_bytes(&entry, self.journal_bytes)?;
        let note = self.apply(&entry.action)?;
        self.remember(&entry.action);
        self.journal_bytes += bytes;
        self.journal.entries.push(entry);
        self.coach();
        Ok(note)
    }

    /// Would this action move or change the world?
    pub(super) fn needs_own_world(&self, action: &Action) -> bool {
        let whole = self.world.now() % MS == self.minute_zero % MS;
        action.kind() == Kind::Change || !whole
    }

    /// Go on to the next whole millisecond, so that a journal can name the time.
    fn align(&mut self) {
        let now = self.world.now();
        let aligned = self.minute_zero % MS;
        let past = (now + MS - aligned) % MS;
        if past != 0 {
            self.world.run_until(now + MS - past);
            self.listen();
        }
    }
}

//! A run under way: a world, the player's actions, and the people and rules around it.
//!
//! Invariant: everything a session does happens at a time that follows from incident,
//! seed and journal alone, never from how far one call advances it.

use super::action::{Action, Diagnosis, Entry, JOURNAL_VERSION, Journal};
use super::alerts::{Alert, Turn};
use super::board::Board;
use super::feed::{Feed, FeedKind};
use super::people::Call;
use crate::incident::document::Incident;
use crate::incident::lower::lower;
use crate::sim::World;
use crate::sim::time::{MS, Nanos, SEC, from_seconds};
use std::collections::VecDeque;
use std::sync::Arc;

/// A page is sent this long after its alert fired (Alertmanager's `group_wait`).
const GROUP_WAIT: Nanos = 30 * SEC;

/// A page to the on-call engineer.
#[derive(Clone, Debug)]
pub struct Page {
    /// Number, from 1.
    pub id: u32,
    /// Name of the alert.
    pub alert: String,
    /// What it says.
    pub title: String,
    /// Sent then.
    pub sent: Nanos,
    /// Acknowledged then.
    pub acknowledged: Option<Nanos>,
    /// Its alert ended then.
    pub resolved: Option<Nanos>,
}

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
    /// The diagnosis and whether it was right.
    pub diagnosis: Diagnosis,
    /// Component right, cause right.
    pub right: (bool, bool),
}

/// A run under way.
#[derive(Clone, Debug)]
pub struct Session {
    pub(super) incident: Arc<Incident>,
    pub(super) world: World,
    pub(super) journal: Journal,
    pub(super) minute_zero: Nanos,
    pub(super) end: Nanos,
    queue: VecDeque<Entry>,
    rejected: Vec<(Entry, String)>,
    pub(super) alerts: Vec<Alert>,
    pub(super) pages: Vec<Page>,
    pages_due: VecDeque<(Nanos, String, String)>,
    pub(super) feed: Feed,
    pub(super) looked: Vec<(String, Nanos)>,
    pub(super) board: Board,
    pub(super) severity: Option<(u8, Nanos)>,
    pub(super) updates: Vec<Nanos>,
    pub(super) stated: Vec<Stated>,
    pub(super) calls: Vec<Call>,
    pub(super) changes: Vec<Change>,
    pub(super) resolved: Option<Nanos>,
    healthy_since: Option<Nanos>,
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
            minute_zero,
            end,
            queue: VecDeque::new(),
            rejected: Vec::new(),
            alerts,
            pages: Vec::new(),
            pages_due: VecDeque::new(),
            feed: Feed::default(),
            looked: Vec::new(),
            board: Board::default(),
            severity: None,
            updates: Vec::new(),
            stated: Vec::new(),
            calls: Vec::new(),
            changes: Vec::new(),
            resolved: None,
            healthy_since: None,
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
        let to = self.world_time(to_ms).min(self.end);
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
            if next == to {
                return true;
            }
        }
    }

    /// The next time at which the session itself has something to do.
    fn next_stop(&self, to: Nanos) -> Nanos {
        let now = self.world.now();
        let interval = self.world.spec().scrape_interval.max(1);
        let scrape = (now / interval + 1) * interval;
        let mut next = to.min(scrape);
        if let Some(entry) = self.queue.front() {
            next = next.min(self.world_time(entry.at_ms));
        }
        if let Some((at, ..)) = self.pages_due.front() {
            next = next.min(*at);
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

    fn act_from_queue(&mut self) {
        while let Some(entry) = self.queue.front() {
            if self.world_time(entry.at_ms) > self.world.now() {
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
    fn listen(&mut self) {
        let notices: Vec<_> = self
            .world
            .notices_since(self.notices_seen)
            .cloned()
            .collect();
        self.notices_seen = self.world.next_notice_id();
        for notice in notices {
            self.feed.notice(&notice);
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
        }
        self.send_pages();
        self.hear_people();
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
    }

    fn evaluate_alerts(&mut self, at: Nanos, values: &[f32]) {
        for alert in &mut self.alerts {
            let Some(turn) = alert.evaluate(at, values) else {
                continue;
            };
            let name = alert.rule.name.clone();
            let summary = alert.summary();
            match turn {
                Turn::Fired => {
                    self.feed
                        .alert(at, &name, &format!("{name} is firing"), &summary);
                    let open = self
                        .pages
                        .iter()
                        .any(|p| p.alert == name && p.resolved.is_none());
                    if alert.pages() && !open {
                        self.pages_due.push_back((at + GROUP_WAIT, name, summary));
                    }
                }
                Turn::Ended => {
                    self.feed
                        .alert(at, &name, &format!("{name} has ended"), &summary);
                    self.pages_due.retain(|(_, n, _)| *n != name);
                    for page in &mut self.pages {
                        if page.alert == name && page.resolved.is_none() {
                            page.resolved = Some(at);
                        }
                    }
                }
            }
        }
    }

    fn send_pages(&mut self) {
        while self
            .pages_due
            .front()
            .is_some_and(|(at, ..)| *at <= self.world.now())
        {
            let Some((sent, alert, title)) = self.pages_due.pop_front() else {
                return;
            };
            let id = self.pages.len() as u32 + 1;
            self.feed.push(
                sent,
                FeedKind::Page,
                "pager",
                &format!("Page: {alert}"),
                &title,
            );
            let page = Page {
                id,
                alert,
                title,
                sent,
                acknowledged: None,
                resolved: None,
            };
            self.pages.push(page);
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
        let note = self.apply(&action)?;
        let at_ms = self.now_ms();
        self.journal.entries.push(Entry { at_ms, action });
        self.coach();
        Ok(note)
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

    /// The run is over: declared resolved, or at its end.
    #[must_use]
    pub fn over(&self) -> bool {
        self.resolved.is_some() || self.world.now() >= self.end
    }

    /// The incident.
    #[must_use]
    pub fn incident(&self) -> &Arc<Incident> {
        &self.incident
    }

    /// The world.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.world
    }

    /// What was done so far.
    #[must_use]
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// Entries of the queue that could not be done, and why.
    #[must_use]
    pub fn rejected(&self) -> &[(Entry, String)] {
        &self.rejected
    }

    /// Alert rules and how they stand.
    #[must_use]
    pub fn alerts(&self) -> &[Alert] {
        &self.alerts
    }

    /// Pages, oldest first.
    #[must_use]
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// The stream of what happened.
    #[must_use]
    pub fn feed(&self) -> &Feed {
        &self.feed
    }

    /// What was looked at: evidence name and first time.
    #[must_use]
    pub fn looked(&self) -> &[(String, Nanos)] {
        &self.looked
    }

    /// The diagnosis board.
    #[must_use]
    pub fn board(&self) -> &Board {
        &self.board
    }

    /// Severity set last, and when.
    #[must_use]
    pub fn severity(&self) -> Option<(u8, Nanos)> {
        self.severity
    }

    /// Times of status updates.
    #[must_use]
    pub fn updates(&self) -> &[Nanos] {
        &self.updates
    }

    /// Diagnoses stated, oldest first.
    #[must_use]
    pub fn stated(&self) -> &[Stated] {
        &self.stated
    }

    /// People called.
    #[must_use]
    pub fn calls(&self) -> &[Call] {
        &self.calls
    }

    /// Changes asked for.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The objective has been met without a break since then.
    #[must_use]
    pub fn healthy_since(&self) -> Option<Nanos> {
        self.healthy_since
    }

    /// The objective has been met for the soak time.
    #[must_use]
    pub fn soaked(&self) -> bool {
        let soak = from_seconds(self.incident.objective.soak_s);
        self.healthy_since
            .is_some_and(|since| self.world.now() - since >= soak)
    }

    /// Declared resolved then.
    #[must_use]
    pub fn resolved(&self) -> Option<Nanos> {
        self.resolved
    }

    /// Minute zero and the end of the run, world time.
    #[must_use]
    pub fn span(&self) -> (Nanos, Nanos) {
        (self.minute_zero, self.end)
    }

    /// Visits affected from minute zero to a world time, whole minutes, all classes;
    /// and all visits.
    #[must_use]
    pub fn harm_until(&self, to: Nanos) -> (u64, u64) {
        let sum = |f: &dyn Fn(&crate::sim::ledger::Visits) -> u64| {
            let classes = self.world.ledger().iter();
            classes
                .map(|class| f(&class.between(self.minute_zero, to)))
                .sum()
        };
        (sum(&|v| v.affected), sum(&|v| v.total))
    }
}

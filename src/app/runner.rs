//! What the worker does: takes messages, steps the world in slices, sends reports.
//!
//! Pure: the thin worker around it passes texts and the time. Invariant: at most one
//! report is on its way without an acknowledgement.

use super::jury::Jury;
use super::lab::LabHand;
use super::protocol::{Answer, Ask, FromWorker, Mode, Ready, Receipt, Report, Start, ToWorker};
use super::verifier::Verifier;
use super::views;
use crate::drill::action::{Action, Entry};
use crate::drill::{Session, responders};
use crate::incident::library;
use crate::incident::utc::parse_utc;
use crate::json;
use crate::terminal::{Hands, Terminal};
use std::sync::Arc;

/// Events between two looks at the clock.
const SLICE_EVENTS: u64 = 10_000;
/// A step of the worker takes about this long, ms.
const STEP_MS: f64 = 12.0;
/// Longest real time that one step makes up for, ms: a backlog is dropped, not replayed.
const CATCH_UP_MS: f64 = 250.0;
/// Shortest time between two reports, ms.
const REPORT_EVERY_MS: f64 = 60.0;
/// Shortest time between two looks at terminal output that goes on, ms.
const POLL_EVERY_MS: f64 = 250.0;
/// Fastest clock, simulated seconds per second.
pub const SPEED_MAX: f64 = 120.0;

/// Responder that the watch way shows.
const WATCHED: &str = "original-team";

enum Phase {
    Idle,
    Loading { to_ms: i64 },
    Running,
    Done,
}

struct Run {
    session: Session,
    mode: Mode,
    from_ms: i64,
    speed: f64,
    /// Simulated milliseconds still owed to the clock.
    owed_ms: f64,
    entries_sent: usize,
    rows_sent: u64,
    logs_sent: u64,
    feed_sent: u64,
    /// Made when the page first types into it.
    terminal: Option<Terminal>,
    polled_ms: f64,
}

impl Run {
    fn set_speed(&mut self, factor: f64) {
        self.speed = if factor.is_finite() {
            factor.clamp(0.0, SPEED_MAX)
        } else {
            0.0
        };
        self.owed_ms = 0.0;
    }

    /// Hands for the terminal on this run, and the terminal.
    fn terminal(&mut self) -> (&mut Terminal, Hands<'_>) {
        let terminal = self
            .terminal
            .get_or_insert_with(|| Terminal::new(&self.session));
        let watched = self.mode == Mode::Watch;
        (terminal, Hands::new(&mut self.session, watched))
    }

    fn type_in(&mut self, line: &str) -> crate::terminal::Output {
        let is_new = self.terminal.is_none();
        let (terminal, mut hands) = self.terminal();
        match is_new && line.is_empty() {
            true => terminal.greet(&mut hands),
            false => terminal.enter(&mut hands, line),
        }
    }

    fn complete(&mut self, line: &str, at: usize) -> crate::terminal::Completion {
        let (terminal, hands) = self.terminal();
        terminal.complete(&hands, line, at)
    }

    fn poll_terminal(&mut self, now_ms: f64) -> Option<crate::terminal::Output> {
        if self.terminal.is_none() || now_ms - self.polled_ms < POLL_EVERY_MS {
            return None;
        }
        self.polled_ms = now_ms;
        let (terminal, mut hands) = self.terminal();
        terminal.poll(&mut hands)
    }
}

/// The worker's mind.
pub struct Runner {
    phase: Phase,
    run: Option<Run>,
    /// Judges a run that another worker plays; then there is no run here.
    jury: Option<Jury>,
    /// Verifies a result file; then there is nothing else here.
    verifier: Option<Verifier>,
    /// Runs jobs of the what-if lab; then there is no run here either.
    lab: Option<LabHand>,
    out: Vec<FromWorker>,
    seq: u64,
    unacknowledged: bool,
    fresh: bool,
    last_ms: f64,
    last_report_ms: f64,
}

impl Default for Runner {
    fn default() -> Self {
        Runner {
            phase: Phase::Idle,
            run: None,
            jury: None,
            verifier: None,
            lab: None,
            out: Vec::new(),
            seq: 0,
            unacknowledged: false,
            fresh: false,
            last_ms: 0.0,
            last_report_ms: f64::NEG_INFINITY,
        }
    }
}

impl Runner {
    /// Take a message of the page as it came.
    pub fn receive_text(&mut self, text: &str) {
        match json::from_text(text) {
            Ok(message) => self.receive(message),
            Err(e) => self
                .out
                .push(FromWorker::Refused(format!("message not understood: {e}"))),
        }
    }

    /// Take a message of the page.
    pub fn receive(&mut self, message: ToWorker) {
        match message {
            ToWorker::Start(start) => {
                self.phase = Phase::Idle;
                self.run = None;
                self.unacknowledged = false;
                if let Err(why) = self.start(start) {
                    self.out.push(FromWorker::Refused(why));
                }
            }
            ToWorker::Judge(start) => match Jury::new(&start) {
                Ok(jury) => self.jury = Some(jury),
                Err(why) => self.out.push(FromWorker::Refused(why)),
            },
            ToWorker::Assist(start) => match Jury::assistant(&start) {
                Ok(jury) => self.jury = Some(jury),
                Err(why) => self.out.push(FromWorker::Refused(why)),
            },
            ToWorker::Found(finding) => {
                if let Some(jury) = &mut self.jury {
                    jury.learn(*finding);
                }
            }
            ToWorker::Hush => {
                if let Some(jury) = &mut self.jury {
                    jury.hush();
                }
            }
            ToWorker::Follow(entries, now_ms) => {
                if let Some(jury) = &mut self.jury {
                    jury.follow(&entries, now_ms);
                }
            }
            ToWorker::Reckon => {
                if let Some(jury) = &mut self.jury {
                    jury.reckon();
                }
            }
            ToWorker::Verify(text) => self.verifier = Some(Verifier::new(text)),
            ToWorker::Lab(message) => self.lab.get_or_insert_default().receive(message),
            ToWorker::Ack(seq) => {
                if seq == self.seq {
                    self.unacknowledged = false;
                }
            }
            ToWorker::Speed(factor) => {
                if let Some(run) = &mut self.run {
                    run.set_speed(factor);
                    self.fresh = true;
                }
            }
            ToWorker::Act(id, action) => {
                let done = self.act(action);
                self.fresh = true;
                self.out.push(FromWorker::Done(id, done));
            }
            ToWorker::Ask(id, ask) => {
                let answer = match (&mut self.run, &ask) {
                    (Some(run), Ask::Complete(line, at)) => {
                        Ok(Answer::Complete(run.complete(line, *at as usize)))
                    }
                    (Some(run), _) => views::answer(&run.session, &ask),
                    (None, _) => Err("no run is under way".into()),
                };
                self.out.push(FromWorker::Answer(id, answer));
            }
            ToWorker::Terminal(line) => {
                if let (Some(run), Phase::Running) = (&mut self.run, &self.phase) {
                    let output = run.type_in(&line);
                    self.out.push(FromWorker::Terminal(Box::new(output)));
                    self.fresh = true;
                }
            }
        }
    }

    fn start(&mut self, start: Start) -> Result<(), String> {
        let incident = library::load(&start.incident)
            .ok_or_else(|| format!("There is no incident {:?}", start.incident))?;
        let incident = Arc::new(incident);
        let mut session = Session::new(incident.clone(), start.seed);
        let from_ms = (-incident.clock.player_from_s * 1000.0) as i64;
        let mut to_ms = start.resume_at_ms.unwrap_or(from_ms).max(from_ms);
        if start.mode == Mode::Watch {
            session.queue(responders::entries(&incident, WATCHED)?);
            session.tell_account();
        }
        if let Some(journal) = start.journal {
            if journal.incident != start.incident || journal.seed != start.seed {
                return Err("The saved journal is of another incident or seed".into());
            }
            // The clock is saved less often than the actions: never go back behind one.
            to_ms = to_ms.max(journal.entries.last().map_or(from_ms, |e| e.at_ms));
            session.queue(journal.entries);
        }
        self.phase = Phase::Loading { to_ms };
        self.run = Some(Run {
            session,
            mode: start.mode,
            from_ms,
            speed: 0.0,
            owed_ms: 0.0,
            entries_sent: 0,
            rows_sent: 0,
            logs_sent: 0,
            feed_sent: 0,
            terminal: None,
            polled_ms: 0.0,
        });
        self.out.push(FromWorker::Loading(0.0));
        Ok(())
    }

    fn act(&mut self, action: Action) -> Result<Receipt, String> {
        let Some(run) = &mut self.run else {
            return Err("no run is under way".into());
        };
        if !matches!(self.phase, Phase::Running) {
            return Err("The run is not under way".into());
        }
        if run.mode == Mode::Watch {
            // Looking around is free; the controls are not ours.
            return match action {
                Action::Look(_) => {
                    let entry = Entry {
                        at_ms: run.session.now_ms(),
                        action,
                    };
                    Ok(Receipt {
                        entry,
                        note: String::new(),
                    })
                }
                _ => Err("You are watching: the original team is at the controls".into()),
            };
        }
        let speed = match action {
            Action::Speed { factor } => Some(factor),
            _ => None,
        };
        let note = run.session.act(action)?;
        if let Some(factor) = speed {
            run.set_speed(factor);
        }
        let entry = run.session.journal().entries.last().cloned();
        let entry = entry.ok_or("the journal did not take the action")?;
        Ok(Receipt { entry, note })
    }

    /// Work for about 12 ms. `clock` tells the time in milliseconds. True when there is
    /// more to do at once; else the next step can wait for a few milliseconds.
    pub fn step(&mut self, clock: &dyn Fn() -> f64) -> bool {
        let now = clock();
        let elapsed = (now - self.last_ms).clamp(0.0, CATCH_UP_MS);
        self.last_ms = now;
        let deadline = now + STEP_MS;
        if let Some(jury) = &mut self.jury {
            let (busy, said) = jury.step(clock, deadline);
            self.out.extend(said);
            return busy;
        }
        if let Some(verifier) = &mut self.verifier {
            let (busy, said) = verifier.step(clock, deadline);
            self.out.extend(said);
            return busy;
        }
        if let Some(lab) = &mut self.lab {
            let (busy, said) = lab.step(clock, deadline);
            self.out.extend(said);
            return busy;
        }
        let Some(run) = &mut self.run else {
            return false;
        };
        let busy = match &mut self.phase {
            Phase::Idle | Phase::Done => return false,
            Phase::Loading { to_ms } => {
                let to_ms = *to_ms;
                let first = run.session.at_ms(0);
                let done = slices(clock, deadline, || {
                    run.session.advance_some(to_ms, SLICE_EVENTS)
                });
                let share = (run.session.now_ms() - first) as f64 / (to_ms - first).max(1) as f64;
                self.out.push(FromWorker::Loading(share.clamp(0.0, 1.0)));
                if done {
                    self.loaded();
                }
                true
            }
            Phase::Running => {
                run.owed_ms += elapsed * run.speed;
                // Only whole milliseconds: the journal names times to the millisecond.
                let whole = run.owed_ms.floor();
                let to_ms = run.session.now_ms().saturating_add(whole as i64);
                let moved = whole >= 1.0;
                if moved {
                    let reached = slices(clock, deadline, || {
                        run.session.advance_some(to_ms, SLICE_EVENTS)
                    });
                    run.owed_ms = if reached { run.owed_ms - whole } else { 0.0 };
                    self.fresh = true;
                }
                if let Some(output) = run.poll_terminal(now) {
                    self.out.push(FromWorker::Terminal(Box::new(output)));
                }
                if run.session.over() {
                    self.end();
                }
                false
            }
        };
        self.report(now);
        busy
    }

    fn loaded(&mut self) {
        let Some(run) = &mut self.run else { return };
        if let Some((entry, why)) = run.session.rejected().first() {
            let at = entry.at_ms;
            let why = format!("The saved journal does not fit this incident: at {at} ms: {why}");
            self.out.push(FromWorker::Refused(why));
            self.phase = Phase::Idle;
            self.run = None;
            return;
        }
        let incident = run.session.incident();
        let telemetry = run.session.world().telemetry();
        let (_, end) = run.session.span();
        self.out.push(FromWorker::Ready(Box::new(Ready {
            incident: incident.id.clone(),
            seed: run.session.journal().seed,
            mode: run.mode,
            minute_zero_unix_s: parse_utc(&incident.clock.minute_zero).unwrap_or(0),
            from_ms: run.session.at_ms(0),
            player_from_ms: run.from_ms,
            end_ms: run.session.at_ms(end),
            columns: telemetry.columns().map(str::to_string).collect(),
        })));
        self.phase = Phase::Running;
        self.fresh = true;
        if run.session.over() {
            self.end();
        }
    }

    /// The last report says that the run is over.
    fn end(&mut self) {
        self.report_now();
        self.phase = Phase::Done;
    }

    fn report(&mut self, now: f64) {
        let due = now - self.last_report_ms >= REPORT_EVERY_MS;
        if self.fresh && due && !self.unacknowledged && matches!(self.phase, Phase::Running) {
            self.last_report_ms = now;
            self.report_now();
        }
    }

    fn report_now(&mut self) {
        let Some(run) = &mut self.run else { return };
        let session = &run.session;
        let world = session.world();
        let rows = world.telemetry().rows();
        let fresh = (world.telemetry().scrapes() - run.rows_sent) as usize;
        let skip = rows.len().saturating_sub(fresh);
        self.seq += 1;
        let report = Report {
            seq: self.seq,
            now_ms: session.now_ms(),
            speed: run.speed,
            rows: rows
                .iter()
                .skip(skip)
                .map(|r| views::row(session, r))
                .collect(),
            logs: world
                .log()
                .since(run.logs_sent)
                .map(|l| views::log_line(session, l))
                .collect(),
            feed: session
                .feed()
                .since(run.feed_sent)
                .map(|e| views::feed_item(session, e))
                .collect(),
            journal: session
                .journal()
                .entries
                .get(run.entries_sent..)
                .unwrap_or_default()
                .to_vec(),
            state: views::state(session, run.mode == Mode::Guided),
        };
        run.entries_sent = session.journal().entries.len();
        run.rows_sent = world.telemetry().scrapes();
        run.logs_sent = world.log().next_id();
        run.feed_sent = session.feed().next_id();
        self.out.push(FromWorker::Report(Box::new(report)));
        self.unacknowledged = true;
        self.fresh = false;
    }

    /// The messages for the page since the last call.
    pub fn take(&mut self) -> Vec<FromWorker> {
        std::mem::take(&mut self.out)
    }
}

/// Repeat until `work` says it is done or the deadline has passed; true when done.
pub(super) fn slices(
    clock: &dyn Fn() -> f64,
    deadline: f64,
    mut work: impl FnMut() -> bool,
) -> bool {
    loop {
        if work() {
            return true;
        }
        if clock() >= deadline {
            return false;
        }
    }
}

/// Name of a mode in documents.
#[must_use]
pub fn mode_name(mode: Mode) -> &'static str {
    match mode {
        Mode::Drill => "drill",
        Mode::Guided => "guided",
        Mode::Watch => "watch",
    }
}

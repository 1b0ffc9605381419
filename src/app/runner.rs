//! What the worker does: takes messages, steps the world in slices, sends reports.
//!
//! Pure: the thin worker around it passes texts and the time. Invariant: at most one
//! report is on its way without an acknowledgement.

use super::jury::Jury;
use super::lab::LabHand;
use super::protocol::{Answer, Ask, FromWorker, Mode, Ready, Receipt, Report, Start, ToWorker};
use super::slices::slices;
use super::verifier::Verifier;
use super::views;
use crate::drill::action::{Action, Entry};
use crate::drill::{Session, responders};
use crate::incident::library;
use crate::incident::utc::parse_utc;
use crate::json;
use crate::terminal::{Access, Terminal};
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
pub const WATCHED: &str = "original-team";

enum Phase {
    Loading { to_ms: i64 },
    Running,
    Done,
}

struct Run {
    session: Session,
    mode: Mode,
    phase: Phase,
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

    /// Access for the terminal to this run, and the terminal.
    fn terminal(&mut self) -> (&mut Terminal, Access<'_>) {
        let terminal = self
            .terminal
            .get_or_insert_with(|| Terminal::new(&self.session));
        let watched = self.mode == Mode::Watch;
        (terminal, Access::new(&mut self.session, watched))
    }

    fn type_in(&mut self, line: &str) -> crate::terminal::Output {
        let is_new = self.terminal.is_none();
        let (terminal, mut access) = self.terminal();
        match is_new && line.is_empty() {
            true => terminal.greet(&mut access),
            false => terminal.enter(&mut access, line),
        }
    }

    fn complete(&mut self, line: &str, at: usize) -> crate::terminal::Completion {
        let (terminal, access) = self.terminal();
        terminal.complete(&access, line, at)
    }

    fn poll_terminal(&mut self, now_ms: f64) -> Option<crate::terminal::Output> {
        if self.terminal.is_none() || now_ms - self.polled_ms < POLL_EVERY_MS {
            return None;
        }
        self.polled_ms = now_ms;
        let (terminal, mut access) = self.terminal();
        terminal.poll(&mut access)
    }

    /// Takes a message that is for a run; the answer, if there is one.
    fn receive(&mut self, message: ToWorker) -> Option<FromWorker> {
        match message {
            ToWorker::Speed(factor) => {
                self.set_speed(factor);
                None
            }
            ToWorker::Act(id, action) => Some(FromWorker::Done(id, self.act(action))),
            ToWorker::Ask(id, Ask::Complete(line, at)) => {
                let found = Answer::Complete(self.complete(&line, at as usize));
                Some(FromWorker::Answer(id, Ok(found)))
            }
            ToWorker::Ask(id, ask) => {
                Some(FromWorker::Answer(id, views::answer(&self.session, &ask)))
            }
            ToWorker::Terminal(line) if matches!(self.phase, Phase::Running) => {
                Some(FromWorker::Terminal(Box::new(self.type_in(&line))))
            }
            _ => None,
        }
    }

    fn act(&mut self, action: Action) -> Result<Receipt, String> {
        if !matches!(self.phase, Phase::Running) {
            return Err("The run is not under way".into());
        }
        if self.mode == Mode::Watch {
            // Looking around is free; the controls are not ours.
            return match action {
                Action::Look(_) => {
                    let entry = Entry {
                        at_ms: self.session.now_ms(),
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
        let note = self.session.act(action)?;
        if let Some(factor) = speed {
            self.set_speed(factor);
        }
        let entry = self.session.journal().entries.last().cloned();
        let entry = entry.ok_or("the journal did not take the action")?;
        Ok(Receipt { entry, note })
    }
}

impl Job {
    fn judge(jury: Jury) -> Job {
        Job::Judge(Box::new(jury))
    }
}

/// The run that a start asks for, before its history is simulated.
fn begin(start: Start) -> Result<Run, String> {
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
    Ok(Run {
        session,
        mode: start.mode,
        phase: Phase::Loading { to_ms },
        speed: 0.0,
        owed_ms: 0.0,
        entries_sent: 0,
        rows_sent: 0,
        logs_sent: 0,
        feed_sent: 0,
        terminal: None,
        polled_ms: 0.0,
    })
}

/// What a worker that judges is told of the run.
fn to_jury(jury: &mut Jury, message: ToWorker) {
    match message {
        ToWorker::Found(finding) => jury.learn(*finding),
        ToWorker::Hush => jury.hush(),
        ToWorker::Follow(entries, now_ms) => jury.follow(&entries, now_ms),
        ToWorker::Reckon => jury.reckon(),
        _ => {}
    }
}

/// The answer to who asks something of a run where there is none.
fn no_run(message: ToWorker) -> Option<FromWorker> {
    let why = "no run is under way";
    match message {
        ToWorker::Act(id, _) => Some(FromWorker::Done(id, Err(why.into()))),
        ToWorker::Ask(id, _) => Some(FromWorker::Answer(id, Err(why.into()))),
        _ => None,
    }
}

/// What a worker is for.
#[derive(Default)]
enum Job {
    /// Nothing yet, or a run that could not be begun.
    #[default]
    None,
    /// Plays a run.
    Run(Box<Run>),
    /// Judges a run that another worker plays.
    Judge(Box<Jury>),
    /// Verifies a result file.
    Verify(Verifier),
    /// Runs jobs of the what-if lab.
    Lab(Box<LabHand>),
}

/// The worker's message loop.
pub struct Runner {
    job: Job,
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
            job: Job::None,
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
                self.unacknowledged = false;
                self.take_up(begin(start).map(|run| Job::Run(Box::new(run))));
                if matches!(self.job, Job::Run(_)) {
                    self.out.push(FromWorker::Loading(0.0));
                }
            }
            ToWorker::Judge(start) => self.take_up(Jury::new(&start).map(Job::judge)),
            ToWorker::Assist(start) => self.take_up(Jury::assistant(&start).map(Job::judge)),
            ToWorker::Verify(text) => self.job = Job::Verify(Verifier::new(text)),
            ToWorker::Lab(message) => {
                if !matches!(self.job, Job::Lab(_)) {
                    self.job = Job::Lab(Box::default());
                }
                if let Job::Lab(lab) = &mut self.job {
                    lab.receive(message);
                }
            }
            ToWorker::Ack(seq) => self.unacknowledged &= seq != self.seq,
            message => match &mut self.job {
                Job::Judge(jury) => to_jury(jury, message),
                Job::Run(run) => {
                    self.fresh |= !matches!(message, ToWorker::Ask(..));
                    self.out.extend(run.receive(message));
                }
                Job::None | Job::Verify(_) | Job::Lab(_) => self.out.extend(no_run(message)),
            },
        }
    }

    /// Takes up a job, or says why not and has none.
    fn take_up(&mut self, job: Result<Job, String>) {
        self.job = job.unwrap_or_else(|why| {
            self.out.push(FromWorker::Refused(why));
            Job::None
        });
    }

    /// Work for about 12 ms. `clock` tells the time in milliseconds. True when there is
    /// more to do at once; else the next step can wait for a few milliseconds.
    pub fn step(&mut self, clock: &dyn Fn() -> f64) -> bool {
        let now = clock();
        let elapsed = (now - self.last_ms).clamp(0.0, CATCH_UP_MS);
        self.last_ms = now;
        let deadline = now + STEP_MS;
        let run = match &mut self.job {
            Job::None => return false,
            Job::Judge(jury) => return say(&mut self.out, jury.step(clock, deadline)),
            Job::Verify(verifier) => return say(&mut self.out, verifier.step(clock, deadline)),
            Job::Lab(lab) => return say(&mut self.out, lab.step(clock, deadline)),
            Job::Run(run) => run,
        };
        let busy = match &run.phase {
            Phase::Done => return false,
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
        let Job::Run(run) = &mut self.job else {
            return;
        };
        if let Some((entry, why)) = run.session.rejected().first() {
            let at = entry.at_ms;
            let why = format!("The saved journal does not fit this incident: at {at} ms: {why}");
            self.out.push(FromWorker::Refused(why));
            self.job = Job::None;
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
            end_ms: run.session.at_ms(end),
            columns: telemetry.columns().map(str::to_string).collect(),
        })));
        run.phase = Phase::Running;
        self.fresh = true;
        if run.session.over() {
            self.end();
        }
    }

    /// The last report says that the run is over.
    fn end(&mut self) {
        self.report_now();
        if let Job::Run(run) = &mut self.job {
            run.phase = Phase::Done;
        }
    }

    fn report(&mut self, now: f64) {
        let due = now - self.last_report_ms >= REPORT_EVERY_MS;
        let running = matches!(&self.job, Job::Run(run) if matches!(run.phase, Phase::Running));
        if self.fresh && due && !self.unacknowledged && running {
            self.last_report_ms = now;
            self.report_now();
        }
    }

    fn report_now(&mut self) {
        let Job::Run(run) = &mut self.job else {
            return;
        };
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

/// Passes on what a step has to say; whether there is more to do at once.
fn say(
    out: &mut Vec<FromWorker>,
    (busy, said): (bool, impl IntoIterator<Item = FromWorker>),
) -> bool {
    out.extend(said);
    busy
}

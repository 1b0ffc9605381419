//! The worker's other end: sends what is done and asked, takes in what comes, keeps the journal.

use super::charts::Charts;
use super::hush::Hush;
use crate::app::protocol::{Answer, Ask, Mode, Receipt, Start, ToWorker};
use crate::app::route::RunRoute;
use crate::app::saved::SavedRun;
use crate::app::shared::Shared;
use crate::app::store::Live;
use crate::app::view::{Phase, RunView};
use crate::debrief::document::Debrief;
use crate::debrief::result::ResultFile;
use crate::drill::action::{Action, JOURNAL_VERSION, Journal, Look};
use crate::drill::board::{BoardStep, Pin};
use crate::drill::clock::begins_ms;
use crate::incident::document::Incident;
use crate::json;
use crate::terminal::Output;
use crate::web::boot::{WorkerLink, drop_later};
use gloo::timers::callback::Timeout;
use std::cell::{Cell, Ref, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::rc::{Rc, Weak};
use yew::Callback;

type OnDone = Box<dyn FnOnce(Result<Receipt, String>)>;
type OnAnswer = Box<dyn FnOnce(Result<Answer, String>)>;

/// Where a run's news goes.
#[derive(Clone, PartialEq)]
pub struct Ended {
    /// A new summary.
    pub publish: Callback<Shared<RunView>>,
    /// To be kept, at once.
    pub save: Callback<SavedRun>,
    /// The debrief as far as it is known; the whole one follows as `rest`.
    pub draft: Callback<Debrief>,
    /// The whole debrief after a draft, and the result file if there is one.
    pub rest: Callback<(Debrief, Option<ResultFile>)>,
    /// The debrief, and the result file if there is one.
    pub debrief: Callback<(Debrief, Option<ResultFile>)>,
}

/// A run in the page. Cheap to clone; compared by pointer.
#[derive(Clone)]
pub struct Run(pub(super) Rc<Inner>);

/// All there is of a run.
pub(super) struct Inner {
    pub(super) incident: Rc<Incident>,
    pub(super) mode: Mode,
    pub(super) seed: u64,
    pub(super) link: RefCell<Option<WorkerLink>>,
    /// The worker that judges the run.
    pub(super) judge: RefCell<Option<WorkerLink>>,
    /// The worker that helps the judge; without it the debrief only takes longer.
    pub(super) assistant: RefCell<Option<WorkerLink>>,
    /// Hears the player's hands, so that those two leave the machine to the page.
    pub(super) hush: RefCell<Option<Hush>>,
    pub(super) live: RefCell<Option<Live>>,
    pub(super) view: RefCell<RunView>,
    pub(super) journal: RefCell<Journal>,
    pub(super) looked: RefCell<BTreeSet<String>>,
    pub(super) next_id: Cell<u64>,
    pub(super) acts: RefCell<HashMap<u64, OnDone>>,
    pub(super) asks: RefCell<HashMap<u64, OnAnswer>>,
    /// Hears what the terminal says.
    pub(super) terminal: RefCell<Option<Callback<Output>>>,
    pub(super) charts: Charts,
    pub(super) ended: Ended,
    pub(super) published_ms: Cell<f64>,
    pub(super) saved_ms: Cell<f64>,
    pub(super) timer: RefCell<Option<Timeout>>,
    pub(super) speed_before_pause: Cell<f64>,
    /// Where the clock stands when the run is ready, if it is taken up again.
    pub(super) resume_ms: Cell<Option<i64>>,
    /// A debrief is shown of which some is still being reckoned.
    pub(super) drafted: Cell<bool>,
}

impl PartialEq for Run {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Run {
    /// A run that begins, or continues from what was saved.
    pub fn new(
        incident: Rc<Incident>,
        route: &RunRoute,
        saved: Option<SavedRun>,
        ended: Ended,
    ) -> Run {
        let seed = route.seed.unwrap_or(1);
        let saved = saved.filter(|saved| saved.journal.seed == seed);
        let saved = saved.map(SavedRun::taken_up);
        let resume_ms = saved.as_ref().map(|saved| saved.now_ms);
        let journal = saved.map(|saved| saved.journal).unwrap_or_else(|| Journal {
            version: JOURNAL_VERSION,
            incident: incident.id.clone(),
            seed,
            entries: vec![],
        });
        let looked = journal
            .entries
            .iter()
            .filter_map(|entry| match &entry.action {
                Action::Look(look) => Some(look.evidence()),
                _ => None,
            });
        let looked = looked.collect();
        let inner = Rc::new_cyclic(|weak: &Weak<Inner>| {
            let weak = weak.clone();
            let charts = Charts::new(move |charts, draw| {
                let Some(inner) = weak.upgrade() else { return };
                let live = inner.live.borrow();
                let zero_s = inner.zero_unix_s();
                if let Some(live) = live.as_ref() {
                    let brush = charts.brush(&live.samples, &live.marks, zero_s);
                    draw(&brush);
                }
            });
            Inner {
                incident,
                mode: route.mode,
                seed,
                link: RefCell::default(),
                judge: RefCell::default(),
                assistant: RefCell::default(),
                hush: RefCell::default(),
                live: RefCell::default(),
                view: RefCell::default(),
                journal: RefCell::new(journal),
                looked: RefCell::new(looked),
                next_id: Cell::new(1),
                acts: RefCell::default(),
                asks: RefCell::default(),
                terminal: RefCell::default(),
                charts,
                ended,
                published_ms: Cell::new(0.0),
                saved_ms: Cell::new(0.0),
                timer: RefCell::default(),
                speed_before_pause: Cell::new(1.0),
                resume_ms: Cell::new(resume_ms),
                drafted: Cell::new(false),
            }
        });
        let run = Run(inner);
        run.spawn(resume_ms);
        run
    }

    /// A worker that speaks with this run; `lost` is told why it is no more.
    fn worker(&self, lost: impl Fn(Run, String) + 'static) -> Result<WorkerLink, String> {
        let (on_message, on_error) = (Rc::downgrade(&self.0), Rc::downgrade(&self.0));
        WorkerLink::spawn(
            move |text| {
                if let Some(inner) = on_message.upgrade() {
                    Run(inner).receive(&text);
                }
            },
            move |reason| {
                if let Some(inner) = on_error.upgrade() {
                    lost(Run(inner), reason);
                }
            },
        )
    }

    /// Starts a worker and the run in it, and two that judge it; what was there before is gone.
    fn spawn(&self, resume_ms: Option<i64>) {
        let crash = |run: Run, reason| run.crash(reason);
        match (self.worker(crash), self.worker(crash)) {
            (Ok(link), Ok(judge)) => {
                *self.0.link.borrow_mut() = Some(link);
                *self.0.judge.borrow_mut() = Some(judge);
            }
            (Err(reason), _) | (_, Err(reason)) => return self.crash(reason),
        }
        let assistant = self.worker(|run, _| drop_later(run.0.assistant.take()));
        *self.0.assistant.borrow_mut() = assistant.ok();
        *self.0.hush.borrow_mut() = Some(Hush::listen(self));
        let journal = self.0.journal.borrow().clone();
        let fresh = journal.entries.is_empty() && resume_ms.is_none();
        let start = Start {
            incident: self.0.incident.id.clone(),
            seed: self.0.seed,
            mode: self.0.mode,
            journal: None,
            resume_at_ms: None,
        };
        self.send_judge(&ToWorker::Judge(start.clone()));
        self.post(&self.0.assistant, &ToWorker::Assist(start.clone()));
        self.send(&ToWorker::Start(Start {
            journal: (!fresh).then_some(journal),
            resume_at_ms: resume_ms,
            ..start
        }));
    }

    /// After a crash: a new worker plays the journal again and goes on where the clock stood.
    pub fn continue_from_journal(&self) {
        let view = self.0.view.borrow().clone();
        // A worker that broke before it was ready has not moved the clock.
        let resume_ms = view
            .ready
            .is_some()
            .then_some(view.now_ms)
            .or(self.0.resume_ms.get());
        self.0.resume_ms.set(resume_ms);
        *self.0.view.borrow_mut() = RunView::default();
        self.publish_now();
        self.spawn(resume_ms);
    }

    /// Ends the workers; the run's screen is being left. The one that judges goes on if the
    /// debrief waits for it.
    pub fn stop(&self) {
        self.save();
        self.0.timer.borrow_mut().take();
        self.0.link.borrow_mut().take();
        self.0.hush.borrow_mut().take();
        if !self.0.drafted.get() {
            self.0.judge.borrow_mut().take();
            self.0.assistant.borrow_mut().take();
        }
    }

    /// Sends to the worker that plays.
    pub(super) fn send(&self, message: &ToWorker) {
        self.post(&self.0.link, message);
    }

    /// Sends to the worker that judges.
    pub(super) fn send_judge(&self, message: &ToWorker) {
        self.post(&self.0.judge, message);
    }

    /// Sends to both workers that judge.
    pub(super) fn send_jury(&self, message: &ToWorker) {
        self.send_judge(message);
        self.post(&self.0.assistant, message);
    }

    fn post(&self, link: &RefCell<Option<WorkerLink>>, message: &ToWorker) {
        let text = json::to_text(message);
        let sent = link.borrow().as_ref().map(|link| link.send(&text));
        if let Some(Err(reason)) = sent {
            self.crash(reason);
        }
    }

    /// Does something; `done` hears what came of it.
    pub fn act(&self, action: Action, done: impl FnOnce(Result<Receipt, String>) + 'static) {
        if let Some(reason) = self.read_only() {
            return done(Err(reason.to_string()));
        }
        let id = self.next_id();
        self.0.acts.borrow_mut().insert(id, Box::new(done));
        self.send(&ToWorker::Act(id, action));
    }

    /// Records that something was opened and seen; once is enough.
    pub fn look(&self, look: Look) {
        if self.read_only().is_none() && self.0.looked.borrow_mut().insert(look.evidence()) {
            let (run, evidence) = (self.clone(), look.evidence());
            self.act(Action::Look(look), move |result| {
                if result.is_err() {
                    run.0.looked.borrow_mut().remove(&evidence);
                }
            });
        }
    }

    /// Pins what is seen to the diagnosis board; it then counts as looked at, too.
    pub fn pin(&self, pin: Pin) {
        if let Some(look) = &pin.look {
            self.0.looked.borrow_mut().insert(look.evidence());
        }
        self.act(Action::Board(BoardStep::Pin(pin)), |_| {});
    }

    /// Asks to see something.
    pub fn ask(&self, ask: Ask, answered: impl FnOnce(Result<Answer, String>) + 'static) {
        let id = self.next_id();
        self.0.asks.borrow_mut().insert(id, Box::new(answered));
        self.send(&ToWorker::Ask(id, ask));
    }

    /// Sends a line to the terminal; see [`ToWorker::Terminal`].
    pub fn type_in(&self, line: String) {
        self.send(&ToWorker::Terminal(line));
    }

    /// From now on `heard` is told what the terminal says.
    pub fn hear_terminal(&self, heard: Callback<Output>) {
        *self.0.terminal.borrow_mut() = Some(heard);
    }

    /// Sets the clock's speed, and records it: a clock that stood is part of the score.
    pub fn speed(&self, factor: f64) {
        let recorded = self.0.journal.borrow().speed();
        self.run_at(factor);
        if self.read_only().is_none() && (recorded - factor).abs() > 0.0 {
            self.act(Action::Speed { factor }, |_| {});
        }
    }

    /// Sets the clock's speed without a word.
    pub(super) fn run_at(&self, factor: f64) {
        if factor > 0.0 {
            self.0.speed_before_pause.set(factor);
        }
        self.0.view.borrow_mut().speed = factor;
        self.publish_now();
        self.send(&ToWorker::Speed(factor));
    }

    /// True where stopping the clock would cost points that it has not cost yet.
    #[must_use]
    pub fn pause_costs(&self) -> bool {
        let begins_ms = begins_ms(&self.0.incident);
        let (now_ms, speed) = {
            let view = self.0.view.borrow();
            (view.now_ms, view.speed)
        };
        self.0.mode == Mode::Drill
            && self.read_only().is_none()
            && speed > 0.0
            && now_ms >= begins_ms
            && self.0.journal.borrow().stops_ms(begins_ms).is_empty()
    }

    /// Stops the clock, or lets it run as before.
    pub fn toggle_pause(&self) {
        let speed = self.0.view.borrow().speed;
        if speed > 0.0 {
            self.0.speed_before_pause.set(speed);
            self.speed(0.0);
        } else {
            self.speed(self.0.speed_before_pause.get());
        }
    }

    fn next_id(&self) -> u64 {
        let id = self.0.next_id.get();
        self.0.next_id.set(id + 1);
        id
    }

    /// Why nothing can be done now, if so.
    #[must_use]
    pub fn read_only(&self) -> Option<&'static str> {
        match self.0.view.borrow().phase {
            Phase::Playing if self.0.mode == Mode::Watch => {
                Some("You are watching the original team. Start a drill to act yourself.")
            }
            Phase::Playing => None,
            Phase::Finished | Phase::Reckoning(..) => Some("The run is over."),
            _ => Some("The run is not under way."),
        }
    }

    /// The incident's document.
    #[must_use]
    pub fn incident(&self) -> &Rc<Incident> {
        &self.0.incident
    }

    /// The way in.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.0.mode
    }

    /// Seed of the world.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.0.seed
    }

    /// The charts of this run.
    #[must_use]
    pub fn charts(&self) -> &Charts {
        &self.0.charts
    }

    /// What was done so far.
    #[must_use]
    pub fn journal(&self) -> Ref<'_, Journal> {
        self.0.journal.borrow()
    }

    /// Reads what has streamed in, once there is something.
    pub fn with_live<T>(&self, read: impl FnOnce(&Live) -> T) -> Option<T> {
        self.0.live.borrow().as_ref().map(read)
    }

    /// Unix time of minute zero, s; 0 before it is known.
    #[must_use]
    pub fn zero_unix_s(&self) -> i64 {
        self.0.zero_unix_s()
    }
}

impl Inner {
    fn zero_unix_s(&self) -> i64 {
        self.view
            .borrow()
            .ready
            .as_ref()
            .map_or(0, |ready| ready.minute_zero_unix_s)
    }
}

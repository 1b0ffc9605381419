//! The worker's other end: sends what is done and asked, takes in what comes, keeps the journal.

use super::charts::Charts;
use super::hush::Hush;
use super::owner::Claim;
use super::tabs;
use crate::app::protocol::{Answer, Ask, Mode, Receipt, ToWorker};
use crate::app::route::RunRoute;
use crate::app::saved::{Draft, SavedRun};
use crate::app::shared::Shared;
use crate::app::store::Live;
use crate::app::view::{Phase, RunView};
use crate::debrief::document::Debrief;
use crate::debrief::result::ResultFile;
use crate::drill::action::{Action, Entry as Done, JOURNAL_VERSION, Journal, Look};
use crate::drill::board::{BoardStep, Pin};
use crate::drill::clock::begins_ms;
use crate::incident::document::Incident;
use crate::terminal::Output;
use crate::web::boot::WorkerLink;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use std::cell::{Cell, Ref, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::rc::{Rc, Weak};
use web_sys::EventTarget;
use yew::Callback;

/// Why nothing can be done in a run that is only looked at.
const LOOKING_ON: &str = "Another tab plays this run. Here it stands as it was kept last.";

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
    pub draft: Callback<Draft>,
    /// The whole debrief after a draft, and the result file if there is one.
    pub rest: Callback<(Debrief, Option<ResultFile>)>,
    /// The debrief, and the result file if there is one.
    pub debrief: Callback<(Debrief, Option<ResultFile>)>,
    /// The run is no longer this tab's.
    pub left: Callback<Left>,
    /// Asks for the run in another way.
    pub enter: Callback<Entry>,
}

/// Why a run is no longer this tab's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Another tab has it.
    Elsewhere,
    /// It was deleted, or begun anew by another tab.
    Deleted,
}

/// How a tab comes to a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Entry {
    /// To play it, unless another tab does.
    #[default]
    Play,
    /// To play it in place of the tab that does.
    TakeOver,
    /// To look at it as it was kept last; nothing can be done, and nothing is kept.
    LookOn,
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
    /// What the judges were told so far, and when the run was there.
    pub(super) followed: RefCell<(Vec<Done>, i64)>,
    /// The debrief was asked for.
    pub(super) over: Cell<bool>,
    /// Judges that were lost.
    pub(super) judges_lost: Cell<u32>,
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
    /// This tab computes the rest of a draft.
    pub(super) draft_claim: RefCell<Option<Claim>>,
    /// The run is only looked at.
    pub(super) looks_on: bool,
    /// The run is no longer this tab's.
    pub(super) left: Cell<bool>,
    /// Hears that the page is put away.
    pub(super) away: RefCell<Option<[EventListener; 2]>>,
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
        entry: Entry,
        ended: Ended,
    ) -> Run {
        let seed = route.seed.unwrap_or(1);
        let looks_on = entry == Entry::LookOn;
        let saved = saved.filter(|saved| saved.journal.seed == seed);
        let saved = saved.map(|saved| match looks_on {
            true => saved,
            false => saved.taken_up(&incident),
        });
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
                followed: RefCell::default(),
                over: Cell::new(false),
                judges_lost: Cell::new(0),
                terminal: RefCell::default(),
                charts,
                ended,
                published_ms: Cell::new(0.0),
                saved_ms: Cell::new(0.0),
                timer: RefCell::default(),
                speed_before_pause: Cell::new(1.0),
                resume_ms: Cell::new(resume_ms),
                drafted: Cell::new(false),
                draft_claim: RefCell::default(),
                looks_on,
                left: Cell::new(false),
                away: RefCell::default(),
            }
        });
        let run = Run(inner);
        tabs::register(&run);
        *run.0.away.borrow_mut() = Some(run.save_when_away());
        run.spawn(resume_ms);
        run
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

    /// Keeps the run when the page is hidden or about to go: what comes next may be its end.
    fn save_when_away(&self) -> [EventListener; 2] {
        let listen = |target: &EventTarget, kind| {
            let run = Rc::downgrade(&self.0);
            EventListener::new(target, kind, move |_| {
                let under_way = run.upgrade().map(Run).filter(Run::is_under_way);
                if let Some(run) = under_way {
                    run.save();
                }
            })
        };
        let (window, document) = (gloo::utils::window(), gloo::utils::document());
        [
            listen(&window, "pagehide"),
            listen(&document, "visibilitychange"),
        ]
    }

    /// Whether a worker plays the run.
    pub(super) fn is_under_way(&self) -> bool {
        !self.0.looks_on && !self.0.drafted.get() && self.0.link.borrow().is_some()
    }

    /// The run is no longer this tab's: nothing of it is kept any more.
    pub(super) fn leave(&self, why: Left) {
        if self.0.looks_on || self.0.left.replace(true) {
            return;
        }
        self.0.drafted.set(false);
        self.0.draft_claim.borrow_mut().take();
        self.let_go();
        self.refuse_waiting("The run is no longer played in this tab.");
        self.0.ended.left.emit(why);
    }

    /// Whether the run is only looked at.
    #[must_use]
    pub fn looks_on(&self) -> bool {
        self.0.looks_on
    }

    /// Asks for this run in another way.
    pub fn enter(&self, entry: Entry) {
        self.0.ended.enter.emit(entry);
    }

    /// Ends the workers; the run's screen is being left. The one that judges goes on if the
    /// debrief waits for it.
    pub fn stop(&self) {
        self.save();
        self.0.away.borrow_mut().take();
        self.0.timer.borrow_mut().take();
        self.0.link.borrow_mut().take();
        self.0.hush.borrow_mut().take();
        if !self.0.drafted.get() {
            self.0.judge.borrow_mut().take();
            self.0.assistant.borrow_mut().take();
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
        if self.0.looks_on {
            return;
        }
        self.terminal_works();
        self.send(&ToWorker::Terminal(line));
    }

    /// From now on `heard` is told what the terminal says.
    pub fn hear_terminal(&self, heard: Callback<Output>) {
        *self.0.terminal.borrow_mut() = Some(heard);
    }

    /// Sets the clock's speed, and records it: a clock that stood is part of the score.
    pub fn speed(&self, factor: f64) {
        if self.0.looks_on {
            return;
        }
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
            _ if self.0.looks_on => Some(LOOKING_ON),
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

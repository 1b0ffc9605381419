//! The study as the page sees it: drawn again at most some times a second.

use super::laboratory::Laboratory;
use crate::app::lab::crew::Phase;
use crate::lab::{Choice, Plan, Summary};
use crate::web::clock::page_ms;
use gloo::timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use yew::prelude::*;

/// Shortest time between two drawings, ms.
const DRAW_EVERY_MS: u32 = 250;
/// A summary may take this share of the page's time: with many sets and seeds it is made less
/// often.
const SUMMARY_SHARE: f64 = 0.05;

/// How a study stands.
#[derive(Clone, PartialEq)]
pub struct View {
    /// What was started.
    pub choice: Choice,
    /// How it stands.
    pub phase: Phase,
    /// Runs done, and all.
    pub runs: (u64, u64),
    /// How much is done, 0..=1.
    pub share: f64,
    /// What is left, seconds.
    pub left_s: Option<f64>,
    /// Workers.
    pub hands: usize,
    /// What the runs so far come to.
    pub summary: Rc<Summary>,
}

/// A study and what can be done with it.
#[derive(Clone)]
pub struct StudyHandle {
    lab: Laboratory,
    chosen: Rc<RefCell<Option<Choice>>>,
    /// None before the first start.
    pub view: Option<Rc<View>>,
}

impl StudyHandle {
    /// Begins with a plan.
    pub fn begin(&self, choice: &Choice, plan: Plan) {
        *self.chosen.borrow_mut() = Some(choice.clone());
        self.lab.begin(plan);
    }

    /// Stops; what is done stays.
    pub fn stop(&self) {
        self.lab.command(|crew| Ok(crew.stop(page_ms())));
    }

    /// Goes on after a stop.
    pub fn go_on(&self) {
        self.lab.command(|crew| Ok(crew.start()));
    }

    /// Adds seeds; the choice that now stands for it.
    pub fn more(&self, seeds: u64) -> Option<Choice> {
        self.lab.command(|crew| crew.more(seeds, page_ms()));
        let all = self.lab.look(|crew| crew.plan().seeds)?;
        let mut chosen = self.chosen.borrow_mut();
        let chosen = chosen.as_mut()?;
        chosen.seeds = all;
        Some(chosen.clone())
    }
}

/// When a summary was made, of how many runs, and how long it took, ms.
#[derive(Clone, Copy, Default)]
struct Made {
    at_ms: f64,
    runs: u64,
    took_ms: f64,
}

/// A study that was left: whoever comes back finds it stopped, with all that was done.
struct Left {
    incident: String,
    choice: Choice,
    lab: Laboratory,
}

thread_local! {
    static LEFT: RefCell<Option<Left>> = const { RefCell::new(None) };
}

/// What was chosen for the study of this incident that was left, if there is one.
pub fn left(incident: &str) -> Option<Choice> {
    LEFT.with_borrow(|left| {
        let left = left.as_ref().filter(|left| left.incident == incident)?;
        Some(left.choice.clone())
    })
}

/// The study of an incident: the one that was left as long as the page lives, or a new one.
#[hook]
pub fn use_study(incident: &str) -> StudyHandle {
    let taken = use_memo((), |()| {
        let choice = left(incident);
        let left = LEFT.take().filter(|_| choice.is_some());
        let lab = left.map(|left| left.lab).unwrap_or_default();
        (lab, Rc::new(RefCell::new(choice)))
    });
    let (lab, chosen) = (&taken.0, &taken.1);
    let view = use_state(|| None::<Rc<View>>);
    {
        let (lab, chosen, view) = (lab.clone(), chosen.clone(), view.setter());
        let incident = incident.to_string();
        use_effect_with((), move |()| {
            let waiting = Rc::new(Cell::new(false));
            let made = Rc::new(Cell::new(Made::default()));
            let last = Rc::new(RefCell::new(None::<Rc<View>>));
            let news = {
                let (lab, chosen) = (lab.clone(), chosen.clone());
                let draw = Rc::new(move || {
                    let Some(choice) = chosen.borrow().clone() else {
                        return;
                    };
                    let before = last.borrow().clone();
                    let next = look(&lab, choice, &made, before.as_deref());
                    *last.borrow_mut() = next.clone();
                    view.set(next);
                });
                Callback::from(move |()| {
                    if !waiting.replace(true) {
                        let (waiting, draw) = (waiting.clone(), draw.clone());
                        Timeout::new(DRAW_EVERY_MS, move || {
                            waiting.set(false);
                            draw();
                        })
                        .forget();
                    }
                })
            };
            lab.on_news(news.clone());
            news.emit(());
            move || {
                lab.on_news(Callback::noop());
                lab.command(|crew| Ok(crew.stop(page_ms())));
                lab.close();
                if let Some(choice) = chosen.take() {
                    LEFT.set(Some(Left {
                        incident,
                        choice,
                        lab,
                    }));
                }
            }
        });
    }
    StudyHandle {
        lab: lab.clone(),
        chosen: chosen.clone(),
        view: (*view).clone(),
    }
}

fn look(
    lab: &Laboratory,
    choice: Choice,
    made: &Cell<Made>,
    before: Option<&View>,
) -> Option<Rc<View>> {
    let now = page_ms();
    lab.look(|crew| {
        let runs = crew.study().runs();
        let was = made.get();
        let same = before.filter(|view| view.choice == choice && view.runs.1 == runs.1);
        let rested = now - was.at_ms >= was.took_ms / SUMMARY_SHARE;
        let summary = match same {
            Some(view) if was.runs == runs.0 || (crew.busy() && !rested) => view.summary.clone(),
            _ => {
                let summary = Rc::new(crew.study().summary());
                let took_ms = page_ms() - now;
                made.set(Made {
                    at_ms: now,
                    runs: runs.0,
                    took_ms,
                });
                summary
            }
        };
        Rc::new(View {
            choice,
            phase: crew.phase().clone(),
            runs,
            share: crew.share(),
            left_s: crew.left_s(now),
            hands: crew.hands(),
            summary,
        })
    })
}

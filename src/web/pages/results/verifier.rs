//! One worker that verifies a result file; a new one takes the place of the one before.

use crate::app::protocol::{FromWorker, ToWorker};
use crate::app::saved::Checked;
use crate::json;
use crate::web::boot::WorkerLink;
use crate::web::storage;
use gloo::timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use yew::prelude::*;

/// What is verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A file that was chosen, by name.
    File(String),
    /// A kept result file, by id.
    Kept(String),
}

/// How far it has come.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// Under way: what runs, and thousandths of the whole.
    Working(String, u32),
    /// The file holds, in words.
    Good(String),
    /// The first thing that is wrong, with its place.
    Wrong(String),
    /// Stopped by the user, or by the browser.
    Stopped(String),
}

type State = Option<(Subject, Stage)>;

/// Verifies result files, one at a time. Cheap to clone.
#[derive(Clone)]
pub struct Verifier {
    state: UseStateHandle<State>,
    link: Rc<RefCell<Option<WorkerLink>>>,
    on_changed: Callback<()>,
}

impl PartialEq for Verifier {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state && Rc::ptr_eq(&self.link, &other.link)
    }
}

/// A verifier for this component; it ends with it. `on_changed` hears when what is known of a
/// kept result has changed.
#[hook]
pub fn use_verifier(on_changed: Callback<()>) -> Verifier {
    let state = use_state(|| None);
    let link = use_mut_ref(|| None::<WorkerLink>);
    {
        let link = link.clone();
        use_effect_with((), move |()| move || drop(link.borrow_mut().take()));
    }
    Verifier {
        state,
        link,
        on_changed,
    }
}

impl Verifier {
    /// What is or was verified last, and how far it came.
    #[must_use]
    pub fn state(&self) -> Option<&(Subject, Stage)> {
        self.state.as_ref()
    }

    /// How far this one has come, if it is the last.
    #[must_use]
    pub fn stage(&self, subject: &Subject) -> Option<&Stage> {
        let (of, stage) = self.state()?;
        (of == subject).then_some(stage)
    }

    /// Tells that this one could not be read.
    pub fn unreadable(&self, subject: Subject, why: String) {
        drop(self.link.borrow_mut().take());
        self.state.set(Some((subject, Stage::Wrong(why))));
    }

    /// Verifies a text; what was under way ends.
    pub fn start(&self, subject: Subject, text: String) {
        drop(self.link.borrow_mut().take());
        let set = self.state.setter();
        set.set(Some((subject.clone(), Stage::Working("Reading".into(), 0))));
        let heard = {
            let (set, subject, link) = (set.clone(), subject.clone(), Rc::downgrade(&self.link));
            let (on_changed, told) = (self.on_changed.clone(), Cell::new(0));
            move |text: String| {
                let Ok(message) = json::from_text::<FromWorker>(&text) else {
                    return;
                };
                let stage = match message {
                    FromWorker::Verifying(what, share) => {
                        let share = (share.clamp(0.0, 1.0) * 1000.0) as u32;
                        if share > 0 && told.replace(share) == share {
                            return;
                        }
                        Stage::Working(what, share)
                    }
                    FromWorker::Verified(answer) => {
                        // The link is the one that is speaking: it goes when it has finished.
                        let link = link.upgrade().and_then(|link| link.borrow_mut().take());
                        Timeout::new(0, move || drop(link)).forget();
                        let answer = answer
                            .map(|verified| verified.words())
                            .map_err(|difference| difference.to_string());
                        if let Subject::Kept(id) = &subject {
                            let checked = Checked {
                                unix_s: storage::now_unix_s(),
                                difference: answer.clone().err(),
                            };
                            storage::note_checked(id, &checked);
                            on_changed.emit(());
                        }
                        match answer {
                            Ok(words) => Stage::Good(words),
                            Err(why) => Stage::Wrong(why),
                        }
                    }
                    _ => return,
                };
                set.set(Some((subject.clone(), stage)));
            }
        };
        let lost = {
            let (set, subject) = (set.clone(), subject.clone());
            move |why: String| {
                let why = format!("The verifying stopped: {why}");
                set.set(Some((subject.clone(), Stage::Stopped(why))));
            }
        };
        let spawned = WorkerLink::spawn(heard, lost).and_then(|link| {
            link.send(&json::to_text(&ToWorker::Verify(text)))?;
            Ok(link)
        });
        match spawned {
            Ok(link) => *self.link.borrow_mut() = Some(link),
            Err(why) => set.set(Some((subject, Stage::Stopped(why)))),
        }
    }

    /// Ends what is under way.
    pub fn cancel(&self) {
        drop(self.link.borrow_mut().take());
        if let Some((subject, Stage::Working(..))) = self.state() {
            let stopped = Stage::Stopped("Cancelled.".to_string());
            self.state.set(Some((subject.clone(), stopped)));
        }
    }
}

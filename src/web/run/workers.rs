//! The workers of a run: the one that plays it and those that judge it; how they are started,
//! spoken to and missed.

use super::controller::Run;
use super::hush::Hush;
use crate::app::protocol::{Start, ToWorker};
use crate::web::boot::{WorkerLink, drop_later};
use std::cell::RefCell;
use std::rc::Rc;

/// The player's worker may leave so many seconds without an answer; so many while the terminal
/// works, which computes a statement in one step; and so many a worker that judges.
const BEATS: u32 = 5;
const BEATS_TERMINAL: u32 = 45;
const BEATS_JUDGE: u32 = 10;
/// A judge that is lost is started again so often.
const JUDGES_MAX: u32 = 3;

impl Run {
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
    pub(super) fn spawn(&self, resume_ms: Option<i64>) {
        match self.worker(|run, reason| run.crash(reason)) {
            Ok(link) => {
                let run = Rc::downgrade(&self.0);
                link.watch(BEATS, move || {
                    if let Some(inner) = run.upgrade() {
                        Run(inner).crash("The worker does not answer any more.".to_string());
                    }
                });
                *self.0.link.borrow_mut() = Some(link);
            }
            Err(reason) => return self.crash(reason),
        }
        self.0.followed.take();
        self.0.over.set(false);
        if !self.0.looks_on {
            if let Err(reason) = self.spawn_judge() {
                return self.crash(reason);
            }
            let assistant = self.worker(|run, _| drop_later(run.0.assistant.take()));
            *self.0.assistant.borrow_mut() = assistant.ok();
            *self.0.hush.borrow_mut() = Some(Hush::listen(self));
            self.post(&self.0.assistant, &ToWorker::Assist(self.start()));
        }
        let journal = self.0.journal.borrow().clone();
        let fresh = journal.entries.is_empty() && resume_ms.is_none();
        self.send(&ToWorker::Start(Start {
            journal: (!fresh).then_some(journal),
            resume_at_ms: resume_ms,
            ..self.start()
        }));
    }

    /// The run from its start.
    fn start(&self) -> Start {
        Start {
            incident: self.0.incident.id.clone(),
            seed: self.0.seed,
            mode: self.0.mode,
            journal: None,
            resume_at_ms: None,
        }
    }

    /// Starts the worker that judges, and tells it what it has missed.
    fn spawn_judge(&self) -> Result<(), String> {
        let judge = self.worker(|run, reason| run.crash(reason))?;
        let run = Rc::downgrade(&self.0);
        judge.watch(BEATS_JUDGE, move || {
            if let Some(inner) = run.upgrade() {
                Run(inner).judge_lost();
            }
        });
        *self.0.judge.borrow_mut() = Some(judge);
        self.send_judge(&ToWorker::Judge(self.start()));
        let (entries, now_ms) = self.0.followed.borrow().clone();
        if !entries.is_empty() || self.0.over.get() {
            self.send_judge(&ToWorker::Follow(entries, now_ms));
        }
        if self.0.over.get() {
            self.send_judge(&ToWorker::Reckon);
        }
        Ok(())
    }

    /// The worker that judges has gone without a word: another one takes its place, and nobody
    /// needs to know.
    fn judge_lost(&self) {
        drop_later(self.0.judge.take());
        let lost = self.0.judges_lost.get() + 1;
        self.0.judges_lost.set(lost);
        let again = match lost > JUDGES_MAX {
            true => Err("The worker that judges does not answer any more.".to_string()),
            false => self.spawn_judge(),
        };
        if let Err(reason) = again {
            self.crash(reason);
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
        let text = crate::json::to_text(message);
        let sent = link.borrow().as_ref().map(|link| link.send(&text));
        if let Some(Err(reason)) = sent {
            self.crash(reason);
        }
    }

    /// A line was given to the terminal.
    pub(super) fn terminal_works(&self) {
        self.allow(BEATS_TERMINAL);
    }

    /// The terminal has answered.
    pub(super) fn terminal_answered(&self) {
        self.allow(BEATS);
    }

    fn allow(&self, beats: u32) {
        if let Some(link) = &*self.0.link.borrow() {
            link.allow(beats);
        }
    }
}

//! What comes from the worker: taken in, kept, and told to the components.

use super::controller::Run;
use super::draft::{self, Rest};
use super::owner::{Claim, How};
use crate::app::protocol::{FromWorker, Receipt, Report, ToWorker};
use crate::app::saved::{DRAFT_KEY, Draft, SavedRun};
use crate::app::shared::Shared;
use crate::app::store::Live;
use crate::app::view::Phase;
use crate::drill::action::Action;
use crate::json;
use crate::terminal::Output;
use crate::web::boot::drop_later;
use crate::web::clock::page_ms;
use crate::web::storage;
use gloo::timers::callback::Timeout;
use std::rc::Rc;

/// Shortest time between two summaries for the components, ms.
const PUBLISH_MS: f64 = 100.0;
/// How often the clock is kept, ms.
const SAVE_MS: f64 = 2_000.0;

impl Run {
    /// Takes in a message of the worker.
    pub(super) fn receive(&self, text: &str) {
        if self.0.left.get() {
            return;
        }
        let message = match json::from_text::<FromWorker>(text) {
            Ok(message) => message,
            Err(error) => return self.crash(format!("a message that cannot be read: {error}")),
        };
        match message {
            FromWorker::Loading(share) => {
                self.send_jury(&ToWorker::Hush);
                self.set_phase(Phase::Loading(share));
            }
            FromWorker::Ready(ready) => {
                *self.0.live.borrow_mut() = Some(Live::new(&ready));
                self.0.view.borrow_mut().ready = Some(Shared::new(*ready));
                self.set_phase(Phase::Playing);
                // What was left is found standing still: there is time to read.
                let stands = self.0.looks_on || self.0.resume_ms.get().is_some();
                self.run_at(if stands { 0.0 } else { 1.0 });
            }
            FromWorker::Report(report) => self.report(*report),
            FromWorker::Done(id, result) => self.done(id, result),
            FromWorker::Answer(id, result) => {
                let asked = self.0.asks.borrow_mut().remove(&id);
                if let Some(asked) = asked {
                    asked(result);
                }
            }
            FromWorker::Terminal(output) => self.terminal_said(*output),
            FromWorker::Reckoning(what, share) => {
                if self.0.drafted.get() {
                    draft::tell(Some(Rest::Going(what, share)));
                } else {
                    self.set_phase(Phase::Reckoning(what, share));
                }
            }
            FromWorker::Found(finding) => self.send_judge(&ToWorker::Found(finding)),
            // A judge that was started again tells it once more.
            FromWorker::Draft(_) if self.0.drafted.get() => {}
            FromWorker::Draft(debrief) => {
                self.0.drafted.set(true);
                draft::tell(Some(Rest::Going(String::new(), 0.0)));
                super::last::keep(self);
                // Another tab that finds the draft waits for this one.
                let claim = Claim::ask(DRAFT_KEY, How::InTurn, |_| {});
                self.0.draft_claim.borrow_mut().get_or_insert(claim);
                let draft = Draft::new(self.saved(), *debrief);
                self.0.ended.draft.emit(draft);
            }
            FromWorker::Debrief(debrief, result) => {
                self.set_phase(Phase::Finished);
                super::last::keep(self);
                let result = result.map(|result| *result);
                if self.0.drafted.replace(false) {
                    self.0.ended.rest.emit((*debrief, result));
                    draft::tell(None);
                    self.let_go();
                    self.0.draft_claim.borrow_mut().take();
                } else {
                    self.0.ended.debrief.emit((*debrief, result));
                }
            }
            // Answers to what a run does not ask.
            FromWorker::Verifying(..) | FromWorker::Verified(_) => {}
            FromWorker::Refused(reason) => self.set_phase(Phase::Refused(reason)),
            // The lab has workers of its own.
            FromWorker::Lab(_) => {}
        }
    }

    fn report(&self, mut report: Report) {
        let seq = report.seq;
        let entries = std::mem::take(&mut report.journal);
        {
            let mut followed = self.0.followed.borrow_mut();
            followed.0.extend_from_slice(&entries);
            followed.1 = report.now_ms;
        }
        self.send_jury(&ToWorker::Follow(entries, report.now_ms));
        if report.state.over {
            self.0.over.set(true);
            self.send_jury(&ToWorker::Reckon);
        }
        let news = self
            .0
            .live
            .borrow_mut()
            .as_mut()
            .map(|live| live.take(&mut report));
        let news = news.unwrap_or_default();
        let was = self.0.view.borrow().phase.clone();
        self.0.view.borrow_mut().take(report, news);
        if news.rows > 0 || news.feed > 0 {
            self.0.charts.news();
        }
        self.send(&ToWorker::Ack(seq));
        let over = matches!(self.0.view.borrow().phase, Phase::Reckoning(..));
        if over || page_ms() - self.0.saved_ms.get() >= SAVE_MS {
            self.save();
        }
        if self.0.view.borrow().phase == was {
            self.publish()
        } else {
            self.publish_now()
        }
    }

    fn done(&self, id: u64, result: Result<Receipt, String>) {
        if let Ok(receipt) = &result {
            self.0
                .journal
                .borrow_mut()
                .entries
                .push(receipt.entry.clone());
            self.save();
        }
        let waiting = self.0.acts.borrow_mut().remove(&id);
        if let Some(waiting) = waiting {
            waiting(result);
        }
        self.publish();
    }

    /// The terminal spoke: what it did and showed goes into the journal at once.
    fn terminal_said(&self, mut output: Output) {
        self.terminal_answered();
        let entries = std::mem::take(&mut output.entries);
        if !entries.is_empty() {
            let looks = entries.iter().filter_map(|entry| match &entry.action {
                Action::Look(look) => Some(look.evidence()),
                _ => None,
            });
            self.0.looked.borrow_mut().extend(looks);
            self.0.journal.borrow_mut().entries.extend(entries);
            self.save();
        }
        let heard = self.0.terminal.borrow().clone();
        if let Some(heard) = heard {
            heard.emit(output);
        }
        self.publish();
    }

    /// Ends the workers.
    pub(super) fn let_go(&self) {
        // One may be the one that is speaking: it goes when it has finished.
        let links = (
            self.0.link.borrow_mut().take(),
            self.0.judge.borrow_mut().take(),
            self.0.assistant.borrow_mut().take(),
        );
        drop_later(links);
    }

    /// The worker is lost: what waits for it hears so.
    pub(super) fn crash(&self, reason: String) {
        self.let_go();
        if self.0.drafted.get() {
            draft::tell(Some(Rest::Broken(reason.clone())));
        }
        self.refuse_waiting("The simulation stopped before this was taken in.");
        self.save();
        self.set_phase(Phase::Crashed(reason));
    }

    /// What waits for the worker hears why it waits in vain.
    pub(super) fn refuse_waiting(&self, why: &str) {
        let acts: Vec<_> = self.0.acts.borrow_mut().drain().collect();
        acts.into_iter()
            .for_each(|(_, waiting)| waiting(Err(why.to_string())));
        self.0.asks.borrow_mut().clear();
    }

    /// Hands what there is to whoever keeps it.
    pub(super) fn save(&self) {
        // Before the start there is nothing new; a finished run can no longer be continued.
        let nothing = match self.0.view.borrow().phase {
            _ if self.0.looks_on || self.0.left.get() => true,
            Phase::Starting | Phase::Loading(_) | Phase::Refused(_) | Phase::Finished => true,
            Phase::Playing | Phase::Reckoning(..) | Phase::Crashed(_) => false,
        };
        if nothing {
            return;
        }
        self.0.saved_ms.set(page_ms());
        self.0.ended.save.emit(self.saved());
    }

    /// The run as it stands.
    pub(super) fn saved(&self) -> SavedRun {
        let view = self.0.view.borrow();
        let journal = self.0.journal.borrow().clone();
        // One that was not taken up yet stands where it was left.
        let now_ms = match view.ready {
            Some(_) => view.now_ms,
            None => self.0.resume_ms.get().unwrap_or(view.now_ms),
        };
        // A receipt may come before the report that moves the clock to it.
        let last_ms = journal.entries.last().map(|last| last.at_ms);
        let now_ms = last_ms.map_or(now_ms, |last_ms| now_ms.max(last_ms));
        SavedRun::new(self.0.mode, now_ms, storage::now_unix_s(), journal)
    }

    /// Tells where the run stands, at once.
    pub(super) fn set_phase(&self, phase: Phase) {
        self.0.view.borrow_mut().phase = phase;
        self.publish_now();
    }

    fn publish(&self) {
        let wait_ms = PUBLISH_MS - (page_ms() - self.0.published_ms.get());
        if wait_ms <= 0.0 {
            return self.publish_now();
        }
        if self.0.timer.borrow().is_none() {
            let inner = Rc::downgrade(&self.0);
            let timer = Timeout::new(wait_ms.ceil() as u32, move || {
                if let Some(inner) = inner.upgrade() {
                    let done = inner.timer.borrow_mut().take();
                    Run(inner).publish_now();
                    done.map(Timeout::forget);
                }
            });
            *self.0.timer.borrow_mut() = Some(timer);
        }
    }

    /// A new summary for the components.
    pub(super) fn publish_now(&self) {
        self.0.published_ms.set(page_ms());
        self.0.view.borrow_mut().follow(&self.0.journal.borrow());
        let view = self.0.view.borrow().clone();
        self.0.ended.publish.emit(Shared::new(view));
    }
}

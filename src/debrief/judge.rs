//! The judge: follows a drill and runs the same world otherwise, so that a score can say what
//! each change was worth.
//!
//! It keeps a copy of the player's session and runs four kinds of futures, all to the end of
//! the incident: nobody acts; a responder acts who is known to be right; the player does
//! nothing more; the player had left out one change. Only changes reach the world
//! ([`Kind::Change`]), so looks, statements and even "resolved" leave what was run ahead as it
//! is: after "resolved" hardly anything is left to do. How it is stepped makes no difference
//! to what comes out.
//!
//! Memory: one session of the player, one for each right responder and for nobody, one or two
//! for each of [`APART_MAX`] changes and the last ones together. Copies share their past.

mod assist;
mod judgement;
mod track;
mod without;

pub use assist::Finding;
pub use judgement::{Effect, Judged, Judgement};
pub use track::{Outcome, Track};

use crate::drill::action::Entry;
use crate::drill::action::Kind;
use crate::drill::{Session, responders};
use crate::incident::document::Incident;
use crate::sim::time::MIN;
use std::collections::VecDeque;
use std::sync::Arc;
use without::Without;

/// Id of the responder that does nothing.
pub const NOBODY: &str = "nobody";
/// Id of the best known responder.
pub const BEST: &str = "best";
/// Changes that are judged one by one; those after them are judged together.
pub const APART_MAX: usize = 32;

/// How much of the other runs is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// All of them to their ends, begun as soon as they can be.
    Full,
    /// Only what the points of the score need. The points are the same.
    Points,
}

/// How far a judge has come.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// Runs that are done.
    pub done: usize,
    /// Runs that are needed, as far as is known.
    pub of: usize,
    /// Share of the whole, 0..=1.
    pub share: f64,
    /// What is being run, in words.
    pub what: String,
}

/// A responder that is known to be right.
#[derive(Clone, Debug)]
struct Right {
    id: String,
    changes: Vec<Entry>,
    track: Option<Track>,
}

/// Follows a drill and judges it. See the module.
#[derive(Clone, Debug)]
pub struct Judge {
    depth: Depth,
    live: Session,
    /// Entries of the journal that `live` has not come to.
    to_come: VecDeque<Entry>,
    refused: Vec<(Entry, String)>,
    now_ms: i64,
    /// No change of anybody is before it: there the other runs part from the player's.
    fork_ms: i64,
    nobody: Option<Track>,
    rights: Vec<Right>,
    /// The player does nothing more. None: no change so far, so that is nobody's run.
    own: Option<Track>,
    withouts: Vec<Without>,
    /// What another judge has found.
    learned: Vec<Finding>,
}

impl Judge {
    /// A judge of a drill that has not begun yet.
    ///
    /// # Errors
    /// If the incident has no right responder, or the script of one is wrong.
    pub fn new(incident: &Arc<Incident>, seed: u64, depth: Depth) -> Result<Judge, String> {
        let is_right = |id: &str, said: bool| id == BEST || (said && id != NOBODY);
        let mut rights = Vec::new();
        for responder in &incident.responders {
            if is_right(&responder.id, responder.right) {
                let mut changes = responders::entries(incident, &responder.id)?;
                changes.retain(|entry| entry.action.kind() == Kind::Change);
                rights.push(Right {
                    id: responder.id.clone(),
                    changes,
                    track: None,
                });
            }
        }
        if rights.is_empty() {
            let id = &incident.id;
            return Err(format!(
                "{id} has no responder `{BEST}`: there is nothing to measure a score by"
            ));
        }
        let live = Session::new(incident.clone(), seed);
        let first = rights.iter().filter_map(|right| right.changes.first());
        let player_from_ms = (-incident.clock.player_from_s * 1000.0) as i64;
        let fork_ms = first.map(|e| e.at_ms).fold(player_from_ms, i64::min);
        Ok(Judge {
            depth,
            now_ms: live.now_ms(),
            live,
            to_come: VecDeque::new(),
            refused: Vec::new(),
            fork_ms,
            nobody: None,
            rights,
            own: None,
            withouts: Vec::new(),
            learned: Vec::new(),
        })
    }

    /// Here the runs of nobody and of the right responders part from the player's, milliseconds
    /// from minute zero: no entry of a journal that the judge is to follow is earlier.
    #[must_use]
    pub fn fork_ms(&self) -> i64 {
        self.fork_ms
    }

    /// A time at which every run of the incident is over, milliseconds from minute zero.
    #[must_use]
    pub fn end_ms(&self) -> i64 {
        self.live.at_ms(self.live.span().1.saturating_add(MIN))
    }

    /// The drill has come to `now_ms`; `entries` are what its journal got since the last call,
    /// in order. Later entries have to be later than `now_ms`, or at the same millisecond.
    pub fn follow(&mut self, entries: &[Entry], now_ms: i64) {
        self.to_come.extend(entries.iter().cloned());
        self.now_ms = self.now_ms.max(now_ms);
        if let Some(last) = entries.last() {
            self.now_ms = self.now_ms.max(last.at_ms);
        }
    }

    /// Work for about this many events. True when there is nothing more to do: until the
    /// drill goes on, or for good once it is over ([`Judge::judgement`]).
    pub fn step(&mut self, events: u64) -> bool {
        self.keep_up(events) && self.references(events) && self.futures(events)
    }

    /// The copy of the player's session follows the journal.
    /// True when it has come to where the drill is.
    pub fn keep_up(&mut self, events: u64) -> bool {
        while !self.live.over() {
            let next_ms = self.to_come.front().map_or(self.now_ms, |e| e.at_ms);
            if self.nobody.is_none() {
                let is_change = |e: &&Entry| e.action.kind() == Kind::Change;
                let first = self.to_come.iter().find(is_change).map(|e| e.at_ms);
                let fork_ms = first.map_or(self.fork_ms, |at| at.min(self.fork_ms));
                if fork_ms <= next_ms {
                    if !self.live.advance_some(fork_ms, events) {
                        return false;
                    }
                    self.fork();
                    continue;
                }
            }
            if !self.live.advance_some(next_ms, events) {
                return false;
            }
            match self.to_come.pop_front() {
                Some(entry) => self.take(entry),
                None => break,
            }
        }
        if self.live.over() {
            let late = self.to_come.drain(..);
            let why = || "the run was over".to_string();
            self.refused.extend(late.map(|entry| (entry, why())));
            self.take_over();
            // No change of the player's comes any more: where he is, his world is.
            if let Some(same) = self.own.as_mut().or(self.nobody.as_mut()) {
                same.reach(&self.live);
            }
        }
        true
    }

    /// Nothing was changed so far: here the worlds of all others begin.
    fn fork(&mut self) {
        self.nobody = Some(Track::new(self.live.clone()));
        for right in &mut self.rights {
            let mut session = self.live.clone();
            session.queue(std::mem::take(&mut right.changes));
            right.track = Some(Track::new(session));
        }
    }

    fn take(&mut self, entry: Entry) {
        let changes = entry.action.kind() == Kind::Change;
        let before = changes.then(|| self.live.clone());
        let note = match self.live.act(entry.action.clone()) {
            Ok(note) => note,
            Err(why) => return self.refused.push((entry, why)),
        };
        let Some(before) = before else { return };
        let many = self.withouts.len() > APART_MAX;
        let apart = self.withouts.len() - usize::from(many);
        for without in &mut self.withouts[..apart] {
            without.change(&entry);
        }
        match self.withouts.last_mut() {
            Some(together) if many => together.and_without(),
            _ => {
                let own = self.own.as_mut();
                let without = Without::new(&entry, before, &self.live, &note, own);
                let idle = without.is_idle();
                self.withouts.push(without);
                if idle {
                    if let Some(own) = &mut self.own {
                        own.remark(self.live.clone());
                    }
                    return;
                }
            }
        }
        self.own = Some(Track::new(self.live.clone()));
    }

    /// Runs that no action of the player's can make void.
    fn references(&mut self, events: u64) -> bool {
        let Some(nobody) = &mut self.nobody else {
            // The drill has not come to where they begin.
            return true;
        };
        let rights = self.rights.iter_mut().filter_map(|r| r.track.as_mut());
        let mut all = std::iter::once(nobody).chain(rights);
        all.all(|track| track.step(i64::MIN, events, None))
    }

    /// Runs that hang on what the player did.
    fn futures(&mut self, events: u64) -> bool {
        if self.depth == Depth::Points && !self.live.over() {
            return true;
        }
        let safe_ms = self.safe_ms();
        if self.depth == Depth::Full {
            let mut tracks = self.open().into_iter().map(|(_, track)| track);
            return tracks.all(|track| track.step(safe_ms, events, None));
        }
        if let Some(own) = &mut self.own
            && !own.step(safe_ms, events, None)
        {
            return false;
        }
        let Some(most) = self.affected_max() else {
            return true;
        };
        let mut tracks = self.withouts.iter_mut().filter_map(Without::track);
        tracks.all(|track| track.step(safe_ms, events, Some(most)))
    }

    /// Every change up to then is known, milliseconds from minute zero.
    fn safe_ms(&self) -> i64 {
        match self.live.over() {
            true => i64::MAX,
            false => self.now_ms,
        }
    }

    /// A run without a change that affects more visits than this says that the change helped,
    /// and no more. None: the points hang on no such run.
    fn affected_max(&self) -> Option<u64> {
        let judgement = self.references_judged()?;
        judgement.needs_withouts().then(|| judgement.helped_above())
    }

    /// The judgement as far as it does not hang on single changes.
    fn references_judged(&self) -> Option<Judgement<'_>> {
        let nobody = self.nobody.as_ref()?.outcome()?;
        let own = match &self.own {
            Some(own) => own.outcome()?,
            None => nobody,
        };
        let mut best: Option<(&str, &Outcome)> = None;
        for right in &self.rights {
            let outcome = right.track.as_ref()?.outcome()?;
            if best.is_none_or(|(_, best)| outcome.affected() < best.affected()) {
                best = Some((&right.id, outcome));
            }
        }
        Some(Judgement {
            over: &self.live,
            own,
            nobody,
            best: best?,
            changes: Vec::new(),
        })
    }

    /// All that is known, once the drill is over and everything was run.
    #[must_use]
    pub fn judgement(&self) -> Option<Judgement<'_>> {
        let judgement = self.judgement_so_far()?;
        let needed = self.depth == Depth::Full || judgement.needs_withouts();
        let known = judgement.changes.iter().all(|c| c.without.is_some());
        (known || !needed).then_some(judgement)
    }

    /// What is known once the drill is over and the runs are done that hang on no single
    /// change: a debrief can be shown, but the points for actions and diagnosis may change
    /// until [`Judge::judgement`] is there.
    #[must_use]
    pub fn judgement_so_far(&self) -> Option<Judgement<'_>> {
        if !self.live.over() {
            return None;
        }
        let mut judgement = self.references_judged()?;
        for without in &self.withouts {
            judgement.changes.push(Judged {
                at_ms: without.at_ms,
                due_ms: without.due_ms,
                action: &without.action,
                title: &without.title,
                count: without.count,
                protects: without.protects,
                without: without.outcome(judgement.own, judgement.nobody),
            });
        }
        Some(judgement)
    }

    /// How far it has come.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let share = |track: &Option<Track>| track.as_ref().map_or(0.0, Track::share);
        let mut runs = vec![("nobody acts", share(&self.nobody))];
        for right in &self.rights {
            runs.push(("the best responder acts", share(&right.track)));
        }
        if let Some(own) = &self.own {
            runs.push(("your run, to the end of the incident", own.share()));
        }
        let withouts = self.withouts.iter().filter_map(Without::share);
        runs.extend(withouts.map(|share| ("your run without one change", share)));
        let done = |(_, share): &&(&str, f64)| *share >= 1.0;
        let open = runs.iter().find(|run| !done(run));
        let sum: f64 = runs.iter().map(|(_, share)| share).sum();
        Progress {
            done: runs.iter().filter(done).count(),
            of: runs.len(),
            share: sum / runs.len() as f64,
            what: open.map_or_else(
                || "All runs are done".to_string(),
                |(what, _)| format!("Running the same world again: {what}"),
            ),
        }
    }

    /// The judge's copy of the player's session.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.live
    }

    /// Entries of the journal that could not be done, and why.
    #[must_use]
    pub fn refused(&self) -> &[(Entry, String)] {
        &self.refused
    }

    /// The runs that can be done now, each with the most affected visits that it needs to come
    /// to: each may be taken on by a thread of its own ([`Track::step`]). When all are done
    /// others may have become possible; none at all: there is nothing more to do. Only once
    /// the drill is over.
    pub fn tracks(&mut self) -> Vec<(&mut Track, Option<u64>)> {
        let limit = match self.depth {
            Depth::Full => Some(None),
            Depth::Points => self.affected_max().map(Some),
        };
        let mut tracks: Vec<(&mut Track, Option<u64>)> = Vec::new();
        tracks.extend(self.nobody.as_mut().map(|track| (track, None)));
        let rights = self.rights.iter_mut().filter_map(|r| r.track.as_mut());
        tracks.extend(rights.map(|track| (track, None)));
        tracks.extend(self.own.as_mut().map(|track| (track, None)));
        if let Some(limit) = limit {
            let withouts = self.withouts.iter_mut().filter_map(Without::track);
            tracks.extend(withouts.map(|track| (track, limit)));
        }
        tracks.retain(|(track, _)| track.outcome().is_none());
        tracks
    }
}

//! The incident channel: lines that are said when the world gives reason.
//!
//! Lines are judged at scrapes and said a moment later, one after the other, if they still
//! hold: nobody repeats what is over, and no two people speak at once.

use super::action::Action;
use super::feed::FeedKind;
use super::session::Session;
use crate::sim::time::{MS, Nanos, SEC, from_seconds};

/// From one line to the next.
const GAP: Nanos = 7 * SEC;
/// Comments on the status page that are kept.
const COMMENTS_MAX: usize = 200;

/// Actions that are remembered.
const DONE_MAX: usize = 20_000;

/// How a line of the channel stands.
#[derive(Clone, Copy, Debug, Default)]
struct LineState {
    /// Its conditions hold since then.
    held: Option<Nanos>,
    /// It will be said then, if they still hold.
    due: Option<Nanos>,
    /// It was said first and last then.
    said: Option<(Nanos, Nanos)>,
}

/// A comment of a customer on the status page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// When it is said, world time.
    pub at: Nanos,
    /// Role of who says it.
    pub who: String,
    /// What is said, its placeholders filled in.
    pub text: String,
}

/// What is said in a run, and by whom.
#[derive(Clone, Debug, Default)]
pub struct Talk {
    lines: Vec<LineState>,
    /// Until then somebody is speaking.
    busy: Nanos,
    /// Contacts who are there, since when.
    pub(super) present: Vec<(String, Nanos)>,
    /// What the player did, without looks: the journal's names and when.
    pub(super) done: Vec<(&'static str, Nanos)>,
    /// The player's last word.
    pub(super) spoke: Option<Nanos>,
    /// How many words of the player's there were.
    pub(super) words: usize,
    /// Comments on the status page, oldest first.
    pub(super) comments: Vec<Comment>,
}

impl Talk {
    /// The next time at which a line is due.
    pub(super) fn next_due(&self) -> Option<Nanos> {
        self.lines.iter().filter_map(|line| line.due).min()
    }
}

/// A pause before a line, so that people do not speak in step with the scrapes: from the
/// line's place and its last time alone, so that it shifts no draw of the world.
fn pause(line: usize, said: Nanos) -> Nanos {
    let mixed = (line as u64 + 1)
        .wrapping_mul(0x9E37_79B9_7F4A_7C15)
        .wrapping_add(said / SEC)
        .rotate_left(23)
        .wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (400 + (mixed >> 32) % 4_200) * MS
}

impl Session {
    /// Judges all lines; called at a scrape.
    pub(super) fn judge_lines(&mut self, at: Nanos) {
        let incident = self.incident.clone();
        let lines = &incident.channel.lines;
        self.talk.lines.resize(lines.len(), LineState::default());
        for (index, line) in lines.iter().enumerate() {
            let state = self.talk.lines[index];
            let over = match (state.said, line.every_s) {
                (Some(_), None) => true,
                (Some((_, last)), Some(every_s)) => at < last + from_seconds(every_s),
                (None, _) => false,
            };
            if over || state.due.is_some() {
                continue;
            }
            let holds = line.when.iter().all(|c| self.holds(c));
            let state = &mut self.talk.lines[index];
            state.held = if holds { state.held.or(Some(at)) } else { None };
            let long = state
                .held
                .is_some_and(|held| at - held >= from_seconds(line.for_s));
            if long {
                let last = state.said.map_or(0, |(_, last)| last);
                let due = (at + pause(index, last)).max(self.talk.busy);
                let due = due - due % MS;
                self.talk.lines[index].due = Some(due);
                self.talk.busy = due + GAP;
            }
        }
    }

    /// Says the lines that are due.
    pub(super) fn say_lines(&mut self) {
        let now = self.world.now();
        while let Some(due) = self.talk.next_due().filter(|due| *due <= now) {
            let found = self.talk.lines.iter().position(|l| l.due == Some(due));
            let Some(index) = found else { return };
            self.say_line(index, due);
        }
    }

    fn say_line(&mut self, index: usize, at: Nanos) {
        let incident = self.incident.clone();
        let line = &incident.channel.lines[index];
        self.talk.lines[index].due = None;
        if !line.when.iter().all(|c| self.holds(c)) {
            self.talk.lines[index].held = None;
            return;
        }
        let state = &mut self.talk.lines[index];
        state.said = Some((state.said.map_or(at, |(first, _)| first), at));
        let text = self.fill(&line.text);
        let who = self.role_of(&line.who);
        if line.on_status_page {
            let note = "Comment on the status page";
            self.feed.push(at, FeedKind::Person, &who, &text, note);
            if self.talk.comments.len() < COMMENTS_MAX {
                self.talk.comments.push(Comment { at, who, text });
            }
            return;
        }
        if self.contact(&line.who).is_some() {
            self.arrive(&line.who, at);
        }
        self.feed.push(at, FeedKind::Person, &who, &text, "");
    }

    /// What the player did is known to those who watch; looks and the clock's speed are not.
    pub(super) fn remember(&mut self, action: &Action) {
        let seen = !matches!(action, Action::Look(_) | Action::Speed { .. });
        if seen && self.talk.done.len() < DONE_MAX {
            self.talk.done.push((action.name(), self.world.now()));
        }
    }

    /// When a line was said first.
    pub(super) fn said_at(&self, id: &str) -> Option<Nanos> {
        let lines = self.incident.channel.lines.iter();
        let index = lines.enumerate().find(|(_, l)| l.id == id)?.0;
        let state = self.talk.lines.get(index)?;
        state.said.map(|(first, _)| first)
    }

    /// Comments of customers on the status page, oldest first.
    #[must_use]
    pub fn comments(&self) -> &[Comment] {
        &self.talk.comments
    }

    /// Contacts who are in the channel, and since when.
    #[must_use]
    pub fn present(&self) -> &[(String, Nanos)] {
        &self.talk.present
    }
}

//! The stream of what happened: changes, alerts, pages, people, own actions.

use super::action::Look;
use crate::sim::spec::ChangeSpec;
use crate::sim::time::Nanos;
use crate::sim::{Cause, Notice};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Entries kept; the oldest go first.
const ENTRIES_MAX: usize = 5_000;

/// What kind of thing an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedKind {
    /// A change of the system by pipeline or colleague.
    Change,
    /// An alert fired or ended.
    Alert,
    /// A page was sent or acknowledged.
    Page,
    /// Somebody spoke.
    Person,
    /// The player did something.
    Action,
    /// A change took effect.
    Effect,
    /// The post-mortem's account.
    Account,
}

/// What more there is to know of an entry than its kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum News {
    /// Nothing.
    #[default]
    Plain,
    /// Of an alert, alone or in a page: it has ended.
    Ended,
    /// Of a page: one more alert fires in it.
    Joined,
    /// Of the player: a command was given to the world.
    Changed,
    /// Of the player: a hint was taken.
    Hint,
}

/// An entry of the stream.
#[derive(Clone, Debug)]
pub struct FeedEntry {
    /// Ascending number, from 0.
    pub id: u64,
    /// World time.
    pub at: Nanos,
    /// Kind.
    pub kind: FeedKind,
    /// More on it.
    pub news: News,
    /// Who.
    pub who: String,
    /// One line.
    pub title: String,
    /// More, or empty.
    pub text: String,
    /// What looking at it counts as.
    pub look: Option<Look>,
}

/// The stream.
#[derive(Clone, Debug, Default)]
pub struct Feed {
    entries: VecDeque<FeedEntry>,
    next: u64,
}

impl Feed {
    pub(super) fn push(&mut self, at: Nanos, kind: FeedKind, who: &str, title: &str, text: &str) {
        self.keep(at, (kind, News::Plain), who, (title, text), None);
    }

    /// The player did something.
    pub(super) fn own(&mut self, at: Nanos, news: News, title: &str, text: &str) {
        self.keep(at, (FeedKind::Action, news), "you", (title, text), None);
    }

    fn keep(
        &mut self,
        at: Nanos,
        (kind, news): (FeedKind, News),
        who: &str,
        (title, text): (&str, &str),
        look: Option<Look>,
    ) {
        let id = self.next;
        self.next += 1;
        if self.entries.len() == ENTRIES_MAX {
            self.entries.pop_front();
        }
        let (who, title, text) = (who.to_string(), title.to_string(), text.to_string());
        self.entries.push_back(FeedEntry {
            id,
            at,
            kind,
            news,
            who,
            title,
            text,
            look,
        });
    }

    pub(super) fn alert(&mut self, at: Nanos, news: News, name: &str, title: &str, text: &str) {
        let look = Some(Look::Alert(name.to_string()));
        self.keep(at, (FeedKind::Alert, news), "alerts", (title, text), look);
    }

    pub(super) fn page(&mut self, at: Nanos, alert: &str, title: &str, text: &str) {
        self.page_news(at, News::Plain, alert, (title, text));
    }

    pub(super) fn page_news(
        &mut self,
        at: Nanos,
        news: News,
        alert: &str,
        (title, text): (&str, &str),
    ) {
        let look = Some(Look::Alert(alert.to_string()));
        self.keep(at, (FeedKind::Page, news), "pager", (title, text), look);
    }

    /// `changes` are those of the world that gave the notice.
    pub(super) fn notice(&mut self, notice: &Notice, changes: &[ChangeSpec]) {
        let (kind, look) = match notice.cause {
            Cause::Change(place) => {
                let id = changes[place].id.clone();
                (FeedKind::Change, Some(Look::Change(id)))
            }
            Cause::Skipped(_) | Cause::Effect => (FeedKind::Effect, None),
        };
        let kind = (kind, News::Plain);
        self.keep(notice.at, kind, &notice.who, (&notice.title, ""), look);
    }

    /// Entries from this number on.
    pub fn since(&self, id: u64) -> impl Iterator<Item = &FeedEntry> {
        let first = self.entries.front().map_or(0, |e| e.id);
        self.entries.iter().skip(id.saturating_sub(first) as usize)
    }

    /// The number the next entry will have.
    #[must_use]
    pub fn next_id(&self) -> u64 {
        self.next
    }
}

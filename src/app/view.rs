//! What the page's components see of a run: a summary, made anew at most ten times a second.

use super::protocol::{Ready, Report, State};
use super::shared::Shared;
use super::store::News;
use crate::drill::action::Journal;
use crate::drill::board::Board;
use crate::drill::pager::PageState;
use crate::incident::panes::Pane;
use std::ops::Deref;

/// Where the run stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Phase {
    /// The worker is being started.
    #[default]
    Starting,
    /// The history is being simulated; 0..=1.
    Loading(f64),
    /// Under way.
    Playing,
    /// Over; the debrief is being computed: what, and 0..=1.
    Reckoning(String, f64),
    /// The debrief is there.
    Finished,
    /// The run cannot be started; why.
    Refused(String),
    /// The worker broke; what it said.
    Crashed(String),
}

/// What components see of a run. Parts that have not changed keep their pointers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunView {
    /// Where the run stands.
    pub phase: Phase,
    /// What does not change; none before the run is ready.
    pub ready: Option<Shared<Ready>>,
    /// The run's clock, ms from minute zero.
    pub now_ms: i64,
    /// Simulated seconds per second.
    pub speed: f64,
    /// How things stand.
    pub state: State,
    /// The diagnosis board.
    pub board: Shared<Board>,
    /// Grows with new samples.
    pub rows_version: u64,
    /// Grows with new log lines.
    pub logs_version: u64,
    /// Grows with new entries of the stream.
    pub feed_version: u64,
}

impl Deref for RunView {
    type Target = State;

    fn deref(&self) -> &State {
        &self.state
    }
}

impl RunView {
    /// Takes in how things stand after a report whose streams brought `news`.
    pub fn take(&mut self, report: Report, news: News) {
        self.now_ms = report.now_ms;
        self.speed = report.speed;
        self.state.take(report.state);
        self.rows_version += news.rows as u64;
        self.logs_version += news.logs as u64;
        self.feed_version += news.feed as u64;
        let waits = matches!(self.phase, Phase::Starting | Phase::Loading(_));
        if self.state.over && matches!(self.phase, Phase::Playing) {
            self.phase = Phase::Reckoning("The run is over".to_string(), 0.0);
        } else if waits {
            self.phase = Phase::Playing;
        }
    }

    /// Takes in what a journal says of the board; cheap when there is nothing new.
    pub fn follow(&mut self, journal: &Journal) {
        if self.board.is_behind(journal) {
            let mut board = (*self.board).clone();
            board.follow(journal);
            self.board = Shared::new(board);
        }
    }

    /// The pane that the coach points at.
    #[must_use]
    pub fn coached(&self) -> Option<Pane> {
        self.coach.as_ref().and_then(|coach| coach.pane)
    }

    /// A page is firing and nobody has acknowledged it.
    #[must_use]
    pub fn paged(&self) -> bool {
        self.pages.iter().any(|p| p.state == PageState::Triggered)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::told::PeopleNow;

    fn report(state: State) -> Report {
        Report {
            seq: 1,
            now_ms: 7,
            speed: 5.0,
            rows: vec![],
            logs: vec![],
            feed: vec![],
            journal: vec![],
            state,
        }
    }

    #[test]
    fn unchanged_parts_keep_their_pointers() {
        let mut view = RunView {
            phase: Phase::Playing,
            ..RunView::default()
        };
        let before = view.clone();
        let news = News {
            rows: 2,
            logs: 1,
            feed: 0,
        };
        view.take(
            report(State {
                users_failing: 0.5,
                ..State::default()
            }),
            news,
        );
        assert!(view.files == before.files && view.database == before.database);
        assert_eq!(
            (view.now_ms, view.rows_version, view.logs_version),
            (7, 2, 1)
        );
        let people = PeopleNow {
            asked: vec!["dba".to_string()],
            ..PeopleNow::default()
        };
        view.take(
            report(State {
                people: people.into(),
                ..State::default()
            }),
            News::default(),
        );
        assert!(view.people != before.people && view.files == before.files);
    }

    #[test]
    fn the_end_of_a_run_begins_the_reckoning_once() {
        let mut view = RunView::default();
        view.take(report(State::default()), News::default());
        assert_eq!(view.phase, Phase::Playing);
        view.take(
            report(State {
                over: true,
                ..State::default()
            }),
            News::default(),
        );
        assert!(matches!(view.phase, Phase::Reckoning(..)));
        view.phase = Phase::Finished;
        view.take(
            report(State {
                over: true,
                ..State::default()
            }),
            News::default(),
        );
        assert_eq!(view.phase, Phase::Finished);
    }
}

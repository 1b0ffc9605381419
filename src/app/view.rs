//! What the page's components see of a run: a summary, made anew at most ten times a second.

use super::protocol::{
    AlertView, CoachView, DatabaseView, FileView, LookedView, OperationView, PageView,
    PipelineView, Ready, Report, ServiceView,
};
use super::shared::Shared;
use super::store::News;
use super::told::{AlertNow, PageNow, PeopleNow, SilenceNow, StatusNow};
use crate::drill::action::{Diagnosis, Journal};
use crate::drill::board::Board;
use crate::incident::panes::Pane;

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
    /// Share of visits affected in the last minute.
    pub users_failing: f64,
    /// Affected visits since minute zero.
    pub visits_affected: u64,
    /// Severity set.
    pub severity: Option<u8>,
    /// Alert rules.
    pub alerts: Shared<Vec<AlertView>>,
    /// Pages.
    pub pages: Shared<Vec<PageView>>,
    /// Changes under way.
    pub operations: Shared<Vec<OperationView>>,
    /// Files.
    pub files: Shared<Vec<FileView>>,
    /// Services.
    pub services: Shared<Vec<ServiceView>>,
    /// The database.
    pub database: Shared<DatabaseView>,
    /// Pipelines.
    pub pipelines: Shared<Vec<PipelineView>>,
    /// What was looked at.
    pub looked: Shared<Vec<LookedView>>,
    /// The last stated diagnosis.
    pub diagnosis: Shared<Option<Diagnosis>>,
    /// The diagnosis board.
    pub board: Shared<Board>,
    /// Contacts that were called.
    pub called: Shared<Vec<(String, i64)>>,
    /// The coach.
    pub coach: Shared<Option<CoachView>>,
    /// Alert rules as they stand.
    pub alerts_now: Shared<Vec<AlertNow>>,
    /// Pages as they stand.
    pub pages_now: Shared<Vec<PageNow>>,
    /// Silences.
    pub silences: Shared<Vec<SilenceNow>>,
    /// The status page.
    pub status: Shared<StatusNow>,
    /// Who is there.
    pub people: Shared<PeopleNow>,
    /// The objective holds since then.
    pub healthy_since_ms: Option<i64>,
    /// Grows with new samples.
    pub rows_version: u64,
    /// Grows with new log lines.
    pub logs_version: u64,
    /// Grows with new entries of the stream.
    pub feed_version: u64,
}

impl RunView {
    /// Takes in how things stand after a report whose streams brought `news`.
    pub fn take(&mut self, report: Report, news: News) {
        let state = report.state;
        self.now_ms = report.now_ms;
        self.speed = report.speed;
        self.users_failing = state.users_failing;
        self.visits_affected = state.visits_affected;
        self.severity = state.severity;
        self.alerts.update(state.alerts);
        self.pages.update(state.pages);
        self.operations.update(state.operations);
        self.files.update(state.files);
        self.services.update(state.services);
        self.database.update(state.database);
        self.pipelines.update(state.pipelines);
        self.looked.update(state.looked);
        self.diagnosis.update(state.diagnosis);
        self.called.update(state.called);
        self.coach.update(state.coach);
        self.alerts_now.update(state.told.alerts);
        self.pages_now.update(state.told.pages);
        self.silences.update(state.told.silences);
        self.status.update(state.told.status);
        self.people.update(state.told.people);
        self.healthy_since_ms = state.healthy_since_ms;
        self.rows_version += news.rows as u64;
        self.logs_version += news.logs as u64;
        self.feed_version += news.feed as u64;
        let waits = matches!(self.phase, Phase::Starting | Phase::Loading(_));
        if state.over && matches!(self.phase, Phase::Playing) {
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
        self.pages_now.iter().any(|p| p.state == "triggered")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::protocol::State;

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
        let called = vec![("dba".to_string(), 1)];
        view.take(
            report(State {
                called,
                ..State::default()
            }),
            News::default(),
        );
        assert!(view.called != before.called);
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

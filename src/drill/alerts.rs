//! Alert rules in Prometheus' states: inactive, pending for `for_s`, firing.

use crate::incident::document::{AlertRule, AlertSeverity, When};
use crate::sim::World;
use crate::sim::time::{Nanos, from_seconds};

/// How an alert stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlertState {
    /// The condition does not hold.
    Inactive,
    /// It holds, not yet for long enough.
    Pending,
    /// It has held for `for_s`.
    Firing,
}

impl AlertState {
    /// Prometheus' word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            AlertState::Inactive => "inactive",
            AlertState::Pending => "pending",
            AlertState::Firing => "firing",
        }
    }
}

/// A rule and how it stands.
#[derive(Clone, Debug)]
pub struct Alert {
    /// The rule of the incident file.
    pub rule: AlertRule,
    /// How it stands.
    pub state: AlertState,
    /// Since when, world time.
    pub since: Nanos,
    /// The last value of its column.
    pub value: Option<f64>,
    column: Option<usize>,
    other: Option<usize>,
    /// While firing: the condition last held then.
    held_at: Nanos,
}

/// A change of state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It began to fire.
    Fired,
    /// It stopped firing.
    Ended,
}

impl Alert {
    /// The rule, bound to the columns of a world; an unknown column never fires.
    #[must_use]
    pub fn new(rule: &AlertRule, world: &World) -> Alert {
        let other = match &rule.when {
            When::AtLeastShareOf { column, .. } => world.telemetry().column(column),
            When::Above(_) | When::Below(_) => None,
        };
        Alert {
            rule: rule.clone(),
            state: AlertState::Inactive,
            since: 0,
            value: None,
            column: world.telemetry().column(&rule.column),
            other,
            held_at: 0,
        }
    }

    fn holds(&self, values: &[f32]) -> bool {
        let at = |column: Option<usize>| column.and_then(|c| values.get(c)).copied();
        // NaN (no value) compares false: a rule without data does not hold.
        let Some(value) = at(self.column).map(f64::from) else {
            return false;
        };
        match &self.rule.when {
            When::Above(limit) => value > *limit,
            When::Below(limit) => value < *limit,
            When::AtLeastShareOf { share, .. } => {
                at(self.other).is_some_and(|other| value >= f64::from(other) * share)
            }
        }
    }

    /// Evaluate the rule on a scrape.
    pub fn evaluate(&mut self, at: Nanos, values: &[f32]) -> Option<Turn> {
        self.value = self
            .column
            .and_then(|c| values.get(c))
            .copied()
            .map(f64::from);
        let holds = self.holds(values);
        if holds {
            self.held_at = at;
        }
        let keep = from_seconds(self.rule.keep_firing_for_s);
        match (self.state, holds) {
            (AlertState::Inactive, true) if self.rule.for_s <= 0.0 => {
                self.turn(AlertState::Firing, at);
                Some(Turn::Fired)
            }
            (AlertState::Inactive, true) => {
                self.turn(AlertState::Pending, at);
                None
            }
            (AlertState::Pending, false) => {
                self.turn(AlertState::Inactive, at);
                None
            }
            (AlertState::Pending, true) if at - self.since >= from_seconds(self.rule.for_s) => {
                self.turn(AlertState::Firing, at);
                Some(Turn::Fired)
            }
            (AlertState::Firing, false) if at - self.held_at >= keep => {
                self.turn(AlertState::Inactive, at);
                Some(Turn::Ended)
            }
            _ => None,
        }
    }

    fn turn(&mut self, state: AlertState, at: Nanos) {
        self.state = state;
        self.since = at;
    }

    /// Does it page?
    #[must_use]
    pub fn pages(&self) -> bool {
        self.rule.severity == AlertSeverity::Critical
    }

    /// The rule's summary with the value in it.
    #[must_use]
    pub fn summary(&self) -> String {
        let words = |value| super::words::of_column(&self.rule.column, value);
        let value = self.value.map_or("no value".to_string(), words);
        self.rule.summary.replace("{value}", &value)
    }
}

//! Alert rules in Prometheus' states: inactive, pending for `for_s`, firing.

use super::windows::Windows;
use super::words::{number, of_column, percent};
use crate::incident::document::{AlertRule, AlertSeverity, When};
use crate::sim::World;
use crate::sim::time::{Nanos, from_seconds};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How an alert stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    /// What the rule measures, at the last scrape.
    pub value: Option<f64>,
    column: Option<usize>,
    /// The other columns of the rule, in the order of the file.
    others: Vec<Option<usize>>,
    windows: Option<Windows>,
    /// The condition held at the last scrape.
    holds: bool,
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
        let column = |name: &str| world.telemetry().column(name);
        let others = match &rule.when {
            When::AtLeastShareOf { column: other, .. } => vec![column(other)],
            When::AtLeastDifference { of, less } => vec![column(of), column(less)],
            When::ShareAbove { of, .. } => of.iter().map(|name| column(name)).collect(),
            _ => Vec::new(),
        };
        let span_s = match rule.when {
            When::IncreaseAbove { over_s, .. } => Some(over_s),
            When::BurnRate {
                long_s, short_s, ..
            } => Some(long_s.max(short_s)),
            _ => None,
        };
        Alert {
            rule: rule.clone(),
            state: AlertState::Inactive,
            since: 0,
            value: None,
            column: column(&rule.column),
            others,
            windows: span_s.map(|span_s| Windows::new(from_seconds(span_s))),
            holds: false,
            held_at: 0,
        }
    }

    /// What the rule measures now, and whether its condition holds.
    fn measure(&mut self, at: Nanos, values: &[f32]) -> (Option<f64>, bool) {
        let read = |column: Option<usize>| {
            let value = column.and_then(|c| values.get(c)).copied();
            value.map(f64::from).filter(|value| !value.is_nan())
        };
        // A rule without data does not hold.
        let Some(value) = read(self.column) else {
            return (None, false);
        };
        if let Some(windows) = &mut self.windows {
            windows.push(at, value);
        }
        let other = |index: usize| self.others.get(index).copied().and_then(read);
        let windows = self.windows.as_ref();
        match &self.rule.when {
            When::Above(limit) => (Some(value), value > *limit),
            When::Below(limit) => (Some(value), value < *limit),
            When::AtLeastShareOf { share, .. } => {
                (Some(value), other(0).is_some_and(|o| value >= o * share))
            }
            When::AtLeastDifference { .. } => {
                let limit = other(0).zip(other(1)).map(|(of, less)| of - less);
                (Some(value), limit.is_some_and(|limit| value >= limit))
            }
            When::ShareAbove { of, share } => {
                let sum: Option<f64> = (0..of.len()).map(other).sum();
                let part = sum.filter(|sum| *sum > 0.0).map(|sum| value / sum);
                (part, part.is_some_and(|part| part > *share))
            }
            When::IncreaseAbove { over_s, by } => {
                let grown = windows.and_then(|w| w.increase(at, from_seconds(*over_s)));
                (grown, grown.is_some_and(|grown| grown > *by))
            }
            When::BurnRate {
                budget,
                factor,
                long_s,
                short_s,
            } => {
                let rate = |window_s: f64| {
                    let mean = windows.and_then(|w| w.mean(at, from_seconds(window_s)));
                    mean.map(|mean| mean / budget)
                };
                let (long, short) = (rate(*long_s), rate(*short_s));
                let over = |rate: Option<f64>| rate.is_some_and(|rate| rate > *factor);
                (long, over(long) && over(short))
            }
        }
    }

    /// Evaluate the rule on a scrape.
    pub fn evaluate(&mut self, at: Nanos, values: &[f32]) -> Option<Turn> {
        let (value, holds) = self.measure(at, values);
        self.value = value;
        self.holds = holds;
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

    /// While pending: when it will fire if nothing changes.
    #[must_use]
    pub fn fires_at(&self) -> Option<Nanos> {
        let pending = self.state == AlertState::Pending;
        pending.then(|| self.since + from_seconds(self.rule.for_s))
    }

    /// While firing although the condition no longer holds: when it will end.
    #[must_use]
    pub fn ends_at(&self, now: Nanos) -> Option<Nanos> {
        let keeps = self.state == AlertState::Firing && !self.holds;
        let end = self.held_at + from_seconds(self.rule.keep_firing_for_s);
        (keeps && end > now).then_some(end)
    }

    /// All labels, as matchers of silences see them.
    #[must_use]
    pub fn labels(&self) -> BTreeMap<String, String> {
        labels(&self.rule)
    }

    /// The measured value in words.
    #[must_use]
    pub fn value_words(&self) -> Option<String> {
        self.value.map(|value| words(&self.rule, value))
    }

    /// The rule's summary with the value in it.
    #[must_use]
    pub fn summary(&self) -> String {
        let value = self.value_words().unwrap_or_else(|| "no value".to_string());
        self.rule.summary.replace("{value}", &value)
    }
}

/// All labels of a rule: its own, and those that every alert has.
#[must_use]
pub fn labels(rule: &AlertRule) -> BTreeMap<String, String> {
    let severity = match rule.severity {
        AlertSeverity::Critical => "critical",
        AlertSeverity::Warning => "warning",
    };
    let mut labels = rule.labels.clone();
    labels.insert("alertname".to_string(), rule.name.clone());
    labels.insert("severity".to_string(), severity.to_string());
    labels
}

/// A measured value of a rule, with its unit.
fn words(rule: &AlertRule, value: f64) -> String {
    match rule.when {
        When::ShareAbove { .. } => percent(value),
        When::IncreaseAbove { .. } => number(value),
        When::BurnRate { .. } => format!("{}×", number(value)),
        _ => of_column(&rule.column, value),
    }
}

/// The threshold of a rule in words, e.g. `> 1 s`.
#[must_use]
pub fn threshold(rule: &AlertRule) -> String {
    match &rule.when {
        When::Above(limit) => format!("> {}", words(rule, *limit)),
        When::Below(limit) => format!("< {}", words(rule, *limit)),
        When::AtLeastShareOf { share, .. } => format!("≥ {} of the maximum", percent(*share)),
        When::AtLeastDifference { .. } => "≥ maximum less reserved".to_string(),
        When::ShareAbove { share, .. } => format!("> {}", percent(*share)),
        When::IncreaseAbove { over_s, by } => {
            format!("> {} in {}", number(*by), span(*over_s))
        }
        When::BurnRate {
            factor,
            long_s,
            short_s,
            ..
        } => format!(
            "> {}× over {} and {}",
            number(*factor),
            span(*long_s),
            span(*short_s)
        ),
    }
}

/// The rule's condition as PromQL.
#[must_use]
pub fn expression(rule: &AlertRule) -> String {
    let column = &rule.column;
    match &rule.when {
        When::Above(limit) => format!("{column} > {limit}"),
        When::Below(limit) => format!("{column} < {limit}"),
        When::AtLeastShareOf {
            column: other,
            share,
        } => format!("{column} >= {share} * {other}"),
        When::AtLeastDifference { of, less } => format!("{column} >= {of} - {less}"),
        When::ShareAbove { of, share } => {
            format!("{column} / ({}) > {share}", of.join(" + "))
        }
        When::IncreaseAbove { over_s, by } => {
            format!("increase({column}[{over_s}s]) > {by}")
        }
        When::BurnRate {
            budget,
            factor,
            long_s,
            short_s,
        } => format!(
            "avg_over_time({column}[{long_s}s]) > {factor} * {budget} and \
             avg_over_time({column}[{short_s}s]) > {factor} * {budget}"
        ),
    }
}

/// A length of time in its largest whole unit: `25 s`, `2.5 min`, `2 h`.
#[must_use]
pub fn span(seconds: f64) -> String {
    if seconds >= 7200.0 {
        format!("{} h", number(seconds / 3600.0))
    } else if seconds >= 120.0 {
        format!("{} min", number(seconds / 60.0))
    } else {
        format!("{} s", number(seconds))
    }
}

//! How a term is put together.

use crate::debrief::document::{Input, Term, TermEvent, Unit};
use crate::debrief::numbers::t_plus;
use crate::drill::words::{number, percent};

/// Points of the terms.
pub const WEIGHTS: [(&str, f64); 5] = [
    ("harm", 40.0),
    ("diagnosis", 25.0),
    ("conduct", 15.0),
    ("actions", 10.0),
    ("recovery", 10.0),
];

/// What stands behind a term, as it is gathered.
#[derive(Default)]
pub(super) struct Behind {
    inputs: Vec<Input>,
    events: Vec<TermEvent>,
    notes: Vec<String>,
}

impl Behind {
    /// A number.
    pub fn input(&mut self, name: &str, value: f64, unit: Unit) {
        self.inputs.push(Input {
            name: name.to_string(),
            value,
            unit,
        });
    }

    /// Something that happened.
    pub fn event(&mut self, t_ms: i64, text: impl Into<String>) {
        let text = text.into();
        self.events.push(TermEvent { t_ms, text });
    }

    /// Something that did not happen, or holds as a whole.
    pub fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }

    /// The term that reached this share of its weight.
    pub fn term(self, id: &str, name: &str, share: f64, formula: &str) -> Term {
        let known = WEIGHTS.iter().find(|(known, _)| *known == id);
        let weight = known.map_or(0.0, |(_, weight)| *weight);
        self.finish(id, name, weight, share.clamp(0.0, 1.0) * weight, formula)
    }

    /// A term that only costs.
    pub fn cost(self, id: &str, name: &str, points: f64, formula: &str) -> Term {
        self.finish(id, name, 0.0, -points, formula)
    }

    fn finish(mut self, id: &str, name: &str, weight: f64, points: f64, formula: &str) -> Term {
        self.events.sort_by_key(|event| event.t_ms);
        let inputs = self.inputs.iter().map(input_words);
        let events = self.events.iter();
        let events = events.map(|event| format!("{}: {}", t_plus(event.t_ms), event.text));
        Term {
            id: id.to_string(),
            name: name.to_string(),
            weight,
            // Adding 0 turns -0 into 0.
            points: (points * 10.0).round() / 10.0 + 0.0,
            formula: formula.to_string(),
            because: events.chain(self.notes).chain(inputs).collect(),
            inputs: self.inputs,
            events: self.events,
        }
    }
}

fn input_words(input: &Input) -> String {
    let value = match input.unit {
        Unit::Share => percent(input.value),
        Unit::Count => number(input.value),
        Unit::Visits => format!("{} visits", number(input.value)),
        Unit::Seconds => format!("{} s", number(input.value)),
        Unit::Points => format!("{} points", number(input.value)),
    };
    format!("{}: {value}", input.name)
}

/// 1 up to the target, 0 from twice the target on, in a straight line between.
pub(super) fn within(took_s: f64, target_s: f64) -> f64 {
    (2.0 - took_s / target_s.max(1.0)).clamp(0.0, 1.0)
}

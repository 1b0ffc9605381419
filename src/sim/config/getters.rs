//! Typed look-ups in what is in force. The engine copies what it needs at start
//! and reload, so none of these need be quick.

use super::in_force::{Settings, Slot};
use super::settings::{self, Parameter};
use super::value::{self, Value};

impl Settings {
    pub(super) fn slot(&self, name: &str) -> Option<(&'static Parameter, &Slot)> {
        let at = settings::index_of(name)?;
        Some((settings::all().get(at)?, self.slots.get(at)?))
    }

    fn known(&self, name: &str) -> &Value {
        match self.slot(name) {
            Some((_, slot)) => &slot.value,
            None => panic!("no such parameter: {name}"),
        }
    }

    /// An integer in the parameter's base unit. -1 often means off.
    ///
    /// # Panics
    /// If there is no such integer parameter: names here are constants of ours.
    pub fn int(&self, name: &str) -> i64 {
        match self.known(name) {
            Value::Int(n) => *n,
            other => panic!("{name} is not an integer but {other:?}"),
        }
    }

    /// A real in the parameter's base unit.
    ///
    /// # Panics
    /// If there is no such real parameter.
    pub fn real(&self, name: &str) -> f64 {
        match self.known(name) {
            Value::Real(x) => *x,
            other => panic!("{name} is not a real but {other:?}"),
        }
    }

    /// The value of a boolean parameter.
    ///
    /// # Panics
    /// If there is no such boolean parameter.
    pub fn on(&self, name: &str) -> bool {
        match self.known(name) {
            Value::Bool(on) => *on,
            other => panic!("{name} is not a boolean but {other:?}"),
        }
    }

    /// A string, or the word of an enum.
    ///
    /// # Panics
    /// If there is no such string or enum parameter.
    pub fn text(&self, name: &str) -> &str {
        match self.known(name) {
            Value::Text(text) => text,
            other => panic!("{name} is not a text but {other:?}"),
        }
    }

    /// A size in bytes; negative values (off) read as 0.
    ///
    /// # Panics
    /// If there is no such integer parameter or its unit is not a size.
    pub fn bytes(&self, name: &str) -> u64 {
        self.scaled(name, settings::Unit::bytes)
    }

    /// A time in milliseconds; negative values (off) read as 0.
    ///
    /// # Panics
    /// If there is no such integer parameter or its unit is not a time.
    pub fn ms(&self, name: &str) -> u64 {
        self.scaled(name, settings::Unit::ms)
    }

    fn scaled(&self, name: &str, factor: impl Fn(settings::Unit) -> Option<u64>) -> u64 {
        let value = u64::try_from(self.int(name)).unwrap_or(0);
        match self.slot(name).and_then(|(p, _)| factor(p.unit)) {
            Some(factor) => value.saturating_mul(factor),
            None => panic!("{name} has no such unit"),
        }
    }

    /// What `SHOW name` answers, or `None` for
    /// `unrecognized configuration parameter`.
    pub fn show(&self, name: &str) -> Option<String> {
        if let Some((p, slot)) = self.slot(name) {
            return Some(value::show(p, &slot.value));
        }
        match self.custom.get(&name.to_ascii_lowercase()) {
            Some((
                _,
                Slot {
                    value: Value::Text(text),
                    ..
                },
            )) => Some(text.clone()),
            _ => None,
        }
    }
}

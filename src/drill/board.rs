//! The diagnosis board: what may be wrong, what was seen, and what speaks for or against it.
//!
//! A board is what its steps make of an empty one, so a journal keeps it; nothing of it
//! touches the world. Texts on it are what a person wrote or what a tool showed: data,
//! never markup.

use super::action::{Action, Journal};
use crate::vocabulary::board::one_line;
use std::collections::{BTreeMap, BTreeSet};

pub use crate::vocabulary::board::{
    BoardStep, EXCERPT_CHARS_MAX, HYPOTHESIS_CHARS_MAX, LABEL_CHARS_MAX, NOTE_CHARS_MAX, Pin,
    PinKind, Verdict, Weight,
};

/// Most hypotheses on a board, dropped ones included.
pub const HYPOTHESES_MAX: usize = 24;
/// Most pins on a board at once.
pub const PINS_MAX: usize = 60;
/// Most steps of runbook pages that are ticked at once.
const TICKS_MAX: usize = 500;
/// Longest id of a runbook page, bytes.
const PAGE_BYTES_MAX: usize = 64;

/// A hypothesis on the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hypothesis {
    /// Number, from 1.
    pub id: u32,
    /// What may be wrong.
    pub text: String,
    /// How it stands.
    pub verdict: Verdict,
    /// Weights by pin; a pin that is missing says neither.
    pub weights: BTreeMap<u32, Weight>,
}

impl Hypothesis {
    /// What a pin says of it.
    #[must_use]
    pub fn weight(&self, pin: u32) -> Weight {
        self.weights.get(&pin).copied().unwrap_or_default()
    }

    /// How many pins speak for it and how many against.
    #[must_use]
    pub fn balance(&self) -> (usize, usize) {
        let count = |weight| self.weights.values().filter(|w| **w == weight).count();
        (count(Weight::For), count(Weight::Against))
    }
}

/// A pin on the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pinned {
    /// Number, from 1.
    pub id: u32,
    /// What was seen.
    pub pin: Pin,
    /// What the player wrote on it; may be empty.
    pub note: String,
}

/// The board.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    /// Hypotheses, oldest first.
    pub hypotheses: Vec<Hypothesis>,
    /// Pins, oldest first.
    pub pins: Vec<Pinned>,
    ticks: BTreeSet<(String, u32)>,
    pins_ever: u32,
    entries_read: usize,
}

impl Board {
    /// The board that a journal makes.
    #[must_use]
    pub fn of(journal: &Journal) -> Board {
        let mut board = Board::default();
        board.follow(journal);
        board
    }

    /// Takes in the entries that a journal has gained since the last call. A journal that
    /// has become shorter is another one, and is read anew.
    pub fn follow(&mut self, journal: &Journal) {
        if journal.entries.len() < self.entries_read {
            *self = Board::default();
        }
        let fresh = &journal.entries[self.entries_read..];
        self.entries_read = journal.entries.len();
        for step in fresh.iter().filter_map(|entry| step_of(&entry.action)) {
            // A journal holds only steps that were taken in.
            let _ = self.apply(step);
        }
    }

    /// Whether [`Board::follow`] would find a step.
    #[must_use]
    pub fn is_behind(&self, journal: &Journal) -> bool {
        let fresh = journal.entries.get(self.entries_read..);
        fresh.is_none_or(|fresh| fresh.iter().any(|entry| step_of(&entry.action).is_some()))
    }

    /// A hypothesis by its number.
    #[must_use]
    pub fn hypothesis(&self, id: u32) -> Option<&Hypothesis> {
        self.hypotheses.iter().find(|h| h.id == id)
    }

    /// A pin by its number.
    #[must_use]
    pub fn pin(&self, id: u32) -> Option<&Pinned> {
        self.pins.iter().find(|p| p.id == id)
    }

    /// Whether the same thing hangs there already.
    #[must_use]
    pub fn has(&self, pin: &Pin) -> bool {
        self.pins.iter().any(|pinned| pinned.pin == *pin)
    }

    /// Whether a pin would say nothing new: the same thing hangs there; or, of what changes
    /// all the time (a chart, a part of the map), a state less than a minute apart; or, of
    /// what has no moment of its own (a difference, a setting, an answer), the same words.
    #[must_use]
    pub fn shows(&self, pin: &Pin) -> bool {
        let same = |other: &Pin| {
            let words = other.excerpt == pin.excerpt;
            let near = |a: i64, b: i64| a.abs_diff(b) < 60_000;
            let start = |pin: &Pin| pin.range_ms.map_or(pin.t_ms, |(from, _)| from);
            let close = near(other.t_ms, pin.t_ms) && near(start(other), start(pin));
            (other.kind, &other.label, &other.look) == (pin.kind, &pin.label, &pin.look)
                && match pin.kind {
                    PinKind::Chart | PinKind::Map => close,
                    PinKind::Diff | PinKind::Setting | PinKind::Query | PinKind::File => words,
                    _ => words && other.t_ms == pin.t_ms,
                }
        };
        self.pins.iter().any(|pinned| same(&pinned.pin))
    }

    /// Whether a step of a runbook page is ticked.
    #[must_use]
    pub fn ticked(&self, page: &str, step: u32) -> bool {
        self.ticks.contains(&(page.to_string(), step))
    }

    /// How many steps of a runbook page are ticked.
    #[must_use]
    pub fn ticks(&self, page: &str) -> usize {
        self.ticks.iter().filter(|(other, _)| other == page).count()
    }

    /// Takes a step; says in words what it was.
    ///
    /// # Errors
    /// Says in words why not; then nothing has changed.
    pub fn apply(&mut self, step: &BoardStep) -> Result<String, String> {
        match step {
            BoardStep::Suppose { text } => self.suppose(text),
            BoardStep::Reword { hypothesis, text } => {
                let text = wording(text)?;
                self.find(*hypothesis)?.text = text;
                Ok("Reworded".into())
            }
            BoardStep::Judge {
                hypothesis,
                verdict,
            } => {
                let hypothesis = self.find(*hypothesis)?;
                hypothesis.verdict = *verdict;
                let verb = match verdict {
                    Verdict::Open => "Open again",
                    Verdict::Confirmed => "Confirmed",
                    Verdict::Dropped => "Dropped",
                };
                Ok(format!("{verb}: {}", hypothesis.text))
            }
            BoardStep::Pin(pin) => self.put_up(pin),
            BoardStep::Note { pin, text } => {
                let text = one_line(text);
                within("note", &text, NOTE_CHARS_MAX)?;
                let pinned = self.pins.iter_mut().find(|p| p.id == *pin);
                pinned.ok_or_else(|| no_pin(*pin))?.note = text;
                Ok("Noted".into())
            }
            BoardStep::Unpin { pin } => {
                let at = self.pins.iter().position(|p| p.id == *pin);
                self.pins.remove(at.ok_or_else(|| no_pin(*pin))?);
                for hypothesis in &mut self.hypotheses {
                    hypothesis.weights.remove(pin);
                }
                Ok("Taken down".into())
            }
            BoardStep::Weigh {
                hypothesis,
                pin,
                weight,
            } => {
                self.pin(*pin).ok_or_else(|| no_pin(*pin))?;
                let weights = &mut self.find(*hypothesis)?.weights;
                match weight {
                    Weight::Neither => weights.remove(pin),
                    weight => weights.insert(*pin, *weight),
                };
                Ok("Weighed".into())
            }
            BoardStep::Tick { page, step, done } => self.tick(page, *step, *done),
        }
    }

    fn find(&mut self, id: u32) -> Result<&mut Hypothesis, String> {
        let found = self.hypotheses.iter_mut().find(|h| h.id == id);
        found.ok_or_else(|| format!("There is no hypothesis {id}"))
    }

    fn suppose(&mut self, text: &str) -> Result<String, String> {
        let text = wording(text)?;
        if self.hypotheses.len() >= HYPOTHESES_MAX {
            return Err(format!("A board has at most {HYPOTHESES_MAX} hypotheses"));
        }
        if self.hypotheses.iter().any(|h| h.text == text) {
            return Err("That hypothesis is on the board already".into());
        }
        // Hypotheses are dropped, never removed: their number is their place.
        let id = self.hypotheses.len() as u32 + 1;
        let note = format!("Supposed: {text}");
        self.hypotheses.push(Hypothesis {
            id,
            text,
            verdict: Verdict::Open,
            weights: BTreeMap::new(),
        });
        Ok(note)
    }

    fn put_up(&mut self, pin: &Pin) -> Result<String, String> {
        if pin.label.trim().is_empty() {
            return Err("A pin needs a label".into());
        }
        within("label", &pin.label, LABEL_CHARS_MAX)?;
        within("excerpt", &pin.excerpt, EXCERPT_CHARS_MAX)?;
        if self.has(pin) {
            return Err("That is pinned already".into());
        }
        if self.pins.len() >= PINS_MAX {
            return Err(format!(
                "A board has at most {PINS_MAX} pins; take one down"
            ));
        }
        self.pins_ever += 1;
        self.pins.push(Pinned {
            id: self.pins_ever,
            pin: pin.clone(),
            note: String::new(),
        });
        Ok(format!("Pinned: {}", pin.label))
    }

    fn tick(&mut self, page: &str, step: u32, done: bool) -> Result<String, String> {
        if page.is_empty() || page.len() > PAGE_BYTES_MAX {
            return Err("There is no such page".into());
        }
        if done && self.ticks.len() >= TICKS_MAX {
            return Err(format!("At most {TICKS_MAX} steps are ticked at once"));
        }
        let key = (page.to_string(), step);
        if done {
            self.ticks.insert(key);
        } else {
            self.ticks.remove(&key);
        }
        Ok(String::new())
    }
}

fn step_of(action: &Action) -> Option<&BoardStep> {
    match action {
        Action::Board(step) => Some(step),
        _ => None,
    }
}

fn no_pin(id: u32) -> String {
    format!("There is no pin {id}")
}

fn within(what: &str, text: &str, chars_max: usize) -> Result<(), String> {
    if text.chars().count() > chars_max {
        return Err(format!("A {what} has at most {chars_max} characters"));
    }
    Ok(())
}

fn wording(text: &str) -> Result<String, String> {
    let text = one_line(text);
    if text.is_empty() {
        return Err("A hypothesis needs words".into());
    }
    within("hypothesis", &text, HYPOTHESIS_CHARS_MAX)?;
    Ok(text)
}

#[cfg(test)]
mod tests;

//! What a judge has found: the numbers that a score is reckoned from.

use super::track::Outcome;
use crate::drill::Session;

/// A change whose run without it differs by less than this share of the avoidable harm has
/// neither helped nor harmed: so much comes about by luck alone.
const LUCK_SHARE: f64 = 0.002;
/// A change has helped when the run without it costs more by this share of the avoidable harm.
const HELPED_SHARE: f64 = 0.01;

/// One change, or the many last ones together.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    /// Asked for then, milliseconds from minute zero.
    pub at_ms: i64,
    /// Takes effect then.
    pub due_ms: i64,
    /// The journal's name of what was done.
    pub action: &'a str,
    /// In words.
    pub title: &'a str,
    /// How many changes it stands for.
    pub count: u32,
    /// It keeps the cause from coming back, as the objective asks for.
    pub protects: bool,
    /// The run without it; none where the points hang on no such run.
    pub without: Option<&'a Outcome>,
}

/// What a change was worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Without it this many visits more would have been affected.
    Helped(u64),
    /// It made no difference that is more than luck.
    Neither,
    /// It keeps the cause from coming back.
    Protects,
    /// Without it this many visits fewer would have been affected.
    Worse(u64),
}

/// All runs of a world at their ends.
#[derive(Clone, Debug)]
pub struct Judgement<'a> {
    /// The player's session when it was over.
    pub over: &'a Session,
    /// The same world, gone on to the end of the incident.
    pub own: &'a Outcome,
    /// Nobody acts.
    pub nobody: &'a Outcome,
    /// The right responder with the least harm, and its id.
    pub best: (&'a str, &'a Outcome),
    /// Each change of the player's.
    pub changes: Vec<Judged<'a>>,
}

impl Judgement<'_> {
    /// Affected visits that could have been avoided; 0 where nothing is at fault.
    #[must_use]
    pub fn avoidable(&self) -> u64 {
        let best = self.best.1.affected();
        self.nobody.affected().saturating_sub(best)
    }

    /// Share of the avoidable harm that was avoided, 0..=1; 0 where nothing is at fault.
    #[must_use]
    pub fn avoided(&self) -> f64 {
        let avoidable = self.avoidable();
        if avoidable == 0 {
            return 0.0;
        }
        let avoided = self.nobody.affected().saturating_sub(self.own.affected());
        (avoided as f64 / avoidable as f64).min(1.0)
    }

    /// Do points hang on the runs without single changes?
    #[must_use]
    pub fn needs_withouts(&self) -> bool {
        self.avoided() > 0.0
    }

    /// A change has helped if without it more visits are affected than this.
    #[must_use]
    pub fn helped_above(&self) -> u64 {
        self.own.affected() + (HELPED_SHARE * self.avoidable() as f64) as u64
    }

    /// What a change was worth; none where its run without it was not needed.
    #[must_use]
    pub fn effect(&self, change: &Judged<'_>) -> Option<Effect> {
        let without = change.without?.affected();
        let own = self.own.affected();
        let luck = (LUCK_SHARE * self.avoidable() as f64) as u64;
        Some(if without > self.helped_above() {
            Effect::Helped(without - own)
        } else if own > without + luck {
            Effect::Worse(own - without)
        } else if change.protects {
            Effect::Protects
        } else {
            Effect::Neither
        })
    }

    /// When the fix was made: the last change that helped and came before the recovery,
    /// milliseconds from minute zero. From then on the cause can be read off the effect. None
    /// where nothing was avoided.
    #[must_use]
    pub fn fixed_ms(&self) -> Option<i64> {
        if !self.needs_withouts() {
            return None;
        }
        let well_ms = self.own.well_since.map(|at| self.over.at_ms(at));
        let before = |c: &&Judged<'_>| well_ms.is_none_or(|well_ms| c.at_ms < well_ms);
        let helped = |c: &&Judged<'_>| matches!(self.effect(c), Some(Effect::Helped(_)));
        let mut fixes = self.changes.iter().filter(before).filter(helped);
        fixes.next_back().map(|c| c.at_ms)
    }

    /// The player said or did something that counts as taking part: a diagnosis or "resolved".
    #[must_use]
    pub fn took_part(&self) -> bool {
        self.over.resolved().is_some() || !self.over.stated().is_empty()
    }
}

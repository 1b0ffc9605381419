//! Which stretch of time the charts show: following the clock, or a stretch that was chosen, with
//! the way back.

use crate::chart::{Samples, TimeRange};

const SECOND_MS: i64 = 1_000;
const MINUTE_MS: i64 = 60_000;
/// Shortest stretch that can be chosen, ms.
pub const SPAN_MIN_MS: i64 = 30 * SECOND_MS;
/// Ranges that are remembered for the way back.
const PAST_MAX: usize = 50;
/// A range that follows the clock moves in steps of this share of its length, so that axes stand
/// still in between.
const STEPS: i64 = 90;

/// How much time the charts show while they follow the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeChoice {
    /// The last 15 minutes.
    Quarter,
    /// The last half hour.
    Half,
    /// The last hour.
    Hour,
    /// From the first sample on.
    All,
}

impl RangeChoice {
    /// All, shortest first.
    pub const ALL: [RangeChoice; 4] = [
        RangeChoice::Quarter,
        RangeChoice::Half,
        RangeChoice::Hour,
        RangeChoice::All,
    ];

    /// Its name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            RangeChoice::Quarter => "15 min",
            RangeChoice::Half => "30 min",
            RangeChoice::Hour => "1 h",
            RangeChoice::All => "All",
        }
    }

    /// The range that ends at the newest sample or a little after it.
    #[must_use]
    pub fn range(self, extent: Extent) -> TimeRange {
        let span_ms = match self {
            RangeChoice::Quarter => 15 * MINUTE_MS,
            RangeChoice::Half => 30 * MINUTE_MS,
            RangeChoice::Hour => 60 * MINUTE_MS,
            RangeChoice::All => {
                let to_ms = up(extent.newest_ms, MINUTE_MS);
                return TimeRange::new(extent.oldest_ms, to_ms);
            }
        };
        let to_ms = up(extent.newest_ms, span_ms / STEPS);
        TimeRange::new(to_ms - span_ms, to_ms)
    }
}

/// The next multiple of a step.
fn up(t_ms: i64, step_ms: i64) -> i64 {
    t_ms.saturating_add(step_ms - 1)
        .div_euclid(step_ms)
        .saturating_mul(step_ms)
}

/// First and last sample there is, ms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// The oldest sample.
    pub oldest_ms: i64,
    /// The newest sample.
    pub newest_ms: i64,
}

impl Extent {
    /// Of the samples of a run; a minute before minute zero while there are none.
    #[must_use]
    pub fn of(samples: &Samples) -> Extent {
        let times = samples.times();
        let newest_ms = times.last().copied().unwrap_or(0);
        let oldest_ms = times.first().copied().unwrap_or(newest_ms - MINUTE_MS);
        Extent {
            oldest_ms,
            newest_ms,
        }
    }

    /// A range moved and cut so that it lies within what there is.
    fn hold(self, from_ms: i64, to_ms: i64) -> TimeRange {
        let end_ms = up(self.newest_ms, MINUTE_MS);
        let all_ms = (end_ms - self.oldest_ms).max(SPAN_MIN_MS);
        let span_ms = (to_ms - from_ms).clamp(SPAN_MIN_MS, all_ms);
        let latest_ms = (end_ms - span_ms).max(self.oldest_ms);
        let from_ms = from_ms.clamp(self.oldest_ms, latest_ms);
        TimeRange::new(from_ms, from_ms + span_ms)
    }
}

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The newest stretch of that length.
    Follow(RangeChoice),
    /// A chosen stretch.
    Fixed(TimeRange),
}

/// What is shown, and what was before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranges {
    shown: Shown,
    /// What to follow when following again.
    choice: RangeChoice,
    past: Vec<Shown>,
}

impl Default for Ranges {
    fn default() -> Self {
        Ranges {
            shown: Shown::Follow(RangeChoice::Half),
            choice: RangeChoice::Half,
            past: Vec::new(),
        }
    }
}

impl Ranges {
    /// The stretch of time shown.
    #[must_use]
    pub fn range(&self, extent: Extent) -> TimeRange {
        match self.shown {
            Shown::Follow(choice) => choice.range(extent),
            Shown::Fixed(range) => range,
        }
    }

    /// What is shown.
    #[must_use]
    pub fn shown(&self) -> Shown {
        self.shown
    }

    /// Whether there is a way back.
    #[must_use]
    pub fn has_past(&self) -> bool {
        !self.past.is_empty()
    }

    fn set(&mut self, next: Shown) {
        if next != self.shown {
            if self.past.len() == PAST_MAX {
                self.past.remove(0);
            }
            self.past.push(self.shown);
            self.shown = next;
        }
    }

    /// Follows the clock with that length.
    pub fn choose(&mut self, choice: RangeChoice) {
        self.choice = choice;
        self.set(Shown::Follow(choice));
    }

    /// Follows the clock again.
    pub fn follow(&mut self) {
        self.set(Shown::Follow(self.choice));
    }

    /// Shows the stretch between two times, at least [`SPAN_MIN_MS`] of it.
    pub fn zoom(&mut self, a_ms: i64, b_ms: i64, extent: Extent) {
        let range = TimeRange::new(a_ms, b_ms);
        let short_ms = (SPAN_MIN_MS - range.span_ms()).max(0);
        let from_ms = range.from_ms() - short_ms / 2;
        let range = extent.hold(from_ms, range.to_ms() + short_ms - short_ms / 2);
        self.set(Shown::Fixed(range));
    }

    /// Shows half as much around a time.
    pub fn zoom_in(&mut self, around_ms: i64, extent: Extent) {
        let span_ms = self.range(extent).span_ms();
        self.zoom(around_ms - span_ms / 4, around_ms + span_ms / 4, extent);
    }

    /// Shows twice as much around the middle.
    pub fn zoom_out(&mut self, extent: Extent) {
        let range = self.range(extent);
        let half_ms = range.span_ms() / 2;
        let next = extent.hold(range.from_ms() - half_ms, range.to_ms() + half_ms);
        if next != range {
            self.set(Shown::Fixed(next));
        }
    }

    /// Moves by half of what is shown: back for a negative `way`, on for a positive one.
    pub fn pan(&mut self, way: i8, extent: Extent) {
        let range = self.range(extent);
        let step_ms = range.span_ms() / 2 * i64::from(way.signum());
        let next = extent.hold(range.from_ms() + step_ms, range.to_ms() + step_ms);
        if next != range {
            self.set(Shown::Fixed(next));
        }
    }

    /// Shows what was shown before; false if there is nothing.
    pub fn back(&mut self) -> bool {
        let Some(before) = self.past.pop() else {
            return false;
        };
        if let Shown::Follow(choice) = before {
            self.choice = choice;
        }
        self.shown = before;
        true
    }

    /// Shows a stretch that contains a time: what is shown, if it does, else as much around it.
    pub fn show(&mut self, t_ms: i64, extent: Extent) {
        let range = self.range(extent);
        if !range.contains(t_ms) {
            let half_ms = range.span_ms() / 2;
            self.set(Shown::Fixed(extent.hold(t_ms - half_ms, t_ms + half_ms)));
        }
    }
}

#[cfg(test)]
mod tests;

//! The value axis: its domain, ticks in steps of 1, 2 and 5, linear or logarithmic.

use super::{Prefix, Unit};

/// Fewest CSS pixels between two ticks of the value axis.
const TICK_GAP_PX: f64 = 30.0;
/// Smallest span that is told apart from a single value.
const SPAN_MIN: f64 = 1e-12;

/// The smallest of 1, 2 and 5 times a power of ten that is not below `raw`.
///
/// Returns 1 for what is not a positive finite number.
pub fn nice_step(raw: f64) -> f64 {
    if !raw.is_finite() || raw < 1e-250 {
        return 1.0;
    }
    let decade = 10_f64.powi(raw.log10().floor() as i32);
    let lead = raw / decade;
    let nice = [1.0, 2.0, 5.0]
        .into_iter()
        .find(|n| lead <= n * (1.0 + 1e-9))
        .unwrap_or(10.0);
    nice * decade
}

/// The values an axis spans, with its ticks.
#[derive(Clone, Debug, PartialEq)]
pub struct Domain {
    lo: f64,
    hi: f64,
    log: bool,
    step: f64,
    prefix: Prefix,
    unit: Unit,
    ticks: Vec<f64>,
}

impl Domain {
    /// A linear axis from at most 0 to at least `hi`, for a plot of `height_px` CSS pixels.
    ///
    /// Ends fall on ticks; a `fixed` upper end stays where it is.
    pub fn linear(lo: f64, hi: f64, fixed: bool, unit: Unit, height_px: f64) -> Self {
        let lo = if lo.is_finite() { lo.min(0.0) } else { 0.0 };
        let hi = if hi.is_finite() { hi.max(0.0) } else { 0.0 };
        let hi = if hi - lo < SPAN_MIN {
            lo + empty_span(unit)
        } else {
            hi
        };
        let prefix = unit.prefix(hi.max(-lo));
        let intervals = (height_px / TICK_GAP_PX).floor().clamp(1.0, 8.0);
        let raw = (hi - lo) / intervals / prefix.divisor();
        let step = nice_step(raw) * prefix.divisor();
        let step = if unit.whole() { step.max(1.0) } else { step };
        let lo = (lo / step + 1e-6).floor() * step;
        let hi = if fixed {
            hi
        } else {
            (hi / step - 1e-6).ceil() * step
        };
        let first = (lo / step - 1e-6).ceil();
        let ticks = (0..=16)
            .map(|i| (first + f64::from(i)) * step)
            .take_while(|t| *t <= hi + step * 1e-6)
            .collect();
        Self {
            lo,
            hi,
            log: false,
            step,
            prefix,
            unit,
            ticks,
        }
    }

    /// A logarithmic axis over positive values; values at or below `lo` sit on its lower edge.
    pub fn log(lo: f64, hi: f64, unit: Unit, height_px: f64) -> Self {
        let hi = if hi.is_finite() && hi > 0.0 {
            hi.max(1e-30)
        } else {
            empty_span(unit)
        };
        let lo = if lo.is_finite() && lo > 0.0 {
            lo
        } else {
            hi / 1000.0
        };
        // At least one decade, at most twelve.
        let lo = lo.clamp(hi / 1e12, hi / 10.0);
        let (lo_exp, hi_exp) = (lo.log10().floor() as i32, (hi.log10() - 1e-9).ceil() as i32);
        let decades = (hi_exp - lo_exp).max(1);
        let room = (height_px / TICK_GAP_PX).floor().max(1.0);
        let fine = f64::from(decades) * 3.0 <= room;
        let every = (f64::from(decades) / room).ceil().max(1.0) as i32;
        let leads: &[f64] = if fine { &[1.0, 2.0, 5.0] } else { &[1.0] };
        let (lo, hi) = (10_f64.powi(lo_exp), 10_f64.powi(lo_exp + decades));
        let ticks = (lo_exp..=lo_exp + decades)
            .filter(|e| (e - lo_exp) % every == 0)
            .flat_map(|e| leads.iter().map(move |lead| lead * 10_f64.powi(e)))
            .filter(|t| *t <= hi * (1.0 + 1e-9))
            .collect();
        Self {
            lo,
            hi,
            log: true,
            step: lo,
            prefix: unit.prefix(hi),
            unit,
            ticks,
        }
    }

    /// This, or the axis that was there before as long as it fits well enough: what is shown
    /// still fills half of it.
    #[must_use]
    pub fn settled(self, before: Option<&Domain>) -> Domain {
        let fits = |old: &&Domain| {
            let same = old.unit == self.unit && old.log == self.log;
            let spans = old.lo <= self.lo && self.hi <= old.hi;
            let fills = if self.log {
                self.hi >= old.hi * 0.1 && self.lo <= old.lo * 10.0
            } else {
                self.hi - self.lo >= (old.hi - old.lo) * 0.5
            };
            same && spans && fills
        };
        before.filter(fits).cloned().unwrap_or(self)
    }

    /// Lower end, base units.
    pub fn lo(&self) -> f64 {
        self.lo
    }

    /// Upper end, base units.
    pub fn hi(&self) -> f64 {
        self.hi
    }

    /// Ticks, ascending, base units.
    pub fn ticks(&self) -> &[f64] {
        &self.ticks
    }

    /// Label of a tick.
    pub fn label(&self, tick: f64) -> String {
        if self.log {
            self.unit.format(tick)
        } else {
            self.unit.tick(tick, self.step, &self.prefix)
        }
    }

    /// Where a value lies between the ends: 0 at the lower, 1 at the upper, cut to that.
    pub fn fraction(&self, value: f64) -> f64 {
        let fraction = if self.log {
            let (lo, hi) = (self.lo.ln(), self.hi.ln());
            if value > self.lo {
                (value.ln() - lo) / (hi - lo)
            } else {
                0.0
            }
        } else {
            (value - self.lo) / (self.hi - self.lo)
        };
        if fraction.is_nan() {
            0.0
        } else {
            fraction.clamp(0.0, 1.0)
        }
    }

    /// Whether a value lies between the ends.
    pub fn contains(&self, value: f64) -> bool {
        (self.lo..=self.hi).contains(&value)
    }
}

/// Upper end of an axis without data.
fn empty_span(unit: Unit) -> f64 {
    match unit {
        Unit::Percent => 100.0,
        _ => 1.0,
    }
}

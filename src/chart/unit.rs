//! Units and how a value is told: at most three significant figures, a fitting prefix.

/// What a value counts. Values are in the base unit; prefixes are put on for reading only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Unit {
    /// A number of things.
    #[default]
    Count,
    /// Things per second.
    PerSecond,
    /// Seconds; read as ns to days.
    Seconds,
    /// A share from 0 to 1; read as percent.
    Ratio,
    /// A share from 0 to 100.
    Percent,
    /// Bytes; read with decimal prefixes, which fit ticks in steps of 1, 2 and 5.
    Bytes,
    /// Bytes per second.
    BytesPerSecond,
}

/// Divisor and suffix by which values are read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prefix {
    /// Divisor from the base unit to the shown one, without the exponent.
    div: f64,
    /// Power of ten written out (`1e30`) where no prefix fits; else 0.
    exponent: i32,
    suffix: &'static str,
}

impl Prefix {
    /// Base units in one shown unit.
    pub fn divisor(&self) -> f64 {
        self.div * 10_f64.powi(self.exponent)
    }

    fn join(&self, digits: &str) -> String {
        let exponent = match self.exponent {
            0 => String::new(),
            e => format!("e{e}"),
        };
        let space = if self.suffix.is_empty() { "" } else { " " };
        format!("{digits}{exponent}{space}{}", self.suffix)
    }
}

impl Unit {
    /// Divisors with their suffixes, ascending; a prefix holds from `from` on.
    fn table(self) -> &'static [(f64, f64, &'static str)] {
        match self {
            Self::Count => &[
                (0.0, 1.0, ""),
                (1e3, 1e3, "k"),
                (1e6, 1e6, "M"),
                (1e9, 1e9, "G"),
            ],
            Self::PerSecond => &[
                (0.0, 1.0, "/s"),
                (1e3, 1e3, "k/s"),
                (1e6, 1e6, "M/s"),
                (1e9, 1e9, "G/s"),
            ],
            Self::Seconds => &[
                (0.0, 1e-9, "ns"),
                (1e-6, 1e-6, "µs"),
                (1e-3, 1e-3, "ms"),
                (1.0, 1.0, "s"),
                (120.0, 60.0, "min"),
                (7200.0, 3600.0, "h"),
                (172_800.0, 86_400.0, "d"),
            ],
            Self::Ratio => &[(0.0, 0.01, "%")],
            Self::Percent => &[(0.0, 1.0, "%")],
            Self::Bytes => &[
                (0.0, 1.0, "B"),
                (1e3, 1e3, "kB"),
                (1e6, 1e6, "MB"),
                (1e9, 1e9, "GB"),
                (1e12, 1e12, "TB"),
            ],
            Self::BytesPerSecond => &[
                (0.0, 1.0, "B/s"),
                (1e3, 1e3, "kB/s"),
                (1e6, 1e6, "MB/s"),
                (1e9, 1e9, "GB/s"),
                (1e12, 1e12, "TB/s"),
            ],
        }
    }

    /// The prefix that suits values up to `magnitude`.
    pub fn prefix(self, magnitude: f64) -> Prefix {
        let size = magnitude.abs();
        let (base_div, base_suffix) = self.base();
        let base = Prefix {
            div: base_div,
            exponent: 0,
            suffix: base_suffix,
        };
        if !size.is_finite() || size <= 0.0 {
            return base;
        }
        let size = round3(size);
        let table = self.table();
        let (_, div, suffix) = table
            .iter()
            .rev()
            .find(|(from, _, _)| size >= *from)
            .copied()
            .unwrap_or(table[0]);
        if (1e-3..1e6).contains(&(size / div)) {
            return Prefix {
                div,
                exponent: 0,
                suffix,
            };
        }
        let exponent = (size.max(1e-300) / base_div).log10().floor() as i32;
        Prefix { exponent, ..base }
    }

    /// Divisor and suffix of the unit as it stands.
    fn base(self) -> (f64, &'static str) {
        match self {
            Self::Seconds => (1.0, "s"),
            other => (other.table()[0].1, other.table()[0].2),
        }
    }

    /// Whether only whole values make sense on the axis.
    pub(super) fn whole(self) -> bool {
        self == Self::Count
    }

    /// A value for reading: `1.2 s`, `350 ms`, `95 %`, `1.4 k`; `no data` for NaN.
    ///
    /// A share below 100 % is never rounded up to it.
    pub fn format(self, value: f64) -> String {
        if value.is_nan() {
            return "no data".to_owned();
        }
        if value.is_infinite() {
            return if value > 0.0 {
                "∞".to_owned()
            } else {
                "−∞".to_owned()
            };
        }
        let prefix = self.prefix(value);
        let shown = round3(value / prefix.divisor());
        let nearly = matches!(self, Self::Ratio | Self::Percent)
            && shown >= 100.0
            && value / prefix.divisor() < 100.0;
        prefix.join(&digits(if nearly { 99.9 } else { shown }, 3))
    }

    /// Label of an axis tick, all ticks of an axis under one prefix; zero stands bare.
    pub fn tick(self, value: f64, step: f64, prefix: &Prefix) -> String {
        if value.abs() < step.abs() * 1e-6 {
            return "0".to_owned();
        }
        let shown_step = (step / prefix.divisor()).abs();
        let decimals = if shown_step > 0.0 {
            -shown_step.log10().floor()
        } else {
            0.0
        };
        prefix.join(&digits(
            value / prefix.divisor(),
            decimals.clamp(0.0, 6.0) as usize,
        ))
    }
}

/// Rounds to three significant figures.
fn round3(value: f64) -> f64 {
    if !value.is_finite() || value.abs() < 1e-300 {
        return 0.0;
    }
    // Decimal text rounds exactly where a power of ten would not.
    format!("{value:.2e}").parse().unwrap_or(value)
}

/// Plain digits with at most `decimals` decimals, no trailing zeros, a true minus.
fn digits(value: f64, decimals: usize) -> String {
    let small = value.abs() < 1.0 && value.abs() > 0.0;
    let decimals = if small { decimals.max(5) } else { decimals };
    let mut text = format!("{:.decimals$}", value.abs());
    if text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    if value < 0.0 && text != "0" {
        format!("−{text}")
    } else {
        text
    }
}

//! What each tool pins: a label, the moment, and the few lines that tell. What has no
//! moment of its own gets that of the press of the button (`PinButton`, `now`).

use super::protocol::{DiffLineView, LogLine, SettingView};
use crate::chart::{PanelSpec, Samples, TimeRange};
use crate::drill::action::Look;
use crate::drill::board::{Pin, PinKind};

/// Rows of an excerpt at most; the board cuts what is too long.
const ROWS_MAX: usize = 8;

/// A range of a chart: the last, lowest and highest value of its first series.
#[must_use]
pub fn of_chart(id: &str, spec: &PanelSpec, samples: &Samples, range: TimeRange) -> Pin {
    let told = |value: Option<f32>| {
        value.map_or_else(|| "–".to_string(), |v| spec.unit.format(f64::from(v)))
    };
    let stats = spec.stats(samples, range);
    let rows = stats.iter().take(ROWS_MAX).map(|row| {
        let (min, max, last) = (told(row.min), told(row.max), told(row.last));
        format!("{}: last {last}, {min} to {max}", row.label)
    });
    let excerpt = rows.collect::<Vec<_>>().join("\n");
    let label = format!("Chart: {}", spec.title);
    Pin::new(PinKind::Chart, &label, range.to_ms(), &excerpt)
        .over(range.from_ms(), range.to_ms())
        .counting_as(Look::Chart(id.to_string()))
}

/// A line of a log. Only a line with a code can be cited in a diagnosis.
#[must_use]
pub fn of_line(line: &LogLine) -> Pin {
    let label = format!("{} on {}", line.source, line.host);
    let pin = Pin::new(PinKind::Log, &label, line.t_ms, &line.text);
    if line.code.is_empty() {
        return pin;
    }
    pin.counting_as(Look::Log(line.source.clone(), line.code.clone()))
}

/// The changed lines of two versions of a file.
#[must_use]
pub fn of_diff(path: &str, versions: (u32, u32), lines: &[DiffLineView]) -> Pin {
    let changed = lines.iter().filter(|line| line.sign != ' ').take(ROWS_MAX);
    let rows: Vec<String> = changed
        .map(|line| format!("{}{}", line.sign, line.text))
        .collect();
    let label = format!("{path}, version {} to {}", versions.0, versions.1);
    Pin::new(PinKind::Diff, &label, 0, &rows.join("\n")).counting_as(Look::Diff(path.to_string()))
}

/// A row of `pg_settings`.
#[must_use]
pub fn of_setting(row: &SettingView) -> Pin {
    let pending = if row.pending_restart {
        ", pending_restart"
    } else {
        ""
    };
    let excerpt = format!("{} = {} ({}{pending})", row.name, row.setting, row.source);
    Pin::new(
        PinKind::Setting,
        &format!("Setting {}", row.name),
        0,
        &excerpt,
    )
    .counting_as(Look::Setting(row.name.clone()))
}

/// What a command answered, with what it counts as, if anything.
#[must_use]
pub fn of_answer(command: &str, lines: &[String], look: Option<Look>) -> Pin {
    let rows = lines.iter().take(ROWS_MAX).cloned().collect::<Vec<_>>();
    let mut pin = Pin::new(PinKind::Query, command, 0, &rows.join("\n"));
    pin.look = look;
    pin
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::protocol::Level;
    use crate::chart::{SeriesSpec, Unit};

    #[test]
    fn a_chart_is_pinned_with_its_range_and_numbers() {
        let mut samples = Samples::new(["a"], 10);
        for (t_ms, value) in [(0, 0.1), (5_000, 0.9), (10_000, 0.5)] {
            samples.push(t_ms, &[value]).expect("in order");
        }
        let spec = PanelSpec {
            title: "CPU".into(),
            unit: Unit::Ratio,
            series: vec![SeriesSpec::new("busy", 0)],
            ..PanelSpec::default()
        };
        let pin = of_chart("cpu", &spec, &samples, TimeRange::new(0, 10_000));
        assert_eq!(pin.excerpt, "busy: last 50 %, 10 % to 90 %");
        assert_eq!((pin.t_ms, pin.range_ms), (10_000, Some((0, 10_000))));
        assert_eq!(pin.evidence().as_deref(), Some("chart:cpu"));
    }

    #[test]
    fn a_line_counts_by_its_code() {
        let mut line = LogLine {
            id: 1,
            t_ms: 7,
            source: "postgresql".into(),
            host: "db-1".into(),
            level: Level::Fatal,
            code: "53300".into(),
            text: "FATAL:  sorry, too many clients already".into(),
        };
        let pin = of_line(&line);
        assert_eq!(pin.evidence().as_deref(), Some("log:postgresql:53300"));
        assert_eq!(
            (pin.label.as_str(), pin.excerpt.as_str()),
            ("postgresql on db-1", line.text.as_str())
        );
        line.code.clear();
        assert_eq!(of_line(&line).evidence(), None);
    }

    #[test]
    fn a_difference_is_pinned_by_what_changed() {
        let line = |sign, text: &str| DiffLineView {
            sign,
            old: None,
            new: None,
            text: text.into(),
        };
        let lines = [
            line(' ', "port = 5432"),
            line('-', "a = 1"),
            line('+', "a = 2"),
        ];
        let pin = of_diff("/etc/x", (1, 2), &lines);
        assert_eq!(pin.excerpt, "-a = 1\n+a = 2");
        assert_eq!(pin.evidence().as_deref(), Some("diff:/etc/x"));
        let answer = of_answer("psql -c x", &["1".into(), "2".into()], None);
        assert_eq!((answer.excerpt.as_str(), answer.evidence()), ("1\n2", None));
    }
}

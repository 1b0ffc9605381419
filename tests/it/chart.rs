//! Charts: what must hold of samples, scales, decimation, sentences and the drawing itself.

mod drawing;
mod layers;
mod recorder;

use firedrill::chart::{
    Clock, Domain, Layout, PanelSpec, Point, PushError, Role, Samples, SeriesSpec, Theme,
    Threshold, TimeRange, Unit, contrast, decimate, nice_step, pixel_to_time, time_ticks,
    time_to_pixel,
};
use proptest::prelude::*;

/// 2025-03-15T14:00:00Z
const ZERO: i64 = 1_742_047_200;
const UTC: Clock = Clock::Wall {
    zero_unix_s: ZERO,
    offset_s: 0,
};

/// One column `v`, a sample a second from `from_s`.
fn seconds(from_s: i64, values: &[f32]) -> Samples {
    let mut samples = Samples::new(["v"], 100_000);
    for (i, &value) in values.iter().enumerate() {
        samples
            .push((from_s + i as i64) * 1000, &[value])
            .expect("times rise");
    }
    samples
}

fn panel(series: Vec<SeriesSpec>, unit: Unit) -> PanelSpec {
    PanelSpec {
        id: "p".into(),
        title: "Panel".into(),
        unit,
        series,
        ..PanelSpec::default()
    }
}

fn one(label: &str, unit: Unit) -> PanelSpec {
    panel(vec![SeriesSpec::new(label, 0)], unit)
}

fn any_value() -> impl Strategy<Value = f32> {
    prop_oneof![
        4 => -10.0_f32..1000.0,
        1 => Just(f32::NAN),
        1 => prop::sample::select(vec![0.0, f32::INFINITY, f32::MAX, f32::MIN, 1e30, 1e-40]),
    ]
}

#[test]
fn samples_keep_the_newest_rows_and_refuse_what_does_not_fit() {
    let mut samples = Samples::new(["a", "b"], 3);
    for t in 0..10 {
        samples
            .push(t, &[t as f32, f32::INFINITY])
            .expect("times rise");
        assert!(samples.len() <= 3);
    }
    assert_eq!(samples.times(), [7, 8, 9]);
    assert_eq!(samples.column(0), [7.0, 8.0, 9.0]);
    assert_eq!(samples.value(1, 0), None, "an infinite value is a gap");
    assert_eq!(samples.column(7), [0.0_f32; 0]);
    assert_eq!(samples.column_index("b"), Some(1));
    let late = PushError::Backwards {
        newest_ms: 9,
        given_ms: 8,
    };
    assert_eq!(samples.push(8, &[0.0, 0.0]), Err(late));
    assert_eq!(
        samples.push(10, &[0.0]),
        Err(PushError::Width {
            columns: 2,
            given: 1
        })
    );
    samples
        .push(9, &[90.0, 1.0])
        .expect("the newest row is replaced");
    assert_eq!((samples.len(), samples.value(0, 2)), (3, Some(90.0)));
    samples.truncate_after(8);
    assert_eq!(samples.times(), [7, 8]);
    assert_eq!(
        [0, 7, 100].map(|t| samples.nearest(t)),
        [Some(0), Some(0), Some(1)]
    );
    assert_eq!(Samples::new(["a"], 0).nearest(0), None);
}

#[test]
fn values_read_with_three_figures_and_a_fitting_prefix() {
    let cases = [
        (Unit::Seconds, 1.2, "1.2 s"),
        (Unit::Seconds, 0.35, "350 ms"),
        (Unit::Seconds, 0.000_012_34, "12.3 µs"),
        (Unit::Seconds, 0.9996, "1 s"),
        (Unit::Seconds, 90.0, "90 s"),
        (Unit::Seconds, 1800.0, "30 min"),
        (Unit::Ratio, 0.95, "95 %"),
        (Unit::Ratio, 0.9996, "99.9 %"),
        (Unit::Ratio, 0.0, "0 %"),
        (Unit::Percent, 100.0, "100 %"),
        (Unit::Count, 1437.0, "1.44 k"),
        (Unit::Count, 999.7, "1 k"),
        (Unit::Count, -12.0, "−12"),
        (Unit::Count, 1e30, "1e30"),
        (Unit::Count, 0.0, "0"),
        (Unit::PerSecond, 12.0, "12 /s"),
        (Unit::Bytes, 2_500_000.0, "2.5 MB"),
        (Unit::Seconds, f64::NAN, "no data"),
    ];
    for (unit, value, text) in cases {
        assert_eq!(unit.format(value), text, "{value} {unit:?}");
    }
}

#[test]
fn times_read_in_utc_or_since_minute_zero() {
    assert_eq!(UTC.minute(120_000), "14:02");
    assert_eq!(UTC.second(-1_000), "13:59:59");
    assert_eq!(UTC.stamp(-500), "2025-03-15T13:59:59.500Z");
    assert_eq!(UTC.label(0, 86_400_000), "2025-03-15");
    assert_eq!(
        Clock::Wall {
            zero_unix_s: ZERO,
            offset_s: 3600
        }
        .minute(0),
        "15:00"
    );
    assert_eq!(Clock::Relative.second(-300_000), "T−05:00");
    assert_eq!(Clock::Relative.second(7_512_000), "T+125:12");
    let (step, ticks) = time_ticks(TimeRange::new(-61_000, 310_000), UTC, 4);
    assert_eq!((step, ticks), (120_000, vec![0, 120_000, 240_000]));
}

#[test]
fn the_domain_ends_on_ticks_of_one_two_or_five() {
    let steps = [0.3, 1.0, 1.1, 30.0].map(|raw| nice_step(raw).to_string());
    assert_eq!(steps, ["0.5", "1", "2", "50"]);
    let domain = Domain::linear(0.0, 3.2, false, Unit::Seconds, 120.0);
    let labels: Vec<String> = domain.ticks().iter().map(|t| domain.label(*t)).collect();
    assert_eq!(labels, ["0", "1 s", "2 s", "3 s", "4 s"]);
    let domain = Domain::log(0.004, 3.0, Unit::Seconds, 60.0);
    let labels: Vec<String> = domain.ticks().iter().map(|t| domain.label(*t)).collect();
    assert_eq!(labels, ["1 ms", "100 ms", "10 s"][..labels.len()]);
    assert_eq!(domain.fraction(0.0).to_bits(), 0.0_f64.to_bits());
    let empty = Domain::linear(f64::INFINITY, f64::NEG_INFINITY, false, Unit::Count, 100.0);
    assert_eq!(empty.ticks(), [0.0, 1.0]);
}

#[test]
fn themes_have_contrast_enough_and_series_differ_without_hue() {
    for theme in [Theme::DARK, Theme::LIGHT] {
        for color in theme
            .series
            .into_iter()
            .chain([theme.accent, theme.warn, theme.crit])
        {
            assert!(contrast(color, theme.ground) >= 3.0, "{color:?}");
        }
        for color in [theme.text, theme.muted, theme.warn] {
            assert!(contrast(color, theme.ground) >= 4.5, "{color:?}");
        }
        // Red-green blindness leaves about yellow-blue and lightness.
        let seen = |c: plotters::style::RGBColor| {
            let (r, g, b) = (f64::from(c.0), f64::from(c.1), f64::from(c.2));
            (0.4 * r + 0.6 * g, b)
        };
        for (i, a) in theme.series.iter().enumerate() {
            for b in &theme.series[i + 1..] {
                let (a, b) = (seen(*a), seen(*b));
                assert!((a.0 - b.0).hypot(a.1 - b.1) > 25.0, "{theme:?} {a:?} {b:?}");
            }
        }
    }
}

#[test]
fn the_sentence_compares_with_health_and_owns_up_to_gaps() {
    let mut values = vec![0.08_f32; 600];
    values[540] = 4.1;
    values[599] = 3.2;
    let samples = seconds(-420, &values);
    let range = TimeRange::new(-420_000, 200_000);
    let p95 = one("p95", Unit::Seconds);
    let said = p95.summary(&samples, range, UTC);
    assert_eq!(
        said,
        "p95 is 3.2 s, 40 times its level at T−05:00, highest 4.1 s at 14:02."
    );
    let nothing = p95.summary(&samples, TimeRange::new(500_000, 560_000), UTC);
    assert_eq!(nothing, "p95 has no data between 14:08 and 14:09.");
    let cut = seconds(0, &[1.0, 2.0, f32::NAN]);
    let said = one("rate", Unit::PerSecond).summary(&cut, range, UTC);
    assert_eq!(
        said,
        "rate has no data since 14:00:01, was 2 /s, 2 times its level at T+00:00."
    );
    let mut spec = one("errors", Unit::Ratio);
    spec.thresholds = vec![Threshold {
        value: 0.05,
        label: "objective".into(),
    }];
    let said = spec.summary(&seconds(0, &[0.001, 0.92]), range, Clock::Relative);
    assert_eq!(
        said,
        "errors is 92 %, up from 0.1 % at T+00:00, above objective (5 %)."
    );
    let mut pool = Samples::new(["active", "max"], 10);
    pool.push(0, &[10.0, 10.0]).expect("first row");
    let bound = SeriesSpec::new("max", 1).role(Role::Max);
    let spec = panel(vec![SeriesSpec::new("active", 0), bound], Unit::Count);
    assert_eq!(
        spec.summary(&pool, range, UTC),
        "active is 10 of at most 10."
    );
    assert_eq!(
        panel(vec![], Unit::Count).summary(&pool, range, UTC),
        "Panel shows no series."
    );
}

#[test]
fn legend_table_and_csv_say_the_same() {
    let samples = seconds(0, &[1.0, f32::NAN, 3.0, 2.0]);
    let range = TimeRange::new(0, 10_000);
    let spec = one("a,b", Unit::Seconds);
    let stats = spec.stats(&samples, range).remove(0);
    assert_eq!((stats.last, stats.min), (Some(2.0), Some(1.0)));
    assert_eq!((stats.mean, stats.max), (Some(2.0), Some(3.0)));
    let table = spec.table(&samples, range, UTC, 2);
    assert_eq!((table.every, table.rows.len()), (2, 2));
    assert_eq!(table.rows[0].values, [""]);
    assert_eq!(
        (table.rows[1].time.as_str(), table.rows[1].t_ms),
        ("14:00:03", 3000)
    );
    let csv = spec.csv(&samples, TimeRange::new(0, 1000), UTC);
    let head = "time,t_seconds,\"a,b\"\r\n2025-03-15T14:00:00Z,0,1\r\n";
    assert_eq!(csv, format!("{head}2025-03-15T14:00:01Z,1,\r\n"));
    let csv = one("=1+1", Unit::Count).csv(&samples, TimeRange::new(-9, -8), UTC);
    assert_eq!(csv, "time,t_seconds,\"'=1+1\"\r\n");
}

proptest! {
    #[test]
    fn decimation_loses_no_extreme_and_keeps_order(
        values in prop::collection::vec(any_value(), 0..300),
        width in 1_i64..50,
    ) {
        let samples = seconds(0, &values);
        let (times, values) = (samples.times(), samples.column(0));
        let column = |t: i64| t / (1000 * width);
        let mut kept = Vec::new();
        decimate(times, values, column, &mut kept);
        let known: Vec<Point> = kept.iter().copied().filter(|p| !p.value.is_nan()).collect();
        prop_assert!(known.windows(2).all(|w| w[0].t_ms < w[1].t_ms));
        for at in 0..=300 / width {
            let of = |p: &Point| column(p.t_ms) == at;
            let all = times.iter().zip(values).filter(|(t, v)| column(**t) == at && !v.is_nan());
            let all: Vec<f32> = all.map(|(_, v)| *v).collect();
            let few: Vec<f32> = known.iter().filter(|p| of(p)).map(|p| p.value).collect();
            prop_assert!(few.len() <= 4);
            let ends = |v: &[f32]| {
                let low = v.iter().copied().reduce(f32::min);
                (low, v.iter().copied().reduce(f32::max), v.first().copied(), v.last().copied())
            };
            prop_assert_eq!(ends(&all), ends(&few));
        }
        let (t, v): (Vec<i64>, Vec<f32>) = kept.iter().map(|p| (p.t_ms, p.value)).unzip();
        let mut again = Vec::new();
        decimate(&t, &v, column, &mut again);
        prop_assert_eq!(format!("{kept:?}"), format!("{again:?}"));
    }

    #[test]
    fn ticks_are_few_even_and_inside(
        lo in -1e9_f64..0.0,
        hi in 1e-9_f64..1e30,
        height in 0.0_f64..900.0,
    ) {
        let domain = Domain::linear(lo, hi, false, Unit::Bytes, height);
        let ticks = domain.ticks();
        prop_assert!((1..=11).contains(&ticks.len()), "{ticks:?}");
        let fuzz = (hi - lo) * 1e-5;
        prop_assert!(domain.lo() <= lo + fuzz && domain.hi() >= hi - fuzz);
        prop_assert!(ticks.iter().all(|t| *t >= domain.lo() - fuzz && *t <= domain.hi() + fuzz));
        let step = ticks.get(1).map_or(1.0, |t| t - ticks[0]);
        prop_assert!(ticks.windows(2).all(|w| ((w[1] - w[0]) / step - 1.0).abs() < 1e-6));
    }

    #[test]
    fn time_ticks_are_round_and_few(a in any::<i64>(), b in any::<i64>(), n in 0_usize..40) {
        let (step, ticks) = time_ticks(TimeRange::new(a, b), UTC, n);
        prop_assert!(ticks.len() <= n.max(1) + 1);
        prop_assert!(ticks.iter().all(|t| (ZERO * 1000 + t) % step == 0));
    }

    #[test]
    fn pixels_and_times_are_each_others_inverse(
        x in 44.0_f64..580.0,
        from in -1_000_000_i64..1_000_000,
    ) {
        let (layout, range) = (Layout::new(600.0, 200.0), TimeRange::new(from, from + 1_800_000));
        let back = time_to_pixel(&layout, range, pixel_to_time(&layout, range, x));
        prop_assert!((back - x).abs() < 0.01);
    }
}

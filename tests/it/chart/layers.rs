//! Layers, heat maps, hidden series: what is drawn where, and when it stays as it is.

use std::cell::RefCell;
use std::rc::Rc;

use firedrill::chart::{
    Axis, Band, HEAT_LEVELS, PanelSpec, Plan, Role, Samples, SeriesSpec, Theme, TimeRange, Unit,
    View, contrast, heat_level,
};
use plotters::drawing::IntoDrawingArea;
use proptest::prelude::*;

use super::drawing::{paths, record, view};
use super::recorder::{Op, Recorder};
use super::{UTC, one, panel, seconds};

const SIZE: (f64, f64) = (600.0, 200.0);

fn plan(samples: &Samples, range: TimeRange, before: Option<&Plan>) -> Plan {
    let view = view(range, &[]);
    Plan::new(&one("v", Unit::Count), samples, &view, SIZE, before).expect("room for a plot")
}

fn layer(
    draw: impl FnOnce(&plotters::drawing::DrawingArea<Recorder, plotters::coord::Shift>),
) -> Vec<Op> {
    let ops = Rc::new(RefCell::new(Vec::new()));
    let size = (600, 200);
    let recorder = Recorder {
        size,
        ops: ops.clone(),
    };
    draw(&recorder.into_drawing_area());
    ops.take()
}

#[test]
fn the_ground_stays_while_samples_come_within_the_range() {
    let range = TimeRange::new(0, 600_000);
    let few = seconds(0, &[10.0; 300]);
    let more = seconds(0, &[10.0; 310]);
    let first = plan(&few, range, None);
    assert_eq!(plan(&more, range, Some(&first)), first);
    let later = TimeRange::new(20_000, 620_000);
    assert_ne!(plan(&more, later, Some(&first)), first);
}

#[test]
fn the_value_axis_settles_and_gives_way_only_when_it_must() {
    let range = TimeRange::new(0, 60_000);
    let top = |plan: &Plan| plan.domain().hi();
    let of = |value: f32, before: Option<&Plan>| plan(&seconds(0, &[value; 60]), range, before);
    let high = of(95.0, None);
    assert!((top(&high) - 100.0).abs() < 1e-9);
    // Half of it is still filled: it stays.
    assert!((top(&of(52.0, Some(&high))) - 100.0).abs() < 1e-9);
    // Less than half: it shrinks, and what does not fit makes it grow at once.
    assert!(top(&of(30.0, Some(&high))) < 50.0);
    assert!(top(&of(130.0, Some(&high))) >= 130.0);
    // Another span of time is another picture.
    let other = TimeRange::new(0, 90_000);
    let samples = seconds(0, &[52.0; 60]);
    assert!(top(&plan(&samples, other, Some(&high))) < 100.0);
}

#[test]
fn each_thing_is_drawn_on_one_layer_only() {
    let samples = seconds(0, &[5.0; 60]);
    let range = TimeRange::new(0, 60_000);
    let spec = one("v", Unit::Count);
    let mut view = view(range, &[]);
    (view.crosshair, view.selection) = (Some(30_000), Some((10_000, 20_000)));
    let plan = plan(&samples, range, None);
    let ground = layer(|area| plan.ground(area, &view).expect("a recorder never fails"));
    let data = layer(|area| {
        plan.data(area, &spec, &samples, &view)
            .expect("a recorder never fails");
    });
    let over = layer(|area| {
        plan.over(area, &spec, &samples, &view)
            .expect("a recorder never fails");
    });
    let line = view.theme.series[0];
    assert!(ground.iter().any(|op| matches!(op, Op::Text(..))));
    assert!(paths(&ground, line).is_empty() && !paths(&data, line).is_empty());
    assert!(
        !data
            .iter()
            .chain(&over)
            .any(|op| matches!(op, Op::Text(..)))
    );
    let veils = over.iter().filter(|op| matches!(op, Op::Rect(..)));
    assert_eq!(veils.count(), 2, "before and after what is chosen");
    assert_eq!(paths(&over, view.theme.accent).len(), 2);
    let all = record((600, 200), &spec, &samples, &view);
    assert_eq!(all, [ground, data, over].concat());
}

#[test]
fn hidden_series_are_neither_drawn_nor_measured() {
    let mut samples = Samples::new(["low", "high"], 100);
    for t in 0..60 {
        samples.push(t * 1000, &[5.0, 5000.0]).expect("times rise");
    }
    let series = vec![SeriesSpec::new("low", 0), SeriesSpec::new("high", 1)];
    let mut spec = panel(series, Unit::Count);
    spec.hidden = spec.isolated(0);
    assert_eq!((spec.shows(0), spec.shows(1)), (true, false));
    assert!(spec.domain(&samples, 0..60, 100.0).hi() < 100.0);
    let range = TimeRange::new(0, 60_000);
    let ops = record((600, 200), &spec, &samples, &view(range, &[]));
    assert!(paths(&ops, Theme::DARK.series[1]).is_empty());
    assert!(spec.summary(&samples, range, UTC).starts_with("low is 5"));
    // A second click shows all again; the last one cannot be hidden.
    assert_eq!(spec.isolated(0), 0);
    assert_eq!(spec.toggled(0), spec.hidden);
    assert_eq!(spec.toggled(1), 0);
}

/// Three bands (up to 10 ms, up to 100 ms, above) with these counts a scrape.
fn bands(rows: &[[f32; 3]]) -> (PanelSpec, Samples) {
    let mut samples = Samples::new(["a", "b", "c"], 1000);
    for (i, [a, b, c]) in rows.iter().enumerate() {
        let upto = [*a, a + b, a + b + c];
        samples.push(i as i64 * 5000, &upto).expect("times rise");
    }
    let band = |at: usize, lo, hi| Band {
        lo,
        hi,
        upto: at,
        below: at.checked_sub(1),
    };
    let bands = vec![
        band(0, 0.0, 0.01),
        band(1, 0.01, 0.1),
        band(2, 0.1, f64::INFINITY),
    ];
    let spec = PanelSpec {
        unit: Unit::Seconds,
        axis: Axis::Log,
        bands,
        ..PanelSpec::default()
    };
    (spec, samples)
}

#[test]
fn cells_of_a_heat_map_stand_where_answers_were() {
    let (spec, samples) = bands(&[[0.0; 3], [9.0, 0.0, 0.0], [9.0, 1.0, 0.0], [0.0; 3]]);
    let range = TimeRange::new(0, 20_000);
    let cells = |range| {
        let ops = record((600, 200), &spec, &samples, &view(range, &[]));
        let rect = |op: &Op| match op {
            Op::Rect(a, b) => Some((*a, *b)),
            _ => None,
        };
        // The first fills the ground.
        ops.iter().filter_map(rect).skip(1).collect::<Vec<_>>()
    };
    let found = cells(range);
    assert_eq!(found.len(), 3, "{found:?}");
    for ((left, top), (right, bottom)) in &found {
        assert!(left < right && top < bottom);
    }
    // The cell of the second band stands on one of the first.
    let highest = found
        .iter()
        .min_by_key(|((_, top), _)| *top)
        .expect("cells");
    let below = found.iter().filter(|((_, top), _)| *top == highest.1.1);
    assert_eq!(below.count(), 2, "{found:?}");
    assert!(cells(TimeRange::new(100_000, 200_000)).is_empty());
    let csv = spec.csv(&samples, range, UTC);
    let lines: Vec<&str> = csv.lines().collect();
    assert!(
        lines[0].ends_with("count from 0.01 to 0.1,count from 0.1 to inf"),
        "{csv}"
    );
    assert!(lines[3].ends_with(",10,9,1,0"), "{csv}");
}

#[test]
fn few_answers_among_many_have_a_colour_of_their_own() {
    assert_eq!(heat_level(0.0, 100.0), 0);
    assert_eq!(heat_level(1.0, 0.0), 0);
    assert_eq!(heat_level(f32::MIN_POSITIVE, 1e9), 1);
    assert_eq!(heat_level(1e9, 1e9), HEAT_LEVELS);
    for theme in [Theme::DARK, Theme::LIGHT] {
        for level in 1..=HEAT_LEVELS {
            let (lower, this) = (theme.heat(level - 1), theme.heat(level));
            let rises = contrast(this, theme.ground) > contrast(lower, theme.ground);
            assert!(rises, "level {level}");
        }
        assert!(contrast(theme.heat(1), theme.ground) >= 1.15);
        assert!(contrast(theme.heat(HEAT_LEVELS), theme.ground) >= 3.0);
    }
}

#[test]
fn a_gap_between_known_values_is_told() {
    let mut values = [4.0_f32; 60];
    values[20..30].fill(f32::NAN);
    let samples = seconds(0, &values);
    let text = one("v", Unit::Count).summary(&samples, TimeRange::new(0, 59_000), UTC);
    assert!(text.contains("no data from 14:00:19 to 14:00:30"), "{text}");
}

proptest! {
    #[test]
    fn isolating_and_adding_never_hides_all(
        count in 1_usize..70,
        clicks in prop::collection::vec((0_usize..70, any::<bool>()), 0..20),
    ) {
        let mut spec = panel(
            (0..count).map(|i| SeriesSpec::new(i.to_string(), i).role(Role::Plain)).collect(),
            Unit::Count,
        );
        for (index, adds) in clicks {
            let index = index % count;
            spec.hidden = if adds { spec.toggled(index) } else { spec.isolated(index) };
            prop_assert!((0..count).any(|i| spec.shows(i)));
        }
        let samples = seconds(0, &[1.0; 10]);
        let view: View<'_> = view(TimeRange::new(0, 10_000), &[]);
        record((300, 100), &spec, &samples, &view);
    }
}

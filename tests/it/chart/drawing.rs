//! The drawing: what goes where, what it costs, and that nothing breaks it.

use std::cell::RefCell;
use std::rc::Rc;

use firedrill::chart::{
    Axis, Density, Kind, Layout, Mark, MarkKind, PanelSpec, Role, Samples, SeriesSpec, Theme,
    Threshold, TimeRange, Unit, View, YMax, draw, mark_at, pixel_to_time, time_to_pixel,
};
use plotters::drawing::IntoDrawingArea;
use plotters::style::RGBColor;
use plotters_backend::BackendCoord;
use proptest::prelude::*;

use super::recorder::{Op, Recorder};
use super::{UTC, any_value, one, panel, seconds};

pub fn view(range: TimeRange, marks: &[Mark]) -> View<'_> {
    let density = Density::default();
    View {
        range,
        clock: UTC,
        marks,
        crosshair: None,
        selection: None,
        theme: &Theme::DARK,
        density,
    }
}

pub fn record(size: (u32, u32), spec: &PanelSpec, samples: &Samples, view: &View<'_>) -> Vec<Op> {
    let ops = Rc::new(RefCell::new(Vec::new()));
    let area = Recorder {
        size,
        ops: ops.clone(),
    }
    .into_drawing_area();
    draw(&area, spec, samples, view).expect("a recorder never fails");
    ops.take()
}

pub fn paths(ops: &[Op], color: RGBColor) -> Vec<Vec<BackendCoord>> {
    let wanted = (color.0, color.1, color.2);
    let path = |op: &Op| match op {
        Op::Path(path, rgb, _) if *rgb == wanted => Some(path.clone()),
        _ => None,
    };
    ops.iter().filter_map(path).collect()
}

#[test]
fn a_gap_gives_two_lines_inside_the_plot() {
    let mut values: Vec<f32> = (0..600).map(|i| ((i * 37) % 101) as f32).collect();
    values[200..260].fill(f32::NAN);
    let samples = seconds(-100, &values);
    let range = TimeRange::new(0, 400_000);
    let ops = record(
        (600, 200),
        &one("v", Unit::Count),
        &samples,
        &view(range, &[]),
    );
    let lines = paths(&ops, Theme::DARK.series[0]);
    assert_eq!(lines.len(), 2);
    let layout = Layout::new(600.0, 200.0);
    for &(x, y) in lines.iter().flatten() {
        assert!(
            (layout.left..=layout.right).contains(&f64::from(x)),
            "x {x}"
        );
        assert!(
            (layout.top..=layout.bottom).contains(&f64::from(y)),
            "y {y}"
        );
    }
    assert_eq!(lines[0][0].0, layout.left as i32, "drawn from edge");
    assert_eq!(
        lines[1][lines[1].len() - 1].0,
        layout.right as i32,
        "to edge"
    );
    let texts: Vec<_> = ops.iter().filter(|op| matches!(op, Op::Text(..))).collect();
    let times = texts
        .iter()
        .filter(|op| matches!(op, Op::Text(t, _) if t.contains(':')));
    assert!((3..=8).contains(&times.count()), "{texts:?}");
    let lone = record(
        (600, 200),
        &one("v", Unit::Count),
        &seconds(10, &[1.0]),
        &view(range, &[]),
    );
    assert!(
        lone.iter().any(|op| matches!(op, Op::Circle(..))),
        "one sample is a dot"
    );
}

#[test]
fn marks_stand_where_the_page_looks_for_them() {
    let mark = |t_ms, kind| Mark {
        t_ms,
        kind,
        label: String::new(),
    };
    let marks = [
        mark(60_000, MarkKind::Change),
        mark(120_000, MarkKind::Alert),
        mark(180_000, MarkKind::Action),
        mark(999_000, MarkKind::Action),
    ];
    let range = TimeRange::new(0, 240_000);
    let samples = seconds(0, &[1.0; 240]);
    let mut look = view(range, &marks);
    look.crosshair = Some(100_400);
    let mut spec = one("v", Unit::Count);
    spec.thresholds = vec![Threshold {
        value: 0.8,
        label: "limit".into(),
    }];
    let ops = record((600, 200), &spec, &samples, &look);
    let layout = Layout::new(600.0, 200.0);
    let x = |t_ms| time_to_pixel(&layout, range, t_ms).round() as i32;
    let theme = Theme::DARK;
    // Softer than its glyph: it stays behind the data.
    let (a, b) = (theme.muted, theme.ground);
    let middle = |a: u8, b: u8| u8::midpoint(a, b);
    let soft = RGBColor(middle(a.0, b.0), middle(a.1, b.1), middle(a.2, b.2));
    let change = paths(&ops, soft);
    assert_eq!(change.len(), 1, "a change is one solid line");
    assert_eq!(change[0][0].0, x(60_000));
    let (alert, action) = (paths(&ops, theme.crit), paths(&ops, theme.accent));
    assert!(
        alert.len() > 5 && action.len() > alert.len(),
        "dashes and dots"
    );
    assert!(alert.iter().flatten().all(|p| p.0 == x(120_000)));
    assert!(action.iter().flatten().all(|p| p.0 == x(180_000)));
    assert_eq!(
        paths(&ops, theme.text)[0][0].0,
        x(100_000),
        "at the nearest sample"
    );
    assert!(ops.contains(&Op::Circle((x(100_000), 14), (0x56, 0xb4, 0xe9))));
    assert!(
        ops.iter()
            .any(|op| matches!(op, Op::Text(text, _) if text == "limit"))
    );
    assert_eq!(
        mark_at(&layout, range, &marks, f64::from(x(120_000)) + 9.0),
        Some(1)
    );
    assert_eq!(mark_at(&layout, range, &marks, f64::from(x(100_000))), None);
    assert_eq!(pixel_to_time(&layout, range, -50.0), 0);
}

#[test]
fn twelve_panels_of_three_series_cost_few_calls() {
    let mut samples = Samples::new(["a", "b", "c"], 1800);
    for i in 0..1800_i64 {
        let value = |k: i64| ((i * k) % 97) as f32;
        samples
            .push(i * 1000, &[value(31), value(57), value(71)])
            .expect("times rise");
    }
    let series = (0..3).map(|c| SeriesSpec::new("s", c)).collect();
    let range = TimeRange::new(0, 1_800_000);
    let ops = record(
        (360, 160),
        &panel(series, Unit::Count),
        &samples,
        &view(range, &[]),
    );
    let points: usize = ops
        .iter()
        .map(|op| if let Op::Path(p, ..) = op { p.len() } else { 0 })
        .sum();
    assert!(ops.len() < 40, "{} calls", ops.len());
    assert!(points <= 3 * 4 * 302 + 40, "{points} points");
}

proptest! {
    #[test]
    fn nothing_makes_the_drawing_panic_or_leave_its_canvas(
        size in (0_u32..700, 0_u32..400),
        values in prop::collection::vec(any_value(), 0..60),
        ends in (any::<i64>(), any::<i64>(), -100_i64..100, any::<bool>()),
        look in (0_usize..3, any::<bool>(), 0_usize..4, 0.3_f64..4.0, 1_u32..5),
        extremes in (any::<f64>(), any::<f64>()),
        crosshair in prop::option::of(any::<i64>()),
    ) {
        let samples = seconds(ends.2, &values);
        let range = if ends.3 { TimeRange::new(0, 50_000) } else { TimeRange::new(ends.0, ends.1) };
        let mut spec = panel((0..3).map(|c| SeriesSpec::new("v", c / 2)).collect(), Unit::Seconds);
        spec.series[2].role = Role::Max;
        spec.kind = [Kind::Line, Kind::Area, Kind::Stacked][look.0];
        spec.axis = if look.1 { Axis::Log } else { Axis::Linear };
        let (fixed, floor) = (YMax::Fixed(extremes.0), YMax::AtLeast(extremes.0));
        spec.y_max = [YMax::Auto, fixed, floor, YMax::Fixed(5.0)][look.2];
        spec.thresholds = vec![Threshold { value: extremes.1, label: "t".into() }];
        let marks = [Mark { t_ms: ends.0, kind: MarkKind::Alert, label: String::new() }];
        let mut view = view(range, &marks);
        (view.crosshair, view.density) = (crosshair, Density::new(look.3, look.4));
        for op in record(size, &spec, &samples, &view) {
            let points = match op {
                Op::Path(path, ..) | Op::Polygon(path, _) => path,
                Op::Circle(at, _) | Op::Text(_, at) => vec![at],
                Op::Rect(a, b) => vec![a, b],
            };
            for (x, y) in points {
                prop_assert!((0..=size.0 as i32).contains(&x) && (0..=size.1 as i32).contains(&y));
            }
        }
        prop_assert!(!spec.summary(&samples, range, UTC).is_empty());
        spec.table(&samples, range, UTC, 10);
        spec.stats(&samples, range);
    }
}

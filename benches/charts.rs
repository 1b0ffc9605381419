//! The redraw of a screen of charts in a browser, beside uPlot's:
//! `cargo test --profile page --target wasm32-unknown-unknown --test web-charts`.
//!
//! Twelve charts of three series of 1,800 points, and with each frame one point more, so that
//! everything moves. What counts is the page's own time for a frame, not what the browser does
//! with the drawing orders afterwards, which are much the same for both.

#![cfg(target_arch = "wasm32")]

use firedrill::chart::{
    Clock, Density, PanelSpec, Samples, SeriesSpec, Theme, TimeRange, Unit, View,
};
use firedrill::web::canvas::Layers;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{HtmlCanvasElement, Performance, Window};

wasm_bindgen_test_configure!(run_in_browser);

/// uPlot's own file, put here by `cargo xtask bench`; without it only our figures are told.
const UPLOT: Option<&str> = option_env!("FIREDRILL_UPLOT");
/// Draws the same with uPlot. Its commits wait for the end of the task, so a frame is over when
/// a promise made after them is.
const RIVAL: &str = include_str!("rivals/uplot.js");

const CHARTS: usize = 12;
const SERIES: usize = 3;
const POINTS: i64 = 1_800;
/// CSS pixels.
const SIZE_PX: (f64, f64) = (320.0, 116.0);
/// Frames that are measured, after as many that warm up.
const FRAMES: i64 = 120;

fn window() -> Window {
    web_sys::window().expect("a page has a window")
}

fn clock() -> Performance {
    window().performance().expect("a page has a clock")
}

/// Waits for the browser's next frame.
async fn frame() {
    let next = js_sys::Promise::new(&mut |resolve, _| {
        window()
            .request_animation_frame(&resolve)
            .expect("a page has frames");
    });
    JsFuture::from(next).await.expect("frames come");
}

/// A wave with spikes, other for each series.
fn value(point: i64, column: usize) -> f32 {
    let at = point as f64 * 0.01 * (1.0 + column as f64 * 0.1);
    let spike = if point % (97 + column as i64) == 0 {
        40.0
    } else {
        0.0
    };
    (50.0 + 30.0 * at.sin() + ((point * 31) % 17) as f64 + spike) as f32
}

fn canvas() -> HtmlCanvasElement {
    let document = window().document().expect("a page has a document");
    let canvas = document.create_element("canvas").expect("a canvas");
    let body = document.body().expect("a page has a body");
    body.append_child(&canvas).expect("it takes a canvas");
    canvas.unchecked_into()
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

/// Milliseconds a frame, at the median; `step` points go by before the axes move.
async fn ours(step: i64) -> f64 {
    let columns = CHARTS * SERIES;
    let names = (0..columns).map(|c| format!("c{c}"));
    let mut samples = Samples::new(names, POINTS as usize);
    let mut row = vec![0.0; columns];
    let mut push = |samples: &mut Samples, point: i64| {
        for (column, place) in row.iter_mut().enumerate() {
            *place = value(point, column);
        }
        samples.push(point * 1000, &row).expect("times rise");
    };
    for point in 0..POINTS {
        push(&mut samples, point);
    }
    let mut charts: Vec<(PanelSpec, Layers)> = (0..CHARTS)
        .map(|chart| {
            let series = (0..SERIES).map(|s| SeriesSpec::new("s", chart * SERIES + s));
            let spec = PanelSpec {
                unit: Unit::PerSecond,
                series: series.collect(),
                ..PanelSpec::default()
            };
            let layers = Layers::new([canvas(), canvas(), canvas()]).expect("canvases draw");
            (spec, layers)
        })
        .collect();
    let mut took = Vec::new();
    for point in POINTS..POINTS + 2 * FRAMES {
        push(&mut samples, point);
        frame().await;
        let began = clock().now();
        let end = (point / step + 1) * step * 1000;
        let view = View {
            range: TimeRange::new(end - POINTS * 1000, end),
            clock: Clock::utc(1_742_047_200),
            marks: &[],
            crosshair: None,
            selection: None,
            theme: &Theme::DARK,
            density: Density::default(),
        };
        for (spec, layers) in &mut charts {
            layers
                .draw(SIZE_PX, 1.0, spec, &samples, &view)
                .expect("canvases draw");
        }
        if point >= POINTS + FRAMES {
            took.push(clock().now() - began);
        }
    }
    mean(&took)
}

/// The clock is too coarse for a single frame: the mean of those up to the median's double.
fn mean(took: &[f64]) -> f64 {
    let high = 2.0 * median(took.to_vec()).max(0.1);
    let usual: Vec<f64> = took.iter().copied().filter(|ms| *ms <= high).collect();
    usual.iter().sum::<f64>() / usual.len() as f64
}

#[wasm_bindgen]
extern "C" {
    type Rival;
    #[wasm_bindgen(method)]
    fn push(this: &Rival, row: &[f32]);
    #[wasm_bindgen(method)]
    fn draw(this: &Rival) -> js_sys::Promise;
}

async fn rival(source: &str) -> f64 {
    js_sys::eval(&format!("{source};globalThis.uPlot=uPlot;")).expect("uPlot loads");
    let make = js_sys::eval(RIVAL).expect("the rival's script loads");
    let make: js_sys::Function = make.unchecked_into();
    let size = js_sys::Array::of5(
        &CHARTS.into(),
        &SERIES.into(),
        &(POINTS as f64).into(),
        &SIZE_PX.0.into(),
        &SIZE_PX.1.into(),
    );
    let rival = make.apply(&JsValue::NULL, &size).expect("uPlot draws");
    let rival: Rival = rival.unchecked_into();
    let columns = CHARTS * SERIES;
    let row = |point: i64| -> Vec<f32> { (0..columns).map(|c| value(point, c)).collect() };
    for point in 0..POINTS {
        rival.push(&row(point));
    }
    let mut took = Vec::new();
    for point in POINTS..POINTS + 2 * FRAMES {
        rival.push(&row(point));
        frame().await;
        let began = clock().now();
        JsFuture::from(rival.draw()).await.expect("uPlot draws");
        if point >= POINTS + FRAMES {
            took.push(clock().now() - began);
        }
    }
    mean(&took)
}

#[wasm_bindgen_test]
async fn redraw() {
    console_log!("bench web_charts_ms {}", ours(1).await);
    console_log!("bench web_charts_live_ms {}", ours(20).await);
    if let Some(source) = UPLOT {
        console_log!("bench uplot_charts_ms {}", rival(source).await);
    }
}

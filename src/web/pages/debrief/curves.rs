//! Curves over the minutes of an incident, with a cursor that is moved with the keys of a
//! slider, and a table of their numbers. Made of elements, so that it can be printed.

use crate::app::lab::plot::axis_end;
use crate::debrief::words;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Rows of the data table at most.
const ROWS_MAX: usize = 25;

/// One curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Its name.
    pub name: AttrValue,
    /// Class of its colour and dashes.
    pub tone: &'static str,
    /// A value a minute.
    pub values: Vec<u64>,
}

impl Curve {
    fn at(&self, minute: usize) -> u64 {
        let value = self.values.get(minute).or(self.values.last());
        value.copied().unwrap_or(0)
    }
}

/// Properties of [`Curves`].
#[derive(Properties, PartialEq)]
pub struct CurvesProps {
    /// Title of the chart.
    pub title: AttrValue,
    /// Name of the slider.
    pub slider: AttrValue,
    /// The curves; the first one's end is where the cursor stands at first.
    pub curves: Vec<Curve>,
    /// More classes.
    #[prop_or_default]
    pub class: Classes,
}

/// The ends of the axes: minutes (a multiple of 20, so that quarters are whole) and values (a
/// round number, so that the half is round, too).
fn ends(curves: &[Curve]) -> (usize, f64) {
    let minutes = curves.iter().map(|curve| curve.values.len()).max();
    let minutes = minutes.unwrap_or(0).saturating_sub(1);
    let minutes = minutes.div_ceil(20).max(1) * 20;
    let most = curves.iter().flat_map(|curve| &curve.values).max();
    (minutes, ceiling(most.copied().unwrap_or(0)))
}

/// The end of an axis for values up to this one: a round number, at least 1.
pub fn ceiling(most: u64) -> f64 {
    axis_end(most.max(1) as f64)
}

/// The chart.
#[component]
pub fn Curves(props: &CurvesProps) -> Html {
    let curves = &props.curves;
    let (minutes, most) = ends(curves);
    let last = curves
        .first()
        .map_or(0, |curve| curve.values.len())
        .saturating_sub(1);
    let cursor = use_state(|| last);
    let oninput = callback!([cursor], move |event: InputEvent| {
        let input = event
            .target()
            .and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
        if let Some(minute) = input.and_then(|input| input.value().parse().ok()) {
            cursor.set(minute);
        }
    });
    let at = (*cursor).min(minutes);
    let legend = curves.iter().map(|curve| {
        html! {
            <li key={curve.tone}>
                <svg class={classes!("stroke", curve.tone)} viewBox="0 0 24 4" aria-hidden="true">
                    <path d="M0 2H24" />
                </svg>
                <span>{ curve.name.clone() }</span>
                <b class="num">{ words::count(curve.at(at)) }</b>
            </li>
        }
    });
    let lines = curves.iter().map(|curve| {
        let path = path(&curve.values, minutes as f64, most);
        html! { <path key={curve.tone} class={classes!("curve", curve.tone)} d={path} /> }
    });
    let heights = [most, most / 2.0, 0.0].map(|v| html! { <span>{ short(v) }</span> });
    let quarters = (0..=4).map(|part| html! { <span>{ minutes * part / 4 }</span> });
    let told = curves.iter();
    let told = told.map(|curve| format!("{}: {}", curve.name, words::count(curve.at(at))));
    let told = format!("Minute {at}. {}", told.collect::<Vec<_>>().join(", "));
    let x = format!("{:.2}", at as f64 / minutes as f64 * 100.0);
    html! {
        <figure class={classes!("harm-chart", props.class.clone())}
            aria-label={props.title.clone()}>
            <figcaption>
                <h3>{ props.title.clone() }</h3>
                <ul class="legend">
                    <li key="minute" class="num muted">{ format!("Minute {at}") }</li>
                    { for legend }
                </ul>
            </figcaption>
            <div class="plot">
                <div class="plot-y num" aria-hidden="true">{ for heights }</div>
                <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true"
                    focusable="false">
                    <path class="grid" d="M0 0H100M0 50H100M0 100H100" />
                    <path class="grid grid-cursor" d={format!("M{x} 0V100")} />
                    <g>{ for lines }</g>
                </svg>
                <input type="range" class="plot-cursor" min="0" max={minutes.to_string()} step="1"
                    value={at.to_string()} aria-label={props.slider.clone()}
                    aria-valuetext={told} {oninput} />
                <div class="plot-x num" aria-hidden="true">{ for quarters }</div>
                <p class="plot-unit muted small">{ "minutes after minute zero" }</p>
            </div>
            { table(&props.title, curves) }
        </figure>
    }
}

/// The curve in a square of 100 by 100.
fn path(curve: &[u64], minutes: f64, most: f64) -> String {
    let points = curve.iter().enumerate().map(|(minute, value)| {
        let x = minute as f64 / minutes * 100.0;
        let y = 100.0 - *value as f64 / most * 100.0;
        format!("{}{x:.2} {y:.2}", if minute == 0 { 'M' } else { 'L' })
    });
    points.collect()
}

/// `250 k`, `1.5 M`.
pub fn short(value: f64) -> String {
    match value {
        v if v >= 1e6 => format!("{} M", v / 1e6),
        v if v >= 1e4 => format!("{} k", v / 1e3),
        v => words::count(v as u64),
    }
}

fn table(title: &AttrValue, curves: &[Curve]) -> Html {
    let minutes = curves
        .iter()
        .map(|curve| curve.values.len())
        .max()
        .unwrap_or(0);
    let step = words::step_minutes(minutes, ROWS_MAX);
    let rows = (0..minutes).step_by(step).map(|minute| {
        let cells = curves.iter().map(|curve| {
            let value = curve.values.get(minute).map(|n| words::count(*n));
            html! { <td class="num">{ value.unwrap_or_default() }</td> }
        });
        html! { <tr><th scope="row" class="num">{ minute }</th>{ for cells }</tr> }
    });
    html! {
        <details class="data">
            <summary>{ "Data table" }</summary>
            <div class="scroll" tabindex="0" role="region"
                aria-label={format!("{title}: data")}>
            <table class="table">
                <caption class="visually-hidden">{ title.clone() }</caption>
                <thead>
                    <tr>
                        <th scope="col" class="num">{ "Minute" }</th>
                        { for curves.iter().map(|curve| html! {
                            <th scope="col" class="num">{ curve.name.clone() }</th>
                        }) }
                    </tr>
                </thead>
                <tbody>{ for rows }</tbody>
            </table>
            </div>
        </details>
    }
}

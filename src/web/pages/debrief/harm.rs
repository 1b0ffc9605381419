//! Users affected: this run between the run in which nobody acts and the best known one.

use super::bar::bar;
use super::summary::SectionProps;
use crate::debrief::document::{Debrief, HarmCurves};
use crate::debrief::words;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Rows of the data table at most.
const ROWS_MAX: usize = 25;
/// The runs: name and class of the colour, in the order of [`curves`].
const RUNS: [(&str, &str); 3] = [
    ("This run", "tone-accent"),
    ("Nobody acts", "tone-crit"),
    ("Best known", "tone-good"),
];

/// Affected visits as numbers and as curves.
#[component]
pub fn HarmSection(props: &SectionProps) -> Html {
    let debrief = &*props.debrief;
    let (nobody, best) = debrief.reference_affected;
    let totals = [debrief.visits.1, nobody, best];
    let most = totals.into_iter().max().unwrap_or(0).max(1) as f64;
    let rows = RUNS.iter().zip(totals).map(|((name, tone), total)| {
        html! {
            <tr key={*name}>
                <th scope="row">{ *name }</th>
                <td class="harm-bar">{ bar(total as f64 / most, tone) }</td>
                <td class="num">{ words::count(total) }</td>
                <td class="num">{ words::share(total, debrief.visits.0) }</td>
            </tr>
        }
    });
    html! {
        <section class="section" aria-labelledby="harm">
            <h2 id="harm" class="section-title">{ "Users affected" }</h2>
            <p>{ words::impact(debrief) }</p>
            <table class="table harm-table">
                <thead>
                    <tr>
                        <th scope="col">{ "Run" }</th>
                        <td class="harm-bar"></td>
                        <th scope="col" class="num">{ "Affected visits" }</th>
                        <th scope="col" class="num">{ "Share" }</th>
                    </tr>
                </thead>
                <tbody>{ for rows }</tbody>
            </table>
            <HarmChart debrief={props.debrief.clone()} />
        </section>
    }
}

fn curves(curves: &HarmCurves) -> [&[u64]; 3] {
    [&curves.own, &curves.nobody, &curves.best]
}

/// The ends of the axes: minutes (a multiple of 20, so that quarters are whole) and
/// visits (1, 2, 4 or 8 times a power of ten, or 5, so that the half is round).
fn ends(debrief: &Debrief) -> (usize, f64) {
    let all = curves(&debrief.harm_curves);
    let minutes = all
        .iter()
        .map(|curve| curve.len())
        .max()
        .unwrap_or(0)
        .saturating_sub(1);
    let minutes = minutes.div_ceil(20).max(1) * 20;
    let most = all
        .iter()
        .flat_map(|curve| curve.iter())
        .max()
        .copied()
        .unwrap_or(0)
        .max(1);
    let mut unit = 1.0;
    while unit * 10.0 < most as f64 {
        unit *= 10.0;
    }
    let steps = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
    let step = steps.into_iter().find(|step| step * unit >= most as f64);
    (minutes, step.unwrap_or(10.0) * unit)
}

/// The curves, with a cursor that is moved with the keys of a slider.
#[component]
fn HarmChart(props: &SectionProps) -> Html {
    let debrief = &*props.debrief;
    let (minutes, most) = ends(debrief);
    let all = curves(&debrief.harm_curves);
    let own_end = all[0].len().saturating_sub(1);
    let cursor = use_state(|| own_end);
    let oninput = {
        let cursor = cursor.clone();
        Callback::from(move |event: InputEvent| {
            let input = event
                .target()
                .and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
            if let Some(minute) = input.and_then(|input| input.value().parse().ok()) {
                cursor.set(minute);
            }
        })
    };
    let at = (*cursor).min(minutes);
    let value = |curve: &[u64]| curve.get(at).or(curve.last()).copied().unwrap_or(0);
    let legend = RUNS.iter().zip(all).map(|((name, tone), curve)| {
        html! {
            <li key={*name}>
                <svg class={classes!("stroke", *tone)} viewBox="0 0 24 4" aria-hidden="true">
                    <path d="M0 2H24" />
                </svg>
                <span>{ *name }</span>
                <b class="num">{ words::count(value(curve)) }</b>
            </li>
        }
    });
    let lines = RUNS.iter().zip(all).map(|((name, tone), curve)| {
        let path = path(curve, minutes as f64, most);
        html! { <path key={*name} class={classes!("curve", *tone)} d={path} /> }
    });
    let heights = [most, most / 2.0, 0.0].map(|v| html! { <span>{ short(v) }</span> });
    let quarters = (0..=4).map(|part| html! { <span>{ minutes * part / 4 }</span> });
    let told = RUNS.iter().zip(all).map(|((name, _), curve)| {
        format!("{}: {}", name.to_lowercase(), words::count(value(curve)))
    });
    let told = format!("Minute {at}. {}", told.collect::<Vec<_>>().join(", "));
    let x = format!("{:.2}", at as f64 / minutes as f64 * 100.0);
    html! {
        <figure class="harm-chart">
            <figcaption>
                <h3>{ "Affected visits so far" }</h3>
                <ul class="legend">
                    <li class="num muted">{ format!("Minute {at}") }</li>
                    { for legend }
                </ul>
            </figcaption>
            <div class="plot">
                <div class="plot-y num" aria-hidden="true">{ for heights }</div>
                <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true"
                    focusable="false">
                    <path class="grid" d="M0 0H100M0 50H100M0 100H100" />
                    <path class="grid grid-cursor" d={format!("M{x} 0V100")} />
                    { for lines }
                </svg>
                <input type="range" class="plot-cursor" min="0" max={minutes.to_string()} step="1"
                    value={at.to_string()} aria-label="Minute of the incident"
                    aria-valuetext={told} {oninput} />
                <div class="plot-x num" aria-hidden="true">{ for quarters }</div>
                <p class="plot-unit muted small">{ "minutes after minute zero" }</p>
            </div>
            { table(&debrief.harm_curves) }
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
fn short(value: f64) -> String {
    match value {
        v if v >= 1e6 => format!("{} M", v / 1e6),
        v if v >= 1e4 => format!("{} k", v / 1e3),
        v => words::count(v as u64),
    }
}

fn table(curves: &HarmCurves) -> Html {
    let rows = words::harm_rows(curves, ROWS_MAX)
        .into_iter()
        .map(|(minute, values)| {
            let cells = values.map(|value| {
                html! { <td class="num">{ value.map_or(String::new(), words::count) }</td> }
            });
            html! { <tr key={minute}><th scope="row" class="num">{ minute }</th>{ for cells }</tr> }
        });
    html! {
        <details class="data">
            <summary>{ "Data table" }</summary>
            <table class="table">
                <caption class="visually-hidden">{ "Affected visits so far, by minute" }</caption>
                <thead>
                    <tr>
                        <th scope="col" class="num">{ "Minute" }</th>
                        { for RUNS.map(|(name, _)| html! {
                            <th scope="col" class="num">{ name }</th>
                        }) }
                    </tr>
                </thead>
                <tbody>{ for rows }</tbody>
            </table>
        </details>
    }
}

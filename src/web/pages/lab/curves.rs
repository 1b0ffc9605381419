//! Affected visits so far over the minutes: the mean of the seeds of each arm, with a band.

use super::ResultProps;
use super::form::text_of;
use crate::app::lab::{names, plot, told};
use crate::incident::document::Incident;
use crate::lab::words::users;
use crate::lab::{ArmSummary, CurvePoint, Summary};
use yew::prelude::*;

/// Curves that have a colour at a time.
const SLOTS: usize = 6;
/// Rows of the data table at most.
const ROWS_MAX: usize = 25;

/// The arm that has each colour.
type Slots = [Option<usize>; SLOTS];

/// As it was, and each measure alone or each value, as far as there are colours. What is only
/// there to compare with comes last.
fn first_shown(incident: &Incident, summary: &Summary) -> Slots {
    let compare = |id: &String| {
        let mut all = incident.measures.iter();
        all.any(|measure| measure.id == *id && measure.only_to_compare)
    };
    let rank = |arm: &ArmSummary| match (arm.arm.measures.as_slice(), &arm.arm.set) {
        (_, Some(_)) | ([], None) => 0,
        ([one], None) if compare(one) => 2,
        ([_], None) => 0,
        _ => 1,
    };
    let mut order: Vec<usize> = (0..summary.arms.len()).collect();
    order.sort_by_key(|at| rank(&summary.arms[*at]));
    let mut slots = [None; SLOTS];
    for (slot, arm) in slots.iter_mut().zip(order) {
        *slot = Some(arm);
    }
    slots
}

/// The curves, with a cursor that is moved with the keys of a slider.
#[component]
pub fn Curves(props: &ResultProps) -> Html {
    let summary = &*props.summary;
    let names = names::arms(&props.incident, summary);
    let slots = use_state(|| first_shown(&props.incident, summary));
    let cursor = use_state(|| None::<u32>);
    let points = summary.arms.iter().flat_map(|arm| &arm.curve);
    let run_min = (props.incident.clock.end_s / 60.0).floor() as u32;
    let minutes = points
        .clone()
        .map(|p| p.minute)
        .max()
        .unwrap_or(run_min)
        .max(1);
    let most = plot::axis_end(points.map(|p| p.high).fold(0.0, f64::max));
    let at = (*cursor).unwrap_or(minutes).min(minutes);
    let slot_of = |arm: usize| slots.iter().position(|slot| *slot == Some(arm));
    let oninput = callback!([cursor], move |event: InputEvent| {
        let minute = text_of(&event).and_then(|text| text.parse().ok());
        if minute.is_some() {
            cursor.set(minute);
        }
    });
    let share = |p: &CurvePoint| f64::from(p.minute) / f64::from(minutes);
    let faint = summary
        .arms
        .iter()
        .enumerate()
        .filter(|(arm, _)| slot_of(*arm).is_none());
    let faint = faint.map(|(arm, it)| {
        let d = plot::line(it.curve.iter().map(|p| (share(p), p.mean)), most);
        html! { <path key={arm} class="lab-curve lab-faint" {d} /> }
    });
    let shown = || {
        let slots = slots.iter().enumerate();
        slots.filter_map(|(slot, arm)| Some((slot, (*arm)?, summary.arms.get((*arm)?)?)))
    };
    let bands = shown().map(|(slot, arm, it)| {
        let points: Vec<_> = it.curve.iter().map(|p| (share(p), p.low, p.high)).collect();
        let class = format!("lab-band lab-tone-{slot}");
        html! { <path key={arm} {class} d={plot::band(&points, most)} /> }
    });
    let lines = shown().map(|(slot, arm, it)| {
        let d = plot::line(it.curve.iter().map(|p| (share(p), p.mean)), most);
        html! { <path key={arm} class={format!("lab-curve lab-tone-{slot}")} {d} /> }
    });
    let free = slots.iter().any(Option::is_none);
    let legend = summary.arms.iter().enumerate().map(|(arm, it)| {
        let slot = slot_of(arm);
        let onclick = callback!([slots], move |_: MouseEvent| {
            let mut next = *slots;
            match next.iter().position(|slot| *slot == Some(arm)) {
                Some(slot) => next[slot] = None,
                None => match next.iter().position(Option::is_none) {
                    Some(slot) => next[slot] = Some(arm),
                    None => return,
                },
            }
            slots.set(next);
        });
        let class = slot.map(|slot| format!("lab-tone-{slot}"));
        let off = slot.is_none() && !free;
        let title = off.then_some("Six curves have a colour: take one away first");
        let value = value_at(it, at).map_or("–".into(), |p| users(p.mean));
        html! {
            <li key={arm}>
                <button type="button" class="lab-legend" aria-pressed={slot.is_some().to_string()}
                    aria-disabled={off.then_some("true")} {title} {onclick}>
                    <svg class={classes!("lab-stroke", class)} viewBox="0 0 24 4"
                        aria-hidden="true"><path d="M0 2H24" /></svg>
                    <span class="lab-legend-name">{ names[arm].clone() }</span>
                    <b class="num">{ value }</b>
                </button>
            </li>
        }
    });
    // Before the first run the axis has no scale.
    let height = |v: f64| match summary.runs.0 {
        0 => "–".into(),
        _ => plot::short(v),
    };
    let heights = [most, most / 2.0, 0.0].map(|v| html! { <span>{ height(v) }</span> });
    let quarters = (0..=4).map(|part| html! { <span>{ minutes * part / 4 }</span> });
    let said = shown().filter_map(|(_, arm, it)| {
        Some(format!("{}: {}", names[arm], users(value_at(it, at)?.mean)))
    });
    let said = format!("Minute {at}. {}", said.collect::<Vec<_>>().join(", "));
    let x = format!("M{:.2} 0V100", f64::from(at) / f64::from(minutes) * 100.0);
    html! {
        <section class="section" aria-labelledby="curves">
            <h2 id="curves" class="section-title">{ "Affected visits so far" }</h2>
            <p class="num">{ told::curves(&props.incident, summary) }</p>
            <figure class="lab-chart" aria-labelledby="curves">
                <div class="lab-plot">
                    <div class="lab-y num" aria-hidden="true">{ for heights }</div>
                    <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true"
                        focusable="false">
                        <path class="grid" d="M0 0H100M0 50H100M0 100H100" />
                        { for faint }
                        { for bands }
                        { for lines }
                        <path class="grid grid-cursor" d={x} />
                    </svg>
                    <input type="range" class="plot-cursor" min="0" max={minutes.to_string()}
                        step="1" value={at.to_string()} aria-label="Minute of the incident"
                        aria-valuetext={said} {oninput} />
                    <div class="lab-x num" aria-hidden="true">{ for quarters }</div>
                    <p class="lab-unit muted small">
                        { "Minutes after minute zero. Line: mean of the seeds. Band: from 5 % to \
                           95 % of the runs." }
                    </p>
                </div>
                <div class="lab-legends">
                    <p class="small muted num">{ format!("At minute {at}") }</p>
                    <ul aria-label="Curves">{ for legend }</ul>
                </div>
                { table(summary, &names, &slots, minutes) }
            </figure>
        </section>
    }
}

/// The last point of a curve that is not after a minute.
fn value_at(arm: &ArmSummary, minute: u32) -> Option<&CurvePoint> {
    let after = arm.curve.partition_point(|p| p.minute <= minute);
    arm.curve.get(after.checked_sub(1)?)
}

fn table(summary: &Summary, names: &[String], slots: &Slots, minutes: u32) -> Html {
    let shown: Vec<usize> = slots.iter().flatten().copied().collect();
    let step = (minutes as usize).div_ceil(ROWS_MAX).max(1);
    let rows = (0..=minutes).step_by(step).map(|minute| {
        let cells = shown
            .iter()
            .filter_map(|arm| summary.arms.get(*arm))
            .map(|arm| {
                let value = value_at(arm, minute).map_or("–".into(), |p| users(p.mean));
                html! { <td class="num">{ value }</td> }
            });
        html! { <tr key={minute}><th scope="row" class="num">{ minute }</th>{ for cells }</tr> }
    });
    html! {
        <details class="data">
            <summary>{ "Data table" }</summary>
            <div class="scroll" tabindex="0" role="region" aria-label="Data of the curves">
                <table class="table">
                    <caption class="visually-hidden">
                        { "Affected visits so far by minute, mean of the seeds" }
                    </caption>
                    <thead>
                        <tr>
                            <th scope="col" class="num">{ "Minute" }</th>
                            { for shown.iter().filter_map(|arm| names.get(*arm)).map(|name| html! {
                                <th scope="col" class="num">{ name.clone() }</th>
                            }) }
                        </tr>
                    </thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
        </details>
    }
}

//! Affected visits so far over the minutes: the mean of the seeds of each arm, with a band.

use super::ResultProps;
use crate::app::lab::{names, told};
use crate::chart::plot;
use crate::incident::document::Incident;
use crate::lab::words::users;
use crate::lab::{ArmSummary, CurvePoint, Summary};
use crate::web::pages::plot::{Cursor, DataTable, Plot, minutes as plot_minutes};
use yew::prelude::*;

/// Curves that have a colour at a time.
const SLOTS: usize = 6;
/// Rows of the data table at most.
const ROWS_MAX: usize = 25;

/// What the chart shows, below it.
const UNIT: &str = "Minutes after minute zero. Line: mean of the seeds. Band: from 5 % to 95 % \
                    of the runs.";

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
    let on_move = {
        let setter = cursor.setter();
        Callback::from(move |minute: usize| setter.set(u32::try_from(minute).ok()))
    };
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
        let onclick = {
            let slots = slots.clone();
            Callback::from(move |_: MouseEvent| {
                let mut next = *slots;
                match next.iter().position(|slot| *slot == Some(arm)) {
                    Some(slot) => next[slot] = None,
                    None => match next.iter().position(Option::is_none) {
                        Some(slot) => next[slot] = Some(arm),
                        None => return,
                    },
                }
                slots.set(next);
            })
        };
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
    let heights = plot::heights(most).map(height).to_vec();
    let said = shown().filter_map(|(_, arm, it)| {
        Some(format!("{}: {}", names[arm], users(value_at(it, at)?.mean)))
    });
    let words = format!("Minute {at}. {}", said.collect::<Vec<_>>().join(", "));
    let label = "Minute of the incident".into();
    let cursor = Cursor {
        label,
        at: at as usize,
        end: minutes as usize,
        words,
        on_move,
    };
    html! {
        <section class="section" aria-labelledby="curves">
            <h2 id="curves" class="section-title">{ "Affected visits so far" }</h2>
            <p class="num">{ told::curves(&props.incident, summary) }</p>
            <figure class="lab-chart" aria-labelledby="curves">
                <Plot {heights} below={plot_minutes(minutes as usize)} {cursor} unit={UNIT}>
                    { for faint }
                    { for bands }
                    { for lines }
                </Plot>
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
    let arms = || shown.iter().filter_map(|arm| summary.arms.get(*arm));
    let rows = (0..=minutes).step_by(step).map(|minute| {
        let value = |arm| value_at(arm, minute).map_or("–".into(), |p| users(p.mean));
        std::iter::once(minute.to_string())
            .chain(arms().map(value))
            .collect()
    });
    let names = shown.iter().filter_map(|arm| names.get(*arm));
    let head = std::iter::once("Minute".into()).chain(names.map(|name| name.clone().into()));
    html! {
        <DataTable caption="Affected visits so far by minute, mean of the seeds"
            head={head.collect::<Vec<AttrValue>>()} rows={rows.collect::<Vec<Vec<String>>>()} />
    }
}

//! What an incident costs over the values of a parameter.

use super::ResultProps;
use crate::app::lab::told;
use crate::chart::plot;
use crate::lab::costs::{AFFECTED, BUDGET, Cost, OUTAGE};
use crate::lab::stats::Estimate;
use crate::lab::words::estimate;
use crate::lab::{ArmSummary, Setting, presets};
use crate::web::pages::plot::{DataTable, Plot};
use crate::web::ui::press_sets;
use yew::prelude::*;

/// What can be shown.
const COSTS: [Cost; 3] = [AFFECTED, OUTAGE, BUDGET];

/// The chart of a sweep. Values stand at even distances.
#[component]
pub fn SweepChart(props: &ResultProps) -> Html {
    let summary = &*props.summary;
    let chosen = use_state(|| 0_usize);
    let cost = &COSTS[*chosen];
    let sets: Vec<(&Setting, &ArmSummary)> = summary
        .arms
        .iter()
        .filter_map(|arm| Some((arm.arm.set.as_ref()?, arm)))
        .collect();
    let mean = |arm: &ArmSummary| cost.mean(arm);
    let parameter = sets.first().map(|(set, _)| set.parameter);
    let own = parameter.and_then(|it| presets::own(&props.incident, it));
    let is_own = |value: f64| own.is_some_and(|own| own.total_cmp(&value).is_eq());
    let all = summary.arms.iter().filter_map(mean);
    let top = all.map(|it| it.interval.map_or(it.mean, |(_, high)| high));
    let most = plot::axis_end(top.fold(0.0, f64::max));
    let n = sets.len().max(1) as f64;
    let x = |at: usize| (at as f64 + 0.5) / n;
    let known: Vec<(f64, Estimate)> = sets
        .iter()
        .enumerate()
        .filter_map(|(at, (_, arm))| Some((x(at), mean(arm)?)))
        .collect();
    let line = plot::line(known.iter().map(|(x, it)| (*x, it.mean)), most);
    let whiskers: String = known
        .iter()
        .filter_map(|(x, it)| {
            let ((low, high), x) = (it.interval?, x * 100.0);
            let (low, high) = (plot::y(low, most), plot::y(high, most));
            let (from, to) = (x - 0.8, x + 0.8);
            Some(format!(
                "M{x:.2} {low:.2}V{high:.2}M{from:.2} {low:.2}H{to:.2}M{from:.2} {high:.2}H{to:.2}"
            ))
        })
        .collect();
    let dots = plot::dots(known.iter().map(|(x, it)| (*x, it.mean)), most);
    let as_it_was = summary.arms.first().and_then(mean);
    let level = as_it_was.map_or(String::new(), |it| {
        format!("M0 {:.2}H100", plot::y(it.mean, most))
    });
    // Before the first run the axis has no scale.
    let height = |v: f64| match known.is_empty() {
        true => "–".into(),
        false if cost.column == BUDGET.column => (cost.words)(v),
        false => plot::short(v),
    };
    let heights = plot::heights(most).map(height).to_vec();
    let values = sets.iter().map(|(set, _)| {
        let own = is_own(set.value);
        html! {
            <span class={own.then_some("lab-own")}>
                { set.value }
                if own { <small>{ "its own" }</small> }
            </span>
        }
    });
    let kinds = COSTS.iter().enumerate().map(|(at, cost)| {
        let onclick = press_sets(&chosen, at);
        let pressed = (at == *chosen).to_string();
        html! {
            <button key={at} type="button" aria-pressed={pressed} {onclick}>{ cost.name }</button>
        }
    });
    let values = html! { <div class="lab-values num" aria-hidden="true">{ for values }</div> };
    let unit = format!(
        "{}. Marks: 95 % intervals of the mean. Dashed: as it was. The values stand at even \
         distances.",
        parameter.map_or("", |it| it.about())
    );
    let name = parameter.map_or("", |it| it.name());
    html! {
        <section class="section" aria-labelledby="sweep">
            <h2 id="sweep" class="section-title">{ format!("What it costs, by {name}") }</h2>
            <p class="num">{ told::sweep(summary) }</p>
            <figure class="lab-chart" aria-labelledby="sweep">
                <div class="segmented no-print" role="group" aria-label="Cost">{ for kinds }</div>
                <Plot {heights} below={values} {unit}>
                    <path class="lab-curve lab-level" d={level} />
                    <path class="lab-curve lab-tone-0" d={line} />
                    <path class="lab-curve lab-whiskers" d={whiskers} />
                    <path class="lab-dots lab-tone-0" d={dots} />
                </Plot>
                { table(cost, &sets, as_it_was, &is_own) }
            </figure>
        </section>
    }
}

fn table(
    cost: &Cost,
    sets: &[(&Setting, &ArmSummary)],
    as_it_was: Option<Estimate>,
    is_own: &dyn Fn(f64) -> bool,
) -> Html {
    let text = |it: Option<Estimate>| it.map_or("–".into(), |it| estimate(&it, cost.words));
    let as_it_was = vec!["As it was".to_string(), text(as_it_was)];
    let rows = sets.iter().map(|(set, arm)| {
        let own = if is_own(set.value) { " (its own)" } else { "" };
        vec![format!("{}{own}", set.value), text(cost.mean(arm))]
    });
    let rows: Vec<Vec<String>> = std::iter::once(as_it_was).chain(rows).collect();
    let caption = format!("{} by value, mean and half of a 95 % interval", cost.name);
    let head: Vec<AttrValue> = vec!["Value".into(), cost.name.into()];
    html! { <DataTable {caption} {head} {rows} open={true} /> }
}

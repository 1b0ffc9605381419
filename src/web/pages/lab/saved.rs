//! What each set saves: users, minutes, error budget, with intervals.

use super::ResultProps;
use super::interval::{bar, scale};
use crate::app::lab::{names, told};
use crate::lab::ArmSummary;
use crate::lab::costs::{AFFECTED, BUDGET, Cost, OUTAGE};
use crate::lab::stats::Estimate;
use crate::lab::words::estimate;
use yew::prelude::*;

/// Its columns.
const COLUMNS: [Cost; 3] = [AFFECTED, OUTAGE, BUDGET];

/// The table, what saves most first.
#[component]
pub fn Saved(props: &ResultProps) -> Html {
    let summary = &*props.summary;
    let names = names::arms(&props.incident, summary);
    let scales = COLUMNS.map(|column| {
        let saved = summary.arms.iter().filter_map(|arm| arm.saved.as_ref());
        scale(saved.filter_map(column.saved))
    });
    let mut order: Vec<usize> = (0..summary.arms.len()).collect();
    let key = |at: usize| match (at, &summary.arms[at].saved) {
        // What the others are compared with stands first.
        (0, _) => f64::INFINITY,
        (_, Some(saved)) => saved.affected.mean,
        (_, None) => f64::NEG_INFINITY,
    };
    order.sort_by(|a, b| key(*b).total_cmp(&key(*a)));
    let rows = order.into_iter().map(|at| {
        let arm = &summary.arms[at];
        let cells = COLUMNS
            .iter()
            .zip(scales)
            .map(|(column, scale)| cell(column, arm, scale));
        html! { <tr key={at}><th scope="row">{ names[at].clone() }</th>{ for cells }</tr> }
    });
    html! {
        <section class="section" aria-labelledby="saved">
            <h2 id="saved" class="section-title">{ "What each would have saved" }</h2>
            <p aria-live="off">{ told::savings(&props.incident, summary) }</p>
            <table class="table lab-table">
                <caption class="visually-hidden">
                    { "What is saved and what is left, mean and half of a 95 % interval" }
                </caption>
                <thead>
                    <tr>
                        <th scope="col">{ "With" }</th>
                        { for COLUMNS.iter().map(|column| html! {
                            <th scope="col" class="num">{ column.name }</th>
                        }) }
                    </tr>
                </thead>
                <tbody>{ for rows }</tbody>
            </table>
        </section>
    }
}

fn cell(column: &Cost, arm: &ArmSummary, scale: (f64, f64)) -> Html {
    let text = |it: Option<Estimate>| it.map_or("–".into(), |it| estimate(&it, column.words));
    let (left, saved) = (text(column.mean(arm)), column.saved(arm));
    let (word, muted) = match saved {
        Some(_) => ("leaves", None),
        None => ("costs", Some("muted")),
    };
    html! {
        <td class="num" data-title={column.name}>
            <span class={classes!("lab-saved", muted)}>{ text(saved) }</span>
            { bar(saved.as_ref(), scale) }
            <span class="small muted">{ format!("{word} {left}") }</span>
        </td>
    }
}

//! What each set saves: users, minutes, error budget, with intervals.

use super::ResultProps;
use super::interval::{bar, scale};
use crate::app::lab::{names, told};
use crate::lab::stats::{Estimate, Spread};
use crate::lab::words::{Words, estimate, minutes, percent, users};
use crate::lab::{ArmSummary, Saving};
use yew::prelude::*;

/// One kind of cost.
struct Column {
    title: &'static str,
    cost: fn(&ArmSummary) -> Option<&Spread>,
    saved: fn(&Saving) -> Option<&Estimate>,
    words: &'static Words,
}

const COLUMNS: [Column; 3] = [
    Column {
        title: "Affected visits",
        cost: |arm| arm.affected.as_ref(),
        saved: |it| Some(&it.affected),
        words: &users,
    },
    Column {
        title: "Minutes of outage",
        cost: |arm| arm.outage_min.as_ref(),
        saved: |it| Some(&it.outage_min),
        words: &minutes,
    },
    Column {
        title: "Error budget",
        cost: |arm| arm.budget.as_ref(),
        saved: |it| it.budget.as_ref(),
        words: &percent,
    },
];

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
        let cells = COLUMNS.iter().zip(scales).map(|(column, scale)| {
            let saved = arm.saved.as_ref().and_then(column.saved);
            cell(column, (column.cost)(arm), saved, scale)
        });
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
                            <th scope="col" class="num">{ column.title }</th>
                        }) }
                    </tr>
                </thead>
                <tbody>{ for rows }</tbody>
            </table>
        </section>
    }
}

fn cell(
    column: &Column,
    cost: Option<&Spread>,
    saved: Option<&Estimate>,
    scale: (f64, f64),
) -> Html {
    let text = |it: Option<&Estimate>| it.map_or("–".into(), |it| estimate(it, column.words));
    let left = text(cost.map(|spread| &spread.mean));
    html! {
        <td class="num" data-title={column.title}>
            if let Some(saved) = saved {
                <span class="lab-saved">{ text(Some(saved)) }</span>
                { bar(Some(saved), scale) }
                <span class="small muted">{ format!("leaves {left}") }</span>
            } else {
                <span class="lab-saved muted">{ "–" }</span>
                { bar(None, scale) }
                <span class="small muted">{ format!("costs {left}") }</span>
            }
        </td>
    }
}

//! The measures, ranked by what they save alone and together.

use super::ResultProps;
use super::interval::{bar, scale};
use crate::app::lab::names;
use crate::lab::stats::Estimate;
use crate::lab::words::{estimate, users};
use crate::lab::{Rank, Saving};
use yew::prelude::*;

/// A column: its title, what it holds, and how to read it.
type Column = (&'static str, fn(&Rank) -> Option<&Saving>);

const COLUMNS: [Column; 3] = [
    ("Alone", |rank| rank.alone.as_ref()),
    ("On top of all others", |rank| rank.last.as_ref()),
    ("Shapley value", |rank| rank.shapley.as_ref()),
];

/// The ranking.
#[component]
pub fn Ranking(props: &ResultProps) -> Html {
    let ranking = &props.summary.ranking;
    let shapley = ranking.iter().any(|rank| rank.shapley.is_some());
    // Known from the arms alone, so that this column does not come while results come in.
    let sizes = || props.summary.arms.iter().map(|arm| arm.arm.measures.len());
    let whole = sizes().max().unwrap_or(0);
    let last = whole > 1 && sizes().any(|size| size + 1 == whole);
    let asked = COLUMNS.iter().zip([true, last, shapley]);
    let columns = asked.filter(|(_, asked)| *asked).map(|(column, _)| column);
    let columns: Vec<&Column> = columns.collect();
    let all = ranking
        .iter()
        .flat_map(|rank| columns.iter().map(|(_, of)| of(rank)));
    let scale = scale(all.flatten().map(|saving| &saving.affected));
    let rows = ranking.iter().enumerate().map(|(at, rank)| {
        let cells = columns
            .iter()
            .map(|(title, of)| cell(title, of(rank), scale));
        html! {
            <tr key={rank.measure.clone()}>
                <th scope="row">
                    <span class="lab-place num muted">{ at + 1 }</span>
                    { names::measure(&props.incident, &rank.measure) }
                </th>
                { for cells }
            </tr>
        }
    });
    html! {
        <section class="section" aria-labelledby="ranking">
            <h2 id="ranking" class="section-title">{ "Measures ranked" }</h2>
            <p>
                { "Affected visits that a measure saves if it is the only one" }
                if last {
                    { ", and what it still adds when all others are there: little, where \
                       another does its work" }
                }
                { "." }
                if shapley {
                    { " The Shapley value is what it adds on average over all orders in which \
                       the measures could be taken; the values sum up to what all save." }
                }
            </p>
            <table class="table lab-table">
                <caption class="visually-hidden">
                    { "Affected visits saved by each measure" }
                </caption>
                <thead>
                    <tr>
                        <th scope="col">{ "Measure" }</th>
                        { for columns.iter().map(|(title, _)| html! {
                            <th scope="col" class="num">{ *title }</th>
                        }) }
                    </tr>
                </thead>
                <tbody>{ for rows }</tbody>
            </table>
        </section>
    }
}

fn cell(title: &'static str, saving: Option<&Saving>, scale: (f64, f64)) -> Html {
    let it: Option<&Estimate> = saving.map(|saving| &saving.affected);
    let text = it.map_or("–".into(), |it| estimate(it, users));
    html! {
        <td class="num" data-title={title}>
            <span class="lab-saved">{ text }</span>
            { bar(it, scale) }
        </td>
    }
}

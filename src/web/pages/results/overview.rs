//! What the drills of an incident come to: best, median, spread, trend, phases.

use super::chart::PointsChart;
use crate::app::history::{ENOUGH, History, Phase, figures, phase_cells};
use crate::app::protocol::Mode;
use crate::web::pages::catalog;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct OverviewProps {
    /// The incident's results.
    pub history: History,
}

/// The results of an incident.
#[component]
pub fn Overview(props: &OverviewProps) -> Html {
    let history = &props.history;
    let id = format!("history-{}", history.incident);
    let title = catalog::incident(&history.incident).map_or_else(
        || history.incident.clone(),
        |incident| incident.title.clone(),
    );
    let body = match history.points {
        Some(_) => html! {
            <>
                { score(history) }
                <div class="results-columns">
                    <PointsChart history={history.clone()} />
                    { phases(history) }
                </div>
            </>
        },
        None => html! {
            <p class="card muted">
                { "No drill of this incident has been finished; guided and watched runs are not \
                   scored. " }
                <a href={catalog::briefing_address(&history.incident, Mode::Drill)}>
                    { "Start a drill" }
                </a>
            </p>
        },
    };
    html! {
        <section class="section" aria-labelledby={id.clone()}>
            <h2 {id} class="section-title">{ title }</h2>
            { body }
        </section>
    }
}

fn score(history: &History) -> Html {
    let figures = figures(history).into_iter().map(|[name, value, note]| {
        html! {
            <div key={name.clone()}>
                <dt>{ name }</dt>
                <dd class="figure num">{ value }<span>{ note }</span></dd>
            </div>
        }
    });
    html! {
        <div class="card summary">
            <dl class="figures">{ for figures }</dl>
            <p class="small muted results-engines" hidden={history.engines < 2}>
                { format!("Played with {} versions of the engine: the same play may have come to \
                           other numbers.", history.engines) }
            </p>
        </div>
    }
}

fn phases(history: &History) -> Html {
    let spread = match history.drills.len() >= ENOUGH {
        true => "Middle half",
        false => "Spread",
    };
    let heads = ["Last", "Best", spread, "Reached", "Trend"];
    let row = |phase: &Phase| {
        let [name, cells @ ..] = phase_cells(phase);
        let cells = heads.iter().zip(cells).map(|(head, cell)| {
            let class = (*head != "Trend").then_some("num");
            html! { <td {class} data-label={*head}>{ cell }</td> }
        });
        html! { <tr key={phase.name}><th scope="row">{ name }</th>{ for cells }</tr> }
    };
    let heads = heads.map(|head| {
        let class = (head != "Trend").then_some("num");
        html! { <th scope="col" {class}>{ head }</th> }
    });
    html! {
        <div class="card phases">
            <h3>{ "Phases" }</h3>
            <p class="small muted">
                { "Times from minute zero of the incident. The last and the best are single \
                   drills." }
            </p>
            <table class="table phases-table">
                <caption class="visually-hidden">{ "Phase times of your drills" }</caption>
                <thead><tr><th scope="col">{ "Phase" }</th>{ for heads }</tr></thead>
                <tbody>{ for history.phases.iter().map(row) }</tbody>
            </table>
        </div>
    }
}

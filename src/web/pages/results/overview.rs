//! What the drills of an incident come to: best, median, spread, trend, phases.

use super::chart::PointsChart;
use crate::app::history::{ENOUGH, History, Phase, SOME, middle_half, phase_trend, reached};
use crate::app::protocol::Mode;
use crate::debrief::words;
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
                { figures(history) }
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

fn figures(history: &History) -> Html {
    let Some(points) = history.points else {
        return html! {};
    };
    let best = history.best.as_ref().map(|best| {
        let on = words::utc_date(best.finished_unix_s);
        (
            best.total.unwrap_or_default(),
            format!("{on}, seed {}", best.seed),
        )
    });
    let (best, best_note) = best.unwrap_or_default();
    let median = match points.median {
        Some(median) => (words::points(median), "the middle drill".to_string()),
        None => ("–".to_string(), format!("from {SOME} drills on")),
    };
    let range = format!(
        "{} to {}",
        words::points(points.least),
        words::points(points.most)
    );
    let others = match (history.guided, history.watched) {
        (0, 0) => "no guided or watched runs".to_string(),
        (guided, watched) => format!("and {guided} guided, {watched} watched"),
    };
    let figures = [
        ("Best", words::points(best), best_note),
        ("Median", median.0, median.1),
        ("Spread", range, middle_half(&points, words::points)),
        ("Drills", history.drills.len().to_string(), others),
    ];
    let figures = figures.into_iter().map(|(name, value, note)| {
        html! {
            <div key={name}>
                <dt>{ name }</dt>
                <dd class="figure num">{ value }<span>{ note }</span></dd>
            </div>
        }
    });
    let engines = history.engines > 1;
    html! {
        <div class="card summary">
            <dl class="figures">{ for figures }</dl>
            <p class="small muted results-engines" hidden={!engines}>
                { format!("Played with {} versions of the engine: the same play may have come to \
                           other numbers.", history.engines) }
            </p>
        </div>
    }
}

fn phases(history: &History) -> Html {
    let time = |at: Option<f64>| at.map_or("never".to_string(), |at| words::t_plus(words::ms(at)));
    let row = |phase: &Phase| {
        let range = match phase.spread {
            Some(range) if range.runs > 1 => {
                let (least, most) = range.quartiles.unwrap_or((range.least, range.most));
                format!("{} to {}", time(Some(least)), time(Some(most)))
            }
            _ => "–".to_string(),
        };
        html! {
            <tr key={phase.name}>
                <th scope="row">{ phase.name }</th>
                <td class="num" data-label="Last">{ time(phase.last) }</td>
                <td class="num" data-label="Best">{ time(phase.best) }</td>
                <td class="num" data-label="Spread">{ range }</td>
                <td class="num" data-label="Reached">{ reached(phase) }</td>
                <td data-label="Trend">{ phase_trend(phase) }</td>
            </tr>
        }
    };
    let spread = match history.drills.len() >= ENOUGH {
        true => "Middle half",
        false => "Spread",
    };
    html! {
        <div class="card phases">
            <h3>{ "Phases" }</h3>
            <p class="small muted">
                { "Times from minute zero of the incident. The last and the best are single drills." }
            </p>
            <table class="table phases-table">
                <caption class="visually-hidden">{ "Phase times of your drills" }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ "Phase" }</th>
                        <th scope="col" class="num">{ "Last" }</th>
                        <th scope="col" class="num">{ "Best" }</th>
                        <th scope="col" class="num">{ spread }</th>
                        <th scope="col" class="num">{ "Reached" }</th>
                        <th scope="col">{ "Trend" }</th>
                    </tr>
                </thead>
                <tbody>{ for history.phases.iter().map(row) }</tbody>
            </table>
        </div>
    }
}

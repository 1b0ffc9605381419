//! The points of the drills, one after the other.

use crate::app::history::{History, chart_summary};
use crate::debrief::words;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct PointsChartProps {
    /// The incident's results.
    pub history: History,
}

/// Points over drills, the middle half as a band; the table says the same.
#[component]
pub fn PointsChart(props: &PointsChartProps) -> Html {
    let history = &props.history;
    let drills = &history.drills;
    let x = |n: usize| match drills.len() {
        0 | 1 => 50.0,
        many => n as f64 / (many - 1) as f64 * 100.0,
    };
    let points: Vec<(f64, f64)> = drills
        .iter()
        .enumerate()
        .map(|(n, line)| (x(n), 100.0 - line.total.unwrap_or_default()))
        .collect();
    let line: String = points
        .iter()
        .enumerate()
        .map(|(n, (x, y))| format!("{}{x:.2} {y:.2}", if n == 0 { 'M' } else { 'L' }))
        .collect();
    // A line of no length with round ends is a dot, however the picture is stretched.
    let dots: String = points
        .iter()
        .map(|(x, y)| format!("M{x:.2} {y:.2}h0"))
        .collect();
    let band = history
        .points
        .and_then(|points| points.quartiles)
        .map(|(low, high)| {
            html! {
                <rect class="points-band" x="0" width="100" y={format!("{:.2}", 100.0 - high)}
                    height={format!("{:.2}", (high - low).max(0.5))} />
            }
        });
    let summary = chart_summary(history);
    let date = |line: Option<&crate::app::saved::ResultLine>| {
        line.map_or(String::new(), |line| {
            words::utc_date_time(line.finished_unix_s)[..10].into()
        })
    };
    let last = (drills.len() > 1).then(|| date(drills.last()));
    html! {
        <figure class="harm-chart points-chart">
            <figcaption>
                <h3>{ "Points, drill by drill" }</h3>
                <p class="small muted">{ summary }</p>
            </figcaption>
            <div class="plot">
                <div class="plot-y num" aria-hidden="true">
                    <span>{ "100" }</span><span>{ "50" }</span><span>{ "0" }</span>
                </div>
                <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true"
                    focusable="false">
                    { band }
                    <path class="grid" d="M0 0H100M0 50H100M0 100H100" />
                    <path class="curve tone-accent" d={line} />
                    <path class="points-dots" d={dots} />
                </svg>
                <div class="plot-x points-dates num" aria-hidden="true">
                    <span>{ date(drills.first()) }</span>
                    <span>{ last }</span>
                </div>
            </div>
            { table(history) }
        </figure>
    }
}

fn table(history: &History) -> Html {
    let rows = history.drills.iter().enumerate().map(|(n, line)| {
        html! {
            <tr key={n}>
                <th scope="row" class="num">{ n + 1 }</th>
                <td class="num">{ &words::utc_date_time(line.finished_unix_s)[..16] }</td>
                <td class="num">{ line.seed }</td>
                <td class="num">{ line.total.map_or(String::new(), words::points) }</td>
            </tr>
        }
    });
    html! {
        <details class="data">
            <summary>{ "Data table" }</summary>
            <table class="table">
                <caption class="visually-hidden">{ "Points of your drills" }</caption>
                <thead>
                    <tr>
                        <th scope="col" class="num">{ "Drill" }</th>
                        <th scope="col" class="num">{ "Finished (UTC)" }</th>
                        <th scope="col" class="num">{ "Seed" }</th>
                        <th scope="col" class="num">{ "Points" }</th>
                    </tr>
                </thead>
                <tbody>{ for rows }</tbody>
            </table>
        </details>
    }
}

//! The points of the drills, one after the other.

use crate::app::history::{History, chart_summary};
use crate::chart::plot::{dots, heights, line, short, y};
use crate::debrief::words;
use crate::web::pages::plot::{DataTable, Plot};
use yew::prelude::*;

/// The end of the axis: a whole score.
const POINTS: f64 = 100.0;

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
        0 | 1 => 0.5,
        many => n as f64 / (many - 1) as f64,
    };
    let points = || {
        drills
            .iter()
            .enumerate()
            .map(|(n, line)| (x(n), line.total.unwrap_or(0.0)))
    };
    let quartiles = history.points.and_then(|points| points.quartiles);
    let band = quartiles.map(|(low, high)| {
        let height = format!("{:.2}", (high - low).max(0.5));
        let y = format!("{:.2}", y(high, POINTS));
        html! { <rect class="points-band" x="0" width="100" {y} {height} /> }
    });
    let summary = chart_summary(history);
    let date = |line: Option<&crate::app::saved::ResultLine>| {
        line.map_or(String::new(), |line| {
            words::utc_date_time(line.finished_unix_s)[..10].into()
        })
    };
    let last = (drills.len() > 1).then(|| date(drills.last()));
    let dates = html! {
        <div class="plot-x points-dates num" aria-hidden="true">
            <span>{ date(drills.first()) }</span>
            <span>{ last }</span>
        </div>
    };
    html! {
        <figure class="harm-chart points-chart">
            <figcaption>
                <h3>{ "Points, drill by drill" }</h3>
                <p class="small muted">{ summary }</p>
            </figcaption>
            <Plot heights={heights(POINTS).map(short).to_vec()} below={dates}>
                { band }
                <path class="curve tone-accent" d={line(points(), POINTS)} />
                <path class="points-dots" d={dots(points(), POINTS)} />
            </Plot>
            { table(history) }
        </figure>
    }
}

fn table(history: &History) -> Html {
    let rows = history.drills.iter().zip(1..).map(|(line, number)| {
        vec![
            number.to_string(),
            words::utc_date_time(line.finished_unix_s)[..16].to_string(),
            line.seed.to_string(),
            line.total.map_or(String::new(), words::points),
        ]
    });
    let head = ["Drill", "Finished (UTC)", "Seed", "Points"];
    html! {
        <DataTable caption="Points of your drills" head={head.map(AttrValue::from).to_vec()}
            rows={rows.collect::<Vec<_>>()} />
    }
}

//! What a large chart adds: statistics, a keyboard cursor, the data, evidence.

use super::legend::swatch;
use crate::app::shared::Shared;
use crate::chart::{Clock, PanelSpec};
use crate::drill::action::Look;
use crate::web::icons::Icon;
use crate::web::run::{RangeChoice, use_run, use_view};
use yew::prelude::*;

/// Most rows of the data table.
const ROWS_MAX: usize = 120;

/// Properties of [`LargePart`].
#[derive(Properties, PartialEq)]
pub struct LargePartProps {
    /// Id of the chart.
    pub id: &'static str,
    /// Its spec.
    pub spec: Shared<PanelSpec>,
    /// Grows with new samples.
    pub version: u64,
    /// Time shown.
    pub range: RangeChoice,
}

/// What a large chart adds.
#[component]
pub fn LargePart(props: &LargePartProps) -> Html {
    let run = use_run();
    let view = use_view();
    let table_open = use_state(|| false);
    let spec = &props.spec;
    let clock = Clock::utc(run.zero_unix_s());
    let stats = run.with_live(|live| spec.stats(&live.samples, props.range.range(&live.samples)));
    let cell = |value: Option<f32>| {
        value.map_or_else(
            || "–".to_string(),
            |value| spec.unit.format(f64::from(value)),
        )
    };
    let stats = stats
        .unwrap_or_default()
        .into_iter()
        .enumerate()
        .map(|(index, row)| {
            html! {
                <tr key={index}>
                    <th scope="row"><span class={swatch(spec, index)}></span>{ row.label }</th>
                    <td class="num">{ cell(row.last) }</td>
                    <td class="num">{ cell(row.min) }</td>
                    <td class="num">{ cell(row.mean) }</td>
                    <td class="num">{ cell(row.max) }</td>
                </tr>
            }
        });
    let table = table_open.then(|| {
        run.with_live(|live| {
            spec.table(
                &live.samples,
                props.range.range(&live.samples),
                clock,
                ROWS_MAX,
            )
        })
    });
    let table = table.flatten();
    let every = table.as_ref().map_or(1, |table| table.every);
    let head = table
        .iter()
        .flat_map(|table| table.header.iter())
        .map(|name| {
            html! { <th scope="col" key={name.clone()}>{ name.clone() }</th> }
        });
    let rows = table
        .iter()
        .flat_map(|table| table.rows.iter().rev())
        .map(|row| {
            let cells = row.values.iter().enumerate().map(|(index, value)| {
                html! { <td key={index} class="num">{ value.clone() }</td> }
            });
            html! {
                <tr key={row.t_ms}>
                    <th scope="row" class="num">{ row.time.clone() }</th>{ for cells }
                </tr>
            }
        });
    let evidence = Look::Chart(props.id.to_string()).evidence();
    let pinned = view.looked.iter().any(|looked| looked.evidence == evidence);
    let pin = {
        let (run, id) = (run.clone(), props.id);
        Callback::from(move |_: MouseEvent| run.look(Look::Chart(id.to_string())))
    };
    let onkeydown = {
        let run = run.clone();
        Callback::from(move |event: KeyboardEvent| {
            if move_cursor(&run, &event.key()) {
                event.prevent_default();
            }
        })
    };
    let toggle_table = {
        let table_open = table_open.clone();
        Callback::from(move |_: MouseEvent| table_open.set(!*table_open))
    };
    html! {
        <div class="stack">
            <div class="row">
                <button type="button" class="btn" onclick={pin}
                    disabled={pinned || run.read_only().is_some()} title={run.read_only()}>
                    { if pinned { Icon::Check.html() } else { Icon::Pin.html() } }
                    { if pinned { "Kept as evidence" } else { "Pin as evidence" } }
                </button>
                <button type="button" class="btn" {onkeydown}
                    aria-label="Crosshair: arrow keys move it by a sample">
                    { "Crosshair: ← →" }
                </button>
                <button type="button" class="btn" onclick={toggle_table}
                    aria-expanded={table_open.to_string()}>
                    { "Data table" }
                </button>
            </div>
            <table class="table">
                <thead><tr>
                    <th scope="col">{ "Series" }</th>
                    <th scope="col" class="num">{ "Last" }</th>
                    <th scope="col" class="num">{ "Min" }</th>
                    <th scope="col" class="num">{ "Mean" }</th>
                    <th scope="col" class="num">{ "Max" }</th>
                </tr></thead>
                <tbody>{ for stats }</tbody>
            </table>
            <div class="data-table" hidden={!*table_open} tabindex="0" role="region"
                aria-label={format!("Data of {}", spec.title)}>
                <p class="muted small" hidden={every <= 1}>
                    { format!("Every {every}th sample; newest first.") }
                </p>
                <table class="table">
                    <thead><tr>{ for head }</tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
        </div>
    }
}

/// Moves the shared crosshair by keys; false for other keys.
fn move_cursor(run: &crate::web::run::Run, key: &str) -> bool {
    let charts = run.charts();
    let at = run.with_live(|live| {
        let samples = &live.samples;
        let rows = samples.rows(charts.range().range(samples));
        let last = rows.end.checked_sub(1)?;
        let now = charts
            .crosshair()
            .and_then(|t| samples.nearest(t))
            .unwrap_or(last);
        let row = match key {
            "ArrowLeft" => now.saturating_sub(1).max(rows.start),
            "ArrowRight" => (now + 1).min(last),
            "Home" => rows.start,
            "End" => last,
            _ => return None,
        };
        samples.times().get(row).copied()
    });
    let at = at.flatten();
    if at.is_some() {
        charts.set_crosshair(at);
    }
    at.is_some()
}

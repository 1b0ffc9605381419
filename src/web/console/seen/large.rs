//! What a large chart adds: statistics, marks, evidence, the data as a table and as a file.

use super::glyphs::Glyph;
use super::legend::{hides, swatch};
use super::marks::Marks;
use crate::app::pins::of_chart;
use crate::app::shared::Shared;
use crate::chart::{PanelSpec, TimeRange};
use crate::web::console::PinButton;
use crate::web::pages::save_file;
use crate::web::run::{use_run, use_view};
use crate::web::ui::{head, press_sets};
use crate::web::zone::use_clock;
use web_sys::HtmlElement;
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
    /// Time shown, ms.
    pub range_ms: (i64, i64),
    /// Called with what is to be hidden.
    pub on_hide: Callback<u64>,
}

/// What a large chart adds.
#[component]
pub fn LargePart(props: &LargePartProps) -> Html {
    let run = use_run();
    let view = use_view();
    let table_open = use_state(|| false);
    let node = use_node_ref();
    let failed = use_state(|| None::<String>);
    let spec = &props.spec;
    let range = TimeRange::new(props.range_ms.0, props.range_ms.1);
    let clock = use_clock();
    let pin = run.with_live(|live| of_chart(props.id, spec, &live.samples, range));
    let toggle_table = press_sets(&table_open, !*table_open);
    let download = {
        let (run, spec, id, failed) = (run.clone(), spec.clone(), props.id, failed.setter());
        Callback::from(move |_: MouseEvent| {
            let csv = run.with_live(|live| spec.csv(&live.samples, range, clock));
            let name = format!("{id}.csv");
            let saved = save_file(&name, "text/csv;charset=utf-8", &csv.unwrap_or_default());
            failed.set(saved.err());
        })
    };
    let screen = {
        let node = node.clone();
        Callback::from(move |_: MouseEvent| {
            let part = node.cast::<HtmlElement>();
            let figure = part.and_then(|part| part.closest("figure").ok().flatten());
            if let Some(figure) = figure {
                // A browser that refuses leaves the chart as large as it is.
                let _ = figure.request_fullscreen();
            }
        })
    };
    html! {
        <div class="large-part" ref={node}>
            <div class="row chart-tools">
                <div>{ pin.map(|pin| html! { <PinButton {pin} /> }) }</div>
                <button type="button" class="btn" onclick={toggle_table}
                    aria-expanded={table_open.to_string()}>
                    { Glyph::Table.html() }{ "Data table" }
                </button>
                <button type="button" class="btn" onclick={download}>
                    { Glyph::Download.html() }{ "Download CSV" }
                </button>
                <button type="button" class="btn" onclick={screen}>
                    { Glyph::Screen.html() }{ "Full screen" }
                </button>
            </div>
            <p class="note note-warn" hidden={failed.is_none()}>
                { format!("The file was not saved: {}.", failed.as_deref().unwrap_or_default()) }
            </p>
            <div class="large-parts">
                <Stats spec={spec.clone()} version={props.version} range_ms={props.range_ms}
                    on_hide={props.on_hide.clone()} />
                <Marks version={view.feed_version} range_ms={props.range_ms} />
            </div>
            <div class="data-table" hidden={!*table_open} tabindex="0" role="region"
                aria-label={format!("Data of {}", spec.title)}>
                if *table_open {
                    <Data spec={spec.clone()} version={props.version} range_ms={props.range_ms} />
                }
            </div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct StatsProps {
    spec: Shared<PanelSpec>,
    version: u64,
    range_ms: (i64, i64),
    on_hide: Callback<u64>,
}

/// The legend as a table.
#[component]
fn Stats(props: &StatsProps) -> Html {
    let run = use_run();
    let spec = &props.spec;
    let range = TimeRange::new(props.range_ms.0, props.range_ms.1);
    let cell = |value: Option<f32>| {
        value.map_or_else(
            || "–".to_string(),
            |value| spec.unit.format(f64::from(value)),
        )
    };
    let stats = run.with_live(|live| spec.stats(&live.samples, range));
    let stats = stats.unwrap_or_default().into_iter().enumerate();
    let rows = stats.map(|(index, row)| {
        let onclick = {
            let (spec, on_hide) = (spec.clone(), props.on_hide.clone());
            Callback::from(move |event: MouseEvent| {
                on_hide.emit(hides(&spec, index, event.ctrl_key() || event.meta_key()));
            })
        };
        html! {
            <tr key={index} class={(!spec.shows(index)).then_some("series-off")}>
                <th scope="row">
                    <button type="button" class="legend-item" {onclick}
                        aria-pressed={spec.shows(index).to_string()}
                        title="Only this; with Ctrl or Cmd beside the others">
                        <span class={swatch(spec, index)}></span>
                        <span class="legend-name">{ row.label }</span>
                    </button>
                </th>
                <td class="num">{ cell(row.last) }</td>
                <td class="num">{ cell(row.min) }</td>
                <td class="num">{ cell(row.mean) }</td>
                <td class="num">{ cell(row.max) }</td>
            </tr>
        }
    });
    html! {
        <table class="table legend-table" aria-label={format!("Series of {}", spec.title)}>
            { head(&["Series", "#Last", "#Min", "#Mean", "#Max"]) }
            <tbody>{ for rows }</tbody>
        </table>
    }
}

#[derive(Properties, PartialEq)]
struct DataProps {
    spec: Shared<PanelSpec>,
    version: u64,
    range_ms: (i64, i64),
}

/// The samples as a table, newest first.
#[component]
fn Data(props: &DataProps) -> Html {
    let run = use_run();
    let spec = &props.spec;
    let clock = use_clock();
    let range = TimeRange::new(props.range_ms.0, props.range_ms.1);
    let table = run.with_live(|live| spec.table(&live.samples, range, clock, ROWS_MAX));
    let every = table.as_ref().map_or(1, |table| table.every);
    let head = table.iter().flat_map(|table| table.header.iter());
    let head = head.map(|name| {
        html! { <th scope="col" class="num" key={name.clone()}>{ name.clone() }</th> }
    });
    let rows = table.iter().flat_map(|table| table.rows.iter().rev());
    let rows = rows.map(|row| {
        let cells = row.values.iter().enumerate().map(|(index, value)| {
            html! { <td key={index} class="num">{ value.clone() }</td> }
        });
        html! {
            <tr key={row.t_ms}>
                <th scope="row" class="num">{ row.time.clone() }</th>{ for cells }
            </tr>
        }
    });
    html! {
        <>
            <p class="muted small" hidden={every <= 1}>
                { format!("Every {every}th sample; newest first. The file has all of them.") }
            </p>
            <table class="table">
                <thead><tr>{ for head }</tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </>
    }
}

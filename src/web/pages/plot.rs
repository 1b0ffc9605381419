//! A chart made of elements, so that it can be printed: its square with the words at its edges,
//! a cursor that the keys of a slider move, and the table of its numbers.

use crate::chart::plot::{GRID, quarters};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The minute that is pointed at.
#[derive(Clone, PartialEq)]
pub struct Cursor {
    /// Name of the slider.
    pub label: AttrValue,
    /// The minute, and the last one there is.
    pub at: usize,
    /// The last one there is; at least 1.
    pub end: usize,
    /// What stands there, in words.
    pub words: String,
    /// Another minute is pointed at.
    pub on_move: Callback<usize>,
}

/// Properties of [`Plot`].
#[derive(Properties, PartialEq)]
pub struct PlotProps {
    /// At its side, from the top to the ground.
    pub heights: Vec<String>,
    /// Below it.
    #[prop_or_default]
    pub below: Html,
    /// The cursor, where there is one.
    #[prop_or_default]
    pub cursor: Option<Cursor>,
    /// What it is counted in.
    #[prop_or_default]
    pub unit: AttrValue,
    /// Paths in a square of 100 by 100.
    pub children: Html,
}

/// The square and its edges.
#[component]
pub fn Plot(props: &PlotProps) -> Html {
    let heights = props
        .heights
        .iter()
        .map(|value| html! { <span>{ value }</span> });
    let cursor = props.cursor.as_ref();
    let line = cursor.map(|it| format!("M{:.2} 0V100", it.at as f64 / it.end as f64 * 100.0));
    html! {
        <div class="plot">
            <div class="plot-y num" aria-hidden="true">{ for heights }</div>
            <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true"
                focusable="false">
                <path class="grid" d={GRID} />
                { props.children.clone() }
                <path class="grid grid-cursor" d={line} />
            </svg>
            { cursor.map(slider).unwrap_or_default() }
            { props.below.clone() }
            <p class="plot-unit muted small" hidden={props.unit.is_empty()}>
                { props.unit.clone() }
            </p>
        </div>
    }
}

fn slider(cursor: &Cursor) -> Html {
    let on_move = cursor.on_move.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        let input = event.target_dyn_into::<HtmlInputElement>();
        if let Some(minute) = input.and_then(|input| input.value().parse().ok()) {
            on_move.emit(minute);
        }
    });
    html! {
        <input type="range" class="plot-cursor" min="0" max={cursor.end.to_string()} step="1"
            value={cursor.at.to_string()} aria-label={cursor.label.clone()}
            aria-valuetext={cursor.words.clone()} {oninput} />
    }
}

/// The minutes below a square, at its quarters.
pub fn minutes(end: usize) -> Html {
    let marks = quarters(end).map(|minute| html! { <span>{ minute }</span> });
    html! { <div class="plot-x num" aria-hidden="true">{ for marks }</div> }
}

/// Properties of [`DataTable`].
#[derive(Properties, PartialEq)]
pub struct DataTableProps {
    /// What it holds.
    pub caption: AttrValue,
    /// Its columns, the first that of the names.
    pub head: Vec<AttrValue>,
    /// Its rows, each as long as the head.
    pub rows: Vec<Vec<String>>,
    /// It stands open at first.
    #[prop_or_default]
    pub open: bool,
}

/// The numbers of a chart, below it.
#[component]
pub fn DataTable(props: &DataTableProps) -> Html {
    let head = props.head.iter();
    let head = head.map(|name| html! { <th scope="col" class="num">{ name.clone() }</th> });
    let rows = props.rows.iter().enumerate().map(|(at, row)| {
        let cells = row
            .iter()
            .skip(1)
            .map(|cell| html! { <td class="num">{ cell }</td> });
        let name = row.first().cloned();
        html! { <tr key={at}><th scope="row" class="num">{ name }</th>{ for cells }</tr> }
    });
    html! {
        <details class="data" open={props.open}>
            <summary>{ "Data table" }</summary>
            <div class="scroll" tabindex="0" role="region"
                aria-label={format!("{}: data", props.caption)}>
                <table class="table">
                    <caption class="visually-hidden">{ props.caption.clone() }</caption>
                    <thead><tr>{ for head }</tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
        </details>
    }
}

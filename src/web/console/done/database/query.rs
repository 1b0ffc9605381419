//! A table of the database pane: the answer to a query, which can be taken to the terminal.

use super::super::ask::{Asked, use_asked};
use crate::app::protocol::{Answer, Ask};
use crate::web::console::{Wish, use_desk};
use yew::prelude::*;

/// Properties of [`Query`].
#[derive(Properties, PartialEq)]
pub struct QueryProps {
    /// What the table shows.
    pub title: AttrValue,
    /// The query.
    pub sql: &'static str,
    /// What is said when there are no rows.
    pub empty: &'static str,
    /// Whether it is seen.
    pub open: bool,
    /// Grows with time: asked again at each change.
    pub version: u64,
    /// Hears the rows.
    #[prop_or_default]
    pub on_rows: Callback<Vec<Vec<String>>>,
}

/// The answer to a query.
#[component]
pub fn Query(props: &QueryProps) -> Html {
    let desk = use_desk();
    let ask = props.open.then(|| Ask::Query(props.sql.to_string()));
    let asked = use_asked(ask, props.version);
    {
        let (asked, on_rows) = (asked.clone(), props.on_rows.clone());
        use_effect_with(asked, move |asked| {
            if let Asked::Known(answer) = asked
                && let Answer::Table(_, rows) = &**answer
            {
                on_rows.emit(rows.clone());
            }
        });
    }
    let take = callback!([sql = props.sql], move |_: MouseEvent| {
        desk.wish(Wish::Command(format!("psql -c \"{sql}\"")));
    });
    let table = match &asked {
        Asked::Known(answer) => match &**answer {
            Answer::Table(columns, rows) => html! {
                <Cells columns={columns.clone()} rows={rows.clone()} empty={props.empty} />
            },
            _ => html! {},
        },
        waiting => waiting.html(),
    };
    html! {
        <section class="query" aria-label={props.title.clone()}>
            <div class="row">
                <h3 class="group-title">{ props.title.clone() }</h3>
                <button type="button" class="btn btn-small push" onclick={take}
                    aria-label={format!("In the terminal: {}", props.title)}>
                    { "In the terminal" }
                </button>
            </div>
            <div class="query-table" tabindex="0">{ table }</div>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct CellsProps {
    columns: Vec<(String, bool)>,
    rows: Vec<Vec<String>>,
    empty: &'static str,
}

#[component]
fn Cells(props: &CellsProps) -> Html {
    let right = |index: usize| {
        let number = props.columns.get(index).is_some_and(|(_, number)| *number);
        number.then_some("num")
    };
    let heads = props.columns.iter().enumerate().map(|(index, (name, _))| {
        html! { <th key={index} scope="col" class={classes!(right(index))}>{ name.clone() }</th> }
    });
    let rows = props.rows.iter().enumerate().map(|(at, row)| {
        let cells = row.iter().enumerate().map(|(index, cell)| {
            html! { <td key={index} class={classes!(right(index))}>{ cell.clone() }</td> }
        });
        html! { <tr key={at}>{ for cells }</tr> }
    });
    html! {
        <>
            <table key="table" class="table" hidden={props.rows.is_empty()}>
                <thead><tr>{ for heads }</tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
            <p key="empty" class="empty" hidden={!props.rows.is_empty()}>{ props.empty }</p>
        </>
    }
}

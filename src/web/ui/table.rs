//! Tables.

use yew::prelude::*;

/// The head of a table: a title for each column, with `#` in front for columns of numbers. A
/// column without a title has an empty cell there.
#[must_use]
pub fn head(columns: &[&'static str]) -> Html {
    let cells = columns.iter().map(|column| {
        let title = column.trim_start_matches('#');
        let class = classes!((title.len() < column.len()).then_some("num"));
        match title.is_empty() {
            true => html! { <td {class}></td> },
            false => html! { <th scope="col" {class}>{ title }</th> },
        }
    });
    html! { <thead><tr>{ for cells }</tr></thead> }
}

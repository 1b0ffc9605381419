//! Tables.

use yew::prelude::*;

/// The head of a table: a title for each column, with `#` in front for columns of numbers.
#[must_use]
pub fn head(columns: &[&'static str]) -> Html {
    let cells = columns.iter().map(|column| {
        let title = column.trim_start_matches('#');
        let class = (title.len() < column.len()).then_some("num");
        html! { <th scope="col" class={classes!(class)}>{ title }</th> }
    });
    html! { <thead><tr>{ for cells }</tr></thead> }
}

//! The head of a table, and what a click sets.

use yew::prelude::*;

/// The head of a table: for each column its name and the class of its cells. A column without
/// a name has an empty cell there.
pub fn head(columns: &[(&'static str, &'static str)]) -> Html {
    let cells = columns.iter().map(|(name, class)| {
        let class = (!class.is_empty()).then_some(*class);
        match name.is_empty() {
            true => html! { <td {class}></td> },
            false => html! { <th scope="col" {class}>{ *name }</th> },
        }
    });
    html! { <thead><tr>{ for cells }</tr></thead> }
}

/// A click that sets a state to a value.
pub fn sets<T: Clone + 'static>(state: &UseStateHandle<T>, to: T) -> Callback<MouseEvent> {
    let setter = state.setter();
    Callback::from(move |_| setter.set(to.clone()))
}

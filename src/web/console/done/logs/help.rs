//! How to search: the fields, with examples that can be put into the search.

use crate::app::logs::Field;
use yew::prelude::*;

/// What goes beyond fields: an example and what it does.
const MORE: [(&str, &str); 4] = [
    ("timeout pool", "Lines with both words, in any case"),
    ("\"too many clients\"", "A phrase, as it stands there"),
    (
        "-source:backoffice",
        "Without; a minus goes before any term",
    ),
    ("host:web-*", "* stands for anything"),
];

/// Properties of [`Help`].
#[derive(Properties, PartialEq)]
pub(super) struct HelpProps {
    /// Puts an example into the search.
    pub on_insert: Callback<&'static str>,
    /// Closes the help.
    pub on_close: Callback<()>,
}

/// The help.
#[component]
pub(super) fn Help(props: &HelpProps) -> Html {
    let row = |example: &'static str, about: &'static str| {
        let onclick = props.on_insert.reform(move |_: MouseEvent| example);
        html! {
            <tr key={example}>
                <td><button type="button" class="link-button mono" {onclick}
                    title="Put it into the search">{ example }</button></td>
                <td class="muted">{ about }</td>
            </tr>
        }
    };
    let fields = Field::ALL.map(|field| row(field.example(), field.about()));
    let more = MORE.map(|(example, about)| row(example, about));
    let onkeydown = callback!([on_close = props.on_close], move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            on_close.emit(());
        }
    });
    let onclick = props.on_close.reform(|_: MouseEvent| ());
    html! {
        <div class="log-help small" role="region" aria-label="How to search" {onkeydown}>
            <table class="log-help-table"><tbody>{ for more }{ for fields }</tbody></table>
            <p class="row muted">
                <span>{ "Every term must fit. Click a term to add it." }</span>
                <button type="button" class="chip push" {onclick}>{ "Close" }</button>
            </p>
        </div>
    }
}

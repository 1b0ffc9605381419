//! The list of sections, and the way to each of them.

use crate::web::ui::focus_on;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// Properties of [`Contents`].
#[derive(Properties, PartialEq)]
pub struct ContentsProps {
    /// Id of each section's heading, and its name here.
    pub sections: Vec<(&'static str, &'static str)>,
}

/// The list of sections. Their headings take the focus, so that reading goes on there.
#[component]
pub fn Contents(props: &ContentsProps) -> Html {
    let items = props.sections.iter().map(|(id, name)| {
        let id = *id;
        let onclick = Callback::from(move |_: MouseEvent| show(id));
        html! {
            <li key={id}>
                <button type="button" class="contents-item" {onclick}>{ *name }</button>
            </li>
        }
    });
    html! {
        <nav class="contents no-print" aria-label="Contents of the debrief">
            <ul>{ for items }</ul>
        </nav>
    }
}

fn show(id: &str) {
    let heading = gloo::utils::document().get_element_by_id(id);
    if let Some(heading) = heading.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        heading.scroll_into_view();
        focus_on(&heading);
    }
}

//! Handlers that many screens write alike: a press that sets a state, a field that fills one.

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

/// What stands in the field, text area or select at which something happened.
fn value_of(event: &impl AsRef<Event>) -> String {
    let Some(target) = event.as_ref().target() else {
        return String::new();
    };
    if let Some(field) = target.dyn_ref::<HtmlInputElement>() {
        field.value()
    } else if let Some(select) = target.dyn_ref::<HtmlSelectElement>() {
        select.value()
    } else if let Some(area) = target.dyn_ref::<HtmlTextAreaElement>() {
        area.value()
    } else {
        String::new()
    }
}

/// Hears what was typed.
#[must_use]
pub fn on_input(hear: impl Fn(String) + 'static) -> Callback<InputEvent> {
    Callback::from(move |event: InputEvent| hear(value_of(&event)))
}

/// Hears what was chosen.
#[must_use]
pub fn on_change(hear: impl Fn(String) + 'static) -> Callback<Event> {
    Callback::from(move |event: Event| hear(value_of(&event)))
}

/// What is typed goes into a state.
#[must_use]
pub fn typed_into(state: &UseStateHandle<String>) -> Callback<InputEvent> {
    let setter = state.setter();
    on_input(move |text| setter.set(text))
}

/// What is chosen goes into a state.
#[must_use]
pub fn chosen_into(state: &UseStateHandle<String>) -> Callback<Event> {
    let setter = state.setter();
    on_change(move |text| setter.set(text))
}

/// A press sets a state.
#[must_use]
pub fn press_sets<T: Clone + 'static>(state: &UseStateHandle<T>, to: T) -> Callback<MouseEvent> {
    let setter = state.setter();
    Callback::from(move |_: MouseEvent| setter.set(to.clone()))
}

/// Hears the place of what was chosen among all options.
#[must_use]
pub fn on_choice(hear: impl Fn(usize) + 'static) -> Callback<Event> {
    Callback::from(move |event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        let at = select.and_then(|select| usize::try_from(select.selected_index()).ok());
        at.into_iter().for_each(&hear);
    })
}

/// A choice of a select.
#[must_use]
pub fn option(value: impl ToString, text: impl ToString, chosen: bool) -> Html {
    let value = value.to_string();
    html! {
        <option key={value.clone()} {value} selected={chosen}>{ text.to_string() }</option>
    }
}

/// Gives the keyboard to an element, if it is there.
pub fn focus(node: &NodeRef) {
    if let Some(element) = node.cast::<HtmlElement>() {
        focus_on(&element);
    }
}

/// Gives the keyboard to an element.
pub fn focus_on(element: &HtmlElement) {
    // Focus cannot fail on an element of the page.
    let _ = element.focus();
}

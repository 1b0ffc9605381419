//! A field for a text of some lines that grows with it.

use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// Properties of [`Field`].
#[derive(Properties, PartialEq)]
pub struct FieldProps {
    /// Its name for those who do not see what stands beside it.
    pub label: AttrValue,
    /// What stands in it.
    pub value: AttrValue,
    /// Longest text, characters.
    pub chars_max: usize,
    /// Lines it has at least.
    #[prop_or(1)]
    pub rows: u32,
    /// Shown while it is empty.
    #[prop_or_default]
    pub placeholder: AttrValue,
    /// The new text.
    pub on_text: Callback<String>,
    /// More classes.
    #[prop_or_default]
    pub class: Classes,
}

/// A field of some lines. What is shown in print is the text itself.
#[component]
pub fn Field(props: &FieldProps) -> Html {
    let oninput = callback!([on_text = props.on_text], move |event: InputEvent| {
        let field = event
            .target()
            .and_then(|t| t.dyn_into::<HtmlTextAreaElement>().ok());
        if let Some(field) = field {
            on_text.emit(field.value());
        }
    });
    let chars = props.value.chars().count();
    // Near its end a text says how much is left.
    let left = props.chars_max.saturating_sub(chars);
    let near = left * 5 < props.chars_max;
    html! {
        <div class="written">
            <textarea class={classes!("field", props.class.clone())} rows={props.rows.to_string()}
                maxlength={props.chars_max.to_string()} aria-label={props.label.clone()}
                placeholder={props.placeholder.clone()} value={props.value.clone()} {oninput} />
            <p class="paper">{ props.value.clone() }</p>
            <p class="small muted num" hidden={!near}>{ format!("{left} characters left") }</p>
        </div>
    }
}

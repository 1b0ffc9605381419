//! The question before something is deleted.

use crate::web::ui::Dialog;
use yew::prelude::*;

/// Properties of [`Confirm`].
#[derive(Properties, PartialEq)]
pub struct ConfirmProps {
    /// The question.
    pub title: AttrValue,
    /// What goes.
    pub text: String,
    /// Words of the button that does it.
    pub yes: AttrValue,
    /// It is asked.
    pub open: bool,
    /// It is asked no more.
    pub on_close: Callback<()>,
    /// It is to be done.
    pub on_yes: Callback<MouseEvent>,
}

/// The question with its two answers.
#[component]
pub fn Confirm(props: &ConfirmProps) -> Html {
    let on_close = &props.on_close;
    html! {
        <Dialog title={props.title.clone()} open={props.open} on_close={on_close.clone()}>
            <p>{ props.text.clone() }</p>
            <div class="row dialog-actions">
                <button type="button" class="btn" onclick={on_close.reform(|_: MouseEvent| ())}>
                    { "Cancel" }
                </button>
                <button type="button" class="btn btn-danger" onclick={props.on_yes.clone()}>
                    { props.yes.clone() }
                </button>
            </div>
        </Dialog>
    }
}

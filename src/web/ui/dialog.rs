//! A modal dialog on the browser's own element: it keeps the focus and closes with Esc.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

/// Properties of [`Dialog`].
#[derive(Properties, PartialEq)]
pub struct DialogProps {
    /// Heading and name.
    pub title: AttrValue,
    /// Whether it is open.
    pub open: bool,
    /// Called when it was closed.
    pub on_close: Callback<()>,
    /// What it holds.
    pub children: Html,
}

/// A dialog that closes with Esc.
#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(props.open, move |open| {
            let Some(dialog) = node.cast::<HtmlDialogElement>() else {
                return;
            };
            if *open && !dialog.open() {
                // Fails only for an element that has left the page.
                let _ = dialog.show_modal();
            } else if !*open && dialog.open() {
                dialog.close();
            }
        });
    }
    // The browser tells of it later, when something else may be open in its place.
    let onclose = callback!(
        [open = props.open, on_close = props.on_close],
        move |_: Event| {
            if open {
                on_close.emit(());
            }
        }
    );
    html! {
        <dialog ref={node} {onclose} aria-label={props.title.clone()}>
            <div class="stack dialog-body">
                <h2 class="dialog-title">{ props.title.clone() }</h2>
                <div class="stack">
                    { if props.open { props.children.clone() } else { html! {} } }
                </div>
            </div>
        </dialog>
    }
}

//! The button that pins what is in sight to the diagnosis board.

use crate::drill::board::Pin;
use crate::web::icons::Icon;
use crate::web::run::{use_run, use_view};
use yew::prelude::*;

/// Properties of [`PinButton`].
#[derive(Properties, PartialEq)]
pub struct PinButtonProps {
    /// What is pinned.
    pub pin: Pin,
    /// What is pinned, for the button's name where its words alone say too little.
    #[prop_or_default]
    pub of: Option<AttrValue>,
    /// Shows the icon alone; the words are its name.
    #[prop_or_default]
    pub small: bool,
    /// The pin is about the moment in which it is made.
    #[prop_or_default]
    pub now: bool,
}

/// Pins what is in sight; then says that it hangs there.
#[component]
pub fn PinButton(props: &PinButtonProps) -> Html {
    let run = use_run();
    let view = use_view();
    let there = view.board.shows(&props.pin);
    let reason = run.read_only();
    let onclick = {
        let (run, mut pin) = (run.clone(), props.pin.clone());
        if props.now {
            pin.t_ms = view.now_ms;
        }
        Callback::from(move |_: MouseEvent| run.pin(pin.clone()))
    };
    let words = if there {
        "Kept as evidence"
    } else {
        "Pin as evidence"
    };
    let name = match &props.of {
        Some(of) => Some(AttrValue::from(format!("{words}: {of}"))),
        None => props.small.then(|| words.into()),
    };
    let class = if props.small {
        "btn btn-quiet btn-icon"
    } else {
        "btn"
    };
    html! {
        <button type="button" {class} {onclick} disabled={there || reason.is_some()}
            title={reason.unwrap_or(words)} aria-label={name}>
            { if there { Icon::Check.html() } else { Icon::Pin.html() } }
            <span hidden={props.small}>{ words }</span>
        </button>
    }
}

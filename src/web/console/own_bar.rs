//! The bar over a pane in its own window: clock, users failing, the way back.

use super::header::whole_percent;
use crate::chart::{Clock, Unit};
use crate::incident::panes::Pane;
use crate::web::icons::Icon;
use crate::web::run::use_view;
use crate::web::zone::use_clock;
use yew::prelude::*;

/// Properties of [`OwnBar`].
#[derive(Properties, PartialEq)]
pub struct OwnBarProps {
    /// The pane below it.
    pub pane: Pane,
    /// Its name.
    pub label: &'static str,
    /// Brings it back.
    pub on_back: Callback<Pane>,
    /// Stops the clock, or lets it go on.
    pub on_pause: Callback<()>,
}

/// The bar.
#[component]
pub fn OwnBar(props: &OwnBarProps) -> Html {
    let clock = use_clock();
    let view = use_view();
    let whole_s_ms = view.now_ms.div_euclid(1_000) * 1_000;
    let paused = view.speed <= 0.0;
    let pause = props.on_pause.reform(|_: MouseEvent| ());
    let back = {
        let (pane, on_back) = (props.pane, props.on_back.clone());
        Callback::from(move |_: MouseEvent| on_back.emit(pane))
    };
    let failing = Unit::Ratio.format(whole_percent(view.users_failing));
    let name = if paused { "Go on" } else { "Pause" };
    html! {
        <header class={classes!("own-bar", (props.pane == Pane::Charts).then_some("own-seen"))}>
            <h1 class="half-title">{ super::rail::icon_of(props.pane).html() }{ props.label }</h1>
            <div class="bar-clock num">
                <strong>{ clock.second(whole_s_ms) }</strong>
                <span class="muted small">{ clock.zone() }</span>
                <span class="muted">{ Clock::Relative.second(whole_s_ms) }</span>
            </div>
            <div class="bar-failing">
                <span class="muted small">{ "Users failing" }</span>
                <strong class="num">{ failing }</strong>
            </div>
            <button type="button" class="btn btn-quiet btn-icon" aria-label={name} title={name}
                onclick={pause}>
                { if paused { Icon::Play.html() } else { Icon::Pause.html() } }
            </button>
            <button type="button" class="btn" onclick={back}>{ "Bring back" }</button>
        </header>
    }
}

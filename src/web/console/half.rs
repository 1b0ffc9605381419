//! One of the two places of the tool column: a head with the tool's name, and the tool.

use super::rail::icon_of;
use crate::app::frame::{Change, Frame, Half};
use crate::incident::panes::Pane;
use crate::web::icons::Icon;
use yew::prelude::*;

/// Properties of [`HalfPane`].
#[derive(Properties, PartialEq)]
pub struct HalfProps {
    /// Which one.
    pub half: Half,
    /// Where the tool's element is put.
    pub slot: NodeRef,
    /// Which tools stand where.
    pub frame: Frame,
    /// Name of the tool that stands here.
    pub label: &'static str,
    /// Changes the frame.
    pub on_change: Callback<Change>,
    /// Opens the tool in a window of its own.
    pub on_out: Callback<Pane>,
}

/// A half of the tool column.
#[component]
pub fn HalfPane(props: &HalfProps) -> Html {
    let (half, split) = (props.half, props.frame.layout.split_open);
    let tool = props.frame.at(half);
    let to_use = {
        let (on_change, active) = (props.on_change.clone(), props.frame.active);
        Callback::from(move |()| {
            if active != half {
                on_change.emit(Change::Use(half));
            }
        })
    };
    let change = |what: Change| props.on_change.reform(move |_: MouseEvent| what);
    let button = |key: &'static str, name: String, icon: Icon, onclick: Callback<MouseEvent>| {
        html! {
            <button {key} type="button" class="btn btn-quiet btn-icon" title={name.clone()}
                aria-label={name} {onclick}>{ icon.html() }</button>
        }
    };
    let mut acts = vec![];
    if split {
        if half == Half::Upper {
            let swap = "Swap the two tools".to_string();
            acts.push(button("swap", swap, Icon::Swap, change(Change::Swap)));
        }
        let name = format!("Close {} here", props.label);
        acts.push(button(
            "close",
            name,
            Icon::Close,
            change(Change::Close(half)),
        ));
    } else {
        let name = "Split the tools".to_string();
        acts.push(button("split", name, Icon::Split, change(Change::Split)));
    }
    let name = format!("Open {} in its own window", props.label);
    let out = {
        let on_out = props.on_out.clone();
        Callback::from(move |_: MouseEvent| tool.into_iter().for_each(|tool| on_out.emit(tool)))
    };
    acts.insert(0, button("out", name, Icon::Window, out));
    let icon = tool.map(|tool| icon_of(tool).html());
    html! {
        <div class={classes!("half", (half == props.frame.active).then_some("in-use"))}
            id={if half == Half::Upper { "half-upper" } else { "half-lower" }}
            hidden={half == Half::Lower && !split}
            onfocusin={to_use.reform(|_: FocusEvent| ())}
            onpointerdown={to_use.reform(|_: PointerEvent| ())}>
            <div class="half-head">
                <h2 class="half-title">{ icon }{ props.label }</h2>
                <div class="half-acts">{ for acts }</div>
            </div>
            <div ref={props.slot.clone()} class="half-slot"></div>
        </div>
    }
}

//! An edge of the frame that can be moved.

use crate::app::frame::{Change, Edge};
use crate::web::ui::Splitter;
use yew::prelude::*;

/// Properties of [`EdgeLine`].
#[derive(Properties, PartialEq)]
pub struct EdgeProps {
    /// Which edge.
    pub edge: Edge,
    /// Its size, per mille.
    pub size: u16,
    /// Least and most, per mille.
    pub reach: (u16, u16),
    /// The element that is the whole.
    pub whole: NodeRef,
    /// Changes the frame.
    pub on_change: Callback<Change>,
}

/// An edge.
#[component]
pub fn EdgeLine(props: &EdgeProps) -> Html {
    let edge = props.edge;
    let on_resize = props.on_change.reform(move |size| Change::Size(edge, size));
    let on_reset = props.on_change.reform(move |()| Change::Reset(edge));
    let (label, controls) = match edge {
        Edge::Told => ("Width of Told", "panel-told"),
        Edge::Tools => ("Width of the tools", "panel-done"),
        Edge::Split => ("Height of the upper tool", "half-upper"),
    };
    html! {
        <Splitter {label} {controls} upright={edge != Edge::Split} far={edge == Edge::Tools}
            value={props.size} reach={props.reach} whole={props.whole.clone()}
            property={edge.property()} {on_resize} {on_reset} />
    }
}

//! The line between two panes: dragged, or moved with the keys.

use super::events::focus_on;
use web_sys::HtmlElement;
use yew::prelude::*;

/// How far an arrow key moves it, per mille of the whole.
const STEP: u16 = 20;

/// Properties of [`Splitter`].
#[derive(Properties, PartialEq)]
pub struct SplitterProps {
    /// Name.
    pub label: &'static str,
    /// Id of the pane whose size it changes.
    pub controls: &'static str,
    /// Whether the line stands upright and moves left and right.
    pub upright: bool,
    /// Whether the pane is on the far side of the line, on the right of it.
    #[prop_or_default]
    pub far: bool,
    /// The pane's size, per mille of the whole.
    pub value: u16,
    /// Least and most.
    pub reach: (u16, u16),
    /// The element that is the whole; it holds the property, too.
    pub whole: NodeRef,
    /// The property of the style sheet that holds the size.
    pub property: &'static str,
    /// The new size, when it is settled.
    pub on_resize: Callback<u16>,
    /// Back to the usual size.
    pub on_reset: Callback<()>,
}

/// A line between two panes.
#[component]
pub fn Splitter(props: &SplitterProps) -> Html {
    let node = use_node_ref();
    let dragged = use_mut_ref(|| None::<u16>);
    let (least, most) = props.reach;
    // While it is dragged only the property changes; the page hears of it at the end.
    let size_at = {
        let (whole, upright, far) = (props.whole.clone(), props.upright, props.far);
        move |event: &PointerEvent| {
            let frame = whole.cast::<HtmlElement>()?.get_bounding_client_rect();
            let (at, from, length) = if upright {
                (f64::from(event.client_x()), frame.left(), frame.width())
            } else {
                (f64::from(event.client_y()), frame.top(), frame.height())
            };
            let share = ((at - from) / length.max(1.0)).clamp(0.0, 1.0);
            let share = if far { 1.0 - share } else { share };
            Some(((share * 1000.0).round() as u16).clamp(least, most))
        }
    };
    let onpointerdown = {
        let (node, dragged, value) = (node.clone(), dragged.clone(), props.value);
        Callback::from(move |event: PointerEvent| {
            if event.button() != 0 {
                return;
            }
            event.prevent_default();
            if let Some(line) = node.cast::<HtmlElement>() {
                // Without the capture the drag ends where the pointer leaves the line.
                let _ = line.set_pointer_capture(event.pointer_id());
                focus_on(&line);
            }
            *dragged.borrow_mut() = Some(value);
        })
    };
    let onpointermove = {
        let (whole, property, dragged) = (props.whole.clone(), props.property, dragged.clone());
        Callback::from(move |event: PointerEvent| {
            if dragged.borrow().is_none() {
                return;
            }
            let whole = whole.cast::<HtmlElement>();
            if let Some((size, whole)) = size_at(&event).zip(whole) {
                // Fails only for names that are not custom properties.
                let _ = whole.style().set_property(property, &size.to_string());
                *dragged.borrow_mut() = Some(size);
            }
        })
    };
    let onpointerup = {
        let (dragged, value, on_resize) = (dragged, props.value, props.on_resize.clone());
        Callback::from(move |_: PointerEvent| {
            let size = dragged.borrow_mut().take();
            if let Some(size) = size.filter(|size| *size != value) {
                on_resize.emit(size);
            }
        })
    };
    let onkeydown = {
        let (value, upright, far) = (props.value, props.upright, props.far);
        let (on_resize, on_reset) = (props.on_resize.clone(), props.on_reset.clone());
        Callback::from(move |event: KeyboardEvent| {
            // The line moves the way of the arrow, whichever pane it sizes.
            let grow = match (event.key().as_str(), upright) {
                ("ArrowRight", true) | ("ArrowDown", false) => !far,
                ("ArrowLeft", true) | ("ArrowUp", false) => far,
                ("Home", _) => return settle(&event, &on_resize, least),
                ("End", _) => return settle(&event, &on_resize, most),
                ("Enter", _) => {
                    event.prevent_default();
                    return on_reset.emit(());
                }
                _ => return,
            };
            let size = if grow {
                value.saturating_add(STEP)
            } else {
                value.saturating_sub(STEP)
            };
            settle(&event, &on_resize, size.clamp(least, most));
        })
    };
    let ondblclick = props.on_reset.reform(|_: MouseEvent| ());
    let percent = |size: u16| (f64::from(size) / 10.0).round().to_string();
    html! {
        <div ref={node} role="separator" tabindex="0" aria-label={props.label}
            class={classes!("splitter", if props.upright { "upright" } else { "flat" })}
            aria-orientation={if props.upright { "vertical" } else { "horizontal" }}
            aria-controls={props.controls} aria-valuenow={percent(props.value)}
            aria-valuemin={percent(least)} aria-valuemax={percent(most)}
            aria-valuetext={format!("{} %", percent(props.value))}
            title="Drag or use the arrow keys; double-click resets"
            onpointercancel={onpointerup.clone()}
            {onpointerdown} {onpointermove} {onpointerup} {onkeydown} {ondblclick}></div>
    }
}

fn settle(event: &KeyboardEvent, on_resize: &Callback<u16>, size: u16) {
    event.prevent_default();
    on_resize.emit(size);
}

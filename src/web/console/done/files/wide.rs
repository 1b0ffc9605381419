//! Whether an element has room: measured, because what is drawn differs, not only its style.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{HtmlElement, ResizeObserver};
use yew::prelude::*;

/// Whether an element is at least this wide, px; follows its size.
#[hook]
pub fn use_wide(node: &NodeRef, wide_px: i32) -> bool {
    let wide = use_state(|| false);
    {
        let (node, wide) = (node.clone(), wide.setter());
        use_effect_with((), move |()| {
            let watched = node.cast::<HtmlElement>().and_then(|element| {
                let seen = element.clone();
                let last = std::cell::Cell::new(None);
                let measure = move || {
                    let width = seen.client_width();
                    // A hidden pane has no width: it keeps what it had.
                    let now = (width > 0).then_some(width >= wide_px);
                    if let Some(now) = now.filter(|_| last.replace(now) != now) {
                        wide.set(now);
                    }
                };
                measure();
                let measure = Closure::<dyn FnMut()>::new(measure);
                let observer = ResizeObserver::new(measure.as_ref().unchecked_ref()).ok()?;
                observer.observe(&element);
                Some((observer, measure))
            });
            move || {
                if let Some((observer, _)) = &watched {
                    observer.disconnect();
                }
                drop(watched);
            }
        });
    }
    *wide
}

//! The width that an element has, as it changes.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{HtmlElement, ResizeObserver};
use yew::prelude::*;

/// The width of an element's content, px; 0 until it is known. An element that is out of
/// sight keeps the width it had.
#[hook]
pub fn use_width(node: &NodeRef) -> f64 {
    let width = use_state(|| 0.0_f64);
    {
        let (node, width) = (node.clone(), width.setter());
        use_effect_with((), move |()| {
            let element = node.cast::<HtmlElement>();
            let watched = element.clone();
            let measure = Closure::<dyn FnMut()>::new(move || {
                let now = watched.as_ref().map_or(0, |element| element.client_width());
                if now > 0 {
                    width.set(f64::from(now));
                }
            });
            let observer = ResizeObserver::new(measure.as_ref().unchecked_ref()).ok();
            if let (Some(observer), Some(element)) = (&observer, &element) {
                observer.observe(element);
            }
            move || {
                if let Some(observer) = observer {
                    observer.disconnect();
                }
                drop(measure);
            }
        });
    }
    *width
}

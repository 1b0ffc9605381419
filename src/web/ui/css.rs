//! Custom properties set through the object model: the page's policy allows no style attributes.

use web_sys::HtmlElement;
use yew::prelude::*;

/// Sets a custom property of an element to a number whenever it changes.
#[hook]
pub fn use_css_number(node: &NodeRef, name: &'static str, value: f64) {
    let node = node.clone();
    use_effect_with(value.to_bits(), move |_| {
        if let Some(element) = node.cast::<HtmlElement>() {
            // Fails only for names that are not custom properties.
            let _ = element.style().set_property(name, &format!("{value:.4}"));
        }
    });
}

//! A bar that shows a share of a whole, beside the number itself.

use yew::prelude::*;

/// A bar filled to a share of 0..=1; `tone` is a class of its colour.
pub fn bar(share: f64, tone: &'static str) -> Html {
    let share = if share.is_finite() {
        share.clamp(0.0, 1.0)
    } else {
        0.0
    };
    html! {
        <svg class={classes!("bar", tone)} viewBox="0 0 100 4" preserveAspectRatio="none"
            aria-hidden="true" focusable="false">
            <rect class="bar-ground" width="100" height="4" />
            <rect class="bar-fill" width={format!("{:.2}", share * 100.0)} height="4" />
        </svg>
    }
}

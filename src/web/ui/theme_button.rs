//! The button that changes between dark and light.

use crate::web::icons::Icon;
use crate::web::{storage, theme};
use yew::prelude::*;

/// Changes between dark and light and keeps the choice.
#[component]
pub fn ThemeButton() -> Html {
    theme::use_changes();
    let light = theme::is_light(storage::settings().theme);
    let onclick = Callback::from(|_: MouseEvent| theme::toggle());
    let label = if light { "Dark theme" } else { "Light theme" };
    html! {
        <button type="button" class="btn btn-quiet btn-icon" aria-label={label} title={label}
            {onclick}>
            { if light { Icon::Moon.html() } else { Icon::Sun.html() } }
        </button>
    }
}

//! The button that changes between dark and light.

use crate::app::saved::Theme;
use crate::web::icons::Icon;
use crate::web::{storage, theme};
use yew::prelude::*;

/// Changes between dark and light and keeps the choice.
#[component]
pub fn ThemeButton() -> Html {
    let choice = use_state(|| storage::settings().theme);
    let light = theme::is_light(*choice);
    let onclick = {
        let choice = choice.clone();
        Callback::from(move |_: MouseEvent| {
            let next = if light { Theme::Dark } else { Theme::Light };
            storage::change_settings(|settings| settings.theme = next);
            theme::apply(next);
            choice.set(next);
        })
    };
    let label = if light { "Dark theme" } else { "Light theme" };
    html! {
        <button type="button" class="btn btn-quiet btn-icon" aria-label={label} title={label}
            {onclick}>
            { if light { Icon::Moon.html() } else { Icon::Sun.html() } }
        </button>
    }
}

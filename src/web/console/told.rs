//! What you are told: pager, alerts, the stream.

mod alerts;
mod compose;
mod entry;
mod next;
mod pager;
mod stream;

use super::coach::Coach;
use crate::incident::panes::Pane;
use crate::web::run::use_view;
use alerts::Alerts;
pub use next::DueChip;
use pager::Pager;
pub use pager::state_chip as page_chip;
use stream::Stream;
use yew::prelude::*;

/// The left column.
#[component]
pub fn Told() -> Html {
    let view = use_view();
    let coached = view.coached();
    html! {
        <section class="column told" id="panel-told" aria-label="Told">
            <Coach coach={view.coach.clone()} />
            <Pager pages={view.pages.clone()} status={view.status.clone()}
                severity={view.severity} now_s={view.now_ms.div_euclid(1_000)}
                coached={coached == Some(Pane::Pager)} />
            <Alerts alerts={view.alerts.clone()} now_s={view.now_ms.div_euclid(1_000)} />
            <Stream version={view.feed_version} coached={coached == Some(Pane::Changes)} />
        </section>
    }
}

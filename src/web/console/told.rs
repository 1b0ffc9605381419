//! What you are told: pager, alerts, the stream.

mod alerts;
mod pager;
mod stream;

use super::coach::Coach;
use crate::web::run::use_view;
use alerts::Alerts;
use pager::Pager;
use stream::Stream;
use yew::prelude::*;

/// The left column.
#[component]
pub fn Told() -> Html {
    let view = use_view();
    let coached = (*view.coach)
        .as_ref()
        .map_or("", |coach| coach.pane.as_str());
    html! {
        <section class="column told" id="panel-told" aria-label="Told">
            <Coach coach={view.coach.clone()} />
            <Pager pages={view.pages.clone()} called={view.called.clone()}
                now_min={view.now_ms.div_euclid(5_000)} coached={coached == "pager"} />
            <Alerts alerts={view.alerts.clone()} />
            <Stream version={view.feed_version} coached={coached == "changes"} />
        </section>
    }
}

//! No result yet.

use crate::app::protocol::Mode;
use crate::web::pages::catalog;
use yew::prelude::*;

/// Leads to a first drill.
#[component]
pub fn Empty() -> Html {
    let first = catalog::incidents().into_iter().next();
    let start = first.map(|incident| {
        let to = catalog::briefing_address(&incident.id, Mode::Drill);
        html! {
            <a class="btn btn-primary" href={to}>{ format!("Drill: {}", incident.title) }</a>
        }
    });
    html! {
        <section class="card results-empty" aria-labelledby="none">
            <h2 id="none" class="section-title">{ "No run has been finished yet" }</h2>
            <p class="muted">
                { "Finish a drill, and its score, its times and its result file stand here. \
                   From five drills on you see how far they lie apart and whether you get faster." }
            </p>
            <div class="row">
                { start }
                <a class="btn" href="#/">{ "All incidents" }</a>
            </div>
        </section>
    }
}

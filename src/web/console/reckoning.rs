//! While the debrief is being computed: what is done and how far it is.

use crate::app::view::Phase;
use crate::web::ui::use_css_number;
use yew::prelude::*;

/// Properties of [`Reckoning`].
#[derive(Properties, PartialEq)]
pub struct ReckoningProps {
    /// Where the run stands.
    pub phase: Phase,
}

/// A note over the console once the run is over.
#[component]
pub fn Reckoning(props: &ReckoningProps) -> Html {
    let bar = use_node_ref();
    let (what, share) = match &props.phase {
        Phase::Reckoning(what, share) => (what.as_str(), *share),
        _ => ("", 0.0),
    };
    use_css_number(&bar, "--share", share.clamp(0.0, 1.0));
    let over = matches!(props.phase, Phase::Reckoning(..) | Phase::Finished);
    html! {
        <div role="status" class="reckoning-place">
            <div class="card stack reckoning" hidden={!over}>
                <h2>{ "The run is over. The debrief is being prepared." }</h2>
                <div class="progress"><span ref={bar}></span></div>
                <p class="muted small">{ what.to_string() }</p>
            </div>
        </div>
    }
}

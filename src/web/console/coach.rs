//! The coach of the guided way.

use crate::app::protocol::CoachView;
use crate::app::shared::Shared;
use crate::web::icons::Icon;
use crate::web::ui::use_css_number;
use yew::prelude::*;

/// Properties of [`Coach`].
#[derive(Properties, PartialEq)]
pub struct CoachProps {
    /// What the coach says.
    pub coach: Shared<Option<CoachView>>,
}

/// What to do next, why the last step was useful, how far it is.
#[component]
pub fn Coach(props: &CoachProps) -> Html {
    let bar = use_node_ref();
    let (done, all) = (*props.coach)
        .as_ref()
        .map_or((0, 1), |coach| coach.progress);
    use_css_number(&bar, "--share", f64::from(done) / f64::from(all.max(1)));
    let coach = (*props.coach).as_ref();
    let next = coach.and_then(|coach| coach.next.clone());
    let why = coach
        .and_then(|coach| coach.why.clone())
        .unwrap_or_default();
    html! {
        <section class="card coach" aria-label="Coach" hidden={coach.is_none()}>
            <h2 class="pane-title">{ Icon::Compass.html() }{ "Coach" }
                <span class="muted num small push">{ format!("{done} of {all}") }</span>
            </h2>
            <div class="progress"><span ref={bar}></span></div>
            <div role="status" class="stack">
                <p class="muted small" hidden={why.is_empty()}>{ why }</p>
                <p class="coach-next">
                    { next.unwrap_or_else(|| "You have done all there is to do.".to_string()) }
                </p>
            </div>
        </section>
    }
}

//! What of the debrief is still being reckoned, over the page's lower edge.

use crate::web::run::Rest;
use crate::web::ui::use_css_number;
use yew::prelude::*;

/// Properties of [`RestBar`].
#[derive(Properties, PartialEq)]
pub struct RestBarProps {
    /// How far it is; nothing is shown when all is there.
    pub rest: Option<Rest>,
}

/// How far the rest is, and what may still change.
#[component]
pub fn RestBar(props: &RestBarProps) -> Html {
    let bar = use_node_ref();
    let (what, share) = match &props.rest {
        Some(Rest::Going(what, share)) => (what.clone(), *share),
        Some(Rest::Broken(why)) => {
            let again = "Load the page again to have the rest.";
            (format!("It broke off: {why}. {again}"), 0.0)
        }
        None => (String::new(), 1.0),
    };
    use_css_number(&bar, "--share", share.clamp(0.0, 1.0));
    let percent = (share * 100.0).round();
    html! {
        <div class="rest-place no-print">
            <div class="card stack rest" hidden={props.rest.is_none()}>
                <p role="status">{ props.rest.as_ref().map(|_| html! {
                    <>
                        <b>{ "More is being reckoned. " }</b>
                        { "What each change was worth, and the points for actions and diagnosis, \
                           may still change." }
                    </>
                }) }</p>
                <div class="progress" role="progressbar" aria-label="The rest of the debrief"
                    aria-valuemin="0" aria-valuemax="100" aria-valuenow={percent.to_string()}>
                    <span ref={bar}></span>
                </div>
                <p class="muted small num">{ what }</p>
            </div>
        </div>
    }
}

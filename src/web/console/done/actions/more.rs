//! The rarer actions, folded away until somebody wants them.

use crate::app::actions::Offer;
use crate::web::ui::Act;
use yew::prelude::*;

/// Properties of [`More`].
#[derive(Properties, PartialEq)]
pub struct MoreProps {
    /// The heading.
    pub title: AttrValue,
    /// What can be done.
    pub offers: Vec<Offer>,
}

/// Actions behind a heading that opens.
#[component]
pub fn More(props: &MoreProps) -> Html {
    let acts = props.offers.iter().map(|offer| {
        html! {
            <Act key={offer.label.clone()} label={offer.label.clone()}
                explain={offer.explain.clone()} action={offer.action.clone()}
                danger={offer.danger} />
        }
    });
    html! {
        <details class="more-actions" hidden={props.offers.is_empty()}>
            <summary>{ props.title.clone() }</summary>
            <div class="action more-list">{ for acts }</div>
        </details>
    }
}

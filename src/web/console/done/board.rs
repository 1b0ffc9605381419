//! The diagnosis board: hypotheses, and what was seen that speaks for or against them.

mod hypotheses;
mod pins;
mod step;

use crate::app::board::ordered;
use crate::app::protocol::LookedView;
use crate::app::shared::Shared;
use crate::drill::board::{Board, Verdict};
use hypotheses::Hypotheses;
use pins::Pins;
use yew::prelude::*;

/// Properties of [`BoardPane`].
#[derive(Properties, PartialEq)]
pub struct BoardPaneProps {
    /// The board.
    pub board: Shared<Board>,
    /// What was looked at.
    pub looked: Shared<Vec<LookedView>>,
}

/// The board. One hypothesis is chosen at a time: pins are weighed for that one.
#[component]
pub fn BoardPane(props: &BoardPaneProps) -> Html {
    let chosen = use_state(|| None::<u32>);
    let known = use_mut_ref(|| props.board.hypotheses.len());
    {
        let chosen = chosen.setter();
        use_effect_with(props.board.hypotheses.len(), move |count| {
            // A new hypothesis is the one that is being thought about.
            if *count > known.replace(*count) {
                chosen.set(u32::try_from(*count).ok());
            }
        });
    }
    let now = chosen.and_then(|id| props.board.hypothesis(id));
    let now = now.or_else(|| {
        let first = ordered(&props.board).into_iter().next();
        first.filter(|hypothesis| hypothesis.verdict != Verdict::Dropped)
    });
    let now = now.map(|hypothesis| hypothesis.id);
    let choose = {
        let chosen = chosen.setter();
        use_callback((), move |id: u32, ()| chosen.set(Some(id)))
    };
    html! {
        <div class="board stack">
            <Hypotheses board={props.board.clone()} chosen={now} {choose} />
            <Pins board={props.board.clone()} looked={props.looked.clone()} chosen={now} />
        </div>
    }
}

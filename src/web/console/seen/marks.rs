//! The marks on the charts as a list: each leads to its moment.

use crate::chart::{Mark, MarkKind, TimeRange};
use crate::web::run::use_run;
use crate::web::zone::use_clock;
use yew::prelude::*;

/// Most marks that are listed; the newest.
const LISTED_MAX: usize = 60;

/// Name of a kind, and the class of its glyph.
fn kind(kind: MarkKind) -> (&'static str, &'static str) {
    match kind {
        MarkKind::Change => ("change", "mark-change"),
        MarkKind::Alert => ("alert", "mark-alert"),
        MarkKind::Action => ("your action", "mark-action"),
    }
}

/// Properties of [`Marks`].
#[derive(Properties, PartialEq)]
pub struct MarksProps {
    /// Grows with new marks.
    pub version: u64,
    /// Time shown, ms.
    pub range_ms: (i64, i64),
}

/// The marks within the time shown, newest first.
#[component]
pub fn Marks(props: &MarksProps) -> Html {
    let run = use_run();
    let clock = use_clock();
    let range = TimeRange::new(props.range_ms.0, props.range_ms.1);
    let marks: Vec<Mark> = run
        .with_live(|live| {
            let shown = live.marks.iter().rev().filter(|m| range.contains(m.t_ms));
            shown.take(LISTED_MAX).cloned().collect()
        })
        .unwrap_or_default();
    let items = marks.iter().enumerate().map(|(index, mark)| {
        let t_ms = mark.t_ms;
        let show = |_: ()| {
            let run = run.clone();
            move || run.charts().show_moment(t_ms)
        };
        let (clicked, focused, entered) = (show(()), show(()), show(()));
        let (what, class) = kind(mark.kind);
        html! {
            <li key={index}>
                <button type="button" class="mark-item" onclick={move |_: MouseEvent| clicked()}
                    onfocus={move |_: FocusEvent| focused()}
                    onpointerenter={move |_: PointerEvent| entered()}>
                    <span class={class} aria-hidden="true"></span>
                    <span class="num muted">{ clock.second(t_ms) }</span>
                    <span class="visually-hidden">{ what }</span>
                    <span class="mark-label">{ mark.label.clone() }</span>
                </button>
            </li>
        }
    });
    html! {
        <section class="mark-list" aria-label="Marks in the time shown">
            <h3 class="small muted">{ "Changes, alerts and your actions" }</h3>
            <ul>{ for items }</ul>
            <p class="muted small" hidden={!marks.is_empty()}>{ "None in the time shown." }</p>
        </section>
    }
}

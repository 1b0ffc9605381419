//! What was done and what happened, beside the original team's account.

use super::summary::SectionProps;
use crate::debrief::document::RowKind;
use crate::debrief::words::{self, SideBySide};
use crate::web::ui::{head, press_sets, with_paths};
use std::collections::BTreeSet;
use yew::prelude::*;

/// Lines shown at once; the others come on demand.
const LINES_MAX: usize = 60;

/// Both stories by time, with a filter by kind.
#[component]
pub fn TimelineSection(props: &SectionProps) -> Html {
    let debrief = &*props.debrief;
    let hidden = use_state(BTreeSet::<RowKind>::new);
    let whole = use_state(|| false);
    let counts = RowKind::ALL.map(|kind| {
        let rows = debrief.timeline.iter();
        (kind, rows.filter(|row| row.kind == kind).count())
    });
    let filters = counts.into_iter().filter(|(_, count)| *count > 0);
    let filters = filters.map(|(kind, count)| {
        let [id, _, name] = kind.names();
        let shown = !hidden.contains(&kind);
        let onclick = {
            let hidden = hidden.clone();
            Callback::from(move |_: MouseEvent| {
                let mut next = (*hidden).clone();
                if !next.remove(&kind) {
                    next.insert(kind);
                }
                hidden.set(next);
            })
        };
        html! {
            <button key={id} type="button" class="chip" aria-pressed={shown.to_string()}
                {onclick}>
                { name }<span class="num">{ count }</span>
            </button>
        }
    });
    let rows = words::side_by_side(debrief, |kind| !hidden.contains(&kind));
    let zero = debrief.minute_zero_unix_s;
    let more = rows.len().saturating_sub(LINES_MAX);
    // On paper all of them stand, so those beyond are only hidden.
    let lines = rows.iter().enumerate();
    let lines = lines.map(|(at, row)| line(at, row, zero, !*whole && at >= LINES_MAX));
    let toggle = press_sets(&whole, !*whole);
    let words = match *whole {
        true => format!("Show the first {LINES_MAX} lines only"),
        false => format!("Show {more} more lines"),
    };
    html! {
        <section class="section" aria-labelledby="timeline">
            <h2 id="timeline" class="section-title" tabindex="-1">{ "Timeline" }</h2>
            <div class="row filters" role="group" aria-label="Show in this run">
                { for filters }
            </div>
            <table class="table timeline" aria-labelledby="timeline">
                { head(&["Time (UTC)", "This run", "Original team"]) }
                <tbody>{ for lines }</tbody>
            </table>
            <p class="no-print" hidden={more == 0}>
                <button type="button" class="btn" aria-expanded={whole.to_string()}
                    onclick={toggle}>
                    { words }
                </button>
            </p>
        </section>
    }
}

fn line(at: usize, row: &SideBySide<'_>, zero: i64, beyond: bool) -> Html {
    let own = row.own.map(|own| {
        html! {
            <div class="entry">
                <span class="kind">{ own.kind.names()[1] }</span>
                <span class="entry-text">{ with_paths(&own.text) }</span>
            </div>
        }
    });
    let account = row.account.map(|text| {
        html! {
            <div class="entry">
                <span class="kind account-kind">{ "Original team" }</span>
                <span class="entry-text">{ text.to_string() }</span>
            </div>
        }
    });
    let kind = row.own.map(|own| format!("row-{}", own.kind.names()[0]));
    html! {
        <tr key={at} class={classes!(kind, beyond.then_some("beyond"))}>
            <th scope="row" class="num">
                <span>{ words::utc_time(zero, row.t_ms) }</span>
                <span class="t-plus">{ words::t_plus(row.t_ms) }</span>
            </th>
            <td class="own">{ own.unwrap_or_default() }</td>
            <td class="account">{ account.unwrap_or_default() }</td>
        </tr>
    }
}

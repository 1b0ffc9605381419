//! What was done and what happened, beside the original team's account.

use super::summary::SectionProps;
use crate::debrief::words::{self, KINDS, SideBySide};
use std::collections::BTreeSet;
use yew::prelude::*;

/// Both stories by time, with a filter by kind.
#[component]
pub fn TimelineSection(props: &SectionProps) -> Html {
    let debrief = &*props.debrief;
    let hidden = use_state(BTreeSet::<&'static str>::new);
    let counts = KINDS.map(|(kind, name)| {
        let count = debrief
            .timeline
            .iter()
            .filter(|row| row.kind == kind)
            .count();
        (kind, name, count)
    });
    let filters = counts.into_iter().filter(|(_, _, count)| *count > 0);
    let filters = filters.map(|(kind, name, count)| {
        let shown = !hidden.contains(kind);
        let onclick = {
            let hidden = hidden.clone();
            Callback::from(move |_: MouseEvent| {
                let mut next = (*hidden).clone();
                if !next.remove(kind) {
                    next.insert(kind);
                }
                hidden.set(next);
            })
        };
        html! {
            <button key={kind} type="button" class="chip" aria-pressed={shown.to_string()}
                {onclick}>
                { name }<span class="num">{ count }</span>
            </button>
        }
    });
    let rows = words::side_by_side(debrief, |kind| !hidden.contains(kind));
    let zero = debrief.minute_zero_unix_s;
    let rows = rows.iter().enumerate().map(|(at, row)| line(at, row, zero));
    html! {
        <section class="section" aria-labelledby="timeline">
            <h2 id="timeline" class="section-title">{ "Timeline" }</h2>
            <div class="row filters" role="group" aria-label="Show in this run">
                { for filters }
            </div>
            <table class="table timeline">
                <thead>
                    <tr>
                        <th scope="col">{ "Time (UTC)" }</th>
                        <th scope="col">{ "This run" }</th>
                        <th scope="col">{ "Original team" }</th>
                    </tr>
                </thead>
                <tbody>{ for rows }</tbody>
            </table>
        </section>
    }
}

fn line(at: usize, row: &SideBySide<'_>, zero: i64) -> Html {
    let own = row.own.map(|own| {
        html! {
            <div class="entry">
                <span class="kind">{ words::kind_name(&own.kind).to_string() }</span>
                <span class="entry-text">{ own.text.clone() }</span>
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
    let kind = row.own.map(|own| format!("row-{}", own.kind));
    html! {
        <tr key={at} class={classes!(kind)}>
            <th scope="row" class="num">
                <span>{ words::utc_time(zero, row.t_ms) }</span>
                <span class="t-plus">{ words::t_plus(row.t_ms) }</span>
            </th>
            <td class="own">{ own.unwrap_or_default() }</td>
            <td class="account">{ account.unwrap_or_default() }</td>
        </tr>
    }
}

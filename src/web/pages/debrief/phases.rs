//! When each phase was reached, against its target and beside other players.

use super::summary::SectionProps;
use crate::debrief::review::Target;
use crate::debrief::words;
use crate::web::icons::Icon;
use crate::web::ui::head;
use yew::prelude::*;

/// Phases of the response. Facts, no points: the terms of the score say what counts.
#[component]
pub fn PhasesSection(props: &SectionProps) -> Html {
    let debrief = &*props.debrief;
    let zero = debrief.minute_zero_unix_s;
    // Documents of version 1 know the times alone.
    let plain: Vec<Target> = words::phases(&debrief.times_s)
        .into_iter()
        .map(|(phase, reached_s)| Target {
            phase: phase.to_string(),
            reached_s,
            ..Target::default()
        })
        .collect();
    let targets = match debrief.review.targets.is_empty() {
        true => &plain,
        false => &debrief.review.targets,
    };
    let time = |at: Option<f64>| at.map_or("–".to_string(), |at| words::t_plus(words::ms(at)));
    let rows = targets.iter().map(|target| {
        let reached = target.reached_s.map(words::ms);
        let utc = reached
            .map(|t_ms| words::utc_time(zero, t_ms))
            .unwrap_or_default();
        let own = reached.map_or("never".to_string(), words::t_plus);
        html! {
            <tr key={target.phase.clone()}>
                <th scope="row">{ target.phase.clone() }</th>
                <td class={classes!("num", reached.is_none().then_some("warn"))}>
                    { own }<span class="utc muted">{ utc }</span>
                </td>
                <td class="num" data-who="Target ">{ time(target.target_s) }</td>
                <td>{ met(target) }</td>
                <td class="num" data-who="Original team ">{ time(target.original_s) }</td>
                <td class="num" data-who="Best known ">{ time(target.best_s) }</td>
            </tr>
        }
    });
    html! {
        <section class="section" aria-labelledby="phases">
            <h2 id="phases" class="section-title" tabindex="-1">{ "Phases" }</h2>
            <div class="scroll" tabindex="0" role="region" aria-label="Phase times">
            <table class="table targets-table">
                { head(&[
                    "Phase", "#This run", "#Target", "",
                    "#Original team", "#Best known",
                ]) }
                <tbody>{ for rows }</tbody>
            </table>
            </div>
        </section>
    }
}

fn met(target: &Target) -> Html {
    let (icon, tone, word) = match target.met() {
        Some(true) => (Icon::Check, "good", "met"),
        Some(false) => (Icon::Close, "crit", "missed"),
        None => return html! { <span class="muted small">{ "no target" }</span> },
    };
    html! { <span class={classes!("verdict", tone)}>{ icon.html() }{ word }</span> }
}

//! Users affected: this run between the run in which nobody acts and the best known one.

use super::account::Account;
use super::bar::bar;
use super::curves::{Curve, Curves};
use crate::debrief::document::Debrief;
use crate::debrief::words;
use crate::web::ui::{head, on_change};
use std::rc::Rc;
use yew::prelude::*;

/// The runs: name and class of the colour.
pub const RUNS: [(&str, &str); 3] = [
    ("This run", "tone-accent"),
    ("Nobody acts", "tone-crit"),
    ("Best known", "tone-good"),
];

/// Properties of [`HarmSection`].
#[derive(Properties, PartialEq)]
pub struct HarmProps {
    /// What is shown.
    pub debrief: Rc<Debrief>,
    /// The change whose run without it stands beside the others, by its place.
    pub chosen: Option<usize>,
    /// Another one is chosen.
    pub on_choose: Callback<Option<usize>>,
}

/// The curve of the run without a change.
pub fn without(debrief: &Debrief, chosen: Option<usize>) -> Option<Curve> {
    let change = debrief.changes.get(chosen?)?;
    (!change.without.is_empty()).then(|| Curve {
        name: format!("Without: {}", words::change_title(change)).into(),
        tone: "tone-without",
        values: change.without.clone(),
    })
}

/// Affected visits as numbers and as curves, and why they were affected.
#[component]
pub fn HarmSection(props: &HarmProps) -> Html {
    let debrief = &*props.debrief;
    let (nobody, best) = debrief.reference_affected;
    let totals = [debrief.visits.1, nobody, best];
    let most = totals.into_iter().max().unwrap_or(0).max(1) as f64;
    let rows = RUNS.iter().zip(totals).map(|((name, tone), total)| {
        html! {
            <tr key={*name}>
                <th scope="row">{ *name }</th>
                <td class="harm-bar">{ bar(total as f64 / most, tone) }</td>
                <td class="num">{ words::count(total) }</td>
                <td class="num">{ words::share(total, debrief.visits.0) }</td>
            </tr>
        }
    });
    let curves = &debrief.harm_curves;
    let three = RUNS.iter().zip([&curves.own, &curves.nobody, &curves.best]);
    let three = three.map(|((name, tone), values)| Curve {
        name: (*name).into(),
        tone,
        values: values.clone(),
    });
    let curves: Vec<Curve> = three.chain(without(debrief, props.chosen)).collect();
    html! {
        <section class="section" aria-labelledby="harm">
            <h2 id="harm" class="section-title" tabindex="-1">{ "Users affected" }</h2>
            <p>{ words::impact(debrief) }</p>
            <table class="table harm-table">
                { head(&[
                    "Run", "", "#Affected visits", "#Share",
                ]) }
                <tbody>{ for rows }</tbody>
            </table>
            <Curves title="Affected visits so far" slider="Minute of the incident" {curves} />
            <Overlay debrief={props.debrief.clone()} chosen={props.chosen}
                on_choose={props.on_choose.clone()} />
            <Account debrief={props.debrief.clone()} />
        </section>
    }
}

/// Chooses the change that is left out in the fourth curve.
#[component]
fn Overlay(props: &HarmProps) -> Html {
    let debrief = &*props.debrief;
    let changes = debrief.changes.iter().enumerate();
    let changes = changes.filter(|(_, change)| !change.without.is_empty());
    let options: Vec<Html> = changes
        .map(|(at, change)| {
            let words = format!(
                "{} {}",
                words::t_plus(change.at_ms),
                words::change_title(change)
            );
            let selected = props.chosen == Some(at);
            html! { <option key={at} value={at.to_string()} {selected}>{ words }</option> }
        })
        .collect();
    let onchange = {
        let on_choose = props.on_choose.clone();
        on_change(move |value| on_choose.emit(value.parse().ok()))
    };
    html! {
        <p class="overlay no-print" hidden={options.is_empty()}>
            <label for="overlay">{ "Compare with the run without" }</label>
            <select id="overlay" class="field" {onchange}>
                <option key="none" value="" selected={props.chosen.is_none()}>
                    { "nothing left out" }
                </option>
                { for options }
            </select>
        </p>
    }
}

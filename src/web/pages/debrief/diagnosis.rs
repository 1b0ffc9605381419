//! What was stated to be wrong, what it was, and what would have told.

use super::summary::IncidentProps;
use crate::incident::document::{Choice, DiagnosisBook};
use crate::web::icons::Icon;
use crate::web::ui::head;
use yew::prelude::*;

/// Whether a label stands for one of the right choices.
fn right(choices: &[Choice], right_ids: &[String], label: &str) -> bool {
    let choice = choices.iter().find(|choice| choice.label == label);
    choice.is_some_and(|choice| right_ids.contains(&choice.id))
}

/// What was stated, with a mark and a word that judge it.
fn stated_cell(stated: Option<&String>, right: bool) -> Html {
    let Some(stated) = stated else {
        return html! { <td class="muted">{ "Not stated" }</td> };
    };
    let (icon, class, word) = match right {
        true => (Icon::Check, "verdict good", "Right"),
        false => (Icon::Close, "verdict crit", "Wrong"),
    };
    html! {
        <td>{ stated.clone() }<span {class}>{ icon.html() }{ word }</span></td>
    }
}

/// The diagnosis against the answer, and the telling evidence.
#[component]
pub fn DiagnosisSection(props: &IncidentProps) -> Html {
    let debrief = &*props.debrief;
    let stated = debrief.diagnosis.as_ref();
    let book = props.incident.as_ref().map(|incident| &incident.diagnosis);
    let judge = |label: Option<&String>, answer: &str, by: fn(&DiagnosisBook, &str) -> bool| {
        let Some(label) = label else { return false };
        label == answer || book.is_some_and(|book| by(book, label))
    };
    let (component, cause) = (stated.map(|d| &d.component), stated.map(|d| &d.cause));
    let component_right = judge(component, &debrief.answer.0, |book, label| {
        right(&book.components, &book.right_components, label)
    });
    let cause_right = judge(cause, &debrief.answer.1, |book, label| {
        right(&book.causes, &book.right_causes, label)
    });
    let rows = [
        ("Component", component, component_right, &debrief.answer.0),
        ("Cause", cause, cause_right, &debrief.answer.1),
    ];
    let rows = rows.into_iter().map(|(name, stated, right, answer)| {
        html! {
            <tr key={name}>
                <th scope="row">{ name }</th>
                { stated_cell(stated, right) }
                <td>{ answer.clone() }</td>
            </tr>
        }
    });
    let given = stated.map_or(&[][..], |stated| &stated.evidence);
    let given_items = given.iter().map(|one| html! { <li>{ one.clone() }</li> });
    let seen = debrief
        .evidence
        .iter()
        .filter(|(_, looked)| *looked)
        .count();
    let evidence = debrief.evidence.iter().map(|(label, looked)| {
        let (icon, class, word) = match looked {
            true => (Icon::Check, "evidence-seen", "looked at"),
            false => (Icon::Close, "evidence-missed", "not looked at"),
        };
        html! {
            <li {class}>{ icon.html() }<span>{ label.clone() }</span><span>{ word }</span></li>
        }
    });
    html! {
        <section class="section" aria-labelledby="diagnosis">
            <h2 id="diagnosis" class="section-title" tabindex="-1">{ "Diagnosis" }</h2>
            <table class="table diagnosis-table">
                { head(&["", "Stated", "It was"]) }
                <tbody>{ for rows }</tbody>
            </table>
            <div class="evidence-columns">
            <div hidden={given.is_empty()}>
                <h3>{ "Evidence given" }</h3>
                <ul class="sentences">{ for given_items }</ul>
            </div>
            <div hidden={debrief.evidence.is_empty()}>
                <h3>
                    { format!("Telling evidence: {seen} of {} looked at", debrief.evidence.len()) }
                </h3>
                <ul class="evidence">{ for evidence }</ul>
            </div>
            </div>
        </section>
    }
}

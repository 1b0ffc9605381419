//! Who has which role in the response.

use crate::app::shared::Shared;
use crate::app::told::PeopleNow;
use crate::drill::action::{Action, ResponseRole};
use crate::drill::roles::YOU;
use crate::web::icons::Icon;
use crate::web::run::use_run;
use crate::web::ui::{on_change, option, use_outcome};
use yew::prelude::*;

/// Properties of [`Roles`].
#[derive(Properties, PartialEq)]
pub struct RolesProps {
    /// Who is there.
    pub people: Shared<PeopleNow>,
}

/// The roles: each a choice among the player and those who have come in.
#[component]
pub fn Roles(props: &RolesProps) -> Html {
    let run = use_run();
    let (outcome, act) = use_outcome(Callback::noop());
    let closed = run.read_only().is_some();
    let present: Vec<(String, String)> = run
        .incident()
        .contacts
        .iter()
        .filter(|contact| props.people.present.iter().any(|(id, _)| *id == contact.id))
        .map(|contact| (contact.id.clone(), contact.role.clone()))
        .collect();
    let rows = ResponseRole::ALL.into_iter().map(|role| {
        let roles = &props.people.roles;
        let held = roles.iter().find(|(held, _)| *held == role);
        let held = held.map_or(String::new(), |(_, who)| who.clone());
        let onchange = {
            let act = act.clone();
            on_change(move |text| {
                let to = Some(text).filter(|to| !to.is_empty());
                act.emit(Action::Assign { role, to });
            })
        };
        let choices = present
            .iter()
            .map(|(id, name)| option(&id, &name, held == *id));
        html! {
            <li key={role.name()} class="role-row">
                <span class="grow">
                    <strong>{ role.name() }</strong>
                    <span class="muted small">{ format!(" {}", role.about()) }</span>
                </span>
                <select class="field field-small" aria-label={role.name()} {onchange}
                    disabled={closed}>
                    <option key="none" value="" selected={held.is_empty()}>{ "Nobody" }</option>
                    <option key="you" value={YOU} selected={held == YOU}>{ "You" }</option>
                    { for choices }
                </select>
            </li>
        }
    });
    html! {
        <section aria-label="Roles" class="stack">
            <h3 class="group-title">{ Icon::Person.html() }{ "Roles" }
                <span class="muted small push">{ "You, or who has come in" }</span></h3>
            <ul class="people-list">{ for rows }</ul>
            { outcome.html() }
        </section>
    }
}

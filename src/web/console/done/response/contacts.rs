//! The people one can call and ask.

use crate::app::shared::Shared;
use crate::app::told::{PeopleNow, left};
use crate::drill::action::Action;
use crate::drill::alerts::span;
use crate::drill::people::{SAY_CHARS_MAX, handle_of};
use crate::incident::document::Contact;
use crate::web::icons::Icon;
use crate::web::run::use_run;
use crate::web::ui::{chosen_into, option, press_sets, typed_into, use_outcome};
use crate::web::zone::use_clock;
use yew::prelude::*;

/// Properties of [`Contacts`].
#[derive(Properties, PartialEq)]
pub struct ContactsProps {
    /// Who is there.
    pub people: Shared<PeopleNow>,
    /// The run's clock, s.
    pub now_s: i64,
}

/// The people.
#[component]
pub fn Contacts(props: &ContactsProps) -> Html {
    let run = use_run();
    let rows = run.incident().contacts.iter().map(|contact| {
        let at = |list: &[(String, i64)]| {
            let mut list = list.iter();
            list.find(|(id, _)| *id == contact.id).map(|(_, at)| *at)
        };
        let coming_ms = at(&props.people.coming);
        html! {
            <Person key={contact.id.clone()} contact={Shared::new(contact.clone())}
                present_ms={at(&props.people.present)} {coming_ms}
                now_s={if coming_ms.is_some() { props.now_s } else { 0 }} />
        }
    });
    html! {
        <section aria-label="Contacts" class="stack">
            <h3 class="group-title">{ Icon::Bell.html() }{ "People" }
                <span class="muted small push">{ "They answer in the channel" }</span></h3>
            <ul class="people-list">{ for rows }</ul>
        </section>
    }
}

#[derive(Properties)]
struct PersonProps {
    contact: Shared<Contact>,
    present_ms: Option<i64>,
    coming_ms: Option<i64>,
    now_s: i64,
}

/// The contact itself never changes during a run.
impl PartialEq for PersonProps {
    fn eq(&self, other: &Self) -> bool {
        (self.present_ms, self.coming_ms, self.now_s)
            == (other.present_ms, other.coming_ms, other.now_s)
    }
}

#[component]
fn Person(props: &PersonProps) -> Html {
    let run = use_run();
    let contact = props.contact.clone();
    let asking = use_state(|| false);
    let about = use_state(String::new);
    let text = use_state(String::new);
    let taken = {
        let (asking, text) = (asking.clone(), text.clone());
        Callback::from(move |()| {
            asking.set(false);
            text.set(String::new());
        })
    };
    let (outcome, act) = use_outcome(taken);
    let clock = use_clock();
    let state = match (props.coming_ms, props.present_ms) {
        (Some(at), _) => format!("Answers in about {}", left(props.now_s * 1_000, at)),
        (None, Some(at)) => format!("In the channel since {}", clock.minute(at)),
        (None, None) => format!("Comes within {}", span(contact.answers_after_s)),
    };
    let busy = props.coming_ms.is_some() || run.read_only().is_some();
    let call = {
        let (act, to) = (act.clone(), contact.id.clone());
        Callback::from(move |_: MouseEvent| act.emit(Action::Escalate { to: to.clone() }))
    };
    let toggle = press_sets(&asking, !*asking);
    let on_about = chosen_into(&about);
    let oninput = typed_into(&text);
    let onsubmit = {
        let action = Action::Ask {
            to: contact.id.clone(),
            about: Some((*about).clone()).filter(|about| !about.is_empty()),
            text: text.trim().to_string(),
        };
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            act.emit(action.clone());
        })
    };
    let topics = contact
        .topics
        .iter()
        .map(|topic| option(&topic.id, &topic.question, *about == topic.id));
    let ready = !about.is_empty() || !text.trim().is_empty();
    let chars = SAY_CHARS_MAX.to_string();
    let role = contact.role.clone();
    html! {
        <li class="people-row stack">
            <div class="person">
                <div class="grow">
                    <p><strong>{ role.clone() }</strong>
                        <span class="muted small">{ format!(" @{}", handle_of(&contact)) }</span>
                    </p>
                    <p class="muted small">{ contact.about.clone() }</p>
                    <p class="small num">{ state }</p>
                </div>
                <button type="button" class="btn btn-small" onclick={call} disabled={busy}
                    title={run.read_only()} aria-label={format!("Call: {role}")}>
                    { "Call" }
                </button>
                <button type="button" class="btn btn-small" onclick={toggle} disabled={busy}
                    aria-expanded={asking.to_string()} aria-label={format!("Ask: {role}")}>
                    { "Ask" }
                </button>
            </div>
            <form class="ask-form" hidden={!*asking} {onsubmit}
                aria-label={format!("Question to {role}")}>
                <label class="stack">{ "Question" }
                    <select class="field" onchange={on_about}>
                        <option key="" value="" selected={about.is_empty()}>
                            { "In own words" }
                        </option>
                        { for topics }
                    </select>
                </label>
                <label class="stack">{ "Words" }
                    <input type="text" class="field" value={(*text).clone()} {oninput}
                        maxlength={chars} autocomplete="off" />
                </label>
                <button type="submit" class="btn btn-primary" disabled={!ready || busy}>
                    { "Send question" }
                </button>
            </form>
            { outcome.html() }
        </li>
    }
}

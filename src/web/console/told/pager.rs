//! The pager: pages to acknowledge, people to call.

use crate::app::protocol::PageView;
use crate::app::shared::Shared;
use crate::chart::{Clock, Unit};
use crate::drill::action::Action;
use crate::incident::document::Contact;
use crate::web::icons::Icon;
use crate::web::run::use_run;
use crate::web::ui::{Act, use_outcome};
use yew::prelude::*;

/// Properties of [`Pager`].
#[derive(Properties, PartialEq)]
pub struct PagerProps {
    /// Pages, oldest first.
    pub pages: Shared<Vec<PageView>>,
    /// Who was called, and when they answer.
    pub called: Shared<Vec<(String, i64)>>,
    /// The clock in steps, so that "answers at" changes.
    pub now_min: i64,
    /// Marked by the coach.
    pub coached: bool,
}

/// The pager.
#[component]
pub fn Pager(props: &PagerProps) -> Html {
    let run = use_run();
    let calling = use_state(|| false);
    let (outcome, act) = use_outcome(Callback::noop());
    let clock = Clock::utc(run.zero_unix_s());
    let open = |page: &&PageView| page.resolved_ms.is_none();
    let firing = props
        .pages
        .iter()
        .filter(open)
        .any(|page| page.acknowledged_ms.is_none());
    let newest = props.pages.iter().rfind(open).or(props.pages.last());
    let acknowledge = Callback::from(move |_: MouseEvent| act.emit(Action::Acknowledge {}));
    let toggle = {
        let calling = calling.clone();
        Callback::from(move |_: MouseEvent| calling.set(!*calling))
    };
    let page = newest.map(|page| {
        let state = match (page.resolved_ms, page.acknowledged_ms) {
            (Some(at), _) => format!("Resolved {}", clock.minute(at)),
            (None, Some(at)) => format!("Acknowledged {}", clock.minute(at)),
            (None, None) => "Triggered".to_string(),
        };
        html! {
            <>
                <p class="pager-title">{ page.title.clone() }</p>
                <p class="muted small num">
                    { format!("Sent {} · {state}", clock.second(page.sent_ms)) }
                </p>
            </>
        }
    });
    let empty = page.is_none();
    let contacts = run.incident().contacts.iter().map(|contact| {
        let answers_ms = props
            .called
            .iter()
            .find(|(id, _)| *id == contact.id)
            .map(|(_, at)| *at);
        html! {
            <ContactRow key={contact.id.clone()} contact={Shared::new(contact.clone())}
                {answers_ms} now_ms={props.now_min * 5_000} />
        }
    });
    let more = props.pages.len().saturating_sub(1);
    html! {
        <section class={classes!("card", "pager", firing.then_some("firing"),
            props.coached.then_some("coached"))} aria-label="Pager">
            <h2 class="pane-title">{ Icon::Bell.html() }{ "Pager" }
                <span class="muted small push" hidden={more == 0}>
                    { format!("{more} earlier") }
                </span>
            </h2>
            <div role={firing.then_some("alert")}>
                { page }
                <p class="muted small" hidden={!empty}>{ "No page. All is quiet." }</p>
            </div>
            <div class="row">
                <button type="button" class="btn btn-primary" onclick={acknowledge}
                    disabled={!firing || run.read_only().is_some()} title={run.read_only()}>
                    { "Acknowledge" }
                </button>
                <button type="button" class="btn" onclick={toggle}
                    aria-expanded={calling.to_string()}>
                    { "Call somebody" }
                </button>
            </div>
            { outcome.html() }
            <ul class="contacts" hidden={!*calling} aria-label="Contacts">{ for contacts }</ul>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct ContactRowProps {
    contact: Shared<Contact>,
    answers_ms: Option<i64>,
    now_ms: i64,
}

#[component]
fn ContactRow(props: &ContactRowProps) -> Html {
    let run = use_run();
    let contact = &props.contact;
    let clock = Clock::utc(run.zero_unix_s());
    let takes = Unit::Seconds.format(contact.answers_after_s);
    let state = match props.answers_ms {
        Some(at) if at > props.now_ms => format!("Called, answers about {}", clock.minute(at)),
        Some(at) => format!("Answered {}", clock.minute(at)),
        None => format!("Usually answers within {takes}"),
    };
    let again = if props.answers_ms.is_some() {
        "Call again"
    } else {
        "Call"
    };
    let busy = props.answers_ms.is_some_and(|at| at > props.now_ms);
    html! {
        <li class="contact">
            <div class="grow">
                <h3>{ contact.role.clone() }</h3>
                <p class="muted small">{ contact.about.clone() }</p>
                <p class="small">{ state }</p>
            </div>
            <Act label={again} name={format!("{again}: {}", contact.role)}
                explain={format!("Pages them. They look around first and answer in about {takes}.")}
                action={Action::Escalate { to: contact.id.clone() }}
                disabled={busy.then_some(AttrValue::from("They were called and are looking."))} />
        </li>
    }
}

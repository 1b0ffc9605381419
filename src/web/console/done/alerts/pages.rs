//! All pages: how they stand, what became of them, what can be done.

use crate::app::shared::Shared;
use crate::app::told::{PageNow, left};
use crate::drill::action::Action;
use crate::drill::pager::PageState;
use crate::web::console::page_chip;
use crate::web::icons::Icon;
use crate::web::run::use_run;
use crate::web::ui::{option, use_outcome};
use crate::web::zone::use_clock;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Properties of [`Pages`].
#[derive(Properties, PartialEq)]
pub struct PagesProps {
    /// Pages, oldest first.
    pub pages: Shared<Vec<PageNow>>,
    /// The run's clock, s.
    pub now_s: i64,
}

/// The pages, newest first.
#[component]
pub fn Pages(props: &PagesProps) -> Html {
    let rows = props.pages.iter().rev().map(|page| {
        html! { <PageRow key={page.id} page={page.clone()} now_s={
            if page.escalates_ms.is_some() { props.now_s } else { 0 }
        } /> }
    });
    let none = props.pages.is_empty();
    html! {
        <section aria-label="Pages" class="stack">
            <h3 class="group-title">{ Icon::Bell.html() }{ "Pages" }</h3>
            <p class="muted small" hidden={!none}>{ "Nobody was paged." }</p>
            <ol class="people-list">{ for rows }</ol>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct PageRowProps {
    page: PageNow,
    now_s: i64,
}

#[component]
fn PageRow(props: &PageRowProps) -> Html {
    let run = use_run();
    let (outcome, act) = use_outcome(Callback::noop());
    let page = &props.page;
    let clock = use_clock();
    let open = page.resolved_ms.is_none();
    let id = page.id;
    let acknowledge = act.reform(move |_: MouseEvent| Action::Acknowledge {});
    let resolve = act.reform(move |_: MouseEvent| Action::ResolvePage { page: id });
    let reassign = Callback::from(move |event: Event| {
        let Some(select) = event.target_dyn_into::<HtmlSelectElement>() else {
            return;
        };
        let to = select.value();
        select.set_value("");
        if !to.is_empty() {
            act.emit(Action::Reassign { page: id, to });
        }
    });
    let contacts = run
        .incident()
        .contacts
        .iter()
        .map(|contact| option(&contact.id, &contact.role, false));
    let alerts = page.alerts.iter().map(|alert| {
        html! {
            <li key={alert.name.clone()} class="small">
                <strong>{ alert.name.clone() }</strong>{ " " }
                <span>{ alert.summary.clone() }</span>
                <span class="muted num">
                    { alert.ended_ms.map(|at| format!(" · ended {}", clock.second(at))) }
                </span>
            </li>
        }
    });
    let log = page.log.iter().enumerate().map(|(i, (at, words))| {
        html! {
            <li key={i} class="small num">
                <time class="muted">{ clock.second(*at) }</time>{ " " }{ words.clone() }
            </li>
        }
    });
    let closed = run.read_only().is_some();
    let holder = page.holder.clone().unwrap_or_else(|| "you".to_string());
    let escalates = page
        .escalates_ms
        .map(|at| format!(" · next level in {}", left(props.now_s * 1_000, at)));
    html! {
        <li class="people-row stack" aria-label={format!("Page {id}")}>
            <p class="row">
                { page_chip(page) }
                <span class="small">
                    { if page.high { "High urgency" } else { "Low urgency" } }
                </span>
                <span class="muted small num push">
                    { format!("#{id} · {} · with {holder}", clock.second(page.sent_ms)) }
                    { escalates }
                </span>
            </p>
            <ul class="stack-1">{ for alerts }</ul>
            <ol class="page-log stack-1" aria-label={format!("What became of page {id}")}>
                { for log }
            </ol>
            <div class="row" hidden={!open}>
                <button type="button" class="btn btn-small btn-primary" onclick={acknowledge}
                    hidden={page.state != PageState::Triggered} disabled={closed}
                    aria-label={format!("Acknowledge page {id}")}>{ "Acknowledge" }</button>
                <button type="button" class="btn btn-small" onclick={resolve} disabled={closed}
                    aria-label={format!("Resolve page {id}")}>{ "Resolve" }</button>
                <select class="field field-small" onchange={reassign} disabled={closed}
                    aria-label={format!("Reassign page {id}")}>
                    <option key="none" value="" selected=true>{ "Reassign to" }</option>
                    { for contacts }
                </select>
            </div>
            { outcome.html() }
        </li>
    }
}

//! All runs: which, in which order, and what can be done with each.

use super::Kept;
use super::row::Row;
use super::verifier::Verifier;
use crate::app::history::{ModeFilter, Order, listed, to_csv};
use crate::app::protocol::Mode;
use crate::app::saved::ResultLine;
use crate::debrief::words;
use crate::web::pages::confirm::Confirm;
use crate::web::pages::{catalog, download};
use crate::web::storage;
use crate::web::ui::{focus_on, on_choice, press_sets};
use gloo::timers::callback::Timeout;
use std::collections::BTreeSet;
use web_sys::HtmlElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct RunsSectionProps {
    /// What there is.
    pub kept: Kept,
    /// Verifies a kept file.
    pub verifier: Verifier,
    /// Something was deleted.
    pub on_changed: Callback<()>,
}

/// All runs.
#[component]
pub fn RunsSection(props: &RunsSectionProps) -> Html {
    let incident = use_state(|| None::<String>);
    let mode = use_state(ModeFilter::default);
    let order = use_state(Order::default);
    let asked = use_state(|| None::<ResultLine>);
    let said = use_state(String::new);
    let heading = use_node_ref();
    let all = &props.kept.results.results;
    let shown = listed(all, incident.as_deref(), *mode, *order);
    let ids: BTreeSet<&String> = all.iter().map(|line| &line.incident).collect();
    let many = ids.len() > 1;
    let on_delete = {
        let asked = asked.clone();
        Callback::from(move |line: ResultLine| asked.set(Some(line)))
    };
    let tell = {
        let said = said.clone();
        Callback::from(move |text: String| said.set(text))
    };
    let rows = shown.iter().map(|line| {
        let key = line.file.clone().unwrap_or_else(|| line.digest.clone());
        html! {
            <Row key={format!("{key} {} {}", line.mode.word(), line.finished_unix_s)}
                line={line.clone()} with_incident={many} kept={props.kept.clone()}
                verifier={props.verifier.clone()} on_delete={on_delete.clone()}
                tell={tell.clone()} />
        }
    });
    let incidents = ids.iter().map(|id| {
        let title = catalog::incident(id).map_or_else(|| id.to_string(), |one| one.title.clone());
        html! { <option selected={incident.as_ref() == Some(id)}>{ title }</option> }
    });
    let on_incident = {
        let incident = incident.clone();
        let ids: Vec<String> = ids.iter().map(|id| id.to_string()).collect();
        on_choice(move |at| incident.set(at.checked_sub(1).and_then(|at| ids.get(at).cloned())))
    };
    let on_order = {
        let order = order.clone();
        on_choice(move |at| order.set(Order::ALL.get(at).copied().unwrap_or_default()))
    };
    let modes = [("All", ModeFilter::All)].into_iter();
    let modes = modes.chain(Mode::ALL.map(|m| (m.title(), ModeFilter::Only(m))));
    let modes = modes.map(|(name, to)| {
        let onclick = press_sets(&mode, to);
        html! {
            <button type="button" class="chip" aria-pressed={(*mode == to).to_string()} {onclick}>
                { name }
            </button>
        }
    });
    let orders = Order::ALL
        .iter()
        .map(|one| html! { <option selected={*one == *order}>{ one.name() }</option> });
    let on_csv = {
        let (shown, tell) = (shown.clone(), tell.clone());
        Callback::from(move |_: MouseEvent| {
            let name = "firedrill-results.csv";
            tell.emit(download::save(name, "text/csv", &to_csv(&shown)));
        })
    };
    let count = match shown.len() {
        1 => "1 run".to_string(),
        n => format!("{n} runs"),
    };
    let incident_heading = many.then(|| html! { <th scope="col">{ "Incident" }</th> });
    html! {
        <section class="section" aria-labelledby="runs">
            <h2 ref={heading.clone()} id="runs" class="section-title" tabindex="-1">
                { "All runs" }
            </h2>
            <div class="row runs-bar">
                <label class="row" hidden={!many}>
                    <span class="label">{ "Incident" }</span>
                    <select class="field" onchange={on_incident}>
                        <option selected={incident.is_none()}>{ "All" }</option>
                        { for incidents }
                    </select>
                </label>
                <div class="row filters" role="group" aria-label="Way in">{ for modes }</div>
                <label class="row">
                    <span class="label">{ "Order" }</span>
                    <select class="field" onchange={on_order}>{ for orders }</select>
                </label>
                <span class="small muted num" role="status">{ count }</span>
                <button type="button" class="btn runs-csv" onclick={on_csv}>
                    { "Download CSV" }
                </button>
            </div>
            <p class="small" role="status">{ (*said).clone() }</p>
            <p class="empty" hidden={!shown.is_empty()}>{ "No run of this kind." }</p>
            <table class="table runs-table" hidden={shown.is_empty()}>
                <caption class="visually-hidden">{ "Your runs" }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ "Finished (UTC)" }</th>
                        { incident_heading }
                        <th scope="col">{ "Way in" }</th>
                        <th scope="col" class="num">{ "Seed" }</th>
                        <th scope="col" class="num">{ "Points" }</th>
                        <th scope="col" class="num">{ "Affected" }</th>
                        <th scope="col" class="num">{ "Acknowledged" }</th>
                        <th scope="col" class="num">{ "Diagnosed" }</th>
                        <th scope="col" class="num">{ "Mitigated" }</th>
                        <th scope="col" class="num">{ "Resolved" }</th>
                        <th scope="col">{ "Result file" }</th>
                    </tr>
                </thead>
                { for rows }
            </table>
            { confirm(&asked, &heading, props, &tell) }
        </section>
    }
}

/// The question before a result is deleted.
fn confirm(
    asked: &UseStateHandle<Option<ResultLine>>,
    heading: &NodeRef,
    props: &RunsSectionProps,
    tell: &Callback<String>,
) -> Html {
    let close = {
        let asked = asked.clone();
        Callback::from(move |()| asked.set(None))
    };
    let delete = {
        let (asked, heading, tell) = (asked.clone(), heading.clone(), tell.clone());
        let on_changed = props.on_changed.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(line) = &*asked {
                storage::delete_result(line);
                tell.emit(format!("The run with seed {} is deleted.", line.seed));
            }
            asked.set(None);
            on_changed.emit(());
            // The button that was pressed is gone with its row. Until the dialog has closed
            // nothing else takes the focus.
            let heading = heading.cast::<HtmlElement>();
            Timeout::new(0, move || {
                if let Some(heading) = heading {
                    focus_on(&heading);
                }
            })
            .forget();
        })
    };
    let what = asked.as_ref().map_or(String::new(), |line| {
        let on = &words::utc_date_time(line.finished_unix_s)[..16];
        format!(
            "The run of {on} UTC with seed {} leaves this list and all numbers on this page. Its \
             result file, its notes and its debrief are deleted. This cannot be undone.",
            line.seed
        )
    });
    html! {
        <Confirm title="Delete this run?" text={what} yes="Delete run" open={asked.is_some()} on_close={close}
            on_yes={delete} />
    }
}

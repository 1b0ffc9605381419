//! What to show of the logs: the search, source, host, levels.

use super::help::Help;
use crate::app::logs::{LogFilter, Problem};
use crate::app::protocol::Level;
use crate::app::shared::Shared;
use crate::web::run::use_run;
use crate::web::ui::{focus_on, on_change, on_input, option, press_sets};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Properties of [`Search`].
#[derive(Properties, PartialEq)]
pub(super) struct SearchProps {
    /// What is shown now.
    pub filter: Shared<LogFilter>,
    /// Hosts to choose from.
    pub hosts: Shared<Vec<String>>,
    /// What of the search cannot be understood.
    pub problems: Vec<Problem>,
    /// Shows something else.
    pub on_change: Callback<LogFilter>,
    /// Long texts have up to three lines.
    pub wrap: bool,
    /// Shows long texts in three lines, or in one.
    pub on_wrap: Callback<bool>,
}

/// A choice of one name or all.
fn choice(
    label: &'static str,
    all: &'static str,
    names: &[String],
    chosen: Option<&String>,
    on_choose: Callback<Option<String>>,
) -> Html {
    let onchange =
        on_change(move |text| on_choose.emit(Some(text).filter(|text| !text.is_empty())));
    let gone = chosen.filter(|chosen| !names.contains(chosen));
    let options = names
        .iter()
        .chain(gone)
        .map(|name| option(&name, &name, chosen == Some(name)));
    html! {
        <select class="field log-choice" aria-label={label} {onchange}>
            <option key="" value="" selected={chosen.is_none()}>{ all }</option>
            { for options }
        </select>
    }
}

/// The head of the pane.
#[component]
pub(super) fn Search(props: &SearchProps) -> Html {
    let run = use_run();
    let help = use_state(|| false);
    let field = use_node_ref();
    let filter = &props.filter;
    let change = |edit: fn(&mut LogFilter, Option<String>)| {
        let (filter, on_change) = (filter.clone(), props.on_change.clone());
        Callback::from(move |value: Option<String>| {
            let mut next = (*filter).clone();
            edit(&mut next, value);
            on_change.emit(next);
        })
    };
    let search = {
        let change = change(|filter, text| filter.text = text.unwrap_or_default());
        on_input(move |text| change.emit(Some(text)))
    };
    let services = run.incident().world.services.iter();
    let services = services.map(|service| service.name.clone());
    let sources: Vec<String> = std::iter::once("postgresql".to_string())
        .chain(services)
        .collect();
    let choose_source = change(|filter, source| {
        filter.source = source;
        filter.host = None;
    });
    let choose_host = change(|filter, host| filter.host = host);
    let chips = Level::ALL.into_iter().skip(1).map(|level| {
        let on = filter.levels.contains(&level);
        let onclick = {
            let (filter, on_change) = (filter.clone(), props.on_change.clone());
            Callback::from(move |_: MouseEvent| {
                let mut next = (*filter).clone();
                if on {
                    next.levels.retain(|other| *other != level);
                } else {
                    next.levels.push(level);
                }
                on_change.emit(next);
            })
        };
        html! {
            <button key={level.word()} type="button" class={classes!("chip", "log-chip",
                super::list::class_of(level))} aria-pressed={on.to_string()} {onclick}>
                { level.word() }</button>
        }
    });
    let wrap = {
        let on = props.wrap;
        props.on_wrap.reform(move |_: MouseEvent| !on)
    };
    let problems = props.problems.iter().enumerate().map(|(at, problem)| {
        let place = filter.text.get(problem.span.clone()).unwrap_or_default();
        html! {
            <li key={at}><code class="mono">{ place.to_string() }</code>
                { format!(" {}", problem.message) }</li>
        }
    });
    let wrong = !props.problems.is_empty();
    let toggle_help = press_sets(&help, !*help);
    let close_help = {
        let (help, field) = (help.clone(), field.clone());
        Callback::from(move |()| {
            help.set(false);
            if let Some(field) = field.cast::<HtmlInputElement>() {
                focus_on(&field);
            }
        })
    };
    let insert = {
        let (filter, on_change) = (filter.clone(), props.on_change.clone());
        Callback::from(move |example: &'static str| {
            let mut next = (*filter).clone();
            if !next.text.is_empty() && !next.text.ends_with(' ') {
                next.text.push(' ');
            }
            next.text.push_str(example);
            on_change.emit(next);
        })
    };
    let clear = {
        let (filter, on_change) = (filter.clone(), props.on_change.clone());
        Callback::from(move |_: MouseEvent| {
            on_change.emit(LogFilter {
                zero_unix_s: filter.zero_unix_s,
                ..LogFilter::default()
            });
        })
    };
    html! {
        <div class="log-tools">
            <div class="row log-search">
                <input ref={field} id="log-search" type="search" class="field grow mono"
                    oninput={search} aria-label="Search the logs" value={filter.text.clone()}
                    placeholder="Search the logs ( / )" autocomplete="off" spellcheck="false"
                    aria-invalid={wrong.to_string()} aria-describedby="log-search-problems" />
                <button type="button" class="btn" onclick={clear} disabled={filter.is_open()}
                    aria-label="Clear the search">{ "Clear" }</button>
                <button type="button" class="btn btn-icon" aria-label="How to search"
                    aria-expanded={help.to_string()} aria-controls="log-help"
                    onclick={toggle_help}>{ "?" }</button>
            </div>
            <div id="log-search-problems" role="status" hidden={!wrong}>
                <ul class="log-problems small warn">{ for problems }</ul>
            </div>
            <div id="log-help" hidden={!*help}>
                if *help {
                    <Help on_insert={insert} on_close={close_help} />
                }
            </div>
            <div class="row log-row">
                { choice("Source", "All sources", &sources, filter.source.as_ref(), choose_source) }
                { choice("Host", "All hosts", &props.hosts, filter.host.as_ref(), choose_host) }
                <div class="row log-levels" role="group" aria-label="Levels">{ for chips }</div>
                <button type="button" class="chip push" aria-pressed={props.wrap.to_string()}
                    onclick={wrap}>{ "Wrap" }</button>
            </div>
        </div>
    }
}

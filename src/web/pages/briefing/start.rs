//! The start of a run: way in, seed, or going on with what was left.

use crate::app::protocol::Mode;
use crate::app::route;
use crate::incident::document::Incident;
use crate::web::app::go;
use crate::web::pages::catalog;
use crate::web::storage;
use crate::web::ui::focus_on;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Properties of [`Start`].
#[derive(Properties, PartialEq)]
pub struct StartProps {
    /// The incident.
    pub incident: Rc<Incident>,
}

/// The way in that the address asks for, as in `?mode=guided`.
fn asked_mode() -> Option<Mode> {
    let hash = gloo::utils::window().location().hash().ok()?;
    let (_, query) = hash.split_once('?')?;
    query
        .split('&')
        .find_map(|pair| Mode::of(pair.strip_prefix("mode=")?))
}

/// Way in, seed and start.
#[component]
pub fn Start(props: &StartProps) -> Html {
    let incident = &*props.incident;
    let mode = use_state(|| asked_mode().unwrap_or(Mode::Drill));
    let seed = use_state(|| catalog::fresh_seed().to_string());
    let wrong = use_state(|| false);
    let seed_node = use_node_ref();
    let chosen = *mode;
    let saved = storage::load_run(&incident.id, chosen);
    let zero = catalog::minute_zero(incident);

    let on_seed = {
        let (seed, wrong) = (seed.clone(), wrong.clone());
        Callback::from(move |event: InputEvent| {
            let input = event
                .target()
                .and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
            if let Some(input) = input {
                seed.set(input.value());
                wrong.set(false);
            }
        })
    };
    let on_fresh = {
        let (seed, wrong) = (seed.clone(), wrong.clone());
        Callback::from(move |_: MouseEvent| {
            seed.set(catalog::fresh_seed().to_string());
            wrong.set(false);
        })
    };
    let onsubmit = {
        let (seed, wrong, id) = (seed.clone(), wrong.clone(), incident.id.clone());
        let seed_node = seed_node.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(seed) = route::seed(seed.trim()) else {
                wrong.set(true);
                if let Some(input) = seed_node.cast::<HtmlInputElement>() {
                    focus_on(&input);
                }
                return;
            };
            storage::clear_run(&id, chosen);
            go(&catalog::run_address(&id, chosen, seed));
        })
    };
    let modes = catalog::modes(incident).map(|one| {
        let onchange = {
            let mode = mode.clone();
            Callback::from(move |_: Event| mode.set(one))
        };
        let line = format!("mode-{}-line", one.word());
        html! {
            <label key={one.word()} class="choice">
                <input type="radio" name="mode" value={one.word()} checked={one == chosen}
                    aria-describedby={line.clone()} {onchange} />
                <span class="choice-name">{ one.title() }</span>
                <span id={line} class="muted small">{ catalog::mode_line(one) }</span>
            </label>
        }
    });
    let verb = match (chosen, saved.is_some()) {
        (_, true) => "Start anew",
        (Mode::Drill, false) => "Start drill",
        (Mode::Guided, false) => "Start guided drill",
        (Mode::Watch, false) => "Start watching",
    };
    let resume = saved.as_ref().map_or(AttrValue::from("#/"), |run| {
        catalog::run_address(&incident.id, chosen, run.journal.seed)
            .format()
            .into()
    });
    let stands = saved.as_ref().map(|run| {
        let stands = catalog::stands(zero, run.now_ms, run.journal.entries.len());
        format!(
            "{stands}, seed {}. Starting anew replaces it.",
            run.journal.seed
        )
    });
    html! {
        <form class="card start" aria-label="Start" {onsubmit} novalidate=true>
            <fieldset class="choices">
                <legend>{ "Way in" }</legend>
                { for modes }
            </fieldset>
            <div class="seed">
                <label for="seed">{ "Seed" }</label>
                <div class="seed-row">
                    <input ref={seed_node} id="seed" class="field num" inputmode="numeric"
                        autocomplete="off" spellcheck="false" value={(*seed).clone()}
                        aria-invalid={wrong.to_string()} aria-describedby="seed-help seed-wrong"
                        oninput={on_seed} />
                    <button type="button" class="btn" onclick={on_fresh}>{ "New seed" }</button>
                </div>
                <p id="seed-wrong" class="small crit" role="alert">
                    { if *wrong { "A seed is a whole number, 0 or more." } else { "" } }
                </p>
                <p id="seed-help" class="small muted">
                    { "The same seed brings the same customers, to the millisecond." }
                </p>
            </div>
            <div class="start-saved" hidden={saved.is_none()}>
                <p class="small num">{ stands.unwrap_or_default() }</p>
                <a class="btn btn-primary start-button" href={resume}>{ "Continue" }</a>
            </div>
            <button type="submit"
                class={classes!("btn", "start-button", saved.is_none().then_some("btn-primary"))}>
                { verb }
            </button>
        </form>
    }
}

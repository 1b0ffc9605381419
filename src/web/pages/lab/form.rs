//! What is compared: measures or a parameter, who plays, how many seeds.

use super::sweep_form::SweepForm;
use crate::debrief::words::count;
use crate::incident::document::Incident;
use crate::lab::{Choice, Plan, Sets, What, presets};
use crate::lab::{PARAMETERS, Parameter};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// Numbers of seeds that are offered.
const SEEDS: [u64; 4] = [10, 30, 100, 300];

/// Properties of [`Form`].
#[derive(Properties, PartialEq)]
pub struct FormProps {
    /// The incident.
    pub incident: Rc<Incident>,
    /// What is chosen.
    pub choice: Choice,
    /// Runs are under way: nothing can be chosen.
    pub busy: bool,
    /// Something else was chosen.
    pub on_choice: Callback<Choice>,
}

/// The form.
#[component]
pub fn Form(props: &FormProps) -> Html {
    let incident = &*props.incident;
    let is_sweep = matches!(props.choice.what, What::Sweep { .. });
    let kind = |sweep: bool, label: &'static str| {
        let props = (
            props.on_choice.clone(),
            props.choice.clone(),
            props.incident.clone(),
        );
        let onclick = Callback::from(move |_: MouseEvent| {
            let (on_choice, choice, incident) = &props;
            let what = match sweep {
                true => first_sweep(incident),
                false => Choice::default().what,
            };
            on_choice.emit(Choice {
                what,
                ..choice.clone()
            });
        });
        let pressed = (sweep == is_sweep).to_string();
        html! { <button type="button" aria-pressed={pressed} {onclick}>{ label }</button> }
    };
    html! {
        <form class="card lab-form no-print" aria-label="What is compared"
            onsubmit={|event: SubmitEvent| event.prevent_default()}>
            <fieldset disabled={props.busy}>
                <div class="segmented lab-kind" role="group" aria-label="Compare">
                    { kind(false, "Measures") }
                    { kind(true, "One parameter") }
                </div>
                if is_sweep {
                    <SweepForm incident={props.incident.clone()} choice={props.choice.clone()}
                        busy={props.busy} on_choice={props.on_choice.clone()} />
                } else {
                    { switches(props) }
                    { sets(props) }
                }
                { responder(props, incident) }
                { seeds(props) }
            </fieldset>
        </form>
    }
}

/// The first parameter that the incident has a value for.
fn first_sweep(incident: &Incident) -> What {
    let has = |it: &Parameter| presets::own(incident, *it).is_some();
    let parameter = PARAMETERS.into_iter().find(has).unwrap_or(Parameter::Load);
    What::Sweep {
        parameter,
        values: presets::presets(incident, parameter),
        with: Vec::new(),
    }
}

/// Ids of the measures that take part, in the order of the file.
fn taking_part(incident: &Incident, choice: &Choice) -> Vec<String> {
    let all = incident.measures.iter().map(|measure| measure.id.clone());
    match &choice.what {
        What::Measures {
            sets: Sets::These(sets),
            ..
        } => all
            .filter(|id| sets.iter().any(|set| set.contains(id)))
            .collect(),
        What::Measures { of: Some(of), .. } => all.filter(|id| of.contains(id)).collect(),
        _ => all.collect(),
    }
}

/// The measures as switches.
fn switches(props: &FormProps) -> Html {
    let incident = &*props.incident;
    let on = taking_part(incident, &props.choice);
    let switches = incident.measures.iter().map(|measure| {
        let checked = on.contains(&measure.id);
        let line = format!("measure-{}", measure.id);
        let onchange = {
            let (on, id, all) = (on.clone(), measure.id.clone(), incident.measures.len());
            let (on_choice, choice) = (props.on_choice.clone(), props.choice.clone());
            let ids: Vec<String> = incident.measures.iter().map(|m| m.id.clone()).collect();
            Callback::from(move |_: Event| {
                let next = ids.iter().filter(|one| match **one == id {
                    true => !checked,
                    false => on.contains(one),
                });
                let next: Vec<String> = next.cloned().collect();
                let sets = match &choice.what {
                    What::Measures { sets, .. } if !matches!(sets, Sets::These(_)) => sets.clone(),
                    _ => Sets::Usual,
                };
                let of = (next.len() < all).then_some(next);
                let what = What::Measures { sets, of };
                on_choice.emit(Choice {
                    what,
                    ..choice.clone()
                });
            })
        };
        html! {
            <label key={measure.id.clone()} class="choice">
                <input type="checkbox" {checked} aria-describedby={line.clone()} {onchange} />
                <span class="choice-name">{ measure.title.clone() }</span>
                <span id={line} class="muted small">
                    { measure.text.clone() }
                    if measure.only_to_compare { { " Only to compare." } }
                </span>
            </label>
        }
    });
    html! {
        <fieldset class="choices">
            <legend>{ "Measures that take part" }</legend>
            { for switches }
        </fieldset>
    }
}

/// Which sets of them are played.
fn sets(props: &FormProps) -> Html {
    let What::Measures { sets: chosen, of } = &props.choice.what else {
        return html! {};
    };
    let ids = taking_part(&props.incident, &props.choice);
    let mut offered = vec![
        (Sets::Usual, "Each alone, all, all but each"),
        (Sets::Each, "Each alone"),
        (Sets::Together, "All together"),
        (Sets::All, "Every subset"),
    ];
    if matches!(chosen, Sets::These(_)) {
        offered.push((chosen.clone(), "As in the address"));
    }
    let radios = offered.into_iter().enumerate().map(|(at, (sets, label))| {
        let checked = sets == *chosen;
        let n = distinct(&sets.of(&ids));
        let onchange = {
            let (on_choice, choice) = (props.on_choice.clone(), props.choice.clone());
            let all = ids.len() == props.incident.measures.len();
            let of = match &sets {
                Sets::These(_) => of.clone(),
                _ => (!all).then(|| ids.clone()),
            };
            Callback::from(move |_: Event| {
                let what = What::Measures {
                    sets: sets.clone(),
                    of: of.clone(),
                };
                on_choice.emit(Choice {
                    what,
                    ..choice.clone()
                });
            })
        };
        html! {
            <label key={at} class="choice lab-set">
                <input type="radio" name="sets" {checked} {onchange} />
                <span>{ label }</span>
                <span class="muted small num">
                    { format!("{n} {}", if n == 1 { "set" } else { "sets" }) }
                </span>
            </label>
        }
    });
    html! {
        <fieldset class="choices">
            <legend>{ "Sets that are played" }</legend>
            { for radios }
        </fieldset>
    }
}

fn distinct(sets: &[Vec<String>]) -> usize {
    let mut seen: Vec<&Vec<String>> = Vec::new();
    for set in sets {
        if !seen.contains(&set) {
            seen.push(set);
        }
    }
    seen.len()
}

/// Who plays.
fn responder(props: &FormProps, incident: &Incident) -> Html {
    let usual = Plan::usual_responder(incident);
    let chosen = props
        .choice
        .responder
        .as_deref()
        .unwrap_or(usual)
        .to_string();
    let onchange = {
        let (on_choice, choice, usual) = (
            props.on_choice.clone(),
            props.choice.clone(),
            usual.to_string(),
        );
        Callback::from(move |event: Event| {
            let select = event
                .target()
                .and_then(|t| t.dyn_into::<HtmlSelectElement>().ok());
            if let Some(id) = select.map(|select| select.value()) {
                let responder = (id != usual).then_some(id);
                on_choice.emit(Choice {
                    responder,
                    ..choice.clone()
                });
            }
        })
    };
    let options = incident.responders.iter().map(|one| {
        let reacts = if one.policy.is_empty() {
            ""
        } else {
            ", reacts"
        };
        html! {
            <option value={one.id.clone()} selected={one.id == chosen}>
                { format!("{}{reacts}", one.id.replace('-', " ")) }
            </option>
        }
    });
    let who = incident.responders.iter().find(|one| one.id == chosen);
    let about = who.map_or(String::new(), |one| {
        let how = match one.policy.is_empty() {
            true => "Does the same at the same minutes, whatever it sees.",
            false => "Reacts: an alert that names the pool spares it a detour.",
        };
        format!("{} {how}", one.about)
    });
    html! {
        <div class="lab-field">
            <label class="label" for="responder">{ "Who plays" }</label>
            <select id="responder" class="field" aria-describedby="responder-about" {onchange}>
                { for options }
            </select>
            <p id="responder-about" class="small muted">{ about }</p>
        </div>
    }
}

/// How many seeds.
fn seeds(props: &FormProps) -> Html {
    let mut offered = SEEDS.to_vec();
    if !offered.contains(&props.choice.seeds) {
        offered.push(props.choice.seeds);
        offered.sort_unstable();
    }
    let buttons = offered.into_iter().map(|n| {
        let onclick = callback!(
            [on_choice = props.on_choice, choice = props.choice],
            move |_: MouseEvent| {
                on_choice.emit(Choice {
                    seeds: n,
                    ..choice.clone()
                });
            }
        );
        let pressed = (n == props.choice.seeds).to_string();
        let label = format!("{} seeds", count(n));
        html! {
            <button key={n} type="button" aria-pressed={pressed} aria-label={label} {onclick}>
                { count(n) }
            </button>
        }
    });
    html! {
        <div class="lab-field">
            <span class="label" id="seeds-label">{ "Seeds" }</span>
            <div class="segmented" role="group" aria-labelledby="seeds-label">{ for buttons }</div>
            <p class="small muted">
                { "Each seed is another crowd of customers. More of them make the intervals \
                   narrower and take longer." }
            </p>
        </div>
    }
}

/// The text of an input event's field.
pub fn text_of(event: &InputEvent) -> Option<String> {
    let target = event.target()?;
    let input = target.dyn_into::<HtmlInputElement>().ok()?;
    Some(input.value())
}

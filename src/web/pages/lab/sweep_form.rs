//! Which parameter is swept, and over which values.

use super::form::{FormProps, text_of};
use crate::lab::choice::{numbers, parse_values};
use crate::lab::{PARAMETERS, Parameter, What, presets};
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Parameter, values, and measures that are on all the while.
#[component]
pub fn SweepForm(props: &FormProps) -> Html {
    let What::Sweep {
        parameter,
        values,
        with,
    } = props.choice.what.clone()
    else {
        return html! {};
    };
    let typed = use_state(|| numbers(&values));
    let wrong = use_state(String::new);
    let own = presets::own(&props.incident, parameter);
    let on_choice = props.on_choice.clone();
    let choose = callback!([choice = props.choice], move |what: What| {
        on_choice.emit(crate::lab::Choice {
            what,
            ..choice.clone()
        });
    });
    let to = callback!(
        [choose, typed, wrong, incident = props.incident, with],
        move |parameter: Parameter| {
            let values = presets::presets(&incident, parameter);
            typed.set(numbers(&values));
            wrong.set(String::new());
            choose.emit(What::Sweep {
                parameter,
                values,
                with: with.clone(),
            });
        }
    );
    let on_parameter = callback!([to], move |event: Event| {
        let select = event
            .target()
            .and_then(|t| t.dyn_into::<HtmlSelectElement>().ok());
        if let Some(it) = select.and_then(|select| Parameter::named(&select.value())) {
            to.emit(it);
        }
    });
    let on_values = callback!([choose, typed, wrong, with], move |event: InputEvent| {
        let Some(text) = text_of(&event) else { return };
        match parse_values(&text) {
            Ok(values) => {
                wrong.set(String::new());
                choose.emit(What::Sweep {
                    parameter,
                    values,
                    with: with.clone(),
                });
            }
            Err(why) => wrong.set(why),
        }
        typed.set(text);
    });
    let on_own = Callback::from(move |_: MouseEvent| to.emit(parameter));
    let options = PARAMETERS.into_iter().map(|it| {
        html! { <option value={it.name()} selected={it == parameter}>{ it.name() }</option> }
    });
    let own = own.map_or("The incident has no one value of its own.".into(), |own| {
        format!("The incident’s own value is {own}.")
    });
    let switches = props.incident.measures.iter().map(|measure| {
        let checked = with.contains(&measure.id);
        let onchange = callback!([choose, with, id = measure.id, values], move |_: Event| {
            let (values, mut with) = (values.clone(), with.clone());
            match checked {
                true => with.retain(|other| *other != id),
                false => with.push(id.clone()),
            }
            choose.emit(What::Sweep {
                parameter,
                values,
                with,
            });
        });
        html! {
            <label key={measure.id.clone()} class="choice">
                <input type="checkbox" {checked} {onchange} />
                <span>{ measure.title.clone() }</span>
            </label>
        }
    });
    html! {
        <>
            <div class="lab-field">
                <label class="label" for="parameter">{ "Parameter" }</label>
                <select id="parameter" class="field" onchange={on_parameter}
                    aria-describedby="parameter-about">
                    { for options }
                </select>
                <p id="parameter-about" class="small muted">
                    { format!("{}. {own}", parameter.about()) }
                </p>
            </div>
            <div class="lab-field">
                <label class="label" for="values">{ "Values" }</label>
                <input id="values" class="field num" autocomplete="off" spellcheck="false"
                    value={(*typed).clone()} oninput={on_values}
                    aria-invalid={(!wrong.is_empty()).to_string()}
                    aria-describedby="values-wrong" />
                <p id="values-wrong" class="small crit" role="alert">{ (*wrong).clone() }</p>
                <button type="button" class="btn" onclick={on_own}>
                    { "Values around its own" }
                </button>
            </div>
            <details class="lab-with" open={!with.is_empty()}>
                <summary>{ "Measures that are on meanwhile" }</summary>
                <fieldset class="choices">
                    <legend class="visually-hidden">{ "Measures that are on meanwhile" }</legend>
                    { for switches }
                </fieldset>
            </details>
        </>
    }
}

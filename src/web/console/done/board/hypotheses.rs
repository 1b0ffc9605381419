//! What may be wrong: put up, confirm, drop, take up again.

use super::step::{told, use_step};
use crate::app::board::{ordered, summary};
use crate::app::shared::Shared;
use crate::drill::board::{Board, BoardStep, HYPOTHESIS_CHARS_MAX, Hypothesis, Verdict};
use crate::web::icons::Icon;
use crate::web::run::use_run;
use crate::web::ui::{focus_on, option, typed_into};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// Properties of [`Hypotheses`].
#[derive(Properties, PartialEq)]
pub struct HypothesesProps {
    /// The board.
    pub board: Shared<Board>,
    /// The hypothesis that pins are weighed for.
    pub chosen: Option<u32>,
    /// Chooses another.
    pub choose: Callback<u32>,
}

/// The hypotheses.
#[component]
pub fn Hypotheses(props: &HypothesesProps) -> Html {
    let run = use_run();
    let (refused, step) = use_step();
    let text = use_state(String::new);
    let field = use_node_ref();
    let locked = run.read_only().is_some();
    let oninput = typed_into(&text);
    let onsubmit = {
        let (text, step) = (text.clone(), step.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            step.emit(BoardStep::Suppose {
                text: (*text).clone(),
            });
            text.set(String::new());
        })
    };
    let suggest = {
        let (text, field) = (text.clone(), field.clone());
        Callback::from(move |event: Event| {
            let Some(select) = event.target_dyn_into::<HtmlSelectElement>() else {
                return;
            };
            text.set(select.value());
            select.set_selected_index(0);
            if let Some(field) = field.cast::<HtmlInputElement>() {
                focus_on(&field);
            }
        })
    };
    let there = |label: &str| props.board.hypotheses.iter().any(|h| h.text == label);
    let incident = run.incident();
    let components = incident.diagnosis.components.iter();
    let options = components.filter(|choice| !there(&choice.label));
    let options = options.map(|choice| option(&choice.label, &choice.label, false));
    let rows = ordered(&props.board).into_iter().map(|hypothesis| {
        html! {
            <Row key={hypothesis.id} hypothesis={hypothesis.clone()} {locked}
                chosen={props.chosen == Some(hypothesis.id)} choose={props.choose.clone()}
                step={step.clone()} />
        }
    });
    let none = props.board.hypotheses.is_empty();
    html! {
        <section class="board-part" aria-label="Hypotheses">
            <div class="row">
                <h3 class="group-title">{ "Hypotheses" }</h3>
                <span class="muted small num push">{ summary(&props.board) }</span>
            </div>
            <form class="board-add" {onsubmit}>
                <input ref={field} type="text" class="field" aria-label="What may be wrong"
                    placeholder="What may be wrong?" value={(*text).clone()} {oninput}
                    maxlength={HYPOTHESIS_CHARS_MAX.to_string()} autocomplete="off" />
                <select class="field" aria-label="Suggestions" onchange={suggest}
                    disabled={locked}>
                    <option key="" value="" selected=true>{ "Suggestions" }</option>
                    { for options }
                </select>
                <button type="submit" class="btn" disabled={locked || text.trim().is_empty()}
                    title={run.read_only()}>{ "Add" }</button>
            </form>
            { told(refused.as_ref()) }
            <p class="muted small" hidden={!none}>
                { "Write down more than one: what speaks against a hypothesis tells more than \
                    what fits it." }
            </p>
            <ol class="hypotheses">{ for rows }</ol>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    hypothesis: Hypothesis,
    chosen: bool,
    locked: bool,
    choose: Callback<u32>,
    step: Callback<BoardStep>,
}

/// One hypothesis.
#[component]
fn Row(props: &RowProps) -> Html {
    let hypothesis = &props.hypothesis;
    let (id, verdict) = (hypothesis.id, hypothesis.verdict);
    let onclick = props.choose.reform(move |_: MouseEvent| id);
    let judge = |to: Verdict, icon: Option<Icon>, word: &'static str| {
        let onclick = props.step.reform(move |_: MouseEvent| BoardStep::Judge {
            hypothesis: id,
            verdict: to,
        });
        html! {
            <button key={word} type="button" {onclick}
                class={classes!("btn", "btn-quiet", icon.map(|_| "btn-icon"))}
                disabled={props.locked} title={word}
                aria-label={format!("{word} hypothesis: {}", hypothesis.text)}>
                { icon.map_or_else(|| word.into(), Icon::html) }
            </button>
        }
    };
    let buttons = if verdict == Verdict::Open {
        vec![
            judge(Verdict::Confirmed, Some(Icon::Check), "Confirm"),
            judge(Verdict::Dropped, Some(Icon::Close), "Drop"),
        ]
    } else {
        vec![judge(Verdict::Open, None, "Reopen")]
    };
    let (class, word) = match verdict {
        Verdict::Open => ("hypothesis", ""),
        Verdict::Confirmed => ("hypothesis hypothesis-confirmed", "confirmed"),
        Verdict::Dropped => ("hypothesis hypothesis-dropped", "dropped"),
    };
    let (pro, contra) = hypothesis.balance();
    html! {
        <li {class}>
            <button type="button" class="hypothesis-name"
                aria-pressed={props.chosen.to_string()} {onclick}>
                <span class="hypothesis-text">{ hypothesis.text.clone() }</span>
                <span class="hypothesis-facts small num">
                    <span class="hypothesis-word" hidden={word.is_empty()}>{ word }</span>
                    <span class={(pro > 0).then_some("good")}>{ format!("{pro} for") }</span>
                    <span class={(contra > 0).then_some("crit")}>
                        { format!("{contra} against") }
                    </span>
                </span>
            </button>
            <span class="hypothesis-tools">{ for buttons }</span>
        </li>
    }
}

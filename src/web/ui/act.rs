//! A button that does something in the world: says what it will do, asks once, shows what came.

use super::events::{focus_on, press_sets};
use super::unwritten::Unwritten;
use crate::drill::action::Action;
use crate::web::run::use_run;
use gloo::timers::callback::Timeout;
use std::rc::Rc;
use yew::prelude::*;

/// A success is told for this long, ms; it stands in the stream, too. A refusal stays.
const TAKEN_MS: u32 = 10_000;

/// What came of the last action made at a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Outcome {
    /// Nothing was done yet.
    #[default]
    None,
    /// On its way.
    Sent,
    /// Taken in; what happens now.
    Taken(String),
    /// Not taken in; why.
    Refused(String),
}

impl Outcome {
    /// The message at the place where the action was made.
    pub fn html(&self) -> Html {
        let (class, text) = match self {
            Outcome::None | Outcome::Sent => ("", ""),
            Outcome::Taken(note) => ("note note-good", note.as_str()),
            Outcome::Refused(reason) => ("note note-crit", reason.as_str()),
        };
        html! { <p role="status" {class} hidden={text.is_empty()}>{ text.to_string() }</p> }
    }
}

/// The outcome at a place, and a callback that acts and puts the outcome there; `taken` hears of
/// success. What is on its way is not done again before its receipt: a double click is one action.
#[hook]
pub fn use_outcome(taken: Callback<()>) -> (Outcome, Callback<Action>) {
    let outcome = use_state(Outcome::default);
    let on_its_way = use_mut_ref(|| None::<Action>);
    let run = use_run();
    let act = {
        let outcome = outcome.clone();
        Callback::from(move |action: Action| {
            if on_its_way.borrow().as_ref() == Some(&action) {
                return;
            }
            *on_its_way.borrow_mut() = Some(action.clone());
            outcome.set(Outcome::Sent);
            let (outcome, taken) = (outcome.clone(), taken.clone());
            let (on_its_way, sent) = (Rc::clone(&on_its_way), action.clone());
            run.act(action, move |result| {
                on_its_way.borrow_mut().take_if(|other| *other == sent);
                match result {
                    Ok(receipt) => {
                        outcome.set(Outcome::Taken(receipt.note));
                        taken.emit(());
                    }
                    Err(reason) => outcome.set(Outcome::Refused(reason)),
                }
            });
        })
    };
    {
        let outcome = outcome.clone();
        use_effect_with((*outcome).clone(), move |now| {
            let taken = matches!(now, Outcome::Taken(_));
            let timer = taken.then(|| Timeout::new(TAKEN_MS, move || outcome.set(Outcome::None)));
            move || drop(timer)
        });
    }
    ((*outcome).clone(), act)
}

/// Properties of [`Act`].
#[derive(Properties, PartialEq)]
pub struct ActProps {
    /// The button.
    pub label: AttrValue,
    /// What it will do and how long it takes: shown when it asks.
    pub explain: AttrValue,
    /// The button that confirms; by default the label again.
    #[prop_or_default]
    pub confirm: Option<AttrValue>,
    /// What is done.
    pub action: Action,
    /// Why it cannot be done now.
    #[prop_or_default]
    pub disabled: Option<AttrValue>,
    /// More to see while it asks, such as a difference.
    #[prop_or_default]
    pub children: Html,
    /// Called when the question is opened.
    #[prop_or_default]
    pub on_open: Callback<()>,
    /// Called when it was taken in.
    #[prop_or_default]
    pub on_taken: Callback<()>,
    /// The button's name where the label alone says too little; begins with the label.
    #[prop_or_default]
    pub name: Option<AttrValue>,
    /// Marks what interrupts users.
    #[prop_or_default]
    pub danger: bool,
}

/// A button that asks once, in place, before it acts.
#[component]
pub fn Act(props: &ActProps) -> Html {
    let asking = use_state(|| false);
    let waits = use_state(|| false);
    let yes = use_node_ref();
    let run = use_run();
    let (outcome, act) = use_outcome(props.on_taken.clone());
    {
        let yes = yes.clone();
        use_effect_with(*asking, move |asking| {
            if *asking && let Some(button) = yes.cast::<web_sys::HtmlElement>() {
                focus_on(&button);
            }
        });
    }
    let reason = run
        .read_only()
        .map(AttrValue::from)
        .or_else(|| props.disabled.clone());
    let open = {
        let (asking, on_open) = (asking.clone(), props.on_open.clone());
        let waits = waits.clone();
        Callback::from(move |_: MouseEvent| {
            if !*asking {
                on_open.emit(());
            }
            waits.set(false);
            asking.set(!*asking);
        })
    };
    // While it waits for a file the question is closed; then it is asked again.
    let on_wait = {
        let (asking, waits) = (asking.clone(), waits.clone());
        Callback::from(move |wait: bool| {
            waits.set(wait);
            asking.set(!wait);
        })
    };
    let go = {
        let (asking, action) = (asking.clone(), props.action.clone());
        Callback::from(move |_: MouseEvent| {
            asking.set(false);
            act.emit(action.clone());
        })
    };
    let no = press_sets(&asking, false);
    let onkeydown = {
        let asking = asking.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && *asking {
                event.stop_propagation();
                asking.set(false);
            }
        })
    };
    let show = *asking && reason.is_none();
    let danger = props.danger.then_some("btn-danger");
    let strong = if props.danger {
        "btn-danger"
    } else {
        "btn-primary"
    };
    let confirm = props.confirm.clone().unwrap_or_else(|| props.label.clone());
    html! {
        <div class="act" {onkeydown}>
            <button type="button" class={classes!("btn", danger)} onclick={open}
                disabled={reason.is_some() || outcome == Outcome::Sent}
                title={reason.clone()} aria-label={props.name.clone()}
                aria-expanded={show.to_string()}>
                { props.label.clone() }
            </button>
            <div class="act-ask stack" hidden={!show}>
                <p>{ props.explain.clone() }</p>
                <div>{ if show { props.children.clone() } else { html! {} } }</div>
                if show {
                    <Unwritten action={props.action.clone()} waits=false
                        on_wait={on_wait.clone()} />
                }
                <div class="row">
                    <button ref={yes} type="button" class={classes!("btn", strong)} onclick={go}>
                        { format!("Confirm: {confirm}") }
                    </button>
                    <button type="button" class="btn" onclick={no}>{ "Cancel" }</button>
                </div>
            </div>
            if *waits && reason.is_none() {
                <Unwritten action={props.action.clone()} waits=true {on_wait} />
            }
            { outcome.html() }
        </div>
    }
}

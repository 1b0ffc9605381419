//! The screen of a run: starts it, shows how it loads, hands over to the console.

use super::{Ended, Run, View};
use crate::app::route::{Route, RunRoute};
use crate::app::shared::Shared;
use crate::app::view::{Phase, RunView};
use crate::chart::Clock;
use crate::debrief::document::Debrief;
use crate::debrief::result::ResultFile;
use crate::incident::library;
use crate::web::app::{go, replace};
use crate::web::console::Console;
use crate::web::message::Message;
use crate::web::storage;
use crate::web::ui::use_css_number;
use crate::web::zone::use_chosen_clock;
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`RunScreen`].
#[derive(Properties, PartialEq)]
pub struct RunScreenProps {
    /// Which run.
    pub route: RunRoute,
}

/// A fresh seed: six digits are enough to tell worlds apart and to be told to a colleague.
fn fresh_seed() -> u64 {
    getrandom::u64().map_or(1, |bits| bits % 1_000_000)
}

/// The screen of a run.
#[component]
pub fn RunScreen(props: &RunScreenProps) -> Html {
    let run = use_state(|| None::<Run>);
    let view = use_state(View::default);
    let wrong = use_state(|| None::<String>);
    {
        let (run, view, wrong) = (run.clone(), view.clone(), wrong.clone());
        use_effect_with(props.route.clone(), move |route| {
            run.set(None);
            view.set(View::default());
            wrong.set(None);
            let mut started = None;
            match begin(route, &view) {
                Ok(None) => {}
                Ok(Some(begun)) => {
                    started = Some(begun.clone());
                    run.set(Some(begun));
                }
                Err(reason) => wrong.set(Some(reason)),
            }
            move || {
                if let Some(run) = started {
                    run.stop();
                }
            }
        });
    }
    if let Some(reason) = &*wrong {
        return html! { <Message title="This run cannot be started" text={reason.clone()} /> };
    }
    let Some(run) = (*run).clone() else {
        return html! { <Waiting title="Starting" share={0.0} /> };
    };
    html! {
        <ContextProvider<Run> context={run.clone()}>
            <ContextProvider<View> context={(*view).clone()}>
                <Timed key={run.seed().to_string()} />
            </ContextProvider<View>>
        </ContextProvider<Run>>
    }
}

/// Starts the run; none when the address is being completed first.
fn begin(route: &RunRoute, view: &UseStateHandle<View>) -> Result<Option<Run>, String> {
    let incident = library::load(&route.incident)
        .ok_or_else(|| format!("There is no incident with the id “{}”.", route.incident))?;
    let saved = storage::load_run(&route.incident, route.mode);
    let Some(_) = route.seed else {
        let seed = Some(fresh_seed());
        replace(&Route::Run(RunRoute {
            seed,
            ..route.clone()
        }));
        return Ok(None);
    };
    let setter = view.setter();
    let ended = Ended {
        publish: Callback::from(move |view: Shared<RunView>| setter.set(view)),
        save: Callback::from(|saved| storage::save_run(&saved)),
        draft: Callback::from(|debrief: Debrief| {
            storage::show_draft(debrief);
            go(&Route::Debrief);
        }),
        rest: Callback::from(|(debrief, result): (Debrief, Option<ResultFile>)| {
            storage::keep_debrief(&debrief, result.as_ref());
        }),
        debrief: Callback::from(|(debrief, result): (Debrief, Option<ResultFile>)| {
            storage::keep_debrief(&debrief, result.as_ref());
            go(&Route::Debrief);
        }),
    };
    Ok(Some(Run::new(Rc::new(incident), route, saved, ended)))
}

/// The stage, with the clock that its times are told in.
#[component]
fn Timed() -> Html {
    // Minute zero is known once the run is ready.
    let view = super::use_view();
    let ready = view.ready.as_ref();
    let clock = use_chosen_clock(ready.map_or(0, |ready| ready.minute_zero_unix_s));
    html! { <ContextProvider<Clock> context={clock}><Stage /></ContextProvider<Clock>> }
}

#[component]
fn Stage() -> Html {
    let run = super::use_run();
    let view = super::use_view();
    match &view.phase {
        Phase::Starting => html! { <Waiting title="Starting the simulation" share={0.0} /> },
        Phase::Loading(share) => {
            html! { <Waiting title="Simulating the hours before" share={*share} /> }
        }
        Phase::Refused(reason) => {
            html! { <Message title="This run cannot be started" text={reason.clone()} /> }
        }
        Phase::Crashed(reason) => {
            let again = Callback::from({
                let run = run.clone();
                move |_: MouseEvent| run.continue_from_journal()
            });
            let kept = match run.journal().entries.len() {
                1 => "1 recorded step is kept".to_string(),
                count => format!("{count} recorded steps are kept"),
            };
            let text = format!("Nothing you did is lost: {kept}. The simulation said: {reason}");
            html! {
                <Message title="The simulation stopped" {text}>
                    <button type="button" class="btn btn-primary" onclick={again}>
                        { "Continue from the journal" }
                    </button>
                </Message>
            }
        }
        _ if view.ready.is_none() => html! { <Waiting title="Starting" share={0.0} /> },
        _ => html! { <Console /> },
    }
}

#[derive(Properties, PartialEq)]
struct WaitingProps {
    title: AttrValue,
    share: f64,
}

#[component]
fn Waiting(props: &WaitingProps) -> Html {
    let node = use_node_ref();
    use_css_number(&node, "--share", props.share.clamp(0.0, 1.0));
    let percent = (props.share * 100.0).round();
    html! {
        <main class="message-page stack" aria-busy="true">
            <h1>{ props.title.clone() }</h1>
            <div class="progress" role="progressbar" aria-label={props.title.clone()}
                aria-valuemin="0" aria-valuemax="100" aria-valuenow={percent.to_string()}>
                <span ref={node}></span>
            </div>
            <p class="muted num">{ format!("{percent} %") }</p>
        </main>
    }
}

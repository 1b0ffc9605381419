//! The screen of a run: starts it, shows how it loads, hands over to the console.

use super::controller::{Ended, Entry, Left};
use super::owner::{Claim, How, Turn};
use super::{Run, View};
use crate::app::route::{Route, RunRoute};
use crate::app::saved::{run_key, to_text};
use crate::app::shared::Shared;
use crate::app::view::{Phase, RunView};
use crate::chart::Clock;
use crate::debrief::document::Debrief;
use crate::debrief::result::ResultFile;
use crate::incident::library;
use crate::web::app::{go, replace};
use crate::web::console::Console;
use crate::web::message::Message;
use crate::web::pages::save_file;
use crate::web::storage;
use crate::web::ui::use_css_number;
use crate::web::zone::use_chosen_clock;
use std::cell::RefCell;
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

/// Where the screen of a run stands.
#[derive(Clone, PartialEq)]
enum Place {
    /// It is asked whether another tab has the run.
    Asking,
    /// The run is here.
    Here(Run),
    /// The run is not this tab's.
    Left(Left),
    /// It cannot be started, and why.
    Wrong(String),
}

/// The screen of a run.
#[component]
pub fn RunScreen(props: &RunScreenProps) -> Html {
    let place = use_state(|| Place::Asking);
    let view = use_state(View::default);
    // Counted: who lost a run may take it over again.
    let entry = use_state(|| (Entry::default(), 0_u32));
    let enter = {
        let entry = entry.clone();
        Callback::from(move |how| entry.set((how, entry.1 + 1)))
    };
    {
        let setters = Setters {
            place: place.setter(),
            view: view.setter(),
            enter: enter.clone(),
        };
        use_effect_with((props.route.clone(), *entry), move |(route, entry)| {
            setters.place.set(Place::Asking);
            setters.view.set(View::default());
            let begun = begin(route, entry.0, &setters);
            move || drop(begun)
        });
    }
    match &*place {
        Place::Asking => html! { <Waiting title="Starting" share={0.0} /> },
        Place::Wrong(reason) => {
            html! { <Message title="This run cannot be started" text={reason.clone()} /> }
        }
        Place::Left(left) => {
            html! { <Elsewhere route={props.route.clone()} left={*left} {enter} /> }
        }
        Place::Here(run) => html! {
            <ContextProvider<Run> context={run.clone()}>
                <ContextProvider<View> context={(*view).clone()}>
                    <Timed key={run.seed().to_string()} />
                </ContextProvider<View>>
            </ContextProvider<Run>>
        },
    }
}

/// What a run's screen shows, to be set.
#[derive(Clone)]
struct Setters {
    place: UseStateSetter<Place>,
    view: UseStateSetter<View>,
    enter: Callback<Entry>,
}

/// A run that was begun, and the right to it; ends with it.
#[derive(Default)]
struct Begun {
    run: Rc<RefCell<Option<Run>>>,
    _claim: Option<Claim>,
}

impl Drop for Begun {
    fn drop(&mut self) {
        if let Some(run) = self.run.take() {
            run.stop();
        }
    }
}

/// Starts the run as soon as it is this tab's; nothing when the address is completed first.
fn begin(route: &RunRoute, entry: Entry, setters: &Setters) -> Begun {
    let begun = Begun::default();
    let Some(incident) = library::load(&route.incident) else {
        let id = &route.incident;
        let reason = format!("There is no incident with the id “{id}”.");
        setters.place.set(Place::Wrong(reason));
        return begun;
    };
    if route.seed.is_none() {
        let seed = Some(fresh_seed());
        replace(&Route::Run(RunRoute {
            seed,
            ..route.clone()
        }));
        return begun;
    }
    let name = run_key(&route.incident, route.mode);
    let start = {
        let (run, incident) = (Rc::clone(&begun.run), Rc::new(incident));
        let (route, setters) = (route.clone(), setters.clone());
        move || {
            let saved = storage::load_run(&route.incident, route.mode);
            let ended = ended(&setters);
            let started = Run::new(Rc::clone(&incident), &route, saved, entry, ended);
            *run.borrow_mut() = Some(started.clone());
            setters.place.set(Place::Here(started));
        }
    };
    let how = match entry {
        Entry::Play => How::IfFree,
        Entry::TakeOver => How::TakeOver,
        Entry::LookOn => {
            start();
            return begun;
        }
    };
    let (run, place) = (Rc::clone(&begun.run), setters.place.clone());
    let claim = Claim::ask(&name, how, move |turn| match turn {
        Turn::Granted => start(),
        Turn::Refused => place.set(Place::Left(Left::Elsewhere)),
        Turn::Lost => {
            if let Some(run) = &*run.borrow() {
                run.leave(Left::Elsewhere);
            }
        }
    });
    Begun {
        run: Rc::clone(&begun.run),
        _claim: Some(claim),
    }
}

/// Where the news of a run goes that is played on its screen.
fn ended(setters: &Setters) -> Ended {
    let (view, place) = (setters.view.clone(), setters.place.clone());
    Ended {
        publish: Callback::from(move |now: Shared<RunView>| view.set(now)),
        save: Callback::from(|saved| storage::save_run(&saved)),
        draft: Callback::from(|draft| {
            storage::show_draft(draft);
            go(&Route::Debrief);
        }),
        rest: Callback::from(|(debrief, result): (Debrief, Option<ResultFile>)| {
            storage::keep_debrief(&debrief, result.as_ref());
        }),
        debrief: Callback::from(|(debrief, result): (Debrief, Option<ResultFile>)| {
            storage::keep_debrief(&debrief, result.as_ref());
            go(&Route::Debrief);
        }),
        left: Callback::from(move |left| place.set(Place::Left(left))),
        enter: setters.enter.clone(),
    }
}

#[derive(Properties, PartialEq)]
struct ElsewhereProps {
    route: RunRoute,
    left: Left,
    enter: Callback<Entry>,
}

/// The run is not this tab's: what can be done about it.
#[component]
fn Elsewhere(props: &ElsewhereProps) -> Html {
    let route = &props.route;
    if props.left == Left::Deleted {
        return html! {
            <Message title="This run is no longer kept"
                text="It was deleted, or begun anew, in another tab of this browser." />
        };
    }
    let enter = |how| {
        let enter = props.enter.clone();
        Callback::from(move |_: MouseEvent| enter.emit(how))
    };
    let saved = storage::load_run(&route.incident, route.mode);
    let other = saved.as_ref().map(|saved| saved.journal.seed);
    let other = other.filter(|seed| Some(*seed) != route.seed);
    let replaces = other.map_or(String::new(), |seed| {
        format!(" That run has seed {seed}; playing here replaces it by a new one.")
    });
    let text = format!(
        "Two tabs would overwrite each other's actions, so only one plays a run. If you play          here, the other tab stops.{replaces}"
    );
    let open = library::load(&route.incident);
    let shows = saved.zip(open);
    let shows = shows.is_some_and(|(saved, incident)| !saved.over(&incident)) && other.is_none();
    html! {
        <Message title="This run is open in another tab" {text}>
            <button type="button" class="btn btn-primary" onclick={enter(Entry::TakeOver)}>
                { "Play it here" }
            </button>
            <button type="button" class="btn" hidden={!shows} onclick={enter(Entry::LookOn)}>
                { "Only look on" }
            </button>
        </Message>
    }
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
        Phase::Refused(reason) => html! { <Refused reason={reason.clone()} /> },
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
struct RefusedProps {
    reason: AttrValue,
}

/// A run that cannot be started: why, and the run itself to be kept.
#[component]
fn Refused(props: &RefusedProps) -> Html {
    let run = super::use_run();
    let said = use_state(String::new);
    let download = {
        let (run, said) = (run.clone(), said.clone());
        Callback::from(move |_: MouseEvent| {
            let name = format!("run-{}-{}.json", run.incident().id, run.seed());
            let text = to_text(&run.saved());
            said.set(match save_file(&name, "application/json", &text) {
                Ok(()) => format!("{name} is being downloaded."),
                Err(why) => format!("The download failed: {why}."),
            });
        })
    };
    let empty = run.journal().entries.is_empty();
    html! {
        <Message title="This run cannot be started" text={props.reason.clone()}>
            <button type="button" class="btn" hidden={empty} onclick={download}>
                { "Download the run" }
            </button>
            <p class="small" role="status">{ (*said).clone() }</p>
        </Message>
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

//! Start, stop, go on; how far it is and how long it still takes.

use super::open::{Open, Opened};
use super::study::{StudyHandle, View};
use crate::app::lab::crew::Phase;
use crate::app::lab::names::about;
use crate::debrief::words::count;
use crate::incident::document::Incident;
use crate::lab::{Choice, Plan};
use crate::web::icons::Icon;
use crate::web::ui::use_css_number;
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`Progress`].
#[derive(Properties)]
pub struct ProgressProps {
    /// The study.
    pub study: StudyHandle,
    /// What is chosen.
    pub choice: Choice,
    /// Its plan, or why there is none.
    pub planned: Result<Rc<Plan>, String>,
    /// Seeds were added.
    pub on_choice: Callback<Choice>,
    /// The incident.
    pub incident: Rc<Incident>,
    /// A file was chosen.
    pub on_opened: Callback<Result<Opened, String>>,
    /// Why it was not opened.
    pub refused: Option<String>,
    /// The study that is shown comes from this file.
    pub file: Option<Opened>,
}

impl PartialEq for ProgressProps {
    fn eq(&self, other: &Self) -> bool {
        // The plan follows from the choice.
        self.study.view == other.study.view
            && self.choice == other.choice
            && self.refused == other.refused
            && self.file == other.file
    }
}

impl View {
    /// True while workers are at it.
    pub fn busy(&self) -> bool {
        matches!(self.phase, Phase::Preparing | Phase::Running)
    }
}

/// The bar of a study with its buttons.
#[component]
pub fn Progress(props: &ProgressProps) -> Html {
    let (study, choice) = (&props.study, &props.choice);
    let view = study.view.as_deref();
    let share = match &props.file {
        Some(file) => file.share(),
        None => view.map_or(0.0, |view| view.share),
    };
    let node = use_node_ref();
    use_css_number(&node, "--share", share);
    // What stands there is of another choice.
    let other = view.is_some_and(|view| view.choice != *choice);
    let now = format!("{:.0}", share * 100.0);
    let told = match view {
        _ if props.file.is_some() => props.file.as_ref().map(from_file).unwrap_or_default(),
        Some(view) if !other || view.busy() => standing(view),
        _ => match &props.planned {
            Ok(plan) => to_do(plan),
            Err(why) => why.clone(),
        },
    };
    let wrong = props.planned.is_err() && !view.is_some_and(View::busy);
    html! {
        <section class="card lab-progress no-print" aria-label="Study">
            <p class={classes!("num", "grow", wrong.then_some("crit"))}>{ told.clone() }</p>
            // What changes all the time is not read out, what happened is.
            <p class="visually-hidden" role="status">{ happened(view, wrong, &told) }</p>
            <div class="row">
                { buttons(props, other) }
                if !view.is_some_and(View::busy) {
                    <Open incident={props.incident.clone()} on_opened={props.on_opened.clone()} />
                }
            </div>
            if let Some(why) = &props.refused {
                <p class="crit" role="alert">{ why.clone() }</p>
            }
            <div class="progress" role="progressbar" aria-label="Runs done" aria-valuemin="0"
                aria-valuemax="100" aria-valuenow={now}>
                <span ref={node}></span>
            </div>
        </section>
    }
}

/// What would be run.
fn to_do(plan: &Plan) -> String {
    let (arms, seeds) = (plan.arms.len() as u64, plan.seeds);
    let other = match arms - 1 {
        1 => "one other way".to_string(),
        n => format!("{} other ways", count(n)),
    };
    format!(
        "As it was and {other}, {} {} each: {} runs.",
        count(seeds),
        seeds_word(seeds),
        count(arms * seeds)
    )
}

fn seeds_word(seeds: u64) -> &'static str {
    if seeds == 1 { "seed" } else { "seeds" }
}

/// What was opened.
fn from_file(file: &Opened) -> String {
    let (done, all) = file.summary.runs;
    let name = &file.name;
    format!("{} of {} runs, from {name}.", count(done), count(all))
}

/// How it stands.
fn standing(view: &View) -> String {
    let (done, all) = view.runs;
    let runs = format!("{} of {} runs", count(done), count(all));
    let workers = match view.hands {
        1 => "1 worker".to_string(),
        n => format!("{n} workers"),
    };
    match &view.phase {
        Phase::Preparing => format!("{runs} · {workers} prepare the plan"),
        Phase::Running => match view.left_s {
            Some(left) => format!("{runs} · {} left · {workers}", about(left)),
            None => format!("{runs} · {workers}"),
        },
        Phase::Stopped => format!("{runs}. Stopped; what is done stays."),
        Phase::Done => format!("All {} runs are done.", count(all)),
        Phase::Failed(why) => format!("{runs}. It cannot go on: {why}"),
    }
}

/// What is read out.
fn happened(view: Option<&View>, wrong: bool, told: &str) -> String {
    match view.map(|view| &view.phase) {
        _ if wrong => told.to_string(),
        None => String::new(),
        Some(Phase::Preparing | Phase::Running) => "The study is under way.".into(),
        Some(Phase::Stopped | Phase::Done | Phase::Failed(_)) => told.to_string(),
    }
}

fn buttons(props: &ProgressProps, other: bool) -> Html {
    let (study, choice) = (&props.study, &props.choice);
    let act = |act: fn(&StudyHandle)| {
        let study = study.clone();
        Callback::from(move |_: MouseEvent| act(&study))
    };
    let begin = |label: &'static str, primary: bool| {
        let plan = props.planned.clone().ok();
        let disabled = plan.is_none();
        let (study, choice) = (study.clone(), choice.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            if let Some(plan) = &plan {
                study.begin(&choice, (**plan).clone());
            }
        });
        let class = classes!("btn", primary.then_some("btn-primary"));
        html! {
            <button key="begin" type="button" {class} {disabled} {onclick}>
                { Icon::Play.html() }{ label }
            </button>
        }
    };
    let phase = study.view.as_deref().map(|view| &view.phase);
    match phase {
        Some(Phase::Preparing | Phase::Running) => html! {
            <button key="stop" type="button" class="btn" onclick={act(StudyHandle::stop)}>
                { Icon::Pause.html() }{ "Stop" }
            </button>
        },
        None => begin("Start the study", true),
        Some(_) if other => begin("Start the new study", true),
        Some(Phase::Stopped | Phase::Failed(_)) => html! {
            <>
                <button key="on" type="button" class="btn btn-primary"
                    onclick={act(StudyHandle::go_on)}>
                    { Icon::Play.html() }{ "Go on" }
                </button>
                { begin("Start again", false) }
            </>
        },
        Some(Phase::Done) => {
            let (study, on_choice, seeds) = (study.clone(), props.on_choice.clone(), choice.seeds);
            let onclick = Callback::from(move |_: MouseEvent| {
                if let Some(choice) = study.more(seeds) {
                    on_choice.emit(choice);
                }
            });
            html! {
                <button key="more" type="button" class="btn" {onclick}>
                    { format!("Add {} more {}", count(seeds), seeds_word(seeds)) }
                </button>
            }
        }
    }
}

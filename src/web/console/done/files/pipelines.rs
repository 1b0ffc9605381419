//! A pipeline: what its runs wrote, what its next run would do, pause, resume, run again.

use super::diff::Diff;
use crate::app::protocol::{
    PipelineRunView, PipelineView, PipelineWorkView, RunState, WrittenFile,
};
use crate::app::shared::Shared;
use crate::drill::action::{Action, Look};
use crate::web::icons::Icon;
use crate::web::run::use_run;
use crate::web::ui::{Act, stamp};
use crate::web::zone::use_clock;
use yew::prelude::*;

/// Properties of [`Pipeline`].
#[derive(Properties, PartialEq)]
pub struct PipelineProps {
    /// The pipeline.
    pub pipeline: Shared<PipelineView>,
}

/// What a run would do, one sentence each.
fn consequences(work: &PipelineWorkView) -> Vec<String> {
    let files = work.files.iter().map(
        |WrittenFile {
             path,
             before,
             after,
         }| match after {
            Some(after) if Some(*after) == *before => {
                format!("{path} has its text already: nothing is written.")
            }
            Some(after) => format!(
                "Writes the text of version {after} over version {} of {path}.",
                before.unwrap_or(0)
            ),
            None => format!("Writes a text to {path} that no version has."),
        },
    );
    let steps = work.steps.iter().map(|step| format!("{step}."));
    files.chain(steps).collect()
}

/// The pipeline.
#[component]
pub fn Pipeline(props: &PipelineProps) -> Html {
    let run = use_run();
    let pipeline = &props.pipeline;
    let name = pipeline.name.clone();
    let again = pipeline.again.clone().unwrap_or_default();
    let next = consequences(&again);
    let writes = again.files.iter().any(|file| file.before != file.after);
    let next_rows = next
        .iter()
        .map(|line| html! { <li key={line.clone()}>{ line.clone() }</li> });
    let runs = pipeline.runs.iter().enumerate().map(|(at, run)| {
        let key = format!("{}-{}", run.t_ms, run.title);
        html! { <RunRow {key} run={Shared::new(run.clone())} first={at == 0} /> }
    });
    let paused = pipeline.paused;
    let (label, explain) = if paused {
        let told = if writes {
            format!(
                "Its runs happen again as planned, and each of them: {}",
                next.join(" ")
            )
        } else {
            "Its runs happen again as planned.".to_string()
        };
        (format!("Resume {name}"), told)
    } else {
        let told = "It does nothing until it is resumed. At once; users see nothing.";
        (format!("Pause {name}"), told.to_string())
    };
    let reason = match (paused, pipeline.again.is_none()) {
        (true, _) => Some("It is paused. Resume it first."),
        (_, true) => Some("It has not run within this window: there is no run to repeat."),
        _ => None,
    };
    let looks: Vec<String> = again.files.iter().map(|file| file.path.clone()).collect();
    let looked = {
        let run = run.clone();
        Callback::from(move |()| {
            for path in &looks {
                run.look(Look::Diff(path.clone()));
            }
        })
    };
    let diffs = again.files.iter().filter_map(|file| {
        let path = &file.path;
        let (old, new) = file
            .before
            .zip(file.after)
            .filter(|(old, new)| old != new)?;
        Some(html! { <Diff key={path.clone()} path={path.clone()} {old} {new} /> })
    });
    let explain_again = match next.is_empty() {
        true => "Does again what its last run did; about 20 s.".to_string(),
        false => format!("Takes about 20 s. {}", next.join(" ")),
    };
    html! {
        <div class="stack">
            <div class="cfg-head">
                <div class="row"><h3>{ name.clone() }</h3>
                    <span class="chip chip-warn" hidden={!paused}>
                        { Icon::Pause.html() }{ "paused" }</span></div>
                <p class="muted small">{ pipeline.about.clone() }</p>
            </div>
            <div class={classes!("stack", "small", if writes && !paused { "note note-warn" }
                else { "cfg-next" })} hidden={next.is_empty()}>
                <p>{ if paused { "Paused. When it runs again, it:" } else { "Its next run:" } }</p>
                <ul class="cfg-bullets">{ for next_rows }</ul>
            </div>
            <div class="row cfg-acts">
                <Act {label} {explain} action={Action::PausePipeline {
                    pipeline: name.clone(), paused: !paused }} />
                <Act label={format!("Run {name} again")} explain={explain_again}
                    danger=true disabled={reason.map(AttrValue::from)} on_open={looked}
                    action={Action::RunPipeline { pipeline: name.clone() }}>
                    { for diffs }
                </Act>
            </div>
            <h4 class="group-title">{ "Runs" }</h4>
            <p class="muted small" hidden={!pipeline.runs.is_empty()}>
                { "No run within this window." }</p>
            <ol class="versions" aria-label="Runs, newest first">{ for runs }</ol>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct RunRowProps {
    run: Shared<PipelineRunView>,
    first: bool,
}

/// A run, and the difference it made.
#[component]
fn RunRow(props: &RunRowProps) -> Html {
    let world = use_run();
    let open = use_state(|| false);
    let run = &props.run;
    let clock = use_clock();
    let (class, state) = match run.state {
        RunState::Running => ("", "running"),
        RunState::Succeeded => ("chip-good", "succeeded"),
        RunState::Skipped => ("chip-warn", "skipped: paused"),
    };
    let steps = run.work.steps.iter().map(|step| {
        html! { <li key={step.clone()}>{ step.clone() }</li> }
    });
    let files = run.work.files.iter().map(
        |WrittenFile {
             path,
             before,
             after,
         }| {
            let name = path.rsplit('/').next().unwrap_or(path).to_string();
            let told = match (before, after) {
                (Some(before), Some(after)) => format!("Wrote {name}: version {before} to {after}"),
                (None, Some(after)) => format!("Wrote {name}: version {after}"),
                (_, None) => format!("{name} had this text already"),
            };
            html! { <li key={path.clone()}>{ told }</li> }
        },
    );
    let diffs: Vec<(String, u32, u32)> = run
        .work
        .files
        .iter()
        .filter_map(|file| Some((file.path.clone(), file.before?, file.after?)))
        .collect();
    let toggle = {
        let (world, open, run, diffs) = (world.clone(), open.clone(), run.clone(), diffs.clone());
        Callback::from(move |_: MouseEvent| {
            if !*open {
                if let Some(id) = &run.id {
                    world.look(Look::Change(id.clone()));
                }
                for (path, ..) in &diffs {
                    world.look(Look::Diff(path.clone()));
                }
            }
            open.set(!*open);
        })
    };
    let at = stamp(clock, run.t_ms);
    let shown = diffs.iter().filter(|_| *open).map(|(path, old, new)| {
        html! { <Diff key={path.clone()} path={path.clone()} old={*old} new={*new} /> }
    });
    html! {
        <li class="version">
            <div class="row">
                <span class="small num">{ at.clone() }</span>
                <span class={classes!("chip", class)}>{ state }</span>
                <span class="muted small">{ format!("started by {}", run.trigger) }</span>
            </div>
            <p class="cfg-message">{ run.title.clone() }</p>
            <ul class="small muted cfg-bullets">{ for files }{ for steps }</ul>
            <div class="row" hidden={diffs.is_empty()}>
                <button type="button" class="chip" aria-expanded={open.to_string()}
                    onclick={toggle} aria-label={format!("What it changed: run of {at}")}>
                    { "What it changed" }</button>
            </div>
            <div>{ for shown }</div>
        </li>
    }
}

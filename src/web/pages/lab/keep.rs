//! The numbers as files, and the command that gives the same ones.

use super::ResultProps;
use crate::lab::csv;
use crate::lab::{Choice, StudyFile};
use crate::web::pages::download;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Everything, to be opened again.
fn study(props: &ResultProps) -> String {
    StudyFile::new(&props.incident, &props.choice, &props.summary).to_text()
}

/// Files and command.
#[component]
pub fn Keep(props: &ResultProps) -> Html {
    let said = use_state(String::new);
    let summary = &props.summary;
    let file = |ending: &'static str, mime: &'static str, text: fn(&ResultProps) -> String| {
        let (props, said) = (props.clone(), said.clone());
        let name = format!("lab-{}{ending}", props.incident.id);
        Callback::from(move |_: MouseEvent| {
            said.set(download::save(&name, mime, &text(&props)));
        })
    };
    let command = props.choice.command(&props.incident);
    let on_copy = {
        let (command, said) = (command.clone(), said.clone());
        Callback::from(move |_: MouseEvent| {
            let (text, said) = (command.clone(), said.clone());
            spawn_local(async move {
                said.set(match download::copy(text).await {
                    Ok(()) => "The command is copied.".to_string(),
                    Err(why) => format!("Copying failed: {why}."),
                });
            });
        })
    };
    let (done, all) = summary.runs;
    html! {
        <section class="section" aria-labelledby="keep">
            <h2 id="keep" class="section-title">{ "Keep it, or check it" }</h2>
            <div class="row no-print">
                <button type="button" class="btn" disabled={done == 0}
                    onclick={file("-arms.csv", "text/csv", |props| csv::arms(&props.summary))}>
                    { "Savings as CSV" }
                </button>
                <button type="button" class="btn" disabled={done == 0}
                    onclick={file("-curves.csv", "text/csv", |props| csv::curves(&props.summary))}>
                    { "Curves as CSV" }
                </button>
                <button type="button" class="btn" disabled={done == 0}
                    onclick={file(".json", "application/json", study)}>
                    { "All as JSON" }
                </button>
                <span class="small muted" role="status">{ (*said).clone() }</span>
            </div>
            <p>{ same(&props.choice, done, all) }</p>
            <div class="lab-command">
                <code class="mono">{ command }</code>
                <button type="button" class="btn" onclick={on_copy}>{ "Copy the command" }</button>
            </div>
        </section>
    }
}

/// What the command gives.
fn same(choice: &Choice, done: u64, all: u64) -> String {
    match done == all {
        true => "On the command line this gives the same numbers, to the digit:".into(),
        false => format!(
            "On the command line this gives the same numbers once all {} seeds are done here:",
            choice.seeds
        ),
    }
}

//! One run of the list, and what can be done with it.

use super::Kept;
use super::verifier::{Stage, Subject, Verifier};
use crate::app::route::Route;
use crate::app::saved::ResultLine;
use crate::debrief::words;
use crate::web::app::go;
use crate::web::pages::{catalog, download};
use crate::web::storage;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct RowProps {
    /// The run.
    pub line: ResultLine,
    /// Whether the list has several incidents.
    pub with_incident: bool,
    /// What there is.
    pub kept: Kept,
    /// Verifies its file.
    pub verifier: Verifier,
    /// Asks to delete it.
    pub on_delete: Callback<ResultLine>,
    /// Says what was done.
    pub tell: Callback<String>,
}

/// One run: its numbers, and below them how it ended and what can be done.
#[component]
pub fn Row(props: &RowProps) -> Html {
    let line = &props.line;
    let finished = words::utc_date_time(line.finished_unix_s)[..16].to_string();
    let name = format!("run of {finished}, seed {}", line.seed);
    let time = |at: Option<f64>| at.map_or("never".to_string(), |at| words::t_plus(words::ms(at)));
    let times = words::phases(&line.times_s);
    let times = times.iter().map(|(phase, at)| {
        html! { <td class="num" data-label={*phase}>{ time(*at) }</td> }
    });
    let incident = props.with_incident.then(|| {
        let title = catalog::incident(&line.incident);
        let title = title.map_or_else(|| line.incident.clone(), |one| one.title.clone());
        html! { <td data-label="Incident">{ title }</td> }
    });
    let points = match line.total {
        Some(total) => html! { <b>{ words::points(total) }</b> },
        None => html! { <span class="muted">{ "not scored" }</span> },
    };
    let columns = if props.with_incident { "11" } else { "10" };
    html! {
        <tbody class="run">
            <tr class="run-numbers">
                <th scope="row" class="num">{ finished }</th>
                { incident }
                <td data-label="Way in">{ line.mode.title() }</td>
                <td class="num" data-label="Seed">{ line.seed }</td>
                <td class="num run-points" data-label="Points">
                    { points }
                </td>
                <td class="num" data-label="Affected">{ words::count(line.affected) }</td>
                { for times }
                <td data-label="Result file">{ file_state(props) }</td>
            </tr>
            <tr class="run-does">
                <td colspan={columns}>
                    <div class="run-line">
                        <p class="small muted">{ line.verdict.clone() }</p>
                        <div class="row run-actions">{ actions(props, &name) }</div>
                    </div>
                    { difference(props) }
                </td>
            </tr>
        </tbody>
    }
}

/// The id of its file, if that is still kept.
fn file_id(props: &RowProps) -> Option<&String> {
    let id = props.line.file.as_ref();
    id.filter(|id| props.kept.files.contains(*id))
}

/// What is known of its file.
fn file_state(props: &RowProps) -> Html {
    let id = file_id(props);
    let stage = id.and_then(|id| props.verifier.stage(&Subject::Kept(id.clone())));
    match (id, stage, &props.line.checked) {
        (None, _, _) => html! { <span class="muted">{ "none kept" }</span> },
        (_, Some(Stage::Working(_, share)), _) => html! {
            <span class="chip num" role="progressbar" aria-label="Verifying" aria-valuemin="0"
                aria-valuemax="100" aria-valuenow={(share / 10).to_string()}>
                { format!("{} %", share / 10) }
            </span>
        },
        (_, _, None) => html! { <span class="muted">{ "not verified" }</span> },
        (_, _, Some(checked)) => match checked.difference {
            None => html! { <span class="chip chip-good">{ "verified" }</span> },
            Some(_) => html! { <span class="chip chip-crit">{ "differs" }</span> },
        },
    }
}

/// What is wrong with its file, or why it was not verified.
fn difference(props: &RowProps) -> Html {
    let id = file_id(props);
    let stage = id.and_then(|id| props.verifier.stage(&Subject::Kept(id.clone())));
    let said = match (stage, &props.line.checked) {
        (Some(Stage::Working(..)), _) => None,
        (Some(Stage::Stopped(why)), _) => Some(why.clone()),
        (_, Some(checked)) => checked.difference.clone(),
        (Some(Stage::Wrong(why)), None) => Some(why.clone()),
        _ => None,
    };
    html! { <p class="note note-crit" hidden={said.is_none()}>{ said }</p> }
}

fn actions(props: &RowProps, name: &str) -> Html {
    let line = &props.line;
    let label = |what: &str| format!("{what}: {name}");
    let debrief = props.kept.debrief.as_ref();
    let debrief = debrief.filter(|debrief| line.is_of(debrief));
    let debrief = debrief.map(|_| {
        html! {
            <a class="btn btn-quiet" href={Route::Debrief.format()} aria-label={label("Debrief")}>
                { "Debrief" }
            </a>
        }
    });
    let again = {
        let line = line.clone();
        Callback::from(move |_: MouseEvent| {
            storage::clear_run(&line.incident, line.mode);
            go(&catalog::run_address(&line.incident, line.mode, line.seed));
        })
    };
    let playable = catalog::incident(&line.incident).is_some();
    let on_delete = {
        let (line, on_delete) = (line.clone(), props.on_delete.clone());
        Callback::from(move |_: MouseEvent| on_delete.emit(line.clone()))
    };
    html! {
        <>
            { debrief }
            <button type="button" class="btn btn-quiet" aria-label={label("Play again")}
                hidden={!playable} onclick={again}>
                { "Play again" }
            </button>
            { file_actions(props, name) }
            <button type="button" class="btn btn-quiet" aria-label={label("Delete")}
                onclick={on_delete}>
                { "Delete" }
            </button>
        </>
    }
}

/// What can be done with its file.
fn file_actions(props: &RowProps, name: &str) -> Html {
    let Some(id) = file_id(props) else {
        return html! {};
    };
    let subject = Subject::Kept(id.clone());
    let working = matches!(props.verifier.stage(&subject), Some(Stage::Working(..)));
    let on_verify = {
        let (verifier, id) = (props.verifier.clone(), id.clone());
        Callback::from(move |_: MouseEvent| {
            if working {
                return verifier.cancel();
            }
            match storage::result_file(&id) {
                Some(file) => verifier.start(Subject::Kept(id.clone()), file.to_text()),
                None => verifier.unreadable(
                    Subject::Kept(id.clone()),
                    "The kept result file cannot be read.".to_string(),
                ),
            }
        })
    };
    let on_download = {
        let (id, line, tell) = (id.clone(), props.line.clone(), props.tell.clone());
        Callback::from(move |_: MouseEvent| {
            tell.emit(match storage::result_file(&id) {
                Some(file) => download::save_result(&line.incident, line.seed, &file.to_text()),
                None => "The kept result file cannot be read.".to_string(),
            });
        })
    };
    let verify = if working { "Cancel" } else { "Verify" };
    html! {
        <>
            <button type="button" class="btn btn-quiet" aria-label={format!("{verify}: {name}")}
                onclick={on_verify}>
                { verify }
            </button>
            <button type="button" class="btn btn-quiet" aria-label={format!("Download: {name}")}
                onclick={on_download}>
                { "Download" }
            </button>
        </>
    }
}

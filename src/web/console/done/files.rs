//! The files: their text, their history, their edit.

use super::ask::{Asked, use_asked};
use super::edit::Edit;
use super::history::History;
use crate::app::protocol::{Answer, Ask, DatabaseView, FileView};
use crate::app::shared::Shared;
use crate::drill::action::Look;
use crate::web::icons::Icon;
use crate::web::run::use_run;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Properties of [`Files`].
#[derive(Properties, PartialEq)]
pub struct FilesProps {
    /// The files.
    pub files: Shared<Vec<FileView>>,
    /// The database, for what waits for a restart.
    pub database: Shared<DatabaseView>,
}

/// What is shown of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Show {
    History,
    Text,
    Edit,
}

/// The files.
#[component]
pub fn Files(props: &FilesProps) -> Html {
    let run = use_run();
    let path = use_state(|| None::<String>);
    let show = use_state(|| Show::History);
    let files = &props.files;
    let file = path
        .as_ref()
        .and_then(|path| files.iter().find(|file| file.path == *path));
    let rows = files.iter().map(|file| {
        let on = path.as_ref() == Some(&file.path);
        let onclick = {
            let (path, this) = (path.clone(), file.path.clone());
            Callback::from(move |_: MouseEvent| path.set(Some(this.clone())))
        };
        let newest = file.versions.last();
        let stale = newest.is_some_and(|newest| file.in_force != Some(newest.number));
        html! {
            <li key={file.path.clone()}>
                <button type="button" class="line-button" aria-pressed={on.to_string()} {onclick}>
                    { Icon::File.html() }
                    <span class="grow mono ellipsis">{ file.path.clone() }</span>
                    <span class="chip chip-warn" hidden={!stale || file.in_force.is_none()}>
                        { "not in force" }
                    </span>
                    <span class="muted small num">
                        { newest.map(|newest| format!("v{}", newest.number)).unwrap_or_default() }
                    </span>
                </button>
            </li>
        }
    });
    let choose = {
        let (run, show) = (run.clone(), show.clone());
        let path = (*path).clone();
        move |next: Show| {
            let (run, show, path) = (run.clone(), show.clone(), path.clone());
            Callback::from(move |_: MouseEvent| {
                if let Some(path) = path.clone().filter(|_| next != Show::History) {
                    run.look(Look::File(path));
                }
                show.set(next);
            })
        }
    };
    let shows = [
        (Show::History, "History"),
        (Show::Text, "Text"),
        (Show::Edit, "Edit"),
    ];
    let shows = shows.into_iter().map(|(kind, label)| {
        html! {
            <button key={label} type="button" aria-pressed={(*show == kind).to_string()}
                onclick={choose(kind)}>{ label }</button>
        }
    });
    // Every file keeps its own editor, so that nothing typed is lost.
    let editors = files
        .iter()
        .filter(|file| !file.versions.is_empty())
        .map(|file| {
            let open = path.as_ref() == Some(&file.path) && *show == Show::Edit;
            let newest = file.versions.last().map_or(0, |version| version.number);
            html! {
                <div key={file.path.clone()} hidden={!open}>
                    <Edit path={file.path.clone()} {newest} {open} />
                </div>
            }
        });
    let is_database = |file: &FileView| file.path == run.incident().world.database.path;
    html! {
        <div class="files stack pad">
            <ul class="file-list" aria-label="Files">{ for rows }</ul>
            <p class="muted small" hidden={file.is_some()}>
                { "Pick a file to read its history and its text." }
            </p>
            <div class="stack file-open" hidden={file.is_none()}>
                <div class="row">
                    <div class="segmented" role="group" aria-label="Show">{ for shows }</div>
                </div>
                <p class="muted small">{ file.map(|file| file.about.clone()) }</p>
                { file.map(|file| in_force(file, is_database(file), &props.database)) }
                if let Some(file) = file.filter(|_| *show == Show::History) {
                    <History key={file.path.clone()} file={Shared::new(file.clone())} />
                }
                if let Some(file) = file.filter(|_| *show == Show::Text) {
                    <Text key={file.path.clone()} file={Shared::new(file.clone())} />
                }
            </div>
            { for editors }
        </div>
    }
}

/// The banner about what is written but not in force.
fn in_force(file: &FileView, is_database: bool, database: &DatabaseView) -> Html {
    let newest = file.versions.last().map_or(0, |version| version.number);
    let differs = file.in_force.is_some_and(|in_force| in_force != newest);
    let waiting = database.pending_restart.iter().filter(|_| is_database);
    let waiting: Vec<Html> = waiting
        .map(|(name, now, then)| {
            html! {
                <li key={name.clone()} class="mono">
                    { format!("{name}: {now} in force, {then} written") }
                </li>
            }
        })
        .collect();
    let restart = !waiting.is_empty();
    let in_force = file.in_force.unwrap_or(newest);
    html! {
        <div class="note note-warn" role="status" hidden={!differs && !restart}>
            <p hidden={!differs}>
                { format!("Version {newest} is written. The running processes still use version \
                    {in_force}.") }
            </p>
            <p hidden={!restart}>{ "These settings wait for a restart of the database:" }</p>
            <ul hidden={!restart}>{ for waiting }</ul>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct TextProps {
    file: Shared<FileView>,
}

/// The text of one version.
#[component]
fn Text(props: &TextProps) -> Html {
    let file = &props.file;
    let newest = file.versions.last().map_or(0, |version| version.number);
    let chosen = use_state(|| None::<u32>);
    let version = chosen.unwrap_or(newest);
    let asked = use_asked(Some(Ask::File(file.path.clone(), version)), 0);
    let text = match &asked {
        Asked::Known(answer) => match &**answer {
            Answer::File(text) => text.as_str(),
            _ => "",
        },
        _ => "",
    };
    let rows = text.lines().enumerate().map(|(at, line)| {
        html! {
            <tr key={at}><td class="diff-number num">{ at + 1 }</td>
                <td class="diff-text">{ line.to_string() }</td></tr>
        }
    });
    let onchange = {
        let chosen = chosen.clone();
        Callback::from(move |event: Event| {
            let select = event.target_dyn_into::<HtmlSelectElement>();
            chosen.set(select.and_then(|select| select.value().parse().ok()));
        })
    };
    let options = file.versions.iter().rev().map(|entry| {
        let tail = match entry.number {
            number if Some(number) == file.in_force => ", in force",
            number if number == newest => ", newest",
            _ => "",
        };
        html! {
            <option key={entry.number} value={entry.number.to_string()}
                selected={entry.number == version}>
                { format!("Version {}{tail}", entry.number) }
            </option>
        }
    });
    html! {
        <div class="stack">
            <select class="field" aria-label="Version" {onchange}>{ for options }</select>
            { asked.html() }
            <div class="code" role="region" tabindex="0"
                aria-label={format!("Text of {}", file.path)} hidden={text.is_empty()}>
                <table class="mono"><tbody>{ for rows }</tbody></table>
            </div>
        </div>
    }
}

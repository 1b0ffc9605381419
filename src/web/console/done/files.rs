//! Configuration and changes: files with their history, and the pipelines that write them.

mod diff;
mod edit;
mod force;
mod history;
mod keys;
mod lines;
mod pipelines;
mod text;
mod wide;

use super::ask::{Asked, use_asked};
use crate::app::protocol::{
    Answer, Ask, DatabaseView, FileView, KeyView, PipelineView, Status, WaitingSetting,
};
use crate::app::shared::Shared;
use crate::drill::action::Look;
use crate::web::console::use_wishes;
use crate::web::icons::Icon;
use crate::web::run::{use_run, use_view};
use crate::web::ui::press_sets;
use edit::Edit;
use force::Force;
use history::History;
use pipelines::Pipeline;
use std::collections::BTreeSet;
use text::Text;
use yew::prelude::*;

/// Properties of [`Files`].
#[derive(Properties, PartialEq)]
pub struct FilesProps {
    /// The files.
    pub files: Shared<Vec<FileView>>,
    /// The database, for what waits for a restart.
    pub database: Shared<DatabaseView>,
}

/// What is open in the pane.
#[derive(Clone, PartialEq, Eq)]
enum Open {
    Nothing,
    File(String),
    Pipeline(String),
}

/// What is shown of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Show {
    History,
    Text,
    Edit,
}

/// What of the database decides which settings wait: its status, its last start, and those
/// that wait for a restart.
type Pending = (Option<Status>, i64, Vec<WaitingSetting>);

/// Keeps the pointer of a value that has not changed, so that what shows it stays as it is.
#[hook]
fn use_kept<T: PartialEq + Default + 'static>(value: T) -> Shared<T> {
    let kept = use_mut_ref(Shared::<T>::default);
    kept.borrow_mut().update(value);
    kept.borrow().clone()
}

/// The files and pipelines.
#[component]
pub fn Files(props: &FilesProps) -> Html {
    let view = use_view();
    let database = &props.database;
    let pending: Shared<Pending> = use_kept((
        database.status,
        database.started_ms,
        database.pending_restart.clone(),
    ));
    html! {
        <Pane files={props.files.clone()} pipelines={view.pipelines.clone()} {pending} />
    }
}

#[derive(Properties, PartialEq)]
struct PaneProps {
    files: Shared<Vec<FileView>>,
    pipelines: Shared<Vec<PipelineView>>,
    pending: Shared<Pending>,
}

#[component]
fn Pane(props: &PaneProps) -> Html {
    let open = use_state(|| Open::Nothing);
    {
        let (open, wishes) = (open.setter(), use_wishes());
        use_effect_with(wishes.file.clone(), move |wish| {
            if let Some((_, path)) = wish {
                open.set(Open::File(path.clone()));
            }
        });
    }
    // Files with something typed that is not saved.
    let drafts = use_state(BTreeSet::<String>::new);
    let on_draft = {
        let (known, drafts) = (use_mut_ref(BTreeSet::<String>::new), drafts.setter());
        use_callback((), move |(path, dirty): (String, bool), ()| {
            let mut known = known.borrow_mut();
            let changed = if dirty {
                known.insert(path)
            } else {
                known.remove(&path)
            };
            if changed {
                drafts.set(known.clone());
            }
        })
    };
    let files = &props.files;
    let choose = |next: Open| press_sets(&open, next);
    let rows = files.iter().map(|file| {
        let on = *open == Open::File(file.path.clone());
        let (folder, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
        let newest = file.versions.last().map(|version| version.number);
        let stale = file.in_force.is_some() && file.in_force != newest
            || file.service.as_ref().is_some_and(|reader| reader.stale > 0);
        html! {
            <li key={file.path.clone()}>
                <button type="button" class="line-button cfg-item" aria-pressed={on.to_string()}
                    onclick={choose(Open::File(file.path.clone()))}>
                    { Icon::File.html() }
                    <span class="grow cfg-item-name">
                        <span class="row">
                            <span class="mono ellipsis">{ name.to_string() }</span>
                            <span class="chip chip-warn" hidden={!stale}>{ "not in force" }</span>
                            <span class="chip" hidden={!drafts.contains(&file.path)}>
                                { "unsaved" }</span>
                        </span>
                        <span class="muted small ellipsis">{ folder.to_string() }</span>
                    </span>
                    <span class="muted small num">
                        { newest.map(|number| format!("v{number}")).unwrap_or_default() }</span>
                </button>
            </li>
        }
    });
    let lines = props.pipelines.iter().map(|pipeline| {
        let on = *open == Open::Pipeline(pipeline.name.clone());
        html! {
            <li key={pipeline.name.clone()}>
                <button type="button" class="line-button cfg-item" aria-pressed={on.to_string()}
                    onclick={choose(Open::Pipeline(pipeline.name.clone()))}>
                    { Icon::Change.html() }
                    <span class="grow ellipsis">{ pipeline.name.clone() }</span>
                    <span class="chip chip-warn" hidden={!pipeline.paused}>{ "paused" }</span>
                </button>
            </li>
        }
    });
    let file = match &*open {
        Open::File(path) => files.iter().find(|file| file.path == *path),
        _ => None,
    };
    let pipeline = match &*open {
        Open::Pipeline(name) => props.pipelines.iter().find(|it| it.name == *name),
        _ => None,
    };
    let show = use_state(|| Show::History);
    let editing = *show == Show::Edit;
    // Every file keeps its own editor, so that nothing typed is lost.
    let written = files.iter().filter(|file| !file.versions.is_empty());
    let editors = written.map(|this| {
        let open = editing && file.is_some_and(|file| file.path == this.path);
        let newest = this.versions.last().map_or(0, |version| version.number);
        html! {
            <div key={this.path.clone()} class="cfg-editor-place" hidden={!open}>
                <Edit path={this.path.clone()} {newest} {open} on_draft={on_draft.clone()} />
            </div>
        }
    });
    let file = use_kept(file.cloned());
    let pipeline = use_kept(pipeline.cloned());
    let chosen = file.is_some() || pipeline.is_some();
    let on_show = {
        let show = show.setter();
        use_callback((), move |to: Show, ()| show.set(to))
    };
    html! {
        <div class={classes!("cfg", chosen.then_some("cfg-chosen"))}>
            <div class="cfg-body">
            <nav class="cfg-list" aria-label="Files and pipelines">
                <h3 class="group-title">{ "Files" }</h3>
                <ul class="file-list" aria-label="Files">{ for rows }</ul>
                <h3 class="group-title">{ "Pipelines" }</h3>
                <ul class="file-list" aria-label="Pipelines">{ for lines }</ul>
            </nav>
            <div class="cfg-main stack">
                <p class="empty" hidden={chosen}>
                    { "Pick a file to read its history and its text, or a pipeline to see what \
                        its runs did." }</p>
                <button type="button" class="link-button cfg-back" hidden={!chosen}
                    onclick={choose(Open::Nothing)}>{ "All files and pipelines" }</button>
                <div hidden={file.is_none()}>
                    <Opened {file} pending={props.pending.clone()} show={*show} {on_show} />
                </div>
                <div hidden={pipeline.is_none()}>
                    <OpenPipeline {pipeline} />
                </div>
                <div>{ for editors }</div>
            </div>
            </div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct OpenPipelineProps {
    pipeline: Shared<Option<PipelineView>>,
}

/// The pipeline that was picked.
#[component]
fn OpenPipeline(props: &OpenPipelineProps) -> Html {
    let Some(pipeline) = &*props.pipeline else {
        return html! {};
    };
    html! { <Pipeline key={pipeline.name.clone()} pipeline={Shared::new(pipeline.clone())} /> }
}

#[derive(Properties, PartialEq)]
struct OpenedProps {
    file: Shared<Option<FileView>>,
    pending: Shared<Pending>,
    show: Show,
    on_show: Callback<Show>,
}

/// The file that was picked, but for its editor.
#[component]
fn Opened(props: &OpenedProps) -> Html {
    let Some(file) = &*props.file else {
        return html! {};
    };
    html! {
        <FileBody key={file.path.clone()} file={Shared::new(file.clone())}
            pending={props.pending.clone()} show={props.show} on_show={props.on_show.clone()} />
    }
}

#[derive(Properties, PartialEq)]
struct FileBodyProps {
    file: Shared<FileView>,
    pending: Shared<Pending>,
    show: Show,
    on_show: Callback<Show>,
}

#[component]
fn FileBody(props: &FileBodyProps) -> Html {
    let run = use_run();
    let file = &props.file;
    let waiting = Ask::Waiting(file.path.clone());
    let asked = use_asked(Some(waiting), force::version(file, &*props.pending));
    let keys: Vec<KeyView> = match &asked {
        Asked::Known(answer) => match &**answer {
            Answer::Keys(keys) => keys.clone(),
            _ => vec![],
        },
        _ => vec![],
    };
    let marked = keys.iter();
    let marked = marked.filter_map(|key| Some((key.key.clone(), key.in_force.clone()?)));
    let marked: Vec<(String, String)> = marked.collect();
    let shows = [
        (Show::History, "History"),
        (Show::Text, "Text"),
        (Show::Edit, "Edit"),
    ];
    let shows = shows.into_iter().map(|(kind, label)| {
        let (run, on_show) = (run.clone(), props.on_show.clone());
        let path = file.path.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            if kind != Show::History {
                run.look(Look::File(path.clone()));
            }
            on_show.emit(kind);
        });
        html! {
            <button key={label} type="button" aria-pressed={(props.show == kind).to_string()}
                {onclick}>{ label }</button>
        }
    });
    html! {
        <div class="stack">
            <div class="cfg-head">
                <h3 class="mono cfg-path">{ file.path.clone() }</h3>
                <p class="muted small">{ file.about.clone() }</p>
            </div>
            <Force file={file.clone()} keys={Shared::new(keys)} />
            <div class="row">
                <div class="segmented" role="group" aria-label="Show">{ for shows }</div>
            </div>
            if props.show == Show::History {
                <History file={file.clone()} />
            }
            if props.show == Show::Text {
                <Text file={file.clone()} waiting={Shared::new(marked)} />
            }
        </div>
    }
}

//! The history of a file: who, when, why, what changed, and the way back.

use super::diff::Diff;
use crate::app::protocol::{FileView, VersionView};
use crate::app::shared::Shared;
use crate::drill::action::{Action, Command, Look};
use crate::web::run::use_run;
use crate::web::ui::{Act, on_change, option, stamp};
use crate::web::zone::use_clock;
use yew::prelude::*;

/// Properties of [`History`].
#[derive(Properties, PartialEq)]
pub struct HistoryProps {
    /// Which file.
    pub file: Shared<FileView>,
}

/// The versions, newest first, and a comparison of any two.
#[component]
pub fn History(props: &HistoryProps) -> Html {
    // The version under which a difference is open, and its two sides.
    let open = use_state(|| None::<(u32, (u32, u32))>);
    let file = &props.file;
    let newest = file.versions.last().map_or(0, |version| version.number);
    let rows = file.versions.iter().enumerate().rev().map(|(at, version)| {
        let shown = open
            .filter(|(row, _)| *row == version.number)
            .map(|(_, pair)| pair);
        let before = at.checked_sub(1).and_then(|at| file.versions.get(at));
        html! {
            <VersionRow key={version.number} path={file.path.clone()} {newest}
                version={Shared::new(version.clone())} before={before.map(|before| before.number)}
                in_force={file.in_force} open={shown}
                on_open={
                    let (open, row) = (open.clone(), version.number);
                    Callback::from(move |pair: Option<_>| open.set(pair.map(|pair| (row, pair))))
                } />
        }
    });
    html! {
        <div class="stack">
            <div hidden={file.versions.len() < 2}>
                <Compare file={file.clone()} />
            </div>
            <ol class="versions" aria-label="Versions, newest first">{ for rows }</ol>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct CompareProps {
    file: Shared<FileView>,
}

/// Any two versions, chosen.
#[component]
fn Compare(props: &CompareProps) -> Html {
    let run = use_run();
    let chosen = use_state(|| (None::<u32>, None::<u32>));
    let file = &props.file;
    let (from, to) = *chosen;
    let select = |label: &'static str, now: Option<u32>, is_from: bool| {
        let (chosen, run, path) = (chosen.clone(), run.clone(), file.path.clone());
        let onchange = on_change(move |number| {
            let number = number.parse().ok();
            let (from, to) = *chosen;
            let next = if is_from {
                (number, to)
            } else {
                (from, number)
            };
            if next.0.is_some() && next.1.is_some() && next.0 != next.1 {
                run.look(Look::Diff(path.clone()));
            }
            chosen.set(next);
        });
        let options = file.versions.iter().rev().map(|version| {
            option(
                version.number,
                format!("Version {}", version.number),
                now == Some(version.number),
            )
        });
        html! {
            <select class="field log-choice" aria-label={label} {onchange}>
                <option key="" value="" selected={now.is_none()}>{ "–" }</option>
                { for options }
            </select>
        }
    };
    let pair = from.zip(to).filter(|(from, to)| from != to);
    let same = from.is_some() && from == to;
    html! {
        <div class="stack">
            <div class="row small">
                <span class="muted">{ "Compare" }</span>
                { select("Compare from", from, true) }
                <span class="muted">{ "with" }</span>
                { select("Compare with", to, false) }
                <span class="muted" hidden={!same}>{ "the same version" }</span>
            </div>
            <div hidden={pair.is_none()}>
                if let Some((old, new)) = pair {
                    <Diff key={format!("{old}-{new}")} path={file.path.clone()} {old} {new} />
                }
            </div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct VersionRowProps {
    path: AttrValue,
    version: Shared<VersionView>,
    before: Option<u32>,
    newest: u32,
    in_force: Option<u32>,
    open: Option<(u32, u32)>,
    on_open: Callback<Option<(u32, u32)>>,
}

#[component]
fn VersionRow(props: &VersionRowProps) -> Html {
    let run = use_run();
    let version = &props.version;
    let number = version.number;
    let clock = use_clock();
    let compare = |with: Option<u32>, label: String| {
        let pair = with
            .filter(|with| *with != number)
            .map(|with| (with.min(number), with.max(number)));
        let on = pair.is_some() && props.open == pair;
        let onclick = {
            let (run, path, on_open) = (run.clone(), props.path.to_string(), props.on_open.clone());
            Callback::from(move |_: MouseEvent| {
                run.look(Look::Diff(path.clone()));
                on_open.emit(if on { None } else { pair });
            })
        };
        html! {
            <button type="button" class="chip" hidden={pair.is_none()} {onclick}
                aria-pressed={on.to_string()}
                aria-label={format!("{label}, version {number}")}>{ label.clone() }</button>
        }
    };
    let force = props.in_force.filter(|with| Some(*with) != props.before);
    let newest = number == props.newest;
    let looked = {
        let (run, path) = (run.clone(), props.path.to_string());
        Callback::from(move |()| run.look(Look::Diff(path.clone())))
    };
    html! {
        <li class="version">
            <div class="row cfg-version">
                <strong class="num">{ format!("v{number}") }</strong>
                <span class="cfg-message grow">{ version.message.clone() }</span>
                <span class="chip chip-good" hidden={props.in_force != Some(number)}>
                    { "in force" }
                </span>
                <span class="chip" hidden={!newest}>{ "newest" }</span>
            </div>
            <p class="muted small">
                <span class="num">{ stamp(clock, version.t_ms) }</span>
                { format!(" · {}", version.author) }
                <span hidden={!version.by_pipeline}>{ " · pipeline" }</span>
            </p>
            <div class="row">
                { compare(props.before, "Changes".to_string()) }
                { compare(force, "Compare with in force".to_string()) }
            </div>
            <div hidden={props.open.is_none()}>
                if let Some((old, new)) = props.open {
                    <Diff key={format!("{old}-{new}")} path={props.path.clone()} {old} {new} />
                }
            </div>
            <div hidden={newest}>
                <Act label={format!("Roll back to version {number}")} on_open={looked}
                    explain="Writes this version's text as a new version. What each setting needs \
                        to come into force stands beside it."
                    confirm={format!("roll back to version {number}")}
                    action={Action::Change(Command::RollbackFile { path: props.path.to_string(), version: number })}>
                    <Diff path={props.path.clone()} old={props.newest} new={number} />
                </Act>
            </div>
        </li>
    }
}

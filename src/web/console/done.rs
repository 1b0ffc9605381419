//! What you do: the tools, their rail, and the two places where they stand.

mod actions;
mod alerts;
mod ask;
mod board;
mod database;
mod diagnosis;
mod files;
mod logs;
mod map;
mod response;
mod runbook;
mod settings;
mod status;
mod terminal;

use super::DONE_TABS;
use super::edge::EdgeLine;
use super::half::HalfPane;
use super::hosts::Hosts;
use super::rail::{Rail, Tool};
use crate::app::frame::{Change, Edge, Frame, Half, Pane};
use crate::app::protocol::Mode;
use crate::web::run::{Entry, use_run, use_view};
use crate::web::ui::use_css_number;
use yew::prelude::*;

/// Properties of [`Done`].
#[derive(Properties, PartialEq)]
pub struct DoneProps {
    /// Which tools stand where.
    pub frame: Frame,
    /// The elements of the tools.
    pub hosts: Hosts,
    /// Where the elements go: the upper and the lower half.
    pub slots: (NodeRef, NodeRef),
    /// Shows a tool.
    pub on_open: Callback<Pane>,
    /// Changes the frame.
    pub on_change: Callback<Change>,
    /// Opens a tool in a window of its own.
    pub on_out: Callback<Pane>,
}

/// The right column. All tools stay in the page, so that nothing typed is lost.
#[component]
pub fn Done(props: &DoneProps) -> Html {
    let run = use_run();
    let view = use_view();
    let frame = &props.frame;
    let coached = (*view.coach)
        .as_ref()
        .map_or("", |coach| coach.pane.as_str());
    let waiting = view.database.pending_restart.len();
    let badge = |id: &str| match id {
        "actions" => view.operations.len(),
        "files" => waiting,
        "diagnosis" => view.looked.len(),
        _ => 0,
    };
    let tools = DONE_TABS.iter().map(|(id, label)| Tool {
        id,
        label,
        badge: badge(id),
        marked: *id == coached,
    });
    let label_of = |id: &str| {
        DONE_TABS
            .iter()
            .find(|(tool, _)| *tool == id)
            .map(|(_, l)| *l)
    };
    let panel = |id: &'static str, content: Html| {
        let content = html! {
            <div key={id} role="tabpanel" id={format!("panel-{id}")} aria-label={label_of(id)}
                tabindex="-1" class={classes!("done-panel", (coached == id).then_some("coached"))}>
                { content }
            </div>
        };
        props.hosts.draw(id, content)
    };
    let open = |id: &str| frame.shows(id);
    let half = |half: Half, slot: &NodeRef| {
        let label = frame.at(half).and_then(label_of).unwrap_or_default();
        html! {
            <HalfPane {half} slot={slot.clone()} frame={frame.clone()} {label}
                on_out={props.on_out.clone()} on_change={props.on_change.clone()} />
        }
    };
    let halves = use_node_ref();
    use_css_number(
        &halves,
        Edge::Split.property(),
        f64::from(frame.layout.split),
    );
    let split = frame.layout.split_open;
    let play_here = {
        let run = run.clone();
        Callback::from(move |_: MouseEvent| run.enter(Entry::TakeOver))
    };
    html! {
        <section class="column done" id="panel-done" aria-label="Done">
            <div class="done-main">
                <p class="note" hidden={run.mode() != Mode::Watch}>
                    { "Watching: the original team acts. You can look at everything." }
                </p>
                <div class="note row" hidden={!run.looks_on()}>
                    <p>{ "You look on: another tab plays this run. It stands here as it was kept \
                          last." }</p>
                    <button type="button" class="btn" onclick={play_here}>
                        { "Play it here" }
                    </button>
                </div>
                <div ref={halves.clone()} class={classes!("halves", split.then_some("split"))}>
                    { half(Half::Upper, &props.slots.0) }
                    <div class="split-line" hidden={!split}>
                        <EdgeLine edge={Edge::Split} size={frame.layout.split}
                            reach={Edge::Split.bounds()} whole={halves}
                            on_change={props.on_change.clone()} />
                    </div>
                    { half(Half::Lower, &props.slots.1) }
                </div>
            </div>
            <Rail tools={tools.collect::<Vec<_>>()} frame={frame.clone()}
                on_open={props.on_open.clone()} />
            { panel("logs", html! {
                <logs::Logs version={view.logs_version}
                    open={open("logs")} />
            }) }
            { panel("files", html! {
                <files::Files files={view.files.clone()} database={view.database.clone()} />
            }) }
            { panel("database", html! {
                <database::Database database={view.database.clone()} files={view.files.clone()}
                    looked={view.looked.clone()} open={open("database")}
                    now_s={view.now_ms.div_euclid(1_000)} />
            }) }
            { panel("terminal", html! {
                <terminal::TerminalPane open={open("terminal")} paused={view.speed <= 0.0} />
            }) }
            { panel("actions", html! {
                <actions::Actions services={view.services.clone()}
                    pipelines={view.pipelines.clone()} operations={view.operations.clone()}
                    database={view.database.clone()} now_s={view.now_ms.div_euclid(1_000)} />
            }) }
            { panel("diagnosis", html! {
                <diagnosis::Diagnose looked={view.looked.clone()} board={view.board.clone()}
                    stated={view.diagnosis.clone()} />
            }) }
            { panel("map", html! {
                <map::MapPane view={view.clone()} open={open("map")} />
            }) }
            { panel("status", html! {
                <status::Status status={view.status.clone()} severity={view.severity}
                    now_s={if open("status") { view.now_ms.div_euclid(1_000) } else { 0 }} />
            }) }
            { panel("alerts", html! {
                <alerts::AlertTool alerts={view.alerts_now.clone()}
                    pages={view.pages_now.clone()} silences={view.silences.clone()}
                    now_s={if open("alerts") { view.now_ms.div_euclid(1_000) } else { 0 }} />
            }) }
            { panel("response", html! {
                <response::Response people={view.people.clone()} severity={view.severity}
                    now_s={if open("response") { view.now_ms.div_euclid(1_000) } else { 0 }} />
            }) }
            { panel("runbook", html! {
                <runbook::RunbookPane board={view.board.clone()} open={open("runbook")} />
            }) }
        </section>
    }
}

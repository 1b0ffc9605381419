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

use super::edge::EdgeLine;
use super::half::HalfPane;
use super::hosts::Hosts;
use super::rail::{Rail, Tool};
use crate::app::frame::{Change, Edge, Frame, Half};
use crate::app::protocol::Mode;
use crate::incident::panes::Pane;
use crate::web::run::{Entry, View, use_run, use_view};
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
    let coached = view.coached();
    let tools = Pane::tools().map(|pane| Tool {
        pane,
        badge: match pane {
            Pane::Actions => view.operations.len(),
            Pane::Files => view.database.pending_restart.len(),
            Pane::Diagnosis => view.looked.len(),
            _ => 0,
        },
        marked: coached == Some(pane),
    });
    let panels = Pane::tools().map(|pane| {
        let content = html! {
            <div key={pane.id()} role="tabpanel" id={format!("panel-{}", pane.id())}
                aria-label={pane.title()} tabindex="-1"
                class={classes!("done-panel", (coached == Some(pane)).then_some("coached"))}>
                { tool(pane, &view, frame.shows(pane)) }
            </div>
        };
        props.hosts.draw(pane, content)
    });
    let half = |half: Half, slot: &NodeRef| {
        let label = frame.at(half).map_or("", Pane::title);
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
            { for panels }
        </section>
    }
}

/// A tool as things stand. One that is not `open` need not follow the clock.
fn tool(pane: Pane, view: &View, open: bool) -> Html {
    let now_s = view.now_ms.div_euclid(1_000);
    let open_s = if open { now_s } else { 0 };
    match pane {
        // Parts of the other columns.
        Pane::Pager | Pane::Changes | Pane::Charts => html! {},
        Pane::Logs => html! { <logs::Logs version={view.logs_version} {open} /> },
        Pane::Files => html! {
            <files::Files files={view.files.clone()} database={view.database.clone()} />
        },
        Pane::Database => html! {
            <database::Database database={view.database.clone()} files={view.files.clone()}
                looked={view.looked.clone()} {open} {now_s} />
        },
        Pane::Terminal => html! {
            <terminal::TerminalPane {open} paused={view.speed <= 0.0} />
        },
        Pane::Actions => html! {
            <actions::Actions services={view.services.clone()}
                pipelines={view.pipelines.clone()} operations={view.operations.clone()}
                database={view.database.clone()} {now_s} />
        },
        Pane::Runbook => html! { <runbook::RunbookPane board={view.board.clone()} {open} /> },
        Pane::Map => html! { <map::MapPane view={view.clone()} {open} /> },
        Pane::Diagnosis => html! {
            <diagnosis::Diagnose looked={view.looked.clone()} board={view.board.clone()}
                stated={view.diagnosis.clone()} />
        },
        Pane::Status => html! {
            <status::Status status={view.status.clone()} severity={view.severity}
                now_s={open_s} />
        },
        Pane::Alerts => html! {
            <alerts::AlertTool alerts={view.alerts.clone()} pages={view.pages.clone()}
                silences={view.silences.clone()} now_s={open_s} />
        },
        Pane::Response => html! {
            <response::Response people={view.people.clone()} severity={view.severity}
                now_s={open_s} />
        },
    }
}

//! What you do: logs, files, database, actions, diagnosis, status.

mod actions;
mod ask;
mod database;
mod diagnosis;
mod diff;
mod edit;
mod files;
mod history;
mod logs;
mod settings;
mod status;
mod terminal;

use super::DONE_TABS;
use crate::app::protocol::Mode;
use crate::web::run::{use_run, use_view};
use crate::web::ui::{Tab, Tabs};
use yew::prelude::*;

/// Properties of [`Done`].
#[derive(Properties, PartialEq)]
pub struct DoneProps {
    /// The open tab.
    pub tab: &'static str,
    /// Opens another.
    pub on_tab: Callback<&'static str>,
    /// Whether the run is only watched.
    pub read_only: bool,
}

/// The right column. All tabs stay in the page, so that nothing typed is lost.
#[component]
pub fn Done(props: &DoneProps) -> Html {
    let run = use_run();
    let view = use_view();
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
    let tabs = DONE_TABS.iter().map(|(id, label)| Tab {
        id,
        label,
        badge: u32::try_from(badge(id)).ok(),
        marked: *id == coached,
    });
    let panel = |id: &'static str, content: Html| {
        html! {
            <div key={id} role="tabpanel" id={format!("panel-{id}")}
                aria-labelledby={format!("tab-{id}")} hidden={props.tab != id}
                class={classes!("done-panel", (coached == id).then_some("coached"))}>
                { content }
            </div>
        }
    };
    let open = |id: &str| props.tab == id;
    html! {
        <section class="column done" id="panel-done" aria-label="Done">
            <Tabs label="Tools" tabs={tabs.collect::<Vec<_>>()} selected={props.tab}
                on_select={props.on_tab.clone()} />
            <p class="note" hidden={run.mode() != Mode::Watch}>
                { "Watching: the original team acts. You can look at everything." }
            </p>
            { panel("logs", html! {
                <logs::Logs version={view.logs_version} looked={view.looked.clone()}
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
                <diagnosis::Diagnose looked={view.looked.clone()}
                    stated={view.diagnosis.clone()} />
            }) }
            { panel("status", html! { <status::Status severity={view.severity} /> }) }
        </section>
    }
}

//! Commands, and what is done when one is given.

use super::Said;
use super::charts_do::charts_do;
use super::desk::Wish;
use super::frame::Stage;
use crate::app::commands::{Command, Do, World, all};
use crate::app::frame::{Change, Half};
use crate::app::panels::panels;
use crate::app::route::Route;
use crate::app::view::RunView;
use crate::drill::action::Action;
use crate::incident::panes::Pane;
use crate::web::run::{RangeChoice, Run};
use crate::web::ui::focus_on;
use crate::web::{app, theme, zone};
use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// A pane that was just opened is drawn by then, ms.
const DRAWN_MS: u32 = 30;

/// The commands that have keys; they are the same all the time.
#[must_use]
pub fn with_keys() -> Vec<Command> {
    let mut commands = all(&World::default());
    commands.retain(|command| !command.keys.is_empty());
    commands
}

/// All commands as things stand.
#[must_use]
pub fn commands(run: &Run, view: &RunView) -> Vec<Command> {
    let columns = run
        .with_live(|live| live.samples.names().to_vec())
        .unwrap_or_default();
    let charts = panels(&columns, Some(&run.incident().objective)).into_iter();
    all(&World {
        charts: charts
            .map(|panel| (panel.chart.id, panel.chart.title))
            .collect(),
        ranges: RangeChoice::ALL.map(RangeChoice::label).to_vec(),
        runbook: vec![],
        files: view.files.iter().map(|file| file.path.clone()).collect(),
        read_only: run.read_only().is_some(),
    })
}

/// Sheets over the console.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sheet {
    /// None.
    #[default]
    None,
    /// All commands.
    Palette,
    /// All keys.
    Keys,
    /// Whether the incident is over.
    Resolve,
    /// Whether to stop the clock at its price.
    Pause,
}

/// Does what a command says.
#[hook]
pub fn use_perform(run: &Run, stage: &Stage, sheet: Callback<Sheet>) -> Callback<Do> {
    let (run, stage) = (run.clone(), stage.clone());
    use_callback((), move |what: Do, ()| match what {
        Do::Open(pane) => {
            stage.open.emit(pane);
            focus(&stage, pane, "[data-focus], [role=tabpanel]");
        }
        Do::Search => {
            stage.open.emit(Pane::Logs);
            focus(&stage, Pane::Logs, "#log-search");
        }
        Do::Window(pane) => stage.out.emit(pane),
        Do::Frame(change) => {
            stage.change.emit(change);
            if let Change::OpenIn(Half::Lower, pane) = change {
                focus(&stage, pane, "[data-focus], [role=tabpanel]");
            }
        }
        Do::Chart(what) => charts_do(&run, &what),
        Do::Pause if run.pause_costs() => sheet.emit(Sheet::Pause),
        Do::Pause => run.toggle_pause(),
        Do::Speed(factor) => run.speed(factor),
        Do::Severity(level) => act(&run, &stage.say, Action::Severity { level }),
        Do::Acknowledge => act(&run, &stage.say, Action::Acknowledge {}),
        Do::Resolve => sheet.emit(Sheet::Resolve),
        Do::Palette => sheet.emit(Sheet::Palette),
        Do::Keys => sheet.emit(Sheet::Keys),
        Do::Runbook(page) => stage.desk.wish(Wish::Runbook(page)),
        Do::File(path) => stage.desk.wish(Wish::File(path)),
        Do::Theme => theme::toggle(),
        Do::Zone => zone::toggle(),
        Do::FullScreen => full_screen(),
        // A browser that cannot print says so itself.
        Do::Print => drop(gloo::utils::window().print()),
        Do::Leave => app::go(&Route::Library),
        Do::Esc if run.charts().look().full.is_some() => run.charts().set_full(None),
        Do::Esc => stage.change.emit(Change::Leave),
    })
}

fn act(run: &Run, say: &Callback<Said>, action: Action) {
    let say = say.clone();
    run.act(action, move |result| {
        say.emit(match result {
            Ok(receipt) => Said::Good(receipt.note.into()),
            Err(reason) => Said::Wrong(reason.into()),
        });
    });
}

/// Gives the keyboard to a part of a pane, once it is drawn.
fn focus(stage: &Stage, pane: Pane, selector: &'static str) {
    let hosts = stage.hosts.clone();
    Timeout::new(DRAWN_MS, move || {
        let found = hosts.of(pane).and_then(|host| {
            // The first one that can be seen.
            let all = host.query_selector_all(selector).ok()?;
            let mut all = (0..all.length()).filter_map(|at| all.get(at));
            all.find_map(|node| {
                let element = node.dyn_into::<HtmlElement>().ok()?;
                (element.client_width() > 0).then_some(element)
            })
        });
        if let Some(found) = found {
            focus_on(&found);
        }
    })
    .forget();
}

fn full_screen() {
    let document = gloo::utils::document();
    if document.fullscreen_element().is_some() {
        document.exit_fullscreen();
    } else {
        // A browser that does not allow it leaves things as they are.
        let _ = gloo::utils::document_element().request_fullscreen();
    }
}

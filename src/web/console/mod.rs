//! The console: what you are told, what you see, what you do.

mod coach;
mod desk;
mod done;
mod header;
mod keys;
mod reckoning;
mod resolve;
mod ribbon;
mod seen;
mod told;

use crate::app::shared::Shared;
use crate::web::pages::Notices;
use crate::web::run::{use_run, use_view};
use crate::web::ui::{Tab, Tabs};
pub use desk::{Desk, Wish, Wishes, use_desk, use_wishes};
use done::Done;
use header::Header;
use keys::{KeysSheet, use_keys};
use reckoning::Reckoning;
use resolve::ResolveDialog;
use ribbon::Ribbon;
pub use seen::ChartGrid;
use seen::Seen;
use told::Told;
use yew::prelude::*;

/// The tabs of the right column: id and name, in the order of the keys 1 to 7.
pub const DONE_TABS: [(&str, &str); 7] = [
    ("logs", "Logs"),
    ("files", "Files"),
    ("database", "Database"),
    ("actions", "Actions"),
    ("diagnosis", "Diagnosis"),
    ("status", "Status"),
    ("terminal", "Terminal"),
];

/// Properties of [`Console`].
#[derive(Properties, PartialEq)]
pub struct ConsoleProps {
    /// Whether the run is only watched.
    pub read_only: bool,
}

/// The console of a run.
#[component]
pub fn Console(props: &ConsoleProps) -> Html {
    let run = use_run();
    let view = use_view();
    let pane = use_state(|| "told");
    let tab = use_state(|| "logs");
    let help = use_state(|| false);
    let resolving = use_state(|| false);
    let open_tab = {
        let (pane, tab) = (pane.clone(), tab.clone());
        use_callback((), move |id: &'static str, ()| {
            tab.set(id);
            pane.set("done");
        })
    };
    let wishes = use_state(Shared::<Wishes>::default);
    let desk = {
        let (pane, tab, setter) = (pane.clone(), tab.clone(), wishes.setter());
        let known = use_mut_ref(Wishes::default);
        let charts = run.charts().clone();
        use_memo((), move |()| {
            Desk::new(Callback::from(move |wish: Wish| {
                match &wish {
                    Wish::Tool(id) => tab.set(id),
                    Wish::Moment(t_ms) => charts.set_crosshair(Some(*t_ms)),
                    Wish::Command(_) => tab.set("terminal"),
                    Wish::Runbook(_) => tab.set("runbook"),
                }
                let shows_charts = matches!(wish, Wish::Moment(_));
                pane.set(if shows_charts { "seen" } else { "done" });
                let next = known.borrow().with(wish);
                known.replace(next.clone());
                setter.set(Shared::new(next));
            }))
        })
    };
    let show_help = {
        let help = help.clone();
        use_callback((), move |(), ()| help.set(true))
    };
    let show_resolve = {
        let resolving = resolving.clone();
        use_callback((), move |(), ()| resolving.set(true))
    };
    let select_pane = {
        let pane = pane.clone();
        use_callback((), move |id, ()| pane.set(id))
    };
    use_keys(&run, open_tab.clone(), show_help.clone());
    let close_help = {
        let help = help.clone();
        use_callback((), move |(), ()| help.set(false))
    };
    let close_resolve = {
        let resolving = resolving.clone();
        use_callback((), move |(), ()| resolving.set(false))
    };
    let coached = (*view.coach)
        .as_ref()
        .map_or("", |coach| coach.pane.as_str());
    let panes = vec![
        Tab {
            badge: view.paged().then_some(1),
            marked: matches!(coached, "pager" | "changes"),
            ..Tab::new("told", "Told")
        },
        Tab {
            marked: coached == "charts",
            ..Tab::new("seen", "Seen")
        },
        Tab {
            marked: DONE_TABS.iter().any(|(id, _)| *id == coached),
            ..Tab::new("done", "Done")
        },
    ];
    html! {
        <ContextProvider<Desk> context={(*desk).clone()}>
        <ContextProvider<Shared<Wishes>> context={(*wishes).clone()}>
        <div class={classes!("console", format!("shows-{}", *pane))}>
            <Header on_help={show_help} on_resolve={show_resolve} />
            <Notices />
            <nav class="pane-nav" aria-label="Columns">
                <Tabs class="pane-tabs" label="Panes" tabs={panes} selected={*pane}
                    on_select={select_pane} />
            </nav>
            <main class="columns">
                <Told />
                <Seen coached={coached == "charts"} />
                <Done tab={*tab} on_tab={open_tab} read_only={props.read_only} />
            </main>
            <Ribbon version={view.rows_version} />
            <Reckoning phase={view.phase.clone()} />
            <KeysSheet open={*help} on_close={close_help} />
            <ResolveDialog open={*resolving} on_close={close_resolve} />
        </div>
        </ContextProvider<Shared<Wishes>>>
        </ContextProvider<Desk>>
    }
}

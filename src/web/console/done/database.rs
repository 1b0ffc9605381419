//! The database: how it stands, its sessions, its settings.

mod locks;
mod query;

use super::settings::Settings;
use crate::app::protocol::{DatabaseView, FileView, LookedView, Slots, Status};
use crate::app::shared::Shared;
use crate::drill::action::Look;
use crate::web::run::use_run;
use crate::web::ui::{press_sets, stamp, use_css_number};
use crate::web::zone::use_clock;
use locks::Locks;
use query::Query;
use yew::prelude::*;

const ACTIVITY: &str = "SELECT count(*), application_name, usename, state, wait_event, \
    max(extract(epoch FROM now() - state_change))::int AS oldest_s FROM pg_stat_activity WHERE \
    backend_type = 'client backend' AND pid <> pg_backend_pid() GROUP BY 2, 3, 4, 5 ORDER BY 1 \
    DESC";
const PENDING: &str = "SELECT name, setting AS in_force, sourcefile, sourceline FROM pg_settings \
    WHERE pending_restart ORDER BY 1";

/// Properties of [`Database`].
#[derive(Properties, PartialEq)]
pub struct DatabaseProps {
    /// How it stands.
    pub database: Shared<DatabaseView>,
    /// Files, whose changes may change settings.
    pub files: Shared<Vec<FileView>>,
    /// What was looked at.
    pub looked: Shared<Vec<LookedView>>,
    /// Whether the tab is open.
    pub open: bool,
    /// The run's clock, seconds: tables are asked for anew as it goes on.
    pub now_s: i64,
}

/// The database.
#[component]
pub fn Database(props: &DatabaseProps) -> Html {
    let run = use_run();
    let shown = use_state(|| "activity");
    let bar = use_node_ref();
    let database = &props.database;
    let clock = use_clock();
    let Slots {
        used,
        max,
        reserved,
    } = database.slots;
    let share = if max == 0 {
        0.0
    } else {
        f64::from(used) / f64::from(max)
    };
    use_css_number(&bar, "--share", share.clamp(0.0, 1.0));
    {
        let (run, activity) = (run.clone(), *shown == "activity");
        use_effect_with((props.open, activity), move |(open, activity)| {
            if *open && *activity {
                run.look(Look::Activity);
            }
        });
    }
    let tone = match database.status {
        Some(Status::Ready) => "chip chip-good",
        Some(Status::Down) => "chip chip-crit",
        _ => "chip chip-warn",
    };
    let tabs = [
        ("activity", "Activity"),
        ("locks", "Locks"),
        ("settings", "Settings"),
    ];
    let tabs = tabs.into_iter().map(|(id, label)| {
        let onclick = press_sets(&shown, id);
        html! {
            <button key={id} type="button" aria-pressed={(*shown == id).to_string()} {onclick}>
                { label }
            </button>
        }
    });
    let moment = u64::try_from(props.now_s + 86_400).unwrap_or(0);
    let error = database.error.clone();
    // Grows with anything that may change a row of pg_settings.
    let count = use_mut_ref(|| 0_u64);
    let causes = (
        props.files.clone(),
        database.started_ms,
        database.status,
        database.pending_restart.clone(),
    );
    let version = use_memo(causes, move |_| {
        *count.borrow_mut() += 1;
        *count.borrow()
    });
    let version = *version;
    html! {
        <div class="stack pad">
            <div class="row">
                <strong>{ run.incident().world.database.host.clone() }</strong>
                <span class={tone}>{ database.status.map(Status::word) }</span>
                <span class="muted small num push">
                    { format!("started {}", stamp(clock, database.started_ms)) }
                </span>
            </div>
            <p class="note note-crit mono" hidden={error.is_none()}>{ error }</p>
            <div>
                <p class="row small">
                    <span>{ "Connections" }</span>
                    <span class="num push">
                        { format!("{used} of {max}, {reserved} reserved for superusers") }
                    </span>
                </p>
                <div class={classes!("progress", (share >= 0.9).then_some("progress-full"))}>
                    <span ref={bar}></span>
                </div>
            </div>
            <div class="row">
                <div class="segmented" role="group" aria-label="Show">{ for tabs }</div>
            </div>
            <div hidden={*shown != "activity"}>
                <Query title="Client sessions" sql={ACTIVITY} empty="No session."
                    open={props.open && *shown == "activity"} version={moment} />
            </div>
            <div hidden={*shown != "locks"}>
                <Locks open={props.open && *shown == "locks"} version={moment} />
            </div>
            <div class="stack" hidden={*shown != "settings"}>
                <div hidden={database.pending_restart.is_empty()}>
                    <Query title="Waiting for a restart" sql={PENDING}
                        empty="No setting waits for a restart."
                        open={props.open && *shown == "settings"} {version} />
                </div>
                <Settings open={props.open && *shown == "settings"} {version}
                    looked={props.looked.clone()} />
            </div>
        </div>
    }
}

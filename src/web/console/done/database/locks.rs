//! Who waits for whom.

use super::query::Query;
use crate::app::actions::root_blockers;
use crate::drill::action::{Action, Command};
use crate::web::ui::Act;
use yew::prelude::*;

const WAITS: &str = "SELECT pid, usename, pg_blocking_pids(pid) AS blocked_by, wait_event, \
    extract(epoch FROM now() - state_change)::int AS waits_s, left(query, 60) AS query FROM \
    pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0 ORDER BY waits_s DESC LIMIT 50";
const HELD: &str = "SELECT relation, mode, granted, count(*) FROM pg_locks WHERE relation IS NOT \
    NULL GROUP BY 1, 2, 3 ORDER BY 3, 4 DESC LIMIT 40";

/// Properties of [`Locks`].
#[derive(Properties, PartialEq)]
pub struct LocksProps {
    /// Whether it is seen.
    pub open: bool,
    /// Grows with time.
    pub version: u64,
}

/// Waiters, what they wait for, and the way to end what blocks them.
#[component]
pub fn Locks(props: &LocksProps) -> Html {
    let blockers = use_state(Vec::<u32>::new);
    let on_rows = {
        let setter = blockers.setter();
        use_callback((), move |rows: Vec<Vec<String>>, ()| {
            let pair = |row: Vec<String>| {
                let mut cells = row.into_iter();
                Some((cells.next()?, cells.nth(1)?))
            };
            let pairs: Vec<_> = rows.into_iter().filter_map(pair).collect();
            setter.set(root_blockers(&pairs));
        })
    };
    let named: Vec<String> = blockers.iter().map(u32::to_string).collect();
    let explain = format!(
        "pg_terminate_backend for {}: what they were doing is rolled back, and those who wait for \
         them go on.",
        named.join(", ")
    );
    html! {
        <div class="stack">
            <Query title="Sessions that wait" sql={WAITS} empty="Nobody waits for a lock."
                open={props.open} version={props.version} {on_rows} />
            <div class="action" hidden={blockers.is_empty()}>
                <Act label="Terminate blockers" {explain} danger=true
                    action={Action::Change(Command::TerminateBackends { pids: (*blockers).clone() })} />
            </div>
            <Query title="Table locks" sql={HELD} empty="No table is locked."
                open={props.open} version={props.version} />
        </div>
    }
}

//! The shipped incidents, read once.

use crate::app::protocol::Mode;
use crate::app::route::{Route, RunRoute};
use crate::app::runner::WATCHED;
use crate::debrief::words;
use crate::incident::document::Incident;
use crate::incident::{library, utc};
use crate::lab::Choice;
use std::cell::OnceCell;
use std::rc::Rc;

thread_local! {
    static ALL: OnceCell<Vec<Rc<Incident>>> = const { OnceCell::new() };
}

/// All incidents, in the order of the library.
pub fn incidents() -> Vec<Rc<Incident>> {
    let read = || {
        library::entries()
            .iter()
            .filter_map(|one| library::load(one.id))
            .map(Rc::new)
    };
    ALL.with(|all| all.get_or_init(|| read().collect()).clone())
}

/// The incident of an id.
pub fn incident(id: &str) -> Option<Rc<Incident>> {
    incidents().into_iter().find(|incident| incident.id == id)
}

/// Unix time of an incident's minute zero, seconds. Shipped incidents are checked.
pub fn minute_zero(incident: &Incident) -> i64 {
    utc::parse_utc(&incident.clock.minute_zero).unwrap_or(0)
}

/// Address of a run.
pub fn run_address(incident: &str, mode: Mode, seed: u64) -> Route {
    Route::Run(RunRoute {
        incident: incident.to_string(),
        mode,
        seed: Some(seed),
    })
}

/// Address of a briefing with a way in chosen.
pub fn briefing_address(incident: &str, mode: Mode) -> String {
    format!(
        "{}?mode={}",
        Route::Incident(incident.to_string()).format(),
        mode.word()
    )
}

/// Address of an incident's what-if lab; none where there is nothing to compare.
pub fn lab_address(incident: &Incident) -> Option<String> {
    let route = Route::Lab(incident.id.clone(), Choice::default());
    (!incident.measures.is_empty()).then(|| route.format())
}

/// A fresh seed: six digits are enough to tell worlds apart and to tell a colleague.
pub fn fresh_seed() -> u64 {
    getrandom::u64().map_or(1, |bits| bits % 1_000_000)
}

/// The modes of an incident, in the order of the page: guided where there is a coach, watch
/// where there is an original team.
pub fn modes(incident: &Incident) -> impl Iterator<Item = Mode> {
    let coached = !incident.coach.is_empty();
    let watched = incident.responders.iter().any(|one| one.id == WATCHED);
    Mode::ALL.into_iter().filter(move |mode| match mode {
        Mode::Drill => true,
        Mode::Guided => coached,
        Mode::Watch => watched,
    })
}

/// What a way in is, in one line.
pub fn mode_line(mode: Mode) -> &'static str {
    match mode {
        Mode::Drill => "Alone with the pager, against the clock. Scored.",
        Mode::Guided => {
            "A coach names the next useful look and says why. Good for a first time, not scored."
        }
        Mode::Watch => "The original team’s run, minute by minute. Read-only.",
    }
}

/// Where a saved run stands: `stopped at 14:12:30 UTC (T+12:30), 9 steps taken`.
pub fn stands(minute_zero_unix_s: i64, now_ms: i64, steps: usize) -> String {
    let time = words::utc_time(minute_zero_unix_s, now_ms);
    let steps = match steps {
        0 => "nothing done yet".to_string(),
        1 => "1 step taken".to_string(),
        n => format!("{n} steps taken"),
    };
    format!("Stopped at {time} UTC ({}), {steps}", words::t_plus(now_ms))
}

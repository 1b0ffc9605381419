//! The zone in which times of a run are told: UTC, or the browser's own.

use super::{storage, theme};
use crate::chart::Clock;
use std::cell::Cell;
use yew::prelude::*;

thread_local! {
    /// The choice; none until it was read.
    static LOCAL: Cell<Option<bool>> = const { Cell::new(None) };
}

fn is_local() -> bool {
    LOCAL.get().unwrap_or_else(|| {
        let local = storage::settings().local_time;
        LOCAL.set(Some(local));
        local
    })
}

/// The clock of a run whose minute zero is this Unix time. The zone's offset is the one it has
/// at minute zero.
#[must_use]
pub fn clock(zero_unix_s: i64) -> Clock {
    if !is_local() {
        return Clock::utc(zero_unix_s);
    }
    let ms = (zero_unix_s * 1_000) as f64;
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(ms));
    // Minutes that UTC is ahead.
    Clock::at_offset(zero_unix_s, -(date.get_timezone_offset() * 60.0) as i32)
}

/// Changes between UTC and local time, and keeps the choice.
pub fn toggle() {
    let local = !is_local();
    LOCAL.set(Some(local));
    storage::change_settings(|settings| settings.local_time = local);
    // Who shows times shows them anew, as after a change of colours.
    theme::refresh();
}

/// The run's clock in the zone chosen; wakes the component when that changes on a run's screen.
#[hook]
pub fn use_clock() -> Clock {
    let run = super::run::use_run();
    // Charts of a run that is over stand in the debrief, too.
    use_context::<Clock>().unwrap_or_else(|| clock(run.zero_unix_s()))
}

/// The clock that [`use_clock`] gives to all below: for the run's screen.
#[hook]
pub fn use_chosen_clock(zero_unix_s: i64) -> Clock {
    theme::use_changes();
    clock(zero_unix_s)
}

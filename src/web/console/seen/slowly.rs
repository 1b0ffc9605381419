//! Numbers that change slowly enough to be read.

use gloo::timers::callback::Timeout;
use yew::prelude::*;

/// Shortest time between two changes, ms.
const PACE_MS: f64 = 400.0;

/// The value, or one that is at most a moment old: it changes at most every 400 ms.
#[hook]
pub fn use_slowly(value: u64) -> u64 {
    let shown = use_state(|| value);
    let last_ms = use_mut_ref(|| 0.0_f64);
    let timer = use_mut_ref(|| None::<Timeout>);
    let newest = use_mut_ref(|| value);
    {
        let shown = shown.setter();
        use_effect_with(value, move |value| {
            newest.replace(*value);
            let wait_ms = PACE_MS - (js_sys::Date::now() - *last_ms.borrow());
            if wait_ms <= 0.0 {
                last_ms.replace(js_sys::Date::now());
                timer.replace(None);
                shown.set(*value);
            } else if timer.borrow().is_none() {
                let (timer_again, newest) = (timer.clone(), newest.clone());
                let later = Timeout::new(wait_ms.ceil() as u32, move || {
                    last_ms.replace(js_sys::Date::now());
                    shown.set(*newest.borrow());
                    // The timer that is running cannot be dropped from within.
                    timer_again.borrow_mut().take().map(Timeout::forget);
                });
                timer.replace(Some(later));
            }
        });
    }
    *shown
}

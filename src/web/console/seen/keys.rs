//! The charts' own keys while the focus is among them: `t` and `d` begin a pair, `v` enlarges.

use crate::web::run::{Charts, use_run};
use crate::web::storage;
use std::cell::Cell;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// A pair has to be finished within this time, ms.
const PAIR_MS: f64 = 4_000.0;

thread_local! {
    /// The first key of a pair, and when it was pressed, ms.
    static BEGUN: Cell<(char, f64)> = const { Cell::new((' ', 0.0)) };
}

/// The console heard the first key of a pair, or what came of it.
pub fn set_pair(first: Option<char>) {
    BEGUN.set((first.unwrap_or(' '), js_sys::Date::now()));
}

/// Whether the next key is the second of a pair: then it is not for whatever has the focus.
#[must_use]
pub fn pair_begun() -> bool {
    let (begun, at_ms) = BEGUN.get();
    begun != ' ' && js_sys::Date::now() - at_ms <= PAIR_MS
}

/// Does what a pair of keys asks for; false for other pairs.
fn act(charts: &Charts, pair: (&str, &str)) -> bool {
    match pair {
        ("t", "ArrowLeft") => charts.pan(-1),
        ("t", "ArrowRight") => charts.pan(1),
        ("t", "z") => charts.zoom_out(),
        ("t", "i") => charts.zoom_in(),
        ("t", "b") => charts.back(),
        ("t", "f") => charts.follow(),
        ("d", "l") => charts.toggle_legends(),
        _ => return false,
    }
    true
}

/// Keys of the charts, for the element around them.
#[hook]
pub fn use_chart_keys() -> Callback<KeyboardEvent> {
    let run = use_run();
    use_callback(run, move |event: KeyboardEvent, run| {
        let modified = event.ctrl_key() || event.meta_key() || event.alt_key();
        let target = event
            .target()
            .and_then(|t| t.dyn_into::<HtmlElement>().ok());
        let typing = target.is_some_and(|target| {
            matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
        });
        if modified || typing || event.default_prevented() || !storage::settings().single_keys {
            return;
        }
        let key = event.key();
        let in_pair = pair_begun();
        let (begun, _) = BEGUN.replace((' ', 0.0));
        let taken = if in_pair {
            act(run.charts(), (begun.to_string().as_str(), key.as_str()))
        } else {
            match key.as_str() {
                "v" => run.charts().toggle_full(),
                "t" | "d" => {
                    let begun = key.chars().next().unwrap_or(' ');
                    BEGUN.set((begun, js_sys::Date::now()));
                }
                _ => return,
            }
            true
        };
        if taken {
            event.prevent_default();
            event.stop_propagation();
        }
    })
}

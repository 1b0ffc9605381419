//! What the console shows, in the address: read at the start, written at each change.

use super::app::current;
use crate::app::route::Route;
use crate::app::screen::Screen;
use wasm_bindgen::JsValue;

/// Whether the browser's back button leads back over a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It does: another tool, another page, another chart.
    Push,
    /// It does not: a size, a range that moves on.
    Replace,
}

/// What the address says.
#[must_use]
pub fn screen() -> Screen {
    let hash = gloo::utils::window().location().hash();
    Screen::parse(&hash.unwrap_or_default())
}

/// Changes what the address says of a run's screen; on other screens it does nothing.
pub fn change(step: Step, change: impl FnOnce(&mut Screen)) {
    if !matches!(current(), Route::Run(_)) {
        return;
    }
    let was = screen();
    let mut next = was.clone();
    change(&mut next);
    if next == was {
        return;
    }
    let was = gloo::utils::window().location().hash().unwrap_or_default();
    let hash = next.write(&was);
    let Ok(history) = gloo::utils::window().history() else {
        return;
    };
    // A browser refuses when there are very many in a short time; the next one is written.
    let _ = match step {
        Step::Push => history.push_state_with_url(&JsValue::NULL, "", Some(&hash)),
        Step::Replace => history.replace_state_with_url(&JsValue::NULL, "", Some(&hash)),
    };
}

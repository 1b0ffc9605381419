//! The time shown and the enlarged chart in the page's address, so that it can be passed on.

use crate::app::chart_view::ChartView;
use crate::app::ranges::Shown;
use crate::web::run::{ChartLook, use_run};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use yew::prelude::*;

/// Reads the address once, as soon as the run is ready, and keeps it right from then on.
#[hook]
pub fn use_address(look: ChartLook, ids: Rc<Vec<&'static str>>, ready: bool, addressed: bool) {
    let run = use_run();
    let taken = use_mut_ref(|| false);
    use_effect_with((look, ready), move |(look, ready)| {
        if !addressed || !*ready {
            return;
        }
        let window = gloo::utils::window();
        let hash = window.location().hash().unwrap_or_default();
        if !taken.replace(true) {
            let view = ChartView::read(&hash);
            let charts = run.charts();
            run.with_live(|live| charts.measure(&live.samples));
            if let Some((from_s, to_s)) = view.range_s {
                charts.zoom(from_s * 1000, to_s * 1000);
            }
            let panel = ids.iter().find(|id| Some(**id) == view.panel.as_deref());
            charts.set_full(panel.copied().or(look.full));
            return;
        }
        let range_s = match look.shown {
            Shown::Follow(_) => None,
            Shown::Fixed(range) => Some((
                range.from_ms().div_euclid(1000),
                range.to_ms().div_euclid(1000),
            )),
        };
        let panel = look.full.map(str::to_string);
        let next = ChartView { range_s, panel }.write(&hash);
        if next != hash
            && let Ok(history) = window.history()
        {
            // Without it the page works; only the address tells less.
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&next));
        }
    });
}

//! The whole incident on one line: users affected over time, marks, now.

use super::seen::watch::{Seeing, Watch};
use crate::app::ranges::SPAN_MIN_MS;
use crate::app::shared::Shared;
use crate::chart::{
    Kind, Layout, PanelSpec, Role, SeriesSpec, TimeRange, Unit, View, YMax, pixel_to_time,
    time_to_pixel,
};
use crate::web::canvas::Layers;
use crate::web::run::{RangeChoice, use_run, use_view};
use crate::web::zone::use_clock;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCanvasElement};
use yew::prelude::*;

/// Name of the columns with the share of users affected, by class.
const AFFECTED: &str = "class:visits_affected:ratio1m";

/// Properties of [`Ribbon`].
#[derive(Properties, PartialEq)]
pub struct RibbonProps {
    /// Grows with new samples.
    pub version: u64,
}

/// Time under a pointer, and the ribbon it is over.
fn under(whole: TimeRange, event: &PointerEvent) -> Option<(i64, Element)> {
    // Yew hears all events at the root of the page: the current target would be that.
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let ribbon = target.closest(".plot").ok().flatten()?;
    let (width, height) = (ribbon.client_width(), ribbon.client_height());
    let layout = Layout::new(f64::from(width), f64::from(height));
    let x = f64::from(event.client_x()) - ribbon.get_bounding_client_rect().left();
    Some((pixel_to_time(&layout, whole, x), ribbon))
}

/// The ribbon under the console.
#[component]
pub fn Ribbon(props: &RibbonProps) -> Html {
    let run = use_run();
    let view = use_view();
    let node = use_node_ref();
    let ready = view.ready.clone();
    let spec = {
        let run = run.clone();
        use_memo(ready.clone(), move |_| {
            let column = run.with_live(|live| {
                live.samples
                    .names()
                    .iter()
                    .position(|name| name.starts_with(AFFECTED))
            });
            let series = column
                .flatten()
                .map(|column| SeriesSpec::new("users affected", column).role(Role::Bad));
            Shared::new(PanelSpec {
                id: "ribbon".into(),
                title: "Users affected".into(),
                unit: Unit::Ratio,
                series: series.into_iter().collect(),
                y_max: YMax::Fixed(1.0),
                kind: Kind::Area,
                ..PanelSpec::default()
            })
        })
    };
    let layers = [use_node_ref(), use_node_ref(), use_node_ref()];
    {
        let (run, node, layers) = (run.clone(), node.clone(), layers.clone());
        let whole = ready.as_ref().map(|ready| (ready.from_ms, ready.end_ms));
        let spec: Shared<PanelSpec> = (*spec).clone();
        use_effect_with((spec, whole), move |(spec, whole)| {
            let (spec, charts) = (spec.clone(), run.charts().clone());
            let seeing = Seeing::default();
            let watch = node.cast::<Element>().and_then(|element| {
                let charts = charts.clone();
                Watch::new(&element, &seeing, move || charts.touch())
            });
            let canvases = layers.map(|layer| layer.cast::<HtmlCanvasElement>());
            let canvases = match canvases {
                [Some(a), Some(b), Some(c)] => Some([a, b, c]),
                _ => None,
            };
            let layers = RefCell::new(canvases.and_then(|all| Layers::new(all).ok()));
            let (from_ms, end_ms) = whole.unwrap_or_default();
            let forget = charts.paint(move |brush| {
                let mut layers = layers.borrow_mut();
                let (Some(size_px), Some(layers)) = (seeing.drawable(), layers.as_mut()) else {
                    return;
                };
                let shown = (brush.range.from_ms(), brush.range.to_ms());
                let view = View {
                    range: TimeRange::new(from_ms, end_ms),
                    crosshair: brush.samples.times().last().copied(),
                    selection: brush.selection.or(Some(shown)),
                    ..brush.view()
                };
                // Without a picture the numbers in the bar still tell how it stands.
                let _ = layers.draw(size_px, brush.dpr, &spec, brush.samples, &view);
            });
            move || {
                forget();
                drop(watch);
            }
        });
    }
    let whole = ready.as_ref().map_or(TimeRange::new(0, 1), |ready| {
        TimeRange::new(ready.from_ms, ready.end_ms)
    });
    let onpointerdown = callback!([run], move |event: PointerEvent| {
        if let Some((t_ms, ribbon)) = under(whole, &event).filter(|_| event.button() == 0) {
            run.charts().select(Some((t_ms, t_ms)));
            // Without the capture a drag ends at the ribbon's edge.
            let _ = ribbon.set_pointer_capture(event.pointer_id());
        }
    });
    let onpointermove = callback!([run], move |event: PointerEvent| {
        let begun = run.charts().selection().map(|(from_ms, _)| from_ms);
        if let (Some(from_ms), Some((t_ms, _))) = (begun, under(whole, &event)) {
            run.charts().select(Some((from_ms, t_ms)));
        }
    });
    let onpointerup = callback!([run], move |_: PointerEvent| {
        let charts = run.charts();
        match charts.selection() {
            Some((a, b)) if (a - b).abs() >= SPAN_MIN_MS => charts.zoom(a, b),
            Some((_, t_ms)) => charts.show_moment(t_ms),
            None => {}
        }
        charts.select(None);
    });
    let onpointercancel = callback!([run], move |_: PointerEvent| run.charts().select(None));
    let onkeydown = callback!([run], move |event: KeyboardEvent| {
        let charts = run.charts();
        match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" | "PageUp" => charts.pan(-1),
            "ArrowRight" | "ArrowUp" | "PageDown" => charts.pan(1),
            "Home" => charts.set_range(RangeChoice::All),
            "End" => charts.follow(),
            "+" | "=" => charts.zoom_in(),
            "-" => charts.zoom_out(),
            _ => return,
        }
        event.prevent_default();
    });
    let clock = use_clock();
    let (from, to) = ready
        .as_ref()
        .map_or((0, 0), |ready| (ready.from_ms, ready.end_ms));
    let summary =
        run.with_live(|live| spec.summary(&live.samples, TimeRange::new(from, view.now_ms), clock));
    let left = time_to_pixel(
        &Layout::new(100.0, 10.0),
        TimeRange::new(from, to),
        view.now_ms,
    );
    let label = format!(
        "The whole incident, {} to {}, now {:.0} % through. {}",
        clock.minute(from),
        clock.minute(to),
        left.clamp(0.0, 100.0),
        summary.unwrap_or_default(),
    );
    let _ = props.version;
    let shown = run.charts().shown();
    let label = format!(
        "{} to {}. {label}",
        clock.second(shown.from_ms()),
        clock.second(shown.to_ms())
    );
    let [ground, data, over] = layers;
    html! {
        <footer class="ribbon">
            <span class="small muted ribbon-label">{ "Users affected, whole incident" }</span>
            <div ref={node} class="plot" role="slider" tabindex="0"
                aria-label="Time shown, on the whole incident"
                aria-valuemin={(whole.from_ms() / 1000).to_string()}
                aria-valuemax={(whole.to_ms() / 1000).to_string()}
                aria-valuenow={(shown.to_ms() / 1000).to_string()}
                aria-valuetext={label}
                {onpointerdown} {onpointermove} {onpointerup} {onpointercancel} {onkeydown}>
                <canvas ref={ground}></canvas>
                <canvas ref={data}></canvas>
                <canvas ref={over}></canvas>
            </div>
        </footer>
    }
}

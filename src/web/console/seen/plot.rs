//! A chart's picture: draws when its turn comes, reports the pointer, can be walked by keys.

use super::cursor::{Step, read_out, step};
use super::keys::pair_begun;
use super::watch::{Seeing, Watch};
use crate::app::shared::Shared;
use crate::chart::{Layout, PanelSpec, pixel_to_time, time_to_pixel};
use crate::web::canvas::Layers;
use crate::web::run::{Charts, use_run};
use crate::web::zone::use_clock;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCanvasElement};
use yew::prelude::*;

/// A pointer that moved less has clicked, not chosen a stretch; CSS pixels.
const DRAG_MIN_PX: f64 = 5.0;

/// Properties of [`Plot`].
#[derive(Properties, PartialEq)]
pub struct PlotProps {
    /// Id of the panel.
    pub id: &'static str,
    /// What it shows.
    pub spec: Shared<PanelSpec>,
    /// Title, with the variant.
    pub title: AttrValue,
}

/// The plot that an event is about. Yew hears all events at the root of the page, so the current
/// target would be that.
fn plot_of(event: &PointerEvent) -> Option<Element> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest(".plot").ok().flatten()
}

/// Layout and time under a pointer.
fn under(charts: &Charts, event: &PointerEvent) -> Option<(Layout, i64)> {
    let plot = plot_of(event)?;
    let (width, height) = (plot.client_width(), plot.client_height());
    let layout = Layout::new(f64::from(width), f64::from(height));
    // Relative to the plot even while the pointer is captured and outside of it.
    let x = f64::from(event.client_x()) - plot.get_bounding_client_rect().left();
    Some((layout, pixel_to_time(&layout, charts.shown(), x)))
}

/// A chart's picture.
#[component]
pub fn Plot(props: &PlotProps) -> Html {
    let run = use_run();
    let node = use_node_ref();
    let layers = [use_node_ref(), use_node_ref(), use_node_ref()];
    let at = use_state(|| None::<i64>);
    {
        let (run, node, layers) = (run.clone(), node.clone(), layers.clone());
        use_effect_with(props.spec.clone(), move |spec| {
            let seeing = Seeing::default();
            let charts = run.charts().clone();
            let plot = node.cast::<Element>();
            let watch = plot.as_ref().and_then(|plot| {
                let charts = charts.clone();
                Watch::new(plot, &seeing, move || charts.touch())
            });
            let canvases = layers.map(|layer| layer.cast::<HtmlCanvasElement>());
            let canvases = match canvases {
                [Some(a), Some(b), Some(c)] => Some([a, b, c]),
                _ => None,
            };
            // A browser that cannot draw shows the words and the table instead.
            let layers = canvases.and_then(|canvases| Layers::new(canvases).ok());
            let layers = RefCell::new(layers);
            let spec = spec.clone();
            let forget = charts.paint(move |brush| {
                let mut layers = layers.borrow_mut();
                let (Some(size_px), Some(layers)) = (seeing.drawable(), layers.as_mut()) else {
                    return;
                };
                let view = brush.view();
                // As above.
                let _ = layers.draw(size_px, brush.dpr, &spec, brush.samples, &view);
            });
            move || {
                forget();
                drop(watch);
            }
        });
    }
    let id = props.id;
    let onpointermove = callback!([run], move |event: PointerEvent| {
        let charts = run.charts();
        charts.set_near(id);
        if let Some((_, t_ms)) = under(charts, &event) {
            charts.set_crosshair(Some(t_ms));
            if let Some((from_ms, _)) = charts.selection() {
                charts.select(Some((from_ms, t_ms)));
            }
        }
    });
    let onpointerdown = callback!([run], move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        let charts = run.charts();
        if let Some((_, t_ms)) = under(charts, &event) {
            charts.select(Some((t_ms, t_ms)));
            if let Some(plot) = plot_of(&event) {
                // Without the capture a drag ends at the chart's edge.
                let _ = plot.set_pointer_capture(event.pointer_id());
            }
        }
    });
    let onpointerup = callback!([run], move |event: PointerEvent| {
        let charts = run.charts();
        let chosen = charts.selection();
        charts.select(None);
        if let (Some((a, b)), Some((layout, _))) = (chosen, under(charts, &event)) {
            let x = |t_ms| time_to_pixel(&layout, charts.shown(), t_ms);
            if (x(a) - x(b)).abs() >= DRAG_MIN_PX {
                charts.zoom(a, b);
            }
        }
    });
    let onpointercancel = callback!([run], move |_: PointerEvent| run.charts().select(None));
    let onpointerleave = callback!([run], move |_: PointerEvent| {
        if run.charts().selection().is_none() {
            run.charts().set_crosshair(None);
        }
    });
    let ondblclick = callback!([run], move |_: MouseEvent| run.charts().zoom_out());
    let onkeydown = {
        let (run, at) = (run.clone(), at.setter());
        Callback::from(move |event: KeyboardEvent| {
            if event.ctrl_key() || event.meta_key() || event.alt_key() || pair_begun() {
                return;
            }
            if let Some(taken) = Step::of(&event.key(), event.shift_key())
                && step(&run, taken)
            {
                event.prevent_default();
                at.set(run.charts().crosshair());
            }
        })
    };
    let onfocus = {
        let (run, at) = (run.clone(), at.setter());
        Callback::from(move |_: FocusEvent| {
            run.charts().set_near(id);
            at.set(run.charts().crosshair());
        })
    };
    let onblur = callback!([run], move |_: FocusEvent| {
        run.charts().select(None);
        run.charts().set_crosshair(None);
    });
    let clock = use_clock();
    let range = run.charts().shown();
    let now_ms = at.unwrap_or(range.to_ms());
    let told = run.with_live(|live| read_out(&props.spec, live, *at, clock));
    let [ground, data, over] = layers;
    html! {
        <div ref={node} class="plot" role="slider" tabindex="0"
            aria-label={format!("Time on the chart {}", props.title)}
            aria-valuemin={(range.from_ms() / 1000).to_string()}
            aria-valuemax={(range.to_ms() / 1000).to_string()}
            aria-valuenow={(now_ms / 1000).to_string()}
            aria-valuetext={told.unwrap_or_default()}
            {onpointermove} {onpointerdown} {onpointerup} {onpointercancel} {onpointerleave}
            {ondblclick} {onkeydown} {onfocus} {onblur}>
            <canvas ref={ground}></canvas>
            <canvas ref={data}></canvas>
            <canvas ref={over}></canvas>
        </div>
    }
}

//! A chart's canvas: draws when its turn comes, reports where the pointer is.

use crate::app::shared::Shared;
use crate::chart::{Layout, PanelSpec, pixel_to_time};
use crate::web::canvas::{draw_panel, fit};
use crate::web::run::use_run;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{HtmlCanvasElement, IntersectionObserver, IntersectionObserverEntry, ResizeObserver};
use yew::prelude::*;

/// Properties of [`Canvas`].
#[derive(Properties, PartialEq)]
pub struct CanvasProps {
    /// What it shows.
    pub spec: Shared<PanelSpec>,
    /// Name for those who cannot see it; the words stand beside it.
    pub label: AttrValue,
}

/// Tells when a canvas changes its size or comes into sight.
struct Watch {
    resize: ResizeObserver,
    sight: IntersectionObserver,
    _on_resize: Closure<dyn FnMut()>,
    _on_sight: Closure<dyn FnMut(js_sys::Array)>,
}

impl Watch {
    fn new(
        canvas: &HtmlCanvasElement,
        visible: Rc<Cell<bool>>,
        touch: impl Fn() + Clone + 'static,
    ) -> Option<Watch> {
        let resized = touch.clone();
        let on_resize = Closure::<dyn FnMut()>::new(resized);
        let on_sight = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            let last = entries.get(entries.length().saturating_sub(1));
            let last = last.unchecked_into::<IntersectionObserverEntry>();
            visible.set(last.is_intersecting());
            touch();
        });
        let resize = ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok()?;
        let sight = IntersectionObserver::new(on_sight.as_ref().unchecked_ref()).ok()?;
        resize.observe(canvas);
        sight.observe(canvas);
        Some(Watch {
            resize,
            sight,
            _on_resize: on_resize,
            _on_sight: on_sight,
        })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.resize.disconnect();
        self.sight.disconnect();
    }
}

/// A chart's canvas.
#[component]
pub fn Canvas(props: &CanvasProps) -> Html {
    let run = use_run();
    let node = use_node_ref();
    {
        let (run, node) = (run.clone(), node.clone());
        use_effect_with(props.spec.clone(), move |spec| {
            let canvas = node.cast::<HtmlCanvasElement>();
            let visible = Rc::new(Cell::new(true));
            let charts = run.charts().clone();
            let watch = canvas.as_ref().and_then(|canvas| {
                let charts = charts.clone();
                Watch::new(canvas, Rc::clone(&visible), move || charts.touch())
            });
            let spec = spec.clone();
            let forget = charts.paint(move |brush| {
                let Some(canvas) = canvas.as_ref().filter(|_| visible.get()) else {
                    return;
                };
                let width = f64::from(canvas.client_width());
                let height = f64::from(canvas.client_height());
                if width < 1.0 || height < 1.0 {
                    return;
                }
                fit(canvas, width, height, brush.dpr);
                // A browser that cannot draw shows the words and the table instead.
                let _ = draw_panel(canvas, brush.dpr, &spec, brush.samples, &brush.view());
            });
            move || {
                forget();
                drop(watch);
            }
        });
    }
    let onpointermove = {
        let run = run.clone();
        Callback::from(move |event: PointerEvent| {
            let canvas = event
                .target()
                .and_then(|t| t.dyn_into::<HtmlCanvasElement>().ok());
            let Some(canvas) = canvas else { return };
            let (width, height) = (canvas.client_width(), canvas.client_height());
            let layout = Layout::new(f64::from(width), f64::from(height));
            let charts = run.charts();
            let range = run.with_live(|live| charts.range().range(&live.samples));
            let x = f64::from(event.offset_x());
            charts.set_crosshair(range.map(|range| pixel_to_time(&layout, range, x)));
        })
    };
    let onpointerleave = Callback::from(move |_: PointerEvent| run.charts().set_crosshair(None));
    html! {
        <canvas ref={node} role="img" aria-label={props.label.clone()} {onpointermove}
            {onpointerleave}></canvas>
    }
}

//! The whole incident on one line: users affected over time, marks, now.

use crate::app::shared::Shared;
use crate::chart::{
    Clock, Density, Kind, Layout, PanelSpec, Role, SeriesSpec, TimeRange, Unit, View, YMax,
    time_to_pixel,
};
use crate::web::canvas::{draw_panel, fit};
use crate::web::run::{use_run, use_view};
use web_sys::HtmlCanvasElement;
use yew::prelude::*;

/// Name of the columns with the share of users affected, by class.
const AFFECTED: &str = "class:visits_affected:ratio1m";

/// Properties of [`Ribbon`].
#[derive(Properties, PartialEq)]
pub struct RibbonProps {
    /// Grows with new samples.
    pub version: u64,
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
    {
        let (run, node, ready) = (run.clone(), node.clone(), ready.clone());
        let spec: Shared<PanelSpec> = (*spec).clone();
        use_effect_with(spec, move |spec| {
            let (spec, charts) = (spec.clone(), run.charts().clone());
            charts.paint(move |brush| {
                let (Some(canvas), Some(ready)) = (node.cast::<HtmlCanvasElement>(), &ready) else {
                    return;
                };
                let size = (
                    f64::from(canvas.client_width()),
                    f64::from(canvas.client_height()),
                );
                if size.0 < 1.0 || size.1 < 1.0 {
                    return;
                }
                fit(&canvas, size.0, size.1, brush.dpr);
                let range = TimeRange::new(ready.from_ms, ready.end_ms);
                let view = View {
                    range,
                    crosshair: brush.samples.times().last().copied(),
                    density: Density::new(brush.dpr, 1),
                    ..brush.view()
                };
                // Without a picture the numbers in the bar still tell how it stands.
                let _ = draw_panel(&canvas, brush.dpr, &spec, brush.samples, &view);
            })
        });
    }
    let clock = Clock::utc(run.zero_unix_s());
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
    html! {
        <footer class="ribbon">
            <span class="small muted ribbon-label">{ "Users affected, whole incident" }</span>
            <canvas ref={node} role="img" aria-label={label}></canvas>
        </footer>
    }
}

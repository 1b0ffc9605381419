//! One chart with its title, sentence, legend, and what belongs to the large one.

use super::canvas::Canvas;
use super::large::LargePart;
use super::legend::Legend;
use crate::app::panels::Panel;
use crate::app::shared::Shared;
use crate::chart::{Axis, Clock, PanelSpec};
use crate::drill::action::Look;
use crate::web::icons::Icon;
use crate::web::run::{RangeChoice, use_run};
use web_sys::{HtmlElement, HtmlSelectElement};
use yew::prelude::*;

/// Properties of [`Figure`].
#[derive(Properties, PartialEq)]
pub struct FigureProps {
    /// What it shows.
    pub panel: Shared<Panel>,
    /// Grows with new samples.
    pub version: u64,
    /// Time shown.
    pub range: RangeChoice,
    /// Whether it is the large one.
    pub large: bool,
    /// Makes one large, or none.
    pub enlarge: Callback<Option<&'static str>>,
}

/// One chart.
#[component]
pub fn Figure(props: &FigureProps) -> Html {
    let run = use_run();
    let variant = use_state(|| 0_usize);
    let log = use_state(|| props.panel.variants[0].1.axis == Axis::Log);
    let node = use_node_ref();
    let panel = &props.panel;
    let spec = use_memo((panel.clone(), *variant, *log), |(panel, variant, log)| {
        let (name, spec) = &panel.variants[(*variant).min(panel.variants.len() - 1)];
        let title = match name.as_str() {
            "" => spec.title.clone(),
            name => format!("{}: {name}", spec.title),
        };
        let axis = if *log && panel.log {
            Axis::Log
        } else {
            Axis::Linear
        };
        Shared::new(PanelSpec {
            axis,
            title,
            ..spec.clone()
        })
    });
    let spec: Shared<PanelSpec> = (*spec).clone();
    let id = panel.id;
    let toggle = {
        let (run, enlarge, large) = (run.clone(), props.enlarge.clone(), props.large);
        Callback::from(move |_: MouseEvent| {
            if !large {
                run.look(Look::Chart(id.to_string()));
            }
            enlarge.emit((!large).then_some(id));
        })
    };
    {
        let node = node.clone();
        use_effect_with(props.large, move |large| {
            if *large && let Some(figure) = node.cast::<HtmlElement>() {
                figure.scroll_into_view();
            }
        });
    }
    let onkeydown = {
        let (enlarge, large) = (props.enlarge.clone(), props.large);
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && large {
                event.prevent_default();
                enlarge.emit(None);
            }
        })
    };
    let clock = Clock::utc(run.zero_unix_s());
    let summary = use_memo(
        (props.version, spec.clone(), props.range),
        |(_, spec, range)| {
            run.with_live(|live| spec.summary(&live.samples, range.range(&live.samples), clock))
                .unwrap_or_default()
        },
    );
    let summary = (*summary).clone();
    let choose = {
        let variant = variant.clone();
        Callback::from(move |event: Event| {
            let select = event.target_dyn_into::<HtmlSelectElement>();
            if let Some(index) = select.and_then(|select| select.value().parse().ok()) {
                variant.set(index);
            }
        })
    };
    let options = panel.variants.iter().enumerate().map(|(index, (name, _))| {
        html! {
            <option key={index} value={index.to_string()} selected={index == *variant}>
                { name.clone() }
            </option>
        }
    });
    let toggle_log = {
        let log = log.clone();
        Callback::from(move |_: MouseEvent| log.set(!*log))
    };
    let (many, can_log) = (panel.variants.len() > 1, panel.log);
    let title_id = format!("chart-title-{id}");
    html! {
        <figure ref={node} class={classes!("chart", props.large.then_some("large"))}
            aria-labelledby={title_id.clone()} {onkeydown}>
            <figcaption class="chart-head">
                <button type="button" class="chart-title" id={title_id} onclick={toggle.clone()}
                    aria-expanded={props.large.to_string()}>
                    { panel.title }
                </button>
                <select class="chart-select" hidden={!many} onchange={choose}
                    aria-label={format!("{}: which", panel.title)}>{ for options }</select>
                <button type="button" class="chart-tool" hidden={!can_log} onclick={toggle_log}
                    aria-pressed={log.to_string()}>{ "log" }</button>
                <button type="button" class="chart-tool push" onclick={toggle}
                    aria-label={if props.large { format!("Close {}", panel.title) }
                        else { format!("Enlarge {}", panel.title) }}>
                    { if props.large { Icon::Close.html() } else { Icon::Expand.html() } }
                </button>
            </figcaption>
            <p class="chart-summary muted small" title={summary.clone()}>{ summary.clone() }</p>
            <div class="chart-canvas">
                <Canvas spec={spec.clone()} label={format!("Chart of {}", spec.title)} />
            </div>
            <Legend spec={spec.clone()} version={props.version} />
            <div class="chart-large" hidden={!props.large}>
                if props.large {
                    <LargePart {id} {spec} version={props.version} range={props.range} />
                }
            </div>
        </figure>
    }
}

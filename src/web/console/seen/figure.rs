//! One chart with its title, sentence, picture, legend, and what belongs to the large one.

use super::cursor::mark_near;
use super::large::LargePart;
use super::legend::{Legend, use_crosshair};
use super::plot::Plot;
use crate::app::panels::Panel;
use crate::app::shared::Shared;
use crate::chart::{Axis, Clock, HEAT_LEVELS, PanelSpec, TimeRange};
use crate::drill::action::Look;
use crate::web::icons::Icon;
use crate::web::run::use_run;
use crate::web::ui::{on_choice, option, press_sets};
use crate::web::zone::use_clock;
use yew::prelude::*;

/// Properties of [`Figure`].
#[derive(Properties, PartialEq)]
pub struct FigureProps {
    /// What it shows.
    pub panel: Shared<Panel>,
    /// Grows with new samples.
    pub version: u64,
    /// Time shown, ms.
    pub range_ms: (i64, i64),
    /// Whether it has all the room.
    pub large: bool,
    /// Whether another has it.
    pub away: bool,
    /// Whether the legend is shown.
    pub legend: bool,
}

/// One chart.
#[component]
pub fn Figure(props: &FigureProps) -> Html {
    let run = use_run();
    let variant = use_state(|| 0_usize);
    let log = use_state(|| props.panel.variants[0].1.axis == Axis::Log);
    let hidden = use_state(|| 0_u64);
    let panel = &props.panel;
    let chart = panel.chart;
    let chosen = (panel.clone(), *variant, *log, *hidden);
    let spec = use_memo(chosen, |(panel, variant, log, hidden)| {
        let (name, spec) = &panel.variants[(*variant).min(panel.variants.len() - 1)];
        let title = match name.as_str() {
            "" => spec.title.clone(),
            name => format!("{}: {name}", spec.title),
        };
        Shared::new(PanelSpec {
            axis: if *log { Axis::Log } else { Axis::Linear },
            title,
            hidden: *hidden,
            ..spec.clone()
        })
    });
    let spec: Shared<PanelSpec> = (*spec).clone();
    let (id, large) = (chart.id, props.large);
    let toggle = {
        let run = run.clone();
        Callback::from(move |_: MouseEvent| run.charts().set_full((!large).then_some(id)))
    };
    {
        let run = run.clone();
        use_effect_with(large, move |large| {
            if *large {
                run.look(Look::Chart(id.to_string()));
            }
        });
    }
    let onkeydown = {
        let run = run.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && large && !event.default_prevented() {
                event.prevent_default();
                run.charts().set_full(None);
            }
        })
    };
    let onfocusin = {
        let run = run.clone();
        Callback::from(move |_: FocusEvent| run.charts().set_near(id))
    };
    let clock = use_clock();
    let range = TimeRange::new(props.range_ms.0, props.range_ms.1);
    let told = (props.version, spec.clone(), props.range_ms);
    let summary = use_memo(told, |(_, spec, _)| {
        run.with_live(|live| spec.summary(&live.samples, range, clock))
            .unwrap_or_default()
    });
    let summary = (*summary).clone();
    let choose = {
        let (variant, hidden) = (variant.clone(), hidden.setter());
        on_choice(move |index| {
            variant.set(index);
            hidden.set(0);
        })
    };
    let options = panel
        .variants
        .iter()
        .enumerate()
        .map(|(index, (name, _))| option(index, &name, index == *variant));
    let toggle_log = press_sets(&log, !*log);
    let on_hide = {
        let hidden = hidden.setter();
        use_callback((), move |bits: u64, ()| hidden.set(bits))
    };
    let (many, can_log) = (panel.variants.len() > 1, chart.axis == Axis::Log);
    let title_id = format!("chart-title-{id}");
    html! {
        <figure class={classes!("chart", format!("panel-{id}"), large.then_some("large"))}
            aria-labelledby={title_id.clone()} hidden={props.away} {onkeydown} {onfocusin}>
            <figcaption class="chart-head">
                <button type="button" class="chart-title" id={title_id} onclick={toggle.clone()}
                    aria-expanded={large.to_string()}>
                    { chart.title }
                </button>
                <select class="chart-select" hidden={!many} onchange={choose}
                    aria-label={format!("{}: which", chart.title)}>{ for options }</select>
                <span class="chart-note muted small" title={chart.note}>{ chart.note }</span>
                <button type="button" class="chart-tool" hidden={!can_log} onclick={toggle_log}
                    aria-label={format!("log: Logarithmic axis of {}", chart.title)}
                    aria-pressed={log.to_string()}>{ "log" }</button>
                <button type="button" class="chart-tool" onclick={toggle}
                    aria-label={if large { format!("Close {}", chart.title) }
                        else { format!("Enlarge {}", chart.title) }}>
                    { if large { Icon::Close.html() } else { Icon::Expand.html() } }
                </button>
            </figcaption>
            <div class="chart-words small muted">
                <p class="chart-summary" title={summary.clone()}>{ summary.clone() }</p>
                <ReadOut />
            </div>
            <div class="chart-canvas">
                <Plot {id} spec={spec.clone()} title={spec.title.clone()} />
            </div>
            <p class="heat-ramp small muted" hidden={spec.bands.is_empty()}>
                { "few" }
                { for (1..=HEAT_LEVELS).map(|level| {
                    html! { <span key={level} class={format!("heat-{level}")}></span> }
                }) }
                { "many answers" }
            </p>
            <div class="chart-foot" hidden={large || !props.legend}>
                <Legend spec={spec.clone()} version={props.version} on_hide={on_hide.clone()} />
            </div>
            <div class="chart-large" hidden={!large}>
                if large {
                    <LargePart {id} {spec} version={props.version} range_ms={props.range_ms}
                        {on_hide} />
                }
            </div>
        </figure>
    }
}

/// The time under the crosshair and what happened there, in the place of the sentence.
#[component]
fn ReadOut() -> Html {
    let run = use_run();
    let crosshair = use_crosshair();
    let clock = use_clock();
    let told = crosshair.and_then(|t_ms| {
        run.with_live(|live| {
            let row = live.samples.nearest(t_ms)?;
            let at_ms = live.samples.times()[row];
            let mark = mark_near(live, t_ms, run.charts().shown().span_ms());
            Some((clock.second(at_ms), Clock::Relative.second(at_ms), mark))
        })
        .flatten()
    });
    let (time, since, mark) = told.clone().unwrap_or_default();
    html! {
        <p class="read-out num" hidden={told.is_none()}>
            <span class="read-out-time">{ time }</span>
            <span>{ since }</span>
            <span class="read-out-mark">{ mark.unwrap_or_default() }</span>
        </p>
    }
}

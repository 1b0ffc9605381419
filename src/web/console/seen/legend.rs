//! A chart's legend: each series with its value now, or under the crosshair. A click shows only
//! that series, with Ctrl or Cmd it shows or hides it beside the others.

use super::keys::pair_begun;
use crate::app::shared::Shared;
use crate::chart::{PanelSpec, Role};
use crate::web::run::use_run;
use crate::web::ui::focus_on;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};
use yew::prelude::*;

/// The class of a series' colour.
#[must_use]
pub fn swatch(spec: &PanelSpec, index: usize) -> Classes {
    let color = match spec.series.get(index).map(|series| series.role) {
        Some(Role::Max) => "series-max".to_string(),
        Some(Role::Bad) => "series-bad".to_string(),
        _ => format!("series-{}", index % 6),
    };
    classes!("swatch", color)
}

/// The time under the crosshair; wakes the component whenever it moves.
#[hook]
pub fn use_crosshair() -> Option<i64> {
    let run = use_run();
    let at = use_state(|| run.charts().crosshair());
    {
        let at = at.setter();
        use_effect_with((), move |()| {
            run.charts().watch(Callback::from(move |t| at.set(t)))
        });
    }
    *at
}

/// Properties of [`Legend`].
#[derive(Properties, PartialEq)]
pub struct LegendProps {
    /// The chart's spec.
    pub spec: Shared<PanelSpec>,
    /// Grows with new samples.
    pub version: u64,
    /// Called with what is to be hidden.
    pub on_hide: Callback<u64>,
}

/// What a click on a series hides.
#[must_use]
pub fn hides(spec: &PanelSpec, index: usize, adds: bool) -> u64 {
    if adds {
        spec.toggled(index)
    } else {
        spec.isolated(index)
    }
}

/// Moves the focus along buttons, which are one stop of the tab key together.
pub fn rove(event: &KeyboardEvent, set: &UseStateSetter<usize>, at: usize, count: usize) {
    if pair_begun() {
        return;
    }
    let next = match event.key().as_str() {
        "ArrowLeft" | "ArrowUp" => at.saturating_sub(1),
        "ArrowRight" | "ArrowDown" => (at + 1).min(count.saturating_sub(1)),
        "Home" => 0,
        "End" => count.saturating_sub(1),
        _ => return,
    };
    event.prevent_default();
    set.set(next);
    // Yew hears all events at the root of the page: the current target would be that.
    let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
    let group = target.and_then(|target| target.closest("ul").ok().flatten());
    let buttons = group.and_then(|group| group.query_selector_all("button").ok());
    let button = buttons.and_then(|all| all.item(u32::try_from(next).unwrap_or(u32::MAX)));
    if let Some(button) = button.and_then(|node: Node| node.dyn_into::<HtmlElement>().ok()) {
        focus_on(&button);
    }
}

/// The legend under a chart.
#[component]
pub fn Legend(props: &LegendProps) -> Html {
    let run = use_run();
    let crosshair = use_crosshair();
    let stop = use_state(|| 0_usize);
    let spec = &props.spec;
    let values = run.with_live(|live| {
        let samples = &live.samples;
        let row = match crosshair {
            Some(t_ms) => samples.nearest(t_ms),
            None => samples.len().checked_sub(1),
        };
        let value = |column| row.and_then(|row| samples.value(column, row));
        let text = |value: f32| spec.unit.format(f64::from(value));
        let all = spec.series.iter();
        all.map(|s| value(s.column).map_or_else(|| "–".to_string(), text))
            .collect::<Vec<_>>()
    });
    let values = values.unwrap_or_default();
    let items = spec.series.iter().enumerate().map(|(index, series)| {
        let onclick = {
            let (spec, on_hide, stop) = (spec.clone(), props.on_hide.clone(), stop.setter());
            Callback::from(move |event: MouseEvent| {
                stop.set(index);
                on_hide.emit(hides(&spec, index, event.ctrl_key() || event.meta_key()));
            })
        };
        let tabindex = if index == *stop { "0" } else { "-1" };
        html! {
            <li key={index}>
                <button type="button" class="legend-item" {onclick} {tabindex}
                    aria-pressed={spec.shows(index).to_string()}
                    title="Only this; with Ctrl or Cmd beside the others">
                    <span class={swatch(spec, index)}></span>
                    <span class="legend-name">{ series.label.clone() }</span>
                    <span class="num">{ values.get(index).cloned().unwrap_or_default() }</span>
                </button>
            </li>
        }
    });
    let onkeydown = {
        let (set, at, count) = (stop.setter(), *stop, spec.series.len());
        Callback::from(move |event: KeyboardEvent| rove(&event, &set, at, count))
    };
    html! {
        <ul class="chart-legend small" aria-label={format!("Series of {}", spec.title)}
            {onkeydown}>{ for items }</ul>
    }
}

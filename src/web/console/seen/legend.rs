//! A chart's legend: each series with its value now, or under the crosshair.

use crate::app::shared::Shared;
use crate::chart::{Clock, PanelSpec, Role};
use crate::web::run::use_run;
use yew::prelude::*;

/// Marks so near to the crosshair are named, as a share of the range.
const MARK_REACH: i64 = 60;

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

/// Properties of [`Legend`].
#[derive(Properties, PartialEq)]
pub struct LegendProps {
    /// The chart's spec.
    pub spec: Shared<PanelSpec>,
    /// Grows with new samples.
    pub version: u64,
}

/// The legend under a chart.
#[component]
pub fn Legend(props: &LegendProps) -> Html {
    let run = use_run();
    let at = use_state(|| run.charts().crosshair());
    {
        let (run, at) = (run.clone(), at.setter());
        use_effect_with((), move |()| {
            run.charts().watch(Callback::from(move |t| at.set(t)))
        });
    }
    let spec = &props.spec;
    let clock = Clock::utc(run.zero_unix_s());
    let shown = run.with_live(|live| {
        let samples = &live.samples;
        let range = run.charts().range().range(samples);
        let row = match *at {
            Some(t_ms) => samples.nearest(t_ms),
            None => samples.len().checked_sub(1),
        };
        let values: Vec<String> = spec
            .series
            .iter()
            .map(|series| {
                let value = row.and_then(|row| samples.value(series.column, row));
                value.map_or_else(
                    || "–".to_string(),
                    |value| spec.unit.format(f64::from(value)),
                )
            })
            .collect();
        let time = at.and(row).map(|row| samples.times()[row]);
        let reach = range.span_ms() / MARK_REACH;
        let mark = time.and_then(|time| {
            let near = live
                .marks
                .iter()
                .filter(|mark| (mark.t_ms - time).abs() <= reach);
            near.min_by_key(|mark| (mark.t_ms - time).abs())
                .map(|mark| mark.label.clone())
        });
        (values, time.map(|time| clock.second(time)), mark)
    });
    let (values, time, mark) = shown.unwrap_or_default();
    let items = spec.series.iter().enumerate().map(|(index, series)| {
        let value = values.get(index).cloned().unwrap_or_default();
        html! {
            <li key={index}>
                <span class={swatch(spec, index)}></span>
                <span class="muted">{ series.label.clone() }</span>
                <span class="num">{ value }</span>
            </li>
        }
    });
    html! {
        <div class={classes!("chart-legend", "small", (spec.series.len() > 4).then_some("many"))}>
            <ul>{ for items }</ul>
            <p class="read-out num muted" hidden={time.is_none()}>
                { time.unwrap_or_default() }
                { mark.map(|mark| format!(" · {mark}")).unwrap_or_default() }
            </p>
        </div>
    }
}

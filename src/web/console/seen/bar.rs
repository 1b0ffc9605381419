//! Which time is shown: lengths that follow the clock, steps, and the way back.

use super::glyphs::Glyph;
use crate::app::ranges::Shown;
use crate::web::run::{ChartLook, RangeChoice, use_run};
use crate::web::zone::use_clock;
use yew::prelude::*;

/// Properties of [`Bar`].
#[derive(Properties, PartialEq)]
pub struct BarProps {
    /// How the charts are looked at.
    pub look: ChartLook,
    /// Time shown, ms.
    pub range_ms: (i64, i64),
}

/// The bar above the charts.
#[component]
pub fn Bar(props: &BarProps) -> Html {
    let run = use_run();
    let look = props.look;
    let following = matches!(look.shown, Shown::Follow(_));
    let presets = RangeChoice::ALL.into_iter().map(|choice| {
        let onclick = callback!([run], move |_: MouseEvent| run.charts().set_range(choice));
        html! {
            <button key={choice.label()} type="button" {onclick}
                aria-pressed={(look.shown == Shown::Follow(choice)).to_string()}>
                { choice.label() }
            </button>
        }
    });
    let tool = |name: &'static str, keys: &'static str, glyph: Glyph, off: bool, act: Act| {
        let onclick = callback!([run], move |_: MouseEvent| act(run.charts()));
        html! {
            <button key={name} type="button" class="chart-tool" {onclick} aria-label={name}
                disabled={off} title={format!("{name} ({keys})")}>{ glyph.html() }</button>
        }
    };
    let tools = [
        tool("Earlier", "t ←", Glyph::Earlier, false, |c| c.pan(-1)),
        tool("Later", "t →", Glyph::Later, following, |c| c.pan(1)),
        tool("Zoom in", "t i", Glyph::ZoomIn, false, |c| c.zoom_in()),
        tool("Zoom out", "t z", Glyph::ZoomOut, false, |c| c.zoom_out()),
        tool("Time shown before", "t b", Glyph::Back, !look.past, |c| {
            c.back()
        }),
    ];
    let follow = callback!([run], move |_: MouseEvent| run.charts().follow());
    let clock = use_clock();
    let (from, to) = props.range_ms;
    let fine = to - from < 5 * 60_000;
    let time = |t_ms| {
        if fine {
            clock.second(t_ms)
        } else {
            clock.minute(t_ms)
        }
    };
    html! {
        <div class="seen-bar">
            <div class="segmented" role="group" aria-label="Time shown">{ for presets }</div>
            <div class="seen-tools" role="group" aria-label="Move and zoom">{ for tools }</div>
            <p class="seen-range num small muted">
                { format!("{} – {} {}", time(from), time(to), clock.zone()) }
            </p>
            <button type="button" class="chip follow" onclick={follow}
                aria-label={if following { "Follow now: live" } else { "Follow now" }}
                aria-pressed={following.to_string()} title="Follow now (t f)">
                { Glyph::Follow.html() }
                { if following { "live" } else { "follow" } }
            </button>
            <ul class="marks-key small muted" aria-label="Marks on the charts">
                <li key="change"><span class="mark-change"></span>{ "change" }</li>
                <li key="alert"><span class="mark-alert"></span>{ "alert" }</li>
                <li key="action"><span class="mark-action"></span>{ "your action" }</li>
            </ul>
        </div>
    }
}

type Act = fn(&crate::web::run::Charts);

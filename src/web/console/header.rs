//! The bar above the console: clock, speed, severity, users failing, the way out.

use crate::app::commands::{Do, SEVERITIES, SPEEDS};
use crate::app::frame::Change;
use crate::app::protocol::Mode;
use crate::app::view::Phase;
use crate::chart::{Clock, Unit};
use crate::drill::action::Action;
use crate::web::icons::Icon;
use crate::web::run::{use_run, use_view};
use crate::web::ui::{Outcome, ThemeButton, option, use_outcome};
use crate::web::zone::use_clock;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Shares of users failing from which on the number is a warning, or critical.
const WARN_SHARE: f64 = 0.01;
const CRIT_SHARE: f64 = 0.1;

/// The column that says how much of the error budget is spent, as a share of it.
const SPENT: &str = "slo:error_budget:spent_ratio";

/// The number is spoken at most this often, ms.
const SPOKEN_MS: f64 = 10_000.0;

/// Properties of [`Header`].
#[derive(Properties, PartialEq)]
pub struct HeaderProps {
    /// Whether the column on the left is open.
    pub told_open: bool,
    /// Whether only clock and charts are shown.
    pub kiosk: bool,
    /// Does what a command says.
    pub on_do: Callback<Do>,
}

/// The bar above the console.
#[component]
pub fn Header(props: &HeaderProps) -> Html {
    let clock = use_clock();
    let run = use_run();
    let view = use_view();
    let mode = run.mode().title();
    let over = !matches!(view.phase, Phase::Playing);
    let failing = view.users_failing;
    let tens = (js_sys::Date::now() / SPOKEN_MS) as u64;
    let spoken = use_memo(tens, |_| {
        format!(
            "Users failing {}",
            Unit::Ratio.format(whole_percent(failing))
        )
    });
    let budget = {
        let run = run.clone();
        let place = use_memo(view.ready.clone(), move |_| {
            let place = |names: &[String]| names.iter().position(|name| name == SPENT);
            run.with_live(|live| place(live.samples.names())).flatten()
        });
        *place
    };
    // The share of the error budget that is left, where the telemetry says it.
    let budget_left: Option<f64> = budget.and_then(|column| {
        let spent = run.with_live(|live| {
            let newest = live.samples.len().checked_sub(1)?;
            live.samples.value(column, newest)
        });
        let spent = spent.flatten()?;
        Some((1.0 - f64::from(spent)).clamp(0.0, 1.0))
    });
    let percent = |share: f64| Unit::Ratio.format(whole_percent(share));
    // Both clocks turn at the same moment, before minute zero too.
    let whole_s_ms = view.now_ms.div_euclid(1_000) * 1_000;
    let tone = match failing {
        share if share >= CRIT_SHARE => "crit",
        share if share >= WARN_SHARE => "warn",
        _ => "",
    };
    let on_do = |what: Do| props.on_do.reform(move |_: MouseEvent| what.clone());
    html! {
        <header class="console-bar">
            <div class="bar-title">
                <a class="btn btn-quiet btn-icon" href="#/" aria-label="Leave: all incidents"
                    title="Leave. The run is kept and can be continued.">
                    { Icon::Leave.html() }
                </a>
                <h1>{ run.incident().title.clone() }</h1>
                <span class="chip">{ mode }</span>
            </div>
            <div class="bar-clock num" aria-label="Clock">
                <strong>{ clock.second(whole_s_ms) }</strong>
                <span class="muted small">{ clock.zone() }</span>
                <span class="muted">{ Clock::Relative.second(whole_s_ms) }</span>
            </div>
            <Speeds speed={view.speed} disabled={over} on_do={props.on_do.clone()} />
            <Severity level={view.severity} disabled={over || run.mode() == Mode::Watch} />
            <div class="bar-failing">
                <span class="muted small">{ "Users failing" }</span>
                <strong class={classes!("num", tone)}>
                    { percent(failing) }
                </strong>
            </div>
            <div class="bar-budget" hidden={budget.is_none()}>
                <span class="muted small">{ "Budget" }</span>
                <strong class={classes!("num", budget_left.is_some_and(|left| left <= 0.0)
                    .then_some("crit"))}>
                    { budget_left.map_or("–".to_string(), percent) }
                </strong>
            </div>
            <p class="visually-hidden" role="status">{ (*spoken).clone() }</p>
            <button type="button" class="btn" hidden={!props.kiosk} title="Leave the kiosk (Esc)"
                onclick={on_do(Do::Esc)}>{ "Leave the kiosk" }</button>
            <div class="bar-end">
                <button type="button" class="btn" disabled={over || run.mode() == Mode::Watch}
                    title={run.read_only()} onclick={on_do(Do::Resolve)}>
                    { "Declare resolved" }
                </button>
                <button type="button" class="btn btn-quiet btn-icon bar-told"
                    aria-label="Told column" title="Told column (d t)"
                    aria-pressed={props.told_open.to_string()}
                    onclick={on_do(Do::Frame(Change::Told))}>
                    { Icon::Side.html() }
                </button>
                <button type="button" class="btn btn-quiet btn-icon" aria-label="Commands"
                    title="Commands (Ctrl K)" onclick={on_do(Do::Palette)}>
                    { Icon::Command.html() }
                </button>
                <ThemeButton />
                <button type="button" class="btn btn-quiet btn-icon bar-keys" aria-label="Keys"
                    title="Keys (?)" onclick={on_do(Do::Keys)}>
                    { Icon::Keyboard.html() }
                </button>
            </div>
        </header>
    }
}

/// Whole percent, so that the number is calm; what is there is never shown as nothing.
pub fn whole_percent(share: f64) -> f64 {
    if share > 0.0 && share < 0.01 {
        0.01_f64.min((share * 1000.0).ceil() / 1000.0)
    } else {
        (share * 100.0).round() / 100.0
    }
}

#[derive(Properties, PartialEq)]
struct SpeedsProps {
    speed: f64,
    disabled: bool,
    on_do: Callback<Do>,
}

#[component]
fn Speeds(props: &SpeedsProps) -> Html {
    let buttons = [0.0].into_iter().chain(SPEEDS).map(|speed: f64| {
        let pause = speed <= 0.0;
        let on = (props.speed - speed).abs() < 0.01;
        let what = if pause { Do::Pause } else { Do::Speed(speed) };
        let onclick = props.on_do.reform(move |_: MouseEvent| what.clone());
        let label = if pause {
            "Pause".to_string()
        } else {
            format!("{speed}×")
        };
        let title = pause.then_some("Pause, go on (Space)");
        html! {
            <button key={label.clone()} type="button" aria-pressed={on.to_string()}
                disabled={props.disabled} aria-label={label.clone()} {title} {onclick}>
                { if pause { Icon::Pause.html() } else { html! { label } } }
            </button>
        }
    });
    html! { <div class="segmented" role="group" aria-label="Speed">{ for buttons }</div> }
}

#[derive(Properties, PartialEq)]
struct SeverityProps {
    level: Option<u8>,
    disabled: bool,
}

#[component]
fn Severity(props: &SeverityProps) -> Html {
    let (outcome, act) = use_outcome(Callback::noop());
    let node = use_node_ref();
    let onchange = {
        let node = node.clone();
        Callback::from(move |_: Event| {
            let Some(select) = node.cast::<HtmlSelectElement>() else {
                return;
            };
            if let Ok(level) = select.value().parse() {
                act.emit(Action::Severity { level });
            }
        })
    };
    {
        let node = node.clone();
        let level = props.level;
        let refused = matches!(outcome, Outcome::Refused(_));
        use_effect_with((level, refused), move |(level, _)| {
            if let Some(select) = node.cast::<HtmlSelectElement>() {
                select.set_value(&level.map(|level| level.to_string()).unwrap_or_default());
            }
        });
    }
    let options = SEVERITIES
        .into_iter()
        .zip(1_u8..)
        .map(|(name, level)| option(level, name, false));
    let title = match &outcome {
        Outcome::Refused(reason) => Some(reason.clone()),
        _ => None,
    };
    html! {
        <select ref={node} class="field bar-severity" aria-label="Severity" {onchange} {title}
            disabled={props.disabled}>
            <option key="none" value="" disabled=true>{ "Severity: not set" }</option>
            { for options }
        </select>
    }
}

//! Alert rules: state, value against threshold, timers, labels, annotations.

use crate::app::shared::Shared;
use crate::app::told::{AlertNow, left};
use crate::chart::Clock;
use crate::drill::action::Look;
use crate::drill::alerts::{AlertState, expression, labels, span, threshold};
use crate::incident::document::AlertRule;
use crate::web::console::{Wish, use_desk};
use crate::web::icons::Icon;
use crate::web::run::use_run;
use crate::web::zone::use_clock;
use yew::prelude::*;

/// Properties of [`Rules`].
#[derive(Properties, PartialEq)]
pub struct RulesProps {
    /// Rules as they stand.
    pub alerts: Shared<Vec<AlertNow>>,
    /// The run's clock, s.
    pub now_s: i64,
    /// Asks for a silence of the alert of that name.
    pub on_silence: Callback<String>,
}

/// The rules, in the order of their file: a table that opens row by row.
#[component]
pub fn Rules(props: &RulesProps) -> Html {
    let run = use_run();
    let open = use_state(|| None::<String>);
    let count = |state: AlertState| props.alerts.iter().filter(|a| a.state == state).count();
    let summary = format!(
        "{} firing · {} pending · {} inactive",
        count(AlertState::Firing),
        count(AlertState::Pending),
        count(AlertState::Inactive)
    );
    let toggle = {
        let (open, run) = (open.clone(), run.clone());
        use_callback((), move |name: String, ()| {
            run.look(Look::Alert(name.clone()));
            let shown = open.as_ref() == Some(&name);
            open.set((!shown).then_some(name));
        })
    };
    let document = run.incident().clone();
    let rows = props.alerts.iter().filter_map(|alert| {
        let rule = document
            .alerts
            .iter()
            .find(|rule| rule.name == alert.name)?;
        let timed = alert.fires_ms.is_some() || alert.ends_ms.is_some();
        let shown = open.as_ref() == Some(&alert.name);
        Some(html! {
            <Rule key={alert.name.clone()} alert={alert.clone()} rule={Shared::new(rule.clone())}
                now_s={if timed { props.now_s } else { 0 }} {shown}
                on_toggle={toggle.clone()} on_silence={props.on_silence.clone()} />
        })
    });
    html! {
        <section aria-label="Alert rules" class="stack">
            <h3 class="group-title">{ Icon::Warning.html() }{ "Rules" }
                <span class="muted small num push">{ summary }</span></h3>
            <ul class="people-list">{ for rows }</ul>
        </section>
    }
}

#[derive(Properties)]
struct RuleProps {
    alert: AlertNow,
    rule: Shared<AlertRule>,
    now_s: i64,
    shown: bool,
    on_toggle: Callback<String>,
    on_silence: Callback<String>,
}

/// The rule itself never changes during a run.
impl PartialEq for RuleProps {
    fn eq(&self, other: &Self) -> bool {
        self.alert == other.alert && self.now_s == other.now_s && self.shown == other.shown
    }
}

#[component]
fn Rule(props: &RuleProps) -> Html {
    let desk = use_desk();
    let (alert, rule) = (&props.alert, &props.rule);
    let clock = use_clock();
    let critical = rule.severity == crate::incident::document::AlertSeverity::Critical;
    let severity = if critical { "critical" } else { "warning" };
    let chip = match (alert.state, critical) {
        (AlertState::Firing, true) => "chip chip-crit",
        (AlertState::Firing, false) => "chip chip-warn",
        (AlertState::Pending, _) => "chip",
        (AlertState::Inactive, _) => "chip chip-still",
    };
    let now_ms = props.now_s * 1_000;
    let timer = match (alert.fires_ms, alert.ends_ms) {
        (Some(at), _) => format!("fires in {}", left(now_ms, at)),
        (None, Some(at)) => format!("ends in {}", left(now_ms, at)),
        (None, None) if alert.state == AlertState::Firing => {
            format!("since {}", clock.second(alert.since_ms))
        }
        _ => format!("for {}", span(rule.for_s)),
    };
    let onclick = {
        let (on_toggle, name) = (props.on_toggle.clone(), alert.name.clone());
        Callback::from(move |_: MouseEvent| on_toggle.emit(name.clone()))
    };
    let value = alert.value.clone().unwrap_or_else(|| "no value".into());
    html! {
        <li class="people-row">
            <button type="button" class="line-button rule-head" {onclick}
                aria-expanded={props.shown.to_string()}>
                <span class={chip}>{ alert.state.name() }</span>
                <span class="rule-name ellipsis">{ alert.name.clone() }</span>
                <span class="chip" hidden={alert.silence.is_none()}>{ "silenced" }</span>
                <span class="rule-value num small">
                    { value }<span class="muted">{ format!(" · limit {}", threshold(rule)) }</span>
                </span>
                <span class="rule-timer num small muted">{ timer }</span>
            </button>
            <div class="rule-detail stack" hidden={!props.shown}>
                { if props.shown { detail(props, severity, clock) } else { html! {} } }
                <div class="row">
                    <button type="button" class="btn btn-small"
                        aria-label={format!("Silence {}", alert.name)}
                        onclick={
                            let (on_silence, name) =
                                (props.on_silence.clone(), alert.name.clone());
                            Callback::from(move |_: MouseEvent| on_silence.emit(name.clone()))
                        }>{ "Silence" }</button>
                    <button type="button" class="btn btn-small" hidden={rule.runbook.is_none()}
                        aria-label={format!("Runbook of {}", alert.name)}
                        onclick={
                            let (desk, page) = (desk.clone(), rule.runbook.clone());
                            Callback::from(move |_: MouseEvent| {
                                if let Some(page) = page.clone() {
                                    desk.wish(Wish::Runbook(page));
                                }
                            })
                        }>{ "Runbook" }</button>
                    <button type="button" class="btn btn-small"
                        aria-label={format!("Last change of {} on the charts", alert.name)}
                        onclick={
                            let (desk, at_ms) = (desk, alert.since_ms);
                            desk.on_press(Wish::Moment(at_ms))
                        }>{ "Show on charts" }</button>
                </div>
            </div>
        </li>
    }
}

fn detail(props: &RuleProps, severity: &str, clock: Clock) -> Html {
    let (alert, rule) = (&props.alert, &props.rule);
    let labels = labels(rule)
        .into_iter()
        .map(|(name, value)| format!("{name}=\"{value}\""))
        .collect::<Vec<_>>()
        .join(", ");
    let keeps = match rule.keep_firing_for_s {
        s if s > 0.0 => format!(", keeps firing for {}", span(s)),
        _ => String::new(),
    };
    let runbook = rule.runbook.clone().unwrap_or_else(|| "none".into());
    let changed = if alert.since_ms > i64::MIN / 2 && alert.state != AlertState::Inactive {
        clock.second(alert.since_ms)
    } else {
        format!("inactive since {}", clock.second(alert.since_ms))
    };
    let rows = [
        ("Summary", alert.summary.clone()),
        ("Description", rule.description.clone()),
        ("Severity", severity.to_string()),
        ("For", format!("{}{keeps}", span(rule.for_s))),
        ("Last change", changed),
        ("Labels", labels),
        ("Runbook", runbook),
    ];
    let rows = rows.into_iter().filter(|(_, text)| !text.is_empty());
    let rows = rows.map(|(name, text)| {
        html! {
            <div key={name} class="rule-fact">
                <dt class="muted">{ name }</dt><dd>{ text }</dd>
            </div>
        }
    });
    html! {
        <>
            <pre class="rule-code mono">{ expression(rule) }</pre>
            <dl class="rule-facts small">{ for rows }</dl>
        </>
    }
}

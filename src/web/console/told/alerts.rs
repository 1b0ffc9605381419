//! Alerts in short: what fires and what is pending; the quiet rules are folded.

use crate::app::shared::Shared;
use crate::app::told::{AlertNow, left};
use crate::drill::action::Look;
use crate::drill::alerts::AlertState;
use crate::incident::panes::Pane;
use crate::web::console::{Wish, use_desk};
use crate::web::icons::Icon;
use crate::web::run::use_run;
use crate::web::ui::press_sets;
use crate::web::zone::use_clock;
use yew::prelude::*;

/// Properties of [`Alerts`].
#[derive(Properties, PartialEq)]
pub struct AlertsProps {
    /// The rules.
    pub alerts: Shared<Vec<AlertNow>>,
    /// The run's clock, s.
    pub now_s: i64,
}

fn rank(alert: &AlertNow) -> u8 {
    match alert.state {
        AlertState::Firing => 0,
        AlertState::Pending => 1,
        AlertState::Inactive => 2,
    }
}

/// The rules: firing, then pending; the rest on demand.
#[component]
pub fn Alerts(props: &AlertsProps) -> Html {
    let desk = use_desk();
    let open = use_state(|| None::<String>);
    let all = use_state(|| false);
    let mut alerts: Vec<&AlertNow> = props.alerts.iter().collect();
    alerts.sort_by_key(|alert| rank(alert));
    let firing = alerts.iter().filter(|alert| rank(alert) == 0).count();
    let quiet = alerts.iter().filter(|alert| rank(alert) == 2).count();
    let toggle = {
        let open = open.clone();
        use_callback((), move |name: String, ()| {
            let shown = open.as_ref() == Some(&name);
            open.set((!shown).then_some(name));
        })
    };
    let rows = alerts
        .into_iter()
        .filter(|alert| *all || rank(alert) < 2)
        .map(|alert| {
            html! {
                <Row key={alert.name.clone()} alert={alert.clone()} now_s={
                    if rank(alert) == 1 { props.now_s } else { 0 }
                } shown={open.as_ref() == Some(&alert.name)} on_toggle={toggle.clone()} />
            }
        });
    let fold = press_sets(&all, !*all);
    let tool = desk.on_press(Wish::Tool(Pane::Alerts));
    html! {
        <section class="card alerts" aria-label="Alerts">
            <h2 class="pane-title">{ Icon::Warning.html() }{ "Alerts" }
                <span class={classes!("small", "push", "num",
                    if firing > 0 { "warn" } else { "muted" })}>
                    { format!("{firing} firing") }
                </span>
            </h2>
            <ul class="alert-list">{ for rows }</ul>
            <div class="row">
                <button type="button" class="btn btn-quiet btn-small" onclick={fold}
                    aria-expanded={all.to_string()}>
                    { format!("{} {quiet} quiet", if *all { "Hide" } else { "Show" }) }
                </button>
                <button type="button" class="btn btn-quiet btn-small" onclick={tool}>
                    { "Rules and silences" }
                </button>
            </div>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    alert: AlertNow,
    now_s: i64,
    shown: bool,
    on_toggle: Callback<String>,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let run = use_run();
    let desk = use_desk();
    let alert = &props.alert;
    let clock = use_clock();
    let document = run.incident().clone();
    let rule = document.alerts.iter().find(|rule| rule.name == alert.name);
    let critical = rule
        .is_some_and(|rule| rule.severity == crate::incident::document::AlertSeverity::Critical);
    let page = rule.and_then(|rule| rule.runbook.clone());
    let onclick = {
        let (run, name, on_toggle) = (run.clone(), alert.name.clone(), props.on_toggle.clone());
        Callback::from(move |_: MouseEvent| {
            run.look(Look::Alert(name.clone()));
            on_toggle.emit(name.clone());
        })
    };
    let (chip, word) = match rank(alert) {
        0 if critical => ("chip chip-crit", "firing".to_string()),
        0 => ("chip chip-warn", "firing".to_string()),
        1 => {
            let until = alert.fires_ms.unwrap_or(0);
            let left = left(props.now_s * 1_000, until);
            ("chip", format!("pending {left}"))
        }
        _ => ("chip chip-still", "inactive".to_string()),
    };
    let silenced = alert.silence.is_some();
    let runbook = {
        let (desk, page) = (desk.clone(), page.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(page) = page.clone() {
                desk.wish(Wish::Runbook(page));
            }
        })
    };
    let moment = {
        let (desk, at_ms) = (desk.clone(), alert.since_ms);
        desk.on_press(Wish::Moment(at_ms))
    };
    let since = (rank(alert) < 2).then(|| format!("since {} · ", clock.second(alert.since_ms)));
    html! {
        <li>
            <button type="button" class="line-button" {onclick}
                aria-expanded={props.shown.to_string()}>
                <span class="grow ellipsis">{ alert.name.clone() }</span>
                <span class="chip" hidden={!silenced}>{ "silenced" }</span>
                <span class={classes!(chip, "num")}>{ word }</span>
            </button>
            <div class="detail small stack" hidden={!props.shown}>
                <p>{ alert.summary.clone() }</p>
                <p class="muted num">
                    { since }{ if critical { "critical, pages" } else { "warning, pages nobody" } }
                </p>
                <p class="row">
                    <button type="button" class="btn btn-small" hidden={page.is_none()}
                        aria-label={format!("Runbook: {}", alert.name)} onclick={runbook}>
                        { "Runbook" }
                    </button>
                    <button type="button" class="btn btn-small" hidden={rank(alert) == 2}
                        aria-label={format!("Show on charts: {}", alert.name)} onclick={moment}>
                        { "Show on charts" }
                    </button>
                </p>
            </div>
        </li>
    }
}

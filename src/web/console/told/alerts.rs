//! Alert rules and how they stand.

use crate::app::protocol::AlertView;
use crate::app::shared::Shared;
use crate::chart::Clock;
use crate::drill::action::Look;
use crate::web::icons::Icon;
use crate::web::run::use_run;
use yew::prelude::*;

/// Properties of [`Alerts`].
#[derive(Properties, PartialEq)]
pub struct AlertsProps {
    /// The rules.
    pub alerts: Shared<Vec<AlertView>>,
}

/// The rules: firing, then pending, then the rest.
#[component]
pub fn Alerts(props: &AlertsProps) -> Html {
    let run = use_run();
    let open = use_state(|| None::<String>);
    let clock = Clock::utc(run.zero_unix_s());
    let rank = |alert: &AlertView| match alert.state.as_str() {
        "firing" => 0,
        "pending" => 1,
        _ => 2,
    };
    let mut alerts: Vec<&AlertView> = props.alerts.iter().collect();
    alerts.sort_by_key(|alert| rank(alert));
    let firing = alerts.iter().filter(|alert| rank(alert) == 0).count();
    let rows = alerts.into_iter().map(|alert| {
        let shown = open.as_deref() == Some(alert.name.as_str());
        let onclick = {
            let (run, open, name) = (run.clone(), open.clone(), alert.name.clone());
            Callback::from(move |_: MouseEvent| {
                run.look(Look::Alert(name.clone()));
                open.set((!shown).then(|| name.clone()));
            })
        };
        let (chip, since) = match rank(alert) {
            0 if alert.severity == "critical" => ("chip chip-crit", Some(alert.since_ms)),
            0 => ("chip chip-warn", Some(alert.since_ms)),
            1 => ("chip", Some(alert.since_ms)),
            _ => ("chip chip-still", None),
        };
        let since = since
            .map(|at| format!(" since {}", clock.minute(at)))
            .unwrap_or_default();
        html! {
            <li key={alert.name.clone()}>
                <button type="button" class="line-button" aria-expanded={shown.to_string()}
                    {onclick}>
                    <span class="grow ellipsis">{ alert.name.clone() }</span>
                    <span class={chip}>{ alert.state.clone() }</span>
                </button>
                <p class="detail small" hidden={!shown}>
                    { alert.summary.clone() }
                    <span class="muted num">
                        { format!(" {} · {}{since}", alert.severity, alert.state) }
                    </span>
                </p>
            </li>
        }
    });
    html! {
        <section class="card alerts" aria-label="Alerts">
            <h2 class="pane-title">{ Icon::Warning.html() }{ "Alert rules" }
                <span class={classes!("small", "push", "num",
                    if firing > 0 { "warn" } else { "muted" })}>
                    { format!("{firing} firing") }
                </span>
            </h2>
            <ul class="alert-list">{ for rows }</ul>
        </section>
    }
}

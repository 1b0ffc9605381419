//! Pages, rules and silences, as PagerDuty, Prometheus and Alertmanager show them.

mod pages;
mod rules;
mod silences;

use crate::app::shared::Shared;
use crate::app::told::{AlertNow, PageNow, SilenceNow};
use pages::Pages;
use rules::Rules;
use silences::Silences;
use yew::prelude::*;

/// Properties of [`AlertTool`].
#[derive(Properties, PartialEq)]
pub struct AlertToolProps {
    /// Rules as they stand.
    pub alerts: Shared<Vec<AlertNow>>,
    /// Pages, oldest first.
    pub pages: Shared<Vec<PageNow>>,
    /// Silences, oldest first.
    pub silences: Shared<Vec<SilenceNow>>,
    /// The run's clock, s.
    pub now_s: i64,
}

/// The tool: pages, rules, silences.
#[component]
pub fn AlertTool(props: &AlertToolProps) -> Html {
    // A rule that is to be silenced: its name stands in the form.
    let wanted = use_state(|| (0_u32, String::new()));
    let silence = {
        let wanted = wanted.clone();
        use_callback((), move |name: String, ()| {
            wanted.set((wanted.0 + 1, name));
        })
    };
    html! {
        <div class="tool-people">
            <Pages pages={props.pages.clone()} now_s={props.now_s} />
            <Rules alerts={props.alerts.clone()} now_s={props.now_s} on_silence={silence} />
            <Silences silences={props.silences.clone()} alerts={props.alerts.clone()}
                now_s={props.now_s} wanted={(*wanted).clone()} />
        </div>
    }
}

//! The pager: the page that matters now, and the one thing to do about it.

use super::next::Next;
use crate::app::shared::Shared;
use crate::app::told::{PageNow, StatusNow, left};
use crate::drill::action::Action;
use crate::drill::pager::PageState;
use crate::incident::panes::Pane;
use crate::web::console::{Wish, use_desk};
use crate::web::icons::Icon;
use crate::web::run::use_run;
use crate::web::ui::{Outcome, focus, use_outcome};
use crate::web::zone::use_clock;
use gloo::timers::callback::Timeout;
use yew::prelude::*;

/// The summary after an action is on the page after this, ms.
const FOCUS_MS: u32 = 150;

/// Properties of [`Pager`].
#[derive(Properties, PartialEq)]
pub struct PagerProps {
    /// Pages, oldest first.
    pub pages: Shared<Vec<PageNow>>,
    /// The status page, for what is due.
    pub status: Shared<StatusNow>,
    /// Severity set.
    pub severity: Option<u8>,
    /// The run's clock, s.
    pub now_s: i64,
    /// Marked by the coach.
    pub coached: bool,
}

/// The chip of a page's state: never colour alone.
pub fn state_chip(page: &PageNow) -> Html {
    let (class, name) = match page.state {
        PageState::Triggered => ("chip chip-crit", "Triggered"),
        PageState::Acknowledged => ("chip chip-warn", "Acknowledged"),
        PageState::Resolved => ("chip chip-good", "Resolved"),
    };
    html! { <span class={class}>{ name }</span> }
}

/// The page that matters now: a triggered one before an open one before the last.
fn foremost(pages: &[PageNow]) -> Option<&PageNow> {
    let with = |state: PageState| pages.iter().rfind(|page| page.state == state);
    with(PageState::Triggered)
        .or_else(|| with(PageState::Acknowledged))
        .or(pages.last())
}

/// The pager.
#[component]
pub fn Pager(props: &PagerProps) -> Html {
    let run = use_run();
    let desk = use_desk();
    // The button goes when the page is taken: the focus goes on to what is next.
    let next = use_node_ref();
    let taken = {
        let next = next.clone();
        Callback::from(move |()| {
            let next = next.clone();
            Timeout::new(FOCUS_MS, move || {
                focus(&next);
            })
            .forget();
        })
    };
    let (outcome, act) = use_outcome(taken);
    let clock = use_clock();
    let page = foremost(&props.pages);
    let waits = page.is_some_and(|page| page.state == PageState::Triggered);
    let sounds = waits && page.is_some_and(|page| page.high);
    // Somebody else has it: the player may take it over.
    let elsewhere =
        page.is_some_and(|page| page.state == PageState::Acknowledged && page.holder.is_some());
    let acknowledge = Callback::from(move |_: MouseEvent| act.emit(Action::Acknowledge {}));
    let open = |tool: Pane| {
        let desk = desk.clone();
        desk.on_press(Wish::Tool(tool))
    };
    let card = page.map(|page| {
        let since = match (page.resolved_ms, page.acknowledged_ms) {
            (Some(at), _) => format!(" · Resolved {}", clock.minute(at)),
            (None, Some(at)) => format!(" · Acknowledged {}", clock.minute(at)),
            (None, None) => String::new(),
        };
        let first = page.alerts.first().map(|alert| alert.name.clone());
        let more = match page.alerts.len() {
            0 | 1 => String::new(),
            count => format!(" · {count} alerts"),
        };
        html! {
            <>
                <p class="row pager-head">
                    { state_chip(page) }
                    <span class="small muted">
                        { if page.high { "High urgency" } else { "Low urgency" } }
                    </span>
                    <span class="small muted num push">{ format!("#{}", page.id) }</span>
                </p>
                <p class="pager-title">{ first.unwrap_or_default() }</p>
                <p class="small pager-text">{ page.title.clone() }</p>
                <p class="muted small num pager-since">
                    { format!("Sent {}{since}{more}", clock.second(page.sent_ms)) }
                </p>
            </>
        }
    });
    let escalates = page.and_then(|page| {
        let left = left(props.now_s * 1_000, page.escalates_ms?);
        let next = page.next.as_deref().unwrap_or("the next level");
        Some(format!("Goes to {next} in {left}"))
    });
    let holder = page
        .filter(|page| page.resolved_ms.is_none())
        .and_then(|page| page.holder.clone())
        .map(|role| format!("With: {role}"));
    let quiet = page.is_none();
    let others = props
        .pages
        .iter()
        .filter(|page| page.resolved_ms.is_none())
        .count();
    let taken = !quiet && !waits && page.is_some_and(|page| page.state == PageState::Acknowledged);
    html! {
        <section class={classes!("card", "pager", waits.then_some("firing"),
            props.coached.then_some("coached"))} aria-label="Pager">
            <div class="pane-title">{ Icon::Bell.html() }<h2 class="pane-name">{ "Pager" }</h2>
                <button type="button" class="btn btn-quiet btn-small push num" hidden={quiet}
                    onclick={open(Pane::Alerts)}>
                    { if others > 1 {
                        format!("{others} open")
                    } else {
                        "All pages".to_string()
                    } }
                </button>
            </div>
            <div role={sounds.then_some("alert")}>
                { card }
                <p class="muted small" hidden={!quiet}>{ "No page. All is quiet." }</p>
            </div>
            <p class="small num pager-next">{ escalates }</p>
            <p class="small pager-holder">{ holder }</p>
            <div class="row">
                <button type="button" class="btn btn-primary" onclick={acknowledge}
                    hidden={!waits && !quiet && !elsewhere} title={run.read_only()}
                    disabled={!(waits || elsewhere) || run.read_only().is_some()}>
                    { if elsewhere { "Take it over" } else { "Acknowledge" } }
                </button>
                <button ref={next} type="button" class="btn" onclick={open(Pane::Response)}>
                    { "Call somebody" }
                </button>
            </div>
            // What was taken in stands on the card at once.
            <div hidden={!matches!(outcome, Outcome::Refused(_))}>{ outcome.html() }</div>
            <div class={classes!("pager-step", (!taken).then_some("to-come"))}>
                <Next status={props.status.clone()} severity={props.severity}
                    now_s={props.now_s} />
            </div>
        </section>
    }
}

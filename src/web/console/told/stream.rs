//! The stream: changes, alerts, people, own actions, in order of time.

use crate::app::protocol::{FeedItem, FeedKind, Mode};
use crate::chart::Clock;
use crate::web::icons::Icon;
use crate::web::run::use_run;
use std::collections::BTreeSet;
use web_sys::HtmlElement;
use yew::prelude::*;

/// Most entries that stand on the page at once.
const SHOWN_MAX: usize = 400;
/// So near to its end a list counts as being followed, px.
const END_PX: i32 = 32;

/// Which entries are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Filter {
    All,
    Changes,
    Alerts,
    People,
    Mine,
}

const FILTERS: [(Filter, &str); 5] = [
    (Filter::All, "All"),
    (Filter::Changes, "Changes"),
    (Filter::Alerts, "Alerts"),
    (Filter::People, "People"),
    (Filter::Mine, "Mine"),
];

impl Filter {
    fn shows(self, kind: FeedKind) -> bool {
        match self {
            Filter::All => true,
            Filter::Changes => kind == FeedKind::Change,
            Filter::Alerts => matches!(kind, FeedKind::Alert | FeedKind::Page),
            Filter::People => matches!(kind, FeedKind::Person | FeedKind::Account),
            Filter::Mine => matches!(kind, FeedKind::Action | FeedKind::Effect),
        }
    }
}

fn look_of(kind: FeedKind) -> (Icon, &'static str, &'static str) {
    match kind {
        FeedKind::Change => (Icon::Change, "Change", "feed-change"),
        FeedKind::Alert => (Icon::Warning, "Alert", "feed-alert"),
        FeedKind::Page => (Icon::Bell, "Page", "feed-page"),
        FeedKind::Person => (Icon::Person, "Person", "feed-person"),
        FeedKind::Action => (Icon::Hand, "Action", "feed-action"),
        FeedKind::Effect => (Icon::Check, "Effect", "feed-effect"),
        FeedKind::Coach => (Icon::Compass, "Coach", "feed-coach"),
        FeedKind::Account => (Icon::Lines, "Account", "feed-account"),
    }
}

/// Properties of [`Stream`].
#[derive(Properties, PartialEq)]
pub struct StreamProps {
    /// Grows with new entries.
    pub version: u64,
    /// Marked by the coach.
    pub coached: bool,
}

/// The stream, newest at the end.
#[component]
pub fn Stream(props: &StreamProps) -> Html {
    let run = use_run();
    let filter = use_state(|| Filter::All);
    let open = use_state(BTreeSet::<u64>::new);
    let list = use_node_ref();
    let follows = use_mut_ref(|| true);
    {
        let (list, follows) = (list.clone(), follows.clone());
        use_effect_with((props.version, *filter), move |_| {
            if let Some(list) = list.cast::<HtmlElement>().filter(|_| *follows.borrow()) {
                list.set_scroll_top(list.scroll_height());
            }
        });
    }
    let onscroll = {
        let (list, follows) = (list.clone(), follows.clone());
        Callback::from(move |_: Event| {
            if let Some(list) = list.cast::<HtmlElement>() {
                let left = list.scroll_height() - list.scroll_top() - list.client_height();
                *follows.borrow_mut() = left < END_PX;
            }
        })
    };
    let watched = run.mode() == Mode::Watch;
    let chips = FILTERS.into_iter().map(|(kind, label)| {
        let onclick = {
            let filter = filter.clone();
            Callback::from(move |_: MouseEvent| filter.set(kind))
        };
        html! {
            <button key={label} type="button" class="chip"
                aria-pressed={(*filter == kind).to_string()} {onclick}>
                { if watched && kind == Filter::Mine { "Actions" } else { label } }
            </button>
        }
    });
    let clock = Clock::utc(run.zero_unix_s());
    let row = |item: &FeedItem| {
        let (icon, name, class) = look_of(item.kind);
        // What people say is never cut.
        let spoken = matches!(
            item.kind,
            FeedKind::Person | FeedKind::Account | FeedKind::Coach
        );
        let shown = open.contains(&item.id) || spoken;
        let onclick = {
            let (run, open, id, look) = (run.clone(), open.clone(), item.id, item.look.clone());
            Callback::from(move |_: MouseEvent| {
                if let Some(look) = look.clone() {
                    run.look(look);
                }
                let mut next = (*open).clone();
                if !next.remove(&id) {
                    next.insert(id);
                }
                open.set(next);
            })
        };
        html! {
            <li key={item.id} class={classes!("feed-item", class)}>
                <button type="button" class="feed-head" aria-expanded={shown.to_string()} {onclick}>
                    <time class="muted num small">{ clock.second(item.t_ms) }</time>
                    { icon.html() }
                    <span class="visually-hidden">{ format!("{name}: ") }</span>
                    <span class={classes!("grow", (!shown).then_some("clamp"))}>
                        { item.title.clone() }
                    </span>
                </button>
                <div class="detail small" hidden={!shown}>
                    <p hidden={item.text.is_empty()}>{ item.text.clone() }</p>
                    <p class="muted" hidden={item.who.is_empty()}>{ item.who.clone() }</p>
                </div>
            </li>
        }
    };
    let rows = run.with_live(|live| {
        let items = live
            .feed
            .iter()
            .rev()
            .filter(|item| filter.shows(item.kind));
        let mut rows: Vec<Html> = items.take(SHOWN_MAX).map(row).collect();
        rows.reverse();
        rows
    });
    let rows = rows.unwrap_or_default();
    let empty = rows.is_empty();
    let title = if watched { "What happened" } else { "Stream" };
    html! {
        <section class={classes!("card", "stream", props.coached.then_some("coached"))}
            aria-label="Stream">
            <h2 class="pane-title">{ Icon::Lines.html() }{ title }</h2>
            <div class="row chips" role="group" aria-label="Show">{ for chips }</div>
            <div ref={list} class="feed" role="log" aria-label="Stream of events" tabindex="0"
                {onscroll}><ol>{ for rows }</ol></div>
            <p class="empty" hidden={!empty}>{ "Nothing of this kind yet." }</p>
        </section>
    }
}

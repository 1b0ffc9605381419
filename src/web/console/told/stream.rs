//! The stream: pages, alerts, the channel, changes, own actions, in order of time.

use super::compose::Compose;
use super::entry::Entry;
use crate::app::protocol::{FeedItem, FeedKind, Mode};
use crate::web::icons::Icon;
use crate::web::run::use_run;
use crate::web::ui::{on_input, press_sets};
use web_sys::HtmlElement;
use yew::prelude::*;

/// Most entries that stand on the page at once.
const SHOWN_MAX: usize = 300;
/// So near to its end a list counts as being followed, px.
const END_PX: i32 = 32;
/// News of the channel is spoken at most this often, ms.
const SPOKEN_MS: f64 = 10_000.0;

/// Which entries are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Filter {
    All,
    Channel,
    Alerts,
    Changes,
    Mine,
}

const FILTERS: [(Filter, &str); 5] = [
    (Filter::All, "All"),
    (Filter::Channel, "Channel"),
    (Filter::Alerts, "Alerts"),
    (Filter::Changes, "Changes"),
    (Filter::Mine, "Mine"),
];

impl Filter {
    fn shows(self, item: &FeedItem) -> bool {
        let kind = item.kind;
        match self {
            Filter::All => true,
            Filter::Changes => kind == FeedKind::Change,
            Filter::Alerts => matches!(kind, FeedKind::Alert | FeedKind::Page),
            Filter::Channel => matches!(kind, FeedKind::Person | FeedKind::Account),
            Filter::Mine => {
                matches!(kind, FeedKind::Action | FeedKind::Effect) || item.who == "you"
            }
        }
    }
}

fn found(item: &FeedItem, needle: &str) -> bool {
    let holds = |text: &str| text.to_lowercase().contains(needle);
    needle.is_empty() || holds(&item.title) || holds(&item.text) || holds(&item.who)
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
    let needle = use_state(String::new);
    let list = use_node_ref();
    let follows = use_state_eq(|| true);
    // The first entry that came while the reader was elsewhere in the list.
    let read_to = use_mut_ref(|| 0_u64);
    let newest = run
        .with_live(|live| live.feed.iter().next_back().map(|item| item.id + 1))
        .flatten()
        .unwrap_or(0);
    if *follows {
        *read_to.borrow_mut() = newest;
    }
    {
        let list = list.clone();
        let when = (props.version, *filter, (*needle).clone(), *follows);
        use_effect_with(when, move |(.., follows)| {
            if let Some(list) = list.cast::<HtmlElement>().filter(|_| *follows) {
                list.set_scroll_top(list.scroll_height());
            }
        });
    }
    let onscroll = {
        let (list, follows) = (list.clone(), follows.clone());
        Callback::from(move |_: Event| {
            if let Some(list) = list.cast::<HtmlElement>() {
                let left = list.scroll_height() - list.scroll_top() - list.client_height();
                follows.set(left < END_PX);
            }
        })
    };
    let jump = press_sets(&follows, true);
    let search = {
        let needle = needle.clone();
        on_input(move |text| needle.set(text.to_lowercase()))
    };
    let watched = run.mode() == Mode::Watch;
    let chips = FILTERS.into_iter().map(|(kind, label)| {
        let onclick = press_sets(&filter, kind);
        html! {
            <button key={label} type="button" class="chip"
                aria-pressed={(*filter == kind).to_string()} {onclick}>
                { if watched && kind == Filter::Mine { "Actions" } else { label } }
            </button>
        }
    });
    let read = *read_to.borrow();
    let needle_now = needle.trim().to_string();
    let rows = run.with_live(|live| {
        let items = live.feed.iter().rev();
        let items = items.filter(|item| filter.shows(item) && found(item, &needle_now));
        let items = items.take(SHOWN_MAX);
        let mut rows: Vec<Html> = items
            .map(|item| {
                html! {
                    <li key={item.id}><Entry item={item.clone()} fresh={item.id >= read} /></li>
                }
            })
            .collect();
        rows.reverse();
        rows
    });
    let rows = rows.unwrap_or_default();
    let unread = newest.saturating_sub(read);
    let empty = rows.is_empty();
    let title = if watched { "What happened" } else { "Stream" };
    let tens = (js_sys::Date::now() / SPOKEN_MS) as u64;
    let spoken = {
        let last = run.with_live(|live| {
            let mut items = live.feed.iter().rev();
            let said = items.find(|item| item.kind == FeedKind::Person && item.who != "you");
            said.map(|item| format!("{}: {}", item.who, item.title))
        });
        use_memo(tens, |_| last.flatten().unwrap_or_default())
    };
    html! {
        <section class={classes!("card", "stream", props.coached.then_some("coached"))}
            aria-label="Stream">
            <div class="pane-title">{ Icon::Lines.html() }<h2 class="pane-name">{ title }</h2>
                <input type="search" class="field stream-search push" placeholder="Search"
                    aria-label="Search the stream" oninput={search} />
            </div>
            <div class="row chips" role="group" aria-label="Show">{ for chips }</div>
            <div class="feed-frame">
                <div ref={list} class="feed" role="log" aria-live="off" tabindex="0"
                    aria-label="Stream of events" {onscroll}><ol>{ for rows }</ol></div>
                <button type="button" class="btn feed-jump num" onclick={jump}
                    hidden={*follows}>
                    { if unread > 0 {
                        format!("{unread} new, jump to latest")
                    } else {
                        "Jump to latest".to_string()
                    } }
                </button>
            </div>
            <p class="empty" hidden={!empty}>{ "Nothing of this kind yet." }</p>
            <p class="visually-hidden" role="status">{ (*spoken).clone() }</p>
            <Compose />
        </section>
    }
}

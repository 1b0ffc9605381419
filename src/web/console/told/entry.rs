//! An entry of the stream: words of people as a conversation, everything else as one line.

use crate::app::protocol::{FeedItem, FeedKind};
use crate::drill::action::Look;
use crate::web::console::{Wish, use_desk};
use crate::web::icons::Icon;
use crate::web::run::use_run;
use crate::web::zone::use_clock;
use yew::prelude::*;

fn look_of(kind: FeedKind) -> (Icon, &'static str, &'static str) {
    match kind {
        FeedKind::Change => (Icon::Change, "Change", "feed-change"),
        FeedKind::Alert => (Icon::Warning, "Alert", "feed-alert"),
        FeedKind::Page => (Icon::Bell, "Page", "feed-page"),
        FeedKind::Person => (Icon::Person, "Message", "feed-person"),
        FeedKind::Action => (Icon::Hand, "Action", "feed-action"),
        FeedKind::Effect => (Icon::Check, "Effect", "feed-effect"),
        FeedKind::Account => (Icon::Lines, "Account", "feed-account"),
    }
}

/// Properties of [`Entry`].
#[derive(Properties, PartialEq)]
pub struct EntryProps {
    /// What happened.
    pub item: FeedItem,
    /// It came while the reader was away.
    pub fresh: bool,
}

/// An entry of the stream.
#[component]
pub fn Entry(props: &EntryProps) -> Html {
    if props.item.kind == FeedKind::Person {
        return html! { <Message item={props.item.clone()} fresh={props.fresh} /> };
    }
    html! { <Event item={props.item.clone()} fresh={props.fresh} /> }
}

#[component]
fn Message(props: &EntryProps) -> Html {
    let item = &props.item;
    let clock = use_clock();
    let own = item.who == "you";
    let who = if own {
        "You".to_string()
    } else {
        item.who.clone()
    };
    html! {
        <div class={classes!("message", own.then_some("own"), props.fresh.then_some("fresh"))}>
            <p class="message-head small">
                { Icon::Person.html() }
                <strong class="ellipsis">{ who }</strong>
                <time class="muted num">{ clock.second(item.t_ms) }</time>
            </p>
            <p class="message-text">{ item.title.clone() }</p>
            <p class="muted small" hidden={item.text.is_empty()}>{ item.text.clone() }</p>
        </div>
    }
}

#[component]
fn Event(props: &EntryProps) -> Html {
    let run = use_run();
    let desk = use_desk();
    let open = use_state(|| false);
    let item = &props.item;
    let clock = use_clock();
    let (icon, name, class) = look_of(item.kind);
    let told = item.kind == FeedKind::Account;
    let shown = *open || told;
    let onclick = {
        let (run, open, look) = (run.clone(), open.clone(), item.look.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(look) = look.clone() {
                run.look(look);
            }
            open.set(!*open);
        })
    };
    let moment = {
        let (desk, t_ms) = (desk.clone(), item.t_ms);
        desk.on_press(Wish::Moment(t_ms))
    };
    let rule = match &item.look {
        Some(Look::Alert(name)) => run.incident().alerts.iter().find(|rule| rule.name == *name),
        _ => None,
    };
    let page = rule.and_then(|rule| rule.runbook.clone());
    let no_page = page.is_none();
    let runbook = Callback::from(move |_: MouseEvent| {
        if let Some(page) = page.clone() {
            desk.wish(Wish::Runbook(page));
        }
    });
    html! {
        <div class={classes!("feed-item", class, props.fresh.then_some("fresh"))}>
            <button type="button" class="feed-head" aria-expanded={shown.to_string()} {onclick}>
                <time class="muted num small">{ clock.second(item.t_ms) }</time>
                { icon.html() }
                <span class="visually-hidden">{ format!("{name}: ") }</span>
                <span class={classes!("grow", (!shown).then_some("clamp"))}>
                    { item.title.clone() }
                </span>
            </button>
            <div class="detail small stack" hidden={!shown}>
                <p hidden={item.text.is_empty()}>{ item.text.clone() }</p>
                <p class="row">
                    <span class="muted" hidden={item.who.is_empty()}>{ item.who.clone() }</span>
                    <button type="button" class="btn btn-small" onclick={moment} hidden={told}>
                        { "Show on charts" }
                    </button>
                    <button type="button" class="btn btn-small" onclick={runbook}
                        hidden={no_page}>
                        { "Runbook" }
                    </button>
                </p>
            </div>
        </div>
    }
}

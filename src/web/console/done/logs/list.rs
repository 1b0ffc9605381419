//! The lines: only those in sight stand in the page, whatever their number.

use super::{Hits, Reveal};
use crate::app::logs::{LogFilter, highlight};
use crate::app::protocol::{Level, LogLine};
use crate::app::shared::Shared;
use crate::chart::Clock;
use crate::drill::words::number;
use crate::web::run::use_run;
use crate::web::ui::{focus_on, use_css_number};
use crate::web::zone::use_clock;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// Height of a line, px; as in the style sheet.
const LINE_PX: i32 = 22;
/// Height of a line that shows up to three lines of its text, px; as in the style sheet.
const WRAPPED_PX: i32 = 58;
/// Lines drawn beyond what is in sight, on each side.
const SPARE: usize = 10;

/// Class of a level's colour.
pub(super) fn class_of(level: Level) -> &'static str {
    match level {
        Level::Debug => "level-debug",
        Level::Info => "level-info",
        Level::Warn => "level-warn",
        Level::Error => "level-error",
        Level::Fatal => "level-fatal",
    }
}

/// Properties of [`List`].
#[derive(Properties, PartialEq)]
pub(super) struct ListProps {
    /// The lines that fit.
    pub hits: Hits,
    /// Grows with new lines.
    pub tick: u64,
    /// What is shown.
    pub filter: Shared<LogFilter>,
    /// Words to mark.
    pub words: Shared<Vec<String>>,
    /// Number of lines that fit.
    pub total: usize,
    /// New lines scroll into sight.
    pub follow: bool,
    /// Follows, or stands.
    pub on_follow: Callback<bool>,
    /// The line shown in full.
    pub picked: Option<u64>,
    /// Shows a line in full, or none.
    pub on_pick: Callback<Option<LogLine>>,
    /// A line to scroll to.
    pub reveal: Reveal,
    /// Whether the pane is in sight.
    pub open: bool,
    /// Long texts have up to three lines.
    pub wrap: bool,
}

/// What the list remembers between renderings, without being drawn again.
#[derive(Default)]
struct Kept {
    filter: Option<Shared<LogFilter>>,
    /// Lines fallen out of the front.
    gone: u64,
    /// First line in sight: it stays there when the filter changes.
    first: Option<u64>,
    /// Where the list stood last.
    top: i32,
    /// The newest line while it followed.
    newest: Option<u64>,
    revealed: u64,
    wrap: bool,
    /// A hand was on the list since it follows: only then does scrolling up pause it. The
    /// browser itself scrolls, too, when heights change.
    hand: bool,
    followed: bool,
}

/// The list.
#[component]
pub(super) fn List(props: &ListProps) -> Html {
    let line_px = if props.wrap { WRAPPED_PX } else { LINE_PX };
    let run = use_run();
    let window = use_state(|| (0_i32, 400_i32));
    let list = use_node_ref();
    let inner = use_node_ref();
    let kept = use_mut_ref(Kept::default);
    let clock = use_clock();
    let (top, height) = *window;
    let total = props.total;
    let room = usize::try_from(height / line_px + 1).unwrap_or(1);
    let first = if props.follow {
        total.saturating_sub(room + SPARE)
    } else {
        let top = usize::try_from(top / line_px).unwrap_or(0);
        top.min(total).saturating_sub(SPARE)
    };
    let hits = props.hits.0.borrow();
    let lines = run.with_live(|live| {
        let lines = hits.lines(&live.logs, first, first + room + 2 * SPARE);
        lines.cloned().collect::<Vec<LogLine>>()
    });
    let lines = lines.unwrap_or_default();
    let (gone, newest) = (hits.gone(), hits.newest());
    let unseen = {
        let mut kept = kept.borrow_mut();
        if props.follow || kept.newest.is_none() {
            kept.newest = newest;
        }
        kept.newest.map_or(0, |id| hits.after(id))
    };
    drop(hits);
    use_css_number(&inner, "--lines", total as f64);
    use_css_number(&inner, "--first", first as f64);
    {
        let (list, kept, window, hits) = (
            list.clone(),
            kept.clone(),
            window.clone(),
            props.hits.clone(),
        );
        let (filter, reveal, picked) = (props.filter.clone(), props.reveal, props.picked);
        let wrap = props.wrap;
        let deps = (
            props.tick,
            total,
            props.follow,
            props.open,
            props.filter.clone(),
        );
        use_effect_with(
            (deps, reveal, picked),
            move |((_, _, follow, _, _), _, _)| {
                let Some(list) = list.cast::<HtmlElement>() else {
                    return;
                };
                let mut kept = kept.borrow_mut();
                let hits = hits.0.borrow();
                let same = kept.filter.as_ref() == Some(&filter) && kept.wrap == wrap;
                let height = list.client_height();
                if *follow {
                    list.set_scroll_top(list.scroll_height());
                    kept.hand &= kept.followed;
                } else if !same && kept.filter.is_some() {
                    // The line that was picked, or else the first in sight, stays in sight.
                    let anchor = picked.filter(|id| hits.place(*id).is_some());
                    let above = if anchor.is_some() { height / 3 } else { 0 };
                    if let Some(id) = anchor.or(kept.first) {
                        list.set_scroll_top(hits.place_near(id) as i32 * line_px - above);
                    }
                } else if gone > kept.gone {
                    let lost = i32::try_from(gone - kept.gone).unwrap_or(0);
                    list.set_scroll_top(list.scroll_top() - lost * line_px);
                }
                if reveal.number > kept.revealed {
                    kept.revealed = reveal.number;
                    list.set_scroll_top(hits.place_near(reveal.line) as i32 * line_px - height / 3);
                }
                kept.wrap = wrap;
                kept.followed = *follow;
                kept.filter = Some(filter);
                kept.gone = gone;
                kept.top = list.scroll_top();
                let seen = (list.scroll_top(), height);
                if seen.1 > 0 && *window != seen {
                    window.set(seen);
                }
            },
        );
    }
    kept.borrow_mut().first = {
        let skip = usize::try_from(top / line_px).unwrap_or(0);
        let place = skip.saturating_sub(first);
        lines.get(place).map(|line| line.id)
    };
    let onscroll = {
        let (list, window, kept) = (list.clone(), window.clone(), kept.clone());
        let (follow, on_follow) = (props.follow, props.on_follow.clone());
        Callback::from(move |_: Event| {
            let Some(list) = list.cast::<HtmlElement>() else {
                return;
            };
            let (top, height) = (list.scroll_top(), list.client_height());
            let at_end = list.scroll_height() - top - height < 2 * line_px;
            let up = top < kept.borrow().top;
            kept.borrow_mut().top = top;
            let by_hand = kept.borrow().hand;
            if follow && by_hand && up && !at_end {
                on_follow.emit(false);
            }
            if *window != (top, height) {
                window.set((top, height));
            }
        })
    };
    let hand = {
        let kept = kept.clone();
        Callback::from(move |()| kept.borrow_mut().hand = true)
    };
    let line_at = {
        let (run, hits) = (run.clone(), props.hits.clone());
        move |place: usize| {
            let line = run.with_live(|live| {
                let hits = hits.0.borrow();
                hits.lines(&live.logs, place, place + 1).next().cloned()
            });
            line.flatten()
        }
    };
    let onclick = {
        let (line_at, hits, on_pick) = (line_at.clone(), props.hits.clone(), props.on_pick.clone());
        Callback::from(move |event: MouseEvent| {
            let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
            let row = target.and_then(|t| t.closest("[role=option]").ok().flatten());
            let id = row.and_then(|row| row.id().strip_prefix("log-")?.parse::<u64>().ok());
            let place = id.and_then(|id| hits.0.borrow().place(id));
            if let Some(line) = place.and_then(&line_at) {
                on_pick.emit(Some(line));
            }
        })
    };
    let onkeydown = {
        let (list, hits, on_pick) = (list.clone(), props.hits.clone(), props.on_pick.clone());
        let picked = props.picked;
        Callback::from(move |event: KeyboardEvent| {
            let Some(element) = list.cast::<HtmlElement>() else {
                return;
            };
            if event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            let last = hits.0.borrow().len() as i64 - 1;
            let page = i64::from((element.client_height() / line_px - 1).max(1));
            let at = picked.map(|id| hits.0.borrow().place_near(id) as i64);
            let step = |by: i64| at.map_or(last, |at| at + by);
            let to = match event.key().as_str() {
                "ArrowUp" => step(-1),
                "ArrowDown" => step(1),
                "PageUp" => step(-page),
                "PageDown" => step(page),
                "Home" => 0,
                "End" => last,
                "Enter" => {
                    event.prevent_default();
                    return focus_detail();
                }
                "Escape" if picked.is_some() => {
                    event.stop_propagation();
                    return on_pick.emit(None);
                }
                _ => return,
            };
            event.prevent_default();
            let Ok(place) = usize::try_from(to.clamp(0, last.max(0))) else {
                return;
            };
            let Some(line) = line_at(place) else { return };
            let (from, top) = (place as i32 * line_px, element.scroll_top());
            let height = element.client_height();
            if from < top {
                element.set_scroll_top(from);
            } else if from + line_px > top + height {
                element.set_scroll_top(from + line_px - height);
            }
            on_pick.emit(Some(line));
        })
    };
    let drawn = |id: u64| lines.iter().any(|line| line.id == id);
    let active = props.picked.filter(|id| drawn(*id));
    let active = active.map(|id| format!("log-{id}"));
    let rows = lines.iter().enumerate().map(|(at, line)| {
        let on = props.picked == Some(line.id);
        row(line, on, (first + at + 1, total), &props.words, clock)
    });
    let to_end = props.on_follow.reform(|_: MouseEvent| true);
    html! {
        <div class="log-place">
            <div ref={list} tabindex="0"
                class={classes!("log-list", "mono", props.wrap.then_some("log-wrap"))}
                role={if total > 0 { "listbox" } else { "group" }}
                aria-label="Log lines" aria-activedescendant={active} {onscroll} {onkeydown}
                {onclick} onwheel={hand.reform(|_: WheelEvent| ())}
                ontouchmove={hand.reform(|_: TouchEvent| ())}
                onpointerdown={hand.reform(|_: PointerEvent| ())}>
                <div ref={inner} class="log-inner" role="presentation">
                    <div class="log-window" role="presentation">{ for rows }</div>
                </div>
                <p class="empty log-empty" hidden={total > 0}>
                    { if props.filter.is_open() { "No line yet." }
                        else { "No line fits this search." } }</p>
            </div>
            <button type="button" class="btn btn-primary log-new" onclick={to_end}
                hidden={props.follow || unseen == 0}>
                { match unseen {
                    1 => "1 new line".to_string(),
                    unseen => format!("{} new lines", number(unseen as f64)),
                } }
            </button>
        </div>
    }
}

/// One line of the list.
fn row(line: &LogLine, on: bool, place: (usize, usize), words: &[String], clock: Clock) -> Html {
    let pieces = highlight(&line.text, words)
        .into_iter()
        .map(|(piece, hit)| {
            if hit {
                html! { <mark>{ piece.to_string() }</mark> }
            } else {
                html! { { piece.to_string() } }
            }
        });
    html! {
        <div key={line.id} role="option" id={format!("log-{}", line.id)}
            class={classes!("log-line", class_of(line.level))} aria-selected={on.to_string()}
            aria-setsize={place.1.to_string()} aria-posinset={place.0.to_string()}>
            <time class="muted num">{ clock.second(line.t_ms) }
                <span class="log-ms">{ format!(".{:03}", line.t_ms.rem_euclid(1_000)) }</span>
            </time>
            <span class="log-level">{ line.level.word() }</span>
            <span class="log-host muted">{ line.host.clone() }</span>
            <span class="log-text">{ for pieces }</span>
        </div>
    }
}

/// Goes on to what can be done with the line.
fn focus_detail() {
    let button = gloo::utils::document().query_selector(".log-acts button");
    let button = button.ok().flatten();
    if let Some(button) = button.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        focus_on(&button);
    }
}

//! When messages came, by level; a stretch of time can be chosen by pointer or keys.

use super::Hits;
use crate::app::logs::{Bars, Counts, HEIGHT, LogFilter, paths, sum};
use crate::app::protocol::Level;
use crate::app::shared::Shared;
use crate::chart::Unit;
use crate::drill::words::number;
use crate::web::icons::Icon;
use crate::web::zone::use_clock;
use web_sys::HtmlElement;
use yew::prelude::*;

/// Most bars.
const BARS_MAX: usize = 96;

/// Properties of [`HistogramView`].
#[derive(Properties, PartialEq)]
pub(super) struct HistogramViewProps {
    /// The lines that fit.
    pub hits: Hits,
    /// Grows with new lines.
    pub tick: u64,
    /// What is shown.
    pub filter: Shared<LogFilter>,
    /// First line, ms from minute zero.
    pub from_ms: i64,
    /// Now, ms from minute zero.
    pub to_ms: i64,
    /// Shows another time.
    pub on_change: Callback<LogFilter>,
    /// Lines that fit.
    pub total: usize,
    /// New lines scroll into sight.
    pub follow: bool,
    /// Follows, or stands.
    pub on_follow: Callback<bool>,
}

/// What a bar says, in words.
fn words(counts: &Counts) -> String {
    let all = sum(counts);
    if all == 0 {
        return "no message".to_string();
    }
    let parts = Level::ALL.into_iter().zip(counts).rev();
    let parts = parts.filter(|(_, n)| **n > 0).map(|(level, n)| {
        let level = level.word().to_lowercase();
        format!("{} {level}", number(f64::from(*n)))
    });
    let parts = parts.collect::<Vec<_>>().join(", ");
    match all {
        1 => format!("1 message: {parts}"),
        all => format!("{} messages: {parts}", number(f64::from(all))),
    }
}

/// Where the hand is: the bar it points at, and the bar a stretch was begun at.
#[derive(Clone, Copy, Default, PartialEq)]
struct Hand {
    at: Option<usize>,
    from: Option<usize>,
}

impl Hand {
    fn stretch(self) -> Option<(usize, usize)> {
        let (at, from) = (self.at?, self.from?);
        Some((at.min(from), at.max(from)))
    }
}

/// The histogram.
#[component]
pub(super) fn HistogramView(props: &HistogramViewProps) -> Html {
    let clock = use_clock();
    let hand = use_state(Hand::default);
    // Keys come faster than pictures: each goes on from the one before, drawn or not.
    let latest = use_mut_ref(Hand::default);
    latest.replace(*hand);
    let place = use_node_ref();
    let bars: Bars = {
        let hits = props.hits.0.borrow();
        hits.histogram().bars(props.from_ms, props.to_ms, BARS_MAX)
    };
    let count = bars.counts.len();
    let span_of = |(from, to): (usize, usize)| (bars.span(from).0, bars.span(to).1);
    let choose = {
        let (filter, on_change) = (props.filter.clone(), props.on_change.clone());
        move |span: Option<(i64, i64)>| {
            let mut next = (*filter).clone();
            next.span = span;
            on_change.emit(next);
        }
    };
    let bar_at = {
        let place = place.clone();
        move |event: &PointerEvent| {
            let element = place.cast::<HtmlElement>()?;
            let rect = element.get_bounding_client_rect();
            let share = (f64::from(event.client_x()) - rect.left()) / rect.width().max(1.0);
            let bar = (share.clamp(0.0, 0.999_999) * count as f64) as usize;
            (count > 0).then_some(bar)
        }
    };
    let onpointermove = {
        let (hand, bar_at) = (hand.clone(), bar_at.clone());
        Callback::from(move |event: PointerEvent| {
            let next = Hand {
                at: bar_at(&event),
                ..*hand
            };
            if *hand != next {
                hand.set(next);
            }
        })
    };
    let onpointerdown = {
        let (hand, place) = (hand.clone(), place.clone());
        Callback::from(move |event: PointerEvent| {
            if event.button() != 0 {
                return;
            }
            if let Some(element) = place.cast::<HtmlElement>() {
                // Without capture the stretch ends where the pointer leaves.
                let _ = element.set_pointer_capture(event.pointer_id());
            }
            let at = bar_at(&event);
            hand.set(Hand { at, from: at });
        })
    };
    let onpointerup = {
        let (hand, choose, bars) = (hand.clone(), choose.clone(), bars.clone());
        Callback::from(move |_: PointerEvent| {
            if let Some((from, to)) = hand.stretch() {
                choose(Some((bars.span(from).0, bars.span(to).1)));
            }
            hand.set(Hand {
                from: None,
                ..*hand
            });
        })
    };
    let onpointerleave = {
        let hand = hand.clone();
        Callback::from(move |_: PointerEvent| {
            if hand.from.is_none() {
                hand.set(Hand::default());
            }
        })
    };
    let onblur = {
        let hand = hand.clone();
        Callback::from(move |_: FocusEvent| hand.set(Hand::default()))
    };
    let onkeydown = {
        let (choose, bars, latest) = (choose.clone(), bars.clone(), latest.clone());
        let setter = hand.setter();
        let chosen = props.filter.span;
        Callback::from(move |event: KeyboardEvent| {
            let hand = *latest.borrow();
            let set = |next: Hand| {
                latest.replace(next);
                setter.set(next);
            };
            let last = count.saturating_sub(1);
            let at = hand.at.unwrap_or(last).min(last);
            let to = match event.key().as_str() {
                "ArrowLeft" => at.saturating_sub(1),
                "ArrowRight" => (at + 1).min(last),
                "PageUp" => at.saturating_sub(10),
                "PageDown" => (at + 10).min(last),
                "Home" => 0,
                "End" => last,
                "Enter" => {
                    event.prevent_default();
                    let (from, to) = hand.stretch().unwrap_or((at, at));
                    choose(Some((bars.span(from).0, bars.span(to).1)));
                    return set(Hand {
                        at: Some(at),
                        from: None,
                    });
                }
                "Escape" if chosen.is_some() || hand.from.is_some() => {
                    event.stop_propagation();
                    choose(None);
                    return set(Hand::default());
                }
                _ => return,
            };
            event.prevent_default();
            let from = event.shift_key().then(|| hand.from.unwrap_or(at));
            set(Hand { at: Some(to), from });
        })
    };
    let told = |(from, to): (i64, i64)| format!("{} – {}", clock.second(from), clock.second(to));
    let pointed = hand.at.filter(|at| *at < count);
    let read = match (hand.stretch().filter(|(a, b)| a != b), pointed) {
        (Some(stretch), _) => {
            let mut all = Counts::default();
            for counts in &bars.counts[stretch.0..=stretch.1.min(count.saturating_sub(1))] {
                all.iter_mut().zip(counts).for_each(|(all, n)| *all += n);
            }
            format!("{} · {}", told(span_of(stretch)), words(&all))
        }
        (None, Some(at)) => format!("{} · {}", told(bars.span(at)), words(&bars.counts[at])),
        (None, None) => String::new(),
    };
    let step = Unit::Seconds.format(bars.step_ms as f64 / 1_000.0);
    let title = format!("Messages per {step}");
    let lines = match props.total {
        1 => "1 line".to_string(),
        total => format!("{} lines", number(total as f64)),
    };
    let follow = {
        let on = props.follow;
        props.on_follow.reform(move |_: MouseEvent| !on)
    };
    let chosen = props.filter.span;
    let clear = {
        let choose = choose.clone();
        Callback::from(move |_: MouseEvent| choose(None))
    };
    let drawn = Level::ALL
        .into_iter()
        .zip(paths(&bars))
        .map(|(level, path)| {
            html! { <path key={level.word()} class={super::list::class_of(level)} d={path} /> }
        });
    let x_of = |t_ms: i64| (t_ms - bars.from_ms) as f64 / bars.step_ms.max(1) as f64;
    let selection = match (hand.stretch(), chosen) {
        (Some((from, to)), _) => Some((from as f64, (to + 1) as f64)),
        (None, Some((from, to))) => Some((x_of(from), x_of(to))),
        (None, None) => None,
    };
    let rect = |from: f64, to: f64, class: &'static str| {
        let (from, to) = (from.clamp(0.0, count as f64), to.clamp(0.0, count as f64));
        html! {
            <rect {class} x={from.to_string()} y="0" width={(to - from).max(0.0).to_string()}
                height={HEIGHT.to_string()} />
        }
    };
    let now = pointed.unwrap_or(count.saturating_sub(1));
    let value = bars.counts.get(now).map(words).unwrap_or_default();
    let value = format!("{}: {value}", told(bars.span(now)));
    html! {
        <div class="log-histogram">
            <div class="row small log-histogram-head">
                <span class="num log-histogram-read">
                    { if read.is_empty() { format!("{lines} · {}", title.to_lowercase()) }
                        else { read } }</span>
                <button type="button" class="chip num push" hidden={chosen.is_none()}
                    onclick={clear}
                    aria-label={chosen.map(|span| format!("Show all time, not {}", told(span)))}>
                    { chosen.map(told) }{ Icon::Close.html() }</button>
                <button type="button" aria-pressed={props.follow.to_string()} onclick={follow}
                    class={classes!("chip", chosen.is_none().then_some("push"))}>
                    { "Follow" }</button>
            </div>
            <div ref={place} class="log-bars" role="slider" tabindex="0"
                aria-label={format!("{title}. Enter shows only this time, Shift with arrows \
                    chooses more")}
                aria-valuemin="0" aria-valuemax={count.saturating_sub(1).to_string()}
                aria-valuenow={now.to_string()} aria-valuetext={value}
                {onpointermove} {onpointerdown} {onpointerup} {onpointerleave} {onkeydown}
                {onblur}>
                <svg viewBox={format!("0 0 {} {HEIGHT}", count.max(1))} preserveAspectRatio="none"
                    aria-hidden="true" focusable="false">
                    <g key="hand">{ pointed.map(|at| {
                        rect(at as f64, (at + 1) as f64, "log-bar-hand")
                    }) }</g>
                    <g key="bars">{ for drawn }</g>
                    <g key="span">{ selection.map(|(from, to)| rect(from, to, "log-bar-span")) }</g>
                </svg>
            </div>
            <div class="row small muted num log-bars-ends" aria-hidden="true">
                <span>{ clock.second(bars.span(0).0) }</span>
                <span class="push">{ clock.second(bars.span(count.saturating_sub(1)).1) }</span>
            </div>
        </div>
    }
}

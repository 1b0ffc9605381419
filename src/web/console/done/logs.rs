//! The logs: a search, when messages came, the lines, and one line in full.

mod detail;
mod help;
mod histogram;
mod list;
mod search;

use crate::app::logs::{Hosts, LogFilter, LogHits};
use crate::app::protocol::LogLine;
use crate::app::shared::Shared;
use crate::drill::action::Look;
use crate::web::run::use_run;
use detail::Detail;
use histogram::HistogramView;
use list::List;
use search::Search;
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

/// Time shown before the first line, at least, ms.
const QUIET_MS_MIN: i64 = 60_000;

/// Properties of [`Logs`].
#[derive(Properties, PartialEq)]
pub struct LogsProps {
    /// Grows with new lines.
    pub version: u64,
    /// Whether the tab is open.
    pub open: bool,
}

/// The lines that fit, read by several parts of the pane; compared by pointer.
#[derive(Clone, Default)]
struct Hits(Rc<RefCell<LogHits>>);

impl PartialEq for Hits {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// A wish of the pane's parts to see a line, numbered so that it can be wished twice.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Reveal {
    number: u64,
    line: u64,
}

/// The logs.
#[component]
pub fn Logs(props: &LogsProps) -> Html {
    let run = use_run();
    let zero_unix_s = run.zero_unix_s();
    let filter = use_state(|| {
        Shared::new(LogFilter {
            zero_unix_s,
            ..LogFilter::default()
        })
    });
    let hits = use_memo((), |()| Hits::default());
    let hosts = use_mut_ref(Hosts::default);
    let follow = use_state(|| true);
    let wrap = use_state(|| false);
    let picked = use_state(|| None::<Shared<LogLine>>);
    // The lines around a line are shown, without a filter.
    let around = use_state(|| None::<Shared<LogFilter>>);
    let reveal = use_state(Reveal::default);
    let tick = use_mut_ref(|| 0_u64);

    // A pane that is out of sight does no work.
    if props.open {
        *tick.borrow_mut() = props.version;
    }
    let tick = *tick.borrow();
    let shown = (*around).clone().unwrap_or_else(|| (*filter).clone());
    let span = run.with_live(|live| {
        let mut hits = hits.0.borrow_mut();
        if props.open {
            hits.follow(&live.logs, &shown);
            hosts.borrow_mut().follow(&live.logs);
        }
        let last = live.logs.get(live.logs.len().saturating_sub(1));
        let now = live.samples.times().last().copied();
        let first = live.logs.get(0).map_or(0, |line| line.t_ms);
        let to = last.map_or(0, |line| line.t_ms).max(now.unwrap_or(first));
        // The quiet before the first line is worth seeing, too, but no more than some of it.
        let quiet_ms = ((to - first) / 4).max(QUIET_MS_MIN);
        let oldest = live.samples.times().first().copied().unwrap_or(first);
        let from = (first - quiet_ms).max(oldest).min(first);
        (from, to)
    });
    let (total, words, problems) = {
        let hits = hits.0.borrow();
        let query = hits.query();
        (hits.len(), query.words(), query.problems().to_vec())
    };
    let words = {
        let text = shown.text.clone();
        (*use_memo(text, move |_| Shared::new(words))).clone()
    };
    let change = {
        let (filter, around) = (filter.setter(), around.setter());
        use_callback((), move |next: LogFilter, ()| {
            around.set(None);
            filter.set(Shared::new(next));
        })
    };
    let set_follow = {
        let (follow, around) = (follow.setter(), around.setter());
        use_callback((), move |on: bool, ()| {
            if on {
                around.set(None);
            }
            follow.set(on);
        })
    };
    let set_wrap = {
        let wrap = wrap.setter();
        use_callback((), move |on: bool, ()| wrap.set(on))
    };
    let pick = {
        let (run, picked, follow) = (run.clone(), picked.setter(), follow.setter());
        use_callback((), move |line: Option<LogLine>, ()| {
            if let Some(line) = &line {
                if !line.code.is_empty() {
                    run.look(Look::Log(line.source.clone(), line.code.clone()));
                }
                follow.set(false);
            }
            picked.set(line.map(Shared::new));
        })
    };
    let context = {
        let (around, set_reveal, follow) = (around.setter(), reveal.setter(), follow.setter());
        let deps = ((*picked).clone(), *reveal);
        use_callback(deps, move |on: bool, (picked, reveal)| {
            let open = LogFilter {
                zero_unix_s,
                ..LogFilter::default()
            };
            around.set(on.then(|| Shared::new(open)));
            follow.set(false);
            if let Some(line) = picked {
                set_reveal.set(Reveal {
                    number: reveal.number + 1,
                    line: line.id,
                });
            }
        })
    };
    let close = {
        let pick = pick.clone();
        use_callback((), move |(), ()| pick.emit(None))
    };
    let hosts: Vec<String> = {
        let hosts = hosts.borrow();
        let of = hosts.of(filter.source.as_deref()).map(str::to_string);
        of.collect()
    };
    let hosts = {
        let kept = use_mut_ref(Shared::<Vec<String>>::default);
        kept.borrow_mut().update(hosts);
        kept.borrow().clone()
    };
    let back = context.reform(|_: MouseEvent| false);
    html! {
        <div class="logs">
            <Search filter={(*filter).clone()} {hosts} {problems}
                on_change={change.clone()} wrap={*wrap} on_wrap={set_wrap} />
            <HistogramView hits={(*hits).clone()} {tick} filter={(*filter).clone()}
                from_ms={span.map_or(0, |span| span.0)} to_ms={span.map_or(0, |span| span.1)}
                on_change={change.clone()} {total} follow={*follow}
                on_follow={set_follow.clone()} />
            <p class="log-around row small" hidden={around.is_none()} role="status">
                <span>{ "All lines around the one picked" }</span>
                <button type="button" class="chip push" onclick={back}>
                    { "Back to the search" }</button>
            </p>
            <List hits={(*hits).clone()} {tick} filter={shown} {words} {total} follow={*follow}
                on_follow={set_follow} picked={(*picked).as_ref().map(|line| line.id)}
                on_pick={pick.clone()} reveal={*reveal} open={props.open} wrap={*wrap} />
            <Detail line={(*picked).clone()}
                filter={(*filter).clone()} on_change={change} around={around.is_some()}
                on_context={context} on_close={close} />
        </div>
    }
}

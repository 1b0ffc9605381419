//! The logs: search, levels, sources; only the lines in sight stand in the page.

use crate::app::logs::{LEVELS, LogFilter, LogHits, highlight};
use crate::app::protocol::{Level, LogLine, LookedView};
use crate::app::shared::Shared;
use crate::chart::Clock;
use crate::drill::action::Look;
use crate::web::icons::Icon;
use crate::web::run::use_run;
use crate::web::ui::use_css_number;
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// Height of a line, px; as in the style sheet.
const LINE_PX: i32 = 22;
/// Lines drawn beyond what is in sight, on each side.
const SPARE: usize = 6;

/// Properties of [`Logs`].
#[derive(Properties, PartialEq)]
pub struct LogsProps {
    /// Grows with new lines.
    pub version: u64,
    /// What was looked at.
    pub looked: Shared<Vec<LookedView>>,
    /// Whether the tab is open.
    pub open: bool,
}

fn class_of(level: Level) -> &'static str {
    match level {
        Level::Debug => "level-debug",
        Level::Info => "level-info",
        Level::Warn => "level-warn",
        Level::Error => "level-error",
        Level::Fatal => "level-fatal",
    }
}

/// The logs.
#[component]
pub fn Logs(props: &LogsProps) -> Html {
    let run = use_run();
    let filter = use_state(LogFilter::default);
    let tail = use_state(|| true);
    let picked = use_state(|| None::<Shared<LogLine>>);
    let window = use_state(|| (0_i32, 400_i32));
    let list = use_node_ref();
    let inner = use_node_ref();
    let hits = use_mut_ref(LogHits::default);
    let frozen = use_mut_ref(|| 0_u64);
    let clock = Clock::utc(run.zero_unix_s());

    // Paused: the list stays as it is until it follows again or the search changes.
    let version = if *tail {
        props.version
    } else {
        *frozen.borrow()
    };
    *frozen.borrow_mut() = version;
    let sources = run
        .incident()
        .world
        .services
        .iter()
        .map(|service| service.name.clone());
    let sources: Vec<String> = std::iter::once("postgresql".to_string())
        .chain(sources)
        .collect();
    let (top, height) = *window;
    let shown = run.with_live(|live| {
        let mut hits = hits.borrow_mut();
        hits.follow(&live.logs, &filter);
        let total = hits.len();
        let room = usize::try_from(height / LINE_PX + 1).unwrap_or(1);
        let first = if *tail {
            total.saturating_sub(room + SPARE)
        } else {
            usize::try_from(top / LINE_PX)
                .unwrap_or(0)
                .saturating_sub(SPARE)
        };
        let lines: Vec<LogLine> = hits
            .lines(&live.logs, first, first + room + 2 * SPARE)
            .cloned()
            .collect();
        (total, first, lines)
    });
    let (total, first, lines) = shown.unwrap_or_default();
    use_css_number(&inner, "--lines", total as f64);
    use_css_number(&inner, "--first", first as f64);
    {
        let (list, window) = (list.clone(), window.clone());
        use_effect_with(
            (version, total, *tail, props.open),
            move |(_, _, tail, _)| {
                let Some(list) = list.cast::<HtmlElement>() else {
                    return;
                };
                if *tail {
                    list.set_scroll_top(list.scroll_height());
                }
                let seen = (list.scroll_top(), list.client_height());
                if seen.1 > 0 && *window != seen {
                    window.set(seen);
                }
            },
        );
    }
    let onscroll = {
        let (list, window, tail) = (list.clone(), window.clone(), tail.clone());
        Callback::from(move |_: Event| {
            let Some(list) = list.cast::<HtmlElement>() else {
                return;
            };
            let (top, height) = (list.scroll_top(), list.client_height());
            let at_end = list.scroll_height() - top - height < 2 * LINE_PX;
            if *tail && !at_end {
                tail.set(false);
            }
            if *window != (top, height) {
                window.set((top, height));
            }
        })
    };
    let pick = {
        let (run, picked, tail) = (run.clone(), picked.clone(), tail.clone());
        Callback::from(move |line: LogLine| {
            if !line.code.is_empty() {
                run.look(Look::Log(line.source.clone(), line.code.clone()));
            }
            tail.set(false);
            picked.set(Some(Shared::new(line)));
        })
    };
    let change = {
        let filter = filter.clone();
        move |edit: &dyn Fn(&mut LogFilter)| {
            let mut next = (*filter).clone();
            edit(&mut next);
            filter.set(next);
        }
    };
    let onkeydown = {
        let (run, picked, hits, pick) = (run.clone(), picked.clone(), hits.clone(), pick.clone());
        let list = list.clone();
        Callback::from(move |event: KeyboardEvent| {
            let step = match event.key().as_str() {
                "ArrowUp" => -1_i64,
                "ArrowDown" => 1,
                _ => return,
            };
            event.prevent_default();
            let next = run.with_live(|live| {
                let hits = hits.borrow();
                let at = (*picked).as_ref().and_then(|line| hits.place(line.id));
                let last = i64::try_from(hits.len()).unwrap_or(0) - 1;
                let to = at.map_or(last, |at| (at as i64 + step).clamp(0, last.max(0)));
                let to = usize::try_from(to).ok()?;
                hits.lines(&live.logs, to, to + 1)
                    .next()
                    .cloned()
                    .map(|line| (to, line))
            });
            let Some((to, line)) = next.flatten() else {
                return;
            };
            if let Some(list) = list.cast::<HtmlElement>() {
                let (from, top) = (to as i32 * LINE_PX, list.scroll_top());
                if from < top || from + LINE_PX > top + list.client_height() {
                    list.set_scroll_top(from - list.client_height() / 2);
                }
            }
            pick.emit(line);
        })
    };
    let words = filter.words();
    let rows = lines.into_iter().map(|line| {
        let on = (*picked)
            .as_ref()
            .is_some_and(|picked| picked.id == line.id);
        let pieces = highlight(&line.text, &words)
            .into_iter()
            .map(|(piece, hit)| {
                if hit {
                    html! { <mark>{ piece.to_string() }</mark> }
                } else {
                    html! { { piece.to_string() } }
                }
            });
        let onclick = {
            let (pick, line) = (pick.clone(), line.clone());
            Callback::from(move |_: MouseEvent| pick.emit(line.clone()))
        };
        html! {
            <div key={line.id} role="option" id={format!("log-{}", line.id)}
                class={classes!("log-line", class_of(line.level))}
                aria-selected={on.to_string()} {onclick}>
                <time class="muted num">{ clock.second(line.t_ms) }</time>
                <span class="log-level">{ line.level.word() }</span>
                <span class="log-host muted">{ line.host.clone() }</span>
                <span class="log-text">{ for pieces }</span>
            </div>
        }
    });
    let chips = LEVELS.into_iter().skip(1).map(|level| {
        let on = filter.levels.contains(&level);
        let onclick = {
            let change = change.clone();
            Callback::from(move |_: MouseEvent| {
                change(&move |filter: &mut LogFilter| {
                    if on {
                        filter.levels.retain(|other| *other != level);
                    } else {
                        filter.levels.push(level);
                    }
                });
            })
        };
        html! {
            <button key={level.word()} type="button" class="chip" aria-pressed={on.to_string()}
                {onclick}>{ level.word() }</button>
        }
    });
    let search = {
        let change = change.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(field) = event.target_dyn_into::<HtmlInputElement>() {
                let text = field.value();
                change(&move |filter: &mut LogFilter| filter.text.clone_from(&text));
            }
        })
    };
    let choose = {
        let change = change.clone();
        Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                let source = Some(select.value()).filter(|value| !value.is_empty());
                change(&move |filter: &mut LogFilter| filter.source.clone_from(&source));
            }
        })
    };
    let options = sources.iter().map(|source| {
        html! { <option key={source.clone()} value={source.clone()}>{ source.clone() }</option> }
    });
    let follow = {
        let tail = tail.clone();
        Callback::from(move |_: MouseEvent| tail.set(!*tail))
    };
    let active = (*picked).as_ref().map(|line| format!("log-{}", line.id));
    html! {
        <div class="logs">
            <div class="stack tools">
                <div class="row">
                    <input id="log-search" type="search" class="field grow" oninput={search}
                        aria-label="Search the logs" placeholder="Search the logs ( / )"
                        value={filter.text.clone()} autocomplete="off" spellcheck="false" />
                    <select class="field" aria-label="Source" onchange={choose}>
                        <option key="" value="" selected={filter.source.is_none()}>
                            { "All sources" }
                        </option>
                        { for options }
                    </select>
                </div>
                <div class="row" role="group" aria-label="Levels">
                    { for chips }
                    <span class="muted small num push">{ format!("{total} lines") }</span>
                    <button type="button" class="chip" aria-pressed={tail.to_string()}
                        onclick={follow}>{ "Follow" }</button>
                </div>
            </div>
            <div ref={list} class="log-list mono" tabindex="0"
                role={if total > 0 { "listbox" } else { "group" }}
                aria-label="Log lines" aria-activedescendant={active} {onscroll} {onkeydown}>
                <div ref={inner} class="log-inner" role="presentation">
                    <div class="log-window" role="presentation">{ for rows }</div>
                </div>
                <p class="empty log-empty" hidden={total > 0}>
                    { if *filter == LogFilter::default() { "No line yet." }
                        else { "No line fits this search." } }</p>
            </div>
            <Picked line={(*picked).clone()} looked={props.looked.clone()} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct PickedProps {
    line: Option<Shared<LogLine>>,
    looked: Shared<Vec<LookedView>>,
}

/// The whole of the line that was clicked.
#[component]
fn Picked(props: &PickedProps) -> Html {
    let run = use_run();
    let clock = Clock::utc(run.zero_unix_s());
    let Some(line) = &props.line else {
        return html! {
            <div class="log-detail"><p class="muted small">
                { "Pick a line to read it in full; a line with a code becomes evidence." }
            </p></div>
        };
    };
    let look = Look::Log(line.source.clone(), line.code.clone());
    let kept = props
        .looked
        .iter()
        .any(|looked| looked.evidence == look.evidence());
    let code = !line.code.is_empty();
    let onclick = Callback::from(move |_: MouseEvent| run.look(look.clone()));
    html! {
        <div class="log-detail stack">
            <p class="small muted num">
                { format!("{} · {} · {} · {}", clock.second(line.t_ms), line.source, line.host,
                    line.level.word()) }
                <span hidden={!code}>{ format!(" · {}", line.code) }</span>
            </p>
            <p class="mono log-full">{ line.text.clone() }</p>
            <div class="row" hidden={!code}>
                <button type="button" class="btn" {onclick} disabled={kept}>
                    { if kept { Icon::Check.html() } else { Icon::Pin.html() } }
                    { if kept { "Kept as evidence" } else { "Pin as evidence" } }
                </button>
            </div>
        </div>
    }
}

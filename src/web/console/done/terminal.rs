//! The terminal: a screen of answers and a line to type into.

mod line;
mod screen;

use crate::app::protocol::{Answer, Ask};
use crate::app::scrollback::{History, Scrollback, common_prefix};
use crate::terminal::{Output, Waits};
use crate::web::console::use_wishes;
use crate::web::run::use_run;
use crate::web::ui::focus;
use line::{Act, act_of, edit};
use screen::Screen;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Lines that are worth a try, for whoever does not know where to begin.
const IDEAS: [&str; 4] = [
    "systemctl status postgresql",
    "psql -c \"SELECT state, count(*) FROM pg_stat_activity GROUP BY 1\"",
    "tail -n 20 /var/log/postgresql/postgresql-15-main.log",
    "git log --oneline -n 5",
];

/// Properties of [`TerminalPane`].
#[derive(Properties, PartialEq)]
pub struct TerminalPaneProps {
    /// Whether the pane is seen.
    pub open: bool,
    /// Whether the clock stands.
    pub paused: bool,
}

/// How the line can go on, and which way was tried last.
#[derive(Clone, Default, PartialEq)]
struct Choices {
    from: usize,
    all: Vec<String>,
    tried: Option<usize>,
}

/// What lives outside of rendering.
#[derive(Default)]
struct Live {
    screen: Scrollback,
    history: History,
    prompt: String,
    waits: Waits,
    greeted: bool,
}

fn value_of(input: &NodeRef) -> String {
    input
        .cast::<HtmlInputElement>()
        .map_or(String::new(), |input| input.value())
}

/// Puts a text into the line, with the cursor at a byte of it.
fn put(input: &NodeRef, text: &str, at: usize) {
    if let Some(input) = input.cast::<HtmlInputElement>() {
        input.set_value(text);
        let units = text.get(..at).unwrap_or(text).encode_utf16().count();
        let units = u32::try_from(units).unwrap_or(u32::MAX);
        // A field of text has a selection.
        let _ = input.set_selection_range(units, units);
    }
}

/// The terminal.
#[component]
pub fn TerminalPane(props: &TerminalPaneProps) -> Html {
    let run = use_run();
    let wishes = use_wishes();
    let input = use_node_ref();
    let live = use_mut_ref(Live::default);
    let version = use_state(|| 0_u64);
    let choices = use_state(Choices::default);
    let search = use_state(|| None::<(String, usize)>);
    let touch = {
        let (setter, count) = (version.setter(), use_mut_ref(|| 0_u64));
        use_callback((), move |(), ()| {
            *count.borrow_mut() += 1;
            setter.set(*count.borrow());
        })
    };
    {
        let (run, live, touch) = (run.clone(), Rc::clone(&live), touch.clone());
        use_effect_with(props.open, move |open| {
            if !*open || std::mem::replace(&mut live.borrow_mut().greeted, true) {
                return;
            }
            let heard = {
                let live = Rc::clone(&live);
                Callback::from(move |output: Output| {
                    let mut live = live.borrow_mut();
                    live.screen.said(&output);
                    live.prompt = output.prompt;
                    live.waits = output.waits;
                    drop(live);
                    touch.emit(());
                })
            };
            run.hear_terminal(heard);
            run.type_in(String::new());
        });
    }
    {
        let input = input.clone();
        use_effect_with((props.open, wishes.command.clone()), move |(open, wish)| {
            if let Some((_, line)) = wish {
                put(&input, line, line.len());
            }
            if *open {
                focus(&input);
            }
        });
    }
    let send = {
        let (run, live, touch) = (run.clone(), Rc::clone(&live), touch.clone());
        let (input, choices, search) = (input.clone(), choices.clone(), search.clone());
        Callback::from(move |line: String| {
            let is_answer = live.borrow().waits == Waits::Answer;
            {
                let mut live = live.borrow_mut();
                let prompt = live.prompt.clone();
                let shown = match line.as_str() {
                    "\u{3}" => "^C",
                    "\u{4}" => "exit",
                    line => line,
                };
                live.screen.typed(&prompt, shown);
                if !is_answer && !line.starts_with(['\u{3}', '\u{4}']) {
                    live.history.push(&line);
                }
            }
            put(&input, "", 0);
            // A button that was pressed goes away: the line has the focus again.
            focus(&input);
            choices.set(Choices::default());
            search.set(None);
            run.type_in(line);
            touch.emit(());
        })
    };
    let complete = {
        let (run, input, choices) = (run.clone(), input.clone(), choices.clone());
        Callback::from(move |(text, at): (String, usize)| {
            let ask = Ask::Complete(text.clone(), u32::try_from(at).unwrap_or(u32::MAX));
            let (input, choices) = (input.clone(), choices.clone());
            run.ask(ask, move |answer| {
                let Ok(Answer::Complete(found)) = answer else {
                    return;
                };
                if value_of(&input) != text {
                    return;
                }
                let from = (found.from as usize).min(at);
                let prefix = common_prefix(&found.choices);
                let (head, tail) = (&text[..from], &text[at..]);
                if let [only] = &found.choices[..] {
                    let glue = if only.ends_with(['/', '(', '=']) {
                        ""
                    } else {
                        " "
                    };
                    let begun = format!("{head}{only}{glue}");
                    put(&input, &format!("{begun}{tail}"), begun.len());
                    return choices.set(Choices::default());
                }
                if prefix.len() > at - from {
                    let begun = format!("{head}{prefix}");
                    put(&input, &format!("{begun}{tail}"), begun.len());
                }
                choices.set(Choices {
                    from,
                    all: found.choices,
                    tried: None,
                });
            });
        })
    };
    let pick = {
        let (input, choices) = (input.clone(), choices.clone());
        Callback::from(move |index: usize| {
            let text = value_of(&input);
            if let Some(choice) = choices.all.get(index)
                && text.is_char_boundary(choices.from.min(text.len()))
            {
                let head = &text[..choices.from.min(text.len())];
                let line = format!("{head}{choice}");
                put(&input, &line, line.len());
                choices.set(Choices {
                    tried: Some(index),
                    ..(*choices).clone()
                });
            }
            focus(&input);
        })
    };
    let onkeydown = {
        let (live, input, choices) = (Rc::clone(&live), input.clone(), choices.clone());
        let (search, send, pick, touch) =
            (search.clone(), send.clone(), pick.clone(), touch.clone());
        Callback::from(move |event: KeyboardEvent| {
            let Some(field) = input.cast::<HtmlInputElement>() else {
                return;
            };
            let text = field.value();
            let Some(act) = act_of(&event, &field, search.is_some(), !choices.all.is_empty())
            else {
                return;
            };
            event.prevent_default();
            event.stop_propagation();
            match act {
                Act::Send => {
                    let found = search.as_ref().and_then(|(words, skip)| {
                        let live = live.borrow();
                        live.history.search(words, *skip).map(str::to_string)
                    });
                    match found {
                        // What was found can be changed before it is sent.
                        Some(line) => {
                            search.set(None);
                            put(&input, &line, line.len());
                        }
                        None => send.emit(text),
                    }
                }
                Act::Line(code) => send.emit(code.to_string()),
                Act::Up => {
                    let line = live.borrow_mut().history.up(&text);
                    if let Some(line) = line {
                        put(&input, &line, line.len());
                    }
                }
                Act::Down => {
                    let line = live.borrow_mut().history.down();
                    if let Some(line) = line {
                        put(&input, &line, line.len());
                    }
                }
                Act::Complete(at) if choices.all.is_empty() => complete.emit((text, at)),
                Act::Complete(_) => {
                    let next = choices.tried.map_or(0, |tried| tried + 1);
                    pick.emit(next % choices.all.len().max(1));
                }
                Act::Clear => {
                    live.borrow_mut().screen.clear();
                    touch.emit(());
                }
                Act::Search => {
                    let next = match &*search {
                        Some((words, skip)) => (words.clone(), skip + 1),
                        None => (text, 0),
                    };
                    if search.is_none() {
                        put(&input, "", 0);
                    }
                    search.set(Some(next));
                }
                Act::Leave => {
                    search.set(None);
                    choices.set(Choices::default());
                }
                Act::Edit(how) => {
                    if let Some((line, at)) = edit(&field, how) {
                        put(&input, &line, at);
                    }
                }
            }
        })
    };
    let oninput = {
        let (input, choices, search) = (input.clone(), choices.clone(), search.clone());
        Callback::from(move |_: InputEvent| {
            if !choices.all.is_empty() {
                choices.set(Choices::default());
            }
            if search.is_some() {
                search.set(Some((value_of(&input), 0)));
            }
        })
    };
    let live_now = live.borrow();
    let found = search.as_ref().map(|(words, skip)| {
        let line = live_now.history.search(words, *skip).unwrap_or("");
        format!("(reverse-i-search) {words}: {line}")
    });
    let all = choices.all.iter().enumerate().map(|(index, choice)| {
        let onclick = pick.reform(move |_: MouseEvent| index);
        html! {
            <button key={index} type="button" tabindex="-1" {onclick}
                class={classes!("term-choice", (choices.tried == Some(index)).then_some("on"))}>
                { choice.clone() }
            </button>
        }
    });
    let ideas = IDEAS.iter().map(|idea| {
        let input = input.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            put(&input, idea, idea.len());
            focus(&input);
        });
        html! {
            <button key={*idea} type="button" class="term-idea mono" {onclick}>{ *idea }</button>
        }
    });
    let answer = |line: &'static str| send.reform(move |_: MouseEvent| line.to_string());
    let waits = live_now.waits;
    let blank = live_now.screen.blocks.iter().all(|b| b.typed.is_none());
    let hint = match (waits, props.paused) {
        (Waits::Interrupt, true) => "The clock stands: nothing new comes until it runs.",
        (Waits::Interrupt, false) => "Goes on until Ctrl+C.",
        _ => "",
    };
    let prompt = match waits {
        Waits::Interrupt => String::new(),
        _ => live_now.prompt.clone(),
    };
    html! {
        <div class="term mono">
            <Screen screen={live_now.screen.clone()} quiet={waits == Waits::Interrupt}
                version={*version} />
            <div class="term-ideas" hidden={!blank} role="group"
                aria-label="Commands to begin with">
                { for ideas }
            </div>
            <div class="term-choices" role="group" aria-label="Completions"
                hidden={choices.all.is_empty()}>{ for all }</div>
            <p class="term-search" role="status" hidden={found.is_none()}>{ found }</p>
            <div class="term-line">
                <label class="term-prompt" for="terminal-line">{ prompt }</label>
                <input ref={input} id="terminal-line" class="term-input" type="text"
                    aria-label="Terminal" autocomplete="off" autocapitalize="off"
                    spellcheck="false" enterkeyhint="send" {onkeydown} {oninput} />
            </div>
            <div class="term-bar" hidden={waits == Waits::Command}>
                <span class="muted small">{ hint }</span>
                <button type="button" class="btn" hidden={waits != Waits::Answer}
                    onclick={answer("y")}>{ "Yes" }</button>
                <button type="button" class="btn" hidden={waits != Waits::Answer}
                    onclick={answer("n")}>{ "No" }</button>
                <button type="button" class="btn" hidden={waits != Waits::Interrupt}
                    onclick={answer("\u{3}")}>{ "Stop (Ctrl+C)" }</button>
            </div>
        </div>
    }
}

//! The command palette: everything the console can do, found by a few letters.

use super::keys_sheet::keys_html;
use crate::app::commands::{Command, Do, Found, Group, find};
use crate::web::icons::Icon;
use crate::web::ui::on_input;
use std::rc::Rc;
use web_sys::{HtmlDialogElement, HtmlElement, HtmlInputElement};
use yew::prelude::*;

/// Properties of [`Palette`].
#[derive(Properties, PartialEq)]
pub struct PaletteProps {
    /// All commands; empty while it is closed.
    pub commands: Vec<Command>,
    /// Whether it is open.
    pub open: bool,
    /// What stands in its field when it opens.
    #[prop_or_default]
    pub start: AttrValue,
    /// Called when it was closed.
    pub on_close: Callback<()>,
    /// Called with the command that was chosen.
    pub on_run: Callback<Do>,
}

/// The palette.
#[component]
pub fn Palette(props: &PaletteProps) -> Html {
    let node = use_node_ref();
    let list = use_node_ref();
    let text = use_state(String::new);
    let at = use_state(|| 0_usize);
    {
        let (node, text, at) = (node.clone(), text.clone(), at.clone());
        use_effect_with((props.open, props.start.clone()), move |(open, start)| {
            let Some(dialog) = node.cast::<HtmlDialogElement>() else {
                return;
            };
            if *open && !dialog.open() {
                text.set(start.to_string());
                at.set(0);
                // Fails only for an element that has left the page.
                let _ = dialog.show_modal();
            } else if !*open && dialog.open() {
                dialog.close();
            }
        });
    }
    let found = use_memo(
        (props.commands.clone(), (*text).clone()),
        |(commands, text)| find(commands, text),
    );
    let chosen = (*at).min(found.len().saturating_sub(1));
    {
        let list = list.clone();
        use_effect_with((chosen, found.len()), move |_| {
            let list = list.cast::<HtmlElement>();
            let option =
                list.and_then(|list| list.query_selector("[aria-selected=true]").ok().flatten());
            if let Some(option) = option {
                let into_view = web_sys::ScrollIntoViewOptions::new();
                into_view.set_block(web_sys::ScrollLogicalPosition::Nearest);
                option.scroll_into_view_with_scroll_into_view_options(&into_view);
            }
        });
    }
    let commands = Rc::new(props.commands.clone());
    let run = {
        let commands = Rc::clone(&commands);
        let (on_run, on_close) = (props.on_run.clone(), props.on_close.clone());
        move |found: Option<&Found>| {
            let command = found.and_then(|found| commands.get(found.at));
            if let Some(command) = command {
                on_close.emit(());
                on_run.emit(command.what.clone());
            }
        }
    };
    let onkeydown = {
        let (at, run, found) = (at.clone(), run.clone(), found.clone());
        let (commands, text) = (Rc::clone(&commands), text.clone());
        Callback::from(move |event: KeyboardEvent| {
            let last = found.len().saturating_sub(1);
            let to = match event.key().as_str() {
                "ArrowDown" if chosen == last => 0,
                "ArrowDown" => chosen + 1,
                "ArrowUp" => chosen.checked_sub(1).unwrap_or(last),
                "PageDown" => (chosen + 10).min(last),
                "PageUp" => chosen.saturating_sub(10),
                "Enter" => {
                    event.prevent_default();
                    // Fast fingers are ahead of what is drawn: what they typed counts.
                    let field = event.target_dyn_into::<HtmlInputElement>();
                    let typed = field.map(|field| field.value()).unwrap_or_default();
                    if typed == *text {
                        return run(found.get(chosen));
                    }
                    return run(find(&commands, &typed).first());
                }
                _ => return,
            };
            event.prevent_default();
            at.set(to);
        })
    };
    let oninput = {
        let (text, at) = (text.clone(), at.clone());
        on_input(move |typed| {
            text.set(typed);
            at.set(0);
        })
    };
    let option = |nth: usize, found: &Found| {
        let command = &props.commands[found.at];
        let onclick = {
            let (run, found) = (run.clone(), found.clone());
            Callback::from(move |_: MouseEvent| run(Some(&found)))
        };
        let aside = if text.is_empty() {
            ""
        } else {
            command.group.title()
        };
        html! {
            <div key={command.name.clone()} role="option" id={format!("command-{nth}")}
                class="palette-option" aria-selected={(nth == chosen).to_string()} {onclick}>
                <span class="grow ellipsis">{ marked(&command.name, &found.marked) }</span>
                <span class="muted small">{ aside }</span>
                { keys_html(command.keys) }
            </div>
        }
    };
    let all: Vec<(usize, &Found)> = found.iter().enumerate().collect();
    let options: Vec<Html> = if text.is_empty() {
        let of = |group: Group| {
            let of_group = all
                .iter()
                .filter(|(_, found)| props.commands[found.at].group == group);
            of_group
                .map(|(nth, found)| option(*nth, found))
                .collect::<Vec<_>>()
        };
        Group::ALL
            .into_iter()
            .map(|group| (group, of(group)))
            .filter(|(_, options)| !options.is_empty())
            .map(|(group, options)| {
                html! {
                    <div key={group.title()} role="group" aria-label={group.title()}>
                        <div class="palette-group small" aria-hidden="true">
                            { group.title() }
                        </div>
                        { for options }
                    </div>
                }
            })
            .collect()
    } else {
        all.iter().map(|(nth, found)| option(*nth, found)).collect()
    };
    let none = found.is_empty();
    // The browser tells of it later, when a sheet that was asked for may be open.
    let onclose = {
        let (open, on_close) = (props.open, props.on_close.clone());
        Callback::from(move |_: Event| {
            if open {
                on_close.emit(());
            }
        })
    };
    let shade = {
        let (node, on_close) = (node.clone(), props.on_close.clone());
        Callback::from(move |event: MouseEvent| {
            // Outside of what it holds a dialog is its own shade.
            let target = event.target();
            if target.is_some() && target == node.get().map(|node| node.into()) {
                on_close.emit(());
            }
        })
    };
    let active = (!none).then(|| format!("command-{chosen}"));
    html! {
        <dialog ref={node} class="palette" aria-label="Commands" {onclose} onclick={shade}>
            <div class="palette-body">
                <div class="palette-field">
                    { Icon::Command.html() }
                    <input type="text" role="combobox" aria-label="Command"
                        aria-expanded={(!none).to_string()}
                        aria-controls="palette-list" aria-autocomplete="list"
                        aria-activedescendant={active} placeholder="What do you want to do?"
                        autocomplete="off" spellcheck="false" value={(*text).clone()}
                        {oninput} {onkeydown} />
                    <kbd>{ "Esc" }</kbd>
                </div>
                <div ref={list} id="palette-list" class="palette-list" role="listbox"
                    aria-label="Commands" hidden={none}>
                    { for options }
                </div>
                <p class="empty" role="status" hidden={!none}>
                    { if none { "No command has these letters." } else { "" } }
                </p>
            </div>
        </dialog>
    }
}

/// A name with the letters that fit marked.
fn marked(name: &str, places: &[usize]) -> Html {
    let letters = name.chars().enumerate().map(|(at, letter)| {
        let letter = letter.to_string();
        if places.contains(&at) {
            html! { <b>{ letter }</b> }
        } else {
            html! { { letter } }
        }
    });
    if places.is_empty() {
        html! { { name.to_string() } }
    } else {
        html! { <>{ for letters }</> }
    }
}

//! The line in which the player writes into the incident channel.

use crate::drill::action::Action;
use crate::drill::people::{SAY_CHARS_MAX, handle_of};
use crate::web::run::use_run;
use crate::web::ui::{focus_on, typed_into, use_outcome};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Words into the channel; `@name` asks somebody.
#[component]
pub fn Compose() -> Html {
    let run = use_run();
    let text = use_state(String::new);
    let field = use_node_ref();
    let clear = {
        let text = text.clone();
        Callback::from(move |()| text.set(String::new()))
    };
    let (outcome, act) = use_outcome(clear);
    let channel = run.incident().channel.name.clone();
    let channel = if channel.is_empty() {
        "#incident".to_string()
    } else {
        channel
    };
    let oninput = typed_into(&text);
    let onsubmit = {
        let text = text.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if !text.trim().is_empty() {
                let text = text.trim().to_string();
                act.emit(Action::Say { text });
            }
        })
    };
    let names = run.incident().contacts.iter().map(|contact| {
        let handle = handle_of(contact).to_string();
        let onclick = {
            let (text, field, handle) = (text.clone(), field.clone(), handle.clone());
            Callback::from(move |_: MouseEvent| {
                text.set(format!("@{handle} {}", text.trim_start()));
                if let Some(input) = field.cast::<HtmlInputElement>() {
                    focus_on(&input);
                }
            })
        };
        html! {
            <button key={handle.clone()} type="button" class="mention" {onclick}
                title={contact.role.clone()}
                aria-label={format!("Ask @{handle}, {}", contact.role)}>
                { format!("@{handle}") }
            </button>
        }
    });
    let closed = run.read_only();
    let chars = i32::try_from(SAY_CHARS_MAX).ok();
    html! {
        <form class="compose stack" {onsubmit} aria-label="Channel">
            { outcome.html() }
            <div class="row mentions" role="group" aria-label="Ask somebody">{ for names }</div>
            <div class="compose-line">
                <input ref={field} type="text" class="field grow" value={(*text).clone()}
                    {oninput} aria-label={format!("Message {channel}")} autocomplete="off"
                    placeholder={format!("Message {channel}")} disabled={closed.is_some()}
                    maxlength={chars.map(|chars| chars.to_string())} title={closed} />
                <button type="submit" class="btn"
                    disabled={closed.is_some() || text.trim().is_empty()}>
                    { "Send" }
                </button>
            </div>
        </form>
    }
}

//! Keys of the console, in its page and in its other windows.

use super::seen::set_pair;
use crate::app::commands::{Command, Do, Next, Press, press};
use crate::web::storage;
use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Event, HtmlElement, HtmlInputElement, KeyboardEvent, Node};
use yew::prelude::*;

/// A first key waits this long for the next one, ms.
const WAIT_MS: u32 = 4_000;

/// The keyboard's event. One of another window is of that window's class, not of ours; and
/// browsers that fill in forms send some that have no key.
fn keyboard(event: &Event) -> Option<&KeyboardEvent> {
    let key = js_sys::Reflect::get(event, &JsValue::from_str("key")).ok()?;
    key.is_string().then(|| event.unchecked_ref())
}

/// The element that has the focus, in whichever window.
fn focused(event: &KeyboardEvent) -> Option<HtmlElement> {
    let node: Node = event.target()?.unchecked_into();
    (node.node_type() == Node::ELEMENT_NODE).then(|| node.unchecked_into())
}

/// Whether the key belongs to what has the focus, or to a dialog.
fn taken(event: &KeyboardEvent) -> bool {
    let Some(target) = focused(event) else {
        return false;
    };
    let typing = matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
        || target.is_content_editable();
    let pressed = event.key() == " "
        && target
            .closest("button, a, summary, [role=option], [role=listbox]")
            .ok()
            .flatten()
            .is_some();
    let dialog = target
        .owner_document()
        .and_then(|document| document.query_selector("dialog[open]").ok().flatten())
        .is_some();
    let checkbox = target
        .dyn_ref::<HtmlInputElement>()
        .is_some_and(|input| matches!(input.type_().as_str(), "checkbox" | "radio"));
    (typing && !(checkbox && event.key() != " ")) || pressed || dialog
}

/// What is done at a key: in which document it was pressed, and the command.
type Perform = Callback<(Option<Document>, Do)>;

struct Keys {
    commands: Vec<Command>,
    before: RefCell<Vec<String>>,
    timer: RefCell<Option<Timeout>>,
    hint: Callback<Vec<Next>>,
    perform: Perform,
}

impl Keys {
    fn hear(self: &Rc<Self>, event: &Event) {
        let Some(event) = keyboard(event) else {
            return;
        };
        if event.default_prevented() || event.is_composing() {
            return;
        }
        let key = event.key();
        let palette = (event.ctrl_key() || event.meta_key()) && key.eq_ignore_ascii_case("k");
        let what = if palette {
            Some(Do::Palette)
        } else if event.ctrl_key() || event.meta_key() || event.alt_key() || taken(event) {
            None
        } else if key == "Escape" {
            (!self.forget()).then_some(Do::Esc)
        } else if storage::settings().single_keys {
            let before = self.before.borrow().clone();
            match press(&self.commands, &before, &key) {
                Press::None => None,
                Press::Run(at) => Some(self.commands[at].what.clone()),
                Press::Wait(typed, next) => {
                    event.prevent_default();
                    return self.wait(typed, next);
                }
            }
        } else {
            None
        };
        // A modifier that is held down does not end a sequence.
        if !matches!(key.as_str(), "Shift" | "Control" | "Alt" | "Meta") {
            self.forget();
        }
        let Some(what) = what else { return };
        if what != Do::Esc {
            event.prevent_default();
        }
        let document = focused(event).and_then(|target| target.owner_document());
        self.perform.emit((document, what));
    }

    fn wait(self: &Rc<Self>, typed: Vec<String>, next: Vec<Next>) {
        set_pair(true);
        self.before.replace(typed);
        self.hint.emit(next);
        let keys = Rc::downgrade(self);
        *self.timer.borrow_mut() = Some(Timeout::new(WAIT_MS, move || {
            if let Some(keys) = keys.upgrade() {
                // The timer that is speaking goes by itself.
                keys.timer.borrow_mut().take().map(Timeout::forget);
                keys.forget();
            }
        }));
    }

    /// Forgets keys that waited; says whether there were any.
    fn forget(&self) -> bool {
        self.timer.borrow_mut().take();
        let waited = !std::mem::take(&mut *self.before.borrow_mut()).is_empty();
        if waited {
            set_pair(false);
            self.hint.emit(vec![]);
        }
        waited
    }
}

/// Listens to keys while the console stands. Gives what keys may follow, and the ear for
/// documents of other windows.
#[hook]
pub fn use_keys(commands: Vec<Command>, perform: Perform) -> (Vec<Next>, Callback<Event>) {
    let hint = use_state(Vec::<Next>::new);
    let setter = hint.setter();
    let keys = use_memo(perform, move |perform| {
        let keys = Keys {
            commands,
            before: RefCell::default(),
            timer: RefCell::default(),
            hint: Callback::from(move |next| setter.set(next)),
            perform: perform.clone(),
        };
        Rc::new(keys)
    });
    let ear = {
        let keys = Rc::clone(&keys);
        use_callback((), move |event: Event, ()| keys.hear(&event))
    };
    {
        let keys = Rc::clone(&keys);
        use_effect_with((), move |()| {
            let options = EventListenerOptions::enable_prevent_default();
            let document = gloo::utils::document();
            let listener =
                EventListener::new_with_options(&document, "keydown", options, move |event| {
                    keys.hear(event);
                });
            move || drop(listener)
        });
    }
    ((*hint).clone(), ear)
}

//! Who owns a run: one tab of this browser at a time, by a lock that the browser keeps for its
//! tabs and takes back from one that is gone. Without such locks (a page that was not loaded over
//! a trusted connection) every tab is told that it owns what it asks for.

use gloo::timers::callback::Timeout;
use js_sys::{Function, Object, Promise, Reflect};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// A page that is being left lets go of its locks a moment later: it is asked again after so
/// long, ms, and at most so often.
const AGAIN_MS: u32 = 150;
const AGAIN_MAX: u32 = 6;

/// How a lock is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// Only if nobody has it.
    IfFree,
    /// As soon as nobody has it.
    InTurn,
    /// Taken from whoever has it.
    TakeOver,
}

/// What becomes of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// It is this tab's.
    Granted,
    /// Another tab has it.
    Refused,
    /// Another tab has taken it over.
    Lost,
}

/// A lock that was asked for; let go when dropped.
pub(super) struct Claim(Rc<State>);

struct State {
    dropped: Cell<bool>,
    tries: Cell<u32>,
    /// Lets go of the lock, once it is held.
    release: RefCell<Option<Function>>,
    told: Box<dyn Fn(Turn)>,
}

impl Claim {
    /// Asks for the lock of this name; `told` hears what becomes of it, never at once.
    pub(super) fn ask(name: &str, how: How, told: impl Fn(Turn) + 'static) -> Claim {
        let state = Rc::new(State {
            dropped: Cell::new(false),
            tries: Cell::new(0),
            release: RefCell::default(),
            told: Box::new(told),
        });
        let asking = Rc::clone(&state);
        let name = name.to_string();
        spawn_local(async move { request(&name, how, asking).await });
        Claim(state)
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.0.dropped.set(true);
        if let Some(release) = self.0.release.take() {
            // A function that settles a promise does not throw.
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

impl State {
    fn tell(&self, turn: Turn) {
        if !self.dropped.get() {
            (self.told)(turn);
        }
    }
}

/// The browser's locks, and how one is asked for.
fn locks() -> Option<(JsValue, Function)> {
    let navigator = gloo::utils::window().navigator();
    let locks = Reflect::get(&navigator, &JsValue::from_str("locks")).ok()?;
    let request = Reflect::get(&locks, &JsValue::from_str("request")).ok()?;
    Some((locks, request.dyn_into().ok()?))
}

async fn request(name: &str, how: How, state: Rc<State>) {
    if state.dropped.get() {
        return;
    }
    let Some((locks, request)) = locks() else {
        return state.tell(Turn::Granted);
    };
    let options = Object::new();
    let option = match how {
        How::IfFree => Some("ifAvailable"),
        How::InTurn => None,
        How::TakeOver => Some("steal"),
    };
    if let Some(option) = option {
        // A fresh object takes any key.
        let _ = Reflect::set(&options, &JsValue::from_str(option), &JsValue::TRUE);
    }
    let held = {
        let (state, name) = (Rc::clone(&state), name.to_string());
        Closure::once_into_js(move |lock: JsValue| held(&lock, name, state))
    };
    let asked = request.call3(&locks, &JsValue::from_str(name), &options, &held);
    let ended = match asked.and_then(|asked| asked.dyn_into::<Promise>()) {
        Ok(asked) => JsFuture::from(asked).await,
        Err(error) => Err(error),
    };
    if ended.is_err() {
        // Where locks are forbidden nobody can have one.
        let had_it = state.release.borrow().is_some();
        state.tell(if had_it { Turn::Lost } else { Turn::Granted });
    }
}

/// The browser's answer; what is given back keeps the lock until it is settled.
fn held(lock: &JsValue, name: String, state: Rc<State>) -> JsValue {
    if state.dropped.get() {
        return JsValue::UNDEFINED;
    }
    if lock.is_null() {
        let tries = state.tries.get() + 1;
        state.tries.set(tries);
        if tries > AGAIN_MAX {
            state.tell(Turn::Refused);
        } else {
            let again = async move { request(&name, How::IfFree, state).await };
            Timeout::new(AGAIN_MS, move || spawn_local(again)).forget();
        }
        return JsValue::UNDEFINED;
    }
    let until = Promise::new(&mut |settle, _| *state.release.borrow_mut() = Some(settle));
    state.tell(Turn::Granted);
    until.into()
}

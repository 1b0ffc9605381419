//! The worker: lets the runner work in short steps and posts what it says.

use super::boot;
use crate::app::runner::Runner;
use crate::json;
use gloo::timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel};

/// Pause between two steps when nothing presses, ms.
const REST_MS: u32 = 8;

type Call = Rc<dyn Fn()>;
type Slot = Rc<RefCell<Option<Call>>>;

/// The worker's life.
///
/// # Panics
/// Where the browser has no message channels; then the page tells what happened.
pub fn start() {
    let runner = Rc::new(RefCell::new(Runner::default()));
    let again = Rc::new(again());
    let started = Rc::new(Cell::new(false));
    let tick: Slot = Rc::default();
    let step = {
        let (runner, tick, again) = (Rc::clone(&runner), Rc::clone(&tick), Rc::clone(&again));
        move || {
            let busy = runner.borrow_mut().step(&now_ms);
            flush(&runner);
            let Some(tick) = tick.borrow().clone() else {
                return;
            };
            if busy {
                again(tick);
            } else {
                Timeout::new(REST_MS, move || tick()).forget();
            }
        }
    };
    let step: Call = Rc::new(step);
    *tick.borrow_mut() = Some(Rc::clone(&step));
    boot::worker_main(move |text| {
        runner.borrow_mut().receive_text(&text);
        flush(&runner);
        if !started.replace(true) {
            step();
        }
    });
}

/// Posts what the runner has to say.
fn flush(runner: &RefCell<Runner>) {
    let messages = runner.borrow_mut().take();
    for message in messages {
        let text = json::to_text(&message);
        boot::post(&text);
    }
}

/// Calls back after waiting messages were read, but without the pause that a browser puts
/// between timers: through a channel.
fn again() -> impl Fn(Call) {
    let channel = MessageChannel::new().expect("a worker has message channels");
    let next: Slot = Rc::default();
    let waiting = Rc::clone(&next);
    let heard = Closure::<dyn FnMut()>::new(move || {
        let call = waiting.borrow_mut().take();
        if let Some(call) = call {
            call();
        }
    });
    channel
        .port1()
        .set_onmessage(Some(heard.as_ref().unchecked_ref()));
    // It is heard as long as the worker lives, which only the page ends.
    heard.forget();
    let port = channel.port2();
    move |call| {
        *next.borrow_mut() = Some(call);
        let posted = port.post_message(&wasm_bindgen::JsValue::NULL);
        debug_assert!(posted.is_ok(), "null can always be posted");
    }
}

fn now_ms() -> f64 {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    scope
        .performance()
        .map_or_else(js_sys::Date::now, |clock| clock.now())
}

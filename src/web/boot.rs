//! One wasm, two globals: how the page starts its worker and how they talk.
//!
//! The page posts the glue's address and its own compiled module to `worker.js`,
//! so nothing is downloaded or compiled twice and both are of one build. After
//! that, application messages are strings, both ways; every other value on the
//! wire belongs to this file: the worker posts `true` when it listens, and
//! `[text]` when it panics; the page posts `true` now and then, and a worker that
//! lives posts it back.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::{Interval, Timeout};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    DedicatedWorkerGlobalScope, ErrorEvent, Event, HtmlLinkElement, MessageEvent, Worker,
    WorkerOptions, WorkerType,
};

/// The worker's entry, beside the page.
const SCRIPT: &str = "worker.js";
/// A worker that is watched is asked so often whether it lives, ms.
const BEAT_MS: u32 = 1_000;

/// A running worker. Dropping it terminates the worker at once.
pub struct WorkerLink {
    worker: Worker,
    waiting: Rc<RefCell<Waiting>>,
    pulse: Rc<Pulse>,
    watch: RefCell<Option<Interval>>,
    /// Listeners live as long as the link.
    _listeners: [EventListener; 3],
}

/// Messages posted before the worker listens would be lost.
enum Waiting {
    /// Kept until the worker is ready.
    Queue(Vec<String>),
    /// The worker listens.
    Ready,
}

/// How often a worker was asked in vain. What is counted are the page's own beats: a page that is
/// frozen, throttled or asleep asks less often, and so takes no living worker for a dead one.
#[derive(Default)]
struct Pulse {
    missed: Cell<u32>,
    allowed: Cell<u32>,
}

/// Whom to tell that the worker is lost; empty once told, for a panic arrives both as
/// its text and as the wasm's "unreachable".
type Lost = Rc<RefCell<Option<Box<dyn FnMut(String)>>>>;

fn tell(lost: &Lost, why: String) {
    // Taken out first: the listener may drop the link, and this with it.
    let listener = lost.borrow_mut().take();
    if let Some(mut listener) = listener {
        listener(why);
    }
}

impl WorkerLink {
    /// Starts a worker.
    ///
    /// `on_message` gets what the worker posts. `on_error` is told once why the worker
    /// is lost: it did not load, or it panicked; then drop the link and start anew.
    ///
    /// # Errors
    /// When the browser refuses to start a worker.
    pub fn spawn(
        on_message: impl FnMut(String) + 'static,
        on_error: impl FnMut(String) + 'static,
    ) -> Result<WorkerLink, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(SCRIPT, &options).map_err(|e| text(&e))?;
        let waiting = Rc::new(RefCell::new(Waiting::Queue(Vec::new())));
        let pulse = Rc::new(Pulse::default());
        let lost: Lost = Rc::new(RefCell::new(Some(Box::new(on_error))));
        let listeners = [
            listen_messages(&worker, &waiting, &pulse, on_message, Rc::clone(&lost)),
            listen_errors(&worker, "error", Rc::clone(&lost)),
            listen_errors(&worker, "messageerror", lost),
        ];
        let link = WorkerLink {
            worker,
            waiting,
            pulse,
            watch: RefCell::default(),
            _listeners: listeners,
        };
        link.worker
            .post_message(&first_message()?)
            .map_err(|e| text(&e))?;
        Ok(link)
    }

    /// From when it listens the worker is asked each second whether it lives; `silent` hears, once,
    /// that so many answers in a row did not come.
    pub fn watch(&self, beats: u32, silent: impl FnOnce() + 'static) {
        self.allow(beats);
        let (worker, pulse) = (self.worker.clone(), Rc::clone(&self.pulse));
        let waiting = Rc::clone(&self.waiting);
        let mut silent = Some(silent);
        let beat = Interval::new(BEAT_MS, move || {
            if matches!(*waiting.borrow(), Waiting::Queue(_)) {
                return;
            }
            let missed = pulse.missed.get();
            if missed < pulse.allowed.get() {
                pulse.missed.set(missed + 1);
                // A truth value is always cloneable.
                let _ = worker.post_message(&JsValue::TRUE);
            } else if let Some(silent) = silent.take() {
                silent();
            }
        });
        *self.watch.borrow_mut() = Some(beat);
    }

    /// So many answers may fail to come from now on: one step of what was asked may take long.
    pub fn allow(&self, beats: u32) {
        self.pulse.allowed.set(beats);
    }

    /// Posts a message, as soon as the worker listens.
    ///
    /// # Errors
    /// When the browser refuses the message.
    pub fn send(&self, message: &str) -> Result<(), String> {
        match &mut *self.waiting.borrow_mut() {
            Waiting::Queue(queue) => queue.push(message.to_owned()),
            Waiting::Ready => {
                let message = JsValue::from_str(message);
                self.worker.post_message(&message).map_err(|e| text(&e))?;
            }
        }
        Ok(())
    }
}

/// Drops links in a moment: one of them may be the one that is just being listened to.
pub fn drop_later<T: 'static>(links: T) {
    Timeout::new(0, move || drop(links)).forget();
}

impl Drop for WorkerLink {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// The glue's address and the compiled module.
fn first_message() -> Result<JsValue, String> {
    let document = gloo::utils::document();
    let link = document
        .query_selector("link[rel=modulepreload]")
        .map_err(|e| text(&e))?;
    let link = link.and_then(|link| link.dyn_into::<HtmlLinkElement>().ok());
    let glue = link.ok_or("the page does not name its module")?.href();
    let message = Object::new();
    let set = |key: &str, value: &JsValue| {
        Reflect::set(&message, &JsValue::from_str(key), value).map_err(|e| text(&e))
    };
    set("glue", &JsValue::from_str(&glue))?;
    set("module", &wasm_bindgen::module())?;
    Ok(message.into())
}

fn listen_messages(
    worker: &Worker,
    waiting: &Rc<RefCell<Waiting>>,
    pulse: &Rc<Pulse>,
    mut on_message: impl FnMut(String) + 'static,
    lost: Lost,
) -> EventListener {
    let (waiting, pulse) = (Rc::clone(waiting), Rc::clone(pulse));
    let target = worker.clone();
    EventListener::new(worker, "message", move |event| {
        let Some(event) = event.dyn_ref::<MessageEvent>() else {
            return;
        };
        let data = event.data();
        pulse.missed.set(0);
        if let Some(message) = data.as_string() {
            on_message(message);
        } else if data.as_bool() == Some(true) {
            flush(&target, &waiting);
        } else if let Some(panic) = data.dyn_ref::<Array>() {
            tell(&lost, text(&panic.get(0)));
        }
    })
}

/// Posts what had to wait, in its order.
fn flush(worker: &Worker, waiting: &RefCell<Waiting>) {
    if let Waiting::Queue(queue) = waiting.replace(Waiting::Ready) {
        for message in queue {
            // A string is always cloneable, so the browser has no ground to refuse it.
            let _ = worker.post_message(&JsValue::from_str(&message));
        }
    }
}

fn listen_errors(worker: &Worker, kind: &'static str, lost: Lost) -> EventListener {
    EventListener::new(worker, kind, move |event: &Event| {
        let said = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message);
        let said = said.filter(|text| !text.is_empty());
        tell(
            &lost,
            said.unwrap_or_else(|| format!("the worker was lost ({kind})")),
        );
    })
}

/// True in a worker, false in a page.
pub fn is_worker() -> bool {
    js_sys::global().is_instance_of::<DedicatedWorkerGlobalScope>()
}

/// The worker's life: every message of the page goes to `handler`.
pub fn worker_main(mut handler: impl FnMut(String) + 'static) {
    let scope = scope();
    let page = scope.clone();
    EventListener::new(&scope, "message", move |event| {
        let Some(event) = event.dyn_ref::<MessageEvent>() else {
            return;
        };
        let data = event.data();
        if let Some(message) = data.as_string() {
            handler(message);
        } else if data.as_bool() == Some(true) {
            post_value(&page, &JsValue::TRUE);
        }
    })
    // The listener lives as long as the worker, which only the page ends.
    .forget();
    post_value(&scope, &JsValue::TRUE);
}

/// Posts a message to the page; only in a worker.
pub fn post(message: &str) {
    post_value(&scope(), &JsValue::from_str(message));
}

/// Writes a panic to the console and, from a worker, tells the page: wasm itself
/// only says "unreachable".
pub fn set_panic_hook() {
    std::panic::set_hook(Box::new(|info| {
        let said = JsValue::from_str(&info.to_string());
        web_sys::console::error_1(&said);
        if is_worker() {
            post_value(&scope(), &Array::of1(&said));
        }
    }));
}

fn post_value(scope: &DedicatedWorkerGlobalScope, value: &JsValue) {
    // Strings, booleans and arrays of strings are always cloneable.
    let _ = scope.post_message(value);
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// What a value thrown by the browser says.
fn text(value: &JsValue) -> String {
    value.as_string().unwrap_or_else(|| format!("{value:?}"))
}

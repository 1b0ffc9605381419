//! Panes in windows of their own, for a second screen.
//!
//! A window is an empty document of this page: the pane's element is moved into it with all
//! it holds, and back when the window closes. Style sheets and theme are those of the page.

use crate::incident::panes::Pane;
use crate::web::theme;
use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::{Interval, Timeout};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag, Document, Element, Event, Url, Window};
use yew::prelude::*;

/// Id of the body of an own window, by which it is known to be loaded.
const BODY: &str = "own-window";
/// How often it is asked whether a window has loaded or was closed, ms.
const ASK_MS: u32 = 30;
const CLOSED_MS: u32 = 1_000;
/// How often it is asked whether it has loaded, at most.
const ASKS_MAX: u32 = 200;
const BLOCKED: &str = "The browser blocked the window. Allow pop-ups for this page and try again.";

struct Own {
    pane: Pane,
    window: Window,
    bar: Element,
    place: Element,
    _listeners: Vec<EventListener>,
    _watch: Interval,
}

/// Who is told of windows.
#[derive(Clone, PartialEq)]
pub struct Told {
    /// A window is there; its pane can be moved.
    pub opened: Callback<Pane>,
    /// A window is gone; its pane comes back.
    pub closed: Callback<Pane>,
    /// A key was pressed in a window.
    pub key: Callback<Event>,
}

/// All windows of a console. Compared by pointer.
#[derive(Clone)]
pub struct Windows(Rc<Inner>);

struct Inner {
    all: RefCell<Vec<Own>>,
    told: Told,
}

impl PartialEq for Windows {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Windows {
    /// None yet.
    #[must_use]
    pub fn new(told: Told) -> Windows {
        Windows(Rc::new(Inner {
            all: RefCell::default(),
            told,
        }))
    }

    /// Opens a window for a pane, or brings the one there is to the front.
    ///
    /// # Errors
    /// What to tell the person when the browser refuses.
    pub fn open(&self, pane: Pane) -> Result<(), String> {
        if let Some(own) = self.0.all.borrow().iter().find(|own| own.pane == pane) {
            // A browser may keep it behind: then it is there all the same.
            let _ = own.window.focus();
            return Ok(());
        }
        let refused = |_: JsValue| BLOCKED.to_string();
        let url = blank(pane.title()).map_err(refused)?;
        let name = format!("firedrill-{}", pane.id());
        let features = "popup,width=980,height=760";
        let opened = gloo::utils::window()
            .open_with_url_and_target_and_features(&url, &name, features)
            .map_err(refused)?;
        let window = opened.ok_or_else(|| BLOCKED.to_string())?;
        self.wait(pane, window, url, ASKS_MAX);
        Ok(())
    }

    /// Waits until the window has loaded its empty document.
    fn wait(&self, pane: Pane, window: Window, url: String, asks: u32) {
        let windows = self.clone();
        Timeout::new(ASK_MS, move || {
            if window.closed().unwrap_or(true) || asks == 0 {
                return;
            }
            let document = window.document();
            let body = document
                .as_ref()
                .and_then(|document| document.get_element_by_id(BODY));
            match document.zip(body) {
                Some((document, body)) => {
                    // Fails only for an address that is none.
                    let _ = Url::revoke_object_url(&url);
                    windows.furnish(pane, window, &document, body);
                }
                None => windows.wait(pane, window, url, asks - 1),
            }
        })
        .forget();
    }

    fn furnish(&self, pane: Pane, window: Window, document: &Document, body: Element) {
        let Some((bar, place)) =
            part(&body, "div", "own-top").zip(part(&body, "main", "own-place"))
        else {
            return;
        };
        link_sheets(document);
        theme::follow(document);
        let closes = |windows: &Windows| {
            let windows = windows.clone();
            move || windows.closed(pane)
        };
        let told = self.0.told.clone();
        let options = EventListenerOptions::enable_prevent_default();
        let keys = EventListener::new_with_options(document, "keydown", options, move |event| {
            told.key.emit(event.clone());
        });
        let gone = closes(self);
        let leaves = EventListener::new(&window, "pagehide", move |_| gone());
        let (gone, watched) = (closes(self), window.clone());
        let watch = Interval::new(CLOSED_MS, move || {
            if watched.closed().unwrap_or(true) {
                gone();
            }
        });
        self.0.all.borrow_mut().push(Own {
            pane,
            window,
            bar,
            place,
            _listeners: vec![keys, leaves],
            _watch: watch,
        });
        self.0.told.opened.emit(pane);
    }

    fn closed(&self, pane: Pane) {
        let mut all = self.0.all.borrow_mut();
        let Some(at) = all.iter().position(|own| own.pane == pane) else {
            return;
        };
        let own = all.remove(at);
        drop(all);
        self.0.told.closed.emit(pane);
        // The listener that is speaking goes when it has finished, and the window after the
        // pane has been taken out of it.
        Timeout::new(ASK_MS, move || {
            // A window that is closed already stays so.
            let _ = own.window.close();
            drop(own);
        })
        .forget();
    }

    /// Where the pane stands in its window.
    #[must_use]
    pub fn place(&self, pane: Pane) -> Option<Element> {
        self.of(pane, |own| own.place.clone())
    }

    /// Where the bar over the pane stands.
    #[must_use]
    pub fn bar(&self, pane: Pane) -> Option<Element> {
        self.of(pane, |own| own.bar.clone())
    }

    fn of<T>(&self, pane: Pane, read: impl FnOnce(&Own) -> T) -> Option<T> {
        let all = self.0.all.borrow();
        all.iter().find(|own| own.pane == pane).map(read)
    }

    /// Brings a pane back: closes its window.
    pub fn close(&self, pane: Pane) {
        self.closed(pane);
    }

    /// The console goes: so do its windows.
    pub fn close_all(&self) {
        for own in self.0.all.take() {
            // A window that is closed already stays so.
            let _ = own.window.close();
        }
    }
}

/// The address of an empty document. Made from a blob, for that needs no request, is in
/// standards mode and stands under the policy of this page.
fn blank(title: &str) -> Result<String, JsValue> {
    let text = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title} · \
         Firedrill</title></head><body id=\"{BODY}\"></body></html>"
    );
    let kind = BlobPropertyBag::new();
    kind.set_type("text/html");
    let parts = js_sys::Array::of1(&JsValue::from_str(&text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &kind)?;
    Url::create_object_url_with_blob(&blob)
}

/// A part of the window. It is made by this page, so that it is of this page's classes.
fn part(body: &Element, tag: &str, class: &str) -> Option<Element> {
    let part = gloo::utils::document().create_element(tag).ok()?;
    part.set_class_name(class);
    body.append_child(&part).ok()?;
    Some(part)
}

/// Links the page's style sheets over.
fn link_sheets(document: &Document) {
    let page = gloo::utils::document();
    let Ok(sheets) = page.query_selector_all("link[rel=stylesheet]") else {
        return;
    };
    let Ok(Some(head)) = document.query_selector("head") else {
        return;
    };
    for at in 0..sheets.length() {
        let Some(sheet) = sheets.get(at) else {
            continue;
        };
        // The address as the page has resolved it: a blob has none to resolve it by.
        let address = js_sys::Reflect::get(&sheet, &JsValue::from_str("href"));
        let address = address.ok().and_then(|address| address.as_string());
        let Some((address, link)) = address.zip(document.create_element("link").ok()) else {
            continue;
        };
        // Names and values are valid.
        let _ = link.set_attribute("rel", "stylesheet");
        let _ = link.set_attribute("href", &address);
        let _ = head.append_child(&link);
    }
}

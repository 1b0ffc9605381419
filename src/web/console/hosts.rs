//! Where panes stand in the page: each has an element of its own that is moved as a whole.
//!
//! A pane is drawn once, through a portal, into its element. The element is then put into the
//! upper or lower half of the tool column or into another window. So nothing typed, selected
//! or scrolled is lost, and no part is drawn anew.

use crate::incident::panes::Pane;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement};
use yew::prelude::*;

/// The elements of all panes. Never change while the console stands.
#[derive(Clone)]
pub struct Hosts(Rc<Vec<(Pane, Element)>>);

impl PartialEq for Hosts {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Hosts {
    fn new() -> Hosts {
        let document = gloo::utils::document();
        let host = |pane: Pane| {
            let host = document.create_element("div").ok()?;
            host.set_class_name("host");
            Some((pane, host))
        };
        Hosts(Rc::new(Pane::windows().filter_map(host).collect()))
    }

    /// The element of a pane.
    #[must_use]
    pub fn of(&self, pane: Pane) -> Option<&Element> {
        let mut all = self.0.iter();
        all.find(|(id, _)| *id == pane).map(|(_, host)| host)
    }

    /// Draws a pane into its element, wherever that stands.
    pub fn draw(&self, pane: Pane, content: Html) -> Html {
        match self.of(pane) {
            Some(host) => create_portal(content, host.clone()),
            None => html! {},
        }
    }

    /// Puts a pane's element into a place; one that is not shown stays where it is.
    pub fn put(&self, pane: Pane, place: Option<&Element>, shown: bool) {
        let Some(host) = self.of(pane) else { return };
        let parent = host.parent_element();
        if let Some(place) = place
            && (shown || parent.is_none())
            && parent.as_ref() != Some(place)
        {
            let scrolled = scrolled(host);
            // Fails only where the place is inside of the pane.
            let _ = place.append_child(host);
            // An element that is taken out of its document forgets how far it was scrolled.
            for (element, top) in scrolled {
                element.set_scroll_top(top);
            }
        }
        host.unchecked_ref::<HtmlElement>().set_hidden(!shown);
    }
}

/// What is scrolled in a pane, and how far, px.
fn scrolled(host: &Element) -> Vec<(Element, i32)> {
    let Ok(all) = host.query_selector_all("*") else {
        return vec![];
    };
    let all = (0..all.length()).filter_map(|at| all.get(at)?.dyn_into::<Element>().ok());
    all.map(|element| {
        let top = element.scroll_top();
        (element, top)
    })
    .filter(|(_, top)| *top > 0)
    .collect()
}

/// Elements for all panes that can stand in a window of their own.
#[hook]
pub fn use_hosts() -> Hosts {
    (*use_memo((), |()| Hosts::new())).clone()
}

/// The element of the sheets over the console: it goes to the window that is in use.
#[derive(Clone)]
pub struct Sheets(Option<Element>);

impl Sheets {
    /// Moves the sheets to a document; none is the page's.
    pub fn to(&self, document: Option<Document>) {
        let document = document.unwrap_or_else(gloo::utils::document);
        if let Some((host, body)) = self.0.as_ref().zip(document.body())
            && host.parent_element().as_deref() != Some(&body)
        {
            // Fails only where the body is inside of the sheets.
            let _ = body.append_child(host);
        }
    }

    /// Draws the sheets.
    pub fn draw(&self, content: Html) -> Html {
        match &self.0 {
            Some(host) => create_portal(content, host.clone()),
            None => html! {},
        }
    }
}

/// The element of the sheets; it leaves the page with the console.
#[hook]
pub fn use_sheets() -> Sheets {
    let sheets = use_memo((), |()| {
        let sheets = Sheets(gloo::utils::document().create_element("div").ok());
        sheets.to(None);
        sheets
    });
    let host = sheets.0.clone();
    use_effect_with((), move |()| {
        move || {
            if let Some(host) = host {
                host.remove();
            }
        }
    });
    (*sheets).clone()
}

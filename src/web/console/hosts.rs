//! Where panes stand in the page: each has an element of its own that is moved as a whole.
//!
//! A pane is drawn once, through a portal, into its element. The element is then put into the
//! upper or lower half of the tool column or into another window. So nothing typed, selected
//! or scrolled is lost, and no part is drawn anew.

use crate::app::frame::Pane;
use std::rc::Rc;
use web_sys::{Element, HtmlElement};
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
    fn new(panes: &[Pane]) -> Hosts {
        let document = gloo::utils::document();
        let host = |pane: &Pane| {
            let host = document.create_element("div").ok()?;
            host.set_class_name("host");
            Some((*pane, host))
        };
        Hosts(Rc::new(panes.iter().filter_map(host).collect()))
    }

    /// The element of a pane.
    #[must_use]
    pub fn of(&self, pane: &str) -> Option<&Element> {
        let mut all = self.0.iter();
        all.find(|(id, _)| *id == pane).map(|(_, host)| host)
    }

    /// Draws a pane into its element, wherever that stands.
    pub fn draw(&self, pane: &str, content: Html) -> Html {
        match self.of(pane) {
            Some(host) => create_portal(content, host.clone()),
            None => html! {},
        }
    }

    /// Puts a pane's element into a place, or hides it where it is.
    pub fn put(&self, pane: &str, place: Option<&Element>) {
        let Some(host) = self.of(pane) else { return };
        if let Some(place) = place
            && host.parent_element().as_ref() != Some(place)
        {
            // Fails only where the place is inside of the pane.
            let _ = place.append_child(host);
        }
        let host: &HtmlElement = wasm_bindgen::JsCast::unchecked_ref(host);
        host.set_hidden(place.is_none());
    }
}

/// Elements for these panes.
#[hook]
pub fn use_hosts(panes: &'static [Pane]) -> Hosts {
    (*use_memo((), |()| Hosts::new(panes))).clone()
}

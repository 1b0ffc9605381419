//! Hands: keys, focus and pointer, beyond a click on a named thing.

use std::time::Duration;

use fantoccini::actions::{InputSource, KeyAction, KeyActions, MouseActions, PointerAction};
use fantoccini::elements::Element;
use serde_json::{Value, json};

use crate::find;
use crate::page::{Page, must};

/// Enter.
pub const ENTER: &str = "\u{e007}";
/// Tab.
pub const TAB: &str = "\u{e004}";
/// Escape.
pub const ESC: &str = "\u{e00c}";
/// Space.
pub const SPACE: &str = " ";
/// Left arrow.
pub const LEFT: &str = "\u{e012}";
/// Up arrow.
pub const UP: &str = "\u{e013}";
/// Right arrow.
pub const RIGHT: &str = "\u{e014}";
/// Down arrow.
pub const DOWN: &str = "\u{e015}";
/// Home.
pub const HOME: &str = "\u{e011}";
/// End.
pub const END: &str = "\u{e010}";
/// Page up.
pub const PAGE_UP: &str = "\u{e00e}";
/// Control with K.
pub const CTRL_K: &str = "\u{e009}k\u{e000}";
/// Control with A, then Delete: empties a field.
pub const EMPTY: &str = "\u{e009}a\u{e000}\u{e017}";
/// Shift with the right arrow.
pub const SHIFT_RIGHT: &str = "\u{e008}\u{e014}\u{e000}";
/// Shift with the left arrow.
pub const SHIFT_LEFT: &str = "\u{e008}\u{e012}\u{e000}";

/// More stops of the tab key than any screen has.
const STOPS_MAX: usize = 400;

/// Modifiers of keys; they are held until [`RELEASE`] or the end.
const MODIFIERS: [char; 4] = ['\u{e008}', '\u{e009}', '\u{e00a}', '\u{e03d}'];
/// Lets go of the modifiers.
const RELEASE: char = '\u{e000}';

/// Role and name of what everything is looked for in; nothing is the whole page.
#[derive(Debug, Default)]
pub(crate) struct Inside(Option<(String, String)>);

impl Inside {
    pub(crate) fn get(&self) -> find::Place<'_> {
        self.0.as_ref().map(|(role, name)| (&**role, &**name))
    }
}

impl Page {
    /// Looks for everything inside the first element of this role and name, while `test` runs.
    #[track_caller]
    pub fn within<T>(&self, role: &str, name: &str, test: impl FnOnce() -> T) -> T {
        let inside = Inside(Some((role.to_owned(), name.to_owned())));
        let before = self.place.replace(inside);
        let answer = test();
        self.place.replace(before);
        answer
    }

    /// Presses keys on whatever has the focus, one after the other. Modifiers are held until
    /// `\u{e000}` or the end.
    #[track_caller]
    pub fn press(&self, keys: &str) {
        let mut held = Vec::new();
        let mut actions = KeyActions::new("keys".to_owned());
        for value in keys.chars() {
            if MODIFIERS.contains(&value) {
                held.push(value);
                actions = actions.then(KeyAction::Down { value });
            } else if value == RELEASE {
                for value in held.drain(..).rev() {
                    actions = actions.then(KeyAction::Up { value });
                }
            } else {
                actions = actions.then(KeyAction::Down { value });
                actions = actions.then(KeyAction::Up { value });
            }
        }
        for value in held.drain(..).rev() {
            actions = actions.then(KeyAction::Up { value });
        }
        must(
            self.session
                .run(async |client| client.perform_actions(actions).await),
        );
    }

    /// Whether the focus is on an element of this role and name.
    #[track_caller]
    pub fn focused(&self, role: &str, name: &str) -> bool {
        let script = format!(
            "const found = (function () {{ {} }}).apply(null, arguments);
             return found.nodes.includes(document.activeElement);",
            find::SCRIPT
        );
        let arguments = find::arguments(role, name, self.place.borrow().get());
        self.script(&script, &arguments) == Value::Bool(true)
    }

    /// Waits until the focus is on an element of this role and name.
    #[track_caller]
    pub fn wait_focus(&self, role: &str, name: &str) {
        self.wait(&format!("the focus on {role} {name:?}"), || {
            self.focused(role, name)
        });
    }

    /// Presses Tab until the focus is on an element of this role and name.
    #[track_caller]
    pub fn tab_to(&self, role: &str, name: &str) {
        self.find(role, name);
        for _ in 0..STOPS_MAX {
            if self.focused(role, name) {
                return;
            }
            self.press(TAB);
        }
        panic!("{STOPS_MAX} presses of Tab do not reach {role} {name:?}");
    }

    /// Drags inside an element, from one point to another, each in shares of its size with
    /// (0, 0) at its top left.
    #[track_caller]
    pub fn drag(&self, role: &str, name: &str, from: (f64, f64), to: (f64, f64)) {
        let element = self.reveal(role, name);
        let at = |share| self.point(&element, share);
        let (from, to) = (at(from), at(to));
        let middle = (((from.0 + to.0) / 2.0).round(), from.1);
        let steps = [
            move_to(from),
            PointerAction::Down { button: 0 },
            move_to(middle),
            move_to(to),
            PointerAction::Up { button: 0 },
        ];
        // A hand is not faster than the screen: the page paints between two steps.
        for step in steps {
            self.perform(MouseActions::new("mouse".to_owned()).then(step));
            self.painted();
        }
    }

    /// Waits until the page has painted what it knows.
    #[track_caller]
    pub fn painted(&self) {
        self.script(
            "window.painted = false;
             document.fonts.ready.then(() => requestAnimationFrame(() =>
               requestAnimationFrame(() => { window.painted = true; })));",
            &[],
        );
        self.wait("two frames", || {
            self.script("return window.painted", &[]) == Value::Bool(true)
        });
    }

    /// Moves the pointer over a point of an element, in shares of its size.
    #[track_caller]
    pub fn hover(&self, role: &str, name: &str, share: (f64, f64)) {
        let element = self.reveal(role, name);
        let at = self.point(&element, share);
        self.perform(MouseActions::new("mouse".to_owned()).then(move_to(at)));
    }

    /// Puts the focus on the first element of this role and name.
    #[track_caller]
    pub fn focus(&self, role: &str, name: &str) {
        let element = self.reveal(role, name);
        self.script("arguments[0].focus()", &[json!(element)]);
    }

    /// The first element of this role and name, scrolled into sight.
    #[track_caller]
    fn reveal(&self, role: &str, name: &str) -> Element {
        let element = self.find(role, name);
        self.script(
            "arguments[0].scrollIntoView({ block: 'center' })",
            &[json!(element)],
        );
        element
    }

    /// A point of an element in the window, CSS px.
    #[track_caller]
    fn point(&self, element: &Element, share: (f64, f64)) -> (f64, f64) {
        let frame = self.script(
            "const r = arguments[0].getBoundingClientRect();
             return [r.left, r.top, r.width, r.height];",
            &[json!(element)],
        );
        let number = |at: usize| frame[at].as_f64().unwrap_or_default();
        (
            (number(0) + share.0 * number(2)).round(),
            (number(1) + share.1 * number(3)).round(),
        )
    }

    #[track_caller]
    fn perform(&self, mouse: MouseActions) {
        must(
            self.session
                .run(async |client| client.perform_actions(mouse).await),
        );
    }
}

fn move_to((x, y): (f64, f64)) -> PointerAction {
    PointerAction::MoveTo {
        duration: Some(Duration::ZERO),
        x,
        y,
    }
}

//! What panes ask of each other: a line of the log shows its moment on the charts, an alert
//! opens its page of the runbook, the runbook puts a command into the terminal.

use crate::app::shared::Shared;
use crate::incident::panes::Pane;
use yew::prelude::*;

/// What one pane asks of another.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// Show a tool.
    Tool(Pane),
    /// Show this time on the charts, ms from minute zero: crosshair there, and in range.
    Moment(i64),
    /// Put a command into the terminal's line, without sending it.
    Command(String),
    /// Open a page of the runbook, by id.
    Runbook(String),
    /// Open a file, by its path.
    File(String),
}

/// The last wish of each kind that a pane hears of, numbered so that the same wish can be
/// heard twice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wishes {
    /// Number of wishes so far.
    pub count: u64,
    /// For the charts.
    pub moment: Option<(u64, i64)>,
    /// For the terminal.
    pub command: Option<(u64, String)>,
    /// For the runbook.
    pub runbook: Option<(u64, String)>,
    /// For the files.
    pub file: Option<(u64, String)>,
}

impl Wishes {
    /// These and one more.
    #[must_use]
    pub fn with(&self, wish: Wish) -> Wishes {
        let mut next = self.clone();
        next.count += 1;
        let number = next.count;
        match wish {
            Wish::Tool(_) => {}
            Wish::Moment(t_ms) => next.moment = Some((number, t_ms)),
            Wish::Command(line) => next.command = Some((number, line)),
            Wish::Runbook(page) => next.runbook = Some((number, page)),
            Wish::File(path) => next.file = Some((number, path)),
        }
        next
    }
}

/// Hears the wishes of all panes. Never changes while the console stands.
#[derive(Clone, PartialEq)]
pub struct Desk {
    wish: Callback<Wish>,
}

impl Desk {
    /// A desk that hands wishes on.
    #[must_use]
    pub fn new(wish: Callback<Wish>) -> Desk {
        Desk { wish }
    }

    /// A press that asks for something.
    #[must_use]
    pub fn on_press(&self, wish: Wish) -> Callback<MouseEvent> {
        self.wish.reform(move |_: MouseEvent| wish.clone())
    }

    /// Ask for something.
    pub fn wish(&self, wish: Wish) {
        self.wish.emit(wish);
    }
}

/// The desk of this console.
///
/// # Panics
/// Outside of a console.
#[hook]
pub fn use_desk() -> Desk {
    use_context::<Desk>().expect("panes stand inside a console")
}

/// The last wishes; wakes the component at each new one.
///
/// # Panics
/// Outside of a console.
#[hook]
pub fn use_wishes() -> Shared<Wishes> {
    use_context::<Shared<Wishes>>().expect("panes stand inside a console")
}

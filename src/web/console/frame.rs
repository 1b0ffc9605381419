//! The frame while the console stands: kept, told in the address, its panes put in their places.

use super::desk::{Desk, Wish, Wishes};
use super::hosts::{Hosts, Sheets, use_hosts, use_sheets};
use super::windows::{Told, Windows};
use crate::app::frame::{Change, Frame, Half};
use crate::app::shared::Shared;
use crate::incident::panes::Pane;
use crate::web::address::{self, Step};
use crate::web::run::Run;
use crate::web::{storage, theme};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{Element, Event};
use yew::prelude::*;

/// A message is shown for this long, ms.
const SAID_MS: u32 = 10_000;
/// Below this width the columns are pages, CSS px; as in the style sheet.
const PAGES_PX: f64 = 1200.0;

/// A message for the person.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Said {
    /// None.
    #[default]
    Nothing,
    /// Something was done.
    Good(AttrValue),
    /// Something could not be done.
    Wrong(AttrValue),
}

impl Said {
    /// Its class in the style sheet, and its words.
    #[must_use]
    pub fn parts(&self) -> (&'static str, AttrValue) {
        match self {
            Said::Nothing => ("note toast", AttrValue::default()),
            Said::Good(text) => ("note note-good toast", text.clone()),
            Said::Wrong(text) => ("note note-warn toast", text.clone()),
        }
    }
}

/// What the console works with.
#[derive(Clone)]
pub struct Stage {
    /// How the frame stands.
    pub frame: Frame,
    /// Changes it.
    pub change: Callback<Change>,
    /// Shows a tool, wherever it stands.
    pub open: Callback<Pane>,
    /// Opens a pane in a window of its own, or brings it back.
    pub out: Callback<Pane>,
    /// The elements of the panes.
    pub hosts: Hosts,
    /// The bars over panes in windows of their own.
    pub bars: Vec<(Pane, Element)>,
    /// The sheets over the console.
    pub sheets: Sheets,
    /// Where they go: upper half, lower half, charts.
    pub slots: (NodeRef, NodeRef, NodeRef),
    /// Hears what panes ask of each other.
    pub desk: Desk,
    /// What they asked for last.
    pub wishes: Shared<Wishes>,
    /// A message for the person.
    pub said: Said,
    /// Says something to the person.
    pub say: Callback<Said>,
    /// Hears keys of other windows.
    pub ear: Ear,
}

/// Who hears the keys of other windows; known only after the windows are.
pub type Ear = Rc<RefCell<Callback<Event>>>;

struct State(Frame);

enum Act {
    Change(Change),
    Address,
}

impl Reducible for State {
    type Action = Act;

    fn reduce(self: Rc<Self>, act: Act) -> Rc<Self> {
        let next = match act {
            Act::Change(change) => self.0.after(change),
            Act::Address => self.0.looked_at(&address::screen()),
        };
        if next == self.0 {
            self
        } else {
            Rc::new(State(next))
        }
    }
}

/// Whether the columns are pages.
fn has_pages() -> bool {
    let width = gloo::utils::window().inner_width().ok();
    width
        .and_then(|width| width.as_f64())
        .is_some_and(|width| width < PAGES_PX)
}

/// The frame of this console.
#[hook]
pub fn use_frame(run: &Run) -> Stage {
    let state = use_reducer(|| {
        let frame = Frame::new(storage::layout());
        State(frame.looked_at(&address::screen()))
    });
    let frame = state.0.clone();
    let said = use_state(Said::default);
    let ear: Ear = (*use_memo((), |()| Ear::default())).clone();
    let hosts = use_hosts();
    let sheets = use_sheets();
    let slots = (use_node_ref(), use_node_ref(), use_node_ref());
    let change = {
        let dispatch = state.dispatcher();
        use_callback((), move |change: Change, ()| {
            dispatch.dispatch(Act::Change(change))
        })
    };
    let windows = {
        let (change, ear, sheets) = (change.clone(), ear.clone(), sheets.clone());
        use_memo((), move |()| {
            Windows::new(Told {
                opened: change.reform(Change::Out),
                closed: Callback::from(move |pane| {
                    sheets.to(None);
                    change.emit(Change::Back(pane));
                }),
                key: Callback::from(move |event| ear.borrow().emit(event)),
            })
        })
    };
    let out = {
        let (windows, said) = (windows.clone(), said.clone());
        use_callback((), move |pane: Pane, ()| {
            if windows.place(pane).is_some() {
                windows.close(pane);
            } else if let Err(reason) = windows.open(pane) {
                said.set(Said::Wrong(reason.into()));
            }
        })
    };
    let open = {
        let (windows, change) = (windows.clone(), change.clone());
        use_callback((), move |pane: Pane, ()| {
            if windows.place(pane).is_some() {
                // It is there: to the front with it.
                let _ = windows.open(pane);
            }
            change.emit(Change::Open(pane));
        })
    };
    use_places(&frame, &hosts, &slots, &windows);
    use_kept(&frame);
    {
        let dispatch = state.dispatcher();
        let windows = windows.clone();
        use_effect_with((), move |()| {
            let window = gloo::utils::window();
            let back = EventListener::new(&window, "popstate", move |_| {
                dispatch.dispatch(Act::Address);
            });
            let all = windows.clone();
            let leaves = EventListener::new(&window, "pagehide", move |_| all.close_all());
            let paper = EventListener::new(&window, "beforeprint", |_| theme::for_paper(true));
            let screen = EventListener::new(&window, "afterprint", |_| theme::for_paper(false));
            move || {
                drop((back, leaves, paper, screen));
                windows.close_all();
            }
        });
    }
    {
        let setter = said.setter();
        use_effect_with((*said).clone(), move |now| {
            let timer = (*now != Said::Nothing)
                .then(|| Timeout::new(SAID_MS, move || setter.set(Said::Nothing)));
            move || drop(timer)
        });
    }
    let (desk, wishes) = use_desk_of(run, &open);
    let bars = frame.out.iter();
    let bars = bars.filter_map(|pane| Some((*pane, windows.bar(*pane)?)));
    let bars = bars.collect();
    Stage {
        frame,
        change,
        open,
        out,
        hosts,
        bars,
        sheets,
        slots,
        desk,
        wishes,
        say: {
            let said = said.setter();
            Callback::from(move |what| said.set(what))
        },
        said: (*said).clone(),
        ear,
    }
}

/// Puts each pane where the frame says it stands.
#[hook]
fn use_places(
    frame: &Frame,
    hosts: &Hosts,
    slots: &(NodeRef, NodeRef, NodeRef),
    windows: &Rc<Windows>,
) {
    let (hosts, slots, windows) = (hosts.clone(), slots.clone(), windows.clone());
    let places = (
        frame.at(Half::Upper),
        frame.at(Half::Lower),
        frame.out.clone(),
    );
    use_effect_with(places, move |(upper, lower, out)| {
        for pane in Pane::windows() {
            let half = |half: &NodeRef| half.cast::<Element>();
            let (place, shown) = match pane {
                pane if out.contains(&pane) => (windows.place(pane), true),
                Pane::Charts => (half(&slots.2), true),
                pane if Some(pane) == *lower => (half(&slots.1), true),
                pane => (half(&slots.0), Some(pane) == *upper),
            };
            hosts.put(pane, place.as_ref(), shown);
        }
    });
}

/// Keeps the layout and tells it in the address.
#[hook]
fn use_kept(frame: &Frame) {
    let first = use_mut_ref(|| true);
    {
        let layout = frame.layout.clone();
        let first = first.clone();
        use_effect_with(layout, move |layout| {
            if !first.replace(false) {
                storage::save_layout(layout);
            }
            theme::set_larger(layout.larger);
        });
    }
    use_effect_with((), |()| || theme::set_larger(false));
    let frame = frame.clone();
    let told = (
        frame.at(Half::Upper),
        frame.at(Half::Lower),
        frame.layout.preset(),
        frame.page,
    );
    use_effect_with(told, move |_| {
        let was = address::screen();
        let mut now = was.clone();
        frame.tell(&mut now, has_pages());
        let other = (&now.tool, &now.with, now.page) != (&was.tool, &was.with, was.page);
        let step = match was.tool {
            Some(_) if other => Step::Push,
            _ => Step::Replace,
        };
        address::change(step, move |screen| *screen = now);
    });
}

/// The desk: hears wishes, shows the pane they are for.
#[hook]
fn use_desk_of(run: &Run, open: &Callback<Pane>) -> (Desk, Shared<Wishes>) {
    let wishes = use_state(Shared::<Wishes>::default);
    let known = use_mut_ref(Wishes::default);
    let desk = {
        let (setter, open) = (wishes.setter(), open.clone());
        let charts = run.charts().clone();
        use_memo((), move |()| {
            Desk::new(Callback::from(move |wish: Wish| {
                match &wish {
                    Wish::Tool(tool) => open.emit(*tool),
                    Wish::Moment(t_ms) => {
                        charts.show_moment(*t_ms);
                        open.emit(Pane::Charts);
                    }
                    Wish::File(_) => open.emit(Pane::Files),
                    Wish::Command(_) => open.emit(Pane::Terminal),
                    Wish::Runbook(_) => open.emit(Pane::Runbook),
                }
                let next = known.borrow().with(wish);
                known.replace(next.clone());
                setter.set(Shared::new(next));
            }))
        })
    };
    ((*desk).clone(), (*wishes).clone())
}

//! Who draws charts and when: only when something changed, all of them in one frame where a hand
//! moved something, and a few in each where the clock did.

use crate::app::ranges::{Extent, Ranges, Shown};
use crate::chart::{Clock, Density, Mark, Samples, TimeRange, View};
use crate::web::clock::page_ms;
use crate::web::watched::Watched;
use crate::web::{theme, zone};
use gloo::render::{AnimationFrame, request_animation_frame};
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use yew::Callback;

/// What one frame draws from.
pub struct Brush<'a> {
    /// Telemetry.
    pub samples: &'a Samples,
    /// Marks.
    pub marks: &'a [Mark],
    /// Time shown.
    pub range: TimeRange,
    /// How times are told.
    pub clock: Clock,
    /// The shared crosshair.
    pub crosshair: Option<i64>,
    /// The stretch being chosen.
    pub selection: Option<(i64, i64)>,
    /// Colours.
    pub theme: crate::chart::Theme,
    /// Device pixels to a CSS pixel.
    pub dpr: f64,
}

impl Brush<'_> {
    /// How all panels are looked at in this frame.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        View {
            range: self.range,
            clock: self.clock,
            marks: self.marks,
            crosshair: self.crosshair,
            selection: self.selection,
            theme: &self.theme,
            density: Density::new(self.dpr, 1),
        }
    }
}

/// How charts are looked at, beside the crosshair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChartLook {
    /// Following the clock, or a chosen stretch.
    pub shown: Shown,
    /// Whether there is a way back.
    pub past: bool,
    /// The chart that has all the room.
    pub full: Option<&'static str>,
    /// Whether legends are shown.
    pub legends: bool,
}

type Painter = Rc<dyn Fn(&Brush<'_>)>;
type Source = Box<dyn Fn(&Charts, &mut dyn FnMut(&Brush<'_>))>;

/// News are drawn for so long in a frame, ms; the other charts follow in the next one. At 60x
/// a scrape comes every fifth frame.
const NEWS_MS: f64 = 1.5;

/// All charts of a screen: they share range, crosshair and frame.
#[derive(Clone)]
pub struct Charts(pub(super) Rc<Inner>);

pub(super) struct Inner {
    painters: RefCell<Vec<(u64, Painter)>>,
    next: Cell<u64>,
    /// Time of the shared crosshair, ms.
    pub(super) crosshair: Watched<Option<i64>>,
    /// As [`Charts::look`] was told last; none before the first change.
    pub(super) look: Watched<Option<ChartLook>>,
    selection: Cell<Option<(i64, i64)>>,
    pub(super) ranges: RefCell<Ranges>,
    pub(super) extent: Cell<Extent>,
    pub(super) full: Cell<Option<&'static str>>,
    pub(super) near: Cell<Option<&'static str>>,
    pub(super) legends: Cell<bool>,
    /// The frame last asked for; kept until the next one takes its place.
    frame: RefCell<Option<AnimationFrame>>,
    waiting: Cell<bool>,
    /// Painters that have not drawn yet what is new.
    stale: Cell<usize>,
    /// The next painter whose turn it is.
    turn: Cell<usize>,
    /// All of them have to draw in the next frame.
    at_once: Cell<bool>,
    source: Source,
}

thread_local! {
    /// The charts there are, of the run under way and of the one kept for its debrief.
    static ALL: RefCell<Vec<Weak<Inner>>> = const { RefCell::new(Vec::new()) };
}

impl PartialEq for Charts {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Charts {
    /// Charts that draw from `source`, which calls what it is given with a [`Brush`] if there
    /// is something to draw from.
    pub fn new(source: impl Fn(&Charts, &mut dyn FnMut(&Brush<'_>)) + 'static) -> Self {
        let inner = Rc::new(Inner {
            painters: RefCell::default(),
            next: Cell::new(0),
            crosshair: Watched::new(None),
            look: Watched::new(None),
            selection: Cell::new(None),
            ranges: RefCell::default(),
            extent: Cell::default(),
            full: Cell::new(None),
            near: Cell::new(None),
            legends: Cell::new(true),
            frame: RefCell::default(),
            waiting: Cell::new(false),
            stale: Cell::new(0),
            turn: Cell::new(0),
            at_once: Cell::new(false),
            source: Box::new(source),
        });
        ALL.with_borrow_mut(|all| {
            all.retain(|other| other.strong_count() > 0);
            all.push(Rc::downgrade(&inner));
        });
        Self(inner)
    }

    /// Draws all charts of all runs again: their colours have changed.
    pub fn touch_all() {
        let all = ALL.with_borrow(|all| all.iter().filter_map(Weak::upgrade).collect::<Vec<_>>());
        all.into_iter().for_each(|inner| Charts(inner).touch());
    }

    /// Draws all charts of all runs at once: a printer waits for no frame.
    pub fn draw_all() {
        let all = ALL.with_borrow(|all| all.iter().filter_map(Weak::upgrade).collect::<Vec<_>>());
        for inner in all {
            inner.at_once.set(true);
            Charts(inner).draw();
        }
    }

    /// Draws all charts in the next frame. A hidden tab has no frames: then the wish stands,
    /// once, and nothing piles up.
    pub fn touch(&self) {
        self.0.at_once.set(true);
        self.ask();
    }

    /// The clock has moved: draws all charts within the next frames, in turns.
    pub fn news(&self) {
        self.0.stale.set(usize::MAX);
        self.ask();
    }

    fn ask(&self) {
        if self.0.waiting.replace(true) {
            return;
        }
        let inner: Weak<Inner> = Rc::downgrade(&self.0);
        let frame = request_animation_frame(move |_| {
            if let Some(inner) = inner.upgrade() {
                inner.waiting.set(false);
                Charts(inner).draw();
            }
        });
        *self.0.frame.borrow_mut() = Some(frame);
    }

    fn draw(&self) {
        let painters: Vec<Painter> = {
            let painters = self.0.painters.borrow();
            painters.iter().map(|(_, p)| Rc::clone(p)).collect()
        };
        let at_once = self.0.at_once.take();
        let stale = match at_once {
            true => painters.len(),
            false => self.0.stale.get().min(painters.len()),
        };
        let mut left = 0;
        (self.0.source)(self, &mut |brush| {
            let until_ms = page_ms() + NEWS_MS;
            let turn = self.0.turn.get();
            let turns = painters.iter().cycle().skip(turn % painters.len().max(1));
            left = stale;
            for painter in turns.take(stale) {
                painter(brush);
                left -= 1;
                if !at_once && page_ms() >= until_ms {
                    break;
                }
            }
            self.0.turn.set(turn.wrapping_add(stale - left));
        });
        self.0.stale.set(left);
        if left > 0 {
            self.ask();
        }
    }

    /// Adds a painter; it is gone when the returned guard is dropped.
    pub fn paint<P: Fn(&Brush<'_>) + 'static>(&self, painter: P) -> impl FnOnce() + use<P> {
        let id = self.0.next.replace(self.0.next.get() + 1);
        self.0.painters.borrow_mut().push((id, Rc::new(painter)));
        self.touch();
        let charts = self.clone();
        move || {
            charts
                .0
                .painters
                .borrow_mut()
                .retain(|(other, _)| *other != id)
        }
    }

    /// Tells when the crosshair moves; until the returned guard is called.
    pub fn watch(&self, watcher: Callback<Option<i64>>) -> impl FnOnce() + use<> {
        self.0.crosshair.watch(watcher)
    }

    /// Moves the crosshair of all charts.
    pub fn set_crosshair(&self, at: Option<i64>) {
        if self.0.crosshair.set(at) {
            self.touch();
        }
    }

    /// Where the crosshair is.
    #[must_use]
    pub fn crosshair(&self) -> Option<i64> {
        self.0.crosshair.get()
    }

    /// Marks a stretch that is being chosen, on all charts; none ends it.
    pub fn select(&self, stretch: Option<(i64, i64)>) {
        if self.0.selection.replace(stretch) != stretch {
            self.touch();
        }
    }

    /// The stretch being chosen: where it began, and where it is now.
    #[must_use]
    pub fn selection(&self) -> Option<(i64, i64)> {
        self.0.selection.get()
    }

    /// A brush for this frame.
    #[must_use]
    pub fn brush<'a>(&self, samples: &'a Samples, marks: &'a [Mark], zero_s: i64) -> Brush<'a> {
        self.0.extent.set(Extent::of(samples));
        Brush {
            samples,
            marks,
            range: self.shown(),
            clock: zone::clock(zero_s),
            crosshair: self.crosshair(),
            selection: self.selection(),
            theme: theme::chart_theme(),
            dpr: theme::pixel_ratio(),
        }
    }
}

//! Who draws charts and when: one frame for all of them, and only when something changed.

use crate::chart::{Clock, Density, Mark, Samples, TimeRange, View};
use crate::web::theme;
use gloo::render::{AnimationFrame, request_animation_frame};
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use yew::Callback;

const MINUTE_MS: i64 = 60_000;

/// How much time the charts show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeChoice {
    /// The last 15 minutes.
    Quarter,
    /// The last half hour.
    Half,
    /// The last hour.
    Hour,
    /// From the first sample on.
    All,
}

impl RangeChoice {
    /// All, shortest first.
    pub const ALL: [RangeChoice; 4] = [
        RangeChoice::Quarter,
        RangeChoice::Half,
        RangeChoice::Hour,
        RangeChoice::All,
    ];

    /// Its name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            RangeChoice::Quarter => "15 min",
            RangeChoice::Half => "30 min",
            RangeChoice::Hour => "1 h",
            RangeChoice::All => "All",
        }
    }

    /// The range that ends at the newest sample.
    #[must_use]
    pub fn range(self, samples: &Samples) -> TimeRange {
        let times = samples.times();
        let newest = times.last().copied().unwrap_or(0);
        let oldest = times.first().copied().unwrap_or(newest - MINUTE_MS);
        match self {
            RangeChoice::Quarter => TimeRange::new(newest - 15 * MINUTE_MS, newest),
            RangeChoice::Half => TimeRange::new(newest - 30 * MINUTE_MS, newest),
            RangeChoice::Hour => TimeRange::new(newest - 60 * MINUTE_MS, newest),
            RangeChoice::All => TimeRange::new(oldest, newest),
        }
    }
}

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
            theme: &self.theme,
            density: Density::new(self.dpr, 1),
        }
    }
}

type Painter = Rc<dyn Fn(&Brush<'_>)>;
type Source = Box<dyn Fn(&Charts, &[Painter])>;

/// All charts of a screen: they share range, crosshair and frame.
#[derive(Clone)]
pub struct Charts(Rc<Inner>);

struct Inner {
    painters: RefCell<Vec<(u64, Painter)>>,
    watchers: RefCell<Vec<(u64, Callback<Option<i64>>)>>,
    next: Cell<u64>,
    crosshair: Cell<Option<i64>>,
    range: Cell<RangeChoice>,
    /// The frame last asked for; kept until the next one takes its place.
    frame: RefCell<Option<AnimationFrame>>,
    waiting: Cell<bool>,
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
    /// Charts that draw from `source`, which calls the painters with a [`Brush`].
    pub fn new(source: impl Fn(&Charts, &[Painter]) + 'static) -> Self {
        let inner = Rc::new(Inner {
            painters: RefCell::default(),
            watchers: RefCell::default(),
            next: Cell::new(0),
            crosshair: Cell::new(None),
            range: Cell::new(RangeChoice::Half),
            frame: RefCell::default(),
            waiting: Cell::new(false),
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
        all.into_iter().for_each(|inner| Charts(inner).draw());
    }

    /// Draws all charts in the next frame. A hidden tab has no frames: then the wish stands,
    /// once, and nothing piles up.
    pub fn touch(&self) {
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
        let painters: Vec<Painter> = self
            .0
            .painters
            .borrow()
            .iter()
            .map(|(_, painter)| Rc::clone(painter))
            .collect();
        (self.0.source)(self, &painters);
    }

    /// Adds a painter; it is gone when the returned guard is dropped.
    pub fn paint<P: Fn(&Brush<'_>) + 'static>(&self, painter: P) -> impl FnOnce() + use<P> {
        let id = self.next_id();
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
        let id = self.next_id();
        self.0.watchers.borrow_mut().push((id, watcher));
        let charts = self.clone();
        move || {
            charts
                .0
                .watchers
                .borrow_mut()
                .retain(|(other, _)| *other != id)
        }
    }

    fn next_id(&self) -> u64 {
        let id = self.0.next.get();
        self.0.next.set(id + 1);
        id
    }

    /// Moves the crosshair of all charts.
    pub fn set_crosshair(&self, at: Option<i64>) {
        if self.0.crosshair.replace(at) != at {
            self.touch();
            let watchers: Vec<_> = self
                .0
                .watchers
                .borrow()
                .iter()
                .map(|(_, watcher)| watcher.clone())
                .collect();
            watchers.iter().for_each(|watcher| watcher.emit(at));
        }
    }

    /// Where the crosshair is.
    #[must_use]
    pub fn crosshair(&self) -> Option<i64> {
        self.0.crosshair.get()
    }

    /// Shows another range.
    pub fn set_range(&self, range: RangeChoice) {
        self.0.range.set(range);
        self.touch();
    }

    /// The range chosen.
    #[must_use]
    pub fn range(&self) -> RangeChoice {
        self.0.range.get()
    }

    /// A brush for this frame.
    #[must_use]
    pub fn brush<'a>(&self, samples: &'a Samples, marks: &'a [Mark], zero_s: i64) -> Brush<'a> {
        Brush {
            samples,
            marks,
            range: self.range().range(samples),
            clock: Clock::utc(zero_s),
            crosshair: self.crosshair(),
            theme: theme::chart_theme(),
            dpr: theme::pixel_ratio(),
        }
    }
}

//! Which time and which chart is looked at: what keys, buttons and other panes ask for.

use super::charts::{ChartLook, Charts};
use crate::app::ranges::{Extent, RangeChoice, Ranges};
use crate::chart::{Samples, TimeRange};
use yew::Callback;

impl Charts {
    /// How the charts are looked at.
    #[must_use]
    pub fn look(&self) -> ChartLook {
        let ranges = self.0.ranges.borrow();
        ChartLook {
            shown: ranges.shown(),
            past: ranges.has_past(),
            full: self.0.full.get(),
            legends: self.0.legends.get(),
        }
    }

    /// Tells when charts are looked at in another way; until the returned guard is called.
    pub fn watch_look(&self, looker: Callback<ChartLook>) -> impl FnOnce() + use<> {
        let told = move |look: Option<ChartLook>| look.into_iter().for_each(|l| looker.emit(l));
        self.0.look.watch(Callback::from(told))
    }

    fn look_has_changed(&self) {
        self.touch();
        self.0.look.set(Some(self.look()));
    }

    fn change(&self, change: impl FnOnce(&mut Ranges, Extent)) {
        let before = self.look();
        change(&mut self.0.ranges.borrow_mut(), self.0.extent.get());
        if self.look() != before {
            self.look_has_changed();
        }
    }

    /// Takes in what samples there are, for whoever looks before the first frame.
    pub fn measure(&self, samples: &Samples) {
        self.0.extent.set(Extent::of(samples));
    }

    /// The stretch of time shown.
    #[must_use]
    pub fn shown(&self) -> TimeRange {
        self.0.ranges.borrow().range(self.0.extent.get())
    }

    /// Follows the clock with another length.
    pub fn set_range(&self, choice: RangeChoice) {
        self.change(|ranges, _| ranges.choose(choice));
    }

    /// Shows the stretch between two times, ms.
    pub fn zoom(&self, from_ms: i64, to_ms: i64) {
        self.change(|ranges, extent| ranges.zoom(from_ms, to_ms, extent));
    }

    /// Shows half as much around the crosshair, else around the middle.
    pub fn zoom_in(&self) {
        let range = self.shown();
        let middle_ms = range.from_ms() + range.span_ms() / 2;
        let around_ms = self.crosshair().unwrap_or(middle_ms);
        self.change(|ranges, extent| ranges.zoom_in(around_ms, extent));
    }

    /// Shows twice as much.
    pub fn zoom_out(&self) {
        self.change(|ranges, extent| ranges.zoom_out(extent));
    }

    /// Moves by half of what is shown, back for a negative `way`.
    pub fn pan(&self, way: i8) {
        self.change(|ranges, extent| ranges.pan(way, extent));
    }

    /// Shows what was shown before.
    pub fn back(&self) {
        self.change(|ranges, _| {
            ranges.back();
        });
    }

    /// Follows the clock again.
    pub fn follow(&self) {
        self.change(|ranges, _| ranges.follow());
    }

    /// Puts the crosshair on a time and brings it into view.
    pub fn show_moment(&self, t_ms: i64) {
        self.change(|ranges, extent| ranges.show(t_ms, extent));
        self.set_crosshair(Some(t_ms));
    }

    /// Gives a chart all the room, or none.
    pub fn set_full(&self, panel: Option<&'static str>) {
        if self.0.full.replace(panel) != panel {
            self.look_has_changed();
        }
    }

    /// Gives the chart that was last pointed at or focused all the room, or takes it back.
    pub fn toggle_full(&self) {
        let next = match self.0.full.get() {
            None => self.0.near.get(),
            Some(_) => None,
        };
        self.set_full(next);
    }

    /// The pointer or the focus is in that chart.
    pub fn set_near(&self, panel: &'static str) {
        self.0.near.set(Some(panel));
    }

    /// Shows or hides the legends.
    pub fn toggle_legends(&self) {
        self.0.legends.set(!self.0.legends.get());
        self.look_has_changed();
    }
}

//! A run in the page: the worker's other end, what streams in, and who draws it.

mod charts;
mod charts_range;
mod controller;
mod draft;
mod hush;
mod incoming;
mod last;
mod owner;
mod screen;
mod tabs;
mod workers;

pub use charts::{ChartLook, Charts};
pub use controller::{Entry, Run};
pub use draft::{Rest, take_up, use_rest};
pub use last::charts as charts_of;
pub use screen::RunScreen;
pub use tabs::{delete_everything, listen};

pub use crate::app::ranges::RangeChoice;
use crate::app::shared::Shared;
use crate::app::view::RunView;
use yew::prelude::*;

/// What components see of the run; a new pointer at most ten times a second.
pub type View = Shared<RunView>;

/// The run that the screen is about; never changes while the screen stands.
///
/// # Panics
/// Outside of a [`RunScreen`].
#[hook]
pub fn use_run() -> Run {
    use_context::<Run>().expect("the console stands inside a run's screen")
}

/// The run's summary; wakes the component whenever there is a new one.
///
/// # Panics
/// Outside of a [`RunScreen`].
#[hook]
pub fn use_view() -> View {
    use_context::<View>().expect("the console stands inside a run's screen")
}

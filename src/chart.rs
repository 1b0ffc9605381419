//! Charts: series, scales, decimation, and drawing with plotters onto any backend.
//!
//! A panel is drawn in three steps. [`Samples`] holds the time series of a run, shared by all
//! panels. A [`PanelSpec`] says which columns a panel shows and in what unit; it also speaks:
//! a sentence, a legend, a table. [`draw`] puts one panel onto a plotters drawing area.
//!
//! Lengths are CSS pixels, times milliseconds from the incident's minute zero (negative before
//! it), values base units (seconds, ratio, bytes). A gap (NaN) means that nothing was scraped: it
//! breaks a line and is never bridged or read as zero.
//!
//! This room knows no other room and no browser; the page brings its own backend.

mod decimate;
mod draw;
mod frame;
mod geometry;
mod heat;
mod lines;
mod mark;
mod marks;
mod panel;
pub mod plot;
mod scale;
mod series;
mod table;
mod theme;
mod time;
mod unit;
mod words;

pub use decimate::{Point, decimate};
pub use draw::{Plan, draw};
pub use frame::{DrawError, View};
pub use geometry::{Density, Layout, mark_at, pixel_to_time, time_to_pixel};
pub use heat::{HEAT_LEVELS, heat_level};
pub use mark::{Mark, MarkKind};
pub use panel::{Axis, Band, Kind, PanelSpec, Role, SeriesSpec, Threshold, YMax};
pub use scale::{Domain, nice_step};
pub use series::{PushError, Samples};
pub use table::{SeriesStats, Table, TableRow};
pub use theme::{Theme, contrast};
pub use time::{Clock, TimeRange, time_ticks};
pub use unit::{Prefix, Unit};

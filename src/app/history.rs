//! What the results of many runs say: the best, how far they lie apart, whether they change.
//!
//! Every number told is that of a run that was played: medians and quartiles are order
//! statistics, and nothing is averaged. Fewer than [`ENOUGH`] runs have no quartiles and no
//! trend.

mod csv;
mod list;
mod spread;
mod summary;
#[cfg(test)]
mod tests;
mod trend;
mod words;

pub use csv::to_csv;
pub use list::{ModeFilter, Order, listed};
pub use spread::{ENOUGH, SOME, Spread, spread};
pub use summary::{History, Phase, histories};
pub use trend::{Trend, trend};
pub use words::{chart_summary, figures, phase_cells};

//! The logs as a person searches them: the language of the search, the lines it shows, when
//! they came.

mod fields;
mod find;
mod histogram;
mod hits;
mod paths;
mod query;
mod time;
mod token;

#[cfg(test)]
mod tests;

pub use fields::{FieldValue, fields, repeats};
pub use find::highlight;
pub use histogram::{Bars, Counts, Histogram, sum};
pub use hits::{Hosts, LogFilter, LogHits};
pub use paths::{HEIGHT, paths};
pub use query::{Field, Problem, QUERY_BYTES_MAX, Query, toggled};

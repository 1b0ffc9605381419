//! The native tests, in one binary: linking is what costs time.

mod chart;
mod config;
mod incident;
mod markdown;
mod saved;
mod tidy;

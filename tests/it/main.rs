//! The native tests, in one binary: linking is what costs time.

mod addresses;
mod beats;
mod chart;
mod config;
mod database;
mod digests;
mod incident;
mod lifecycle;
mod markdown;
mod runner;
mod saved;
mod session;
mod tidy;
mod webtier;
mod world;

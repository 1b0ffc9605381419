//! The native tests, in one binary: linking is what costs time.

mod addresses;
mod beats;
mod bouncer;
mod chart;
mod config;
mod database;
mod digests;
mod direct;
mod incident;
mod lifecycle;
mod markdown;
mod pool;
mod runner;
mod saved;
mod session;
mod shop;
mod metastable;
mod random_worlds;
mod runner;
mod saved;
mod session;
mod theory;
mod tidy;
mod webtier;
mod world;

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
mod lockstep;
mod markdown;
mod metastable;
mod pool;
mod random_worlds;
mod runner;
mod saved;
mod session;
mod shop;
mod terminal;
mod theory;
mod tidy;
mod triples;
mod webtier;
mod world;

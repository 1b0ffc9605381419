//! Firedrill: live through an outage before it happens to you.
//!
//! This page is the map. A room may use the rooms above it in this list, never
//! those below it; `tests/it/tidy.rs` holds that.
//!
//! | room | what it is for |
//! |---|---|
//! | [`vocabulary`] | every command that changes a world and every action of a player, once |
//! | [`csv`] | tables for a spreadsheet, for every room |
//! | [`sim`] | the engine and the world: time, load, web tier, pool, database, telemetry |
//! | [`json`] | reading and writing of JSON, once for all documents and messages |
//! | [`chart`] | series, scales, decimation, drawing with plotters onto any backend |
//! | [`incident`] | the incident file: types, parsing with places, lints, lowering to a world |
//! | [`drill`] | a run: actions, journal, alerts, responders, the session that steps a world |
//! | [`terminal`] | a terminal on the simulated hosts: shell, psql, git, kubectl, … |
//! | [`chart`] | series, scales, decimation, drawing with plotters onto any backend |
//! | [`debrief`] | harm, score, reference runs, the written debrief |
//! | [`lab`] | what if: the same incident many times, with and without its measures |
//! | [`app`] | the page's state and reducer; the worker's mind; what the two say to each other |
//! | `web` | Yew components, worker, storage, canvas (wasm only) |
//! | `cli` | the native commands (host only) |

pub mod app;
pub mod chart;
pub mod csv;
pub mod debrief;
pub mod drill;
pub mod incident;
pub mod json;
pub mod lab;
pub mod terminal;

/// The engine, a package of its own: the page builds it for speed, all else for size.
pub use firedrill_sim as sim;
/// What can be done, a package below the engine.
pub use firedrill_vocabulary as vocabulary;

#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
#[cfg(target_arch = "wasm32")]
pub mod web;

//! A run: actions, journal, alerts and pager, responders, the session that steps a world.
//!
//! | file | what it is for |
//! |---|---|
//! | `action` | what a player can do; the journal |
//! | `session` | a run under way: steps the world, listens to it, takes actions |
//! | `board` | the diagnosis board: hypotheses, pins, weights, ticks |
//! | `apply`, `pool_size` | what each action does |
//! | `alerts`, `feed`, `people` | alert rules, the stream, contacts, coach, conditions |
//! | `responders`, `journal` | scripted players; journals as files |
//! | `words` | numbers and live values in sentences |

pub mod action;
pub mod alerts;
mod apply;
pub mod board;
pub mod feed;
pub mod journal;
pub mod people;
mod pool_size;
pub mod responders;
pub mod session;
pub mod words;

pub use session::Session;

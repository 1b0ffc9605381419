//! A run: actions, journal, alerts and pager, responders, the session that steps a world.
//!
//! | file | what it is for |
//! |---|---|
//! | `action` | the journal of what a player did |
//! | `session`, `read` | a run under way: steps the world, listens, takes actions; what others may read |
//! | `convoy` | several runs of one world, run once while none changes it |
//! | `board` | the diagnosis board: hypotheses, pins, weights, ticks |
//! | `apply`, `pool_size`, `statement`, `hints` | what each action does; a diagnosis in own words; help |
//! | `clock` | when the clock was stopped, as a journal knows it |
//! | `proof` | is the recovery proven? |
//! | `alerts`, `windows`, `silence`, `pager` | alert rules, groups and pages |
//! | `people`, `channel`, `roles`, `status` | who speaks, who does what, what customers read |
//! | `conditions`, `facts`, `coach`, `feed` | what texts hang on and say; the stream |
//! | `mode` | how a run is played |
//! | `responders`, `policy`, `journal` | scripted players, those that react; journals as files |
//! | `words` | numbers and live values in sentences |

pub mod action;
pub mod alerts;
mod apply;
pub mod board;
pub mod channel;
pub mod clock;
mod coach;
mod conditions;
pub mod convoy;
mod facts;
pub mod feed;
pub mod hints;
pub mod journal;
pub mod mode;
pub mod pager;
pub mod people;
pub mod pipelines;
pub mod policy;
mod pool_size;
mod proof;
mod read;
pub mod responders;
pub mod roles;
pub mod session;
pub mod silence;
pub mod statement;
pub mod status;
mod windows;
pub mod words;

pub use session::Session;

//! The vocabulary: every command that changes a world and every action of a player, once.
//!
//! Journals, incident files, the engine, the terminal and the page use the same types, so a
//! command that is added here is known everywhere, and a `match` that forgets it does not
//! compile. Only plain data: what a command does stands in `sim`, what an action does in `drill`.
//!
//! | file | what it is for |
//! |---|---|
//! | `command` | what can be done to a world: names, parameters, titles, answers, needs |
//! | `action` | what a player can do: looks, statements, commands, the clock, help |
//! | `board` | steps at the diagnosis board |
//! | `bounds` | how large parameters may be |
//! | `choices` | enumerations that files and engine share |
//! | `lock_mode` | PostgreSQL's table lock modes and their conflicts |
//! | `parts` | what a player does to running pools and to PgBouncer |
//! | `response` | phases, components, roles, silences, diagnoses |
//! | `sessions` | which sessions a command is for, and sessions that get in the way |

pub mod action;
pub mod board;
pub mod bounds;
mod choices;
mod command;
mod lock_mode;
mod parts;
mod response;
mod sessions;

pub use choices::{
    AllOut, Backoff, Balancer, CacheScope, HealthCheck, LockOrder, RowMode, RowPick, Shape,
    StopMode,
};
pub use command::{Command, Part, shedding, text};
pub use lock_mode::LockMode;
pub use parts::{BouncerCommand, PoolCommand};
pub use response::{ComponentMark, ComponentState, Diagnosis, Matcher, ResponseRole, StatusPhase};
pub use sessions::{SessionFilter, SessionState, TableSession};

//! The engine and the world. No document types, no clock, no IO, no panic on any input.
//!
//! | file | what it is for |
//! |---|---|
//! | `time`, `calendar`, `heap`, `wheel`, `event` | nanoseconds, the list of events to come, what can happen |
//! | `rng`, `shape`, `digest`, `slab`, `histogram` | random streams, shapes of service times, run digest, arena, response times |
//! | `tape` | bounded lists that copies of a world share |
//! | `spec` | what a world is made of: plain data from the incident file |
//! | `world` | all parts together and the loop that takes one event after the other |
//! | `tier` | balancer, health checks, rollouts, shedding, breaker, cache, retries |
//! | `request`, `deployment`, `pool`, `loops` | users, instances, HikariCP, clients without pool |
//! | `bouncer` | PgBouncer between clients and server, where there is one |
//! | `database`, `server`, `processor`, `cache` | sessions, the server process, its CPU and cache |
//! | `request`, `population` | users: visits, attempts, retries; closed populations |
//! | `deployment`, `pool`, `direct`, `loops` | instances, HikariCP, sessions and clients without pool |
//! | `database`, `server`, `processor`, `unfairness`, `rate`, `cache` | sessions, the server process, its CPU and cache |
//! | `database`, `server`, `processor`, `rate`, `cache` | sessions, the server process, its CPU and cache |
//! | `lock_mode` | PostgreSQL's table lock modes and their conflicts |
//! | `wal`, `disk`, `memory`, `autovacuum`, `replica` | the log and its checkpoints, space, page cache and OOM killer, dead rows, the standby |
//! | `config` | configuration as text: parsers, versioned store, what is in force |
//! | `command`, `view` | what can be done to a world, what can be asked of it |
//! | `telemetry`, `gauges`, `journald`, `ledger`, `station` | metrics, logs, users' harm, books of queues |

mod autovacuum;
mod bouncer;
mod cache;
mod calendar;
mod command;
pub mod config;
pub mod database;
mod deployment;
mod digest;
mod direct;
mod disk;
mod event;
mod gauges;
mod heap;
mod histogram;
pub mod journald;
pub mod ledger;
pub mod lock_mode;
mod loops;
mod memory;
mod pool;
mod population;
mod processor;
mod rate;
mod replica;
mod request;
mod rng;
mod server;
pub mod shape;
mod slab;
pub mod spec;
pub mod station;
mod tape;
pub mod telemetry;
mod tier;
pub mod time;
mod unfairness;
mod view;
mod wal;
mod wheel;
mod world;

pub use database::{LockRow, SessionRow};
pub use digest::Digest;
pub use server::Status;
pub use tape::Tape;
pub use tier::InstanceStatus;
pub use view::{Activity, ServiceStatus};
pub use world::{Notice, World};

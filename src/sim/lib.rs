//! The engine and the world. No document types, no clock, no IO, no panic on any input.
//!
//! | file | what it is for |
//! |---|---|
//! | `time`, `calendar`, `sorted`, `wheel`, `heap`, `event` | nanoseconds, the list of events to come, what can happen |
//! | `civil` | days of the calendar, for log texts |
//! | `rng`, `ln`, `shape` | random streams, a logarithm that is the same everywhere, shapes of service times |
//! | `digest`, `slab`, `tape`, `histogram` | run digest, arena, bounded lists that copies of a world share, response times |
//! | `spec` | what a world is made of: plain data from the incident file |
//! | `world` | all parts together and the loop that takes one event after the other |
//! | `request`, `population` | users: visits, attempts, retries; closed populations |
//! | `deployment`, `tier` | instances; balancer, health checks, rollouts, shedding, breaker, cache, retries |
//! | `pool`, `unpooled`, `loops` | HikariCP, sessions without a pool, clients that connect each time |
//! | `bouncer` | PgBouncer between clients and server, where there is one |
//! | `database` | sessions, statements, locks |
//! | `server` | the server process: start, stop, reload, crash and recovery |
//! | `processor`, `rate`, `unfairness`, `cache` | its CPU, the law of the CPU's total rate, luck among backends, its buffers |
//! | `wal`, `disk`, `memory`, `autovacuum`, `replica` | the log and its checkpoints, space, page cache and OOM killer, dead rows, the standby |
//! | `config` | configuration as text: parsers, versioned store, what is in force |
//! | `snapshots`, `lockstep` | copies to go back to, two worlds compared event by event |
//! | `command`, `view`, `demand` | what can be done to a world, what can be asked of it, whether it carries all |
//! | `telemetry`, `gauges`, `bands`, `journald`, `ledger`, `station` | metrics, the machine's own, response times by band, logs, users' harm, books of queues |

mod autovacuum;
pub mod bands;
mod bouncer;
mod cache;
mod calendar;
pub mod civil;
mod command;
pub mod config;
pub mod database;
mod demand;
mod deployment;
mod digest;
mod disk;
pub mod event;
mod gauges;
mod heap;
mod histogram;
pub mod journald;
pub mod ledger;
mod ln;
pub mod lockstep;
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
pub mod snapshots;
mod sorted;
pub mod spec;
pub mod station;
mod tape;
pub mod telemetry;
mod tier;
pub mod time;
mod unfairness;
mod unpooled;
mod view;
mod wal;
mod wheel;
mod world;

pub use calendar::Calendar;
pub use database::{LockRow, SessionRow};
pub use digest::Digest;
pub use rng::Stream;
pub use server::Status;
pub use tape::Tape;
pub use tier::InstanceStatus;
pub use view::{Activity, DatabaseStatistics, ServiceStatus};
pub use world::{Cause, Notice, World};

//! What a player does to running pools and to PgBouncer.

use super::Command;
use super::action::Order;
use serde::{Deserialize, Serialize};

/// What is done to the running pools of a service (`HikariPoolMXBean`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PoolCommand {
    /// `softEvictConnections`.
    Evict,
    /// `suspendPool`.
    Suspend,
    /// `resumePool`.
    Resume,
}

impl PoolCommand {
    pub(super) fn order(self, service: String) -> Order {
        let (title, said) = match self {
            PoolCommand::Evict => (
                format!("Evicted the connections of {service}'s pools"),
                "Idle connections close now, others when they come back",
            ),
            PoolCommand::Suspend => (
                format!("Suspended the pools of {service}"),
                "Whoever asks for a connection waits until they are resumed",
            ),
            PoolCommand::Resume => (
                format!("Resumed the pools of {service}"),
                "Those who waited get connections",
            ),
        };
        let command = match self {
            PoolCommand::Evict => Command::EvictPool { service },
            PoolCommand::Suspend => Command::SuspendPool { service },
            PoolCommand::Resume => Command::ResumePool { service },
        };
        Order {
            command,
            title,
            said,
        }
    }
}

/// What is done to PgBouncer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BouncerCommand {
    /// `RELOAD`.
    Reload,
    /// `systemctl restart pgbouncer`.
    Restart,
    /// `PAUSE`.
    Pause,
    /// `RESUME`.
    Resume,
}

impl BouncerCommand {
    pub(super) fn order(self) -> Order {
        let (command, title, said) = match self {
            BouncerCommand::Reload => (
                Command::ReloadBouncer {},
                "Reloaded PgBouncer",
                "It reads its file again",
            ),
            BouncerCommand::Restart => (
                Command::RestartBouncer {},
                "Restarted PgBouncer",
                "All its clients lose their connections",
            ),
            BouncerCommand::Pause => (
                Command::PauseBouncer {},
                "Paused PgBouncer",
                "Clients wait; servers close when they are free",
            ),
            BouncerCommand::Resume => (
                Command::ResumeBouncer {},
                "Resumed PgBouncer",
                "Clients get servers again",
            ),
        };
        Order {
            command,
            title: title.into(),
            said,
        }
    }
}

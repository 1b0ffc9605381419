//! The service map: the parts of the world as they stand, and what flows between them.
//!
//! Nothing here is judged by taste. A part's state follows from the incident's objective
//! and from the thresholds of the usual alert rules ([`health`] holds both), applied to the
//! telemetry's last row and to what the tools show of services and database.

pub mod health;
pub mod layout;
mod read;
pub mod words;

pub use health::Health;
pub use read::{Sources, read};

/// What kind of part a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// Users with their browsers.
    Users,
    /// The load balancer.
    Balancer,
    /// A service with its instances.
    Service,
    /// A cache in front of the database.
    Cache,
    /// The connection pools of a service's instances together.
    Pool,
    /// PgBouncer.
    Bouncer,
    /// The database server.
    Database,
    /// Its standby.
    Replica,
    /// A pipeline, which changes the system from outside.
    Pipeline,
}

impl NodeKind {
    /// In words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            NodeKind::Users => "users",
            NodeKind::Balancer => "load balancer",
            NodeKind::Service => "service",
            NodeKind::Cache => "cache",
            NodeKind::Pool => "connection pool",
            NodeKind::Bouncer => "PgBouncer",
            NodeKind::Database => "database",
            NodeKind::Replica => "standby",
            NodeKind::Pipeline => "pipeline",
        }
    }
}

/// A number of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What.
    pub label: &'static str,
    /// With its unit.
    pub value: String,
}

/// How full a part is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fill {
    /// Share that works, 0..=1.
    pub busy: f64,
    /// Share that is held without working, 0..=1; with `busy` at most 1.
    pub idle: f64,
}

/// A part.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Stable id, e.g. `service:web`.
    pub id: String,
    /// Kind.
    pub kind: NodeKind,
    /// Name.
    pub name: String,
    /// The service it belongs to, for service, cache and pool: place among the services.
    pub row: usize,
    /// How it stands; none for a pipeline, which is neither well nor unwell.
    pub health: Option<Health>,
    /// Its state in a word.
    pub state: String,
    /// Why it stands so, in a few words; empty when all is well.
    pub why: String,
    /// One line of numbers for the card.
    pub line: String,
    /// How full it is, if that can be said.
    pub fill: Option<Fill>,
    /// All numbers.
    pub facts: Vec<Fact>,
    /// Page of the runbook that fits it.
    pub runbook: &'static str,
    /// What the terminal can tell of it; may be empty.
    pub command: String,
}

/// What flows from one part to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// Place of the part it comes from.
    pub from: usize,
    /// Place of the part it goes to.
    pub to: usize,
    /// How the flow stands.
    pub health: Health,
    /// How much flows, e.g. `572 /s`; may be empty.
    pub rate: String,
    /// Share that fails; may be empty.
    pub errors: String,
    /// How long it takes; may be empty.
    pub latency: String,
}

/// The map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServiceMap {
    /// The parts: users, balancer, services with cache and pool, PgBouncer, database,
    /// standby, pipelines.
    pub nodes: Vec<Node>,
    /// What flows between them.
    pub edges: Vec<Edge>,
}

impl ServiceMap {
    /// A part by its id.
    #[must_use]
    pub fn node(&self, id: &str) -> Option<&Node> {
        self.nodes.iter().find(|node| node.id == id)
    }
}

#[cfg(test)]
mod tests;

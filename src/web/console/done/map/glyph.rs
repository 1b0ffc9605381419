//! Small outlines of 16 px for the parts of the map and for how they stand.

use crate::app::map::{Health, NodeKind};

/// The outline of a kind of part.
pub fn of_kind(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Users => {
            "M6 7.5a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z\
             M1.5 13.5c.3-2.6 2-4 4.5-4s4.2 1.4 4.5 4\
             M10.5 3.2a2.1 2.1 0 0 1 0 4M12 9.8c1.5.5 2.3 1.8 2.5 3.7"
        }
        NodeKind::Balancer => "M2 8h4M6 8l4-4.5h4M6 8l4 4.5h4M6 8h8",
        NodeKind::Service => "M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.01M5 11h.01",
        NodeKind::Cache => "M9 1.5L3.5 9H8l-1 5.5L12.5 7H8z",
        NodeKind::Pool => "M1.5 5.5h5v5h-5zM9.5 5.5h5v5h-5zM6.5 8h3",
        NodeKind::Bouncer => "M2 3.5h12l-4.5 5v5l-3-2v-3z",
        NodeKind::Database | NodeKind::Replica => {
            "M2.5 4c0-1.1 2.5-2 5.5-2s5.5.9 5.5 2-2.5 2-5.5 2-5.5-.9-5.5-2z\
             M2.5 4v8c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2V4M2.5 8c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2"
        }
        NodeKind::Pipeline => "M2 4h4l4 8h4M2 12h3M11 4h3M12 2l2 2-2 2M12 10l2 2-2 2",
    }
}

/// The outline of a state: each has a shape of its own.
pub fn of_health(health: Option<Health>) -> &'static str {
    match health {
        None => "",
        Some(Health::Unknown) => "M4 8h8",
        Some(Health::Healthy) => "M3.5 8.5l3 3 6-7",
        Some(Health::Degraded) => "M8 2.5l6 11H2zM8 6.5v3.2M8 11.7h.01",
        Some(Health::Failing) => "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 5v3.7M8 11h.01",
        Some(Health::Down) => "M3 3h10v10H3zM6 6l4 4M10 6l-4 4",
    }
}

/// The class that colours a state.
pub fn tone(health: Option<Health>) -> &'static str {
    match health {
        None | Some(Health::Unknown) => "tone-none",
        Some(Health::Healthy) => "tone-good",
        Some(Health::Degraded) => "tone-warn",
        Some(Health::Failing | Health::Down) => "tone-crit",
    }
}

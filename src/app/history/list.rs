//! The list of runs: which, and in which order.

use crate::app::protocol::Mode;
use crate::app::saved::ResultLine;
use std::cmp::Ordering;

/// Which ways in the list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ModeFilter {
    /// All.
    #[default]
    All,
    /// One.
    Only(Mode),
}

/// In which order the list stands. What has no value comes last; among equals the newest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Newest first.
    #[default]
    Newest,
    /// Oldest first.
    Oldest,
    /// Most points first.
    Points,
    /// Fewest affected visits first.
    Affected,
    /// Mitigated soonest first.
    Mitigated,
}

impl Order {
    /// All of them.
    pub const ALL: [Order; 5] = [
        Order::Newest,
        Order::Oldest,
        Order::Points,
        Order::Affected,
        Order::Mitigated,
    ];

    /// Its name in the page.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Order::Newest => "Newest first",
            Order::Oldest => "Oldest first",
            Order::Points => "Most points first",
            Order::Affected => "Fewest affected first",
            Order::Mitigated => "Mitigated soonest first",
        }
    }
}

/// The lines (oldest first) that a list of this incident (none: of all) and mode shows, in order.
#[must_use]
pub fn listed(
    lines: &[ResultLine],
    incident: Option<&str>,
    mode: ModeFilter,
    order: Order,
) -> Vec<ResultLine> {
    let wanted = |line: &&ResultLine| {
        incident.is_none_or(|id| line.incident == id)
            && match mode {
                ModeFilter::All => true,
                ModeFilter::Only(mode) => line.mode == mode,
            }
    };
    let mut out: Vec<ResultLine> = lines.iter().filter(wanted).cloned().collect();
    if order != Order::Oldest {
        out.reverse();
    }
    match order {
        Order::Newest | Order::Oldest => {}
        Order::Points => {
            out.sort_by(|a, b| ends_with_none(a.total, b.total, |a, b| b.total_cmp(&a)))
        }
        Order::Affected => out.sort_by_key(|line| line.affected),
        Order::Mitigated => out.sort_by(|a, b| {
            let (a, b) = (a.times_s.mitigate, b.times_s.mitigate);
            ends_with_none(a, b, |a, b| a.total_cmp(&b))
        }),
    }
    out
}

fn ends_with_none(
    a: Option<f64>,
    b: Option<f64>,
    compare: impl Fn(f64, f64) -> Ordering,
) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => compare(a, b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

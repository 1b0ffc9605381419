//! What the drills of an incident come to.

use super::spread::{Spread, spread};
use super::trend::{Trend, trend};
use crate::app::protocol::Mode;
use crate::app::saved::{ResultLine, Results};
use crate::debrief::words;
use std::collections::BTreeSet;

/// The results of an incident. Only drills count for its numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// Id of the incident.
    pub incident: String,
    /// Its scored drills, oldest first.
    pub drills: Vec<ResultLine>,
    /// Runs with the coach.
    pub guided: usize,
    /// Runs watched.
    pub watched: usize,
    /// The best drill.
    pub best: Option<ResultLine>,
    /// Points of the drills.
    pub points: Option<Spread>,
    /// How the points go from drill to drill.
    pub trend: Trend,
    /// Acknowledge, diagnose, mitigate, resolve.
    pub phases: [Phase; 4],
    /// Versions of the engine that played them; numbers of two versions may differ for the same
    /// play.
    pub engines: usize,
}

/// A phase in the drills of an incident. Times are seconds from minute zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Phase {
    /// Its name.
    pub name: &'static str,
    /// In the last drill; none if it was never reached.
    pub last: Option<f64>,
    /// The shortest.
    pub best: Option<f64>,
    /// Times of the drills that reached it.
    pub spread: Option<Spread>,
    /// Drills that reached it.
    pub reached: usize,
    /// Drills.
    pub of: usize,
    /// How the times go, over the drills that reached it.
    pub trend: Trend,
}

/// The history of each incident that has results, by id.
#[must_use]
pub fn histories(all: &Results) -> Vec<History> {
    let ids: BTreeSet<&String> = all.results.iter().map(|line| &line.incident).collect();
    ids.into_iter().map(|id| history(all, id)).collect()
}

fn history(all: &Results, incident: &str) -> History {
    let lines = || all.results.iter().filter(|line| line.incident == incident);
    let of = |mode: Mode| lines().filter(|line| line.mode == mode).count();
    let drills: Vec<ResultLine> = lines()
        .filter(|line| line.mode == Mode::Drill && line.total.is_some())
        .cloned()
        .collect();
    let points: Vec<f64> = drills.iter().filter_map(|line| line.total).collect();
    let engines: BTreeSet<&String> = drills.iter().map(|line| &line.engine).collect();
    History {
        incident: incident.to_string(),
        guided: of(Mode::Guided),
        watched: of(Mode::Watch),
        best: all.best(incident).cloned(),
        points: spread(&points),
        trend: trend(&points),
        phases: std::array::from_fn(|n| phase(&drills, n)),
        engines: engines.len(),
        drills,
    }
}

/// The nth of the four phases.
fn phase(drills: &[ResultLine], n: usize) -> Phase {
    let time = |line: &ResultLine| words::phases(&line.times_s)[n].1;
    let times: Vec<f64> = drills.iter().filter_map(time).collect();
    let range = spread(&times);
    Phase {
        name: words::phases(&Default::default())[n].0,
        last: drills.last().and_then(time),
        best: range.map(|range| range.least),
        spread: range,
        reached: times.len(),
        of: drills.len(),
        trend: trend(&times),
    }
}

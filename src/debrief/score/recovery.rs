//! Recovery proven, 10 points.

use super::term::Behind;
use crate::debrief::document::{Term, Unit};
use crate::debrief::judge::Judgement;
use crate::sim::time::{from_seconds, to_seconds};

const SOAK: f64 = 6.0;
const CAUSE_GONE: f64 = 4.0;
/// Share of the points for the cause while settings are written but not in force: the next
/// restart brings something that nobody has proven.
const PENDING_SHARE: f64 = 0.5;

const FORMULA: &str = "6 x the share of the soak time for which the objective was met before \
     \"resolved\", under full load: nothing shed, scaled down or out of the balancer, and no \
     fewer users than usual; 4 x the share of the pipelines named by the objective that are \
     paused, half of it while settings of the database wait for a restart; 0 if users failed \
     again afterwards";

pub(super) fn term(judgement: &Judgement<'_>) -> Term {
    let session = judgement.over;
    let goal = &session.incident().objective;
    let mut behind = Behind::default();
    behind.input("soak time", goal.soak_s, Unit::Seconds);
    let name = "Recovery proven";
    let Some(at) = session.resolved() else {
        behind.note("the incident was never declared resolved");
        return behind.term("recovery", name, 0.0, FORMULA);
    };
    let at_ms = session.at_ms(at);
    let lasting = judgement.own.well_since.is_some_and(|well| well <= at);
    if !lasting {
        let text = match session.healthy_since() {
            Some(_) => "declared resolved, but the objective was missed again later",
            None => "declared resolved while the objective was not met",
        };
        behind.event(at_ms, text);
        return behind.term("recovery", name, 0.0, FORMULA);
    }
    behind.event(at_ms, "declared resolved");
    let held = session
        .proven_since()
        .map_or(0, |since| at.saturating_sub(since));
    if let Some(why) = session.spared() {
        behind.note(format!("not under full load: {why}"));
    }
    behind.input(
        "objective met under full load",
        to_seconds(held),
        Unit::Seconds,
    );
    let soak = from_seconds(goal.soak_s).max(1);
    let mut points = SOAK * (held as f64 / soak as f64).min(1.0);
    let world = session.world();
    let wanted = &goal.pause_pipelines;
    let paused = wanted.iter().filter(|p| world.pipeline_paused(p)).count();
    let mut gone = match wanted.len() {
        0 => 1.0,
        all => paused as f64 / all as f64,
    };
    if paused < wanted.len() {
        behind.note(format!(
            "the cause can come back: {} will run again",
            wanted.join(", ")
        ));
    }
    let waiting = world.waiting_for_restart();
    if let Some((key, ..)) = waiting.first() {
        gone *= PENDING_SHARE;
        behind.note(format!("{key} is written, but waits for a restart"));
    }
    behind.input("cause kept from coming back", gone, Unit::Share);
    points += CAUSE_GONE * gone;
    behind.term("recovery", name, points / 10.0, FORMULA)
}

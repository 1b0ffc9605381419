//! The what-if lab: jobs in any order, shared worlds, thresholds out of the mechanics.

use crate::rerun;
use crate::shipped::shipped;
use firedrill::app::protocol::{FromWorker, ToWorker};
use firedrill::app::runner::Runner;
use firedrill::incident::document::Incident;
use firedrill::lab::{
    Arm, Dispatcher, FromLab, JobSpec, Lab, LabWorker, Outcome, Parameter, Plan, Setting, Study,
    ToLab, all_subsets, set, usual_subsets,
};
use std::cell::Cell;
use std::sync::Arc;

/// The shipped incident, cut short: an hour after minute zero.
fn incident() -> Incident {
    let mut incident = shipped();
    incident.clock.end_s = 3000.0;
    incident.clock.history_s = 300.0;
    incident
        .changes
        .retain(|c| (-300.0..3000.0).contains(&c.at_s));
    incident.measures.retain(|m| m.id != "tested-changes");
    for class in &mut incident.world.classes {
        class.rate_factors.clear();
    }
    incident
}

fn ids(incident: &Incident) -> Vec<String> {
    incident.measures.iter().map(|m| m.id.clone()).collect()
}

fn outcomes(lab: &Lab) -> Vec<Outcome> {
    let mut all = Vec::new();
    for job in lab.jobs() {
        let mut job = lab.begin(job).expect("a job of the plan");
        while !job.step(300_000) {
            assert!((0.0..=1.0).contains(&job.progress()));
        }
        all.extend(job.into_outcomes());
    }
    all
}

#[test]
fn runs_that_share_a_world_come_out_as_if_alone() {
    let incident = incident();
    let subsets = usual_subsets(&ids(&incident));
    let plan = Plan::of_measures(&incident, "reacting-team", &subsets, 1).expect("a plan");
    let arms = plan.arms.len();
    let lab = Lab::new(plan).expect("its own measures");
    assert!(lab.jobs().count() < arms, "arms with one world are one job");
    let mut found = outcomes(&lab);
    found.sort_by_key(|outcome| outcome.arm);
    assert_eq!(found.len(), arms);
    for outcome in &found {
        let incident = lab.incident(outcome.arm as usize).expect("an arm");
        let alone = rerun::responder(incident, 1, "reacting-team");
        assert!(alone.rejected().is_empty());
        assert_eq!(*outcome, Outcome::of(&alone, outcome.arm));
    }
    let by_label = |label: &str| {
        let arms = lab.plan().arms.iter();
        let at = arms.clone().position(|arm| arm.label() == label);
        &found[at.expect(label)]
    };
    assert_eq!(by_label("guarded-deploys").affected, 0);
    assert_eq!(by_label("guarded-deploys").outage_min, 0);
    assert_eq!(
        by_label("tested-changes-small").digest,
        by_label("as it was").digest
    );
    assert!(by_label("recovery-guide").affected < by_label("as it was").affected / 2);
}

#[test]
fn workers_come_to_the_same_in_any_order() {
    let mut incident = incident();
    incident.clock.end_s = 120.0;
    incident.changes.retain(|c| c.at_s < 120.0);
    let sweep = (Parameter::MaxConnections, [20.0, 600.0].as_slice());
    let plan = Plan::of_sweep(&incident, "nobody", sweep, &[], 2).expect("a plan");
    let alone = {
        let lab = Lab::new(plan.clone()).expect("values in range");
        let mut study = Study::new(lab.plan());
        for outcome in outcomes(&lab) {
            study.take(outcome).expect("a run of the plan");
        }
        study.summary()
    };
    // Three workers of different speed; the second is lost in the middle.
    let mut dispatcher = Dispatcher::new(plan);
    let mut workers: Vec<Option<LabWorker>> = (0..3).map(|_| Some(LabWorker::default())).collect();
    for worker in workers.iter_mut().flatten() {
        let text = serde_json::to_string(&dispatcher.welcome()).expect("plain data");
        worker.receive_text(&text);
    }
    let (mut turns, mut before) = (0, 0.0);
    while !dispatcher.over() {
        turns += 1;
        assert!(turns < 10_000, "it comes to an end");
        if turns == 5 {
            workers[1] = None;
            dispatcher.lost(1);
            before = 0.0;
        }
        for (id, worker) in workers.iter_mut().enumerate() {
            let Some(worker) = worker else { continue };
            worker.step(50_000 * (3 - id as u64));
            for message in worker.take() {
                let text = serde_json::to_string(&message).expect("plain data");
                let message = serde_json::from_str(&text).expect("reads back");
                if let Some(next) = dispatcher.hear(id, message).expect("all goes well") {
                    worker.receive(next);
                }
            }
        }
        let progress = dispatcher.progress();
        assert!((before..=1.0).contains(&progress), "{before} {progress}");
        before = progress;
    }
    assert_eq!(dispatcher.study().summary(), alone);
}

#[test]
fn a_worker_of_the_page_works_in_short_steps() {
    let mut incident = incident();
    incident.clock.end_s = 120.0;
    incident.changes.retain(|c| c.at_s < 120.0);
    let sweep = (Parameter::MaxConnections, [20.0].as_slice());
    let plan = Plan::of_sweep(&incident, "nobody", sweep, &[], 1).expect("a plan");
    let alone = outcomes(&Lab::new(plan.clone()).expect("a value in range"));
    // A clock that goes on by a millisecond at each look.
    let now = Cell::new(0.0);
    let clock = || {
        now.set(now.get() + 1.0);
        now.get()
    };
    let mut runner = Runner::default();
    let tell = ToWorker::Lab;
    runner.receive(tell(ToLab::Plan(Box::new(plan))));
    runner.step(&clock);
    let [FromWorker::Lab(FromLab::Ready(jobs))] = &runner.take()[..] else {
        panic!("the plan is prepared")
    };
    let (mut found, mut told, mut steps) = (Vec::new(), 0, 0);
    for job in jobs {
        runner.receive(tell(ToLab::Run(*job)));
        let mut busy = true;
        while busy {
            let before = now.get();
            busy = runner.step(&clock);
            assert!(now.get() - before < 20.0, "a step is short");
            steps += 1;
            for message in runner.take() {
                match message {
                    FromWorker::Lab(FromLab::Progress(..)) => told += 1,
                    FromWorker::Lab(FromLab::Done(of, outcomes)) => {
                        assert_eq!(of, *job);
                        found.extend(outcomes);
                    }
                    other => panic!("{other:?}"),
                }
            }
        }
    }
    assert_eq!(found, alone);
    assert!(
        told > 0 && told * 5 < steps,
        "{told} reports in {steps} steps"
    );
    runner.receive(tell(ToLab::Run(jobs[0])));
    runner.step(&clock);
    runner.receive(tell(ToLab::Cancel));
    assert!(!runner.step(&clock), "it rests at once");
}

#[test]
fn seeds_can_be_added() {
    let mut dispatcher = Dispatcher::new(subsets_of_two());
    let spec = |seed| JobSpec { seed, group: 0 };
    let ready = || FromLab::Ready((1..=3).map(spec).collect());
    assert_eq!(dispatcher.hear(0, ready()), Ok(Some(ToLab::Run(spec(1)))));
    dispatcher.cancel();
    dispatcher.more(1).expect("small");
    assert!(dispatcher.more(u64::MAX).is_err());
    assert_eq!((dispatcher.plan().seeds, dispatcher.jobs()), (4, 4));
    assert_eq!(dispatcher.study().runs(), (0, 16));
    assert_eq!(dispatcher.give(1), None, "it was cancelled");
    dispatcher.go_on();
    let given: Vec<_> = (0..5).map(|worker| dispatcher.give(worker)).collect();
    let run = |seed| Some(ToLab::Run(spec(seed)));
    assert_eq!(given, [run(1), run(2), run(3), run(4), None]);
    let late = FromLab::Done(spec(4), vec![made(0, 4, 1, 10)]);
    assert_eq!(
        dispatcher.hear(3, late),
        Ok(None),
        "seed 4 is of the plan now"
    );
}

#[test]
fn a_cancelled_lab_keeps_what_is_done() {
    let plan = subsets_of_two();
    let mut dispatcher = Dispatcher::new(plan);
    let spec = |seed| JobSpec { seed, group: 0 };
    let ready = FromLab::Ready(vec![spec(1), spec(2)]);
    let next = dispatcher.hear(0, ready).expect("all goes well");
    assert_eq!(next, Some(ToLab::Run(spec(1))));
    dispatcher.cancel();
    assert!(dispatcher.over());
    let done = FromLab::Done(spec(1), vec![made(0, 1, 1, 10)]);
    assert_eq!(dispatcher.hear(0, done), Ok(None), "no more jobs");
    assert_eq!(dispatcher.study().runs().0, 1);
    let refused = FromLab::Refused("no".into());
    assert!(dispatcher.hear(0, refused).is_err());
    let mut worker = LabWorker::default();
    worker.receive_text("{\"run\":{\"seed\":1,\"group\":0}}");
    worker.receive_text("nonsense");
    assert_eq!(worker.take().len(), 2, "refused, both");
    assert!(!worker.step(1));
}

/// An outcome without a run behind it.
fn made(arm: u32, seed: u64, outage_min: u32, affected: u64) -> Outcome {
    Outcome {
        arm,
        seed,
        digest: format!("{arm:08x}{seed:08x}"),
        visits: 1000,
        affected,
        outage_min,
        budget: Some(affected as f64 / 100.0),
        actions: 0,
        refused: 0,
        minutes: vec![0, u32::try_from(affected).expect("small")],
    }
}

fn subsets_of_two() -> Plan {
    let mut incident = incident();
    incident.measures.truncate(2);
    let ids = ids(&incident);
    Plan::of_measures(&incident, "nobody", &all_subsets(&ids), 3).expect("a plan")
}

/// Arms none, a, b, a + b; three seeds.
const AFFECTED: [[u64; 3]; 4] = [[100, 120, 110], [40, 50, 60], [90, 100, 110], [10, 20, 30]];

fn all_made() -> Vec<Outcome> {
    let arms = AFFECTED.iter().enumerate();
    arms.flat_map(|(arm, row)| {
        let row = row.iter().enumerate();
        row.map(move |(i, n)| made(arm as u32, i as u64 + 1, (*n / 10) as u32, *n))
    })
    .collect()
}

#[test]
fn the_order_of_outcomes_changes_nothing() {
    let plan = subsets_of_two();
    let made = all_made();
    let of = |outcomes: &mut dyn Iterator<Item = &Outcome>| {
        let mut study = Study::new(&plan);
        for outcome in outcomes {
            study.take(outcome.clone()).expect("a run of the plan");
            study.take(outcome.clone()).expect("the same again");
        }
        study.summary()
    };
    let whole = of(&mut made.iter());
    assert_eq!(of(&mut made.iter().rev()), whole);
    assert_eq!(
        of(&mut made.iter().skip(5).chain(made.iter().take(5))),
        whole
    );
    assert_eq!(whole.runs, (12, 12));
}

#[test]
fn a_summary_by_hand() {
    let plan = subsets_of_two();
    let mut study = Study::new(&plan);
    for outcome in all_made() {
        study.take(outcome).expect("a run of the plan");
    }
    let summary = study.summary();
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-3, "{a} is not {b}");
    let none = summary.arms[0].affected.expect("runs");
    close(none.mean.mean, 110.0);
    // s = 10, t(2) = 4.30265, over the square root of 3.
    let (low, high) = none.mean.interval.expect("three runs");
    close(high - low, 2.0 * 24.8414);
    // Differences of a: 60, 70, 50; of b: 10, 20, 0; of both: 90, 100, 80.
    let alone = |at: usize| summary.ranking[at].alone.expect("was run").affected;
    assert_eq!(summary.ranking[0].measure, plan.incident.measures[0].id);
    close(alone(0).mean, 60.0);
    close(alone(1).mean, 10.0);
    let (low, _) = alone(0).interval.expect("three runs");
    close(low, 60.0 - 24.8414);
    let last = |at: usize| summary.ranking[at].last.expect("was run").affected.mean;
    close(last(0), 80.0); // b to both: 80, 80, 80.
    close(last(1), 30.0); // a to both: 30, 30, 30.
    let shapley = |at: usize| summary.ranking[at].shapley.expect("all subsets").affected;
    close(shapley(0).mean, 70.0);
    close(shapley(1).mean, 20.0);
    let both = summary.arms[3].saved.expect("runs").affected.mean;
    close(shapley(0).mean + shapley(1).mean, both);
    let curve = &summary.arms[1].curve;
    assert_eq!(curve.len(), 3);
    close(curve[2].mean, 50.0);
    close(curve[2].low, 41.0);
    close(curve[2].high, 59.0);
}

#[test]
fn what_does_not_belong_is_refused() {
    let plan = subsets_of_two();
    let mut study = Study::new(&plan);
    study.take(made(0, 1, 1, 10)).expect("a run of the plan");
    assert!(study.take(made(0, 1, 1, 11)).is_err(), "it differs");
    assert!(study.take(made(4, 1, 1, 10)).is_err(), "no such arm");
    assert!(study.take(made(0, 4, 1, 10)).is_err(), "no such seed");
    let whole = incident();
    let unknown = vec![vec!["no-such-measure".to_string()]];
    let plan = Plan::of_measures(&whole, "nobody", &unknown, 1).expect("small");
    assert!(Lab::new(plan).is_err());
    let plan = Plan::of_measures(&whole, "no-such-player", &[], 1).expect("small");
    assert!(Lab::new(plan).is_err());
    assert!(Plan::of_measures(&whole, "nobody", &[], 0).is_err());
    assert!(Plan::of_measures(&whole, "nobody", &[], u64::MAX).is_err());
    for (parameter, value) in [
        (Parameter::PoolSize, 0.0),
        (Parameter::PoolSize, 2.5),
        (Parameter::Load, f64::NAN),
        (Parameter::MaxConnections, 1e9),
    ] {
        assert!(
            set(&whole, parameter, value).is_err(),
            "{parameter:?} {value}"
        );
    }
}

#[test]
fn plans_and_outcomes_travel_as_text() {
    let plan = subsets_of_two();
    let text = serde_json::to_string(&plan).expect("plain data");
    assert_eq!(
        serde_json::from_str::<Plan>(&text).expect("reads back"),
        plan
    );
    let outcome = made(1, 2, 3, 4);
    let text = serde_json::to_string(&outcome).expect("plain data");
    let again: Outcome = serde_json::from_str(&text).expect("reads back");
    assert_eq!(again, outcome);
}

/// Users affected with nobody acting, by a value.
fn sweep(incident: &Incident, parameter: Parameter, values: &[f64]) -> Vec<f64> {
    let sweep = (parameter, values);
    let plan = Plan::of_sweep(incident, "nobody", sweep, &[], 1).expect("a plan");
    let lab = Lab::new(plan).expect("values in range");
    let mut study = Study::new(lab.plan());
    for outcome in outcomes(&lab) {
        study.take(outcome).expect("a run of the plan");
    }
    let arms = study.summary().arms;
    let mean = |arm: &firedrill::lab::ArmSummary| arm.affected.map_or(f64::NAN, |a| a.mean.mean);
    arms.iter().skip(1).map(mean).collect()
}

#[test]
fn with_room_for_the_pools_only_the_restart_is_left() {
    let mut incident = incident();
    incident.clock.end_s = 1200.0;
    incident.changes.retain(|c| c.at_s < 1200.0);
    // The pools want 24 x 20 + 6 x 10 + 4 x 5 + 2 x 5 = 570; three slots are reserved.
    let values = [20.0, 60.0, 573.0, 800.0];
    let affected = sweep(&incident, Parameter::MaxConnections, &values);
    assert!(
        affected[0] > affected[1] && affected[1] > 300_000.0,
        "{affected:?}"
    );
    assert!(affected[2] < 0.01 * affected[0], "{affected:?}");
    let more = affected[2] / affected[3];
    assert!(
        (0.5..2.0).contains(&more),
        "more slots change nothing: {affected:?}"
    );
}

#[test]
fn every_parameter_sets_something() {
    let whole = shipped();
    for parameter in firedrill::lab::PARAMETERS {
        let value = parameter.range().0.max(5.0).min(parameter.range().1);
        let changed = set(&whole, parameter, value).expect("a value in range");
        assert_ne!(changed, whole, "{parameter:?}");
        let text = serde_json::to_string(&changed).expect("plain data");
        let checked = firedrill::incident::check(&text, "set.json");
        assert!(
            checked.incident.is_some(),
            "{parameter:?}: {:#?}",
            checked.problems
        );
        assert_eq!(Parameter::named(parameter.name()), Some(parameter));
    }
    let arm = Arm {
        measures: Vec::new(),
        set: Some(Setting {
            parameter: Parameter::PoolSize,
            value: 10.0,
        }),
    };
    assert_eq!(arm.label(), "pool = 10");
    let arc = Arc::new(set(&whole, Parameter::PoolSize, 10.0).expect("in range"));
    let text = &arc.world.files[1].versions[1].lines;
    assert!(
        text.iter()
            .any(|line| line == "spring.datasource.hikari.maximumPoolSize=10")
    );
}

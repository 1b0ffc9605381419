//! Workers that come, go and are lost; no run is needed for that.

use super::*;
use crate::incident::library;
use crate::lab::{Choice, JobSpec, Outcome};

const PLAN: &str = "measures=practice&seeds=2&responder=nobody";

fn plan() -> Plan {
    let incident = library::load("2025-03-15-database-outage").expect("it is shipped");
    let choice = Choice::parse(PLAN).expect("a choice");
    choice.plan(&incident).expect("a plan")
}

fn jobs(seeds: u64) -> FromLab {
    FromLab::Ready((1..=seeds).map(|seed| JobSpec { seed, group: 0 }).collect())
}

fn done(seed: u64) -> FromLab {
    let outcome = |arm| Outcome {
        arm,
        seed,
        digest: String::new(),
        visits: 10,
        affected: u64::from(arm),
        outage_min: 0,
        budget: None,
        actions: 0,
        refused: 0,
        minutes: vec![0, 1],
    };
    FromLab::Done(JobSpec { seed, group: 0 }, vec![outcome(0), outcome(1)])
}

fn run(id: usize, seed: u64) -> Vec<Order> {
    let job = ToLab::Run(JobSpec { seed, group: 0 });
    vec![Order::Tell(id, Box::new(job))]
}

fn hired(orders: &[Order]) -> Vec<usize> {
    let hired = |order: &Order| match order {
        Order::Hire(id, first) => {
            assert!(matches!(**first, ToLab::Plan(_)));
            Some(*id)
        }
        _ => None,
    };
    orders.iter().filter_map(hired).collect()
}

#[test]
fn two_workers_do_two_jobs() {
    let mut crew = Crew::new(plan(), 2);
    assert_eq!(hired(&crew.start()), [0, 1]);
    assert_eq!(*crew.phase(), Phase::Preparing);
    assert_eq!(crew.hear(0, jobs(2), 0.0), run(0, 1));
    assert_eq!(crew.hear(1, jobs(2), 500.0), run(1, 2));
    assert_eq!(crew.hear(0, done(1), 4_000.0), []);
    assert_eq!(crew.study().runs(), (2, 4));
    assert!((crew.left_s(4_000.0).expect("a pace") - 4.0).abs() < 1e-9);
    let last = crew.hear(1, done(2), 5_000.0);
    assert_eq!(last, [Order::Dismiss(0), Order::Dismiss(1)]);
    assert_eq!(*crew.phase(), Phase::Done);
    assert_eq!(crew.start(), [], "there is nothing to go on with");
    assert!(
        (crew.worked_for_ms(9_000.0) - 5_000.0).abs() < 1e-9,
        "the clock stands"
    );
}

#[test]
fn what_was_stopped_goes_on() {
    let mut crew = Crew::new(plan(), 1);
    crew.start();
    crew.hear(0, jobs(2), 0.0);
    assert_eq!(crew.hear(0, done(1), 1_000.0), run(0, 2));
    assert_eq!(crew.stop(1_500.0), [Order::Dismiss(0)]);
    assert_eq!((crew.phase(), crew.study().runs().0), (&Phase::Stopped, 2));
    assert_eq!(crew.hear(0, done(2), 1_600.0), [], "it was dismissed");
    assert_eq!(hired(&crew.start()), [1]);
    assert_eq!(
        crew.hear(1, jobs(2), 5_000.0),
        run(1, 2),
        "only what is left"
    );
    crew.hear(1, done(2), 6_000.0);
    assert_eq!((crew.phase(), crew.study().runs()), (&Phase::Done, (4, 4)));
}

#[test]
fn seeds_are_added_to_what_is_done() {
    let mut crew = Crew::new(plan(), 1);
    crew.start();
    crew.hear(0, jobs(2), 0.0);
    crew.hear(0, done(1), 1.0);
    crew.hear(0, done(2), 2.0);
    let orders = crew.more(1, 3.0).expect("small");
    assert_eq!(hired(&orders), [1]);
    assert_eq!((crew.plan().seeds, crew.study().runs()), (3, (4, 6)));
    assert!((crew.share() - 2.0 / 3.0).abs() < 1e-9);
    assert_eq!(crew.hear(1, jobs(3), 4.0), run(1, 3));
    crew.hear(1, done(3), 5.0);
    assert_eq!(crew.study().runs(), (6, 6));
    assert!(crew.more(u64::MAX, 6.0).is_err());
    assert_eq!(
        (crew.phase(), crew.plan().seeds),
        (&Phase::Done, 3),
        "nothing changed"
    );
}

#[test]
fn a_lost_worker_is_replaced_once() {
    let mut crew = Crew::new(plan(), 1);
    crew.start();
    crew.hear(0, jobs(2), 0.0);
    let orders = crew.lost(0, "it broke", 1.0);
    assert_eq!(
        (orders[0].clone(), hired(&orders)),
        (Order::Dismiss(0), vec![1])
    );
    assert_eq!(crew.hear(1, jobs(2), 2.0), run(1, 1), "the lost job");
    crew.lost(1, "it broke again", 3.0);
    let Phase::Failed(why) = crew.phase() else {
        panic!("{:?}", crew.phase())
    };
    assert!(why.contains("it broke again"), "{why}");
    assert_eq!(hired(&crew.start()), [2], "one can try again");
}

#[test]
fn an_idle_worker_takes_over() {
    let mut crew = Crew::new(plan(), 2);
    crew.start();
    crew.hear(0, jobs(2), 0.0);
    crew.hear(1, jobs(2), 0.0);
    assert_eq!(crew.hear(0, done(1), 1.0), []);
    let orders = crew.lost(1, "gone", 2.0);
    assert_eq!(hired(&orders), [2]);
    assert!(orders.ends_with(&run(0, 2)), "{orders:?}");
    assert_eq!(crew.lost(7, "never was", 3.0), []);
}

#[test]
fn a_plan_that_cannot_be_is_told() {
    let mut crew = Crew::new(plan(), 2);
    crew.start();
    let orders = crew.hear(0, FromLab::Refused("no such measure".into()), 0.0);
    assert_eq!(orders.len(), 2, "both are dismissed");
    assert_eq!(*crew.phase(), Phase::Failed("no such measure".into()));
}

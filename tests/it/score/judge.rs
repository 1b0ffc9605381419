//! The judge: the same whatever the steps, and right by a second way of reckoning.

use super::{CONF, at, judged, quick, scored, script};
use crate::rerun;
use firedrill::debrief::harm::HarmAccount;
use firedrill::debrief::judge::{APART_MAX, Depth, Judge, Outcome};
use firedrill::drill::action::Kind;
use firedrill::drill::action::{Action, Command, Entry, Look};
use proptest::prelude::*;

/// One of the things that a player may do.
fn action() -> impl Strategy<Value = Action> {
    let service = || prop_oneof!["web", "orders"];
    prop_oneof![
        2 => Just(Action::Change(Command::RollbackFile { path: CONF.into(), version: 3 })),
        2 => Just(Action::Change(Command::RestartDatabase {})),
        1 => Just(Action::Change(Command::ReloadDatabase {})),
        1 => service().prop_map(|service| Action::Change(Command::RollingRestart { service })),
        1 => (service(), 4u32..12).prop_map(|(service, instances)| Action::Change(Command::Scale {
            service,
            instances,
        })),
        1 => (service(), 0u32..100)
            .prop_map(|(service, percent)| Action::Change(Command::ShedLoad { service, percent })),
        1 => any::<bool>().prop_map(|paused| Action::PausePipeline {
            pipeline: "db-base-config".into(),
            paused,
        }),
        1 => Just(Action::RunPipeline { pipeline: "db-base-config".into() }),
        1 => Just(Action::TerminateSessions { user: None }),
        2 => Just(Action::Look(Look::Chart("cpu".into()))),
    ]
}

fn journal() -> impl Strategy<Value = Vec<Entry>> {
    prop::collection::vec((-80_000i64..400_000, action()), 0..7).prop_map(|entries| {
        let entry = |(at_ms, action)| Entry { at_ms, action };
        let mut entries: Vec<Entry> = entries.into_iter().map(entry).collect();
        entries.sort_by_key(|e| e.at_ms);
        entries
    })
}

/// A change: when, what, and how the run without it came out.
type Apart = (i64, String, Option<Outcome>);

/// Everything that a judge has found.
fn found(judge: &Judge) -> (Vec<Outcome>, Vec<Apart>, String) {
    let judgement = judge.judgement().expect("all was run");
    let runs = [judgement.own, judgement.nobody, judgement.best.1];
    let changes = judgement.changes.iter();
    let changes = changes.map(|c| (c.at_ms, c.title.to_string(), c.without.cloned()));
    let refused = format!("{:?}", judge.refused());
    (runs.map(Clone::clone).into(), changes.collect(), refused)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn how_it_is_stepped_makes_no_difference(
        journal in journal(),
        seed in 1u64..1000,
        beats in prop::collection::vec((1i64..90_000, 0u64..400_000), 1..12),
    ) {
        let incident = quick();
        let whole = judged(&incident, seed, Depth::Full, &journal);
        let mut judge = Judge::new(&incident, seed, Depth::Full).expect("responders");
        let mut now_ms = -120_000;
        let mut told = 0;
        let mut beats = beats.iter().cycle();
        while now_ms < judge.end_ms() {
            let (ms, events) = beats.next().expect("a cycle");
            now_ms += ms;
            let next = journal.partition_point(|e| e.at_ms <= now_ms);
            judge.follow(&journal[told..next], now_ms);
            told = next;
            judge.step(*events);
        }
        judge.follow(&journal[told..], judge.end_ms());
        while !judge.step(77_777) {}
        prop_assert_eq!(found(&judge), found(&whole));
    }

    #[test]
    fn two_judges_find_what_one_finds(
        journal in journal(),
        seed in 1u64..1000,
        cut_ms in -80_000i64..400_000,
        slices in (20_000u64..200_000, 20_000u64..200_000),
    ) {
        let incident = quick();
        let whole = judged(&incident, seed, Depth::Full, &journal);
        let new = || Judge::new(&incident, seed, Depth::Full).expect("responders");
        let (mut first, mut second, mut other) = (new(), new(), new());
        let cut = journal.partition_point(|e| e.at_ms <= cut_ms);
        for judge in [&mut first, &mut second] {
            judge.follow(&journal[..cut], cut_ms);
        }
        for _ in 0..20 {
            first.step(slices.0);
            second.assist(slices.1);
        }
        // A third one has seen one change more.
        let more = Entry { at_ms: 399_000, action: Action::Change(Command::RestartDatabase {}) };
        let mut longer = journal.clone();
        longer.push(more);
        longer.sort_by_key(|e| e.at_ms);
        other.follow(&longer, other.end_ms());
        let end_ms = first.end_ms();
        for judge in [&mut first, &mut second] {
            judge.follow(&journal[cut..], end_ms);
        }
        while !first.step(slices.0) {
            second.assist(slices.1);
            other.assist(slices.1);
            for finding in second.findings(|_| true).into_iter().chain(other.findings(|_| true)) {
                let text = serde_json::to_string(&finding).expect("plain data");
                first.learn(serde_json::from_str(&text).expect("what was written"));
            }
        }
        prop_assert_eq!(found(&first), found(&whole));
    }

    #[test]
    fn the_run_without_a_change_is_the_journal_without_it(
        journal in journal(),
        seed in 1u64..1000,
    ) {
        let incident = quick();
        let judge = judged(&incident, seed, Depth::Full, &journal);
        let judgement = judge.judgement().expect("all was run");
        // What was refused is in no journal.
        let made: Vec<Entry> = judge.session().journal().entries.clone();
        let again = |entries: Vec<Entry>| {
            let run = rerun::journal(&incident, seed, entries);
            (HarmAccount::of(&run), run.world().digest())
        };
        let of = |outcome: &Outcome| (outcome.account.clone(), outcome.digest);
        prop_assert_eq!(of(judgement.own), again(made.clone()));
        prop_assert_eq!(of(judgement.nobody), again(Vec::new()));
        prop_assert_eq!(of(judgement.best.1), again(script(&incident, "best")));
        let is_change = |e: &Entry| e.action.kind() == Kind::Change;
        let places: Vec<usize> = (0..made.len()).filter(|n| is_change(&made[*n])).collect();
        prop_assert_eq!(places.len(), judgement.changes.len());
        for (place, change) in places.iter().zip(&judgement.changes) {
            let mut others = made.clone();
            others.remove(*place);
            let without = change.without.expect("a run without it");
            prop_assert_eq!(of(without), again(others), "without {}", change.title);
        }
    }

    #[test]
    fn points_need_less_and_are_the_same(journal in journal(), seed in 1u64..1000) {
        let incident = quick();
        let full = judged(&incident, seed, Depth::Full, &journal);
        let points = judged(&incident, seed, Depth::Points, &journal);
        let of = |judge: &Judge| {
            let score = firedrill::debrief::score::score(&judge.judgement().expect("all was run"));
            let terms = score.terms.iter().map(|t| t.points.to_bits());
            (score.total.to_bits(), terms.collect::<Vec<_>>())
        };
        prop_assert_eq!(of(&full), of(&points));
    }
}

#[test]
fn looks_statements_and_resolved_leave_what_was_run_ahead() {
    let incident = quick();
    let mut judge = Judge::new(&incident, 3, Depth::Full).expect("responders");
    let mut best = script(&incident, "best");
    best.retain(|e| e.action.kind() == Kind::Change);
    judge.follow(&best, 200_000);
    while !judge.step(50_000) {}
    assert_eq!(judge.progress().done, judge.progress().of);
    let last = [
        at(210.0, Action::Look(Look::Chart("errors".into()))),
        at(
            220.0,
            Action::Say {
                text: "It is well.".into(),
            },
        ),
        at(250.0, Action::Resolve {}),
    ];
    judge.follow(&last, 250_000);
    while !judge.keep_up(50_000) {}
    assert!(judge.tracks().is_empty(), "nothing is left to run");
    assert!(judge.judgement().is_some());
}

#[test]
fn very_many_changes_are_judged_together_at_the_end() {
    let incident = quick();
    let changes = APART_MAX + 8;
    let journal: Vec<Entry> = (0..changes)
        .map(|n| at(-60.0 + n as f64, Action::Change(Command::ReloadDatabase {})))
        .collect();
    let judge = judged(&incident, 1, Depth::Full, &journal);
    let judgement = judge.judgement().expect("all was run");
    assert_eq!(judgement.changes.len(), APART_MAX + 1);
    let last = judgement.changes.last().expect("the last ones");
    assert_eq!(last.count, 8);
    let sum: u32 = judgement.changes.iter().map(|c| c.count).sum();
    assert_eq!(sum as usize, changes);
    assert!(scored(&judge).total >= 0.0);
}

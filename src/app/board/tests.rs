use super::*;
use crate::drill::board::BoardStep;

fn pin(label: &str, t_ms: i64) -> Pin {
    Pin::new(PinKind::Log, label, t_ms, "FATAL:  sorry")
}

/// Two hypotheses and three pins; the first speaks for, the second against the first one.
fn board() -> Board {
    let mut board = Board::default();
    let steps = [
        BoardStep::Suppose { text: "CPU".into() },
        BoardStep::Suppose {
            text: "Locks".into(),
        },
        BoardStep::Pin(pin("late", 9_000)),
        BoardStep::Pin(pin("early", 1_000)),
        BoardStep::Pin(pin("middle", 5_000)),
        BoardStep::Weigh {
            hypothesis: 1,
            pin: 1,
            weight: Weight::For,
        },
        BoardStep::Weigh {
            hypothesis: 1,
            pin: 2,
            weight: Weight::Against,
        },
        BoardStep::Judge {
            hypothesis: 1,
            verdict: Verdict::Dropped,
        },
    ];
    for step in &steps {
        board.apply(step).expect("a good step");
    }
    board
}

#[test]
fn pins_stand_by_what_they_say_and_by_time() {
    let board = board();
    let told = |hypothesis: Option<&Hypothesis>| -> Vec<(&str, Vec<u32>)> {
        let groups = groups(&board, hypothesis);
        let ids = |group: &Group<'_>| group.pins.iter().map(|p| p.id).collect();
        groups
            .iter()
            .map(|group| (group.title, ids(group)))
            .collect()
    };
    assert_eq!(told(None), [("Pinned", vec![2, 3, 1])]);
    assert_eq!(
        told(board.hypothesis(1)),
        [
            ("For", vec![1]),
            ("Against", vec![2]),
            ("Not weighed", vec![3])
        ]
    );
    assert_eq!(told(board.hypothesis(2)), [("Not weighed", vec![2, 3, 1])]);
}

#[test]
fn dropped_hypotheses_stand_last() {
    let board = board();
    let ids: Vec<u32> = ordered(&board).iter().map(|h| h.id).collect();
    assert_eq!(ids, [2, 1]);
    assert_eq!(summary(&board), "1 open, 1 dropped, 3 pins");
    assert_eq!(summary(&Board::default()), "nothing pinned");
}

#[test]
fn every_look_is_found_again_by_its_evidence_name() {
    let looks = [
        Look::Chart("cpu".into()),
        Look::Log("web".into(), "53300".into()),
        Look::File("/etc/a:b".into()),
        Look::Diff("/etc/a".into()),
        Look::Setting("max_connections".into()),
        Look::Activity,
        Look::Change("run-812".into()),
        Look::Alert("HighCPU".into()),
    ];
    for look in looks {
        assert_eq!(look_of(&look.evidence()), Some(look.clone()));
        let looked = LookedView {
            evidence: look.evidence(),
            label: "A thing".into(),
            t_ms: 7,
        };
        let pin = pin_of(&looked).expect("can be pinned");
        assert_eq!((pin.evidence(), pin.t_ms), (Some(look.evidence()), 7));
    }
    for name in ["", "runbook:triage", "log:web", "nonsense"] {
        assert_eq!(look_of(name), None, "{name}");
    }
}

#[test]
fn evidence_on_the_board_is_offered_first() {
    let looked = |evidence: &str| LookedView {
        evidence: evidence.into(),
        label: evidence.into(),
        t_ms: 0,
    };
    let all = [
        looked("chart:cpu"),
        looked("chart:disk"),
        looked("activity"),
    ];
    let mut board = Board::default();
    let pin = pin_of(&all[1]).expect("a chart");
    board.apply(&BoardStep::Pin(pin)).expect("a good step");
    let (pinned, rest) = offers(&all, &board);
    let names =
        |all: &[&LookedView]| -> Vec<String> { all.iter().map(|l| l.evidence.clone()).collect() };
    assert_eq!(names(&pinned), ["chart:disk"]);
    assert_eq!(names(&rest), ["chart:cpu", "activity"]);
}

#[test]
fn a_range_is_told_in_minutes_and_a_moment_in_seconds() {
    let clock = Clock::utc(1_742_047_200);
    assert_eq!(when(&pin("x", 10_000), clock), "14:00:10");
    let range = pin("x", 10_000).over(300_000, 0);
    assert_eq!(when(&range, clock), "14:00 to 14:05");
}

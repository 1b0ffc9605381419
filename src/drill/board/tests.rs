use super::*;
use crate::drill::action::{Entry, JOURNAL_VERSION, Look};
use proptest::prelude::*;

fn journal(steps: &[BoardStep]) -> Journal {
    let entries = steps.iter().map(|step| Entry {
        at_ms: 0,
        action: Action::Board(step.clone()),
    });
    Journal {
        version: JOURNAL_VERSION,
        incident: "x".into(),
        seed: 1,
        entries: entries.collect(),
    }
}

fn suppose(text: &str) -> BoardStep {
    BoardStep::Suppose { text: text.into() }
}

fn pin(label: &str) -> BoardStep {
    BoardStep::Pin(Pin::new(PinKind::Query, label, 5, "a\nb"))
}

fn weigh(hypothesis: u32, pin: u32, weight: Weight) -> BoardStep {
    BoardStep::Weigh {
        hypothesis,
        pin,
        weight,
    }
}

#[test]
fn weights_follow_their_pins() {
    let steps = [
        suppose("  CPU\n"),
        pin("one"),
        pin("two"),
        weigh(1, 1, Weight::For),
        weigh(1, 2, Weight::Against),
        weigh(1, 2, Weight::Neither),
        BoardStep::Unpin { pin: 1 },
        pin("three"),
    ];
    let board = Board::of(&journal(&steps[..6]));
    assert_eq!(board.hypotheses[0].text, "CPU");
    assert_eq!(board.hypotheses[0].balance(), (1, 0));
    let board = Board::of(&journal(&steps));
    assert_eq!(board.hypotheses[0].balance(), (0, 0));
    let ids: Vec<u32> = board.pins.iter().map(|p| p.id).collect();
    assert_eq!(ids, [2, 3], "a number is never used again");
}

#[test]
fn what_does_not_fit_is_refused_and_changes_nothing() {
    let mut board = Board::of(&journal(&[suppose("CPU"), pin("one")]));
    let before = board.clone();
    let long = "x".repeat(HYPOTHESIS_CHARS_MAX + 1);
    let wrong = [
        suppose(" "),
        suppose("CPU"),
        suppose(&long),
        pin("one"),
        BoardStep::Pin(Pin {
            excerpt: "x".repeat(EXCERPT_CHARS_MAX + 1),
            ..Pin::new(PinKind::Log, "long", 0, "")
        }),
        BoardStep::Pin(Pin::new(PinKind::Log, " ", 0, "")),
        weigh(2, 1, Weight::For),
        weigh(1, 2, Weight::For),
        BoardStep::Unpin { pin: 9 },
        BoardStep::Note {
            pin: 9,
            text: "x".into(),
        },
        BoardStep::Judge {
            hypothesis: 0,
            verdict: Verdict::Confirmed,
        },
        BoardStep::Reword {
            hypothesis: 1,
            text: String::new(),
        },
        BoardStep::Tick {
            page: String::new(),
            step: 0,
            done: true,
        },
    ];
    for step in wrong {
        let told = board.apply(&step).expect_err("refused");
        assert!(!told.is_empty() && board == before, "{step:?}");
    }
}

#[test]
fn a_board_has_bounds() {
    let mut board = Board::default();
    for at in 0..HYPOTHESES_MAX {
        board.apply(&suppose(&at.to_string())).expect("room");
    }
    assert!(board.apply(&suppose("more")).is_err());
    for at in 0..PINS_MAX {
        board.apply(&pin(&at.to_string())).expect("room");
    }
    assert!(board.apply(&pin("more")).is_err());
    board.apply(&BoardStep::Unpin { pin: 1 }).expect("there");
    assert!(board.apply(&pin("more")).is_ok());
}

#[test]
fn ticks_are_kept_by_page_and_step() {
    let tick = |step, done| BoardStep::Tick {
        page: "triage".into(),
        step,
        done,
    };
    let board = Board::of(&journal(&[tick(0, true), tick(3, true), tick(0, false)]));
    assert!(board.ticked("triage", 3) && !board.ticked("triage", 0));
    assert!(!board.ticked("overview", 3));
    assert_eq!(board.ticks("triage"), 1);
}

#[test]
fn a_pin_is_cut_to_what_a_board_takes() {
    let pin = Pin::new(
        PinKind::Log,
        "a\u{7}\nb ",
        0,
        &format!("x\u{1b}[31m\n{}", "é".repeat(400)),
    );
    assert_eq!(pin.label, "a  b");
    assert_eq!(pin.excerpt.chars().count(), EXCERPT_CHARS_MAX);
    assert!(pin.excerpt.ends_with('…') && !pin.excerpt.contains('\u{1b}'));
    assert!(Board::default().apply(&BoardStep::Pin(pin)).is_ok());
}

#[test]
fn a_chart_is_pinned_once_a_minute_and_a_line_as_often_as_it_comes() {
    let at = |kind, t_ms| Pin::new(kind, "x", t_ms, "");
    let mut board = Board::default();
    for kind in [PinKind::Chart, PinKind::Log] {
        let step = BoardStep::Pin(at(kind, 0));
        board.apply(&step).expect("a good step");
    }
    assert!(board.shows(&at(PinKind::Chart, 59_999)) && board.shows(&at(PinKind::Log, 0)));
    assert!(!board.shows(&at(PinKind::Chart, 60_000)) && !board.shows(&at(PinKind::Log, 1)));
    assert!(!board.shows(&at(PinKind::Map, 0)));
    let setting = |t_ms, words| Pin::new(PinKind::Setting, "x", t_ms, words);
    let step = BoardStep::Pin(setting(0, "a = 1"));
    board.apply(&step).expect("a good step");
    assert!(board.shows(&setting(99, "a = 1")) && !board.shows(&setting(0, "a = 2")));
}

#[test]
fn steps_have_their_words_in_a_journal() {
    let pin = Pin::new(PinKind::Chart, "Chart: CPU", 5, "")
        .over(9, 1)
        .counting_as(Look::Chart("cpu".into()));
    let text = serde_json::to_string(&Action::Board(BoardStep::Pin(pin))).expect("plain data");
    assert_eq!(
        text,
        concat!(
            r#"{"board":{"pin":{"kind":"chart","label":"Chart: CPU","t_ms":5,"#,
            r#""range_ms":[1,9],"look":{"chart":"cpu"}}}}"#
        )
    );
}

fn any_step() -> impl Strategy<Value = BoardStep> {
    let weight = prop_oneof![
        Just(Weight::For),
        Just(Weight::Against),
        Just(Weight::Neither)
    ];
    let verdict = prop_oneof![
        Just(Verdict::Open),
        Just(Verdict::Confirmed),
        Just(Verdict::Dropped)
    ];
    prop_oneof![
        "\\PC{0,12}".prop_map(|text| BoardStep::Suppose { text }),
        (0..6u32, "\\PC{0,12}")
            .prop_map(|(hypothesis, text)| BoardStep::Reword { hypothesis, text }),
        (0..6u32, verdict).prop_map(|(hypothesis, verdict)| BoardStep::Judge {
            hypothesis,
            verdict
        }),
        ("\\PC{0,4}", any::<String>()).prop_map(|(label, text)| BoardStep::Pin(Pin::new(
            PinKind::Query,
            &label,
            0,
            &text
        ))),
        (0..8u32).prop_map(|pin| BoardStep::Unpin { pin }),
        (0..6u32, 0..8u32, weight).prop_map(|(h, p, w)| weigh(h, p, w)),
        (0..4u32, any::<bool>()).prop_map(|(step, done)| BoardStep::Tick {
            page: "triage".into(),
            step,
            done
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Read at once, entry by entry, or with the refused steps left out: one board.
    #[test]
    fn a_board_is_what_its_steps_make_of_it(steps in prop::collection::vec(any_step(), 0..50)) {
        let mut taken = Vec::new();
        let mut board = Board::default();
        for step in &steps {
            if board.apply(step).is_ok() {
                taken.push(step.clone());
            }
        }
        let whole = journal(&taken);
        let mut slow = Board::default();
        for end in 0..=taken.len() {
            let part = journal(&taken[..end]);
            prop_assert_eq!(slow.is_behind(&part), end > 0);
            slow.follow(&part);
            prop_assert!(!slow.is_behind(&part));
        }
        prop_assert_eq!(&slow, &Board::of(&whole));
        board.entries_read = slow.entries_read;
        prop_assert_eq!(&board, &slow);
        for hypothesis in &board.hypotheses {
            for pin in hypothesis.weights.keys() {
                prop_assert!(board.pin(*pin).is_some(), "a weight has its pin");
            }
        }
        // A shorter journal is another one.
        slow.follow(&journal(&[]));
        prop_assert_eq!(slow, Board::default());
    }
}

//! Addresses and messages from outside: a value or a clear refusal, never a panic.

use firedrill::app::protocol::{FromWorker, ToWorker};
use firedrill::app::route::Route;
use firedrill::app::runner::Runner;
use firedrill::app::screen::Screen;
use proptest::prelude::*;

/// A text with a few characters replaced, put in or taken out.
fn mutated(sample: &'static str) -> impl Strategy<Value = String> {
    let chars: Vec<char> = sample.chars().collect();
    let edits = prop::collection::vec((0..chars.len(), any::<char>(), 0u8..3), 0..5);
    edits.prop_map(move |edits| {
        let mut text = chars.clone();
        for (at, c, kind) in edits {
            let at = at.min(text.len().saturating_sub(1));
            match kind {
                0 => text[at] = c,
                1 => text.insert(at, c),
                _ => {
                    text.remove(at);
                }
            }
        }
        text.into_iter().collect()
    })
}

fn address() -> impl Strategy<Value = String> {
    prop_oneof![
        1 => ".{0,80}",
        2 => mutated("#/run/2025-03-15-database-outage?mode=drill&seed=18446744073709551615"),
        1 => mutated("#/run/x?tool=logs&with=files&layout=tools&page=done&mode=drill"),
        1 => mutated("#/incident/2025-03-15-database-outage"),
        1 => mutated("#/debrief"),
        2 => mutated("#/lab/x?measures=a,b+c&of=a,b,c&seeds=100&responder=nobody"),
        1 => mutated("#/lab/x?sweep=retry_pause_s&values=0.5,1e3&with=a,b&seeds=7"),
    ]
}

fn message() -> impl Strategy<Value = String> {
    prop_oneof![
        1 => ".{0,80}",
        2 => mutated(r#"{"act":[7,{"scale":{"service":"web","instances":30}}]}"#),
        1 => mutated(r#"{"ask":[3,{"diff":["/etc/a.conf",1,2]}]}"#),
        1 => mutated(r#"{"speed":60.0}"#),
        1 => mutated(r#"{"start":{"incident":"x","seed":1,"mode":"drill","journal":null,
            "resume_at_ms":-5}}"#),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100_000))]

    #[test]
    fn any_address_is_a_screen_or_said_to_be_none(text in address()) {
        match Route::parse(&text) {
            Route::Unknown(why) => prop_assert!(!why.is_empty()),
            route => prop_assert_eq!(Route::parse(&route.format()), route),
        }
    }

    #[test]
    fn any_way_to_look_at_a_run_is_read(text in address()) {
        let screen = Screen::parse(&text);
        let again = Screen::parse(&screen.write(&text));
        prop_assert_eq!(again, screen);
    }

    #[test]
    fn any_message_is_taken_or_refused_in_words(text in message()) {
        let mut runner = Runner::default();
        runner.receive_text(&text);
        let answers = runner.take();
        match serde_json::from_str::<ToWorker>(&text) {
            // Without a run, a question and an action get an answer that says so.
            Ok(ToWorker::Act(..)) => {
                prop_assert!(matches!(&answers[..], [FromWorker::Done(_, Err(_))]));
            }
            Ok(ToWorker::Ask(..)) => {
                prop_assert!(matches!(&answers[..], [FromWorker::Answer(_, Err(_))]));
            }
            Ok(ToWorker::Start(_)) => prop_assert_eq!(answers.len(), 1),
            Ok(_) => prop_assert!(answers.is_empty()),
            Err(_) => prop_assert!(matches!(&answers[..], [FromWorker::Refused(_)])),
        }
    }
}

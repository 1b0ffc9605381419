//! Pager, silences, channel and people: what is heard follows from incident, seed and journal.

use crate::shipped;
use firedrill::drill::action::{
    Action, Command, ComponentMark, ComponentState, Matcher, ResponseRole, StatusPhase,
};
use firedrill::drill::feed::FeedKind;
use firedrill::drill::pager::PageState;
use firedrill::drill::status::DueUpdate;
use firedrill::drill::{Session, responders};
use firedrill::incident::document::{
    AlertRule, AlertSeverity, Condition, Incident, Line, Urgency, When,
};
use firedrill::incident::names::FACTS;
use proptest::prelude::*;
use std::sync::Arc;

/// The shipped incident with a short history and a quarter of its users.
fn small() -> Incident {
    shipped::small(240.0, 16.0)
}

fn session(change: impl FnOnce(&mut Incident)) -> Session {
    let mut incident = small();
    change(&mut incident);
    Session::new(Arc::new(incident), 5)
}

/// A rule that holds from the first scrape on, and pages when it has held for so long.
fn rule(name: &str, for_s: f64) -> AlertRule {
    let text = serde_json::json!({
        "name": name, "column": "pg_settings_max_connections", "when": { "above": 0.0 },
        "for_s": for_s, "severity": "critical", "summary": "{value} slots",
        "labels": { "service": name.to_lowercase() }
    });
    serde_json::from_value(text).expect("a rule")
}

fn only(rules: Vec<AlertRule>) -> impl FnOnce(&mut Incident) {
    move |incident| {
        incident.alerts = rules;
        incident.channel.lines.clear();
    }
}

fn silence(alert: &str, duration_s: u32) -> Action {
    Action::Silence {
        matchers: vec![Matcher {
            label: "alertname".into(),
            value: alert.into(),
            not: false,
        }],
        duration_s,
        comment: "known".into(),
    }
}

fn spoken(session: &Session) -> Vec<(i64, String, String)> {
    let said = session
        .feed()
        .since(0)
        .filter(|e| e.kind == FeedKind::Person);
    said.map(|e| (session.at_ms(e.at), e.who.clone(), e.title.clone()))
        .collect()
}

#[test]
fn alerts_that_fire_together_make_one_page() {
    // Both hold from the scrape at 5 s after the start, which is -235 s.
    let mut session = session(only(vec![rule("First", 0.0), rule("Second", 60.0)]));
    session.advance_to(-206_000);
    assert!(session.pages().is_empty(), "the group waits for 30 s");
    session.advance_to(-205_000);
    let page = &session.pages()[0];
    assert_eq!(
        (page.alert.as_str(), page.state()),
        ("First", PageState::Triggered)
    );
    session.act(Action::Acknowledge {}).expect("a page waits");
    // The second one fires at -175 s; the group is told of it at -205 s + 5 min.
    session.advance_to(94_000);
    assert_eq!(session.pages()[0].alerts.len(), 1);
    session.advance_to(95_000);
    let page = &session.pages()[0];
    assert_eq!((session.pages().len(), page.alerts.len()), (1, 2));
    assert_eq!(
        page.state(),
        PageState::Acknowledged,
        "news does not ring again"
    );
}

#[test]
fn labels_to_group_by_part_the_pages() {
    let mut session = session(|incident| {
        only(vec![rule("First", 0.0), rule("Second", 0.0)])(incident);
        incident.pager.group_by = vec!["service".into()];
    });
    session.advance_to(-200_000);
    assert_eq!(session.pages().len(), 2);
}

#[test]
fn what_is_not_new_is_told_again_after_the_repeat_interval() {
    let mut session = session(|incident| {
        only(vec![rule("First", 0.0)])(incident);
        incident.pager.repeat_interval_s = 300.0;
    });
    session.advance_to(-200_000);
    session.act(Action::Acknowledge {}).expect("a page waits");
    session.advance_to(100_000);
    assert_eq!(session.pages()[0].state(), PageState::Triggered);
    assert!(session.act(Action::Acknowledge {}).is_ok());
}

#[test]
fn a_page_nobody_takes_goes_up_and_the_next_one_says_so() {
    let mut session = session(|incident| {
        only(vec![rule("First", 0.0)])(incident);
        incident.pager.levels = vec!["web-engineer".into(), "senior-dba".into()];
    });
    session.advance_to(94_000);
    assert!(session.pages()[0].escalated.is_empty());
    session.advance_to(95_000);
    let escalated = &session.pages()[0].escalated;
    assert_eq!(escalated.len(), 1);
    assert_eq!(escalated[0].1, "web-engineer");
    session.advance_to(190_000);
    let said = spoken(&session);
    assert!(
        said.iter().any(|(_, who, _)| who == "Engineer of web"),
        "{said:?}"
    );
    assert!(session.is_present("web-engineer"));
    session.act(Action::Acknowledge {}).expect("it waits");
    session.advance_to(600_000);
    let page = &session.pages()[0];
    assert_eq!(page.escalated.len(), 1, "a page that is taken stays");
    assert!(session.holds(&Condition::Escalated {}));
}

#[test]
fn a_page_of_low_urgency_stays_where_it_is() {
    let mut low = rule("First", 0.0);
    low.urgency = Urgency::Low;
    let mut session = session(only(vec![low]));
    session.advance_to(200_000);
    assert_eq!(session.pages().len(), 1);
    assert!(session.pages()[0].escalated.is_empty());
}

#[test]
fn a_silenced_alert_fires_and_pages_nobody_until_the_silence_ends() {
    let mut session = session(only(vec![rule("First", 0.0)]));
    session.advance_to(-230_000);
    session.act(silence("First", 600)).expect("a silence");
    session.advance_to(-100_000);
    assert_eq!(session.alerts()[0].state.name(), "firing");
    assert!(session.pages().is_empty());
    session
        .act(Action::EndSilence { id: 1 })
        .expect("it is in force");
    assert!(session.act(Action::EndSilence { id: 1 }).is_err());
    session.advance_to(95_000);
    assert_eq!(
        session.pages().len(),
        1,
        "the group is told at its interval"
    );
    let wrong = [
        (silence("First", 10), "a minute"),
        (silence("", 600), "needs a label"),
        (Action::EndSilence { id: 9 }, "no silence"),
    ];
    for (action, why) in wrong {
        let error = session.act(action).expect_err("cannot be done");
        assert!(error.contains(why), "{error}");
    }
}

#[test]
fn a_page_resolved_by_hand_comes_again_while_its_alert_fires() {
    let mut session = session(only(vec![rule("First", 0.0)]));
    session.advance_to(-200_000);
    session
        .act(Action::ResolvePage { page: 1 })
        .expect("it is open");
    assert!(session.act(Action::ResolvePage { page: 1 }).is_err());
    session.advance_to(96_000);
    let states: Vec<_> = session.pages().iter().map(|p| p.state()).collect();
    assert_eq!(states, [PageState::Resolved, PageState::Triggered]);
    let to = "senior-dba".to_string();
    session
        .act(Action::Reassign { page: 2, to })
        .expect("it is open");
    session.advance_to(200_000);
    assert!(session.is_present("senior-dba"), "who is paged comes");
}

#[test]
fn rules_look_at_shares_differences_growth_and_burn() {
    let value = |when: When| {
        let mut rule = rule("First", 0.0);
        rule.severity = AlertSeverity::Warning;
        rule.when = when;
        let mut session = session(only(vec![rule]));
        session.advance_to(-200_000);
        (session.alerts()[0].value, session.alerts()[0].state.name())
    };
    let max = "pg_settings_max_connections".to_string();
    let share = |share| When::ShareAbove {
        of: vec![max.clone(), max.clone()],
        share,
    };
    assert_eq!(value(share(0.4)), (Some(0.5), "firing"));
    assert_eq!(value(share(0.5)), (Some(0.5), "inactive"));
    let less = |less: &str| When::AtLeastDifference {
        of: max.clone(),
        less: less.into(),
    };
    let reserved = "pg_settings_superuser_reserved_connections";
    assert_eq!(value(less(reserved)).1, "firing");
    let grows = When::IncreaseAbove {
        over_s: 60.0,
        by: 0.0,
    };
    assert_eq!(value(grows), (Some(0.0), "inactive"));
    let burns = |budget: f64, factor: f64| When::BurnRate {
        budget,
        factor,
        long_s: 60.0,
        short_s: 10.0,
    };
    assert_eq!(value(burns(800.0, 0.5)), (Some(1.0), "firing"));
    assert_eq!(value(burns(800.0, 1.0)), (Some(1.0), "inactive"));
}

#[test]
fn questions_are_answered_from_what_is_true_after_a_while() {
    let mut session = session(|_| {});
    session.advance_to(100_000);
    let ask = |about: Option<&str>, text: &str| Action::Ask {
        to: "senior-dba".into(),
        about: about.map(str::to_string),
        text: text.into(),
    };
    assert!(session.act(ask(Some("nothing"), "")).is_err());
    assert!(session.act(ask(None, " ")).is_err());
    session.act(ask(Some("sessions"), "")).expect("a topic");
    assert!(session.act(ask(None, "and?")).is_err(), "one at a time");
    session.advance_to(339_000);
    let from = |session: &Session| {
        let said = spoken(session);
        said.into_iter()
            .filter(|(_, who, _)| who == "Senior database engineer")
            .collect::<Vec<_>>()
    };
    assert!(from(&session).is_empty());
    session.advance_to(341_000);
    let first = from(&session);
    assert_eq!(first.len(), 1);
    assert!(first[0].2.contains("max_connections is 20"), "{first:?}");
    // Once there, they answer faster, and free words find their topic.
    let note = session.act(Action::Say {
        text: "@dba what is the CPU doing?".into(),
    });
    assert!(note.is_ok_and(|note| note.contains("45 s")));
    session.advance_to(390_000);
    assert!(from(&session)[1].2.contains("busy"), "{:?}", from(&session));
    let note = session.act(Action::Say {
        text: "@nobody?".into(),
    });
    assert!(note.is_ok_and(|note| note.contains("nobody here is called @nobody")));
}

#[test]
fn roles_go_to_those_who_are_there() {
    let mut session = session(|_| {});
    session.advance_to(100_000);
    let assign = |to: Option<&str>| Action::Assign {
        role: ResponseRole::Scribe,
        to: to.map(str::to_string),
    };
    assert!(session.act(assign(Some("senior-dba"))).is_err());
    assert!(session.act(assign(None)).is_err());
    session.act(assign(Some("you"))).expect("oneself");
    session
        .act(Action::Escalate {
            to: "senior-dba".into(),
        })
        .expect("a contact");
    session.advance_to(350_000);
    session
        .act(assign(Some("senior-dba")))
        .expect("they have come in");
    assert_eq!(session.roles().len(), 1);
    session.act(assign(None)).expect("somebody has it");
    assert!(session.roles().is_empty());
}

#[test]
fn updates_are_due_by_the_conventions_and_carry_component_states() {
    let mut session = session(|_| {});
    session.advance_to(60_000);
    let due = |session: &Session| {
        let due = session.update_due();
        due.map(|(what, at)| (what, session.at_ms(at) / 1000))
    };
    assert_eq!(due(&session), Some((DueUpdate::First, 300)));
    let post = |phase, id: &str| Action::Status {
        phase,
        text: "We know.".into(),
        components: vec![ComponentMark {
            id: id.into(),
            state: ComponentState::MajorOutage,
        }],
    };
    let wrong = post(StatusPhase::Investigating, "nothing");
    assert!(session.act(wrong).is_err());
    let first = post(StatusPhase::Investigating, "products");
    session.act(first).expect("a component");
    assert_eq!(due(&session), Some((DueUpdate::Scope, 360)));
    let products = session.stated_state("products");
    assert_eq!(products, ComponentState::MajorOutage);
    assert_eq!(session.stated_state("home"), ComponentState::Operational);
    session.advance_to(120_000);
    let second = post(StatusPhase::Identified, "products");
    session.act(second).expect("a component");
    assert_eq!(due(&session), Some((DueUpdate::Next, 120 + 1200)));
    session
        .act(post(StatusPhase::Resolved, "products"))
        .expect("a component");
    assert_eq!(due(&session), None);
}

#[test]
fn every_fact_and_every_action_has_its_name() {
    let mut session = session(|_| {});
    session.advance_to(200_000);
    for name in FACTS {
        let text = session.fill(&format!("{{{name}}}"));
        assert!(!text.is_empty() && !text.contains('{'), "{name}: {text:?}");
    }
    assert_eq!(session.fill("{nothing} stays"), "{nothing} stays");
    let incident = session.incident().clone();
    for responder in &incident.responders {
        if !responder.policy.is_empty() {
            continue;
        }
        let entries = responders::entries(&incident, &responder.id).expect("a script");
        for entry in entries {
            let name = entry.action.name();
            let json = serde_json::to_value(&entry.action).expect("plain data");
            let key = json.as_object().and_then(|o| o.keys().next().cloned());
            assert_eq!(key.as_deref(), Some(name));
            let known = Action::ALL.iter().any(|(known, _)| *known == name);
            assert!(known, "{name}");
        }
    }
}

#[test]
fn people_speak_of_the_outage_and_of_its_end() {
    let incident = Arc::new(shipped::small(240.0, 1.0));
    let mut session = Session::new(incident.clone(), 1);
    session.queue(responders::entries(&incident, "best").expect("a responder"));
    session.advance_to(-95_000);
    assert!(spoken(&session).is_empty(), "{:?}", spoken(&session));
    session.advance_to(464_000);
    let said = spoken(&session);
    let by = |role: &str| said.iter().filter(|(_, who, _)| who == role).count();
    assert!(by("Support lead") >= 3, "{said:#?}");
    assert!(
        said.iter().all(|(_, _, text)| !text.contains('{')),
        "{said:#?}"
    );
    let cause = ["overwrote", "max_connections = 20", "template"];
    let early = said.iter().filter(|(at, ..)| *at < 82_000);
    for (_, who, text) in early {
        assert!(!cause.iter().any(|c| text.contains(c)), "{who}: {text}");
    }
    let apart = said.windows(2).all(|w| w[1].0 - w[0].0 >= 300);
    assert!(apart, "nobody speaks over another: {said:#?}");
}

fn word() -> impl Strategy<Value = Action> {
    let name = prop_oneof![
        "you",
        "senior-dba",
        "web-engineer",
        "support-lead",
        "\\PC{0,8}"
    ];
    prop_oneof![
        "\\PC{0,40}".prop_map(|text| Action::Say { text }),
        name.clone().prop_map(|to| Action::Say {
            text: format!("@{to} what now?")
        }),
        (name.clone(), "\\PC{0,20}").prop_map(|(to, text)| Action::Ask {
            to,
            about: None,
            text
        }),
        name.clone().prop_map(|to| Action::Escalate { to }),
        name.clone().prop_map(|to| Action::Assign {
            role: ResponseRole::Commander,
            to: Some(to)
        }),
        (0_u32..4).prop_map(|page| Action::ResolvePage { page }),
        (0_u32..4, name).prop_map(|(page, to)| Action::Reassign { page, to }),
        (any::<u32>(), "\\PC{0,8}").prop_map(|(s, value)| silence(&value, s % 4_000)),
        (0_u32..4).prop_map(|id| Action::EndSilence { id }),
        Just(Action::Acknowledge {}),
        Just(Action::Change(Command::RestartDatabase {})),
        Just(Action::Change(Command::ReloadDatabase {})),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn all_hear_the_same_whatever_the_size_of_the_steps(
        actions in prop::collection::vec((0_i64..400_000, word()), 0..30),
        steps in prop::collection::vec((1_i64..40_000, 50_u64..30_000), 1..20),
    ) {
        let mut incident = small();
        let line: Line = serde_json::from_value(serde_json::json!({
            "id": "always", "who": "support-lead", "every_s": 30,
            "when": [{ "after": -100 }], "text": "{tickets} {minutes}"
        })).expect("a line");
        incident.channel.lines.push(line);
        let incident = Arc::new(incident);
        // Played: actions come between steps of any size.
        let mut actions = actions;
        actions.sort_by_key(|(at, _)| *at);
        let mut played = Session::new(incident.clone(), 9);
        let mut sizes = steps.iter().cycle();
        for (at, action) in actions {
            while played.now_ms() < at - 60_000 {
                let (ms, events) = sizes.next().expect("a cycle");
                let to = (played.now_ms() + ms).min(at - 60_000);
                played.advance_some(to, *events);
            }
            let _ = played.act(action);
        }
        played.advance_to(420_000);
        // Again: from the journal, in one step.
        let mut again = Session::new(incident, 9);
        again.queue(played.journal().entries.clone());
        again.advance_to(420_000);
        prop_assert!(again.rejected().is_empty(), "{:?}", again.rejected());
        let heard = |session: &Session| -> Vec<(u64, String, String)> {
            let all = session.feed().since(0);
            all.map(|e| (e.at, e.who.clone(), e.title.clone())).collect()
        };
        prop_assert_eq!(heard(&played), heard(&again));
        prop_assert_eq!(played.world().digest(), again.world().digest());
    }
}

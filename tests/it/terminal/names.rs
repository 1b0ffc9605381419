//! The terminal in a world whose names are all others: whatever is typed, the answer speaks of
//! that world and not of the shop.

use super::{Desk, HEALTHY, OUTAGE};
use crate::renamed::{NAMES, everything, renamed, renamed_text};
use firedrill::drill::Session;
use firedrill::incident::document::Incident;
use firedrill::terminal::{Access, Terminal, Tone, command_names};
use std::sync::Arc;

/// What is typed, in one shell, one line after the other.
const LINES: &str = include_str!("../../cases/names/commands.txt");

fn lines() -> impl Iterator<Item = &'static str> {
    LINES.lines().filter(|line| !line.starts_with("## "))
}

/// A run of an incident at an instant at which an administrator finds a slot.
fn desk(incident: Incident, at_ms: i64) -> Desk {
    let mut session = Session::new(Arc::new(incident), 3);
    session.advance_to(at_ms);
    super::until_a_slot_is_free(&mut session);
    let terminal = Terminal::new(&session);
    Desk { session, terminal }
}

/// What a line of the list is answered with, how its words can go on, and whether the answer
/// begins with an error.
fn ask(desk: &mut Desk, line: &str) -> (String, bool) {
    let mut access = Access::new(&mut desk.session, false);
    let output = match line {
        "(more)" => desk.terminal.poll(&mut access).unwrap_or_default(),
        "^C" => desk.terminal.enter(&mut access, "\u{3}"),
        "^D" => desk.terminal.enter(&mut access, "\u{4}"),
        "+5" => {
            desk.wait_for_a_slot(5_000);
            return (String::new(), false);
        }
        line => desk.terminal.enter(&mut access, line),
    };
    let mut all: Vec<String> = output.lines.iter().map(|line| line.text.clone()).collect();
    for (at, _) in line.char_indices().filter(|(_, c)| *c == ' ') {
        all.extend(desk.terminal.complete(&access, line, at + 1).choices);
    }
    all.push(output.prompt);
    let fails = output.lines.first().is_some_and(|l| l.tone == Tone::Error);
    (all.join("\n"), fails)
}

/// The name of the cluster, which is that of git's branch as well.
const CLUSTER: &str = "main";

/// The names of the shop that a text has as words.
fn names_in(text: &str) -> Vec<&'static str> {
    // From the description of hot_standby_feedback.
    let text = text.to_lowercase().replace("a standby reports", "");
    let has = |name: &str| renamed_text(&text, &[(name, "")]) != text;
    let names = NAMES.iter().map(|(name, _)| *name);
    let mut found: Vec<_> = names.filter(|name| *name != CLUSTER && has(name)).collect();
    let cluster = ["15-main", "15/main"].into_iter();
    found.extend(cluster.filter(|name| text.contains(name)));
    found
}

#[test]
fn no_answer_names_the_shop_in_another_world() {
    let shop = everything((*super::incident()).clone());
    let other = renamed(&shop, &NAMES);
    let mut met = Vec::new();
    for at in [HEALTHY, OUTAGE] {
        let (mut here, mut there) = (desk(shop.clone(), at), desk(other.clone(), at));
        for line in lines() {
            let (answer, fails) = ask(&mut here, line);
            met.extend(names_in(&answer));
            let line = renamed_text(line, &NAMES);
            let (answer, other_fails) = ask(&mut there, &line);
            let found = names_in(&answer);
            assert!(found.is_empty(), "{at}: {line}: {found:?}\n{answer}");
            // In the outage it is a matter of chance who gets a slot.
            assert!(fails == other_fails || at == OUTAGE, "{line}\n{answer}");
        }
    }
    // The check can fail: the shop's own terminal says each of them.
    for (name, _) in NAMES {
        let said = name == CLUSTER || met.contains(&name);
        assert!(said, "{name} is never said");
    }
    assert!(met.contains(&"15-main") && met.contains(&"15/main"));
}

/// What the second world has in place of what the list of lines names.
const PARCELS: [(&str, &str); 24] = [
    (
        "/etc/postgresql/15/main/postgresql.conf",
        "/etc/postgresql/15/blue/postgresql.conf",
    ),
    (
        "/etc/shop/web/application.properties",
        "/opt/parcels/tracking/pool.properties",
    ),
    (
        "/etc/shop/orders/application.properties",
        "/opt/parcels/scanning/pool.properties",
    ),
    ("/etc/pgbouncer/pgbouncer.ini", "/etc/pgbouncer/parcels.ini"),
    ("shop", "parcels"),
    ("db-1", "tracking-a"),
    ("db-2", "tracking-b"),
    ("pgb-1", "pooler-a"),
    ("ops-1", "jump-3"),
    ("oncall", "standby_duty"),
    ("main", "blue"),
    ("web", "tracking"),
    ("orders", "scanning"),
    ("inventory", "labels"),
    ("backoffice", "routing"),
    ("catalog", "lookups"),
    ("reports", "printing"),
    ("stock", "board"),
    ("stock-cache", "tour-board"),
    ("product", "track"),
    ("cart", "scan"),
    ("db-base-config", "host-patches"),
    ("edge-certificates", "map-tiles"),
    ("deploy-orders", "roll-tracking"),
];

#[test]
fn every_command_answers_with_the_names_of_the_second_world() {
    let incident = crate::parcels::incident();
    let mut parcels = desk((*incident).clone(), HEALTHY);
    let mut all = String::new();
    for line in lines() {
        let line = renamed_text(line, &PARCELS);
        let (answer, _) = ask(&mut parcels, &line);
        let found = names_in(&answer);
        assert!(found.is_empty(), "{line}: {found:?}\n{answer}");
        all += &answer;
    }
    let world = &incident.world;
    let hosts = [
        "tracking-a",
        "tracking-b",
        "pooler-a",
        "jump-3",
        "standby_duty",
    ];
    let services = world.services.iter().map(|service| service.name.as_str());
    let pipelines = world
        .pipelines
        .iter()
        .map(|pipeline| pipeline.name.as_str());
    for name in hosts.into_iter().chain(services).chain(pipelines) {
        assert!(all.contains(name), "{name} is never said");
    }
}

#[test]
fn every_command_is_typed_in_the_list() {
    let words: Vec<&str> = lines().flat_map(|line| line.split([' ', '|'])).collect();
    for name in command_names() {
        assert!(words.contains(&name), "{name}");
    }
}

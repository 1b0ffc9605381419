//! The story: identity, source, clock, briefing, account, lessons.

use super::findings::Findings;
use super::known::Known;
use super::words::{TEXT_CHARS_MAX, TITLE_CHARS_MAX};
use crate::incident::document::{Briefing, Clock, Incident, Source};
use crate::incident::utc::parse_utc;

/// Longest history and longest run after minute zero, seconds.
const LENGTH_S_MAX: f64 = 86_400.0;
/// Most scrapes of a run.
const SCRAPES_MAX: f64 = 50_000.0;

pub fn lint(incident: &Incident, known: &Known, found: &mut Findings) {
    found.name("$.id", &incident.id);
    found.words("$.title", &incident.title, TITLE_CHARS_MAX);
    clock(&incident.clock, found);
    // A world without a story is for running only.
    if incident.source != Source::default() {
        found.words("$.source.title", &incident.source.title, TITLE_CHARS_MAX);
        found.words("$.source.note", &incident.source.note, TEXT_CHARS_MAX);
    }
    if incident.briefing != Briefing::default() {
        briefing(&incident.briefing, found);
    }
    found.entries("$.account", &incident.account, 0..=200);
    found.times(
        "$.account",
        known.run_s,
        incident.account.iter().map(|entry| entry.at_s),
    );
    for (i, entry) in incident.account.iter().enumerate() {
        found.words(&format!("$.account[{i}].text"), &entry.text, TEXT_CHARS_MAX);
    }
    found.entries("$.lessons", &incident.lessons, 0..=50);
    for (i, lesson) in incident.lessons.iter().enumerate() {
        found.words(
            &format!("$.lessons[{i}].title"),
            &lesson.title,
            TITLE_CHARS_MAX,
        );
        found.words(
            &format!("$.lessons[{i}].text"),
            &lesson.text,
            TEXT_CHARS_MAX,
        );
    }
}

fn clock(clock: &Clock, found: &mut Findings) {
    if let Err(why) = parse_utc(&clock.minute_zero) {
        found.error("$.clock.minute_zero", why);
    }
    found.range("$.clock.history_s", clock.history_s, 60.0..=LENGTH_S_MAX);
    found.range("$.clock.end_s", clock.end_s, 60.0..=LENGTH_S_MAX);
    found.range(
        "$.clock.player_from_s",
        clock.player_from_s,
        0.0..=clock.history_s.max(0.0),
    );
    found.range("$.clock.scrape_s", clock.scrape_s, 1.0..=60.0);
    let scrapes = (clock.history_s + clock.end_s) / clock.scrape_s;
    if scrapes > SCRAPES_MAX {
        let message = format!("{scrapes:.0} scrapes are too many; at most {SCRAPES_MAX}");
        found.error("$.clock.scrape_s", message);
    }
}

fn briefing(briefing: &Briefing, found: &mut Findings) {
    found.words("$.briefing.told", &briefing.told, TEXT_CHARS_MAX);
    found.words("$.briefing.role", &briefing.role, TEXT_CHARS_MAX);
    found.words("$.briefing.objective", &briefing.objective, TEXT_CHARS_MAX);
    found.entries("$.briefing.system", &briefing.system, 1..=20);
    for (i, line) in briefing.system.iter().enumerate() {
        found.words(&format!("$.briefing.system[{i}]"), line, TEXT_CHARS_MAX);
    }
    found.range("$.briefing.difficulty", briefing.difficulty, 1..=5);
    found.range("$.briefing.typical_min", briefing.typical_min, 1..=600);
}

//! The story: identity, source, clock, briefing, account, lessons.

use super::findings::Findings;
use super::known::Known;
use super::rules::{Name, TEXT, TITLE, by, member, rows};
use crate::incident::document::{AccountEntry, Briefing, Clock, Incident, Lesson, Source};
use crate::incident::utc::parse_utc;

/// Longest history and longest run after minute zero, seconds.
const LENGTH_S_MAX: f64 = 86_400.0;
/// Most scrapes of a run.
const SCRAPES_MAX: f64 = 50_000.0;

pub fn lint(incident: &Incident, known: &Known, found: &mut Findings) {
    // A world without a story is for running only.
    let source = Some(&incident.source).filter(|source| **source != Source::default());
    let briefing = Some(&incident.briefing).filter(|it| **it != Briefing::default());
    if let Some(source) = source {
        rows!(found, "$.source", source, { title: TITLE, note: TEXT });
    }
    if let Some(briefing) = briefing {
        self::briefing("$.briefing", briefing, found);
    }
    let times = incident.account.iter().map(|entry| entry.at_s);
    found.times("$.account", known.run_s, times);
    rows!(found, "$", incident, {
        id: Name,
        title: TITLE,
        clock: by(clock),
        account[0..=200]: by(|at, it: &AccountEntry, found| rows!(found, at, it, { text: TEXT })),
        lessons[0..=50]: by(|at, lesson: &Lesson, found| {
            rows!(found, at, lesson, { title: TITLE, text: TEXT });
        }),
    });
}

fn clock(at: &str, clock: &Clock, found: &mut Findings) {
    if let Err(why) = parse_utc(&clock.minute_zero) {
        found.error(&member(at, "minute_zero"), why);
    }
    rows!(found, at, clock, {
        history_s: 60.0..=LENGTH_S_MAX,
        end_s: 60.0..=LENGTH_S_MAX,
        player_from_s: 0.0..=clock.history_s.max(0.0),
        scrape_s: 1.0..=60.0,
    });
    let scrapes = (clock.history_s + clock.end_s) / clock.scrape_s;
    if scrapes > SCRAPES_MAX {
        let message = format!("{scrapes:.0} scrapes are too many; at most {SCRAPES_MAX}");
        found.error(&member(at, "scrape_s"), message);
    }
}

fn briefing(at: &str, briefing: &Briefing, found: &mut Findings) {
    rows!(found, at, briefing, {
        told: TEXT,
        role: TEXT,
        objective: TEXT,
        system[1..=20]: TEXT,
        difficulty: 1..=5,
        typical_min: 1..=600,
    });
}

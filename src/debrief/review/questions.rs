//! The points of a run that are worth a talk, and what to ask there. The questions are those
//! of a good debriefing: what was seen, what was thought, what would have told earlier.

use crate::debrief::evidence::{label, since_ms};
use crate::debrief::numbers::t_plus;
use crate::drill::Session;
use crate::drill::action::{Action, Look};
use crate::sim::time::{MIN, Nanos};
use serde::{Deserialize, Serialize};

/// Points at most; the least telling go first.
const POINTS_MAX: usize = 12;
/// A silence of this length is a point.
const SILENCE: Nanos = 5 * MIN;

/// A point of the run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// When, milliseconds from minute zero.
    pub t_ms: i64,
    /// What happened there.
    pub what: String,
    /// What to ask.
    pub questions: Vec<String>,
}

/// A point and how much it tells: 0 most.
struct Weighed(u8, Point);

pub(super) fn points(session: &Session, mitigated: Option<Nanos>) -> Vec<Point> {
    let mut all = Vec::new();
    page(session, &mut all);
    first_look(session, &mut all);
    statements(session, &mut all);
    changes(session, &mut all);
    silences(session, mitigated, &mut all);
    end(session, mitigated, &mut all);
    all.sort_by_key(|Weighed(weight, point)| (*weight, point.t_ms));
    all.truncate(POINTS_MAX);
    let mut points: Vec<Point> = all.into_iter().map(|Weighed(_, point)| point).collect();
    points.sort_by_key(|point| point.t_ms);
    points
}

fn point(t_ms: i64, what: String, questions: &[&str]) -> Point {
    let questions = questions.iter().map(|q| (*q).to_string()).collect();
    Point {
        t_ms,
        what,
        questions,
    }
}

fn page(session: &Session, all: &mut Vec<Weighed>) {
    let Some(page) = session.pages().first() else {
        return;
    };
    let what = format!("The first page: {}", page.title);
    let questions = [
        "What did the page tell you, and what did it leave open?",
        "What did you think was wrong at this moment?",
    ];
    all.push(Weighed(
        0,
        point(session.at_ms(page.sent), what, &questions),
    ));
}

/// The first look after the page, or after minute zero without one.
fn first_look(session: &Session, all: &mut Vec<Weighed>) {
    let from = session.pages().first().map_or(session.span().0, |p| p.sent);
    let from_ms = session.at_ms(from);
    let mut entries = session.journal().entries.iter();
    let look = entries.find_map(|entry| match &entry.action {
        Action::Look(look) if entry.at_ms >= from_ms && !matches!(look, Look::Command(_)) => {
            Some((entry.at_ms, look.evidence()))
        }
        _ => None,
    });
    let Some((t_ms, name)) = look else { return };
    let what = format!("The first look: {}", label(session, &name));
    let questions = [
        "Why did you look here first?",
        "What were you seeing, and what did it rule out?",
    ];
    all.push(Weighed(1, point(t_ms, what, &questions)));
}

fn statements(session: &Session, all: &mut Vec<Weighed>) {
    let book = &session.incident().diagnosis;
    for stated in session.stated() {
        let mut causes = book.causes.iter();
        let cause = causes.find(|c| c.id == stated.diagnosis.cause);
        let cause = cause.map_or(stated.diagnosis.cause.as_str(), |c| c.label.as_str());
        let t_ms = session.at_ms(stated.at);
        if stated.right.0 && stated.right.1 {
            let what = format!("The diagnosis: {cause}");
            let mut it = point(t_ms, what, &["What tipped you off?"]);
            it.questions.extend(earlier(session, t_ms));
            all.push(Weighed(0, it));
        } else {
            let what = format!("A diagnosis that did not hold: {cause}");
            let questions = [
                "What were you seeing that spoke for it?",
                "What would have spoken against it?",
            ];
            let mut it = point(t_ms, what, &questions);
            it.questions.extend(earlier(session, t_ms));
            all.push(Weighed(0, it));
        }
    }
}

/// What would have told earlier: telling evidence that was there before this time and had
/// not been looked at by then, or only much later than it was there.
fn earlier(session: &Session, t_ms: i64) -> Option<String> {
    let book = &session.incident().diagnosis;
    let seen_ms = |name: &String| {
        let looked = session.looked().iter().find(|(n, _)| n == name);
        looked.map(|(_, at)| session.at_ms(*at))
    };
    let missed = book.telling_evidence.iter().filter_map(|name| {
        let since = since_ms(session, name).filter(|since| *since < t_ms)?;
        let late = seen_ms(name).is_none_or(|seen| seen > t_ms);
        late.then_some((since, name))
    });
    let (since, name) = missed.min()?;
    Some(format!(
        "{} was there from {} on: what would it have told you by then?",
        label(session, name),
        t_plus(since)
    ))
}

fn changes(session: &Session, all: &mut Vec<Weighed>) {
    for change in session.changes() {
        let questions = [
            "What did you expect it to do?",
            "When did you know whether it had?",
        ];
        let what = format!("A change: {}", change.title);
        all.push(Weighed(
            2,
            point(session.at_ms(change.at), what, &questions),
        ));
    }
}

/// Long stretches without any action while users failed.
fn silences(session: &Session, mitigated: Option<Nanos>, all: &mut Vec<Weighed>) {
    let Some(page) = session.pages().first() else {
        return;
    };
    let end = mitigated.or(session.resolved());
    let end = end.unwrap_or(session.world().now());
    let entries = session.journal().entries.iter();
    let done = entries.filter(|e| !matches!(e.action, Action::Speed { .. }));
    let times = done.map(|e| session.world_time(e.at_ms));
    let times = times.filter(|at| (page.sent..end).contains(at));
    let mut before = page.sent;
    for at in times.chain([end]) {
        let silent = at.saturating_sub(before);
        if silent >= SILENCE {
            let what = format!("{} minutes in which nothing was done", silent / MIN);
            let questions = ["What were you waiting for?", "Who could have helped here?"];
            all.push(Weighed(1, point(session.at_ms(before), what, &questions)));
        }
        before = at;
    }
}

fn end(session: &Session, mitigated: Option<Nanos>, all: &mut Vec<Weighed>) {
    let Some(resolved) = session.resolved() else {
        return;
    };
    let well = mitigated.is_some_and(|at| at <= resolved);
    let questions: &[&str] = if well {
        &["How did you know that it was over, and that it could not come back?"]
    } else {
        &[
            "How did you know that it was over?",
            "Which chart showed that users still failed?",
        ]
    };
    let what = "The incident was declared resolved".to_string();
    all.push(Weighed(0, point(session.at_ms(resolved), what, questions)));
}

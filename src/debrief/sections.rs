//! The sections of a debrief as blocks, written once: Markdown and HTML are two ways to write
//! them down. A section of what an older document does not have is left out.

use super::document::{Debrief, Term};
use super::harm::cause_words;
use super::notes::{Notes, point_ids};
use super::rich::escape::markdown;
use super::rich::{
    Block, Item, Table, below, bullets, heading, item, label, list, paragraph, read, text,
};
use super::words;

/// Rows of the harm table are at most this many.
const HARM_ROWS_MAX: usize = 25;
/// The runs that are compared.
pub const RUNS: [&str; 3] = ["This run", "Nobody acts", "Best known"];

/// What comes first: how it ended, score, times, what it cost.
pub(super) fn first(debrief: &Debrief) -> Vec<Block> {
    let parts = [
        summary(debrief),
        score(debrief),
        times(debrief),
        impact(debrief),
    ];
    parts.into_iter().flatten().collect()
}

/// Everything after it.
pub(super) fn rest(debrief: &Debrief) -> Vec<Block> {
    let review = &debrief.review;
    let notes = debrief.notes.as_ref();
    let well = said(notes.and_then(|notes| notes.well.as_ref()), &review.well);
    let to_try = said(
        notes.and_then(|notes| notes.to_try.as_ref()),
        &review.to_try,
    );
    let unseen: Vec<String> = review.unseen.iter().map(words::unseen).collect();
    let commitment = notes.map(|notes| notes.commitment.clone());
    let commitment = commitment.filter(|text| !text.trim().is_empty());
    let parts = [
        harm(debrief),
        account(debrief),
        changes(debrief),
        timeline(debrief),
        diagnosis(debrief),
        section("Targets", targets(debrief)),
        section("What went well", lines(&well)),
        section("What to try", lines(&to_try)),
        section("Never looked at", lines(&unseen)),
        questions(debrief),
        hints(debrief),
        section("Lessons", lessons(debrief)),
        section("Commitment", commitment.map(paragraph)),
        notes.and_then(postmortem).unwrap_or_default(),
    ];
    parts.into_iter().flatten().collect()
}

/// A heading with what stands below it; nothing where nothing does.
fn section(title: &str, body: impl IntoIterator<Item = Block>) -> Vec<Block> {
    let mut body = body.into_iter().peekable();
    let head = body.peek().is_some().then(|| heading(2, title));
    head.into_iter().chain(body).collect()
}

fn lines(lines: &[String]) -> Option<Block> {
    (!lines.is_empty()).then(|| bullets(lines))
}

/// The own lines that say something; the review's where nobody wrote any.
fn said(own: Option<&Vec<String>>, review: &[String]) -> Vec<String> {
    let said = own.map(|own| own.iter().filter(|line| !line.trim().is_empty()));
    said.map_or_else(|| review.to_vec(), |own| own.cloned().collect())
}

fn summary(debrief: &Debrief) -> Vec<Block> {
    let (id, title) = &debrief.incident;
    let mut about = Table::new(["Run", ""], 0);
    for (name, value) in [
        ("Incident", id.clone()),
        (
            "Minute zero",
            words::utc_date_time(debrief.minute_zero_unix_s),
        ),
        ("Way in", debrief.mode.word().to_string()),
        ("Seed", debrief.seed.to_string()),
        ("Engine", debrief.engine.clone()),
        ("Digest", debrief.digest.clone()),
    ] {
        about.row([name.to_string(), value]);
    }
    let head = [
        heading(1, &format!("Debrief: {title}")),
        paragraph(&debrief.verdict),
    ];
    head.into_iter().chain(about.block()).collect()
}

fn score(debrief: &Debrief) -> Vec<Block> {
    if let Some(why) = words::unscored(debrief.mode) {
        return section("Score", [paragraph(why)]);
    }
    let mut table = Table::new(["Term", "Points", "Of"], 2);
    for term in &debrief.terms {
        // What only costs is out of nothing.
        let of = match term.weight > 0.0 {
            true => words::points(term.weight),
            false => String::new(),
        };
        table.row([term.name.clone(), words::points(term.points), of]);
    }
    let of: f64 = debrief.terms.iter().map(|term| term.weight).sum();
    let total = words::points(debrief.total);
    table.sum(["Total".to_string(), total, words::points(of)]);
    let behind = |term: &Term| {
        let head = [heading(3, &term.name), paragraph(&term.formula)];
        head.into_iter().chain(lines(&term.because))
    };
    let terms = debrief.terms.iter().flat_map(behind);
    section("Score", table.block().into_iter().chain(terms))
}

fn times(debrief: &Debrief) -> Vec<Block> {
    let mut table = Table::new(["Phase", "After minute zero", "Time (UTC)"], 2);
    for (name, at_s) in words::phases(&debrief.times_s) {
        let at = at_s.map(words::ms);
        let after = at.map_or_else(|| "never".to_string(), words::t_plus);
        let utc = at.map(|at| words::utc_time(debrief.minute_zero_unix_s, at));
        table.row([name.to_string(), after, utc.unwrap_or_default()]);
    }
    section("Times", table.block())
}

fn impact(debrief: &Debrief) -> Vec<Block> {
    let (all, own) = debrief.visits;
    let (nobody, best) = debrief.reference_affected;
    let mut table = Table::new(["Run", "Affected visits", "Share of visits"], 2);
    for (name, count) in RUNS.into_iter().zip([own, nobody, best]) {
        table.row([
            name.to_string(),
            words::count(count),
            words::share(count, all),
        ]);
    }
    let told = [paragraph(words::impact(debrief))];
    section("Impact", told.into_iter().chain(table.block()))
}

fn harm(debrief: &Debrief) -> Vec<Block> {
    let mut table = Table::new(["Minute", RUNS[0], RUNS[1], RUNS[2]], 4);
    for (minute, values) in words::harm_rows(&debrief.harm_curves, HARM_ROWS_MAX) {
        let [own, nobody, best] = values.map(|v| v.map_or(String::new(), words::count));
        table.row([minute.to_string(), own, nobody, best]);
    }
    let table = table.block().into_iter();
    table
        .flat_map(|table| [paragraph("Affected visits so far:"), table])
        .collect()
}

/// Who failed why, and the error budget.
fn account(debrief: &Debrief) -> Vec<Block> {
    let Some(harm) = &debrief.harm else {
        return Vec::new();
    };
    let sum = &harm.sum;
    let row = |name: &str, visits: u64, requests: u64| {
        let share = words::share(visits, sum.affected);
        [
            name.to_string(),
            words::count(visits),
            share,
            words::count(requests),
        ]
    };
    let mut table = Table::new(["Cause", "Visits", "Share", "Failed requests"], 3);
    for cause in &sum.causes {
        table.row(row(cause_words(&cause.cause), cause.visits, cause.requests));
    }
    table.sum(row("Sum", sum.affected, sum.failed_requests));
    let budget = [paragraph(words::budget(&harm.budget))];
    let money = harm
        .money
        .as_ref()
        .map(|money| paragraph(words::money(money)));
    budget
        .into_iter()
        .chain(money)
        .chain(table.block())
        .collect()
}

/// What each change was worth.
fn changes(debrief: &Debrief) -> Vec<Block> {
    let mut table = Table::new(["After", "Change", "Verdict", "Affected without it"], 1);
    for change in &debrief.changes {
        table.row([
            words::t_plus(change.at_ms),
            words::change_title(change),
            words::effect(change.effect).to_string(),
            words::without(debrief, change).map_or(String::new(), words::count),
        ]);
    }
    section("What each change was worth", table.block())
}

fn timeline(debrief: &Debrief) -> Vec<Block> {
    let mut table = Table::new(["Time (UTC)", "After", "Kind", RUNS[0], "Original team"], 0);
    for row in words::side_by_side(debrief, |_| true) {
        let (kind, told) = row
            .own
            .map_or(("", ""), |own| (own.kind.names()[1], own.text.as_str()));
        table.row([
            words::utc_time(debrief.minute_zero_unix_s, row.t_ms),
            words::t_plus(row.t_ms),
            kind.to_string(),
            told.to_string(),
            row.account.unwrap_or_default().to_string(),
        ]);
    }
    section("Timeline", table.block())
}

fn diagnosis(debrief: &Debrief) -> Vec<Block> {
    let stated = debrief.diagnosis.as_ref();
    let (component, cause) = &debrief.answer;
    let mut table = Table::new(["", "Stated", "It was"], 0);
    for (name, said, right) in [
        ("Component", stated.map(|d| &d.component), component),
        ("Cause", stated.map(|d| &d.cause), cause),
    ] {
        let said = said.map_or("not stated", String::as_str).to_string();
        table.row([name.to_string(), said, right.clone()]);
    }
    let mut out: Vec<Block> = table.block().into_iter().collect();
    if let Some(stated) = stated.filter(|stated| !stated.evidence.is_empty()) {
        out.extend([paragraph("Evidence given:"), bullets(&stated.evidence)]);
    }
    if !debrief.evidence.is_empty() {
        let telling = debrief.evidence.iter().map(|(label, looked)| Item {
            done: Some(*looked),
            ..item(text(label), &[])
        });
        out.extend([paragraph("Telling evidence:"), list(telling)]);
    }
    section("Diagnosis", out)
}

fn targets(debrief: &Debrief) -> Option<Block> {
    let head = ["Phase", RUNS[0], "Target", "Original team", RUNS[2]];
    let mut table = Table::new(head, 4);
    let time = |at: Option<f64>| at.map_or(String::new(), |at| words::t_plus(words::ms(at)));
    for target in &debrief.review.targets {
        let mark = match target.met() {
            Some(true) => " met",
            Some(false) => " missed",
            None => "",
        };
        table.row([
            target.phase.clone(),
            time(target.reached_s),
            format!("{}{mark}", time(target.target_s)),
            time(target.original_s),
            time(target.best_s),
        ]);
    }
    table.block()
}

/// The questions of each point, and the note on it.
fn questions(debrief: &Debrief) -> Vec<Block> {
    let points = &debrief.review.points;
    let notes = debrief.notes.as_ref();
    let items = point_ids(points)
        .into_iter()
        .zip(points)
        .map(|(id, point)| {
            let mut inner: Vec<Item> = point
                .questions
                .iter()
                .map(|question| item(text(question), &[]))
                .collect();
            let note = notes.and_then(|notes| notes.points.get(&id));
            let note = note.into_iter().flat_map(|note| note.lines());
            let note = note.filter(|line| !line.trim().is_empty());
            inner.extend(note.map(|line| item(label("Note:", text(format!(" {line}"))), &[])));
            Item {
                inner: vec![list(inner)],
                ..item(
                    text(format!("{} {}", words::t_plus(point.t_ms), point.what)),
                    &[],
                )
            }
        });
    section("Questions", (!points.is_empty()).then(|| list(items)))
}

fn hints(debrief: &Debrief) -> Vec<Block> {
    let hints = debrief.review.hints;
    let told = (hints > 0).then(|| paragraph(format!("Hints taken: {hints}")));
    told.into_iter().collect()
}

fn lessons(debrief: &Debrief) -> Option<Block> {
    (!debrief.lessons.is_empty()).then(|| list(lesson_items(debrief)))
}

/// What to take away: a title and its text in a line.
pub(super) fn lesson_items(debrief: &Debrief) -> impl Iterator<Item = Item> {
    debrief.lessons.iter().map(|(title, told)| {
        // An empty title would leave the marks of strong letters standing.
        let title = match markdown(title).is_empty() {
            true => "Lesson",
            false => title,
        };
        item(label(title, text(format!(" {told}"))), &[])
    })
}

/// The post-mortem as it was edited, in the form that was chosen.
fn postmortem(notes: &Notes) -> Option<Vec<Block>> {
    let told = notes.postmortems.get(notes.chosen_form().name())?;
    let told = (!told.trim().is_empty()).then(|| below(read(told), 2))?;
    Some(
        std::iter::once(heading(2, "Post-mortem"))
            .chain(told)
            .collect(),
    )
}

//! PagerDuty's template: overview, what happened, contributing factors, resolution, impact,
//! responders, timeline, how we did, action items.

use super::facts::{clock, duration, impact, resolution, root_cause, tasks, timeline};
use crate::debrief::document::Debrief;
use crate::debrief::rich::{Block, Item, Table, bullets, heading, item, list, sentences, text};
use crate::debrief::sections::lesson_items;
use crate::incident::document::Incident;

pub(super) fn draft(debrief: &Debrief, incident: &Incident) -> Vec<Block> {
    let impact = impact(debrief);
    let first = impact.first().cloned().unwrap_or_default();
    let lasted = format!("{}.", duration(debrief));
    let mut story = root_cause(debrief);
    if let Some((t_ms, alert)) = &debrief.review.facts.page {
        let at = clock(debrief, *t_ms);
        story.push(format!(
            "The first page came at {at}, by the alert {alert}."
        ));
    }
    let mut events = Table::new(["Time (UTC)", "Event", "Link"], 0);
    for (t_ms, text) in timeline(debrief) {
        let time = clock(debrief, t_ms);
        let time = time.trim_end_matches(" UTC");
        events.row([time.to_string(), text, String::new()]);
    }
    let unseen = debrief.review.unseen.iter();
    let unseen = unseen.map(|it| format!("Not looked at: {}.", it.evidence));
    let late = debrief
        .review
        .targets
        .iter()
        .filter(|target| target.met() == Some(false));
    let late = late.map(|target| format!("Target missed: {}.", target.phase));
    let to_do = tasks(debrief, incident);
    let to_do = to_do.iter().map(|task| Item {
        done: Some(false),
        ..item(text(task), &[])
    });
    let mut out = vec![
        heading(1, &debrief.incident.1),
        heading(2, "Overview"),
        Block::Paragraph(sentences(&[lasted, first])),
        heading(2, "What Happened"),
        Block::Paragraph(sentences(&story)),
        heading(2, "Contributing Factors"),
        list(lesson_items(debrief)),
        heading(2, "Resolution"),
        on_record(&resolution(debrief)),
        heading(2, "Impact"),
        on_record(&impact),
        heading(2, "Responders"),
        on_record(&debrief.review.facts.responders),
        heading(2, "Timeline"),
    ];
    out.extend(events.block());
    out.extend([
        heading(2, "How'd We Do?"),
        heading(3, "What Went Well?"),
        on_record(&debrief.review.well),
        heading(3, "What Didn't Go So Well?"),
        on_record(&late.chain(unseen).collect::<Vec<_>>()),
        heading(2, "Action Items"),
        list(to_do),
    ]);
    out
}

fn on_record(lines: &[String]) -> Block {
    match lines {
        [] => bullets(&["Nothing on record."]),
        lines => bullets(lines),
    }
}

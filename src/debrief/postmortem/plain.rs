//! The form of the post-mortem that the first incident follows: issue summary, timeline, root
//! cause and resolution, corrective and preventative measures.

use super::facts::{
    clock, day, duration, impact, measures, resolution, root_cause, tasks, timeline,
};
use crate::debrief::document::Debrief;
use crate::debrief::rich::{Block, Item, heading, item, label, list, sentences, text};
use crate::incident::document::Incident;

pub(super) fn draft(debrief: &Debrief, incident: &Incident) -> Vec<Block> {
    let day = day(debrief.minute_zero_unix_s);
    let title = format!("Incident Postmortem: {} on {day}", debrief.incident.1);
    let events = timeline(debrief).into_iter();
    let events = events
        .map(|(t_ms, told)| item(label(clock(debrief, t_ms), text(format!(": {told}"))), &[]));
    let root_cause = entry("Root Cause", &root_cause(debrief));
    let resolution = entry("Resolution", &resolution(debrief));
    let lasted = entry("Duration", &[duration(debrief)]);
    let summary = [
        lasted,
        entry("Impact", &impact(debrief)),
        root_cause.clone(),
    ];
    let lessons = debrief.lessons.iter();
    let lessons: Vec<String> = lessons
        .map(|(title, told)| format!("{title}: {told}"))
        .collect();
    let possible =
        (!lessons.is_empty()).then(|| item(label("What made it possible", text(":")), &lessons));
    let improve: Vec<String> = measures(incident).map(|it| it.title.clone()).collect();
    let tasks = tasks(debrief, incident).into_iter().zip(1..);
    let tasks = tasks.map(|(task, number)| {
        item(
            label(format!("Task {number}"), text(format!(": {task}"))),
            &[],
        )
    });
    let tasks = list(tasks);
    vec![
        heading(1, &title),
        heading(2, "Issue Summary"),
        list(summary.into_iter().flatten()),
        heading(2, "Timeline"),
        list(events),
        heading(2, "Root Cause and Resolution"),
        list([root_cause, possible, resolution].into_iter().flatten()),
        heading(2, "Corrective and Preventative Measures"),
        list([
            item(label("Things to improve/fix", text(":")), &improve),
            Item {
                inner: vec![tasks],
                ..item(label("Tasks", text(":")), &[])
            },
        ]),
    ]
}

/// An entry of one or more sentences; none without a sentence.
fn entry(name: &str, told: &[String]) -> Option<Item> {
    let rest = text(": ").into_iter().chain(sentences(told));
    (!told.is_empty()).then(|| item(label(name, rest.collect()), &[]))
}

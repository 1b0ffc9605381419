//! The form of the post-mortem that the first incident follows: issue summary, timeline, root
//! cause and resolution, corrective and preventative measures.

use super::facts::{
    clock, day, duration, impact, measures, resolution, root_cause, tasks, timeline,
};
use crate::debrief::document::Debrief;
use crate::debrief::markdown::{escape, heading};
use crate::incident::document::Incident;
use std::fmt::Write;

pub(super) fn draft(debrief: &Debrief, incident: &Incident) -> String {
    let mut out = String::new();
    let title = format!(
        "Incident Postmortem: {} on {}",
        debrief.incident.1,
        day(debrief.minute_zero_unix_s)
    );
    heading(&mut out, 1, &title);
    heading(&mut out, 2, "Issue Summary");
    entry(&mut out, "Duration", &[duration(debrief)]);
    entry(&mut out, "Impact", &impact(debrief));
    entry(&mut out, "Root Cause", &root_cause(debrief));
    heading(&mut out, 2, "Timeline");
    for (t_ms, text) in timeline(debrief) {
        let _ = writeln!(out, "- **{}**: {}", clock(debrief, t_ms), escape(&text));
    }
    heading(&mut out, 2, "Root Cause and Resolution");
    entry(&mut out, "Root Cause", &root_cause(debrief));
    if !debrief.lessons.is_empty() {
        let _ = writeln!(out, "- **What made it possible**:");
    }
    for (title, text) in &debrief.lessons {
        let _ = writeln!(out, "    - {}: {}", escape(title), escape(text));
    }
    entry(&mut out, "Resolution", &resolution(debrief));
    heading(&mut out, 2, "Corrective and Preventative Measures");
    let _ = writeln!(out, "- **Things to improve/fix**:");
    for measure in measures(incident) {
        let _ = writeln!(out, "    - {}", escape(&measure.title));
    }
    let _ = writeln!(out, "- **Tasks**:");
    for (number, task) in tasks(debrief, incident).iter().enumerate() {
        let number = number + 1;
        let _ = writeln!(out, "    - **Task {number}**: {}", escape(task));
    }
    out
}

/// An entry of one or more sentences; none without a sentence.
fn entry(out: &mut String, name: &str, sentences: &[String]) {
    if sentences.is_empty() {
        return;
    }
    let text: Vec<String> = sentences.iter().map(|text| escape(text)).collect();
    let _ = writeln!(out, "- **{name}**: {}", text.join(" "));
}

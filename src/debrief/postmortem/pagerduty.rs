//! PagerDuty's template: overview, what happened, contributing factors, resolution, impact,
//! responders, timeline, how we did, action items.

use super::facts::{clock, duration, impact, resolution, root_cause, tasks, timeline};
use crate::debrief::document::Debrief;
use crate::debrief::markdown::{Table, escape, heading, strong};
use crate::incident::document::Incident;
use std::fmt::Write;

pub(super) fn draft(debrief: &Debrief, incident: &Incident) -> String {
    let mut out = String::new();
    heading(&mut out, 1, &debrief.incident.1);
    heading(&mut out, 2, "Overview");
    let impact = impact(debrief);
    let first = impact.first().cloned().unwrap_or_default();
    let lasted = format!("{}.", duration(debrief));
    paragraph(&mut out, &[lasted, first]);
    heading(&mut out, 2, "What Happened");
    let mut story = root_cause(debrief);
    if let Some((t_ms, alert)) = &debrief.review.facts.page {
        let at = clock(debrief, *t_ms);
        story.push(format!(
            "The first page came at {at}, by the alert {alert}."
        ));
    }
    paragraph(&mut out, &story);
    heading(&mut out, 2, "Contributing Factors");
    for (title, text) in &debrief.lessons {
        let _ = writeln!(out, "- **{}** {}", strong(title), escape(text));
    }
    heading(&mut out, 2, "Resolution");
    list(&mut out, &resolution(debrief));
    heading(&mut out, 2, "Impact");
    list(&mut out, &impact);
    heading(&mut out, 2, "Responders");
    list(&mut out, &debrief.review.facts.responders);
    heading(&mut out, 2, "Timeline");
    let mut table = Table::new(&["Time (UTC)", "Event", "Link"], 0);
    for (t_ms, text) in timeline(debrief) {
        let time = clock(debrief, t_ms);
        let time = time.trim_end_matches(" UTC");
        table.row([escape(time), escape(&text), String::new()]);
    }
    table.write(&mut out);
    heading(&mut out, 2, "How'd We Do?");
    heading(&mut out, 3, "What Went Well?");
    list(&mut out, &debrief.review.well);
    heading(&mut out, 3, "What Didn't Go So Well?");
    let unseen = debrief.review.unseen.iter();
    let unseen = unseen.map(|it| format!("Not looked at: {}.", it.evidence));
    let late = debrief.review.targets.iter();
    let late = late
        .filter(|target| target.met() == Some(false))
        .map(|target| format!("Target missed: {}.", target.phase));
    list(&mut out, &late.chain(unseen).collect::<Vec<_>>());
    heading(&mut out, 2, "Action Items");
    for task in tasks(debrief, incident) {
        let _ = writeln!(out, "- [ ] {}", escape(&task));
    }
    out
}

fn paragraph(out: &mut String, sentences: &[String]) {
    let text: Vec<String> = sentences.iter().map(|text| escape(text)).collect();
    let _ = writeln!(out, "{}", text.join(" "));
}

fn list(out: &mut String, lines: &[String]) {
    if lines.is_empty() {
        let _ = writeln!(out, "- Nothing on record.");
    }
    for line in lines {
        let _ = writeln!(out, "- {}", escape(line));
    }
}

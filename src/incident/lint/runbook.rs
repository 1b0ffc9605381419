//! The pages of the runbook, the world's and the incident's own.

use super::findings::Findings;
use super::rules::{Name, Rule, TEXT, TITLE, Words, by, member, rows};
use crate::incident::document::{Incident, RunbookPage, RunbookSection, RunbookStep};
use crate::incident::runbook::{PROGRAMS, has_page, pages};

/// A command that is proposed.
const COMMAND: Words = Words(300);

/// Pages that stand at `base`: the world's or the incident's own.
pub fn lint(base: &str, own: &[RunbookPage], incident: &Incident, found: &mut Findings) {
    found.entries(base, own, 0..=40);
    for (i, page) in own.iter().enumerate() {
        let at = format!("{base}[{i}]");
        if pages(incident).filter(|other| other.id == page.id).count() > 1 {
            let message = format!("the runbook has another page `{}`", page.id);
            found.error(&member(&at, "id"), message);
        }
        lint_page(&at, page, found);
        for (k, id) in page.see.iter().enumerate() {
            if !has_page(incident, id) {
                let message = format!("there is no runbook page `{id}`");
                found.error(&format!("{at}.see[{k}]"), message);
            }
        }
    }
}

/// Alerts name pages that are there.
pub fn lint_alerts(incident: &Incident, found: &mut Findings) {
    for (i, alert) in incident.alerts.iter().enumerate() {
        if let Some(id) = alert.runbook.as_ref().filter(|id| !has_page(incident, id)) {
            let message = format!("there is no runbook page `{id}`");
            found.error(&format!("$.alerts[{i}].runbook"), message);
        }
    }
}

fn lint_page(at: &str, page: &RunbookPage, found: &mut Findings) {
    rows!(found, at, page, {
        id: Name,
        title: TITLE,
        about: TITLE,
        sections[1..=20]: by(section),
        see[0..=20],
    });
}

fn section(at: &str, section: &RunbookSection, found: &mut Findings) {
    rows!(found, at, section, {
        title: TITLE,
        text[0..=40]: TEXT,
        steps[0..=40]: by(step),
    });
    if section.text.is_empty() && section.steps.is_empty() {
        found.error(at, "a section has text or steps");
    }
}

fn step(at: &str, step: &RunbookStep, found: &mut Findings) {
    rows!(found, at, step, {
        text: TEXT,
        note: TEXT,
        commands[0..=10]: by(command),
    });
}

fn command(at: &str, command: &str, found: &mut Findings) {
    COMMAND.check(at, command, found);
    let program = command.split_whitespace().next().unwrap_or_default();
    if !PROGRAMS.contains(&program) {
        let programs = PROGRAMS.join(", ");
        let message = format!("the terminal has no `{program}`; it has {programs}");
        found.error(at, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::incident::library;

    fn page() -> RunbookPage {
        RunbookPage {
            id: "cache-flush".into(),
            title: "After a flush".into(),
            about: "What to expect of an empty cache.".into(),
            sections: vec![RunbookSection {
                title: "Look".into(),
                text: vec![],
                steps: vec![RunbookStep {
                    text: "Ask".into(),
                    note: None,
                    commands: vec!["psql -c \"SELECT 1\"".into()],
                }],
            }],
            see: vec!["triage".into()],
        }
    }

    /// The paths of what is wrong with an incident that has these pages of its own.
    fn paths(pages: &[RunbookPage]) -> Vec<String> {
        let incident = Incident {
            runbook: pages.to_vec(),
            ..shipped()
        };
        let mut found = Findings::default();
        lint("$.runbook", pages, &incident, &mut found);
        found.into_vec().into_iter().map(|f| f.path).collect()
    }

    fn shipped() -> Incident {
        library::load("2025-03-15-database-outage").expect("it is shipped")
    }

    #[test]
    fn a_good_page_is_clean() {
        assert_eq!(paths(&[page()]), Vec::<String>::new());
    }

    #[test]
    fn every_mistake_is_named_by_its_path() {
        let base = "$.runbook[0]";
        type Case = (&'static str, fn(&mut RunbookPage));
        let cases: [Case; 7] = [
            (".id", |p| p.id = "triage".into()),
            (".id", |p| p.id = "No Name".into()),
            (".title", |p| p.title.clear()),
            (".sections", |p| p.sections.clear()),
            (".sections[0]", |p| p.sections[0].steps.clear()),
            (".sections[0].steps[0].commands[0]", |p| {
                p.sections[0].steps[0].commands[0] = "rm -rf /".into();
            }),
            (".see[0]", |p| p.see[0] = "nowhere".into()),
        ];
        for (path, spoil) in cases {
            let mut bad = page();
            spoil(&mut bad);
            assert_eq!(paths(&[bad]), [format!("{base}{path}")]);
        }
        assert_eq!(
            paths(&[page(), page()]),
            ["$.runbook[0].id", "$.runbook[1].id"]
        );
    }

    #[test]
    fn the_first_world_has_the_pages_that_alerts_name() {
        let pages = shipped().world_runbook;
        let ids: Vec<&str> = pages.iter().map(|page| page.id.as_str()).collect();
        let agreed = [
            "overview",
            "triage",
            "db-connections",
            "db-pool",
            "db-cpu",
            "db-locks",
            "db-disk",
            "db-config",
            "db-restart",
            "db-replica",
            "comms",
            "after",
        ];
        assert_eq!(ids, agreed, "alerts of incidents of version 1 name these");
    }
}

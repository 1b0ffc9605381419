use super::*;
use crate::incident::document::RunbookStep;
use crate::incident::library;
use crate::incident::runbook::PROGRAMS;

fn shipped() -> Incident {
    library::load("2025-03-15-database-outage").expect("a shipped incident")
}

#[test]
fn pages_name_the_files_and_services_of_this_world() {
    let book = Runbook::of(&shipped());
    let page = book.page("db-connections").expect("a page");
    let commands: Vec<&str> = page
        .sections
        .iter()
        .flat_map(|section| &section.steps)
        .flat_map(|step| &step.commands)
        .map(String::as_str)
        .collect();
    assert!(commands.contains(&"grep maximumPoolSize /etc/shop/web/application.properties"));
    assert!(
        commands.contains(&"git log --oneline -- /etc/postgresql/15/main/postgresql.conf"),
        "{commands:?}"
    );
    for page in &book.pages {
        let lines = lines(page).join("\n");
        assert!(!lines.contains(['{', '}']), "{}: a name is left", page.id);
    }
}

#[test]
fn a_command_for_something_that_is_not_there_is_left_out() {
    let mut incident = shipped();
    incident.world.services.clear();
    let book = Runbook::of(&incident);
    let all = book.pages.iter().flat_map(|page| &page.sections);
    let commands = all.flat_map(|s| &s.steps).flat_map(|s| &s.commands);
    for command in commands {
        assert!(!command.contains('{'), "{command}");
        let program = command.split(' ').next().unwrap_or_default();
        assert!(PROGRAMS.contains(&program), "{command}");
    }
}

#[test]
fn steps_are_numbered_through_the_page() {
    for page in Runbook::of(&shipped()).pages {
        let steps = page.sections.iter().flat_map(|section| &section.steps);
        let numbers: Vec<u32> = steps.map(|step| step.number).collect();
        let wanted: Vec<u32> = (0..page.steps() as u32).collect();
        assert_eq!(numbers, wanted, "{}", page.id);
    }
}

#[test]
fn the_incidents_own_pages_stand_behind_the_shipped_ones() {
    let mut incident = shipped();
    incident.runbook.push(RunbookPage {
        id: "stock".into(),
        title: "The stock cache".into(),
        about: "How it is filled.".into(),
        sections: vec![RunbookSection {
            title: "Look".into(),
            text: vec![],
            steps: vec![RunbookStep {
                text: "Ask `{service}`".into(),
                note: None,
                commands: vec![],
            }],
        }],
        see: vec!["triage".into(), "nowhere".into()],
    });
    let book = Runbook::of(&incident);
    let last = book.pages.last().expect("pages");
    assert!(last.own && book.pages[0].id == FIRST && !book.pages[0].own);
    assert_eq!(last.sections[0].steps[0].text, "Ask `web`");
    assert_eq!(last.see.len(), 1, "a link to nowhere is dropped");
}

#[test]
fn a_search_finds_codes_in_texts_and_titles_first() {
    let book = Runbook::of(&shipped());
    let ids = |text: &str| -> Vec<String> {
        let hits = book.search(text);
        hits.iter()
            .map(|hit| book.pages[hit.page].id.clone())
            .collect()
    };
    assert_eq!(ids("53300"), ["db-connections", "db-pool"]);
    assert_eq!(ids("LOCKS")[0], "db-locks", "the title counts most");
    assert_eq!(ids("promote standby"), ["db-replica"]);
    assert!(ids("  ").is_empty() && ids("zebra").is_empty());
    let hit = &book.search("53300")[0];
    assert!(hit.excerpt.contains("53300"), "{}", hit.excerpt);
    assert!(hit.excerpt.chars().count() <= 5 + 2 * AROUND_CHARS + 2);
}

#[test]
fn backticks_make_code() {
    assert_eq!(
        pieces("a `b` c `d"),
        [(false, "a "), (true, "b"), (false, " c `d")]
    );
    assert_eq!(pieces("`x`"), [(true, "x")]);
    assert!(pieces("").is_empty());
}

#[test]
fn no_page_names_what_was_wrong_in_the_shipped_incident() {
    let incident = shipped();
    let text = serde_json::to_string(&shipped().world_runbook).expect("plain data");
    for pipeline in &incident.world.pipelines {
        assert!(!text.contains(&pipeline.name), "{}", pipeline.name);
    }
    for change in &incident.changes {
        assert!(!text.contains(&change.id), "{}", change.id);
    }
}

mod random {
    use super::*;
    use proptest::prelude::*;
    use std::sync::OnceLock;

    static BOOK: OnceLock<Runbook> = OnceLock::new();

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn pieces_hold_every_character_but_paired_backticks(text in "[a`é \n]{0,40}") {
            let joined: String = pieces(&text).iter().map(|(_, piece)| *piece).collect();
            let pairs = text.matches('`').count() / 2 * 2;
            prop_assert_eq!(joined.len() + pairs, text.len());
        }

        #[test]
        fn no_search_panics(text in "\\PC{0,30}") {
            let book = BOOK.get_or_init(|| Runbook::of(&shipped()));
            for hit in book.search(&text) {
                prop_assert!(hit.page < book.pages.len());
            }
        }
    }
}

use super::*;
use std::collections::BTreeSet;

fn world() -> World {
    World {
        charts: vec![("connections", "Connections")],
        ranges: vec!["15 min", "1 h"],
        runbook: vec![("db-connections".into(), "Connections refused".into())],
        files: vec!["/etc/postgresql/15/main/postgresql.conf".into()],
        read_only: false,
    }
}

fn names(text: &str) -> Vec<String> {
    let commands = all(&world());
    let found = find(&commands, text);
    found
        .into_iter()
        .map(|found| commands[found.at].name.clone())
        .collect()
}

#[test]
fn every_command_has_a_name_and_keys_of_its_own() {
    let commands = all(&world());
    let names: BTreeSet<_> = commands.iter().map(|command| &command.name).collect();
    assert_eq!(names.len(), commands.len());
    let with_keys: Vec<_> = commands.iter().filter(|c| !c.keys.is_empty()).collect();
    let keys: BTreeSet<_> = with_keys.iter().map(|command| command.keys).collect();
    assert_eq!(keys.len(), with_keys.len());
    // A key that acts at once cannot begin others.
    for command in &with_keys {
        let begins = |other: &&&Command| {
            other.keys.len() > command.keys.len() && other.keys.starts_with(command.keys)
        };
        assert_eq!(with_keys.iter().find(begins), None, "{}", command.name);
    }
}

#[test]
fn the_keys_are_those_that_fingers_know() {
    let commands = all(&world());
    let run = |keys: &[&str]| {
        let (last, before) = keys.split_last().expect("a key");
        let before: Vec<String> = before.iter().map(ToString::to_string).collect();
        match press(&commands, &before, last) {
            Press::Run(at) => commands[at].what.clone(),
            other => panic!("{keys:?}: {other:?}"),
        }
    };
    assert_eq!(run(&["?"]), Do::Keys);
    assert_eq!(run(&["/"]), Do::Search);
    assert_eq!(run(&[" "]), Do::Pause);
    assert_eq!(run(&["t", "z"]), Do::Chart(ChartDo::ZoomOut));
    assert_eq!(run(&["t", "ArrowLeft"]), Do::Chart(ChartDo::Earlier));
    assert_eq!(run(&["t", "ArrowRight"]), Do::Chart(ChartDo::Later));
    assert_eq!(run(&["d", "r"]), Do::Chart(ChartDo::Refresh));
    assert_eq!(run(&["d", "k"]), Do::Frame(Change::Kiosk));
    assert_eq!(run(&["d", "l"]), Do::Chart(ChartDo::Legends));
    assert_eq!(run(&["c", "t"]), Do::Theme);
    assert_eq!(run(&["v"]), Do::Chart(ChartDo::Full));
    assert_eq!(run(&["4"]), Do::Open(Pane::Terminal));
}

#[test]
fn a_first_key_says_what_may_follow() {
    let commands = all(&world());
    let Press::Wait(typed, next) = press(&commands, &[], "d") else {
        panic!("d begins several")
    };
    let keys: Vec<&str> = next.iter().map(|next| next.key.as_str()).collect();
    assert_eq!(keys, ["r", "l", "t", "s", "k"]);
    assert_eq!(typed, ["d"]);
    // What cannot follow begins anew; what nothing begins with is nothing.
    assert!(matches!(
        press(&commands, &["d".into()], "?"),
        Press::Run(_)
    ));
    assert!(matches!(
        press(&commands, &["d".into()], "t"),
        Press::Run(_)
    ));
    assert!(matches!(
        press(&commands, &["c".into()], "d"),
        Press::Wait(..)
    ));
    let Press::Wait(typed, _) = press(&commands, &["c".into()], "d") else {
        panic!("d begins anew")
    };
    assert_eq!(typed, ["d"]);
    assert_eq!(press(&commands, &["d".into()], "x"), Press::None);
    assert_eq!(press(&commands, &[], "x"), Press::None);
}

#[test]
fn commands_are_found_by_a_few_letters() {
    assert_eq!(names("logs")[0], "Logs");
    assert_eq!(names("term")[0], "Terminal");
    assert_eq!(names("ack")[0], "Acknowledge the page");
    assert_eq!(names("sev1")[0], "Set SEV-1 critical");
    assert_eq!(names("zout")[0], "Zoom out");
    assert_eq!(
        names("pgconf")[0],
        "/etc/postgresql/15/main/postgresql.conf"
    );
    assert_eq!(names("beamer"), ["Layout: Projector"]);
    assert_eq!(names("own window logs")[0], "Logs in its own window");
    assert!(names("chart connections").contains(&"Chart: Connections".to_string()));
    assert_eq!(names("qqq"), Vec::<String>::new());
    assert_eq!(names("").len(), all(&world()).len());
}

#[test]
fn the_letters_that_fit_are_marked() {
    let commands = all(&world());
    let found = find(&commands, "zo");
    assert_eq!(found[0].marked, [0, 1]);
    for found in find(&commands, "e") {
        let name: Vec<char> = commands[found.at].name.chars().collect();
        assert!(
            found
                .marked
                .iter()
                .all(|at| name[*at].eq_ignore_ascii_case(&'e'))
        );
    }
}

#[test]
fn who_only_watches_is_offered_nothing_to_do() {
    let watching = World {
        read_only: true,
        ..world()
    };
    assert!(
        all(&watching)
            .iter()
            .all(|command| command.group != Group::Incident)
    );
}

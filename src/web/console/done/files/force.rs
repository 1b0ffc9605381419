//! What is written and what is in force: which settings wait, for what, and the button.

use super::keys::Keys;
use crate::app::protocol::{FileReader, FileView, KeyView, Needs};
use crate::app::shared::Shared;
use crate::chart::Unit;
use crate::drill::action::{Action, Command};
use crate::web::icons::Icon;
use crate::web::run::use_run;
use crate::web::ui::Act;
use std::hash::{DefaultHasher, Hash, Hasher};
use yew::prelude::*;

/// Properties of [`Force`].
#[derive(Properties, PartialEq)]
pub struct ForceProps {
    /// The file.
    pub file: Shared<FileView>,
    /// Settings whose written values are not in force.
    pub keys: Shared<Vec<KeyView>>,
}

/// A number that changes when another answer is due; `pending`: how the database stands.
pub fn version(file: &FileView, pending: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    let newest = file.versions.last().map(|version| version.number);
    (newest, file.in_force, &file.service).hash(&mut hasher);
    pending.hash(&mut hasher);
    hasher.finish()
}

/// The banner.
#[component]
pub fn Force(props: &ForceProps) -> Html {
    let run = use_run();
    let (file, keys) = (&props.file, &props.keys);
    let newest = file.versions.last().map_or(0, |version| version.number);
    let differs = file.in_force.is_some_and(|in_force| in_force != newest);
    let stale = file.service.as_ref().map_or(0, |reader| reader.stale);
    let restart = keys.iter().any(|key| key.needs == Needs::Restart);
    let reload = keys
        .iter()
        .any(|key| matches!(key.needs, Needs::Reload | Needs::NewConnections));
    let told = match (&file.service, file.in_force) {
        (
            Some(FileReader {
                name,
                stale,
                running,
            }),
            _,
        ) if *stale > 0 => format!(
            "{stale} of {running} instances of {name} run with other settings than written."
        ),
        (Some(FileReader { name, running, .. }), _) if *running > 0 => {
            format!("In force in all {running} instances of {name}.")
        }
        (Some(FileReader { name, .. }), _) => format!("No instance of {name} runs."),
        (None, Some(in_force)) if differs => format!(
            "Version {newest} is written. The running processes still use version {in_force}."
        ),
        (None, Some(in_force)) => format!("Version {in_force} is in force."),
        (None, None) => String::new(),
    };
    let waits = differs || stale > 0 || !keys.is_empty();
    let spec = &run.incident().world.database;
    let down = Unit::Seconds.format((spec.shutdown_s + spec.startup_s).round());
    let of_database = file.path == spec.path;
    let service = file
        .service
        .clone()
        .map_or(String::new(), |reader| reader.name);
    html! {
        <div role="status" class={classes!("cfg-force", "stack",
            if waits { "note note-warn" } else { "small muted" })} hidden={told.is_empty()}>
            <p class="row">
                { if waits { Icon::Warning.html() } else { Icon::Check.html() } }
                <span class="grow">{ told }</span></p>
            <p hidden={!restart}>{ "These settings wait for a restart of the database." }</p>
            <div hidden={keys.is_empty()}>
                <Keys keys={(**keys).clone()} label="Settings that wait" waiting=true />
            </div>
            <div class="row cfg-acts" hidden={!waits}>
                <div hidden={!of_database || !(reload || differs)}>
                    <Act label="Reload configuration"
                        explain="pg_reload_conf(): the server reads its file again, at once and \
                            without a break. Settings that need a restart keep their value."
                        action={Action::Change(Command::ReloadDatabase {})} />
                </div>
                <div hidden={!of_database || !(restart || differs)}>
                    <Act label="Restart database" danger=true
                        explain={format!("Ends every session, stops the server and starts it \
                            with the file as it is written. Down for about {down}; the cache is \
                            cold afterwards.")}
                        action={Action::Change(Command::RestartDatabase {})} />
                </div>
                <div hidden={stale == 0}>
                    <Act label={format!("Rolling restart of {service}")} danger=true
                        explain={format!("Restarts one instance of {service} after the other; \
                            each reads its files anew and opens a new pool.")}
                        action={Action::Change(Command::RollingRestart { service: service.clone() })} />
                </div>
            </div>
        </div>
    }
}

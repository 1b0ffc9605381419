//! Configuration files by the rules of the programs that read them.

use super::findings::Findings;
use crate::incident::document::{Command, File, Incident, Pool};
use crate::incident::lower::text;
use crate::sim::config::Severity;
use crate::sim::config::hikari::HikariConfig;
use crate::sim::config::in_force::Settings;
use crate::sim::config::pgbouncer_ini;
use crate::sim::config::postgresql_conf::parse_text;
use crate::sim::config::properties::Properties;
use crate::sim::config::settings::find;

/// A mistake in a text: its line from 1, or 0 for the whole text.
type Mistake = (u32, String);

/// Files as the world starts with them must be good; what is written later, or was
/// there before, may be as wrong as the story wants it, and is only remarked upon.
pub fn lint(incident: &Incident, found: &mut Findings) {
    let world = &incident.world;
    for (i, file) in world.files.iter().enumerate() {
        let newest = file.versions.len().saturating_sub(1);
        for (k, version) in file.versions.iter().enumerate() {
            let at = format!("$.world.files[{i}].versions[{k}].lines");
            for (line, message) in mistakes(incident, &file.path, &version.lines) {
                tell(&at, line, &version.lines, message, k == newest, found);
            }
        }
    }
    for (i, change) in incident.changes.iter().enumerate() {
        for (k, step) in change.steps.iter().enumerate() {
            if let Command::WriteFile { path, lines, .. } = step {
                let at = format!("$.changes[{i}].steps[{k}].write_file.lines");
                for (line, message) in mistakes(incident, path, lines) {
                    tell(&at, line, lines, message, false, found);
                }
            }
        }
    }
    slots(incident, found);
}

/// The name of a parameter of PostgreSQL.
pub fn setting(at: &str, name: &str, found: &mut Findings) {
    if find(name).is_none() {
        found.error(at, format!("PostgreSQL 15 has no parameter `{name}`"));
    }
}

fn tell(at: &str, line: u32, all: &[String], what: String, is_error: bool, found: &mut Findings) {
    let index = (line as usize)
        .checked_sub(1)
        .filter(|index| *index < all.len());
    let at = index.map_or(at.to_string(), |index| format!("{at}[{index}]"));
    if is_error {
        found.error(&at, what);
    } else {
        found.warning(&at, what);
    }
}

/// What the programs that read a file would say against a text of it.
fn mistakes(incident: &Incident, path: &str, lines: &[String]) -> Vec<Mistake> {
    let world = &incident.world;
    let mut all = Vec::new();
    if path == world.database.path
        && let Err(errors) = settings(path, lines)
    {
        all.extend(errors);
    }
    if world
        .database
        .bouncer
        .as_ref()
        .is_some_and(|b| b.path == path)
        && let Err(error) = pgbouncer_ini::parse(path, &world.database.name, &text(lines))
    {
        all.push((error.line, error.message));
    }
    for pool in world
        .services
        .iter()
        .filter_map(|s| s.pool.as_ref())
        .filter(|p| p.path == path)
    {
        match hikari(pool, lines) {
            Err(errors) => all.extend(errors),
            Ok(config) => {
                if config.pool_name != pool.name {
                    let (is, wanted) = (&config.pool_name, &pool.name);
                    all.push((0, format!("the file names the pool `{is}`, not `{wanted}`")));
                }
                all.extend(config.warnings.into_iter().map(|w| (w.line, w.message)));
            }
        }
    }
    all
}

fn settings(path: &str, lines: &[String]) -> Result<Settings, Vec<Mistake>> {
    Settings::start(&parse_text(path, &text(lines))).map_err(|errors| {
        // The last one only says that there were others.
        let alone = errors.len() == 1;
        let single = errors
            .into_iter()
            .filter(|e| alone || e.severity != Severity::Fatal);
        single.map(|e| (e.line, e.message)).collect()
    })
}

fn hikari(pool: &Pool, lines: &[String]) -> Result<HikariConfig, Vec<Mistake>> {
    Properties::parse(&pool.path, &text(lines))
        .and_then(|properties| HikariConfig::from_properties(&properties, &pool.prefix))
        .map_err(|errors| errors.into_iter().map(|e| (e.line, e.message)).collect())
}

/// Full pools of the initial state should fit under `max_connections`.
fn slots(incident: &Incident, found: &mut Findings) {
    let world = &incident.world;
    let file = |path: &str| world.files.iter().position(|file| file.path == path);
    let newest = |file: &File| file.versions.last().map(|version| version.lines.clone());
    let Some(index) = file(&world.database.path) else {
        return;
    };
    let Some(lines) = newest(&world.files[index]) else {
        return;
    };
    let Ok(settings) = settings(&world.database.path, &lines) else {
        return;
    };
    let usable = settings.int("max_connections") - settings.int("superuser_reserved_connections");
    let mut wanted = 0i64;
    for service in &world.services {
        let Some(pool) = &service.pool else { continue };
        let lines = file(&pool.path).and_then(|index| newest(&world.files[index]));
        let Some(Ok(config)) = lines.map(|lines| hikari(pool, &lines)) else {
            continue;
        };
        wanted += i64::from(service.instances) * i64::from(config.maximum_pool_size);
    }
    if wanted > usable {
        let last = world.files[index].versions.len() - 1;
        let message = format!(
            "full pools want {wanted} connections, the database lets {usable} in before \
             anything has happened"
        );
        found.warning(
            &format!("$.world.files[{index}].versions[{last}].lines"),
            message,
        );
    }
}

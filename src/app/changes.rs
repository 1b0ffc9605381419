//! What changes mean: keys of files with what they need, runs of pipelines with what they wrote.

use super::protocol::{
    Answer, FileReader, KeyView, Needs, PipelineRunView, PipelineWorkView, RunState, WrittenFile,
};
use crate::drill::Session;
use crate::sim::config::diff;
use crate::sim::config::hikari::HikariConfig;
use crate::sim::config::in_force::Settings;
use crate::sim::config::postgresql_conf::{self, KeyChange};
use crate::sim::config::properties::Properties;
use crate::sim::config::settings::{self, Context};
use crate::sim::config::store::Author;
use crate::sim::time::MS;
use crate::vocabulary::{Command, text};
use std::collections::BTreeMap;

/// Which program reads a file.
#[derive(Clone, Copy)]
enum Reader<'a> {
    Database,
    /// A pool: place of its service, and the prefix of its keys.
    Pool(usize, &'a str),
    Bouncer,
    Nobody,
}

fn reader<'a>(session: &'a Session, path: &str) -> Reader<'a> {
    let spec = session.world().spec();
    let bouncer = spec.database.bouncer.as_ref();
    if path == spec.database.path {
        return Reader::Database;
    }
    if bouncer.is_some_and(|bouncer| bouncer.path == path) {
        return Reader::Bouncer;
    }
    let services = spec.services.iter().enumerate();
    let mut pools = services.filter_map(|(at, s)| s.pool.as_ref().map(|pool| (at, pool)));
    match pools.find(|(_, pool)| pool.path == path) {
        Some((at, pool)) => Reader::Pool(at, &pool.prefix),
        None => Reader::Nobody,
    }
}

/// The service that reads a pool's file.
pub(super) fn service_of(session: &Session, path: &str) -> Option<FileReader> {
    let Reader::Pool(service, _) = reader(session, path) else {
        return None;
    };
    let world = session.world();
    let name = world.spec().services[service].name.clone();
    let written = world.written_pool_config(service)?.ok();
    let running = world.running_pool_configs(service);
    let (mut stale, mut all) = (0, 0);
    for config in running {
        all += 1;
        stale += u32::from(written.as_ref() != Some(config));
    }
    Some(FileReader {
        name,
        stale,
        running: all,
    })
}

/// When a version was written; versions of before the world began have their own times.
pub(super) fn written_ms(session: &Session, path: &str, number: u32) -> Option<i64> {
    let world = session.world();
    let before = world.spec().files.iter().find(|f| f.path == path)?;
    match before.versions.get(number as usize - 1) {
        Some(old) => Some(session.at_ms(0) - (old.age / MS) as i64),
        None => world
            .files()
            .version(path, number)
            .map(|v| session.at_ms(v.time_ns)),
    }
}

/// The keys two texts of a file set differently, with what the newer values need.
pub(super) fn keys(session: &Session, path: &str, old: &str, new: &str) -> Vec<KeyView> {
    let changed = match reader(session, path) {
        Reader::Database => postgresql_conf::changed_keys(old, new),
        _ => KeyChange::all(&pairs(path, old), &pairs(path, new)),
    };
    let same = same_value(session, path, old, new);
    let view = |KeyChange { key, old, new }: KeyChange| KeyView {
        in_force: in_force(session, path, &key),
        needs: match same(&key) {
            true => Needs::Same,
            false => needs(session, path, &key),
        },
        default: default_value(session, path, &key),
        key,
        old,
        new,
    };
    changed.into_iter().map(view).collect()
}

/// Whether a key comes to the same in two texts, whatever they write: `1min` and `60s`, or a
/// line that says what is the default. Texts that cannot be read are never the same.
fn same_value(session: &Session, path: &str, old: &str, new: &str) -> impl Fn(&str) -> bool {
    let database = matches!(reader(session, path), Reader::Database);
    let read = |text: &str| {
        let parsed = database.then(|| postgresql_conf::parse_text(path, text));
        parsed.and_then(|parsed| Settings::start(&parsed).ok())
    };
    let both = read(old).zip(read(new));
    move |key| {
        let values = both.as_ref().map(|(a, b)| (a.show(key), b.show(key)));
        values.is_some_and(|(a, b)| a.is_some() && a == b)
    }
}

/// What applies where a file does not set a key.
fn default_value(session: &Session, path: &str, key: &str) -> Option<String> {
    match reader(session, path) {
        Reader::Database => Settings::defaults().row(key).map(|row| row.boot_val),
        Reader::Pool(_, prefix) => pool_value(&HikariConfig::default(), key.strip_prefix(prefix)?),
        Reader::Bouncer | Reader::Nobody => None,
    }
}

/// As [`keys`], of two versions.
pub(super) fn keys_between(
    session: &Session,
    path: &str,
    old: u32,
    new: u32,
) -> Result<Answer, String> {
    let text = |number: u32| {
        let version = session.world().files().version(path, number);
        version
            .map(|v| v.text.clone())
            .ok_or_else(|| format!("{path} has no version {number}"))
    };
    let keys = keys(session, path, &text(old)?, &text(new)?);
    Ok(Answer::Keys(keys))
}

/// The values of a file of properties or of sections by key; the last of a key wins. A file
/// that cannot be read has none.
fn pairs(path: &str, text: &str) -> BTreeMap<String, String> {
    let Ok(properties) = Properties::parse(path, text) else {
        return BTreeMap::new();
    };
    let entries = properties.entries.into_iter();
    entries
        .filter(|entry| !entry.key.starts_with(['[', ';']))
        .map(|entry| (entry.key, entry.value))
        .collect()
}

fn needs(session: &Session, path: &str, key: &str) -> Needs {
    match reader(session, path) {
        Reader::Database => match settings::find(key).map(|p| p.context) {
            Some(Context::Internal) | None => Needs::Nothing,
            Some(Context::Postmaster) => Needs::Restart,
            Some(Context::SuperuserBackend | Context::Backend) => Needs::NewConnections,
            Some(Context::Sighup | Context::Superuser | Context::User) => Needs::Reload,
        },
        Reader::Pool(service, _) => {
            Needs::RollingRestart(session.world().spec().services[service].name.clone())
        }
        Reader::Bouncer => Needs::BouncerReload,
        Reader::Nobody => Needs::Nothing,
    }
}

/// What the running process uses for a key.
fn in_force(session: &Session, path: &str, key: &str) -> Option<String> {
    let world = session.world();
    match reader(session, path) {
        Reader::Database => world.settings().show(key),
        Reader::Pool(service, prefix) => {
            let config = world.running_pool_configs(service).next()?;
            pool_value(config, key.strip_prefix(prefix)?)
        }
        Reader::Bouncer | Reader::Nobody => None,
    }
}

/// A pool's value by its key, in camel or kebab case.
fn pool_value(config: &HikariConfig, key: &str) -> Option<String> {
    let dashes = |c: &char| !matches!(c, '-' | '_');
    let key: String = key.chars().filter(dashes).collect();
    Some(match key.to_ascii_lowercase().as_str() {
        "poolname" => config.pool_name.clone(),
        "maximumpoolsize" => config.maximum_pool_size.to_string(),
        "minimumidle" => config.minimum_idle.to_string(),
        "connectiontimeout" => config.connection_timeout_ms.to_string(),
        "validationtimeout" => config.validation_timeout_ms.to_string(),
        "idletimeout" => config.idle_timeout_ms.to_string(),
        "maxlifetime" => config.max_lifetime_ms.to_string(),
        "keepalivetime" => config.keepalive_time_ms.to_string(),
        "leakdetectionthreshold" => config.leak_detection_threshold_ms.to_string(),
        "initializationfailtimeout" => config.initialization_fail_timeout_ms.to_string(),
        "allowpoolsuspension" => config.allow_pool_suspension.to_string(),
        _ => return None,
    })
}

/// The keys of a file whose written values are not in force.
pub(super) fn waiting(session: &Session, path: &str) -> Vec<KeyView> {
    let world = session.world();
    match reader(session, path) {
        Reader::Database => {
            let text = world.files().text(path).unwrap_or_default();
            let parsed = postgresql_conf::parse_text(path, &text);
            let mut trial = world.settings().clone();
            let report = trial.reload(&parsed);
            let later = [report.pending_restart, report.applied, report.reset];
            let mut keys: Vec<KeyView> = Vec::new();
            for change in later.into_iter().flatten() {
                if !keys.iter().any(|key| key.key == change.name) {
                    keys.push(KeyView {
                        needs: needs(session, path, &change.name),
                        in_force: Some(change.old.clone()),
                        default: None,
                        old: Some(change.old),
                        new: Some(change.new),
                        key: change.name,
                    });
                }
            }
            keys
        }
        Reader::Pool(service, prefix) => {
            let text = world.files().text(path).unwrap_or_default();
            let written = world.written_pool_config(service);
            let Some(Ok(written)) = written else {
                return Vec::new();
            };
            let running = world.running_pool_configs(service);
            let stale = running.into_iter().find(|config| **config != written);
            let Some(stale) = stale else {
                return Vec::new();
            };
            let keys = pairs(path, &text).into_keys();
            let differs = keys.filter_map(|key| {
                let name = key.strip_prefix(prefix)?;
                let (old, new) = (pool_value(stale, name)?, pool_value(&written, name)?);
                (old != new).then(|| KeyView {
                    needs: needs(session, path, &key),
                    in_force: Some(old.clone()),
                    default: None,
                    old: Some(old),
                    new: Some(new),
                    key,
                })
            });
            differs.collect()
        }
        Reader::Bouncer | Reader::Nobody => Vec::new(),
    }
}

/// For each line of a version, the version that brought it in.
pub(super) fn blame(session: &Session, path: &str, version: u32) -> Result<Answer, String> {
    let history = session.world().files().history(path);
    let upto: Vec<_> = history.iter().filter(|v| v.number <= version).collect();
    if upto.last().is_none_or(|v| v.number != version) {
        return Err(format!("{path} has no version {version}"));
    }
    let texts: Vec<&str> = upto.iter().map(|v| &*v.text).collect();
    let owners = diff::blame(&texts).into_iter();
    let lines = owners.filter_map(|at| upto.get(at).map(|v| v.number));
    Ok(Answer::Blame(lines.collect()))
}

/// The runs of a pipeline, newest first: those of the run, then those that files remember.
pub(super) fn runs(session: &Session, pipeline: &str) -> Vec<PipelineRunView> {
    let world = session.world();
    let now = world.now();
    let runs = session.pipeline_runs().iter().rev();
    let runs = runs
        .filter(|run| run.pipeline == pipeline)
        .filter_map(|run| {
            let change = world.spec().changes.get(run.change)?;
            let state = match (run.skipped, run.at > now) {
                (true, _) => RunState::Skipped,
                (false, true) => RunState::Running,
                (false, false) => RunState::Succeeded,
            };
            let done = state == RunState::Succeeded;
            let files = change.steps.iter().filter_map(|step| match step {
                Command::WriteFile { path, .. } if done => {
                    let history = world.files().history(path);
                    let before = |v: &u32| v.checked_sub(1).filter(|v| *v > 0);
                    let mine =
                        |a: &Author| matches!(a, Author::Pipeline(name) if name == &change.author);
                    let wrote = history
                        .iter()
                        .find(|v| v.time_ns == run.at && mine(&v.author))
                        .map(|v| v.number);
                    let newest = history.last().map(|v| v.number);
                    let from = wrote.as_ref().map_or(newest, before);
                    Some(WrittenFile {
                        path: path.clone(),
                        before: from,
                        after: wrote,
                    })
                }
                _ => None,
            });
            let steps = change.steps.iter().filter_map(Command::step);
            Some(PipelineRunView {
                id: Some(change.id.clone()),
                t_ms: session.at_ms(run.at),
                title: change.title.clone(),
                trigger: run.trigger.clone(),
                state,
                work: PipelineWorkView {
                    files: files.collect(),
                    steps: steps.filter(|_| !run.skipped).collect(),
                },
            })
        });
    let mut runs: Vec<_> = runs.collect();
    runs.extend(earlier(session, pipeline));
    runs
}

/// Runs of before the world began: the versions that a pipeline wrote then.
fn earlier(session: &Session, pipeline: &str) -> impl Iterator<Item = PipelineRunView> {
    let files = session.world().spec().files.iter().rev();
    files.flat_map(move |file| {
        let versions = file.versions.iter().enumerate().rev();
        let mine = versions.filter(move |(_, v)| v.by_pipeline && v.author == pipeline);
        mine.filter_map(move |(at, version)| {
            let number = u32::try_from(at + 1).ok()?;
            let before = number.checked_sub(1).filter(|n| *n > 0);
            Some(PipelineRunView {
                id: None,
                t_ms: written_ms(session, &file.path, number)?,
                title: version.message.clone(),
                trigger: "schedule".into(),
                state: RunState::Succeeded,
                work: PipelineWorkView {
                    files: vec![WrittenFile {
                        path: file.path.clone(),
                        before,
                        after: Some(number),
                    }],
                    steps: vec![],
                },
            })
        })
    })
}

/// What a pipeline would do if it ran now: the files it writes, as the version that has its
/// text already.
pub(super) fn again(session: &Session, pipeline: &str) -> Option<PipelineWorkView> {
    let change = session.next_run(pipeline)?;
    let store = session.world().files();
    let files = change.steps.iter().filter_map(|step| match step {
        Command::WriteFile { path, lines, .. } => {
            let text = text(lines);
            let history = store.history(path);
            let same = history.iter().rev().find(|v| *v.text == *text);
            let newest = history.last().map(|v| v.number);
            Some(WrittenFile {
                path: path.clone(),
                before: newest,
                after: same.map(|v| v.number),
            })
        }
        _ => None,
    });
    Some(PipelineWorkView {
        files: files.collect(),
        steps: change.steps.iter().filter_map(Command::step).collect(),
    })
}

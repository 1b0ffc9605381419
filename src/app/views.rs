//! A session as the page's documents: samples, log lines, stream, state, answers.

use super::changes::written_ms;
use super::protocol::{
    Answer, Ask, CoachView, DatabaseView, DiffLineView, EditCheck, FeedItem, FileView, LogLine,
    LookedView, OperationView, PipelineView, Row, ServiceView, SettingView, Slots, State,
    VersionView, WaitingSetting,
};
use super::told;
use crate::debrief::evidence::label as evidence_label;
use crate::drill::Session;
use crate::drill::feed::FeedEntry;
use crate::drill::words::turns;
use crate::incident::panes::Pane;
use crate::sim::config::diff::LineKind;
use crate::sim::config::hikari::HikariConfig;
use crate::sim::config::in_force::Settings;
use crate::sim::config::postgresql_conf;
use crate::sim::config::properties::Properties;
use crate::sim::config::store::Author;
use crate::sim::{Status, journald, telemetry};
use std::collections::BTreeSet;

/// A scrape.
#[must_use]
pub fn row(session: &Session, row: &telemetry::Row) -> Row {
    let values = row
        .values
        .iter()
        .map(|v| v.is_finite().then_some(*v))
        .collect();
    Row {
        t_ms: session.at_ms(row.at),
        values,
    }
}

/// A log line.
#[must_use]
pub fn log_line(session: &Session, line: &journald::Line) -> LogLine {
    LogLine {
        id: line.id,
        t_ms: session.at_ms(line.at),
        source: line.source.clone(),
        host: line.host.clone(),
        level: line.level,
        code: line.code.to_string(),
        text: line.text.clone(),
    }
}

/// An entry of the stream.
#[must_use]
pub fn feed_item(session: &Session, entry: &FeedEntry) -> FeedItem {
    FeedItem {
        id: entry.id,
        t_ms: session.at_ms(entry.at),
        kind: entry.kind,
        who: entry.who.clone(),
        title: straight(&entry.title),
        text: straight(&entry.text),
        look: entry.look.clone(),
    }
}

/// A text of somebody without the marks that turn its direction.
fn straight(text: &str) -> String {
    text.replace(turns, "")
}

/// How things stand. `guided`: with the coach.
#[must_use]
pub fn state(session: &Session, guided: bool) -> State {
    let ms = |at| session.at_ms(at);
    let looked = session.looked().iter();
    let looked = looked.filter(|(name, _)| !name.starts_with("runbook:"));
    let looked = looked.map(|(name, at)| LookedView {
        evidence: name.clone(),
        label: evidence_label(session, name),
        t_ms: ms(*at),
    });
    let stated = session.stated().last().map(|s| s.diagnosis.clone());
    State {
        users_failing: session.share_failing(),
        severity: session.severity().map(|(level, _)| level),
        healthy_since_ms: session.healthy_since().map(ms),
        over: session.over(),
        alerts: told::alerts(session).into(),
        pages: told::pages(session).into(),
        silences: told::silences(session).into(),
        status: told::status(session).into(),
        people: told::people(session).into(),
        operations: operations(session).into(),
        files: files(session).into(),
        services: services(session).into(),
        database: database(session).into(),
        pipelines: pipelines(session).into(),
        looked: looked.collect::<Vec<_>>().into(),
        diagnosis: stated.into(),
        coach: guided.then(|| coach(session)).into(),
    }
}

fn operations(session: &Session) -> Vec<OperationView> {
    let world = session.world();
    let now = world.now();
    let mut operations: Vec<OperationView> = session
        .changes()
        .iter()
        .filter(|c| c.due > now)
        .map(|c| OperationView {
            title: c.title.clone(),
            from_ms: session.at_ms(c.at),
            until_ms: Some(session.at_ms(c.due)),
        })
        .collect();
    let mut under_way = |title: String| {
        operations.push(OperationView {
            title,
            from_ms: session.now_ms(),
            until_ms: None,
        });
    };
    match world.database_status() {
        Status::Stopping => under_way("Database is stopping".into()),
        Status::Starting => under_way("Database is starting".into()),
        Status::Recovering => under_way("Database is recovering from a crash".into()),
        Status::Ready | Status::Down => {}
    }
    for (index, service) in world.spec().services.iter().enumerate() {
        let status = world.service_status(index);
        if status.moving > 0 || status.rollout_left > 0 {
            let waiting = match status.rollout_left {
                0 => String::new(),
                left => format!(", {left} to come"),
            };
            let name = &service.name;
            under_way(format!(
                "{name}: {} instances restart{waiting}",
                status.moving
            ));
        }
    }
    operations
}

fn files(session: &Session) -> Vec<FileView> {
    let world = session.world();
    let database = world.spec().database.path.as_str();
    let about = &session.incident().world.files;
    let start = session.at_ms(0);
    let view = |path: &str| FileView {
        path: path.to_string(),
        about: about
            .iter()
            .find(|f| f.path == path)
            .map_or(String::new(), |f| f.about.clone()),
        versions: world
            .files()
            .history(path)
            .iter()
            .map(|v| VersionView {
                number: v.number,
                t_ms: written_ms(session, path, v.number).unwrap_or(start),
                author: v.author.name().to_string(),
                by_pipeline: matches!(v.author, Author::Pipeline(_)),
                message: v.message.clone(),
            })
            .collect(),
        in_force: (path == database)
            .then(|| world.database_version_in_force())
            .flatten(),
        service: super::changes::service_of(session, path),
    };
    world.files().paths().map(view).collect()
}

fn services(session: &Session) -> Vec<ServiceView> {
    let world = session.world();
    let about = &session.incident().world.services;
    let specs = world.spec().services.iter().enumerate();
    specs
        .map(|(index, spec)| {
            let status = world.service_status(index);
            let pool = spec.pool.as_ref();
            ServiceView {
                name: spec.name.clone(),
                about: about.get(index).map_or(String::new(), |s| s.about.clone()),
                desired: status.desired,
                ready: status.ready,
                max: spec.instances_max,
                pool: pool.map(|p| (p.name.clone(), status.pool_size.unwrap_or(0))),
            }
        })
        .collect()
}

fn database(session: &Session) -> DatabaseView {
    let world = session.world();
    let (used, max, reserved) = world.slots();
    let waiting = world.waiting_for_restart().into_iter();
    let roles: BTreeSet<String> = world
        .activity()
        .into_keys()
        .map(|(_, role, _)| role)
        .collect();
    DatabaseView {
        status: Some(world.database_status()),
        error: world.database_error().map(str::to_string),
        started_ms: session.at_ms(world.database_started_at()),
        pending_restart: waiting
            .map(|(name, in_force, written)| WaitingSetting {
                name,
                in_force,
                written,
            })
            .collect(),
        slots: Slots {
            used,
            max,
            reserved,
        },
        roles: roles.into_iter().collect(),
    }
}

fn pipelines(session: &Session) -> Vec<PipelineView> {
    let world = session.world();
    let ran = |name: &str| {
        let changes = world.spec().changes.iter();
        let mine = changes.filter(|c| c.pipeline.as_deref() == Some(name) && c.at <= world.now());
        mine.map(|c| session.at_ms(c.at)).max()
    };
    let all = session.incident().world.pipelines.iter();
    all.map(|p| PipelineView {
        name: p.name.clone(),
        about: p.about.clone(),
        paused: world.pipeline_paused(&p.name),
        last_run_ms: ran(&p.name),
        runs: super::changes::runs(session, &p.name),
        again: super::changes::again(session, &p.name),
    })
    .collect()
}

fn coach(session: &Session) -> CoachView {
    let steps = &session.incident().coach;
    let done = session.coach_step();
    let next = steps.get(done);
    CoachView {
        next: next.map(|s| s.next.clone()),
        pane: next.and_then(|step| Pane::of(&step.pane)),
        why: done
            .checked_sub(1)
            .and_then(|i| steps.get(i))
            .map(|s| s.why.clone()),
        progress: (done as u32, steps.len() as u32),
    }
}

/// Answer a question of the page.
///
/// # Errors
/// Says in words what cannot be shown.
pub fn answer(session: &Session, ask: &Ask) -> Result<Answer, String> {
    let world = session.world();
    match ask {
        Ask::File(path, number) => {
            let version = world.files().version(path, *number);
            let version = version.ok_or_else(|| format!("{path} has no version {number}"))?;
            Ok(Answer::File(version.text.to_string()))
        }
        Ask::Diff(path, from, to) => {
            let lines = world
                .files()
                .diff(path, *from, *to)
                .map_err(|e| e.to_string())?;
            let view = lines.into_iter().map(|line| DiffLineView {
                sign: match line.kind {
                    LineKind::Same => ' ',
                    LineKind::Removed => '-',
                    LineKind::Added => '+',
                },
                old: line.old_line,
                new: line.new_line,
                text: line.text,
            });
            Ok(Answer::Diff(view.collect()))
        }
        Ask::Settings if !world.database_ready() => {
            Err("The database does not answer: its settings cannot be asked for".into())
        }
        Ask::Settings => Ok(Answer::Settings(setting_rows(world.settings()))),
        Ask::CheckEdit(path, text) => {
            let mut check = check_edit(session, path, text);
            let old = world.files().text(path).unwrap_or_default();
            check.keys = super::changes::keys(session, path, &old, text);
            Ok(Answer::CheckEdit(check))
        }
        Ask::Keys(path, old, new) => super::changes::keys_between(session, path, *old, *new),
        Ask::Waiting(path) => Ok(Answer::Keys(super::changes::waiting(session, path))),
        Ask::Blame(path, version) => super::changes::blame(session, path, *version),
        Ask::Query(text) => query(session, text),
        Ask::Complete(..) => Err("no terminal is open".into()),
    }
}

/// What a query of the page's own shows; effects are left out.
fn query(session: &Session, text: &str) -> Result<Answer, String> {
    if !session.world().database_ready() {
        return Err("The database does not answer".into());
    }
    let answer = crate::terminal::sql::run(session, &session.incident().world.site.account, text)
        .map_err(|e| e.message)?;
    let crate::terminal::sql::Done::Rows(table) = answer.done else {
        return Err("not a query".into());
    };
    let columns = table.columns.into_iter();
    let rows = table.rows.into_iter();
    Ok(Answer::Table(
        columns.map(|(name, ty)| (name, ty.is_number())).collect(),
        rows.map(|row| row.iter().map(|v| v.show()).collect())
            .collect(),
    ))
}

fn setting_rows(settings: &Settings) -> Vec<SettingView> {
    // Those the model describes first: the rest is there to be found by search.
    let mut rows = settings.rows();
    rows.sort_by_key(|row| row.description.is_empty());
    let view = rows.into_iter().map(|row| SettingView {
        name: row.name,
        setting: row.setting,
        context: row.context.to_string(),
        source: row.source.to_string(),
        source_line: row.sourceline,
        pending_restart: row.pending_restart,
        about: row.description.to_string(),
    });
    view.collect()
}

fn check_edit(session: &Session, path: &str, text: &str) -> EditCheck {
    let world = session.world();
    let mut check = EditCheck::default();
    if path == world.spec().database.path {
        let parsed = postgresql_conf::parse_text(path, text);
        if let Err(errors) = Settings::start(&parsed) {
            let told = errors.iter().map(|e| match &e.hint {
                Some(hint) => (e.line, format!("{} HINT: {hint}", e.message)),
                None => (e.line, e.message.clone()),
            });
            check.errors.extend(told);
        }
        return check;
    }
    let services = &world.spec().services;
    let pool = services
        .iter()
        .filter_map(|s| s.pool.as_ref())
        .find(|p| p.path == path);
    if let Some(pool) = pool {
        let config = Properties::parse(path, text)
            .and_then(|p| HikariConfig::from_properties(&p, &pool.prefix));
        match config {
            Ok(config) => {
                let told = config.warnings.iter().map(|w| (w.line, w.message.clone()));
                check.warnings.extend(told);
            }
            Err(errors) => {
                check
                    .errors
                    .extend(errors.iter().map(|e| (e.line, e.message.clone())));
            }
        }
    }
    check
}

//! What pipelines and colleagues do.

use super::database::lines;
use super::findings::Findings;
use super::known::Known;
use super::rules::{Name, TITLE};
use super::transactions;
use crate::incident::document::Change;
use crate::sim::config::hikari::HikariConfig;
use crate::vocabulary::{Command, Part, bounds};

pub fn lint(changes: &[Change], known: &Known, found: &mut Findings) {
    found.entries("$.changes", changes, 0..=500);
    found.unique(
        "$.changes",
        ".id",
        changes.iter().map(|change| change.id.as_str()),
    );
    found.times(
        "$.changes",
        known.run_s,
        changes.iter().map(|change| change.at_s),
    );
    for (i, change) in changes.iter().enumerate() {
        let at = format!("$.changes[{i}]");
        found.check(&format!("{at}.id"), Name, &change.id);
        found.check(&format!("{at}.author"), TITLE, &change.author);
        found.check(&format!("{at}.title"), TITLE, &change.title);
        if let Some(pipeline) = &change.pipeline {
            known.pipeline(&format!("{at}.pipeline"), pipeline, found);
        }
        found.entries(&format!("{at}.steps"), &change.steps, 0..=50);
        for (k, step) in change.steps.iter().enumerate() {
            let at = format!("{at}.steps[{k}]");
            self::step(&at, step, known, found);
        }
    }
}

fn step(at: &str, step: &Command, known: &Known, found: &mut Findings) {
    let whole = at;
    let at = format!("{at}.{}", step.name());
    let place = |parameter: &str| format!("{at}.{parameter}");
    needs(whole, step, known, found);
    match step {
        Command::WriteFile {
            path,
            message,
            lines: text,
        } => {
            known.file(&place("path"), path, found);
            found.check(&place("message"), TITLE, message);
            lines(&place("lines"), text, found);
        }
        Command::EditFile { path, .. } | Command::RollbackFile { path, .. } => {
            known.file(&place("path"), path, found);
        }
        Command::SetPool {
            service,
            key,
            value,
        } => {
            known.service(&place("service"), service, found);
            if let Err(why) = HikariConfig::default().set_running(key, value) {
                found.error(&at, why);
            }
        }
        Command::RollingRestart { service }
        | Command::Scale { service, .. }
        | Command::EvictPool { service }
        | Command::SuspendPool { service }
        | Command::ResumePool { service }
        | Command::ShedLoad { service, .. }
        | Command::FlushCache { service }
        | Command::SetBalancer { service, .. }
        | Command::DrainInstance { service, .. }
        | Command::PauseRollout { service, .. }
        | Command::SetPace { service, .. } => known.service(&place("service"), service, found),
        Command::LockTable(session) | Command::OpenTransaction(session) => {
            transactions::session(&at, session, known, found);
        }
        Command::CancelQueries(which) | Command::TerminateSessions(which) => {
            transactions::filter(&at, which, found);
        }
        Command::TerminateBackends { .. } | Command::CancelBackends { .. } => {
            found.error(
                &at,
                "process ids are not known before the run: filter the sessions",
            );
        }
        Command::SetQueryCost { class, .. } => known.class(&place("class"), class, found),
        Command::FreeDisk { mb: Some(mb) } => found.check(&place("mb"), bounds::DISK_MB, mb),
        Command::FreeDisk { mb: None }
        | Command::FillDisk { .. }
        | Command::ReloadDatabase {}
        | Command::RestartDatabase {}
        | Command::StopDatabase { .. }
        | Command::StartDatabase {}
        | Command::KillBackend {}
        | Command::RetainWal { .. }
        | Command::Failover {}
        | Command::ReloadBouncer {}
        | Command::RestartBouncer {}
        | Command::PauseBouncer {}
        | Command::ResumeBouncer {} => {}
    }
    for (parameter, why) in step.out_of_bounds() {
        found.error(&place(parameter), why);
    }
}

/// What the step needs is in the world. A pool or a cache may be missing: then nothing is done.
fn needs(at: &str, step: &Command, known: &Known, found: &mut Findings) {
    let mut member = |there: bool, member: &str| {
        if !there {
            found.error(at, format!("this step needs `{member}` in the database"));
        }
    };
    match step.needs() {
        Some(Part::Bouncer) => known.bouncer(at, found),
        Some(Part::Disk) => member(known.has_disk, "disk"),
        Some(Part::Wal) => member(known.has_wal, "wal"),
        Some(Part::Standby) => member(known.has_standby, "replica"),
        Some(Part::Pool(_) | Part::Cache(_)) | None => {}
    }
}

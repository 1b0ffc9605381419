//! What pipelines and colleagues do.

use super::database::lines;
use super::findings::Findings;
use super::known::Known;
use super::rules::{Name, TITLE};
use super::{lifecycle, transactions};
use crate::incident::document::{Change, Database, Step};
use crate::sim::config::hikari::HikariConfig;

pub fn lint(changes: &[Change], database: &Database, known: &Known, found: &mut Findings) {
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
            lifecycle::step(&at, step, database, found);
        }
    }
}

fn step(at: &str, step: &Step, known: &Known, found: &mut Findings) {
    match step {
        Step::WriteFile {
            path,
            message,
            lines: text,
        } => {
            known.file(&format!("{at}.write_file.path"), path, found);
            found.check(&format!("{at}.write_file.message"), TITLE, message);
            lines(&format!("{at}.write_file.lines"), text, found);
        }
        Step::RollingRestart { service } => {
            known.service(&format!("{at}.rolling_restart.service"), service, found);
        }
        Step::SetPool {
            service,
            key,
            value,
        } => {
            known.service(&format!("{at}.set_pool.service"), service, found);
            if let Err(why) = HikariConfig::default().set_running(key, value) {
                found.error(&format!("{at}.set_pool"), why);
            }
        }
        Step::EvictPool { service } => {
            known.service(&format!("{at}.evict_pool.service"), service, found);
        }
        Step::SuspendPool { service } => {
            known.service(&format!("{at}.suspend_pool.service"), service, found);
        }
        Step::ResumePool { service } => {
            known.service(&format!("{at}.resume_pool.service"), service, found);
        }
        Step::ReloadBouncer {}
        | Step::RestartBouncer {}
        | Step::PauseBouncer {}
        | Step::ResumeBouncer {} => known.bouncer(at, found),
        Step::LockTable(session) => {
            transactions::session(&format!("{at}.lock_table"), session, known, found);
        }
        Step::OpenTransaction(session) => {
            transactions::session(&format!("{at}.open_transaction"), session, known, found);
        }
        Step::CancelQueries(which) => {
            transactions::filter(&format!("{at}.cancel_queries"), which, found);
        }
        Step::TerminateSessions(which) => {
            transactions::filter(&format!("{at}.terminate_sessions"), which, found);
        }
        Step::SetQueryCost {
            class,
            cpu_percent,
            blocks_percent,
        } => {
            let at = format!("{at}.set_query_cost");
            known.class(&format!("{at}.class"), class, found);
            transactions::cost(&at, (*cpu_percent, *blocks_percent), found);
        }
        Step::FlushCache { service } => {
            known.service(&format!("{at}.flush_cache.service"), service, found);
        }
        Step::SetBalancer { service, .. } => {
            known.service(&format!("{at}.set_balancer.service"), service, found);
        }
        Step::PauseRollout { service, .. } => {
            known.service(&format!("{at}.pause_rollout.service"), service, found);
        }
        Step::ShedLoad { service, percent } => {
            known.service(&format!("{at}.shed_load.service"), service, found);
            found.check(&format!("{at}.shed_load.percent"), 0..=100, percent);
        }
        Step::DrainInstance {
            service, instance, ..
        } => {
            known.service(&format!("{at}.drain_instance.service"), service, found);
            found.check(&format!("{at}.drain_instance.instance"), 1..=2000, instance);
        }
        Step::SetPace {
            service,
            instance,
            percent,
        } => {
            known.service(&format!("{at}.set_pace.service"), service, found);
            found.check(&format!("{at}.set_pace.instance"), 1..=2000, instance);
            found.check(&format!("{at}.set_pace.percent"), 1..=100_000, percent);
        }
        _ => {}
    }
}

//! Files with their history, and scheduled changes.

use super::lifecycle::{bytes, stop_mode};
use super::transactions::{filter, session};
use super::{Origin, text};
use crate::incident::document as doc;
use crate::sim::spec::{BouncerCommand, ChangeSpec, Command, FileSpec, PoolCommand, VersionSpec};

pub(super) fn file(file: &doc::File, world: &doc::World, origin: &Origin) -> FileSpec {
    let by_pipeline = |author: &str| world.pipelines.iter().any(|p| p.name == author);
    let versions = file.versions.iter().map(|version| VersionSpec {
        age: origin.age(version.at_s),
        author: version.author.clone(),
        by_pipeline: by_pipeline(&version.author),
        message: version.message.clone(),
        text: text(&version.lines),
    });
    FileSpec {
        path: file.path.clone(),
        versions: versions.collect(),
    }
}

pub(super) fn changes(changes: &[doc::Change], origin: &Origin) -> Vec<ChangeSpec> {
    let mut specs: Vec<ChangeSpec> = changes
        .iter()
        .map(|change| ChangeSpec {
            id: change.id.clone(),
            at: origin.at(change.at_s),
            author: change.author.clone(),
            pipeline: change.pipeline.clone(),
            title: change.title.clone(),
            steps: change
                .steps
                .iter()
                .map(|step| command(step, change))
                .collect(),
        })
        .collect();
    specs.sort_by_key(|change| change.at);
    specs
}

fn command(step: &doc::Step, change: &doc::Change) -> Command {
    let pool = |service: &String, command| Command::Pool {
        service: service.clone(),
        command,
    };
    match step {
        doc::Step::WriteFile {
            path,
            message,
            lines,
        } => Command::WriteFile {
            path: path.clone(),
            text: text(lines),
            author: change.author.clone(),
            by_pipeline: change.pipeline.is_some(),
            message: message.clone(),
        },
        doc::Step::ReloadDatabase {} => Command::ReloadDatabase,
        doc::Step::RestartDatabase {} => Command::RestartDatabase,
        doc::Step::ReloadBouncer {} => Command::Bouncer(BouncerCommand::Reload),
        doc::Step::RestartBouncer {} => Command::Bouncer(BouncerCommand::Restart),
        doc::Step::PauseBouncer {} => Command::Bouncer(BouncerCommand::Pause),
        doc::Step::ResumeBouncer {} => Command::Bouncer(BouncerCommand::Resume),
        doc::Step::SetPool {
            service,
            key,
            value,
        } => {
            let (key, value) = (key.clone(), value.clone());
            pool(service, PoolCommand::Set { key, value })
        }
        doc::Step::EvictPool { service } => pool(service, PoolCommand::Evict),
        doc::Step::SuspendPool { service } => pool(service, PoolCommand::Suspend),
        doc::Step::ResumePool { service } => pool(service, PoolCommand::Resume),
        doc::Step::LockTable(it) => Command::LockTable {
            session: session(it),
        },
        doc::Step::OpenTransaction(it) => Command::OpenTransaction {
            session: session(it),
        },
        doc::Step::CancelQueries(which) => Command::CancelQueries {
            which: filter(which),
        },
        doc::Step::TerminateSessions(which) => Command::TerminateMatching {
            which: filter(which),
        },
        doc::Step::SetQueryCost {
            class,
            cpu_percent,
            blocks_percent,
        } => Command::SetQueryCost {
            class: class.clone(),
            cpu_percent: *cpu_percent,
            blocks_percent: *blocks_percent,
        },
        doc::Step::StopDatabase { mode } => Command::StopDatabase {
            mode: stop_mode(*mode),
        },
        doc::Step::StartDatabase {} => Command::StartDatabase,
        doc::Step::KillBackend {} => Command::KillBackend,
        doc::Step::FillDisk { mb } => Command::FillDisk { bytes: bytes(*mb) },
        doc::Step::FreeDisk { mb } => Command::FreeDisk { bytes: bytes(*mb) },
        doc::Step::RetainWal { retain } => Command::RetainWal { retain: *retain },
        doc::Step::Failover {} => Command::Failover,
        doc::Step::RollingRestart { service } => Command::RollingRestart {
            service: service.clone(),
        },
        doc::Step::ShedLoad { service, percent } => Command::ShedLoad {
            service: service.clone(),
            percent: *percent,
        },
        doc::Step::FlushCache { service } => Command::FlushCache {
            service: service.clone(),
        },
        doc::Step::SetBalancer { service, balancer } => Command::SetBalancer {
            service: service.clone(),
            balancer: super::tier::balancer(*balancer),
        },
        doc::Step::DrainInstance {
            service,
            instance,
            out,
        } => Command::DrainInstance {
            service: service.clone(),
            instance: *instance,
            out: *out,
        },
        doc::Step::PauseRollout { service, paused } => Command::PauseRollout {
            service: service.clone(),
            paused: *paused,
        },
        doc::Step::SetPace {
            service,
            instance,
            percent,
        } => Command::SetPace {
            service: service.clone(),
            instance: *instance,
            percent: *percent,
        },
    }
}

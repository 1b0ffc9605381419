//! From a checked document to the engine's plain data.
//!
//! Invariant: never panics. What a lint would have refused is left out or cut to
//! the nearest value that makes sense.

use super::document as doc;
use crate::sim::spec::{
    ChangeSpec, ClassSpec, Command, DatabaseSpec, FileSpec, LoopSpec, PoolSpec, RetrySpec,
    ServiceSpec, VersionSpec, WorldSpec,
};
use crate::sim::time::{Nanos, from_seconds};

/// The world that a document describes. Its time starts `clock.history_s` before
/// minute zero.
#[must_use]
pub fn lower(incident: &doc::Incident) -> WorldSpec {
    let clock = &incident.clock;
    let origin = Origin {
        history_s: clock.history_s,
    };
    let world = &incident.world;
    WorldSpec {
        minute_zero: from_seconds(clock.history_s),
        end: origin.at(clock.end_s),
        scrape_interval: from_seconds(clock.scrape_s).max(1),
        classes: world
            .classes
            .iter()
            .filter_map(|c| class(c, world, &origin))
            .collect(),
        services: world.services.iter().map(service).collect(),
        database: database(&world.database),
        files: world
            .files
            .iter()
            .map(|file| self::file(file, world, &origin))
            .collect(),
        changes: changes(&incident.changes, &origin),
    }
}

/// Where the world's time begins.
struct Origin {
    history_s: f64,
}

impl Origin {
    /// World time of a time from minute zero.
    fn at(&self, at_s: f64) -> Nanos {
        from_seconds(at_s + self.history_s)
    }

    /// How long before the start of the world a time from minute zero is.
    fn age(&self, at_s: f64) -> Nanos {
        from_seconds(-at_s - self.history_s)
    }
}

fn millis(ms: f64) -> Nanos {
    from_seconds(ms / 1e3)
}

fn class(class: &doc::Class, world: &doc::World, origin: &Origin) -> Option<ClassSpec> {
    let service = world
        .services
        .iter()
        .position(|s| s.name == class.service)?;
    let factors = class.rate_factors.iter();
    Some(ClassSpec {
        name: class.name.clone(),
        uri: class.uri.clone(),
        service,
        visits_per_second: class.visits_per_second,
        rate_factors: factors
            .map(|&(at_s, factor)| (origin.at(at_s), factor))
            .collect(),
        before_mean: millis(class.before_ms),
        queries: class.queries,
        query_cpu_mean: millis(class.query_cpu_ms),
        query_blocks: class.query_blocks,
        held_mean: millis(class.held_ms),
        retry: RetrySpec {
            attempts_max: class.retry.attempts_max.max(1),
            probability: class.retry.probability,
            backoff_base: from_seconds(class.retry.backoff_base_s),
            backoff_cap: from_seconds(class.retry.backoff_cap_s),
        },
        patience: from_seconds(class.patience_s),
    })
}

fn service(service: &doc::Service) -> ServiceSpec {
    ServiceSpec {
        name: service.name.clone(),
        instances: service.instances,
        instances_max: service.instances_max.max(service.instances),
        threads: service.threads,
        accept_queue_max: service.accept_queue_max,
        gateway_timeout: from_seconds(service.gateway_timeout_s),
        boot: from_seconds(service.boot_s),
        pool: service.pool.as_ref().map(|pool| PoolSpec {
            name: pool.name.clone(),
            path: pool.path.clone(),
            prefix: pool.prefix.clone(),
            user: pool.user.clone(),
            application: service.name.clone(),
        }),
        loops: service.loops.as_ref().map(|loops| LoopSpec {
            application: loops.application.clone(),
            user: loops.user.clone(),
            per_instance: loops.per_instance,
            period: from_seconds(loops.period_s),
            retry_pause: millis(loops.retry_pause_ms),
            query_cpu_mean: millis(loops.query_cpu_ms),
            query_blocks: loops.query_blocks,
        }),
    }
}

fn database(database: &doc::Database) -> DatabaseSpec {
    DatabaseSpec {
        path: database.path.clone(),
        host: database.host.clone(),
        cores: database.cores,
        contention: database.contention,
        plateau: database.plateau,
        fork_cpu: millis(database.fork_cpu_ms),
        auth_cpu: millis(database.auth_cpu_ms),
        disk_block: millis(database.disk_block_ms),
        working_set_bytes: (database.working_set_mb * f64::from(1u32 << 20)) as u64,
        popularity: database.popularity,
        shutdown: from_seconds(database.shutdown_s),
        startup: from_seconds(database.startup_s),
    }
}

fn file(file: &doc::File, world: &doc::World, origin: &Origin) -> FileSpec {
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

fn changes(changes: &[doc::Change], origin: &Origin) -> Vec<ChangeSpec> {
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
        doc::Step::RollingRestart { service } => Command::RollingRestart {
            service: service.clone(),
        },
    }
}

/// The text of a file's lines: each ends with a line feed.
#[must_use]
pub fn text(lines: &[String]) -> String {
    lines
        .iter()
        .flat_map(|line| [line.as_str(), "\n"])
        .collect()
}

//! The database's machine, files and pipelines.

use super::findings::Findings;
use super::rules::{Line, Name, Rule, TITLE, by, member, rows};
use super::{lifecycle, transactions};
use crate::incident::document::{
    Bouncer, Clock, Database, File, Pipeline, Site, Usl, Version, World,
};

/// A line of a configuration file.
const LINE: Line = Line(1000);
/// Oldest version, seconds before minute zero: 30 years.
const AGE_S_MAX: f64 = 30.0 * 365.25 * 86_400.0;

pub fn lint(world: &World, clock: &Clock, found: &mut Findings) {
    let path = &world.database.path;
    let there = |at: &str, path: &str, found: &mut Findings| {
        if !world.files.iter().any(|file| file.path == *path) {
            found.error(at, format!("there is no file `{path}`"));
        }
    };
    let at = "$.world.database";
    machine(at, &world.database, found);
    lifecycle::machine(at, &world.database, found);
    rows!(found, at, world.database, {
        path: by(there),
        bouncer: by(|at, bouncer: &Bouncer, found| rows!(found, at, bouncer, {
            host: Name,
            login_ms: 0.0..=60_000.0,
            path: by(there),
        })),
    });
    rows!(found, "$.world", world, {
        site: by(|at, site: &Site, found| rows!(found, at, site, {
            system: Name,
            domain: TITLE,
            tools_host: Name,
            account: Name,
        })),
        files[1..=50] unique path: by(|at, it, found| file(at, it, clock, found)),
        pipelines[0..=50] unique name: by(|at, pipeline: &Pipeline, found| {
            rows!(found, at, pipeline, { name: Name, about: TITLE });
        }),
    });
    for (i, file) in world.files.iter().enumerate() {
        let pools = world.services.iter().filter_map(|s| s.pool.as_ref());
        let bouncer = world.database.bouncer.as_ref();
        let is_bouncers = bouncer.is_some_and(|bouncer| bouncer.path == file.path);
        if file.path != *path
            && !is_bouncers
            && !pools.into_iter().any(|pool| pool.path == file.path)
        {
            let message = "neither the database nor a pool reads this file";
            found.warning(&format!("$.world.files[{i}]"), message);
        }
    }
}

fn machine(at: &str, database: &Database, found: &mut Findings) {
    rows!(found, at, database, {
        host: Name,
        name: Name,
        cluster: Name,
        cores: 1..=256,
        contention: 0.0..=10.0,
        plateau: 0.01..=1.0,
        unfairness: 0.0..=4.0,
        usl: by(|at, usl: &Usl, found| rows!(found, at, usl, {
            sigma: 0.0..=0.999,
            kappa: 0.0..=1.0,
            lambda: 0.001..=1000.0,
        })),
        fork_cpu_ms: 0.0..=10_000.0,
        tls_cpu_ms: 0.0..=10_000.0,
        roles[0..=50] unique name: by(transactions::role),
        auth_cpu_ms: 0.0..=10_000.0,
        disk_block_ms: 0.0..=1000.0,
        working_set_mb: 1.0..=1e8,
        popularity: 0.01..=10.0,
        shutdown_s: 0.0..=3600.0,
        startup_s: 0.0..=3600.0,
    });
    if database.usl.is_some() && database.contention > 0.0 {
        let message = "with `usl` the contention says nothing; let it be 0";
        found.warning(&member(at, "contention"), message);
    }
}

fn file(at: &str, file: &File, clock: &Clock, found: &mut Findings) {
    let before_start = (-AGE_S_MAX, -clock.history_s);
    let times = file.versions.iter().map(|version| version.at_s);
    found.times(&member(at, "versions"), before_start, times);
    rows!(found, at, file, {
        path: TITLE,
        about: TITLE,
        versions[1..=50]: by(|at, version: &Version, found| rows!(found, at, version, {
            author: TITLE,
            message: TITLE,
            lines: by(lines),
        })),
    });
    if !file.path.starts_with('/') || file.path.ends_with('/') {
        let message = format!("`{}` is no absolute path of a file", file.path);
        found.error(&member(at, "path"), message);
    }
}

/// The lines of a text: none of them holds a line break.
pub fn lines(at: &str, lines: &[String], found: &mut Findings) {
    found.entries(at, lines, 1..=5000);
    for (i, line) in lines.iter().enumerate() {
        LINE.check(&format!("{at}[{i}]"), line, found);
    }
}

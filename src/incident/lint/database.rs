//! The database's machine, files and pipelines.

use super::findings::Findings;
use super::words::TITLE_CHARS_MAX;
use super::{lifecycle, transactions};
use crate::incident::document::{Clock, Database, File, World};

/// Longest line of a configuration file, characters.
const LINE_CHARS_MAX: usize = 1000;
/// Oldest version, seconds before minute zero: 30 years.
const AGE_S_MAX: f64 = 30.0 * 365.25 * 86_400.0;

pub fn lint(world: &World, clock: &Clock, found: &mut Findings) {
    let (at, site) = (|member: &str| format!("$.world.site.{member}"), &world.site);
    found.name(&at("system"), &site.system);
    found.words(&at("domain"), &site.domain, TITLE_CHARS_MAX);
    found.name(&at("tools_host"), &site.tools_host);
    found.name(&at("account"), &site.account);
    machine(&world.database, found);
    lifecycle::machine(&world.database, found);
    let path = &world.database.path;
    if !world.files.iter().any(|file| file.path == *path) {
        found.error(
            "$.world.database.path",
            format!("there is no file `{path}`"),
        );
    }
    if let Some(bouncer) = &world.database.bouncer {
        let at = |member: &str| format!("$.world.database.bouncer.{member}");
        found.name(&at("host"), &bouncer.host);
        found.range(&at("login_ms"), bouncer.login_ms, 0.0..=60_000.0);
        if !world.files.iter().any(|file| file.path == bouncer.path) {
            let message = format!("there is no file `{}`", bouncer.path);
            found.error(&at("path"), message);
        }
    }
    found.entries("$.world.files", &world.files, 1..=50);
    found.unique(
        "$.world.files",
        ".path",
        world.files.iter().map(|f| f.path.as_str()),
    );
    for (i, file) in world.files.iter().enumerate() {
        let at = format!("$.world.files[{i}]");
        self::file(&at, file, clock, found);
        let pools = world.services.iter().filter_map(|s| s.pool.as_ref());
        let bouncer = world.database.bouncer.as_ref();
        let is_bouncers = bouncer.is_some_and(|bouncer| bouncer.path == file.path);
        if file.path != *path
            && !is_bouncers
            && !pools.into_iter().any(|pool| pool.path == file.path)
        {
            found.warning(&at, "neither the database nor a pool reads this file");
        }
    }
    found.entries("$.world.pipelines", &world.pipelines, 0..=50);
    found.unique(
        "$.world.pipelines",
        ".name",
        world.pipelines.iter().map(|p| p.name.as_str()),
    );
    for (i, pipeline) in world.pipelines.iter().enumerate() {
        found.name(&format!("$.world.pipelines[{i}].name"), &pipeline.name);
        found.words(
            &format!("$.world.pipelines[{i}].about"),
            &pipeline.about,
            TITLE_CHARS_MAX,
        );
    }
}

fn machine(database: &Database, found: &mut Findings) {
    let at = |member: &str| format!("$.world.database.{member}");
    found.name(&at("host"), &database.host);
    found.name(&at("name"), &database.name);
    found.name(&at("cluster"), &database.cluster);
    found.range(&at("cores"), database.cores, 1..=256);
    found.range(&at("contention"), database.contention, 0.0..=10.0);
    found.range(&at("plateau"), database.plateau, 0.01..=1.0);
    found.range(&at("unfairness"), database.unfairness, 0.0..=4.0);
    if let Some(usl) = &database.usl {
        found.range(&at("usl.sigma"), usl.sigma, 0.0..=0.999);
        found.range(&at("usl.kappa"), usl.kappa, 0.0..=1.0);
        found.range(&at("usl.lambda"), usl.lambda, 0.001..=1000.0);
        if database.contention > 0.0 {
            let message = "with `usl` the contention says nothing; let it be 0";
            found.warning(&at("contention"), message);
        }
    }
    found.range(&at("fork_cpu_ms"), database.fork_cpu_ms, 0.0..=10_000.0);
    if let Some(tls_cpu_ms) = database.tls_cpu_ms {
        found.range(&at("tls_cpu_ms"), tls_cpu_ms, 0.0..=10_000.0);
    }
    transactions::roles(&database.roles, found);
    found.range(&at("auth_cpu_ms"), database.auth_cpu_ms, 0.0..=10_000.0);
    found.range(&at("disk_block_ms"), database.disk_block_ms, 0.0..=1000.0);
    found.range(&at("working_set_mb"), database.working_set_mb, 1.0..=1e8);
    found.range(&at("popularity"), database.popularity, 0.01..=10.0);
    found.range(&at("shutdown_s"), database.shutdown_s, 0.0..=3600.0);
    found.range(&at("startup_s"), database.startup_s, 0.0..=3600.0);
}

fn file(at: &str, file: &File, clock: &Clock, found: &mut Findings) {
    let path = format!("{at}.path");
    found.words(&path, &file.path, TITLE_CHARS_MAX);
    if !file.path.starts_with('/') || file.path.ends_with('/') {
        found.error(
            &path,
            format!("`{}` is no absolute path of a file", file.path),
        );
    }
    found.words(&format!("{at}.about"), &file.about, TITLE_CHARS_MAX);
    let versions = format!("{at}.versions");
    found.entries(&versions, &file.versions, 1..=50);
    let before_start = (-AGE_S_MAX, -clock.history_s);
    found.times(
        &versions,
        before_start,
        file.versions.iter().map(|version| version.at_s),
    );
    for (i, version) in file.versions.iter().enumerate() {
        let at = format!("{versions}[{i}]");
        found.words(&format!("{at}.author"), &version.author, TITLE_CHARS_MAX);
        found.words(&format!("{at}.message"), &version.message, TITLE_CHARS_MAX);
        lines(&format!("{at}.lines"), &version.lines, found);
    }
}

/// The lines of a text: none of them holds a line break.
pub fn lines(at: &str, lines: &[String], found: &mut Findings) {
    found.entries(at, lines, 1..=5000);
    for (i, line) in lines.iter().enumerate() {
        found.line(&format!("{at}[{i}]"), line, LINE_CHARS_MAX);
    }
}

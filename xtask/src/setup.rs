//! Installs what is missing.
//!
//! Every step asks first whether its thing is there: a set-up with nothing to do
//! takes a moment and prints one line.

mod npm;
pub mod postgres;
mod prebuilt;
mod rust;
mod system;

use std::path::PathBuf;
use std::thread;
use std::time::Instant;

use crate::cache::Slot;
use crate::{pins, say};

/// Programs that a machine has or not; never kept in the cache.
pub use system::{CHROMIUM_FLAGS, chromedriver, chromium};

/// What a command needs before it can work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Nothing: enough for tests on the host.
    Nothing,
    /// The wasm target alone: enough for clippy.
    Target,
    /// And trunk, wasm-bindgen and wasm-opt: enough for the page.
    Page,
    /// And a browser, its driver and axe: enough for every check.
    Browser,
}

/// One thing that can be missing.
struct Step {
    what: String,
    is_there: bool,
    install: Box<dyn FnOnce() -> Result<(), String> + Send>,
    /// Builds from source leave a core idle now and then, so two run side by side.
    is_build: bool,
}

/// Installs whatever of `need` is missing.
///
/// # Errors
/// The first step that fails, with what a person can do about it.
pub fn ensure(need: Need) -> Result<(), String> {
    let missing: Vec<Step> = steps(need)?
        .into_iter()
        .filter(|step| !step.is_there)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|step| step.what.as_str()).collect();
    say::heading(format!("set-up: {}", names.join(", ")));
    let (builds, others): (Vec<Step>, Vec<Step>) =
        missing.into_iter().partition(|step| step.is_build);
    // The quick ones first: what a person has to do is said before the long wait.
    others.into_iter().try_for_each(run)?;
    let built: Vec<Result<(), String>> = thread::scope(|scope| {
        let jobs: Vec<_> = builds
            .into_iter()
            .map(|step| scope.spawn(move || run(step)))
            .collect();
        jobs.into_iter()
            .map(|job| {
                job.join()
                    .unwrap_or_else(|_| Err("a set-up step broke off".to_owned()))
            })
            .collect()
    });
    built.into_iter().collect()
}

fn run(step: Step) -> Result<(), String> {
    let start = Instant::now();
    say::line(format!("installing {}", step.what));
    (step.install)().map_err(|error| format!("{}: {error}", step.what))?;
    say::done(format!("{} is installed", step.what), start.elapsed());
    Ok(())
}

fn steps(need: Need) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    if need >= Need::Target {
        steps.push(Step {
            what: format!("the Rust target {}", pins::WASM_TARGET),
            is_there: rust::has_target(),
            install: Box::new(rust::add_target),
            is_build: false,
        });
    }
    if need >= Need::Page {
        let version = pins::wasm_bindgen()?;
        steps.push(Step {
            is_build: true,
            ..step(trunk()?, "trunk", pins::TRUNK, rust::install_trunk)
        });
        steps.push(Step {
            is_build: true,
            ..step(
                wasm_bindgen()?,
                "wasm-bindgen",
                &version.clone(),
                move |slot| rust::install_wasm_bindgen(slot, &version),
            )
        });
        steps.push(Step {
            what: "Node.js with npm".to_owned(),
            is_there: system::has_node() && (npm_is_idle(need)? || system::has_npm()),
            install: Box::new(system::install_node),
            is_build: false,
        });
        steps.push(step(
            binaryen()?,
            "wasm-opt of binaryen",
            pins::BINARYEN,
            |slot| npm::install(slot, "binaryen", pins::BINARYEN),
        ));
    }
    if need >= Need::Browser {
        steps.push(step(axe()?, "axe-core", pins::AXE, |slot| {
            npm::install(slot, "axe-core", pins::AXE)
        }));
        steps.push(Step {
            what: "Chromium and chromedriver".to_owned(),
            is_there: chromium().is_some() && chromedriver().is_some(),
            install: Box::new(system::install_chromium),
            is_build: false,
        });
    }
    Ok(steps)
}

/// uPlot's script, installed if it is missing; only the bench wants it.
///
/// # Errors
/// When it cannot be installed.
pub fn uplot_script() -> Result<PathBuf, String> {
    let slot = Slot::of("uplot", pins::UPLOT)?;
    if !slot.is_there() {
        npm::install(&slot, "uplot", pins::UPLOT)?;
    }
    Ok(npm::module(&slot, "uplot").join("dist/uPlot.iife.min.js"))
}

/// A step that fills a slot of the cache.
fn step(
    slot: Slot,
    name: &str,
    version: &str,
    install: impl FnOnce(&Slot) -> Result<(), String> + Send + 'static,
) -> Step {
    Step {
        what: format!("{name} {version}"),
        is_there: slot.is_there(),
        install: Box::new(move || install(&slot)),
        is_build: false,
    }
}

/// True when nothing that npm brings is missing, so npm itself may be.
fn npm_is_idle(need: Need) -> Result<bool, String> {
    Ok(binaryen()?.is_there() && (need < Need::Browser || axe()?.is_there()))
}

fn trunk() -> Result<Slot, String> {
    Slot::of("trunk", pins::TRUNK)
}

fn wasm_bindgen() -> Result<Slot, String> {
    Slot::of("wasm-bindgen", &pins::wasm_bindgen()?)
}

fn binaryen() -> Result<Slot, String> {
    Slot::of("binaryen", pins::BINARYEN)
}

fn axe() -> Result<Slot, String> {
    Slot::of("axe-core", pins::AXE)
}

/// The folders of the pinned programs, for the front of a child's `PATH`.
///
/// # Errors
/// When no cache folder can be told.
pub fn bins() -> Result<Vec<PathBuf>, String> {
    Ok(vec![
        trunk()?.dir().join("bin"),
        wasm_bindgen()?.dir().join("bin"),
        npm::bin(&binaryen()?),
    ])
}

/// The runner of wasm tests.
///
/// # Errors
/// When no cache folder can be told.
pub fn wasm_test_runner() -> Result<PathBuf, String> {
    Ok(wasm_bindgen()?
        .dir()
        .join("bin")
        .join("wasm-bindgen-test-runner"))
}

/// The script that checks a page's accessibility.
///
/// # Errors
/// When no cache folder can be told.
pub fn axe_script() -> Result<PathBuf, String> {
    Ok(npm::module(&axe()?, "axe-core").join("axe.min.js"))
}

//! What cargo and rustup install.

use std::path::Path;
use std::process::Command;

use super::prebuilt::{self, Release};
use crate::cache::Slot;
use crate::{pins, say, tool};

/// True when the standard library for wasm lies in the sysroot.
///
/// Looking there also works where the toolchain did not come with rustup.
pub fn has_target() -> bool {
    let sysroot = tool::output(Command::new("rustc").args(["--print", "sysroot"]));
    sysroot.is_some_and(|dir| {
        Path::new(dir.trim())
            .join("lib/rustlib")
            .join(pins::WASM_TARGET)
            .join("lib")
            .is_dir()
    })
}

/// Asks rustup for the target: where automatic installs are off, a
/// `rust-toolchain.toml` that lists it would not.
pub fn add_target() -> Result<(), String> {
    if tool::find(&["rustup"]).is_none() {
        return Err(format!(
            "there is no rustup; install the standard library for {} with the package \
             manager that brought Rust, or Rust itself with rustup",
            pins::WASM_TARGET
        ));
    }
    tool::run(Command::new("rustup").args(["target", "add", pins::WASM_TARGET]))
}

/// Trunk, prebuilt or from source.
pub fn install_trunk(slot: &Slot) -> Result<(), String> {
    let version = pins::TRUNK;
    let release = prebuilt::triple("gnu").map(|triple| Release {
        path: format!("trunk-rs/trunk/releases/download/v{version}/trunk-{triple}.tar.gz"),
        programs: &["trunk"],
        version: version.to_owned(),
    });
    // The dev profile builds in half the time and trunk only waits for others anyway.
    let source = Source {
        name: "trunk",
        version,
        args: &[
            "--locked",
            "--no-default-features",
            "--features",
            "rustls",
            "--profile",
            "dev",
        ],
        env: &[("CARGO_PROFILE_DEV_DEBUG", "0")],
    };
    install(slot, release.as_ref(), &source)
}

/// wasm-bindgen with its test runner, prebuilt or from source.
pub fn install_wasm_bindgen(slot: &Slot, version: &str) -> Result<(), String> {
    let release = prebuilt::triple("musl").map(|triple| Release {
        path: format!(
            "wasm-bindgen/wasm-bindgen/releases/download/{version}/\
             wasm-bindgen-{version}-{triple}.tar.gz"
        ),
        programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        version: version.to_owned(),
    });
    // Not `--locked`: the lock file of this package names versions that were withdrawn.
    // Level 1 is built faster and still reads a page's wasm in a second.
    let source = Source {
        name: "wasm-bindgen-cli",
        version,
        args: &["--profile", "release"],
        env: &[("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")],
    };
    install(slot, release.as_ref(), &source)
}

/// A package to build.
struct Source<'a> {
    name: &'a str,
    version: &'a str,
    args: &'a [&'a str],
    env: &'a [(&'a str, &'a str)],
}

fn install(slot: &Slot, release: Option<&Release>, source: &Source) -> Result<(), String> {
    let log = slot.log();
    slot.fill(|part| {
        if let Some(release) = release {
            match prebuilt::fetch(release, part) {
                Ok(()) => return Ok(()),
                Err(why) => say::line(format!("{}: no prebuilt binary ({why})", source.name)),
            }
        }
        say::line(format!(
            "{}: building from source takes minutes",
            source.name
        ));
        let mut cargo = Command::new("cargo");
        cargo.args([
            "install",
            source.name,
            "--version",
            source.version,
            "--root",
        ]);
        cargo
            .arg(part)
            .args(source.args)
            .envs(source.env.iter().copied());
        // The checkout's own settings are not meant for tools.
        cargo
            .current_dir(part)
            .env_remove("CARGO_TARGET_DIR")
            .env_remove("RUSTFLAGS");
        cargo
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .env_remove("CARGO_BUILD_TARGET");
        tool::run_logged(&mut cargo, source.name, &log)
    })
}

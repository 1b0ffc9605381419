//! The entry of `cargo xtask`: what it does stands in [`xtask`].

use std::process::ExitCode;

fn main() -> ExitCode {
    xtask::args::main()
}

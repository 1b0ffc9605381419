//! The project's scripts, in Rust: set-up, build, serve, test, bench.
//!
//! | module | what it is for |
//! |---|---|
//! | [`args`] | the command line: usage, dispatch, exit status |
//! | [`say`] | what is printed: headings, times, problems |
//! | [`pins`] | every outside version there is, in one place |
//! | [`repo`] | where things lie in the checkout |
//! | [`cache`] | the folder of the user's that keeps the tools, shared by all clones |
//! | [`tool`] | child processes: environment, log file, progress |
//! | [`setup`] | installs what is missing |
//! | [`page`] | builds the page |
//! | [`weight`] | what the page weighs, beside what it may weigh |
//! | [`site`] | a small loopback server for a folder of files |
//! | [`serve`] | builds and serves |
//! | [`check`] | every check, stage by stage |
//! | [`prove`] | the long proofs over many seeds, and their page |
//! | [`bench`] | the benchmarks, rivals included, and their table |
//! | [`fidelity`] | a real PostgreSQL beside the simulated one |
//! | [`tally`] | counts tests from what the test runners print |

#![allow(clippy::print_stdout, reason = "printing is what a script is for")]

pub mod args;
pub mod bench;
pub mod cache;
pub mod check;
pub mod fidelity;
pub mod page;
pub mod pins;
pub mod prove;
pub mod repo;
pub mod say;
pub mod serve;
pub mod setup;
pub mod site;
pub mod tally;
pub mod tool;
pub mod weight;

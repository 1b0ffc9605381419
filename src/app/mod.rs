//! The page's state, messages and reducer; what the page and the worker say to each other.

pub mod actions;
pub mod board;
mod changes;
pub mod chart_view;
pub mod commands;
pub mod diff;
pub mod frame;
pub mod help;
pub mod logs;
pub mod map;
pub mod panels;
pub mod pins;
pub mod protocol;
pub mod ranges;
pub mod route;
pub mod runbook;
pub mod runner;
pub mod saved;
pub mod screen;
pub mod scrollback;
pub mod shared;
pub mod slo;
pub mod store;
pub mod syntax;
pub mod told;
pub mod view;
pub mod views;

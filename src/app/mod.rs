//! The page's state, messages and reducer; what the page and the worker say to each other.

pub mod board;
pub mod diff;
pub mod help;
pub mod logs;
pub mod map;
pub mod panels;
pub mod pins;
pub mod protocol;
pub mod route;
pub mod runbook;
pub mod runner;
pub mod saved;
pub mod shared;
pub mod store;
pub mod view;
pub mod views;

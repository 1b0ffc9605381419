//! The page's state, messages and reducer; what the page and the worker say to each other.

pub mod actions;
pub mod diff;
pub mod help;
pub mod logs;
pub mod panels;
pub mod protocol;
pub mod route;
pub mod runner;
pub mod saved;
pub mod scrollback;
pub mod shared;
pub mod store;
pub mod view;
pub mod views;

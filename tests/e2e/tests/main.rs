//! The built page in a real browser, as a person uses it.

mod board;
mod console;
mod debrief;
mod drill;
mod faults;
mod frame;
mod keyboard;
mod lab;
mod picture;
mod play;
mod policy;
mod results;
mod routes;
mod screens;
mod smoke;
mod speed;

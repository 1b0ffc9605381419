//! The built page in a real browser, as a person uses it.

mod console;
mod drill;
mod keyboard;
mod picture;
mod play;
mod policy;
mod routes;
mod screens;
mod smoke;
mod speed;

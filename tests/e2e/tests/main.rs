//! The built page in a real browser, as a person uses it.

mod frame;
mod board;
mod play;
mod policy;
mod smoke;

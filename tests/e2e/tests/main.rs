//! The built page in a real browser, as a person uses it.

mod board;
mod frame;
mod play;
mod policy;
mod smoke;

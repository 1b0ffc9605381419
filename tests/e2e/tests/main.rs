//! The built page in a real browser, as a person uses it.

mod policy;
mod smoke;

//! The harness of the end-to-end tests: the built page in a real browser.
//!
//! A test is one call of [`visit`]; everything it can do stands in [`Page`].
//!
//! ```ignore
//! #[test]
//! fn the_library_lists_incidents() {
//!     visit(Look::DESKTOP, "/", |page| {
//!         page.click("link", "Database outage");
//!         page.find("heading", "Your role");
//!         page.axe();
//!     });
//! }
//! ```
//!
//! Nothing waits for a fixed time: whatever is looked for is waited for, up to
//! [`wait::PATIENCE`]. A test fails when the page logs an error, too; a failed one
//! leaves a screenshot and the page's console.

mod axe;
mod driver;
mod find;
pub mod hands;
mod look;
mod outside;
mod page;
pub mod picture;
mod raw;
mod session;
mod visit;
pub mod wait;

pub use look::{Look, Scheme};
pub use page::Page;
pub use visit::visit;

//! Texts as blocks: read from Markdown or made of facts, written as Markdown and as HTML.
//! The reader is small: what a post-mortem needs, and nothing that could do harm.
//!
//! It reads headings, paragraphs, lists with tasks, tables, quotes, code and rules; strong,
//! emphasis, code and links within lines. HTML, images and everything else stay plain text.
//! Whoever shows the blocks makes elements or escaped text of them; no text of a user is ever
//! markup. A text of any kind is read in time that grows with its length; what is nested
//! deeper than [`DEPTH_MAX`] stays text.

mod block;
pub mod escape;
mod inline;
mod make;
mod model;
mod to_html;
mod to_markdown;

pub use block::{DEPTH_MAX, read};
pub use inline::plain;
pub use make::{Table, below, bullets, heading, item, label, list, paragraph, sentences, text};
pub use model::{Block, Item, Span};
pub use to_html::to_html;
pub use to_markdown::to_markdown;

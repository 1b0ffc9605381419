//! A small reader of Markdown: what a post-mortem needs, and nothing that could do harm.
//!
//! It reads headings, paragraphs, lists with tasks, tables, quotes, code and rules; strong,
//! emphasis, code and links within lines. HTML, images and everything else stay plain text.
//! Whoever shows the blocks makes elements or escaped text of them; no text of a user is ever
//! markup. A text of any kind is read in time that grows with its length; what is nested
//! deeper than [`DEPTH_MAX`] stays text.

mod block;
mod inline;
mod write;

pub use block::read;
pub use inline::plain;
pub use write::{to_html, to_markdown};

/// Lists and quotes within each other at most.
pub const DEPTH_MAX: usize = 6;

/// A block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading of a level, 1..=6.
    Heading(u8, Vec<Span>),
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A list; numbered ones with the number of their first item.
    List(Option<u32>, Vec<Item>),
    /// A table: rows of cells, the head first. All rows are as long as the head.
    Table(Vec<Vec<Vec<Span>>>),
    /// Code, with its lines.
    Code(String),
    /// A quote.
    Quote(Vec<Block>),
    /// A line across.
    Rule,
}

/// An item of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// A task: done or not.
    pub done: Option<bool>,
    /// Its first line.
    pub line: Vec<Span>,
    /// What else stands in it.
    pub inner: Vec<Block>,
}

/// A stretch of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// Plain text.
    Text(String),
    /// Strong.
    Strong(Vec<Span>),
    /// Emphasis.
    Emphasis(Vec<Span>),
    /// Code.
    Code(String),
    /// A link with its words; http, https and mailto only.
    Link(Vec<Span>, String),
}

//! What a text is made of.

/// A block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading of a level, 1..=6.
    Heading(u8, Vec<Span>),
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A list; numbered ones with the number of their first item.
    List(Option<u32>, Vec<Item>),
    /// A table: rows of cells, the head first, all as long as the head; and how many of its
    /// last columns are figures.
    Table(Vec<Vec<Vec<Span>>>, usize),
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

impl Item {
    /// A task's box in characters that every font has; empty for what is no task.
    #[must_use]
    pub fn mark(&self) -> &'static str {
        match self.done {
            Some(true) => "[x] ",
            Some(false) => "[ ] ",
            None => "",
        }
    }
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

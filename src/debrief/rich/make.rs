//! Blocks made of facts. A text given here is plain: its writers escape it.

use super::model::{Block, Item, Span};

/// A plain text as a line.
#[must_use]
pub fn text(text: impl Into<String>) -> Vec<Span> {
    vec![Span::Text(text.into())]
}

/// Sentences as one line.
#[must_use]
pub fn sentences(all: &[String]) -> Vec<Span> {
    let mut line: Vec<Span> = Vec::new();
    for sentence in all {
        if !line.is_empty() {
            line.extend(text(" "));
        }
        line.extend(text(sentence));
    }
    line
}

/// A line that begins with its name in strong letters, and what follows.
#[must_use]
pub fn label(name: impl Into<String>, rest: Vec<Span>) -> Vec<Span> {
    let mut line = vec![Span::Strong(text(name))];
    line.extend(rest);
    line
}

/// A heading of a level, 1..=6.
#[must_use]
pub fn heading(level: u8, title: &str) -> Block {
    Block::Heading(level, text(title))
}

/// A paragraph of plain text.
#[must_use]
pub fn paragraph(words: impl Into<String>) -> Block {
    Block::Paragraph(text(words))
}

/// An item with a list of plain lines in it; of no lines it is the item alone.
#[must_use]
pub fn item(line: Vec<Span>, inner: &[String]) -> Item {
    let inner = (!inner.is_empty()).then(|| bullets(inner));
    Item {
        done: None,
        line,
        inner: inner.into_iter().collect(),
    }
}

/// A list that is not numbered.
#[must_use]
pub fn list(items: impl IntoIterator<Item = Item>) -> Block {
    Block::List(None, items.into_iter().collect())
}

/// A list of plain lines.
#[must_use]
pub fn bullets<T: AsRef<str>>(lines: &[T]) -> Block {
    list(lines.iter().map(|line| item(text(line.as_ref()), &[])))
}

/// The blocks with all headings so many levels lower, as a part of a larger text has them.
#[must_use]
pub fn below(blocks: Vec<Block>, levels: u8) -> Vec<Block> {
    let lower = |block| match block {
        Block::Heading(level, line) => Block::Heading((level + levels).min(6), line),
        Block::Quote(inner) => Block::Quote(below(inner, levels)),
        Block::List(number, items) => {
            let items = items.into_iter().map(|item| Item {
                inner: below(item.inner, levels),
                ..item
            });
            Block::List(number, items.collect())
        }
        other @ (Block::Paragraph(_) | Block::Table(..) | Block::Code(_) | Block::Rule) => other,
    };
    blocks.into_iter().map(lower).collect()
}

/// A table of plain cells that is being made.
pub struct Table {
    rows: Vec<Vec<Vec<Span>>>,
    figures: usize,
}

impl Table {
    /// A table with its head; the last `figures` columns hold figures.
    #[must_use]
    pub fn new<const N: usize>(head: [&str; N], figures: usize) -> Table {
        Table {
            rows: vec![head.map(text).to_vec()],
            figures,
        }
    }

    /// Adds a row.
    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.map(text).to_vec());
    }

    /// Adds a row that sums the others up: its first cell stands in strong letters.
    pub fn sum<const N: usize>(&mut self, cells: [String; N]) {
        self.row(cells);
        if let Some(first) = self.rows.last_mut().and_then(|row| row.first_mut()) {
            *first = vec![Span::Strong(std::mem::take(first))];
        }
    }

    /// The table, if it has a row besides its head.
    #[must_use]
    pub fn block(self) -> Option<Block> {
        (self.rows.len() > 1).then_some(Block::Table(self.rows, self.figures))
    }
}

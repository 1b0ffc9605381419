//! Moments worth a line across a chart.

/// What happened at a mark. Each kind has its own glyph and dash, not only a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// A change to the system: a diamond on a solid line.
    Change,
    /// An alert that began to fire: a triangle on a dashed line.
    Alert,
    /// The trainee's own action: a disc on a dotted line.
    Action,
}

/// A moment worth a vertical line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// When, ms.
    pub t_ms: i64,
    /// What kind of event.
    pub kind: MarkKind,
    /// What happened, for the page's tooltip and list; not drawn.
    pub label: String,
}

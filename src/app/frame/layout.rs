//! What is kept of the frame between visits.

use crate::app::saved::{self, Problem};
use crate::incident::panes::Pane;
use serde::{Deserialize, Deserializer, Serialize};

/// Version of [`Layout`] that this program writes.
pub const LAYOUT_VERSION: u32 = 1;
/// Largest text of a kept layout, bytes.
const LAYOUT_BYTES_MAX: usize = 10_000;
/// What is left for the charts at least, per mille of the width.
const SEEN_MIN: u16 = 200;

/// An edge between panes that can be moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Width of the column on the left, per mille of the window.
    Told,
    /// Width of the tool column, per mille of the window.
    Tools,
    /// Height of the upper tool, per mille of the column.
    Split,
}

impl Edge {
    /// Smallest and largest size, per mille.
    #[must_use]
    pub fn bounds(self) -> (u16, u16) {
        match self {
            Edge::Told => (140, 340),
            Edge::Tools => (260, 660),
            Edge::Split => (150, 850),
        }
    }

    /// The property of the style sheet that holds the size.
    #[must_use]
    pub fn property(self) -> &'static str {
        match self {
            Edge::Told => "--told",
            Edge::Tools => "--tools",
            Edge::Split => "--split",
        }
    }
}

/// Layouts made for a purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// All three columns: told, seen, done.
    Investigate,
    /// Most room for the charts.
    Charts,
    /// Most room for the tools, two of them at once.
    Tools,
    /// Larger type for people at the back of a room.
    Projector,
}

impl Preset {
    /// All, the usual one first.
    pub const ALL: [Preset; 4] = [
        Preset::Investigate,
        Preset::Charts,
        Preset::Tools,
        Preset::Projector,
    ];

    /// The word that stands for it in an address.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Preset::Investigate => "investigate",
            Preset::Charts => "charts",
            Preset::Tools => "tools",
            Preset::Projector => "projector",
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Preset::Investigate => "Investigate",
            Preset::Charts => "Charts wide",
            Preset::Tools => "Tools wide",
            Preset::Projector => "Projector",
        }
    }

    /// The preset of a word of [`Preset::word`].
    #[must_use]
    pub fn of(word: &str) -> Option<Preset> {
        Preset::ALL.into_iter().find(|preset| preset.word() == word)
    }
}

const UPPER: Pane = Pane::Logs;
const LOWER: Pane = Pane::Terminal;

fn tool<'de, D: Deserializer<'de>>(from: D, usual: Pane) -> Result<Pane, D::Error> {
    // A tool that this program does not know is no reason to lose the sizes.
    Ok(Pane::tool(&String::deserialize(from)?).unwrap_or(usual))
}

fn upper<'de, D: Deserializer<'de>>(from: D) -> Result<Pane, D::Error> {
    tool(from, UPPER)
}

fn lower<'de, D: Deserializer<'de>>(from: D) -> Result<Pane, D::Error> {
    tool(from, LOWER)
}

/// Sizes of the panes and what is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// Format version, 1.
    pub firedrill_layout: u32,
    /// Width of the left column, per mille of the window.
    pub told: u16,
    /// Width of the tool column, per mille of the window.
    pub tools: u16,
    /// Height of the upper tool, per mille of the column.
    pub split: u16,
    /// Whether the left column is open.
    pub told_open: bool,
    /// Whether two tools stand one above the other.
    pub split_open: bool,
    /// Larger type.
    pub larger: bool,
    /// The tool shown, or the upper one.
    #[serde(deserialize_with = "upper")]
    pub upper: Pane,
    /// The tool in the lower half.
    #[serde(deserialize_with = "lower")]
    pub lower: Pane,
}

impl Default for Layout {
    fn default() -> Self {
        Layout {
            firedrill_layout: LAYOUT_VERSION,
            told: 190,
            tools: 380,
            split: 500,
            told_open: true,
            split_open: false,
            larger: false,
            upper: UPPER,
            lower: LOWER,
        }
    }
}

impl Layout {
    /// The size at an edge, per mille.
    #[must_use]
    pub fn size(&self, edge: Edge) -> u16 {
        match edge {
            Edge::Told => self.told,
            Edge::Tools => self.tools,
            Edge::Split => self.split,
        }
    }

    /// Moves an edge as far as its bounds and the room for the charts allow.
    pub fn resize(&mut self, edge: Edge, per_mille: u16) {
        let (least, most) = self.reach(edge);
        let size = per_mille.clamp(least, most);
        match edge {
            Edge::Told => self.told = size,
            Edge::Tools => self.tools = size,
            Edge::Split => self.split = size,
        }
    }

    /// How far an edge can be moved now, per mille: least and most.
    #[must_use]
    pub fn reach(&self, edge: Edge) -> (u16, u16) {
        let (least, most) = edge.bounds();
        let told = if self.told_open { self.told } else { 0 };
        let taken = match edge {
            Edge::Told => self.tools,
            Edge::Tools => told,
            Edge::Split => return (least, most),
        };
        let room = 1_000_u16.saturating_sub(SEEN_MIN).saturating_sub(taken);
        (least, most.min(room).max(least))
    }

    /// Takes the sizes of a preset; the tools that are shown stay.
    pub fn arrange(&mut self, preset: Preset) {
        let usual = Layout {
            upper: self.upper,
            lower: self.lower,
            ..Layout::default()
        };
        *self = match preset {
            Preset::Investigate => usual,
            Preset::Charts => Layout {
                told_open: false,
                tools: 320,
                ..usual
            },
            Preset::Tools => Layout {
                told_open: false,
                tools: 600,
                split_open: true,
                ..usual
            },
            Preset::Projector => Layout {
                told_open: false,
                tools: 360,
                larger: true,
                ..usual
            },
        };
    }

    /// The preset that these sizes are, if they are one.
    #[must_use]
    pub fn preset(&self) -> Option<Preset> {
        Preset::ALL.into_iter().find(|preset| {
            let mut other = self.clone();
            other.arrange(*preset);
            other == *self
        })
    }
}

/// Reads a kept layout.
///
/// # Errors
/// [`Problem`] for a text that is not one, whole and of a known version. Sizes out of bounds
/// are brought back: a layout is never worth a message about its numbers.
pub fn parse_layout(text: &str) -> Result<Layout, Problem> {
    let mut layout: Layout =
        saved::parse(text, "firedrill_layout", LAYOUT_VERSION, LAYOUT_BYTES_MAX)?;
    for edge in [Edge::Split, Edge::Told, Edge::Tools] {
        layout.resize(edge, layout.size(edge));
    }
    Ok(layout)
}

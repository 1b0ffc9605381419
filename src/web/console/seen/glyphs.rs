//! The outlines of the charts' own tools, in the style of the page's icons.

use yew::prelude::*;

/// An outline; decoration, as the name stands in a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    /// What was shown before.
    Back,
    /// Earlier.
    Earlier,
    /// Later.
    Later,
    /// More time.
    ZoomOut,
    /// Less time.
    ZoomIn,
    /// Follow the clock.
    Follow,
    /// A file to keep.
    Download,
    /// The whole screen.
    Screen,
    /// Numbers in rows.
    Table,
}

impl Glyph {
    fn path(self) -> &'static str {
        match self {
            Glyph::Back => "M6.5 3.5L3 7l3.5 3.5M3 7h6.5a3.5 3.5 0 0 1 0 7H7",
            Glyph::Earlier => "M10 3.5L5.5 8l4.5 4.5",
            Glyph::Later => "M6 3.5L10.5 8 6 12.5",
            Glyph::ZoomOut => "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3l3.4 3.4M5 7h4",
            Glyph::ZoomIn => {
                "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3l3.4 3.4M5 7h4M7 5v4"
            }
            Glyph::Follow => "M3 4l5 4-5 4zM13 3.5v9",
            Glyph::Download => "M8 2.5v7.5M4.8 7L8 10.2 11.2 7M3 13.5h10",
            Glyph::Screen => "M2.5 5.5v-3h3M10.5 2.5h3v3M13.5 10.5v3h-3M5.5 13.5h-3v-3",
            Glyph::Table => "M2.5 3h11v10h-11zM2.5 6.5h11M6.5 3v10",
        }
    }

    /// The outline as a picture of 16 px.
    pub fn html(self) -> Html {
        html! {
            <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
                <path d={self.path()} />
            </svg>
        }
    }
}

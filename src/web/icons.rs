//! The page's icons: small outlines in the colour of the text beside them.

use yew::prelude::*;

/// An icon. All are decoration: the name stands beside it or in a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// An alert.
    Bell,
    /// A change.
    Change,
    /// Done, good.
    Check,
    /// Ends, removes.
    Close,
    /// A coach.
    Compass,
    /// Gives a file.
    Download,
    /// Makes large.
    Expand,
    /// A file.
    File,
    /// A hand on the world.
    Hand,
    /// All keys.
    Keyboard,
    /// Leaves.
    Leave,
    /// A log.
    Lines,
    /// The dark theme.
    Moon,
    /// Pauses.
    Pause,
    /// A person.
    Person,
    /// Keeps as evidence.
    Pin,
    /// Runs.
    Play,
    /// Puts on paper.
    Print,
    /// The light theme.
    Sun,
    /// Warns.
    Warning,
    /// A runbook.
    Book,
    /// Charts.
    Chart,
    /// All commands.
    Command,
    /// A database.
    Database,
    /// How parts hang together.
    Map,
    /// What is told to the outside.
    Megaphone,
    /// The column on the left.
    Side,
    /// Two panes, one above the other.
    Split,
    /// Change places.
    Swap,
    /// Finds the cause.
    Target,
    /// A terminal.
    Terminal,
    /// A window of its own.
    Window,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Icon::Bell => "M4 11V7a4 4 0 0 1 8 0v4l1 1H3zM6.5 14h3",
            Icon::Change => "M8 2l6 6-6 6-6-6z",
            Icon::Check => "M3 8.5l3.2 3.2L13 4.8",
            Icon::Close => "M4 4l8 8M12 4l-8 8",
            Icon::Compass => "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM10.6 5.4L9 9l-3.6 1.6L7 7z",
            Icon::Download => "M8 2.5v7.5M4.8 7L8 10.2 11.2 7M2.5 13.5h11",
            Icon::Expand => "M9.5 2.5h4v4M6.5 13.5h-4v-4M13 3L9.5 6.5M3 13l3.5-3.5",
            Icon::File => "M4 2h5l3 3v9H4zM9 2v3h3",
            Icon::Hand => "M3 8h10M9 4l4 4-4 4",
            Icon::Keyboard => {
                "M1.5 4h13v8h-13zM4 6.8h.01M6.7 6.8h.01M9.3 6.8h.01M12 6.8h.01M5 9.5h6"
            }
            Icon::Leave => "M6.5 2.5h-4v11h4M6 8h8M11 5l3 3-3 3",
            Icon::Lines => "M2.5 4h11M2.5 8h11M2.5 12h7",
            Icon::Moon => "M13 9.5A5.5 5.5 0 1 1 6.5 3 4.5 4.5 0 0 0 13 9.5z",
            Icon::Pause => "M5.5 3.5v9M10.5 3.5v9",
            Icon::Person => {
                "M8 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM3 14c.4-2.6 2.4-4 5-4s4.6 1.4 5 4"
            }
            Icon::Pin => {
                "M9.5 2l4.5 4.5-2.5.7-2.8 2.8-.4 2.8-5.1-5.1 2.8-.4 2.8-2.8zM5.5 10.5L2 14"
            }
            Icon::Play => "M5 3l8 5-8 5z",
            Icon::Print => "M4.5 6V2.5h7V6M4.5 11.5h-2v-5h11v5h-2M4.5 9.5h7v4h-7z",
            Icon::Sun => {
                "M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM8 1.2v1.4M8 13.4v1.4M1.2 8h1.4\
                 M13.4 8h1.4M3.2 3.2l1 1M11.8 11.8l1 1M3.2 12.8l1-1M11.8 4.2l1-1"
            }
            Icon::Warning => "M8 2.5l6 11H2zM8 6.5v3.2M8 11.7h.01",
            Icon::Book => {
                "M3 3h4a1.5 1.5 0 0 1 1 .5A1.5 1.5 0 0 1 9 3h4v9.5H9a1.5 1.5 \
                 0 0 0-1 .5 1.5 1.5 0 0 0-1-.5H3zM8 3.5V13"
            }
            Icon::Chart => "M2.5 2.5v11h11M5 10l2.5-3 2 2L13 4.5",
            Icon::Command => "M3 4.5l3.5 3.5L3 11.5M8 12h5",
            Icon::Database => {
                "M3 4c0-1.1 2.2-2 5-2s5 .9 5 2-2.2 2-5 2-5-.9-5-2zM3 4v8c0 1.\
                 1 2.2 2 5 2s5-.9 5-2V4M3 8c0 1.1 2.2 2 5 2s5-.9 5-2"
            }
            Icon::Map => "M2 6h4v4H2zM10 2.5h3.5V6H10zM10 10h3.5v3.5H10zM6 7.5l4-3M6 8.5l4 3",
            Icon::Megaphone => "M3 6.5v3h2l5 3v-9l-5 3zM12.5 6a3 3 0 0 1 0 4M5 9.5V13h2v-2.3",
            Icon::Side => "M2.5 3h11v10h-11zM6.5 3v10",
            Icon::Split => "M2.5 3h11v10h-11zM2.5 8h11",
            Icon::Swap => "M5 13V3M2.5 5.5L5 3l2.5 2.5M11 3v10M8.5 10.5L11 13l2.5-2.5",
            Icon::Target => {
                "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 5.5a2.5 2.5 \
                 0 1 0 0 5 2.5 2.5 0 0 0 0-5z"
            }
            Icon::Terminal => "M2 3h12v10H2zM4.5 6l2 2-2 2M8 10.5h3.5",
            Icon::Window => "M6 4H2.5v9.5H12V10M8.5 2.5h5v5M13 3L7.5 8.5",
        }
    }

    /// The icon as a picture of 16 px.
    pub fn html(self) -> Html {
        html! {
            <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
                <path d={self.path()} />
            </svg>
        }
    }
}

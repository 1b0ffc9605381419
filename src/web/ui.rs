//! Small parts that several screens use.

mod act;
mod css;
mod dialog;
mod events;
mod paths;
mod splitter;
mod stamp;
mod table;
mod tabs;
mod theme_button;
mod unwritten;

pub use act::{Act, Outcome, use_outcome};
pub use css::use_css_number;
pub use dialog::Dialog;
pub use events::{
    chosen_into, focus, focus_on, on_change, on_choice, on_input, option, press_sets, typed_into,
};
pub use paths::with_paths;
pub use splitter::Splitter;
pub use stamp::stamp;
pub use table::head;
pub use tabs::{Tab, Tabs};
pub use theme_button::ThemeButton;

//! Small parts that several screens use.

mod act;
mod css;
mod dialog;
mod paths;
mod splitter;
mod stamp;
mod table;
mod tabs;
mod theme_button;

pub use act::{Act, Outcome, use_outcome};
pub use css::use_css_number;
pub use dialog::Dialog;
pub use paths::with_paths;
pub use splitter::Splitter;
pub use stamp::stamp;
pub use table::{head, sets};
pub use tabs::{Tab, Tabs};
pub use theme_button::ThemeButton;

//! The debrief as files: one HTML page with its charts, and tables for a spreadsheet.
//! Markdown is `debrief::markdown`; JSON is the document itself.

mod csv;
mod html;
mod svg;

pub use csv::{harm_csv, timeline_csv};
pub use html::to_html;

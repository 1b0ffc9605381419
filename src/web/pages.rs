//! The screens around a run: library, briefing, debrief, results, what-if lab.

mod briefing;
mod catalog;
mod confirm;
mod debrief;
mod download;
mod frame;
mod lab;
mod library;
mod notices;
mod plot;
mod read;
mod results;

pub use briefing::Briefing;
pub use debrief::DebriefPage;
pub use download::copy as copy_text;
pub use download::save_file;
pub use lab::LabPage;
pub use library::Library;
pub use notices::Notices;
pub use results::ResultsPage;

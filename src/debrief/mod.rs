//! Harm, score, reference runs, the written debrief.
//!
//! | file | what it is for |
//! |---|---|
//! | `reference` | the same world again: nobody, the best responder, the rest of a run |
//! | `score` | the five terms |
//! | `build` | a debrief from a finished run and its reference runs |
//! | `review` | targets, questions, what was never looked at, what went well, what to try |
//! | `postmortem` | drafts of a post-mortem in two forms |
//! | `export` | one-file HTML with charts, CSV |
//! | `document`, `markdown`, `words` | the debrief as a document, as Markdown, its wording |

pub mod build;
pub mod document;
pub mod export;
pub mod markdown;
pub mod postmortem;
pub mod reference;
pub mod review;
mod review_markdown;
pub mod score;
pub mod words;

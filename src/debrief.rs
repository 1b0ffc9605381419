//! Harm, score, reference runs, the written debrief.
//!
//! | file | what it is for |
//! |---|---|
//! | `harm` | what a run cost its users, by class, minute and cause |
//! | `reference` | the same world again, with a script or a journal |
//! | `judge` | follows a drill and runs the world otherwise: nobody, the best, without a change |
//! | `score` | the five terms, a file each |
//! | `build` | a debrief from a judged run |
//! | `result` | the result file, and how it is verified |
//! | `proof` | all responders over many seeds: does the score order them? |
//! | `review` | targets, questions, what was never looked at, what went well, what to try |
//! | `postmortem` | drafts of a post-mortem in two forms |
//! | `notes` | what people write down about a run, with bounds |
//! | `short` | the three things to see first |
//! | `rich` | a small reader of Markdown, for post-mortems that were edited |
//! | `export` | one-file HTML with charts, CSV |
//! | `document`, `markdown`, `words` | the debrief as a document, as Markdown, its wording |

pub mod build;
pub mod document;
pub mod export;
pub mod harm;
pub mod judge;
pub mod markdown;
pub mod notes;
mod notes_markdown;
pub mod postmortem;
pub mod proof;
pub mod reference;
pub mod result;
pub mod review;
mod review_markdown;
pub mod rich;
pub mod score;
pub mod short;
pub mod words;

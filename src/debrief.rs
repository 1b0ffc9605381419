//! Harm, score, reference runs, the written debrief.
//!
//! | file | what it is for |
//! |---|---|
//! | `harm` | what a run cost its users, by class, minute and cause |
//! | `judge` | follows a drill and runs the world otherwise: nobody, the best, without a change |
//! | `score` | the five terms, a file each |
//! | `build` | a debrief from a judged run |
//! | `result` | the result file, and how it is verified |
//! | `proof` | all responders over many seeds: does the score order them? |
//! | `review` | targets, questions, what was never looked at, what went well, what to try |
//! | `postmortem`, `form` | drafts of a post-mortem in two forms |
//! | `notes`, `notes_on` | what people write down about a run, with bounds; beside its debrief |
//! | `short` | the three things to see first |
//! | `evidence` | what a piece of evidence is called, what it tells, and since when |
//! | `document` | the debrief as a document |
//! | `words`, `numbers` | what it holds in words; lengths, clocks, counts, shares |
//! | `rich` | texts as blocks: read from Markdown or made, written as Markdown and as HTML |
//! | `sections` | the sections of a debrief as blocks |
//! | `markdown`, `export` | a debrief as Markdown, as one HTML file with charts, as CSV |

pub mod build;
pub mod document;
pub mod evidence;
pub mod export;
mod form;
pub mod harm;
pub mod judge;
pub mod markdown;
pub mod notes;
mod notes_on;
pub mod numbers;
pub mod postmortem;
pub mod proof;
pub mod result;
pub mod review;
pub mod rich;
pub mod score;
mod sections;
pub mod short;
pub mod words;

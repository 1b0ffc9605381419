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
//! | `document`, `markdown`, `words` | the debrief as a document, as Markdown, its wording |

pub mod build;
pub mod document;
pub mod harm;
pub mod judge;
pub mod markdown;
pub mod proof;
pub mod reference;
pub mod result;
pub mod score;
pub mod words;

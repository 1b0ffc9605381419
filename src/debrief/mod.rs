//! Harm, score, reference runs, the written debrief.
//!
//! | file | what it is for |
//! |---|---|
//! | `reference` | the same world again: nobody, the best responder, the rest of a run |
//! | `score` | the five terms |
//! | `build` | a debrief from a finished run and its reference runs |
//! | `document`, `markdown`, `words` | the debrief as a document, as Markdown, its wording |

pub mod build;
pub mod document;
pub mod markdown;
pub mod reference;
pub mod score;
pub mod words;

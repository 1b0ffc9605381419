//! The what-if lab: the same incident many times, with and without its corrective measures,
//! or with one parameter at several values.
//!
//! A [`Plan`] becomes a list of [`JobSpec`]s that do not depend on each other: they can run in
//! threads or in Web Workers, in any order. Each gives [`Outcome`]s, and [`Study`] makes the
//! same [`Summary`] of them whatever the order in which they come.
//!
//! Every arm of a plan is played with the same seeds, so its customers are the same to the
//! draw, and what a measure saves is the mean of differences seed by seed.
//!
//! | file | what it is for |
//! |---|---|
//! | `choice` | what is compared, as an address and as a command say it |
//! | `plan`, `sweep`, `presets` | which arms, how many seeds; a parameter set to a value |
//! | `job` | arms prepared, jobs that run in small steps |
//! | `outcome` | what one run cost: minutes, users, budget |
//! | `stats` | means, quantiles, intervals |
//! | `study`, `summary`, `rank` | outcomes, what they amount to; what each measure saves |
//! | `worker` | messages, a worker's mind, who does what |
//! | `costs`, `words` | the kinds of cost, and their values in words |
//! | `table`, `csv`, `file` | a summary as a text, for a spreadsheet, as a file to be opened again |

pub mod choice;
pub mod costs;
pub mod csv;
mod file;
mod job;
mod outcome;
mod plan;
pub mod presets;
mod rank;
pub mod stats;
mod study;
mod summary;
mod sweep;
pub mod table;
pub mod words;
mod worker;

pub use choice::{Choice, Sets, What};
pub use file::{STUDY_BYTES_MAX, StudyFile};
pub use job::{Job, JobSpec, Lab};
pub use outcome::Outcome;
pub use plan::{Arm, LAB_VERSION, Plan, SEEDS_DEFAULT, Setting, all_subsets, usual_subsets};
pub use rank::{Rank, Saving};
pub use study::Study;
pub use summary::{ArmSummary, CurvePoint, Summary};
pub use sweep::{PARAMETERS, Parameter, set};
pub use worker::{Dispatcher, FromLab, LabWorker, ToLab};

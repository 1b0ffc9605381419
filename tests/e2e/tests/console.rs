//! The console's parts, one test for each thing an engineer expects of them.

mod alerts;
mod charts;
mod files;
mod hands;
mod logs;
mod people;

use crate::drill::{did, resume};
use e2e::Page;
use serde_json::json;

/// Five and a half minutes into the outage, acknowledged, standing still.
fn outage(page: &Page) {
    resume(page, 1, 330, &[did(130, json!({ "acknowledge": {} }))]);
}

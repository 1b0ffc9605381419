//! `firedrill verify`.

use crate::debrief::result::{PROVES, Verification, Verified, parse};
use crate::incident::document::Incident;
use clap::Args;
use std::sync::Arc;

/// Arguments of `firedrill verify`.
#[derive(Args)]
pub(super) struct VerifyArguments {
    /// Result files.
    #[arg(required = true)]
    files: Vec<String>,
    /// The incident file of incidents that are not shipped.
    #[arg(long)]
    incident: Option<String>,
}

/// Run the worlds of results again; the error carries the first difference of each.
pub(super) fn verify(arguments: &VerifyArguments) -> Result<(), String> {
    let own = arguments.incident.as_deref().map(super::incident);
    let own = own.transpose()?.map(Arc::new);
    let mut wrong = Vec::new();
    let mut good = 0;
    for file in &arguments.files {
        match one(file, own.as_ref()) {
            Ok(verified) => {
                good += 1;
                super::print(&format!("{file}: {}\n", verified.words()));
            }
            Err(problem) => wrong.push(format!("{file}: {problem}")),
        }
    }
    if good > 0 {
        super::print(&format!("{PROVES}\n"));
    }
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(wrong.join("\n")),
    }
}

fn one(file: &str, own: Option<&Arc<Incident>>) -> Result<Verified, String> {
    let text = super::read(file)?;
    let result = parse(&text).map_err(|e| e.to_string())?;
    let incident = match own {
        Some(own) if own.id == result.incident.id => own.clone(),
        _ => {
            let shipped = crate::incident::library::load(&result.incident.id);
            let id = &result.incident.id;
            let unknown = || format!("$.incident.id: {id:?} is not shipped; give --incident FILE");
            Arc::new(shipped.ok_or_else(unknown)?)
        }
    };
    let mut verification = Verification::begin(result, &incident).map_err(|e| e.to_string())?;
    super::judge::run(verification.judge());
    verification.finish().map_err(|e| e.to_string())
}

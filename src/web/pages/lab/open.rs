//! Opening a study that was kept as a file.

use crate::incident::document::Incident;
use crate::lab::{Choice, STUDY_BYTES_MAX, StudyFile, Summary};
use crate::web::pages::read::{chosen, read};
use std::rc::Rc;
use yew::prelude::*;

/// A study from a file.
#[derive(Clone, PartialEq)]
pub struct Opened {
    /// Name of the file.
    pub name: String,
    /// What was compared.
    pub choice: Choice,
    /// What it has shown.
    pub summary: Rc<Summary>,
}

impl Opened {
    /// How much of it was done, 0..=1.
    #[must_use]
    pub fn share(&self) -> f64 {
        let (done, all) = self.summary.runs;
        done as f64 / all.max(1) as f64
    }
}

/// Properties of [`Open`].
#[derive(Properties, PartialEq)]
pub struct OpenProps {
    /// The incident that it has to be about.
    pub incident: Rc<Incident>,
    /// A study was opened, or why not.
    pub on_opened: Callback<Result<Opened, String>>,
}

/// A button that asks for a file.
#[component]
pub fn Open(props: &OpenProps) -> Html {
    let onchange = callback!(
        [incident = props.incident, on_opened = props.on_opened],
        move |event: Event| {
            let Some(file) = chosen(&event) else { return };
            let (incident, on_opened) = (incident.clone(), on_opened.clone());
            read(file, STUDY_BYTES_MAX, move |name, text| {
                let opened = text.and_then(|text| StudyFile::open(&text, &incident));
                on_opened.emit(match opened {
                    Ok((choice, summary)) => Ok(Opened {
                        name,
                        choice,
                        summary: Rc::new(summary),
                    }),
                    Err(why) => Err(format!("{name} was not opened: {why}.")),
                });
            });
        }
    );
    html! {
        <label class="btn file-button">
            <span>{ "Open a study" }</span>
            <input type="file" class="file-input" accept=".json,application/json" {onchange} />
        </label>
    }
}

//! Notes beside the debrief they are on: begun, matched, and filled in to be given away.

use super::document::Debrief;
use super::form::Form;
use super::notes::{NOTES_VERSION, Notes};
use super::postmortem::draft;
use crate::incident::document::Incident;

impl Notes {
    /// Empty notes on a run.
    #[must_use]
    pub fn on(debrief: &Debrief) -> Notes {
        Notes {
            firedrill_notes: NOTES_VERSION,
            incident: debrief.incident.0.clone(),
            seed: debrief.seed,
            mode: debrief.mode,
            digest: debrief.digest.clone(),
            ..Notes::default()
        }
    }

    /// They are on this run.
    #[must_use]
    pub fn fits(&self, debrief: &Debrief) -> bool {
        self.incident == debrief.incident.0
            && self.seed == debrief.seed
            && self.mode == debrief.mode
            && self.digest == debrief.digest
    }

    /// The post-mortem in a form: as it was edited, else its draft; empty where the incident
    /// is not at hand.
    #[must_use]
    pub fn postmortem(&self, debrief: &Debrief, incident: Option<&Incident>, form: Form) -> String {
        match (self.postmortems.get(form.name()), incident) {
            (Some(text), _) => text.clone(),
            (None, Some(incident)) => draft(debrief, incident, form),
            (None, None) => String::new(),
        }
    }

    /// The notes as they are given away: what nobody changed is filled in from the review and
    /// the draft, in the form that was chosen.
    #[must_use]
    pub fn filled(&self, debrief: &Debrief, incident: Option<&Incident>) -> Notes {
        let form = self.chosen_form();
        let mut postmortems = self.postmortems.clone();
        let text = self.postmortem(debrief, incident, form);
        if !text.is_empty() {
            postmortems.insert(form.name().to_string(), text);
        }
        Notes {
            well: Some(self.well_lines(&debrief.review)),
            to_try: Some(self.to_try_lines(&debrief.review)),
            form: Some(form.name().to_string()),
            postmortems,
            ..self.clone()
        }
    }
}

//! What each action of a player does.

mod changes;

use super::action::{Action, Diagnosis, Look};
use super::board::{BoardStep, Pin};
use super::feed::News;
use super::session::{Session, Stated};
use super::statement::understand;
use crate::vocabulary::bounds::{EVIDENCE_MAX, SPEED};

impl Session {
    /// Do it, or say why not. Nothing changes on an error.
    pub(super) fn apply(&mut self, action: &Action) -> Result<String, String> {
        match action {
            Action::Look(look) => self.look(look),
            Action::Board(step) => self.board_step(step),
            Action::Acknowledge {} => self.acknowledge(),
            Action::Severity { level } => self.set_severity(*level),
            Action::Status {
                phase,
                text,
                components,
            } => self.post_status(*phase, text, components),
            Action::Escalate { to } => self.call(to),
            Action::Ask { to, about, text } => self.ask(to, about.as_deref(), text),
            Action::Say { text } => self.write(text),
            Action::Assign { role, to } => self.assign(*role, to.as_deref()),
            Action::ResolvePage { page } => self.resolve_page(*page),
            Action::Reassign { page, to } => self.reassign(*page, to),
            Action::Silence {
                matchers,
                duration_s,
                comment,
            } => self.silence(matchers, *duration_s, comment),
            Action::EndSilence { id } => self.end_silence(*id),
            Action::Diagnose(diagnosis) => self.diagnose(diagnosis),
            Action::Hint {} => self.hint(),
            Action::Resolve {} => {
                self.resolved = Some(self.world.now());
                self.say("Declared the incident resolved", "");
                Ok("The run is over".into())
            }
            Action::Speed { factor } if !SPEED.contains(factor) => {
                Err(format!("speed is 0 to 120, not {factor}"))
            }
            Action::Speed { .. } => Ok(String::new()),
            Action::PausePipeline { pipeline, paused } => self.pause(pipeline, *paused),
            Action::RunPipeline { pipeline } => self.run_pipeline(pipeline),
            Action::ResizePool { service, size } => self.resize_pool(service, *size),
            Action::UndoRollout { service } => self.undo_rollout(service),
            Action::TerminateSessions { .. }
            | Action::DropSlot {}
            | Action::Pools { .. }
            | Action::Bouncer { .. }
            | Action::Change(_) => self.order(action),
        }
    }

    fn look(&mut self, look: &Look) -> Result<String, String> {
        let name = look.evidence();
        if name.len() > 300 {
            return Err("that name is too long".into());
        }
        let is_evidence = !matches!(look, Look::Command(_));
        if is_evidence && !self.looked.iter().any(|(n, _)| *n == name) {
            let now = self.world.now();
            self.looked.push((name, now));
        }
        Ok(String::new())
    }

    fn board_step(&mut self, step: &BoardStep) -> Result<String, String> {
        let mut board = self.board.clone();
        let note = board.apply(step)?;
        if let BoardStep::Pin(Pin {
            look: Some(look), ..
        }) = step
        {
            self.look(look)?;
        }
        self.board = board;
        Ok(note)
    }

    pub(super) fn say(&mut self, title: &str, text: &str) {
        let now = self.world.now();
        self.feed.own(now, News::Plain, title, text);
    }

    fn diagnose(&mut self, diagnosis: &Diagnosis) -> Result<String, String> {
        let book = &self.incident.diagnosis;
        let component =
            understand(book, &book.components, &diagnosis.component, "component")?.clone();
        let cause = understand(book, &book.causes, &diagnosis.cause, "cause")?.clone();
        if diagnosis.evidence.len() > EVIDENCE_MAX {
            return Err(format!(
                "A diagnosis cites at most {EVIDENCE_MAX} pieces of evidence"
            ));
        }
        for name in &diagnosis.evidence {
            if !self.looked.iter().any(|(n, _)| n == name) {
                return Err(format!("{name} was not looked at yet"));
            }
        }
        let right = (
            book.right_components.contains(&component.id),
            book.right_causes.contains(&cause.id),
        );
        let at = self.world.now();
        self.stated.push(Stated {
            at,
            diagnosis: Diagnosis {
                component: component.id,
                cause: cause.id,
                evidence: diagnosis.evidence.clone(),
            },
            right,
        });
        self.say(&format!("Diagnosis: {}", component.label), &cause.label);
        Ok("Stated".into())
    }

    fn pause(&mut self, pipeline: &str, paused: bool) -> Result<String, String> {
        if !self
            .incident
            .world
            .pipelines
            .iter()
            .any(|p| p.name == pipeline)
        {
            return Err(format!("there is no pipeline {pipeline:?}"));
        }
        if self.world.pipeline_paused(pipeline) == paused {
            let state = if paused { "paused" } else { "running" };
            return Err(format!("{pipeline} is {state} already"));
        }
        self.world.pause_pipeline(pipeline, paused);
        let what = if paused { "Paused" } else { "Resumed" };
        let title = format!("{what} the pipeline {pipeline}");
        self.say(&title, "");
        Ok(title)
    }
}

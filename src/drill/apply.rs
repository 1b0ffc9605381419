//! What each action of a player does.

mod changes;

use super::action::{Action, Diagnosis, Look};
use super::board::{BoardStep, Pin};
use super::feed::FeedKind;
use super::pool_size;
use super::session::{Change, Session, Stated};
use super::statement::understand;
use crate::sim::spec::Command;
use crate::sim::time::{Nanos, SEC};

/// A file is checked in and on its host after this.
const FILE_DELAY: Nanos = 5 * SEC;
/// A command on a host or a cluster is given after this.
const COMMAND_DELAY: Nanos = SEC;
/// Pieces of evidence that a diagnosis may cite.
pub const EVIDENCE_MAX: usize = 12;

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
            Action::Speed { factor } if !(0.0..=120.0).contains(factor) => {
                Err(format!("speed is 0 to 120, not {factor}"))
            }
            Action::Speed { .. } => Ok(String::new()),
            Action::PausePipeline { pipeline, paused } => self.pause(pipeline, *paused),
            Action::RunPipeline { pipeline } => self.run_pipeline(pipeline),
            Action::ResizePool { service, size } => self.resize_pool(service, *size),
            Action::EditFile { .. }
            | Action::RollbackFile { .. }
            | Action::ReloadDatabase {}
            | Action::RestartDatabase {}
            | Action::RollingRestart { .. }
            | Action::Scale { .. }
            | Action::TerminateSessions { .. } => self.change(action),
            _ => self.change_more(action),
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
        self.feed.push(now, FeedKind::Action, "you", title, text);
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

    fn resize_pool(&mut self, service: &str, size: u32) -> Result<String, String> {
        let index = self.world.service_index(service)?;
        let Some(pool) = self.world.spec().services[index].pool.clone() else {
            return Err(format!("{service} has no pool"));
        };
        if !(1..=500).contains(&size) {
            return Err(format!("a pool has 1 to 500 connections, not {size}"));
        }
        let old = self.world.files().text(&pool.path).unwrap_or_default();
        let text = pool_size::set(&old, &pool.prefix, size);
        let write = Command::WriteFile {
            path: pool.path,
            text,
            author: "you".into(),
            by_pipeline: false,
            message: format!("Pool of {service}: {size} connections an instance"),
        };
        let restart = Command::RollingRestart {
            service: service.to_string(),
        };
        self.world.check(&write)?;
        let title = format!("Pool of {service} to {size}, with a rolling restart");
        self.command(FILE_DELAY, write, &title);
        self.world
            .command_after(FILE_DELAY + COMMAND_DELAY, restart);
        Ok("The file is written, then the instances restart two at a time".into())
    }

    fn command(&mut self, delay: Nanos, command: Command, title: &str) {
        let at = self.world.now();
        self.world.command_after(delay, command);
        self.say(title, "");
        self.changes.push(Change {
            at,
            title: title.to_string(),
            due: at + delay,
        });
    }

    fn change(&mut self, action: &Action) -> Result<String, String> {
        let you = || "you".to_string();
        let (command, delay, title, note) = match action.clone() {
            Action::EditFile {
                path,
                text,
                message,
            } => {
                let title = format!("Edited {path}");
                let message = if message.trim().is_empty() {
                    "Edit".into()
                } else {
                    message
                };
                let by_pipeline = false;
                let write = Command::WriteFile {
                    path,
                    text,
                    author: you(),
                    by_pipeline,
                    message,
                };
                (
                    write,
                    FILE_DELAY,
                    title,
                    "Written in 5 s; in force after reload or restart",
                )
            }
            Action::RollbackFile { path, version } => {
                let title = format!("Rolled {path} back to version {version}");
                let back = Command::RollbackFile {
                    path,
                    version,
                    author: you(),
                };
                (
                    back,
                    FILE_DELAY,
                    title,
                    "Written in 5 s; in force after reload or restart",
                )
            }
            Action::ReloadDatabase {} => {
                let title = "Reloaded the database's configuration".to_string();
                (
                    Command::ReloadDatabase,
                    COMMAND_DELAY,
                    title,
                    "Reload is under way",
                )
            }
            Action::RestartDatabase {} => {
                let title = "Restarted the database".to_string();
                (
                    Command::RestartDatabase,
                    COMMAND_DELAY,
                    title,
                    "Restart is under way",
                )
            }
            Action::RollingRestart { service } => {
                let title = format!("Rolling restart of {service}");
                let note = "Instances restart two at a time";
                (
                    Command::RollingRestart { service },
                    COMMAND_DELAY,
                    title,
                    note,
                )
            }
            Action::Scale { service, instances } => {
                let title = format!("Scaled {service} to {instances} instances");
                let scale = Command::Scale { service, instances };
                (
                    scale,
                    COMMAND_DELAY,
                    title,
                    "New instances boot before they take requests",
                )
            }
            Action::TerminateSessions { user } => {
                let whose = user
                    .as_deref()
                    .map_or("all clients".into(), |u| format!("role {u}"));
                let title = format!("Terminated the sessions of {whose}");
                (
                    Command::TerminateSessions { user },
                    COMMAND_DELAY,
                    title,
                    "Sessions are ended",
                )
            }
            _ => return Err("not a change".into()),
        };
        self.world.check(&command)?;
        self.command(delay, command, &title);
        Ok(note.to_string())
    }
}

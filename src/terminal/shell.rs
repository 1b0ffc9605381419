//! What is typed: prompts, pipes, questions before changes.

use super::access::Access;
use super::commands;
use super::files::home;
use super::output::{Output, Text, Waits, bounded};
use super::tools::{Answer, Call, Follow, Next, Plan};
use super::until::Until;
use super::{help, psql, words};
use crate::drill::Session;
use crate::sim::time::SEC;
use std::collections::VecDeque;

/// Longest line, bytes.
const LINE_MAX: usize = 8 * 1024;
/// Lines of the history.
const HISTORY_MAX: usize = 500;
/// Hosts one can be logged in to, one from the other.
const HOSTS_MAX: usize = 8;
/// Commands inside of commands (`sudo watch ssh …`).
const NESTED_MAX: u32 = 4;
/// Lines typed while a command runs; with more of them it is left alone.
const AHEAD_MAX: usize = 20;

/// The state of a terminal.
#[derive(Clone, Debug)]
pub struct Terminal {
    /// Hosts and directories, the last one now.
    pub(super) places: Vec<(String, String)>,
    pub(super) psql: Option<psql::Client>,
    pending: Option<Plan>,
    pub(super) follow: Option<Follow>,
    /// Typed while a command ran.
    pub(super) ahead: VecDeque<String>,
    pub(super) history: VecDeque<String>,
}

impl Terminal {
    /// A terminal on the database's host.
    #[must_use]
    pub fn new(session: &Session) -> Terminal {
        Terminal::on(&session.world().spec().database.host, home(session))
    }

    /// A terminal on a host, in a directory.
    pub(super) fn on(host: &str, directory: String) -> Terminal {
        Terminal {
            places: vec![(host.to_string(), directory)],
            psql: None,
            pending: None,
            follow: None,
            ahead: VecDeque::new(),
            history: VecDeque::new(),
        }
    }

    /// Whether a question waits for its answer.
    pub(super) fn asks(&self) -> bool {
        self.pending.is_some()
    }

    pub(super) fn place(&self) -> (&str, &str) {
        let place = self.places.last();
        place.map_or(("localhost", "/"), |(host, cwd)| (host, cwd))
    }

    /// What stands before the next line.
    #[must_use]
    pub fn prompt(&self, access: &Access) -> String {
        if self.pending.is_some() {
            return "Proceed? [y/N] ".into();
        }
        if let Some(client) = &self.psql {
            return client.prompt(access);
        }
        let (host, cwd) = self.place();
        let cwd = match cwd.strip_prefix(&home(access.session())) {
            Some(rest) => format!("~{rest}"),
            None => cwd.to_string(),
        };
        format!("{}@{host}:{cwd}$ ", access.site().account)
    }

    pub(super) fn output(&self, access: &mut Access, texts: Vec<Text>) -> Output {
        let shown = texts.iter().take(super::output::LINES_MAX);
        let mut looks: Vec<_> = shown.filter_map(|text| text.look.clone()).collect();
        looks.sort();
        looks.dedup();
        for look in looks {
            access.look(look);
        }
        Output {
            lines: bounded(texts),
            prompt: self.prompt(access),
            waits: match (&self.pending, &self.follow) {
                (Some(_), _) => Waits::Answer,
                (None, Some(_)) => Waits::Interrupt,
                (None, None) => Waits::Command,
            },
            entries: std::mem::take(&mut access.entries),
            ..Output::default()
        }
    }

    /// What a new terminal says.
    pub fn greet(&self, access: &mut Access) -> Output {
        let host = self.place().0.to_string();
        let texts = vec![Text::note(format!(
            "Logged in to {host}. help lists what this console knows; Tab completes."
        ))];
        self.output(access, texts)
    }

    /// Take a line. `\u{3}` is Ctrl+C, `\u{4}` is Ctrl+D.
    pub fn enter(&mut self, access: &mut Access, line: &str) -> Output {
        if line.len() > LINE_MAX {
            let texts = vec![Text::error("-bash: the line is too long")];
            return self.output(access, texts);
        }
        match line {
            "\u{3}" => return self.interrupt(access),
            "\u{4}" => {
                self.leave();
                return self.output(access, vec![]);
            }
            _ => {}
        }
        if self.follow.as_ref().is_some_and(Follow::ends) && self.ahead.len() < AHEAD_MAX {
            self.ahead.push_back(line.to_string());
            return self.output(access, vec![]);
        }
        // Whoever types on has seen enough of a log that grows.
        self.follow = None;
        if let Some(plan) = self.pending.take() {
            let yes = matches!(line.trim().to_lowercase().as_str(), "y" | "yes");
            let texts = match yes {
                true => self.carry_out(access, plan),
                false => vec![Text::note("Not done.")],
            };
            return self.output(access, texts);
        }
        if !line.trim().is_empty() {
            if self.history.len() == HISTORY_MAX {
                self.history.pop_front();
            }
            self.history.push_back(line.trim().to_string());
            access.typed(line);
        }
        let answer = match &mut self.psql {
            Some(client) => psql::line(access, client, line),
            None => self.command_line(access, line, 0),
        };
        let clear = matches!(answer.next, Some(Next::Clear));
        let texts = self.take(access, answer);
        let mut output = self.output(access, texts);
        output.clear = clear;
        output
    }

    fn interrupt(&mut self, access: &mut Access) -> Output {
        self.follow = None;
        self.ahead.clear();
        let asked = self.pending.take().is_some();
        if let Some(client) = &mut self.psql {
            client.buffer.clear();
        }
        let texts = match asked {
            true => vec![Text::note("Not done.")],
            false => vec![],
        };
        self.output(access, texts)
    }

    fn leave(&mut self) {
        self.pending = None;
        self.follow = None;
        self.ahead.clear();
        if self.psql.take().is_none() && self.places.len() > 1 {
            self.places.pop();
        }
    }

    /// Errors, output, and what follows from them.
    pub(super) fn take(&mut self, access: &Access, answer: Answer) -> Vec<Text> {
        let mut texts = answer.out;
        texts.extend(answer.err);
        match answer.next {
            None | Some(Next::Clear) => {}
            Some(Next::Ask(plan)) => {
                texts.extend(plan.warning.iter().cloned());
                self.pending = Some(plan);
            }
            Some(Next::Follow(follow)) => self.follow = Some(follow),
            Some(Next::Psql(client)) => self.psql = Some(client),
            Some(Next::Leave) => {
                if self.psql.take().is_none() {
                    match self.places.len() {
                        1 => texts.push(Text::note("this is the first host; the terminal stays")),
                        _ => {
                            self.places.pop();
                        }
                    }
                }
            }
            Some(Next::Host(host)) => match self.places.len() < HOSTS_MAX {
                true => self.places.push((host, home(access.session()))),
                false => texts.push(Text::error("ssh: too many hosts deep; exit first")),
            },
            Some(Next::Directory(path)) => {
                if let Some(place) = self.places.last_mut() {
                    place.1 = path;
                }
            }
        }
        texts
    }

    /// A change that was agreed to.
    fn carry_out(&mut self, access: &mut Access, plan: Plan) -> Vec<Text> {
        let mut texts = Vec::new();
        for action in plan.actions {
            match access.act(action) {
                Ok(note) if note.is_empty() => {}
                Ok(note) => texts.push(Text::note(note)),
                Err(why) => {
                    texts.push(Text::error(why));
                    return texts;
                }
            }
        }
        texts.splice(0..0, plan.said);
        // A command is given a second after it was asked for: before that nothing is known.
        let due = access.world().now() + 2 * SEC;
        self.follow = plan.follow.map(|follow| match follow {
            Follow::Start { .. } => Follow::Start { due },
            Follow::Stop { .. } => Follow::Stop { due },
            other => other,
        });
        texts
    }

    /// Run a line: pipelines one after the other.
    pub(super) fn command_line(&self, access: &mut Access, line: &str, depth: u32) -> Answer {
        let pipelines = match words::split(line) {
            Ok(pipelines) => pipelines,
            Err(why) => return Answer::fail(why),
        };
        match Until::read(&pipelines) {
            Ok(None) => {}
            Ok(Some(until)) => return self.until(access, until, depth),
            Err(why) => return Answer::fail(why),
        }
        let mut all = Answer::default();
        let account = access.site().account.clone();
        for pipeline in pipelines {
            let answer = self.pipeline(access, &pipeline, &account, depth);
            all.out.extend(answer.out);
            all.err.extend(answer.err);
            if answer.next.is_some() {
                all.next = answer.next;
                break;
            }
        }
        all
    }

    pub(super) fn pipeline(
        &self,
        access: &mut Access,
        commands: &[Vec<String>],
        user: &str,
        depth: u32,
    ) -> Answer {
        let mut all = Answer::default();
        let mut input: Option<Vec<Text>> = None;
        for (index, command) in commands.iter().enumerate() {
            let mut answer = self.command(access, command, input.take(), user, depth);
            all.err.append(&mut answer.err);
            // A log that grows goes on through the rest of the pipe.
            if let Some(Next::Follow(Follow::Log { filters, .. })) = &mut answer.next {
                filters.extend_from_slice(&commands[index + 1..]);
                all.next = answer.next;
            } else if answer.next.is_some() {
                all.out = answer.out;
                all.next = answer.next;
                return all;
            }
            input = Some(answer.out);
        }
        all.out = input.unwrap_or_default();
        all
    }

    /// Run one command.
    pub(super) fn command(
        &self,
        access: &mut Access,
        command: &[String],
        input: Option<Vec<Text>>,
        user: &str,
        depth: u32,
    ) -> Answer {
        let Some((name, args)) = command.split_first() else {
            return Answer::default();
        };
        if depth > NESTED_MAX {
            return Answer::fail(format!("-bash: {name}: too deep"));
        }
        let name = name.rsplit('/').next().unwrap_or(name);
        if args.iter().any(|arg| arg == "--help")
            && let Some(page) = help::page(access, name)
        {
            return Answer::lines(page);
        }
        let (host, cwd) = self.place();
        commands::run(&mut Call {
            name,
            args,
            input,
            host,
            cwd,
            user,
            shell: self,
            depth,
            access,
        })
    }
}

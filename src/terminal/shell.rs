//! What is typed: prompts, pipes, questions before changes.

use super::dispatch;
use super::files::home;
use super::hands::Hands;
use super::output::{Output, Text, Waits, bounded};
use super::tools::{self, Call, Follow, Given, Next, Plan};
use super::until::Until;
use super::{help, psql, words};
use crate::drill::Session;
use crate::sim::time::{SEC, from_seconds};
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
    history: VecDeque<String>,
}

impl Terminal {
    /// A terminal on the database's host.
    #[must_use]
    pub fn new(session: &Session) -> Terminal {
        let host = session.world().spec().database.host.clone();
        Terminal {
            places: vec![(host, home(session))],
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
    pub fn prompt(&self, hands: &Hands) -> String {
        if self.pending.is_some() {
            return "Proceed? [y/N] ".into();
        }
        if let Some(client) = &self.psql {
            return client.prompt(hands);
        }
        let (host, cwd) = self.place();
        let cwd = match cwd.strip_prefix(&home(hands.session())) {
            Some(rest) => format!("~{rest}"),
            None => cwd.to_string(),
        };
        format!("{}@{host}:{cwd}$ ", hands.site().account)
    }

    pub(super) fn output(&self, hands: &mut Hands, texts: Vec<Text>) -> Output {
        let shown = texts.iter().take(super::output::LINES_MAX);
        let mut looks: Vec<_> = shown.filter_map(|text| text.look.clone()).collect();
        looks.sort();
        looks.dedup();
        for look in looks {
            hands.look(look);
        }
        Output {
            lines: bounded(texts),
            prompt: self.prompt(hands),
            waits: match (&self.pending, &self.follow) {
                (Some(_), _) => Waits::Answer,
                (None, Some(_)) => Waits::Interrupt,
                (None, None) => Waits::Command,
            },
            entries: std::mem::take(&mut hands.entries),
            ..Output::default()
        }
    }

    /// What a new terminal says.
    pub fn greet(&self, hands: &mut Hands) -> Output {
        let host = self.place().0.to_string();
        let texts = vec![Text::note(format!(
            "Logged in to {host}. help lists what this console knows; Tab completes."
        ))];
        self.output(hands, texts)
    }

    /// Take a line. `\u{3}` is Ctrl+C, `\u{4}` is Ctrl+D.
    pub fn enter(&mut self, hands: &mut Hands, line: &str) -> Output {
        if line.len() > LINE_MAX {
            let texts = vec![Text::error("-bash: the line is too long")];
            return self.output(hands, texts);
        }
        match line {
            "\u{3}" => return self.interrupt(hands),
            "\u{4}" => {
                self.leave();
                return self.output(hands, vec![]);
            }
            _ => {}
        }
        if self.follow.as_ref().is_some_and(Follow::ends) && self.ahead.len() < AHEAD_MAX {
            self.ahead.push_back(line.to_string());
            return self.output(hands, vec![]);
        }
        // Whoever types on has seen enough of a log that grows.
        self.follow = None;
        if let Some(plan) = self.pending.take() {
            let yes = matches!(line.trim().to_lowercase().as_str(), "y" | "yes");
            let texts = match yes {
                true => self.carry_out(hands, plan),
                false => vec![Text::note("Not done.")],
            };
            return self.output(hands, texts);
        }
        if !line.trim().is_empty() {
            if self.history.len() == HISTORY_MAX {
                self.history.pop_front();
            }
            self.history.push_back(line.trim().to_string());
            hands.typed(line);
        }
        let given = match &mut self.psql {
            Some(client) => psql::line(hands, client, line),
            None => self.command_line(hands, line, 0),
        };
        let clear = matches!(given.next, Some(Next::Clear));
        let texts = self.take(hands, given);
        let mut output = self.output(hands, texts);
        output.clear = clear;
        output
    }

    fn interrupt(&mut self, hands: &mut Hands) -> Output {
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
        self.output(hands, texts)
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
    pub(super) fn take(&mut self, hands: &Hands, given: Given) -> Vec<Text> {
        let mut texts = given.out;
        texts.extend(given.err);
        match given.next {
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
                true => self.places.push((host, home(hands.session()))),
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
    fn carry_out(&mut self, hands: &mut Hands, plan: Plan) -> Vec<Text> {
        let mut texts = Vec::new();
        for action in plan.actions {
            match hands.act(action) {
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
        let due = hands.world().now() + 2 * SEC;
        self.follow = plan.follow.map(|follow| match follow {
            Follow::Start { .. } => Follow::Start { due },
            Follow::Stop { .. } => Follow::Stop { due },
            other => other,
        });
        texts
    }

    /// Run a line: pipelines one after the other.
    pub(super) fn command_line(&self, hands: &mut Hands, line: &str, depth: u32) -> Given {
        let pipelines = match words::split(line) {
            Ok(pipelines) => pipelines,
            Err(why) => return Given::fail(why),
        };
        match Until::read(&pipelines) {
            Ok(None) => {}
            Ok(Some(until)) => return self.until(hands, until, depth),
            Err(why) => return Given::fail(why),
        }
        let mut all = Given::default();
        let account = hands.site().account.clone();
        for pipeline in pipelines {
            let given = self.pipeline(hands, &pipeline, &account, depth);
            all.out.extend(given.out);
            all.err.extend(given.err);
            if given.next.is_some() {
                all.next = given.next;
                break;
            }
        }
        all
    }

    pub(super) fn pipeline(
        &self,
        hands: &mut Hands,
        commands: &[Vec<String>],
        user: &str,
        depth: u32,
    ) -> Given {
        let mut all = Given::default();
        let mut input: Option<Vec<Text>> = None;
        for (index, command) in commands.iter().enumerate() {
            let mut given = self.command(hands, command, input.take(), user, depth);
            all.err.append(&mut given.err);
            match given.next {
                // A log that grows goes on through the rest of the pipe.
                Some(Next::Follow(Follow::Log {
                    source,
                    journal,
                    next,
                    mut filters,
                })) => {
                    filters.extend_from_slice(&commands[index + 1..]);
                    all.next = Some(Next::Follow(Follow::Log {
                        source,
                        journal,
                        next,
                        filters,
                    }));
                }
                Some(next) => {
                    all.out = given.out;
                    all.next = Some(next);
                    return all;
                }
                None => {}
            }
            input = Some(given.out);
        }
        all.out = input.unwrap_or_default();
        all
    }

    /// Run one command.
    pub(super) fn command(
        &self,
        hands: &mut Hands,
        command: &[String],
        input: Option<Vec<Text>>,
        user: &str,
        depth: u32,
    ) -> Given {
        let Some((name, args)) = command.split_first() else {
            return Given::default();
        };
        if depth > NESTED_MAX {
            return Given::fail(format!("-bash: {name}: too deep"));
        }
        let name = match name.rsplit('/').next().unwrap_or(name) {
            "k" => "kubectl",
            other => other,
        };
        if args.iter().any(|arg| arg == "--help")
            && let Some(page) = help::page(hands, name)
        {
            return Given::lines(page);
        }
        match name {
            "sudo" => return self.sudo(hands, args, input, depth),
            "time" | "nohup" | "command" => {
                return self.command(hands, args, input, user, depth + 1);
            }
            "ll" => {
                let mut long = vec!["ls".to_string(), "-l".to_string()];
                long.extend_from_slice(args);
                return self.command(hands, &long, input, user, depth + 1);
            }
            "watch" => return self.watch(hands, args, depth),
            "history" => {
                let lines = self.history.iter().enumerate();
                return Given::lines(lines.map(|(n, line)| format!("{:>5}  {line}", n + 1)));
            }
            "help" => return Given::lines(help::help(hands)),
            "man" => {
                let Some(about) = args.first() else {
                    return Given::fail("What manual page do you want?");
                };
                return match help::page(hands, about) {
                    Some(lines) => Given::lines(lines),
                    None => Given::fail(format!("No manual entry for {about}")),
                };
            }
            "exit" | "logout" => return Given::then(Next::Leave),
            "clear" | "reset" => return Given::then(Next::Clear),
            "true" | "sleep" | "set" | "export" | "unset" => return Given::default(),
            _ => {}
        }
        let (host, cwd) = self.place();
        let mut call = Call {
            name,
            args,
            input,
            host,
            cwd,
            user,
            hands,
        };
        if name == "ssh" {
            let given = tools::place::ssh(&mut call);
            let host = args.iter().position(|a| !a.starts_with('-'));
            let rest = host.map_or(&[][..], |at| &args[at + 1..]);
            return match given.next {
                Some(Next::Host(host)) if !rest.is_empty() => {
                    let there = Terminal {
                        places: vec![(host, home(hands.session()))],
                        history: VecDeque::new(),
                        psql: None,
                        pending: None,
                        follow: None,
                        ahead: VecDeque::new(),
                    };
                    // One operand is a line of its own, as the other side's shell reads it.
                    match rest {
                        [line] => there.command_line(hands, line, depth + 1),
                        words => there.command(hands, words, None, user, depth + 1),
                    }
                }
                _ => given,
            };
        }
        dispatch::run(&mut call)
    }

    fn sudo(
        &self,
        hands: &mut Hands,
        args: &[String],
        input: Option<Vec<Text>>,
        depth: u32,
    ) -> Given {
        let (user, rest) = match args {
            [flag, user, rest @ ..] if flag == "-u" => (user.clone(), rest),
            [flag, rest @ ..] if flag == "-i" || flag == "-s" || flag == "-n" => {
                ("root".to_string(), rest)
            }
            rest => ("root".to_string(), rest),
        };
        match rest {
            [] => Given::fail("usage: sudo [-u user] command"),
            rest => self.command(hands, rest, input, &user, depth + 1),
        }
    }

    fn watch(&self, hands: &mut Hands, args: &[String], depth: u32) -> Given {
        let (every, rest) = match args {
            [flag, n, rest @ ..] if flag == "-n" => (n.parse::<f64>().ok(), rest),
            [flag, rest @ ..] if flag.starts_with("-n") => (flag[2..].parse().ok(), rest),
            rest => (Some(2.0), rest),
        };
        let every = every.filter(|s| s.is_finite()).unwrap_or(2.0);
        let every = from_seconds(every.clamp(0.5, 600.0));
        let Some(_) = rest.first() else {
            return Given::fail("usage: watch [-n seconds] command");
        };
        let quoted = rest
            .iter()
            .map(|word| match word.contains([' ', '|', '\'']) {
                true if rest.len() > 1 => format!("\"{}\"", word.replace('"', "\\\"")),
                _ => word.clone(),
            });
        let line = quoted.collect::<Vec<_>>().join(" ");
        let first = self.command_line(hands, &line, depth + 1);
        if first.next.is_some() {
            return Given::fail(format!("watch: {line}: only what looks can be watched"));
        }
        Given {
            out: first.out,
            err: first.err,
            next: Some(Next::Follow(Follow::Watch {
                line,
                every: every.max(SEC / 2),
                due: hands.world().now() + every,
            })),
        }
    }
}

//! Commands of the shell itself: those that run another one, and those about the shell.

use super::super::help;
use super::{Answer, Call, Follow, Next, files, place};
use crate::sim::time::{SEC, from_seconds};
use crate::terminal::shell::Terminal;

/// Run another command in place of this one.
fn run(call: &mut Call, command: &[String], user: &str) -> Answer {
    let input = call.input.take();
    let (shell, depth) = (call.shell, call.depth + 1);
    shell.command(call.access, command, input, user, depth)
}

/// `sudo [-u USER] COMMAND`.
pub fn sudo(call: &mut Call) -> Answer {
    let (user, rest) = match call.args {
        [flag, user, rest @ ..] if flag == "-u" => (user.as_str(), rest),
        [flag, rest @ ..] if matches!(flag.as_str(), "-i" | "-s" | "-n") => ("root", rest),
        rest => ("root", rest),
    };
    match rest {
        [] => Answer::fail("usage: sudo [-u user] command"),
        rest => run(call, rest, user),
    }
}

/// `time`, `nohup`, `command`: what stands behind them.
pub fn bare(call: &mut Call) -> Answer {
    let (args, user) = (call.args, call.user);
    run(call, args, user)
}

pub fn ll(call: &mut Call) -> Answer {
    let long = ["ls", "-l"].map(String::from);
    let (args, user) = ([&long, call.args].concat(), call.user);
    run(call, &args, user)
}

/// `watch [-n SECONDS] COMMAND`.
pub fn watch(call: &mut Call) -> Answer {
    let (every, rest) = match call.args {
        [flag, n, rest @ ..] if flag == "-n" => (n.parse::<f64>().ok(), rest),
        [flag, rest @ ..] if flag.starts_with("-n") => (flag[2..].parse().ok(), rest),
        rest => (Some(2.0), rest),
    };
    let every = every.filter(|s| s.is_finite()).unwrap_or(2.0);
    let every = from_seconds(every.clamp(0.5, 600.0));
    if rest.is_empty() {
        return Answer::fail("usage: watch [-n seconds] command");
    }
    let quoted = rest
        .iter()
        .map(|word| match word.contains([' ', '|', '\'']) {
            true if rest.len() > 1 => format!("\"{}\"", word.replace('"', "\\\"")),
            _ => word.clone(),
        });
    let line = quoted.collect::<Vec<_>>().join(" ");
    let first = call.shell.command_line(call.access, &line, call.depth + 1);
    if first.next.is_some() {
        return Answer::fail(format!("watch: {line}: only what looks can be watched"));
    }
    let due = call.world().now() + every;
    let every = every.max(SEC / 2);
    first.next(Some(Next::Follow(Follow::Watch { line, every, due })))
}

pub fn history(call: &mut Call) -> Answer {
    let lines = call.shell.history.iter().enumerate();
    Answer::lines(lines.map(|(n, line)| format!("{:>5}  {line}", n + 1)))
}

pub fn help(call: &mut Call) -> Answer {
    Answer::lines(help::help(call.access))
}

pub fn man(call: &mut Call) -> Answer {
    let Some(about) = call.args.first() else {
        return Answer::fail("What manual page do you want?");
    };
    match help::page(call.access, about) {
        Some(lines) => Answer::lines(lines),
        None => Answer::fail(format!("No manual entry for {about}")),
    }
}

pub fn exit(_: &mut Call) -> Answer {
    Answer::then(Next::Leave)
}

pub fn clear(_: &mut Call) -> Answer {
    Answer::then(Next::Clear)
}

/// `true`, and what has no effect here.
pub fn nothing(_: &mut Call) -> Answer {
    Answer::default()
}

pub fn ssh(call: &mut Call) -> Answer {
    let answer = place::ssh(call);
    let host = call.args.iter().position(|a| !a.starts_with('-'));
    let rest = host.map_or(&[][..], |at| &call.args[at + 1..]);
    let Some(Next::Host(host)) = &answer.next else {
        return answer;
    };
    let there = Terminal::on(host, files::home(call.access.session()));
    // One operand is a line of its own, as the other side's shell reads it.
    match rest {
        [] => answer,
        [line] => there.command_line(call.access, line, call.depth + 1),
        words => there.command(call.access, words, None, call.user, call.depth + 1),
    }
}

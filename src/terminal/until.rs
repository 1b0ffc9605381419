//! `until COMMAND; do sleep SECONDS; done`, and `while !`: a command again and again until it
//! succeeds. So an engineer gets a session of a server that turns most of them away.

use super::access::Access;
use super::output::{Text, Tone};
use super::shell::Terminal;
use super::tools::{Answer, Follow, Next};
use super::words::Pipeline;
use crate::sim::time::{MS, Nanos, from_seconds};

/// Shortest pause, and the one of a body without `sleep`: the world is looked at a few times a
/// second, not between its events.
const PAUSE_MIN: Nanos = 100 * MS;
/// Longest pause, seconds.
const PAUSE_MAX_S: f64 = 600.0;

/// A loop as it was typed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Until {
    /// What has to succeed.
    condition: Pipeline,
    pause: Nanos,
}

impl Until {
    /// Reads the pipelines of a line; none if they are no loop.
    ///
    /// # Errors
    /// What is wrong with the loop, as bash words it, or what of it is not modelled.
    pub(super) fn read(pipelines: &[Pipeline]) -> Result<Option<Until>, String> {
        let mut condition = match pipelines.first() {
            Some(first) => first.clone(),
            None => return Ok(None),
        };
        let Some(command) = condition.first_mut() else {
            return Ok(None);
        };
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        let keywords = match words[..] {
            ["until", first, ..] if first != "!" => 1,
            ["while", "!", _, ..] => 2,
            ["until" | "while" | "for" | "if" | "do" | "done", ..] => {
                return Err(
                    "loops here are: until COMMAND; do sleep SECONDS; done (or while ! COMMAND)"
                        .into(),
                );
            }
            _ => return Ok(None),
        };
        command.drain(..keywords);
        Ok(Some(Until {
            condition,
            pause: pause(&pipelines[1..])?,
        }))
    }

    /// The time of the next turn after one at `now`.
    pub(super) fn due(&self, now: Nanos) -> Nanos {
        now + self.pause
    }
}

/// The pause that stands between `do` and `done`.
fn pause(body: &[Pipeline]) -> Result<Nanos, String> {
    let mut words: Vec<&str> = Vec::new();
    for pipeline in body {
        let [command] = &pipeline[..] else {
            return Err("between do and done only sleep is modelled here".into());
        };
        words.extend(command.iter().map(String::as_str));
    }
    match words[..] {
        ["do", "done"] => Err("-bash: syntax error near unexpected token `done'".into()),
        ["do", ":" | "true", "done"] => Ok(PAUSE_MIN),
        ["do", "sleep", time, "done"] => match time.trim_end_matches('s').parse::<f64>() {
            Ok(s) if s >= 0.0 => Ok(from_seconds(s.min(PAUSE_MAX_S)).max(PAUSE_MIN)),
            _ => Err(format!("sleep: invalid time interval ‘{time}’")),
        },
        ["do", .., "done"] => Err("between do and done only sleep is modelled here".into()),
        _ => Err("-bash: syntax error: unexpected end of file".into()),
    }
}

impl Terminal {
    /// The first turn of a loop.
    pub(super) fn until(&self, access: &mut Access, until: Until, depth: u32) -> Answer {
        let mut answer = self.turn(access, &until, depth);
        if failed(&answer) {
            let due = until.due(access.world().now());
            answer.next = Some(Next::Follow(Follow::Until { until, due }));
        }
        answer
    }

    /// One turn: the answer of the command, without words of the console where it failed.
    pub(super) fn turn(&self, access: &mut Access, until: &Until, depth: u32) -> Answer {
        let account = access.site().account.clone();
        let mut answer = self.pipeline(access, &until.condition, &account, depth + 1);
        if failed(&answer) {
            answer.err.retain(|text| text.tone != Tone::Note);
        }
        answer
    }
}

/// A command that says an error has failed.
pub(super) fn failed(answer: &Answer) -> bool {
    let wrong = |text: &Text| text.tone == Tone::Error;
    answer.next.is_none() && answer.err.iter().any(wrong)
}

#[cfg(test)]
mod tests {
    use super::super::words;
    use super::*;

    fn read(line: &str) -> Result<Option<Until>, String> {
        Until::read(&words::split(line).expect("a line"))
    }

    #[test]
    fn loops_are_read_and_others_refused() {
        let until = read("until psql -c 'SHOW port' | cat; do sleep 0.2; done");
        let until = until.expect("fine").expect("a loop");
        assert_eq!(until.condition.len(), 2);
        assert_eq!(until.condition[0], ["psql", "-c", "SHOW port"]);
        assert_eq!(until.pause, 200 * MS);
        let same = read("while ! psql; do :; done")
            .expect("fine")
            .expect("a loop");
        assert_eq!((same.condition[0].len(), same.pause), (1, PAUSE_MIN));
        assert_eq!(read("psql; date"), Ok(None));
        for (line, part) in [
            ("until psql", "unexpected end of file"),
            ("until psql; do sleep 1", "unexpected end of file"),
            ("until psql; do done", "`done'"),
            ("until psql; do sleep x; done", "invalid time interval ‘x’"),
            ("until psql; do sleep -1; done", "invalid time interval"),
            ("until psql; do kill 1; done", "only sleep"),
            ("until psql; do sleep 1 | cat; done", "only sleep"),
            ("until", "loops here"),
            ("while psql; do sleep 1; done", "loops here"),
            ("until ! psql; do sleep 1; done", "loops here"),
            ("for i in 1 2; do sleep 1; done", "loops here"),
        ] {
            let why = read(line).expect_err(line);
            assert!(why.contains(part), "{line}: {why}");
        }
    }
}

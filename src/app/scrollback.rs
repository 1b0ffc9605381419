//! What a terminal shows: commands with their answers, bounded; and the lines typed before.

use super::shared::Shared;
use crate::terminal::{Line, Output, Tone};
use std::collections::VecDeque;

/// Lines kept on the screen, all answers together.
pub const LINES_MAX: usize = 4_000;
/// Lines of the history.
pub const HISTORY_MAX: usize = 500;

/// A command and what came of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// Ascending number.
    pub id: u64,
    /// What stood before it.
    pub prompt: String,
    /// What was typed; none where the terminal spoke first.
    pub typed: Option<String>,
    /// What was said: runs of lines of one tone, joined by line ends.
    pub runs: Vec<(Tone, String)>,
    /// How many lines.
    pub lines: usize,
}

impl Block {
    fn say(&mut self, lines: &[Line]) {
        for line in lines {
            match self.runs.last_mut() {
                Some((tone, text)) if *tone == line.tone => {
                    text.push('\n');
                    text.push_str(&line.text);
                }
                _ => self.runs.push((line.tone, line.text.clone())),
            }
        }
        self.lines += lines.len();
    }
}

/// The screen. Blocks that have not changed keep their pointers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scrollback {
    /// Blocks, oldest first.
    pub blocks: VecDeque<Shared<Block>>,
    next: u64,
}

impl Scrollback {
    /// A line was typed behind a prompt.
    pub fn typed(&mut self, prompt: &str, line: &str) {
        self.push(Block {
            prompt: prompt.to_string(),
            typed: Some(line.to_string()),
            lines: 1,
            ..Block::default()
        });
    }

    fn push(&mut self, mut block: Block) {
        block.id = self.next;
        self.next += 1;
        self.blocks.push_back(Shared::new(block));
        let mut lines: usize = self.blocks.iter().map(|b| b.lines).sum();
        while lines > LINES_MAX && self.blocks.len() > 1 {
            lines -= self.blocks.pop_front().map_or(0, |b| b.lines);
        }
    }

    /// The terminal said something.
    pub fn said(&mut self, output: &Output) {
        if output.clear {
            return self.clear();
        }
        if output.lines.is_empty() {
            return;
        }
        let last = self.blocks.back();
        let room = last.is_some_and(|b| b.lines + output.lines.len() <= LINES_MAX / 4);
        let Some(last) = self.blocks.back_mut().filter(|_| room) else {
            let mut block = Block::default();
            block.say(&output.lines);
            return self.push(block);
        };
        let mut block = (**last).clone();
        if output.replace {
            block.runs.clear();
            block.lines = usize::from(block.typed.is_some());
        }
        block.say(&output.lines);
        *last = Shared::new(block);
        let lines: usize = self.blocks.iter().map(|b| b.lines).sum();
        if lines > LINES_MAX && self.blocks.len() > 1 {
            self.blocks.pop_front();
        }
    }

    /// An empty screen.
    pub fn clear(&mut self) {
        self.blocks.clear();
    }
}

/// The lines typed before, and where one stands in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    lines: Vec<String>,
    /// Behind the last line: what is being typed.
    at: usize,
    draft: String,
}

impl History {
    /// A line was sent.
    pub fn push(&mut self, line: &str) {
        if !line.trim().is_empty() && self.lines.last().is_none_or(|last| last != line) {
            if self.lines.len() == HISTORY_MAX {
                self.lines.remove(0);
            }
            self.lines.push(line.to_string());
        }
        self.at = self.lines.len();
        self.draft.clear();
    }

    /// The line before; `now` is kept to come back to.
    pub fn up(&mut self, now: &str) -> Option<String> {
        if self.at == self.lines.len() {
            self.draft = now.to_string();
        }
        self.at = self.at.checked_sub(1)?;
        self.lines.get(self.at).cloned()
    }

    /// The line after; behind the last what was being typed.
    pub fn down(&mut self) -> Option<String> {
        if self.at >= self.lines.len() {
            return None;
        }
        self.at += 1;
        Some(self.lines.get(self.at).unwrap_or(&self.draft).clone())
    }

    /// The newest line with a text in it, so many such lines further back.
    #[must_use]
    pub fn search(&self, text: &str, skip: usize) -> Option<&str> {
        let found = self.lines.iter().rev().filter(|line| line.contains(text));
        let mut seen: Vec<&str> = Vec::new();
        for line in found {
            if !seen.contains(&line.as_str()) {
                seen.push(line);
            }
            if seen.len() > skip {
                return Some(line);
            }
        }
        None
    }
}

/// What all choices begin with.
#[must_use]
pub fn common_prefix(choices: &[String]) -> &str {
    let Some(first) = choices.first() else {
        return "";
    };
    let mut end = first.len();
    for choice in choices {
        let same = first.bytes().zip(choice.bytes());
        end = end.min(same.take_while(|(a, b)| a == b).count());
    }
    while !first.is_char_boundary(end) {
        end -= 1;
    }
    &first[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(texts: &[(Tone, &str)]) -> Output {
        let line = |(tone, text): &(Tone, &str)| Line {
            tone: *tone,
            text: (*text).to_string(),
        };
        Output {
            lines: texts.iter().map(line).collect(),
            ..Output::default()
        }
    }

    #[test]
    fn answers_stand_with_their_commands_and_the_oldest_go_first() {
        let mut screen = Scrollback::default();
        screen.typed("$ ", "date");
        let before = screen.blocks[0].clone();
        screen.said(&output(&[
            (Tone::Plain, "a"),
            (Tone::Plain, "b"),
            (Tone::Error, "c"),
        ]));
        assert_eq!(screen.blocks[0].runs.len(), 2);
        assert_eq!(screen.blocks[0].runs[0].1, "a\nb");
        assert!(before != screen.blocks[0]);
        let mut again = output(&[(Tone::Plain, "z")]);
        again.replace = true;
        screen.said(&again);
        assert_eq!(screen.blocks[0].runs, [(Tone::Plain, "z".to_string())]);
        for _ in 0..LINES_MAX {
            screen.typed("$ ", "date");
            screen.said(&output(&[(Tone::Plain, "now")]));
        }
        let lines: usize = screen.blocks.iter().map(|b| b.lines).sum();
        assert!(lines <= LINES_MAX);
        screen.said(&Output {
            clear: true,
            ..Output::default()
        });
        assert!(screen.blocks.is_empty());
    }

    #[test]
    fn the_history_goes_back_and_forth_and_is_searched() {
        let mut history = History::default();
        for line in ["psql", "git log", "git log", "kubectl get pods"] {
            history.push(line);
        }
        assert_eq!(history.up("dra").as_deref(), Some("kubectl get pods"));
        assert_eq!(history.up("").as_deref(), Some("git log"));
        assert_eq!(history.up("").as_deref(), Some("psql"));
        assert_eq!(history.up(""), None);
        assert_eq!(history.down().as_deref(), Some("git log"));
        assert_eq!(history.down().as_deref(), Some("kubectl get pods"));
        assert_eq!(history.down().as_deref(), Some("dra"));
        assert_eq!(history.down(), None);
        assert_eq!(history.search("g", 0), Some("kubectl get pods"));
        assert_eq!(history.search("g", 1), Some("git log"));
        assert_eq!(history.search("nothing", 0), None);
    }

    #[test]
    fn choices_begin_alike() {
        let choices = ["postgresql.conf", "postgres", "postgresql"].map(String::from);
        assert_eq!(common_prefix(&choices), "postgres");
        assert_eq!(common_prefix(&[]), "");
    }
}

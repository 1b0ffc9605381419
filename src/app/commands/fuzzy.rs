//! Finding a command by a few of its letters.

use super::Command;

/// Longest text that is searched for, characters.
const QUERY_MAX: usize = 60;
/// A letter that begins a word counts as this many.
const WORD_START: i32 = 8;
/// A letter that follows the one before counts as this many.
const RUN: i32 = 5;
/// Found in the words beside the name only.
const ASIDE: i32 = -40;

/// A command that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its place among all.
    pub at: usize,
    /// Characters of its name that fit, by place.
    pub marked: Vec<usize>,
    score: i32,
}

/// The commands that fit, best first; all of them for an empty text. Every word of the text
/// has to fit somewhere: in the name, else in the words beside it or in the group.
#[must_use]
pub fn find(commands: &[Command], text: &str) -> Vec<Found> {
    let text: String = text.chars().take(QUERY_MAX).collect();
    let words: Vec<Vec<char>> = text
        .split_whitespace()
        .map(|word| word.chars().flat_map(char::to_lowercase).collect())
        .collect();
    let mut found: Vec<Found> = commands
        .iter()
        .enumerate()
        .filter_map(|(at, command)| fit(at, command, &words))
        .collect();
    // Equal ones stay as they are listed.
    found.sort_by_key(|found| -found.score);
    found
}

fn fit(at: usize, command: &Command, words: &[Vec<char>]) -> Option<Found> {
    // One lower-case character for each, so that places stay as they are.
    let lower = |text: &str| -> Vec<char> {
        text.chars()
            .map(|c| c.to_lowercase().next().unwrap_or(c))
            .collect()
    };
    let name = lower(&command.name);
    let aside = lower(&format!("{} {}", command.words, command.group.title()));
    let mut found = Found {
        at,
        marked: vec![],
        score: 0,
    };
    for word in words {
        if let Some((score, places)) = best(&name, word) {
            found.score += score;
            found.marked.extend(places);
        } else if aside
            .windows(word.len().max(1))
            .any(|part| part == &word[..])
        {
            found.score += ASIDE;
        } else {
            return None;
        }
    }
    if !words.is_empty() {
        // Of two that fit alike the shorter name is meant.
        found.score = found.score * 4 - name.len() as i32;
    }
    found.marked.sort_unstable();
    found.marked.dedup();
    Some(found)
}

/// Where the letters of a word stand in a name, in order, and how good that is: begun at each
/// place where its first letter stands, the best is taken.
fn best(name: &[char], word: &[char]) -> Option<(i32, Vec<usize>)> {
    let first = word.first()?;
    let starts = (0..name.len()).filter(|at| name[*at] == *first);
    starts
        .filter_map(|start| from(name, word, start))
        .max_by_key(|(score, places)| (*score, std::cmp::Reverse(places.first().copied())))
}

fn from(name: &[char], word: &[char], start: usize) -> Option<(i32, Vec<usize>)> {
    let begins = |at: usize| at == 0 || !name[at - 1].is_alphanumeric();
    let mut places = vec![];
    let mut score = 0;
    let mut at = start;
    for (nth, letter) in word.iter().enumerate() {
        // The next place in a row, else the next beginning of a word, else any.
        let rest = || (at..name.len()).filter(|place| name[*place] == *letter);
        let next = if nth == 0 || name.get(at) == Some(letter) {
            at
        } else {
            rest()
                .find(|place| begins(*place))
                .or_else(|| rest().next())?
        };
        score += 1;
        if begins(next) {
            score += WORD_START;
        }
        if places.last().is_some_and(|last| last + 1 == next) {
            score += RUN;
        }
        places.push(next);
        at = next + 1;
    }
    // Letters strewn over the name are no match, only a coincidence.
    let span = places.last()? - places.first()? + 1;
    (score * 3 >= span as i32).then_some((score, places))
}

//! `help`, `man`, and what was meant by a command that does not exist.

use super::access::Access;
use super::commands::{ALL, find};
use super::complete::Typed;

/// A text with the names of this system.
fn named(access: &Access, text: &str) -> String {
    let site = access.site();
    text.replace("{system}", &site.system)
        .replace("{tools}", &site.tools_host)
        .replace("{cluster}", access.cluster())
}

pub fn help(access: &Access) -> Vec<String> {
    let mut lines = Vec::new();
    let mut group = "";
    for command in ALL.iter().filter(|c| !c.group.is_empty()) {
        if command.group != group {
            group = command.group;
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.push(group.to_string());
        }
        let (usage, about) = (command.usage, named(access, command.about));
        match usage.len() < 42 {
            true => lines.push(format!("  {usage:<42}{about}")),
            false => {
                lines.push(format!("  {usage}"));
                lines.push(format!("  {:<42}{}", "", about));
            }
        }
    }
    lines.extend([
        String::new(),
        "Pipes, quotes, ; and && work. Tab completes, ↑ ↓ go through what was typed, Ctrl+R \
         searches it, Ctrl+C ends what runs."
            .to_string(),
        named(
            access,
            "The files below /etc are one repository, the same on every host. Logs of services \
             are on {tools} in /var/log/{system}.",
        ),
    ]);
    lines
}

pub fn page(access: &Access, name: &str) -> Option<Vec<String>> {
    let command = find(name)?;
    Some(vec![
        "NAME".to_string(),
        format!("       {} - {}", command.name, named(access, command.about)),
        String::new(),
        "SYNOPSIS".to_string(),
        format!("       {}", named(access, command.usage)),
        String::new(),
        "       What is not listed here is not modelled in this console.".to_string(),
    ])
}

/// How `man` goes on.
pub fn ways(typed: &Typed) -> Option<Vec<String>> {
    typed.first(|| names().map(String::from).collect())
}

/// All names with a page, for completion.
pub fn names() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|c| c.name)
}

/// The known command nearest to a word, if one is near.
pub fn nearest(word: &str) -> Option<&'static str> {
    let word: Vec<char> = word.chars().take(24).collect();
    let distances = ALL.iter().map(|c| (distance(&word, c.name), c.name));
    let (distance, name) = distances.min()?;
    (distance <= 2 && distance < name.len().max(2)).then_some(name)
}

/// How many letters differ (Levenshtein, with neighbours swapped as one).
fn distance(a: &[char], b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let replaced = rows[i][j] + usize::from(x != y);
            let mut best = replaced.min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(rows[i - 1][j - 1] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_finger_are_understood() {
        assert_eq!(nearest("gti"), Some("git"));
        assert_eq!(nearest("kubeclt"), Some("kubectl"));
        assert_eq!(nearest("sytemctl"), Some("systemctl"));
        assert_eq!(nearest("xyzzy"), None);
    }
}

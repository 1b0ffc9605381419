//! Keys that follow each other.

use super::Command;

/// What a key came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Press {
    /// It belongs to no command.
    None,
    /// It begins some commands: the keys pressed so far, and what may follow.
    Wait(Vec<String>, Vec<Next>),
    /// It completes the command at this place.
    Run(usize),
}

/// A key that may follow.
#[derive(Clone, Debug, PartialEq)]
pub struct Next {
    /// The key in words.
    pub key: String,
    /// The command it would complete.
    pub name: String,
}

/// What a key comes to after those pressed before it. A key that cannot follow begins anew.
#[must_use]
pub fn press(commands: &[Command], before: &[String], key: &str) -> Press {
    let typed: Vec<&str> = before.iter().map(String::as_str).chain([key]).collect();
    let begins = |command: &&Command| command.keys.starts_with(&typed);
    if let Some(at) = commands.iter().position(|command| command.keys == typed) {
        return Press::Run(at);
    }
    let next = commands.iter().filter(begins).map(|command| Next {
        key: key_name(command.keys[typed.len()]),
        name: command.name.clone(),
    });
    let next: Vec<Next> = next.collect();
    match (next.is_empty(), before.is_empty()) {
        (false, _) => Press::Wait(typed.into_iter().map(String::from).collect(), next),
        (true, false) => press(commands, &[], key),
        (true, true) => Press::None,
    }
}

/// A key as people read it.
#[must_use]
pub fn key_name(key: &str) -> String {
    match key {
        " " => "Space".into(),
        "ArrowLeft" => "←".into(),
        "ArrowRight" => "→".into(),
        "ArrowUp" => "↑".into(),
        "ArrowDown" => "↓".into(),
        "Ctrl+k" => "Ctrl K".into(),
        key => key.into(),
    }
}

//! `grep`: lines that a pattern matches.

use super::{Answer, Call, Options, Text, files};
use regex_lite::{Regex, RegexBuilder};

/// A pattern compiles to at most so many bytes.
const PATTERN_BYTES_MAX: usize = 1 << 17;
const KNOWN: [&str; 20] = [
    "i", "c", "n", "v", "E", "F", "e", "o", "w", "h", "H", "r", "R", "A", "B", "C", "m", "q", "l",
    "color",
];

/// Basic patterns escape what extended ones do not.
fn extended(pattern: &str) -> String {
    let mut out = String::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some(next @ ('|' | '+' | '?' | '(' | ')' | '{' | '}')) => out.push(next),
                Some(next) => {
                    out.push('\\');
                    out.push(next);
                }
                None => out.push_str("\\\\"),
            },
            '|' | '+' | '?' | '(' | ')' | '{' | '}' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

fn compile(options: &Options, name: &str, pattern: &str) -> Result<Regex, String> {
    let mut source = if options.has(&["F"]) || name == "fgrep" {
        regex_lite::escape(pattern)
    } else if options.has(&["E"]) || name == "egrep" {
        pattern.to_string()
    } else {
        extended(pattern)
    };
    if options.has(&["w"]) {
        source = format!("\\b(?:{source})\\b");
    }
    RegexBuilder::new(&source)
        .case_insensitive(options.has(&["i"]))
        .size_limit(PATTERN_BYTES_MAX)
        .build()
        .map_err(|error| format!("grep: {error}"))
}

/// `grep`, `egrep`, `fgrep`, `zgrep`.
pub fn grep(call: &mut Call) -> Answer {
    let options = Options::read(call.args, "e A B C m");
    if let Some(unknown) = options.unknown(&KNOWN) {
        return Answer::fail(format!("grep: invalid option -- '{unknown}'"));
    }
    let (pattern, names) = match (options.value(&["e"]), &options.rest[..]) {
        (Some(pattern), names) => (pattern, names),
        (None, [pattern, names @ ..]) => (*pattern, names),
        (None, []) => {
            return Answer::fail("Usage: grep [OPTION]... PATTERNS [FILE]...");
        }
    };
    let regex = match compile(&options, call.name, pattern) {
        Ok(regex) => regex,
        Err(why) => return Answer::fail(why),
    };
    let mut answer = Answer::default();
    if names.is_empty() && call.input.is_some() {
        let lines = call.input.take().unwrap_or_default();
        search(&options, &regex, "", lines, &mut answer.out);
        return answer;
    }
    if names.is_empty() && !options.has(&["r", "R"]) {
        return Answer::fail("grep: nothing to read: name a file, or pipe something in");
    }
    let mut paths: Vec<(String, String)> = Vec::new();
    let recursive = options.has(&["r", "R"]);
    let names: &[&str] = if names.is_empty() { &["."] } else { names };
    for name in names {
        let path = call.path(name);
        if recursive && files::is_directory(call.access, call.host, &path) {
            let inside = format!("{}/", path.trim_end_matches('/'));
            let all = files::all(call.access, call.host).into_iter();
            paths.extend(
                all.filter(|p| p.starts_with(&inside))
                    .map(|p| (p.clone(), p)),
            );
        } else {
            paths.push(((*name).to_string(), path));
        }
    }
    let named = (paths.len() > 1 || options.has(&["H"])) && !options.has(&["h"]);
    for (name, path) in paths {
        match files::read(call.access, call.host, &path) {
            Ok(lines) => {
                let prefix = if named {
                    format!("{name}:")
                } else {
                    String::new()
                };
                if options.has(&["l"]) {
                    if lines.iter().any(|l| regex.is_match(&l.text)) {
                        answer.out.push(Text::plain(name));
                    }
                    continue;
                }
                search(&options, &regex, &prefix, lines, &mut answer.out);
            }
            Err(why) => answer.err.push(Text::error(format!("grep: {name}: {why}"))),
        }
    }
    answer
}

fn search(options: &Options, regex: &Regex, prefix: &str, lines: Vec<Text>, out: &mut Vec<Text>) {
    let inverted = options.has(&["v"]);
    let number = |names: &[&str]| options.value(names).and_then(|n| n.parse::<usize>().ok());
    let around = number(&["C"]).unwrap_or(0);
    let before = number(&["B"]).unwrap_or(around);
    let after = number(&["A"]).unwrap_or(around);
    let most = number(&["m"]).unwrap_or(usize::MAX);
    let hits: Vec<usize> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| regex.is_match(&line.text) != inverted)
        .map(|(at, _)| at)
        .take(most)
        .collect();
    if options.has(&["q"]) {
        return;
    }
    if options.has(&["c"]) {
        // A number says as much as the lines it counts.
        let look = hits.last().and_then(|at| lines[*at].look.clone());
        out.push(Text {
            text: format!("{prefix}{}", hits.len()),
            look,
            ..Text::default()
        });
        return;
    }
    let numbered = options.has(&["n"]);
    let mut shown = 0;
    for at in hits {
        let from = at.saturating_sub(before).max(shown);
        if (before > 0 || after > 0) && shown > 0 && from > shown {
            out.push(Text::plain("--"));
        }
        for (index, line) in lines.iter().enumerate().take(at + after + 1).skip(from) {
            let sign = if index == at { ':' } else { '-' };
            let number = match numbered {
                true => format!("{}{sign}", index + 1),
                false => String::new(),
            };
            if options.has(&["o"]) {
                let found = regex.find_iter(&line.text).take(100);
                out.extend(found.map(|m| Text {
                    text: format!("{prefix}{number}{}", m.as_str()),
                    ..line.clone()
                }));
            } else {
                out.push(Text {
                    text: format!("{prefix}{number}{}", line.text),
                    ..line.clone()
                });
            }
        }
        shown = shown.max(at + after + 1);
    }
}

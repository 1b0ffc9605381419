//! Tools on lines: cat, head, tail, wc, sort, uniq, cut, diff.

use super::{Answer, Call, Follow, Next, Options, Text, Tone, files};
use crate::sim::config::diff;

/// What comes in by the pipe, or the lines of the files named.
fn input(call: &mut Call, names: &[&str]) -> (Vec<(String, Vec<Text>)>, Vec<Text>) {
    if names.is_empty() || names == ["-"] {
        let lines = call.input.take().unwrap_or_default();
        return (vec![(String::new(), lines)], Vec::new());
    }
    let (mut read, mut errors) = (Vec::new(), Vec::new());
    for name in names {
        let path = call.path(name);
        match files::read(call.access, call.host, &path) {
            Ok(lines) => read.push(((*name).to_string(), lines)),
            Err(why) => errors.push(Text::error(match call.name {
                "head" | "tail" => {
                    format!("{}: cannot open '{name}' for reading: {why}", call.name)
                }
                "sort" => format!("sort: cannot read: {name}: {why}"),
                tool => format!("{tool}: {name}: {why}"),
            })),
        }
    }
    (read, errors)
}

/// `cat`, `less`, `more`, `zcat`, `nl`.
pub fn cat(call: &mut Call) -> Answer {
    let options = Options::read(call.args, "");
    let (read, err) = input(call, &options.rest);
    let numbered = options.has(&["n"]) || call.name == "nl";
    let mut out = Vec::new();
    for (_, lines) in read {
        for line in lines {
            let number = out.len() + 1;
            let text = match numbered {
                true => format!("{number:>6}\t{}", line.text),
                false => line.text.clone(),
            };
            out.push(Text { text, ..line });
        }
    }
    Answer::both(out, err)
}

pub fn ends(call: &mut Call) -> Answer {
    let options = Options::read(call.args, "n lines c");
    if let Some(unknown) = options.unknown(&["n", "lines", "f", "F", "q", "follow"]) {
        return Answer::fail(format!("{}: invalid option -- '{unknown}'", call.name));
    }
    let text = options.value(&["n", "lines"]).unwrap_or("10");
    let Ok(count) = text.trim_start_matches(['+', '-']).parse::<usize>() else {
        return Answer::fail(format!("{}: invalid number of lines: ‘{text}’", call.name));
    };
    let follows = call.name == "tail" && options.has(&["f", "F", "follow"]);
    if follows && call.input.is_none() {
        return follow(call, &options, count);
    }
    let (read, err) = input(call, &options.rest);
    let many = read.len() > 1 && !options.has(&["q"]);
    let mut out = Vec::new();
    for (name, lines) in read {
        if many {
            out.push(Text::plain(format!("==> {name} <==")));
        }
        let all = lines.len();
        let from = match (call.name, text.starts_with('+')) {
            ("tail", true) => count.saturating_sub(1),
            ("tail", false) => all.saturating_sub(count),
            _ => 0,
        };
        let take = match (call.name, text.starts_with('-')) {
            ("head", true) => all.saturating_sub(count),
            ("head", false) => count,
            _ => all,
        };
        out.extend(lines.into_iter().skip(from).take(take));
    }
    Answer::both(out, err)
}

fn follow(call: &mut Call, options: &Options, count: usize) -> Answer {
    let [name] = options.rest[..] else {
        return Answer::fail("tail: one file can be followed at a time here");
    };
    let path = call.path(name);
    let lines = match files::read(call.access, call.host, &path) {
        Ok(lines) => lines,
        Err(why) => return Answer::fail(format!("tail: cannot open '{name}' for reading: {why}")),
    };
    let logs = files::logs(call.access, call.host);
    let Some(log) = logs.into_iter().find(|log| log.path == path) else {
        return Answer::note("only logs grow: this file changes as a whole, see git log");
    };
    let skip = lines.len().saturating_sub(count);
    let out = lines.into_iter().skip(skip).collect();
    Answer::texts(out).next(Some(Next::Follow(Follow::log(
        call.access,
        log.source,
        false,
        None,
    ))))
}

pub fn wc(call: &mut Call) -> Answer {
    let options = Options::read(call.args, "");
    let (read, err) = input(call, &options.rest);
    let all = !options.has(&["l", "w", "c", "m"]);
    let counted = |lines: &[Text]| {
        let words = lines.iter().map(|l| l.text.split_whitespace().count());
        let bytes = lines.iter().map(|l| l.text.len() + 1);
        let counts = [
            ("l", lines.len()),
            ("w", words.sum()),
            ("c", bytes.sum::<usize>()),
        ];
        let shown = counts
            .into_iter()
            .filter(|(flag, _)| all || options.has(&[flag]));
        shown.map(|(_, n)| n).collect::<Vec<usize>>()
    };
    let out = read.iter().map(|(name, lines)| {
        let counts = counted(lines);
        let text = match (&counts[..], all) {
            ([one], false) => format!("{one} {name}"),
            (many, _) => {
                let cells: Vec<String> = many.iter().map(|n| format!("{n:>7}")).collect();
                format!("{} {name}", cells.join(" "))
            }
        };
        // A number says as much as the lines it counts.
        let look = lines.iter().rev().find_map(|l| l.look.clone());
        Text {
            text: text.trim_end().to_string(),
            look,
            ..Text::default()
        }
    });
    Answer::both(out.collect(), err)
}

pub fn sort(call: &mut Call) -> Answer {
    let options = Options::read(call.args, "k t");
    let (read, err) = input(call, &options.rest);
    let mut lines: Vec<Text> = read.into_iter().flat_map(|(_, lines)| lines).collect();
    let field = options.value(&["k"]).and_then(|k| {
        let digits: String = k.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<usize>().ok()
    });
    let key = |line: &Text| -> String {
        match field {
            Some(n) => {
                let words = line.text.split_whitespace().skip(n.saturating_sub(1));
                words.collect::<Vec<_>>().join(" ")
            }
            None => line.text.clone(),
        }
    };
    let numeric = options.has(&["n", "h", "g"]);
    let number = |text: &str| {
        let digits: String = text
            .trim_start()
            .chars()
            .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | '-'))
            .collect();
        digits.parse::<f64>().unwrap_or(0.0)
    };
    lines.sort_by(|a, b| {
        let (a, b) = (key(a), key(b));
        match numeric {
            true => number(&a).total_cmp(&number(&b)).then_with(|| a.cmp(&b)),
            false => a.cmp(&b),
        }
    });
    if options.has(&["r"]) {
        lines.reverse();
    }
    if options.has(&["u"]) {
        lines.dedup_by(|a, b| a.text == b.text);
    }
    Answer::both(lines, err)
}

pub fn uniq(call: &mut Call) -> Answer {
    let options = Options::read(call.args, "");
    let (read, err) = input(call, &options.rest);
    let mut runs: Vec<(usize, Text)> = Vec::new();
    for line in read.into_iter().flat_map(|(_, lines)| lines) {
        match runs.last_mut() {
            Some((count, last)) if last.text == line.text => *count += 1,
            _ => runs.push((1, line)),
        }
    }
    if options.has(&["d"]) {
        runs.retain(|(count, _)| *count > 1);
    }
    let counts = options.has(&["c"]);
    let out = runs.into_iter().map(|(count, line)| {
        let text = match counts {
            true => format!("{count:>7} {}", line.text),
            false => line.text.clone(),
        };
        Text { text, ..line }
    });
    Answer::both(out.collect(), err)
}

/// `cut -d X -f N,M` and `awk '{print $N}'`.
pub fn cut(call: &mut Call) -> Answer {
    let options = Options::read(call.args, "d f c F");
    let awk = call.name == "awk";
    let (fields, files): (Vec<usize>, &[&str]) = match awk {
        true => {
            let [program, files @ ..] = &options.rest[..] else {
                return Answer::fail("usage: awk '{print $N}' [file ...]");
            };
            let inner = program.trim().strip_prefix("{print ");
            let Some(inner) = inner.and_then(|p| p.trim_end().strip_suffix('}')) else {
                return Answer::note("of awk only '{print $N, $M}' is modelled here");
            };
            let numbers = inner.split([',', ' ']).filter_map(|f| f.strip_prefix('$'));
            (numbers.filter_map(|n| n.parse().ok()).collect(), files)
        }
        false => {
            let Some(list) = options.value(&["f"]) else {
                return Answer::fail(
                    "cut: you must specify a list of bytes, characters, or fields",
                );
            };
            let numbers = list.split(',').filter_map(|n| n.parse().ok());
            (numbers.collect(), &options.rest[..])
        }
    };
    let between = options.value(&["d", "F"]).unwrap_or("\t").to_string();
    let (read, err) = input(call, files);
    let out = read.into_iter().flat_map(|(_, lines)| lines).map(|line| {
        let parts: Vec<&str> = match awk && !options.has(&["F"]) {
            true => line.text.split_whitespace().collect(),
            false => line.text.split(between.as_str()).collect(),
        };
        let picked: Vec<&str> = fields
            .iter()
            .filter_map(|n| match n {
                0 => Some(line.text.as_str()),
                n => parts.get(n - 1).copied(),
            })
            .collect();
        let glue = if awk { " " } else { &between };
        Text {
            text: picked.join(glue),
            ..line.clone()
        }
    });
    Answer::both(out.collect(), err)
}

pub fn echo(call: &mut Call) -> Answer {
    Answer::lines([call.args.join(" ")])
}

pub fn diff(call: &mut Call) -> Answer {
    let options = Options::read(call.args, "U");
    let [old, new] = options.rest[..] else {
        return Answer::fail("diff: missing operand: two files are compared");
    };
    let (read, err) = input(call, &[old, new]);
    let [(_, a), (_, b)] = &read[..] else {
        return Answer::both(Vec::new(), err);
    };
    let whole = |lines: &[Text]| {
        let texts: Vec<&str> = lines.iter().map(|l| l.text.as_str()).collect();
        texts.join("\n") + "\n"
    };
    let text = diff::unified(&whole(a), &whole(b), old, new);
    Answer::texts(coloured(&text))
}

/// Lines of a difference with their colours.
pub fn coloured(text: &str) -> Vec<Text> {
    let tone = |line: &str| match line.as_bytes().first() {
        _ if line.starts_with("+++") || line.starts_with("---") => Tone::Head,
        Some(b'+') => Tone::Added,
        Some(b'-') => Tone::Removed,
        Some(b'@') => Tone::Head,
        _ => Tone::Plain,
    };
    text.lines().map(|l| Text::toned(tone(l), l)).collect()
}

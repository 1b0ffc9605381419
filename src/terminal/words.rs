//! Cuts a command line into words and pipes, as a POSIX shell does.

use std::iter::Peekable;
use std::str::Chars;

/// A command line: commands with pipes between them.
pub type Pipeline = Vec<Vec<String>>;

/// Words of one line at most.
const WORDS_MAX: usize = 200;

/// Lines joined by `;` or `&&`, each a pipeline.
///
/// # Errors
/// As bash words them.
pub fn split(line: &str) -> Result<Vec<Pipeline>, String> {
    let mut splitter = Splitter {
        chars: line.chars().peekable(),
        all: vec![vec![Vec::new()]],
        word: None,
        count: 0,
    };
    while let Some(c) = splitter.chars.next() {
        match c {
            '\'' | '"' => splitter.quoted(c)?,
            '\\' => {
                let next = splitter.chars.next();
                splitter.word.get_or_insert_default().extend(next);
            }
            '#' if splitter.word.is_none() => break,
            c if c.is_whitespace() => splitter.finish()?,
            '|' | ';' | '&' => splitter.joined(c)?,
            '>' | '<' => splitter.redirected(c)?,
            c if c == '`' || c == '$' && splitter.chars.peek() == Some(&'(') => {
                return Err("command substitution is not modelled here".into());
            }
            c => splitter.word.get_or_insert_default().push(c),
        }
    }
    splitter.finish()?;
    let mut all = splitter.all;
    if all.last().is_some_and(|p| p.len() == 1 && p[0].is_empty()) {
        all.pop();
    }
    match all.iter().any(|p| p.iter().any(Vec::is_empty)) {
        true => Err("-bash: syntax error: unexpected end of file".into()),
        false => Ok(all),
    }
}

/// What of a line is read.
struct Splitter<'a> {
    chars: Peekable<Chars<'a>>,
    all: Vec<Pipeline>,
    word: Option<String>,
    count: usize,
}

impl Splitter<'_> {
    fn current(&mut self) -> &mut Vec<String> {
        let last = self.all.last_mut().and_then(|p| p.last_mut());
        last.expect("there is always a command being read")
    }

    /// A word is over.
    fn finish(&mut self) -> Result<(), String> {
        let Some(word) = self.word.take() else {
            return Ok(());
        };
        self.count += 1;
        if self.count > WORDS_MAX {
            return Err("-bash: argument list too long".into());
        }
        self.current().push(word);
        Ok(())
    }

    /// What stands in quotes, the first of which is read.
    fn quoted(&mut self, quote: char) -> Result<(), String> {
        let word = self.word.get_or_insert_default();
        while let Some(c) = self.chars.next() {
            if c == quote {
                return Ok(());
            }
            let escapes = c == '\\' && quote == '"';
            match escapes && matches!(self.chars.peek(), Some('"' | '\\' | '$')) {
                true => word.extend(self.chars.next()),
                false => word.push(c),
            }
        }
        Err(format!(
            "-bash: unexpected EOF while looking for matching `{quote}'"
        ))
    }

    /// `|`, `;` or `&&`.
    fn joined(&mut self, c: char) -> Result<(), String> {
        let near = format!("-bash: syntax error near unexpected token `{c}'");
        self.finish()?;
        if self.current().is_empty() {
            return Err(near);
        }
        match (c, self.chars.peek() == Some(&c)) {
            ('|', false) => {
                if let Some(pipeline) = self.all.last_mut() {
                    pipeline.push(Vec::new());
                }
            }
            (';', false) => self.all.push(vec![Vec::new()]),
            ('&', true) => {
                self.chars.next();
                self.all.push(vec![Vec::new()]);
            }
            ('&', false) => return Err("jobs in the background are not modelled here".into()),
            _ => return Err(near),
        }
        Ok(())
    }

    /// `2>&1` and `> /dev/null` change nothing here; other files are not written.
    fn redirected(&mut self, c: char) -> Result<(), String> {
        let word = self.word.take();
        let rest: String = self.chars.clone().collect();
        let to = rest.trim_start_matches(['>', '&']).trim_start();
        let target: String = to.chars().take_while(|c| !c.is_whitespace()).collect();
        if c != '>' || !matches!(target.as_str(), "1" | "2" | "/dev/null") {
            return Err(
                "redirection to files is not modelled here: files change in the Files \
                 tool, or with git checkout"
                    .into(),
            );
        }
        // The number before it names a stream.
        if let Some(text) = word.filter(|w| w != "2" && w != "1") {
            self.current().push(text);
        }
        for _ in 0..rest.len() - to.len() + target.len() {
            self.chars.next();
        }
        Ok(())
    }
}

/// Options and operands of a command: `-n 5`, `-n5`, `--lines=5`, `-in`.
pub struct Options<'a> {
    /// Flags and values: `("n", Some("5"))`.
    pub flags: Vec<(&'a str, Option<&'a str>)>,
    /// What is no option.
    pub rest: Vec<&'a str>,
    /// Operands behind `--`, which are in `rest`, too.
    pub behind: Vec<&'a str>,
}

impl<'a> Options<'a> {
    /// Read arguments. `valued`: options that take a value, without dashes, by spaces.
    pub fn read(args: &'a [String], valued: &str) -> Options<'a> {
        let mut options = Options {
            flags: Vec::new(),
            rest: Vec::new(),
            behind: Vec::new(),
        };
        let mut args = args.iter().map(String::as_str);
        while let Some(arg) = args.next() {
            if arg == "--" {
                options.behind.extend(args.by_ref());
                let behind = options.behind.clone();
                options.rest.extend(behind);
            } else if let Some(long) = arg.strip_prefix("--") {
                match long.split_once('=') {
                    Some((name, value)) => options.flags.push((name, Some(value))),
                    None if valued.split(' ').any(|v| v == long) => {
                        options.flags.push((long, args.next()))
                    }
                    None => options.flags.push((long, None)),
                }
            } else if arg.len() > 1 && arg.starts_with('-') {
                options.short(&arg[1..], valued, &mut args);
            } else {
                options.rest.push(arg);
            }
        }
        options
    }

    fn short(&mut self, cluster: &'a str, valued: &str, args: &mut impl Iterator<Item = &'a str>) {
        for (at, c) in cluster.char_indices() {
            let (flag, rest) = (
                &cluster[at..at + c.len_utf8()],
                &cluster[at + c.len_utf8()..],
            );
            if c.is_ascii_digit() {
                // `tail -20`
                return self.flags.push(("n", Some(&cluster[at..])));
            }
            if valued.split(' ').any(|v| v == flag) {
                let value = if rest.is_empty() {
                    args.next()
                } else {
                    Some(rest)
                };
                return self.flags.push((flag, value));
            }
            self.flags.push((flag, None));
        }
    }

    /// True if one of these flags is set.
    pub fn has(&self, names: &[&str]) -> bool {
        self.flags.iter().any(|(name, _)| names.contains(name))
    }

    /// The value of the last of these flags.
    pub fn value(&self, names: &[&str]) -> Option<&'a str> {
        let mut set = self.flags.iter().rev();
        set.find(|(name, _)| names.contains(name))
            .and_then(|(_, value)| *value)
    }

    /// Drop all but the last lines: so many as the flag says, ten of a log that is followed.
    pub fn keep_last<T>(&self, names: &[&str], follows: bool, lines: &mut Vec<T>) {
        let count = self.value(names).and_then(|n| n.parse().ok());
        if let Some(count) = count.or(follows.then_some(10)) {
            lines.drain(..lines.len().saturating_sub(count));
        }
    }

    /// A flag that is none of these.
    pub fn unknown(&self, known: &[&str]) -> Option<&'a str> {
        let mut names = self.flags.iter().map(|(name, _)| *name);
        names.find(|name| !known.contains(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_as_a_shell_does() {
        let split = |line: &str| split(line).expect("a fine line");
        assert_eq!(
            split("grep -i 'too many' a.log | tail -n 3"),
            vec![vec![
                vec!["grep", "-i", "too many", "a.log"],
                vec!["tail", "-n", "3"]
            ]]
        );
        assert_eq!(split("a && b; c").len(), 3);
        assert_eq!(split("psql -c \"SELECT 'x'\"")[0][0][2], "SELECT 'x'");
        assert_eq!(split("curl x 2>/dev/null | wc")[0].len(), 2);
        assert_eq!(split("cat a 2>&1"), vec![vec![vec!["cat", "a"]]]);
        assert!(split("  # nothing").is_empty());
    }

    #[test]
    fn what_is_open_or_misplaced_is_said() {
        assert!(split("echo 'a").unwrap_err().contains("matching `''"));
        assert!(split("| a").unwrap_err().contains("unexpected token"));
        assert!(split("a |").unwrap_err().contains("end of file"));
        assert!(split("a > b").unwrap_err().contains("redirection"));
    }

    #[test]
    fn options_come_in_all_spellings() {
        let args = ["-in5", "--since=10m", "-20", "x", "--", "-y"].map(String::from);
        let options = Options::read(&args, "n");
        assert!(options.has(&["i"]));
        assert_eq!(options.value(&["since"]), Some("10m"));
        assert_eq!(options.flags[1], ("n", Some("5")));
        assert_eq!(options.rest, ["x", "-y"]);
        assert_eq!(options.behind, ["-y"]);
    }
}

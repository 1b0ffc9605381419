//! Colours of configuration files: one small tokenizer for each grammar, line by line.
//!
//! The pieces of a line put together are the line; nothing here makes markup.

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grammar {
    /// `postgresql.conf` and files like it.
    Postgres,
    /// Java `.properties`.
    Properties,
    /// Sections, and keys with values.
    Ini,
    /// `key: value`, by indentation.
    Yaml,
    /// A shell script.
    Shell,
    /// Anything else.
    Plain,
}

/// What a piece of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text without a part of its own, and white space.
    Plain,
    /// For people.
    Comment,
    /// The name of a setting.
    Key,
    /// Between a key and its value.
    Sign,
    /// A quoted text.
    Text,
    /// A number, with its unit.
    Number,
    /// `on`, `true`, a keyword.
    Word,
    /// The head of a section.
    Section,
}

impl Grammar {
    /// The grammar of a file, by its name.
    #[must_use]
    pub fn of(path: &str) -> Grammar {
        let name = path.rsplit('/').next().unwrap_or(path);
        match name.rsplit_once('.').map_or("", |(_, end)| end) {
            "conf" => Grammar::Postgres,
            "properties" => Grammar::Properties,
            "ini" | "cfg" | "service" => Grammar::Ini,
            "yml" | "yaml" => Grammar::Yaml,
            "sh" | "bash" | "env" => Grammar::Shell,
            _ => Grammar::Plain,
        }
    }
}

/// The pieces of every line of a text.
#[must_use]
pub fn lines(grammar: Grammar, text: &str) -> Vec<Vec<(Kind, &str)>> {
    let mut goes_on = false;
    text.lines()
        .map(|line| {
            let pieces = pieces(grammar, line, goes_on);
            let comment = pieces.iter().any(|(kind, _)| *kind == Kind::Comment);
            // An odd number of backslashes joins the next line to this one.
            let slashes = line.bytes().rev().take_while(|b| *b == b'\\').count();
            goes_on = grammar == Grammar::Properties && !comment && slashes % 2 == 1;
            pieces
        })
        .collect()
}

/// The pieces of a line; `goes_on`: it continues the value of the line before.
fn pieces(grammar: Grammar, line: &str, goes_on: bool) -> Vec<(Kind, &str)> {
    let mut out = Pieces {
        rest: line,
        out: Vec::new(),
    };
    out.spaces();
    if goes_on {
        out.value_plain();
        return out.out;
    }
    match grammar {
        Grammar::Plain => {}
        Grammar::Postgres => postgres(&mut out),
        Grammar::Properties => properties(&mut out),
        Grammar::Ini => ini(&mut out),
        Grammar::Yaml => yaml(&mut out),
        Grammar::Shell => shell(&mut out),
    }
    let rest = out.rest.len();
    out.take(Kind::Plain, rest);
    out.out
}

struct Pieces<'a> {
    rest: &'a str,
    out: Vec<(Kind, &'a str)>,
}

impl<'a> Pieces<'a> {
    /// Takes bytes off the front; they must end at a character.
    fn take(&mut self, kind: Kind, bytes: usize) {
        if bytes == 0 {
            return;
        }
        let (piece, rest) = self.rest.split_at(bytes);
        self.out.push((kind, piece));
        self.rest = rest;
    }

    fn take_while(&mut self, kind: Kind, fits: impl Fn(char) -> bool) -> &'a str {
        let bytes = self.rest.find(|c| !fits(c)).unwrap_or(self.rest.len());
        let piece = &self.rest[..bytes];
        self.take(kind, bytes);
        piece
    }

    fn spaces(&mut self) {
        self.take_while(Kind::Plain, char::is_whitespace);
    }

    fn starts(&self, signs: &[char]) -> bool {
        self.rest.starts_with(signs)
    }

    fn comment(&mut self) {
        self.take(Kind::Comment, self.rest.len());
    }

    /// A quoted text, with doubled quotes and backslashes in it; closed or not.
    fn quoted(&mut self, quote: char) {
        let mut chars = self.rest.char_indices().skip(1).peekable();
        let mut end = self.rest.len();
        while let Some((at, c)) = chars.next() {
            if c == '\\' {
                chars.next();
            } else if c == quote {
                if chars.peek().is_some_and(|(_, next)| *next == quote) {
                    chars.next();
                    continue;
                }
                end = at + c.len_utf8();
                break;
            }
        }
        self.take(Kind::Text, end);
    }

    /// A value without quotes: a number with its unit, a known word, or text.
    fn word(&mut self, ends: impl Fn(char) -> bool) {
        let bytes = self.rest.find(ends).unwrap_or(self.rest.len());
        let kind = kind_of(self.rest[..bytes].trim_end());
        self.take(kind, bytes);
    }

    /// The rest of the line as one value.
    fn value_plain(&mut self) {
        let kind = kind_of(self.rest.trim_end());
        self.take(kind, self.rest.len());
    }
}

fn kind_of(value: &str) -> Kind {
    let digits = value.trim_start_matches(['-', '+']);
    let number = digits.starts_with(|c: char| c.is_ascii_digit());
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%');
    if number && digits.chars().all(plain) {
        return Kind::Number;
    }
    match value.to_ascii_lowercase().as_str() {
        "on" | "off" | "true" | "false" | "yes" | "no" | "none" | "default" | "null" => Kind::Word,
        _ => Kind::Plain,
    }
}

fn postgres(out: &mut Pieces<'_>) {
    if out.starts(&['#']) {
        return out.comment();
    }
    let name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
    let key = out.take_while(Kind::Key, name);
    if matches!(key, "include" | "include_dir" | "include_if_exists")
        && let Some(last) = out.out.last_mut()
    {
        last.0 = Kind::Word;
    }
    out.spaces();
    if out.starts(&['=']) {
        out.take(Kind::Sign, 1);
        out.spaces();
    }
    while !out.rest.is_empty() {
        if out.starts(&['#']) {
            return out.comment();
        }
        if out.starts(&['\'']) {
            out.quoted('\'');
        } else {
            out.word(|c| c.is_whitespace() || matches!(c, '#' | '\''));
        }
        out.spaces();
    }
}

fn properties(out: &mut Pieces<'_>) {
    if out.starts(&['#', '!']) {
        return out.comment();
    }
    let mut escaped = false;
    let key = out.rest.char_indices().find(|(_, c)| {
        let ends = !escaped && (c.is_whitespace() || matches!(c, '=' | ':'));
        escaped = !escaped && *c == '\\';
        ends
    });
    let bytes = key.map_or(out.rest.len(), |(at, _)| at);
    out.take(Kind::Key, bytes);
    out.spaces();
    if out.starts(&['=', ':']) {
        out.take(Kind::Sign, 1);
        out.spaces();
    }
    out.value_plain();
}

fn ini(out: &mut Pieces<'_>) {
    if out.starts(&[';', '#']) {
        return out.comment();
    }
    if out.starts(&['[']) {
        let bytes = out.rest.find(']').map_or(out.rest.len(), |at| at + 1);
        return out.take(Kind::Section, bytes);
    }
    out.take_while(Kind::Key, |c| c != '=' && !c.is_whitespace());
    out.spaces();
    if out.starts(&['=']) {
        out.take(Kind::Sign, 1);
        out.spaces();
    }
    out.value_plain();
}

fn yaml(out: &mut Pieces<'_>) {
    while out.rest.starts_with("- ") {
        out.take(Kind::Sign, 1);
        out.spaces();
    }
    if out.starts(&['#']) {
        return out.comment();
    }
    if !out.starts(&['"', '\'']) {
        let colon = out.rest.find(": ").or_else(|| {
            let last = out.rest.len().checked_sub(1)?;
            out.rest.ends_with(':').then_some(last)
        });
        if let Some(at) = colon {
            out.take(Kind::Key, at);
            out.take(Kind::Sign, 1);
            out.spaces();
        }
    }
    if let Some(quote @ ('"' | '\'')) = out.rest.chars().next() {
        out.quoted(quote);
    } else if !out.starts(&['#']) {
        let bytes = out.rest.find(" #").unwrap_or(out.rest.len());
        let kind = kind_of(out.rest[..bytes].trim());
        out.take(kind, bytes);
    }
    out.spaces();
    if out.starts(&['#']) {
        out.comment();
    }
}

fn shell(out: &mut Pieces<'_>) {
    const WORDS: [&str; 14] = [
        "if", "then", "else", "elif", "fi", "for", "in", "do", "done", "while", "case", "esac",
        "set", "export",
    ];
    let mut first = true;
    while let Some(c) = out.rest.chars().next() {
        match c {
            '#' => return out.comment(),
            '"' | '\'' => out.quoted(c),
            '$' => {
                out.take(Kind::Sign, 1);
                out.take_while(Kind::Key, |c| c.is_alphanumeric() || "_{}".contains(c));
            }
            _ if c.is_whitespace() => out.spaces(),
            _ if c.is_alphanumeric() || c == '_' || c == '-' => {
                let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
                let bytes = out.rest.find(|c| !word(c)).unwrap_or(out.rest.len());
                let piece = &out.rest[..bytes];
                let assigned = first && out.rest[bytes..].starts_with('=');
                let kind = match () {
                    () if assigned => Kind::Key,
                    () if WORDS.contains(&piece) => Kind::Word,
                    () => match kind_of(piece) {
                        Kind::Word => Kind::Plain,
                        kind => kind,
                    },
                };
                out.take(kind, bytes);
                first = false;
            }
            _ => out.take(Kind::Sign, c.len_utf8()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(grammar: Grammar, line: &str) -> String {
        let pieces = pieces(grammar, line, false);
        let named = pieces.iter().filter(|(kind, _)| *kind != Kind::Plain);
        named
            .map(|(kind, piece)| format!("{kind:?}({piece})"))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn each_grammar_names_its_parts() {
        let conf = "max_connections = 20   # room for 'all'";
        assert_eq!(
            told(Grammar::Postgres, conf),
            "Key(max_connections) Sign(=) Number(20) Comment(# room for 'all')"
        );
        assert_eq!(
            told(Grammar::Postgres, "log_line_prefix '%m ''#'' ' # x"),
            "Key(log_line_prefix) Text('%m ''#'' ') Comment(# x)"
        );
        assert_eq!(
            told(Grammar::Postgres, "ssl = on"),
            "Key(ssl) Sign(=) Word(on)"
        );
        assert_eq!(
            told(Grammar::Postgres, "work_mem=8MB"),
            "Key(work_mem) Sign(=) Number(8MB)"
        );
        assert_eq!(
            told(Grammar::Properties, "a.b\\:c : jdbc:postgresql://db"),
            "Key(a.b\\:c) Sign(:)"
        );
        assert_eq!(told(Grammar::Properties, " ! note"), "Comment(! note)");
        assert_eq!(told(Grammar::Ini, "[pgbouncer]"), "Section([pgbouncer])");
        assert_eq!(
            told(Grammar::Ini, "pool_size = 20"),
            "Key(pool_size) Sign(=) Number(20)"
        );
        assert_eq!(
            told(Grammar::Yaml, "- name: \"x: y\" # z"),
            "Sign(-) Key(name) Sign(:) Text(\"x: y\") Comment(# z)"
        );
        assert_eq!(
            told(Grammar::Yaml, "port: 5432 # pg"),
            "Key(port) Sign(:) Number(5432) Comment(# pg)"
        );
        assert_eq!(
            told(Grammar::Shell, "A=\"$B\" # c"),
            "Key(A) Sign(=) Text(\"$B\") Comment(# c)"
        );
        assert_eq!(
            told(Grammar::of("/etc/x/postgresql.conf"), "a=1"),
            "Key(a) Sign(=) Number(1)"
        );
    }

    #[test]
    fn a_value_of_properties_goes_on_after_a_backslash() {
        let all = lines(Grammar::Properties, "a=b\\\nc=d\ne=1\\\\\nf=2");
        assert_eq!(all[1], [(Kind::Plain, "c=d")]);
        assert_eq!(all[3][0], (Kind::Key, "f"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 100_000, ..ProptestConfig::default() })]

        #[test]
        fn pieces_are_the_line(
            which in 0_usize..6,
            line in "[a-z_ =:#;!'\"\\\\\\[\\]$.0-9é-]{0,24}",
            goes_on in any::<bool>(),
        ) {
            let grammar = [
                Grammar::Postgres, Grammar::Properties, Grammar::Ini, Grammar::Yaml,
                Grammar::Shell, Grammar::Plain,
            ][which];
            let whole: String = pieces(grammar, &line, goes_on).iter().map(|(_, p)| *p).collect();
            prop_assert_eq!(whole, line);
        }
    }
}

//! The form of incident and world files: lines of at most [`WIDTH`] characters, as few as the
//! rules allow.
//!
//! What fits on the rest of its line stands there. Members of an object and short elements of
//! a list share lines; long elements and texts have lines of their own. A text is never
//! broken, so a line may be longer by one text.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Longest line, characters.
pub const WIDTH: usize = 100;
/// Longest element of a list that shares a line with others, characters.
const SHORT: usize = 60;

/// A JSON text in the form of incident and world files.
///
/// # Errors
/// It is no JSON.
pub fn format(text: &str) -> Result<String, serde_json::Error> {
    let tree: Tree = serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(text))?;
    Ok(match &tree {
        Tree::Object(members) if !members.is_empty() => {
            format!("{{\n{}\n}}\n", filled(members, (2, 2), 0, false))
        }
        other => format!("{}\n", broken(other, 0, 0, 0)),
    })
}

/// A JSON value with its members in the order of the file.
enum Tree {
    /// Written out.
    Scalar(String),
    /// Keys are empty.
    List(Vec<(String, Tree)>),
    /// Keys are written out, with the colon.
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// The value on one line.
    fn line(&self) -> String {
        let all = |items: &[(String, Tree)]| {
            let items = items.iter().map(|(key, item)| key.clone() + &item.line());
            items.collect::<Vec<_>>().join(", ")
        };
        match self {
            Tree::Scalar(text) => text.clone(),
            Tree::List(items) => format!("[{}]", all(items)),
            Tree::Object(members) if members.is_empty() => "{}".to_string(),
            Tree::Object(members) => format!("{{ {} }}", all(members)),
        }
    }

    /// Whether it shares a line with others as an element of a list: short, and no text of
    /// several words.
    fn is_short(&self) -> bool {
        let is_text = matches!(self, Tree::Scalar(text) if text.contains(' '));
        !is_text && chars(&self.line()) <= SHORT
    }
}

fn chars(text: &str) -> usize {
    text.chars().count()
}

/// A value whose first character stands at `column`, with `after` characters behind it.
/// Further lines are indented by more than `indent`.
fn broken(tree: &Tree, indent: usize, column: usize, after: usize) -> String {
    let line = tree.line();
    if column + chars(&line) + after <= WIDTH {
        return line;
    }
    let inner = indent + 2;
    match tree {
        Tree::Scalar(_) => line,
        Tree::List(items) if items.is_empty() => line,
        Tree::Object(members) if members.is_empty() => line,
        Tree::List(items) => match items.as_slice() {
            [(_, only @ (Tree::List(_) | Tree::Object(_)))] => {
                format!("[{}]", broken(only, indent, column + 1, after + 1))
            }
            [(_, first), ..] if first.is_short() => {
                let items = filled(items, (inner, column + 1), after + 1, true);
                format!("[{}]", items.trim_start())
            }
            _ => {
                let items = filled(items, (inner, inner), 0, true);
                format!("[\n{items}\n{}]", " ".repeat(indent))
            }
        },
        Tree::Object(members) => {
            let members = filled(members, (inner, column + 2), after + 2, false);
            format!("{{ {} }}", members.trim_start())
        }
    }
}

/// Items line by line; of `(indent, column)` the first says where lines begin, the second
/// where the first item stands. `after` characters follow the last one.
fn filled(items: &[(String, Tree)], at: (usize, usize), after: usize, in_list: bool) -> String {
    let (indent, mut column) = at;
    let margin = " ".repeat(indent);
    let mut out = margin.clone();
    let mut shared = false;
    for (i, (key, item)) in items.iter().enumerate() {
        let is_last = i + 1 == items.len();
        let behind = if is_last { after } else { 1 };
        let mut text = key.clone() + &item.line();
        // The second of a pair belongs beside the first.
        let of_pair = in_list && is_last && i == 1;
        let shares = !in_list || of_pair || item.is_short();
        let fits = |column: usize| column + chars(&text) + behind <= WIDTH;
        let joins = i > 0 && shared && shares && (of_pair || fits(column + 1));
        if joins {
            out.push(' ');
            column += 1;
        } else if i > 0 {
            out += &format!("\n{margin}");
            column = indent;
        }
        let is_whole = fits(column);
        if !is_whole {
            text = key.clone() + &broken(item, indent, column + chars(key), behind);
        }
        column = match text.rsplit_once('\n') {
            Some((_, last)) => chars(last),
            None => column + chars(&text),
        };
        out += &text;
        if !is_last {
            out.push(',');
            column += 1;
        }
        shared = shares && is_whole;
    }
    out
}

struct TreeVisitor;

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

fn scalar<T: serde::Serialize, E: serde::de::Error>(value: T) -> Result<Tree, E> {
    serde_json::to_string(&value)
        .map(Tree::Scalar)
        .map_err(E::custom)
}

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Tree, E> {
        scalar(value)
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Tree, E> {
        scalar(value)
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Tree, E> {
        scalar(value)
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Tree, E> {
        scalar(value)
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Tree, E> {
        scalar(value)
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Tree, E> {
        scalar(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push((String::new(), item));
        }
        Ok(Tree::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut members = Vec::new();
        while let Some((key, member)) = map.next_entry::<String, Tree>()? {
            let key = serde_json::to_string(&key).map_err(serde::de::Error::custom)?;
            members.push((key + ": ", member));
        }
        Ok(Tree::Object(members))
    }
}

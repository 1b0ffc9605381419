//! Rules for single values, and tables of the members that keep them.

use super::findings::Findings;
use std::fmt::Display;
use std::marker::PhantomData;
use std::ops::RangeInclusive;

/// Longest name, characters.
const NAME_CHARS_MAX: usize = 64;

/// What a value must keep. A range is the rule that the value lies in it.
pub trait Rule {
    type Value: ?Sized;

    /// Tell at `path` what is wrong with a value.
    fn check(&self, path: &str, value: &Self::Value, found: &mut Findings);
}

impl<T: PartialOrd + Display> Rule for RangeInclusive<T> {
    type Value = T;

    fn check(&self, path: &str, value: &T, found: &mut Findings) {
        if !self.contains(value) {
            let (from, to) = (self.start(), self.end());
            found.error(path, format!("{value} is outside {from} to {to}"));
        }
    }
}

/// A text for people: not empty, at most so many characters, one line.
pub struct Words(pub usize);

impl Rule for Words {
    type Value = str;

    fn check(&self, path: &str, text: &str, found: &mut Findings) {
        if text.trim().is_empty() {
            found.error(path, "the text is empty");
        }
        Line(self.0).check(path, text, found);
    }
}

/// A title or label.
pub const TITLE: Words = Words(200);
/// A text of some sentences.
pub const TEXT: Words = Words(2000);

/// A line that may be empty: at most so many characters, no control characters but tabs.
pub struct Line(pub usize);

impl Rule for Line {
    type Value = str;

    fn check(&self, path: &str, text: &str, found: &mut Findings) {
        let (chars, chars_max) = (text.chars().count(), self.0);
        if chars > chars_max {
            let message = format!("the text has {chars} characters; at most {chars_max}");
            found.error(path, message);
        }
        if text.chars().any(|c| c.is_control() && c != '\t') {
            let message = "the text has a line break or another control character";
            found.error(path, message);
        }
    }
}

/// A name: a lower-case letter or digit, then such, hyphens and underscores.
pub struct Name;

impl Rule for Name {
    type Value = str;

    fn check(&self, path: &str, name: &str, found: &mut Findings) {
        let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
        let good = name.chars().all(inner) && !name.starts_with(['-', '_']);
        if name.is_empty() || name.len() > NAME_CHARS_MAX || !good {
            let message = format!(
                "`{name}` is no name: 1 to {NAME_CHARS_MAX} lower-case letters, digits, hyphens \
                 and underscores, the first a letter or digit"
            );
            found.error(path, message);
        }
    }
}

/// A text that may be empty; if not, it keeps the rule.
pub struct OrNone<R>(pub R);

impl<R: Rule<Value = str>> Rule for OrNone<R> {
    type Value = str;

    fn check(&self, path: &str, text: &str, found: &mut Findings) {
        if !text.is_empty() {
            self.0.check(path, text, found);
        }
    }
}

/// A rule that is a function.
pub struct By<T: ?Sized, F>(F, PhantomData<fn(&T)>);

/// The rule that a function tells.
pub fn by<T: ?Sized, F: Fn(&str, &T, &mut Findings)>(check: F) -> By<T, F> {
    By(check, PhantomData)
}

impl<T: ?Sized, F: Fn(&str, &T, &mut Findings)> Rule for By<T, F> {
    type Value = T;

    fn check(&self, path: &str, value: &T, found: &mut Findings) {
        (self.0)(path, value, found);
    }
}

/// Where the values of a member are: itself, what is there of an option, each of a list.
pub trait Values<T: ?Sized> {
    /// Apply a rule to each value at its path.
    fn keep(&self, rule: &impl Rule<Value = T>, path: &str, found: &mut Findings);
}

/// `[parameters] member, value: the member's own or each in it`
macro_rules! values {
    ($([$($t:ident)?] $member:ty, $value:ty: $each:ident;)+) => {$(
        impl<$($t)?> Values<$value> for $member {
            fn keep(&self, rule: &impl Rule<Value = $value>, path: &str, found: &mut Findings) {
                values!($each self, rule, path, found);
            }
        }
    )+};
    (itself $it:ident, $rule:ident, $path:ident, $found:ident) => {
        $rule.check($path, $it, $found)
    };
    (option $it:ident, $rule:ident, $path:ident, $found:ident) => {
        if let Some(value) = $it {
            $rule.check($path, value, $found);
        }
    };
    (list $it:ident, $rule:ident, $path:ident, $found:ident) => {
        for (i, value) in $it.iter().enumerate() {
            $rule.check(&format!("{}[{i}]", $path), value, $found);
        }
    };
}

values! {
    [T] T, T: itself;
    [T] Option<T>, T: option;
    [T] Vec<T>, T: list;
    [T] Vec<T>, [T]: itself;
    [] String, str: itself;
    [] Option<String>, str: option;
    [] Vec<String>, str: list;
}

/// The path of a member.
pub fn member(at: &str, name: &str) -> String {
    format!("{at}.{name}")
}

/// A table of the members of a value at a path, a row each: `name: rule`, or for a list
/// `name[entries]: rule of each`, before the colon `unique key` where the entries must
/// differ in a member. A rule looks through an option.
macro_rules! rows {
    ($found:ident, $at:expr, $it:expr, {
        $($name:ident $([$entries:expr])? $(unique $key:ident)? $(: $rule:expr)?),+ $(,)?
    }) => {{
        let (at, it): (&str, _) = (&$at, &$it);
        $(
            let path = $crate::incident::lint::rules::member(at, stringify!($name));
            $($found.entries(&path, &it.$name, $entries);)?
            $(
                let keys = it.$name.iter().map(|entry| entry.$key.as_str());
                $found.unique(&path, concat!(".", stringify!($key)), keys);
            )?
            $($crate::incident::lint::rules::Values::keep(&it.$name, &$rule, &path, $found);)?
        )+
    }};
}

pub(super) use rows;

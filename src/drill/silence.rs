//! Silences: alerts that fire, but do not page for a while (Alertmanager).

use super::action::Matcher;
use super::session::Session;
use crate::sim::time::{Nanos, SEC};
use crate::vocabulary::bounds::SILENCE_S;
use std::collections::BTreeMap;

/// Most matchers of a silence.
const MATCHERS_MAX: usize = 8;
/// Most silences of a run.
const SILENCES_MAX: usize = 200;
/// Longest label, value or comment, characters.
const CHARS_MAX: usize = 200;

/// A silence.
#[derive(Clone, Debug)]
pub struct Silence {
    /// Number, from 1.
    pub id: u32,
    /// All must match.
    pub matchers: Vec<Matcher>,
    /// From then.
    pub from: Nanos,
    /// Until then; the end that was made, if it was ended before its time.
    pub until: Nanos,
    /// Why.
    pub comment: String,
}

impl Silence {
    /// In force at a time.
    #[must_use]
    pub fn holds(&self, at: Nanos) -> bool {
        (self.from..self.until).contains(&at)
    }

    /// Does it match these labels? A label that is missing is empty, as in Alertmanager.
    #[must_use]
    pub fn matches(&self, labels: &BTreeMap<String, String>) -> bool {
        self.matchers.iter().all(|matcher| {
            let label = labels.get(&matcher.label).map_or("", String::as_str);
            matcher.value.split('|').any(|value| value.trim() == label) != matcher.not
        })
    }
}

impl Session {
    /// The silence in force for these labels.
    #[must_use]
    pub fn silenced(&self, labels: &BTreeMap<String, String>, at: Nanos) -> Option<&Silence> {
        let mut all = self.silences.iter();
        all.find(|silence| silence.holds(at) && silence.matches(labels))
    }

    /// Silences, oldest first.
    #[must_use]
    pub fn silences(&self) -> &[Silence] {
        &self.silences
    }

    pub(super) fn silence(
        &mut self,
        matchers: &[Matcher],
        duration_s: u32,
        comment: &str,
    ) -> Result<String, String> {
        if matchers.is_empty() || matchers.len() > MATCHERS_MAX {
            return Err(format!("A silence has 1 to {MATCHERS_MAX} matchers"));
        }
        for matcher in matchers {
            if matcher.label.trim().is_empty() || matcher.value.trim().is_empty() {
                return Err("A matcher needs a label and a value".into());
            }
            if matcher.label.chars().count() + matcher.value.chars().count() > CHARS_MAX {
                return Err(format!("A matcher has at most {CHARS_MAX} characters"));
            }
        }
        if !SILENCE_S.contains(&duration_s) {
            return Err("A silence lasts a minute to two days".into());
        }
        let comment = comment.trim();
        if comment.is_empty() {
            return Err("A silence needs a comment: others must know why".into());
        }
        if comment.chars().count() > CHARS_MAX {
            return Err(format!("A comment has at most {CHARS_MAX} characters"));
        }
        if self.silences.len() >= SILENCES_MAX {
            return Err(format!("There are {SILENCES_MAX} silences already"));
        }
        let now = self.world.now();
        let silence = Silence {
            id: self.silences.len() as u32 + 1,
            matchers: matchers.to_vec(),
            from: now,
            until: now + u64::from(duration_s) * SEC,
            comment: comment.to_string(),
        };
        let alerts = self.alerts.iter();
        let count = alerts.filter(|a| silence.matches(&a.labels())).count();
        let title = format!("Silenced {}", words(matchers));
        self.say(&title, comment);
        self.silences.push(silence);
        Ok(format!("{count} rules match; they fire, but do not page"))
    }

    pub(super) fn end_silence(&mut self, id: u32) -> Result<String, String> {
        let now = self.world.now();
        let found = self.silences.iter_mut().find(|s| s.id == id);
        let silence = found.ok_or_else(|| format!("there is no silence {id}"))?;
        if !silence.holds(now) {
            return Err("That silence has ended already".into());
        }
        silence.until = now;
        let title = format!("Ended the silence of {}", words(&silence.matchers));
        self.say(&title, "");
        Ok("Ended".into())
    }
}

/// Matchers as Alertmanager writes them.
#[must_use]
pub fn words(matchers: &[Matcher]) -> String {
    let one = |m: &Matcher| {
        let sign = match (m.not, m.value.contains('|')) {
            (false, false) => "=",
            (true, false) => "!=",
            (false, true) => "=~",
            (true, true) => "!~",
        };
        format!("{}{sign}\"{}\"", m.label, m.value)
    };
    matchers.iter().map(one).collect::<Vec<_>>().join(", ")
}

//! The diagnosis board as the page shows it: pins by what they say, what can be pinned of
//! what was looked at, and the evidence that a statement can cite.

use super::protocol::LookedView;
use crate::chart::Clock;
use crate::drill::action::Look;
use crate::drill::board::{Board, Hypothesis, Pin, PinKind, Pinned, Verdict, Weight};

/// Pins that say the same of a hypothesis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group<'a> {
    /// What they say.
    pub weight: Weight,
    /// Heading.
    pub title: &'static str,
    /// The pins, oldest moment first.
    pub pins: Vec<&'a Pinned>,
}

/// The pins of a board by what they say of a hypothesis; without one, all in one group.
/// Groups without a pin are left out.
#[must_use]
pub fn groups<'a>(board: &'a Board, hypothesis: Option<&Hypothesis>) -> Vec<Group<'a>> {
    let titles = match hypothesis {
        Some(_) => [
            (Weight::For, "For"),
            (Weight::Against, "Against"),
            (Weight::Neither, "Not weighed"),
        ],
        None => [
            (Weight::For, ""),
            (Weight::Against, ""),
            (Weight::Neither, "Pinned"),
        ],
    };
    let weight = |pinned: &Pinned| hypothesis.map_or(Weight::Neither, |h| h.weight(pinned.id));
    let group = titles.map(|(wanted, title)| {
        let fits = board.pins.iter().filter(|pinned| weight(pinned) == wanted);
        let mut pins: Vec<&Pinned> = fits.collect();
        pins.sort_by_key(|pinned| (pinned.pin.t_ms, pinned.id));
        Group {
            weight: wanted,
            title,
            pins,
        }
    });
    group.into_iter().filter(|g| !g.pins.is_empty()).collect()
}

/// Hypotheses in the order of the page: confirmed, open, dropped; each in the order in
/// which they came.
#[must_use]
pub fn ordered(board: &Board) -> Vec<&Hypothesis> {
    let mut all: Vec<&Hypothesis> = board.hypotheses.iter().collect();
    all.sort_by_key(|hypothesis| match hypothesis.verdict {
        Verdict::Confirmed => 0,
        Verdict::Open => 1,
        Verdict::Dropped => 2,
    });
    all
}

/// How a board stands, in a sentence.
#[must_use]
pub fn summary(board: &Board) -> String {
    let count = |verdict| {
        let all = board.hypotheses.iter();
        all.filter(|h| h.verdict == verdict).count()
    };
    let pins = match board.pins.len() {
        0 => "nothing pinned".to_string(),
        1 => "1 pin".to_string(),
        pins => format!("{pins} pins"),
    };
    let parts = [
        (count(Verdict::Confirmed), "confirmed"),
        (count(Verdict::Open), "open"),
        (count(Verdict::Dropped), "dropped"),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let mut words: Vec<String> = parts
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    words.push(pins);
    words.join(", ")
}

/// When a pin's thing was, e.g. `14:02:10` or `14:02 to 14:07`.
#[must_use]
pub fn when(pin: &Pin, clock: Clock) -> String {
    match pin.range_ms {
        Some((from, to)) if from < to => {
            format!("{} to {}", clock.minute(from), clock.minute(to))
        }
        _ => clock.second(pin.t_ms),
    }
}

/// The look that an evidence name stands for.
#[must_use]
pub fn look_of(evidence: &str) -> Option<Look> {
    let Some((kind, rest)) = evidence.split_once(':') else {
        return (evidence == "activity").then_some(Look::Activity);
    };
    let name = rest.to_string();
    match kind {
        "chart" => Some(Look::Chart(name)),
        "log" => {
            let (source, code) = rest.split_once(':')?;
            Some(Look::Log(source.into(), code.into()))
        }
        "file" => Some(Look::File(name)),
        "diff" => Some(Look::Diff(name)),
        "setting" => Some(Look::Setting(name)),
        "change" => Some(Look::Change(name)),
        "alert" => Some(Look::Alert(name)),
        _ => None,
    }
}

fn kind_of(look: &Look) -> Option<PinKind> {
    match look {
        Look::Chart(_) => Some(PinKind::Chart),
        Look::Log(..) => Some(PinKind::Log),
        Look::File(_) => Some(PinKind::File),
        Look::Diff(_) => Some(PinKind::Diff),
        Look::Setting(_) => Some(PinKind::Setting),
        Look::Activity => Some(PinKind::Query),
        Look::Change(_) => Some(PinKind::Change),
        Look::Alert(_) => Some(PinKind::Alert),
        Look::Runbook(_) | Look::Command(_) => None,
    }
}

/// A pin of something that was looked at, by what it is called.
#[must_use]
pub fn pin_of(looked: &LookedView) -> Option<Pin> {
    let look = look_of(&looked.evidence)?;
    let kind = kind_of(&look)?;
    Some(Pin::new(kind, &looked.label, looked.t_ms, "").counting_as(look))
}

/// What was looked at, in two parts: what hangs on the board, and the rest.
#[must_use]
pub fn offers<'a>(
    looked: &'a [LookedView],
    board: &Board,
) -> (Vec<&'a LookedView>, Vec<&'a LookedView>) {
    let pinned: Vec<String> = board.pins.iter().filter_map(|p| p.pin.evidence()).collect();
    looked
        .iter()
        .partition(|looked| pinned.contains(&looked.evidence))
}

#[cfg(test)]
mod tests;

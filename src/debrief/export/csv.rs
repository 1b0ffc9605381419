//! A debrief as tables for a spreadsheet.

use crate::csv::{Cell, Csv};
use crate::debrief::document::Debrief;
use crate::debrief::notes::point_ids;
use crate::debrief::words::utc_time;

/// The timeline: time, kind and text of each row, the notes on its points, and the original
/// team's account.
#[must_use]
pub fn timeline_csv(debrief: &Debrief) -> String {
    let own = debrief.timeline.iter();
    let own = own.map(|row| (row.t_ms, "own", row.kind.names()[1], row.text.as_str()));
    let account = debrief.account.iter();
    let account = account.map(|(t_ms, text)| (*t_ms, "original", "Account", text.as_str()));
    let points = &debrief.review.points;
    let notes = point_ids(points)
        .into_iter()
        .zip(points)
        .filter_map(|(id, point)| {
            let note = debrief.notes.as_ref()?.points.get(&id)?;
            Some((point.t_ms, "own", "Note", note.as_str()))
        });
    let mut rows: Vec<(i64, &str, &str, &str)> = own.chain(account).chain(notes).collect();
    rows.sort_by_key(|row| row.0);
    let mut csv = Csv::new(["at_ms", "utc", "run", "kind", "text"]);
    for (t_ms, run, kind, text) in rows {
        let utc = utc_time(debrief.minute_zero_unix_s, t_ms);
        let (utc, run) = (Cell::word(&utc), Cell::word(run));
        csv.row([t_ms.into(), utc, run, Cell::text(kind), Cell::text(text)]);
    }
    csv.into_text()
}

/// Affected visits so far by minute, of the run and its two references.
#[must_use]
pub fn harm_csv(debrief: &Debrief) -> String {
    let curves = &debrief.harm_curves;
    let all = [&curves.own, &curves.nobody, &curves.best];
    let minutes = all.iter().map(|curve| curve.len()).max().unwrap_or(0);
    let mut csv = Csv::new(["minute", "own", "nobody", "best"]);
    for minute in 0..minutes {
        let [own, nobody, best] = all.map(|curve| Cell::from(curve.get(minute).copied()));
        csv.row([minute.into(), own, nobody, best]);
    }
    csv.into_text()
}

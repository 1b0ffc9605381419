//! Tables for a spreadsheet (RFC 4180). A text that a spreadsheet would take for a formula
//! gets an apostrophe in front, as its owners advise.

use crate::debrief::document::Debrief;
use crate::debrief::notes::point_ids;
use crate::debrief::words::{kind_name, utc_time};
use crate::drill::words::turns;
use std::fmt::Write;

/// The timeline: time, kind and text of each row, the notes on its points, and the original
/// team's account.
#[must_use]
pub fn timeline_csv(debrief: &Debrief) -> String {
    let mut out = String::from("at_ms,utc,run,kind,text\r\n");
    let mut rows: Vec<(i64, &str, &str, &str)> = debrief
        .timeline
        .iter()
        .map(|row| (row.t_ms, "own", kind_name(&row.kind), row.text.as_str()))
        .collect();
    let account = debrief.account.iter();
    rows.extend(account.map(|(t_ms, text)| (*t_ms, "original", "Account", text.as_str())));
    let points = &debrief.review.points;
    let notes = point_ids(points).into_iter().zip(points);
    rows.extend(notes.filter_map(|(id, point)| {
        let note = debrief.notes.as_ref()?.points.get(&id)?;
        Some((point.t_ms, "own", "Note", note.as_str()))
    }));
    rows.sort_by_key(|row| row.0);
    for (t_ms, run, kind, text) in rows {
        let utc = utc_time(debrief.minute_zero_unix_s, t_ms);
        let (kind, text) = (field(kind), field(text));
        let _ = write!(out, "{t_ms},{utc},{run},{kind},{text}\r\n");
    }
    out
}

/// Affected visits so far by minute, of the run and its two references.
#[must_use]
pub fn harm_csv(debrief: &Debrief) -> String {
    let mut out = String::from("minute,own,nobody,best\r\n");
    let curves = &debrief.harm_curves;
    let all = [&curves.own, &curves.nobody, &curves.best];
    let minutes = all.iter().map(|curve| curve.len()).max().unwrap_or(0);
    for minute in 0..minutes {
        let _ = write!(out, "{minute}");
        for curve in all {
            match curve.get(minute) {
                Some(affected) => {
                    let _ = write!(out, ",{affected}");
                }
                None => out.push(','),
            }
        }
        out.push_str("\r\n");
    }
    out
}

/// A text as a field: quoted, quotes doubled, on one line, never a formula.
#[must_use]
pub fn field(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| if c.is_control() || turns(c) { ' ' } else { c })
        .collect();
    // Some spreadsheets take the full-width signs for the narrow ones.
    let formula = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let mark = if plain.trim_start().starts_with(formula) {
        "'"
    } else {
        ""
    };
    format!("\"{mark}{}\"", plain.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn no_field_is_a_formula_or_reads_as_another() {
        for sign in ["=", "+", "-", "@", "＝", "＋", "－", "＠", "  ="] {
            assert_eq!(field(&format!("{sign}1")), format!("\"'{sign}1\""));
        }
        assert_eq!(field("a\u{202e}b\"c\n"), "\"a b\"\"c \"");
        assert_eq!(field("1 + 1"), "\"1 + 1\"");
    }
}

//! The list of runs as a table for a spreadsheet.

use crate::app::saved::ResultLine;
use crate::csv::{Cell, Csv};
use crate::incident::utc;

/// The columns.
const HEAD: &str = "finished_utc,incident,mode,seed,engine,points,affected,nobody_affected,\
                    acknowledge_s,diagnose_s,mitigate_s,resolve_s,verified,digest,verdict";

/// The lines as CSV (RFC 4180), in their order. What there is none of is an empty field.
#[must_use]
pub fn to_csv(lines: &[ResultLine]) -> String {
    let mut csv = Csv::new(HEAD.split(','));
    for line in lines {
        let times = &line.times_s;
        let verified = match &line.checked {
            None => "",
            Some(checked) if checked.difference.is_none() => "ok",
            Some(_) => "differs",
        };
        csv.row([
            Cell::word(&utc::format_utc(line.finished_unix_s)),
            Cell::text(&line.incident),
            Cell::word(line.mode.word()),
            line.seed.into(),
            Cell::text(&line.engine),
            line.total.into(),
            line.affected.into(),
            line.nobody_affected.into(),
            times.acknowledge.into(),
            times.diagnose.into(),
            times.mitigate.into(),
            times.resolve.into(),
            Cell::word(verified),
            Cell::text(&line.digest),
            Cell::text(&line.verdict),
        ]);
    }
    csv.into_text()
}

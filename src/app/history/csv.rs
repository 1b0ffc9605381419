//! The list of runs as a table for a spreadsheet.

use crate::app::saved::ResultLine;
use crate::debrief::export::csv_field;
use crate::incident::utc;

/// The columns.
const HEAD: &str = "finished_utc,incident,mode,seed,engine,points,affected,nobody_affected,\
                    acknowledge_s,diagnose_s,mitigate_s,resolve_s,verified,digest,verdict";

/// The lines as CSV (RFC 4180), in their order. What there is none of is an empty field.
#[must_use]
pub fn to_csv(lines: &[ResultLine]) -> String {
    let mut text = format!("{HEAD}\r\n");
    for line in lines {
        let times = &line.times_s;
        let number = |value: Option<f64>| value.map_or(String::new(), |v| v.to_string());
        let verified = match &line.checked {
            None => "",
            Some(checked) if checked.difference.is_none() => "ok",
            Some(_) => "differs",
        };
        let fields = [
            utc::format_utc(line.finished_unix_s),
            csv_field(&line.incident),
            line.mode.word().to_string(),
            line.seed.to_string(),
            csv_field(&line.engine),
            number(line.total),
            line.affected.to_string(),
            line.nobody_affected.to_string(),
            number(times.acknowledge),
            number(times.diagnose),
            number(times.mitigate),
            number(times.resolve),
            verified.to_string(),
            csv_field(&line.digest),
            csv_field(&line.verdict),
        ];
        text += &fields.join(",");
        text += "\r\n";
    }
    text
}

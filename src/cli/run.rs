//! `firedrill run`.

use crate::csv::{Cell, Csv};
use crate::debrief::build::build;
use crate::debrief::document::Debrief;
use crate::debrief::export;
use crate::debrief::harm::HarmLine;
use crate::debrief::judge::{Depth, Judge};
use crate::debrief::markdown::to_markdown;
use crate::debrief::numbers::t_plus;
use crate::debrief::postmortem::{self, Form};
use crate::debrief::result::{Played, ResultFile};
use crate::drill::mode::Mode;
use crate::drill::{Session, journal, responders};
use crate::incident::apply_measures;
use crate::incident::document::Incident;
use crate::incident::utc::parse_utc;
use crate::sim::ledger::Failure;
use crate::sim::time::to_seconds;
use clap::Args;
use serde_json::{Map, Value, json};
use std::sync::Arc;
use std::time::Instant;

/// Arguments of `firedrill run`.
#[derive(Args)]
pub(super) struct RunArguments {
    /// Id of a shipped incident, or the path of an incident file.
    incident: String,
    /// Seed of the world.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A journal: what the player did.
    #[arg(long, conflicts_with = "responder")]
    journal: Option<String>,
    /// A scripted player of the incident.
    #[arg(long)]
    responder: Option<String>,
    /// Corrective measures of the incident to switch on, by id.
    #[arg(long, value_delimiter = ',')]
    measures: Vec<String>,
    /// Stop at this time of the incident's clock: HH:MM, HH:MM:SS or T+seconds.
    #[arg(long)]
    until: Option<String>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    /// Write all samples of all metrics to this CSV file.
    #[arg(long)]
    metrics: Option<String>,
    /// Write the result to this file; `firedrill verify` checks it.
    #[arg(long)]
    result: Option<String>,
    /// Write the debrief to this file: `.md`, `.html`, `.json` or `.csv` (its timeline).
    #[arg(long)]
    report: Option<String>,
    /// Write the draft of a post-mortem to this Markdown file.
    #[arg(long)]
    postmortem: Option<String>,
    /// The draft's form: `plain` or `pagerduty`.
    #[arg(long, default_value = "plain")]
    postmortem_form: String,
}

/// Run an incident and print what came of it.
pub(super) fn run(arguments: &RunArguments) -> Result<(), String> {
    let plain = super::incident(&arguments.incident)?;
    let incident = Arc::new(apply_measures(&plain, &arguments.measures)?);
    let end_ms = (incident.clock.end_s * 1000.0) as i64;
    let until_ms = match &arguments.until {
        Some(text) => until(text, &incident)?.min(end_ms),
        None => end_ms,
    };
    let started = Instant::now();
    let mut session = Session::new(incident.clone(), arguments.seed);
    players(arguments, &mut session)?;
    while !session.advance_some(until_ms, 1_000_000) {}
    let wall = started.elapsed().as_secs_f64();
    if let Some((entry, why)) = session.rejected().first() {
        return Err(format!("journal entry at {} ms: {why}", entry.at_ms));
    }
    if let Some(path) = &arguments.metrics {
        std::fs::write(path, metrics(&session)).map_err(|e| format!("{path}: {e}"))?;
    }
    // A score needs the whole incident and players to compare with: a run cut short has
    // none, nor has a world without players.
    let scored = until_ms == end_ms && !incident.responders.is_empty();
    if arguments.result.is_some() && !scored {
        return Err(
            "--result: only a run to the end, of an incident with responders, has one".into(),
        );
    }
    let played = Played {
        mode: Mode::Drill,
        incident: &plain,
        measures: &arguments.measures,
    };
    let result = arguments.result.as_deref();
    let debrief = match scored {
        true => Some(debrief(&incident, &session, result, &played)?),
        false => None,
    };
    write_files(arguments, &incident, debrief.as_ref())?;
    let report = report(&session, debrief.as_ref(), wall);
    super::print(&if arguments.json {
        format!("{report:#}\n")
    } else {
        words(&report)
    });
    Ok(())
}

/// Writes what the arguments ask for about a finished run.
fn write_files(
    arguments: &RunArguments,
    incident: &Incident,
    debrief: Option<&Debrief>,
) -> Result<(), String> {
    let (report, draft) = (&arguments.report, &arguments.postmortem);
    if report.is_none() && draft.is_none() {
        return Ok(());
    }
    let wanted = "a report needs a whole run: leave out --until, and name players in the file";
    let debrief = debrief.ok_or(wanted)?;
    let write =
        |path: &str, text: String| std::fs::write(path, text).map_err(|e| format!("{path}: {e}"));
    if let Some(path) = report {
        let text = match std::path::Path::new(path)
            .extension()
            .and_then(|e| e.to_str())
        {
            Some("md") => to_markdown(debrief),
            Some("html") => export::to_html(debrief),
            Some("csv") => export::timeline_csv(debrief),
            Some("json") => {
                let value = serde_json::to_value(debrief).map_err(|e| e.to_string())?;
                format!("{value:#}\n")
            }
            _ => return Err(format!("--report {path}: give .md, .html, .json or .csv")),
        };
        write(path, text)?;
    }
    if let Some(path) = draft {
        let name = &arguments.postmortem_form;
        let form = Form::ALL.into_iter().find(|form| form.name() == name);
        let form =
            form.ok_or_else(|| format!("--postmortem-form {name}: give plain or pagerduty"))?;
        write(path, postmortem::draft(debrief, incident, form))?;
    }
    Ok(())
}

/// Who plays: a journal, a scripted player, or nobody.
fn players(arguments: &RunArguments, session: &mut Session) -> Result<(), String> {
    match (&arguments.journal, &arguments.responder) {
        (Some(path), _) => {
            let text = super::read(path)?;
            let journal = journal::parse(&text).map_err(|e| format!("{path}: {e}"))?;
            if journal.incident != session.incident().id {
                let other = &journal.incident;
                return Err(format!("{path}: $.incident: the journal is of {other:?}"));
            }
            if journal.seed != arguments.seed {
                let seed = journal.seed;
                return Err(format!(
                    "{path}: $.seed: the journal is of seed {seed}; give --seed"
                ));
            }
            session.queue(journal.entries);
            Ok(())
        }
        (None, Some(id)) => responders::play(session, id),
        (None, None) => Ok(()),
    }
}

/// Milliseconds from minute zero of a time on the incident's clock.
fn until(text: &str, incident: &Incident) -> Result<i64, String> {
    let wrong = || format!("--until {text:?}: give HH:MM, HH:MM:SS or T+seconds");
    if let Some(seconds) = text.strip_prefix("T+") {
        return seconds
            .parse::<u32>()
            .map(|s| i64::from(s) * 1000)
            .map_err(|_| wrong());
    }
    let parts: Vec<i64> = text
        .split(':')
        .map(|p| p.parse::<u32>().map(i64::from).map_err(|_| wrong()))
        .collect::<Result<_, _>>()?;
    let (hours, minutes, seconds) = match parts[..] {
        [h, m] => (h, m, 0),
        [h, m, s] => (h, m, s),
        _ => return Err(wrong()),
    };
    if hours > 23 || minutes > 59 || seconds > 59 {
        return Err(wrong());
    }
    let zero = parse_utc(&incident.clock.minute_zero)? % 86_400;
    Ok((hours * 3600 + minutes * 60 + seconds - zero) * 1000)
}

/// The debrief of a session; the result goes to a file if one is named.
fn debrief(
    incident: &Arc<Incident>,
    session: &Session,
    result: Option<&str>,
    played: &Played<'_>,
) -> Result<Debrief, String> {
    let journal = session.journal();
    let mut judge = Judge::new(incident, journal.seed, Depth::Points)?;
    let judgement = super::judge::finish(&mut judge, &journal.entries)?;
    if let Some(path) = result {
        let text = ResultFile::of_played(&judgement, played).to_text();
        std::fs::write(path, text).map_err(|e| format!("{path}: {e}"))?;
    }
    Ok(build(&judgement, Mode::Drill))
}

/// The object that `--json` prints.
fn report(session: &Session, debrief: Option<&Debrief>, wall_seconds: f64) -> Value {
    let world = session.world();
    let attempts = world.attempts();
    let mut failed: Map<String, Value> = Map::new();
    for (why, count) in Failure::ALL.iter().zip(attempts.failed) {
        failed.insert(why.name().to_string(), count.into());
    }
    // As in the debrief: who waits in vain when the run ends is affected, too.
    let lines = HarmLine::of(session, world.now());
    let sum = |of: fn(&HarmLine) -> u64| lines.iter().map(of).sum::<u64>();
    let classes = world.spec().classes.iter().zip(world.ledger()).zip(&lines);
    let by_class: Map<String, Value> = classes
        .map(|((class, ledger), line)| {
            let visits = ledger.between(session.span().0, world.now());
            let value = json!({
                "total": line.visits,
                "affected": line.affected,
                "stuck": line.stuck,
                "saw_503": visits.saw_503,
            });
            (class.name.clone(), value)
        })
        .collect();
    let score = debrief.map(|d| {
        let terms = d.terms.iter().map(|t| (t.id.clone(), json!(t.points)));
        let because = d.terms.iter().map(|t| (t.id.clone(), json!(t.because)));
        json!({
            "total": d.total,
            "terms": terms.collect::<Map<_, _>>(),
            "because": because.collect::<Map<_, _>>(),
        })
    });
    json!({
        "engine": env!("CARGO_PKG_VERSION"),
        "incident": session.incident().id,
        "seed": session.journal().seed,
        "digest": format!("{:016x}", world.digest()),
        "events": world.events(),
        "wall_seconds": wall_seconds,
        "until_s": session.now_ms() as f64 / 1000.0,
        "resolved": debrief.and_then(|debrief| {
            let at_s = debrief.times_s.resolve?;
            Some(json!({ "at_s": at_s, "digest": debrief.digest }))
        }),
        "requests": {
            "offered": attempts.offered,
            "served": attempts.served,
            "failed": failed,
            "in_flight": attempts.in_flight,
        },
        "visits": {
            "total": sum(|line| line.visits),
            "affected": sum(|line| line.affected),
            "stuck": sum(|line| line.stuck),
            "by_class": by_class,
        },
        "minutes": minutes(session),
        "score": score,
        "times_s": debrief.map(|d| json!(d.times_s)),
        "verdict": debrief.map(|d| d.verdict.clone()),
        "pages": session.pages().iter().map(|p| json!({
            "alert": p.alert,
            "sent_s": session.at_ms(p.sent) as f64 / 1000.0,
        })).collect::<Vec<_>>(),
        "alerts_fired_s": alerts_fired(session),
        "stations_from_s": 0,
        "stations": stations(session),
    })
}

/// For each minute from minute zero: share of visits affected, by class.
fn minutes(session: &Session) -> Value {
    let (zero, _) = session.span();
    let minute = crate::sim::time::MIN;
    let world = session.world();
    let count = world.now().saturating_sub(zero) / minute;
    let mut rows = Map::new();
    for (class, ledger) in world.spec().classes.iter().zip(world.ledger()) {
        let shares = (0..count).map(|m| {
            let visits = ledger.between(zero + m * minute, zero + (m + 1) * minute);
            match visits.total {
                0 => Value::Null,
                total => json!((visits.affected as f64 / total as f64 * 1e4).round() / 1e4),
            }
        });
        rows.insert(class.name.clone(), shares.collect());
    }
    Value::Object(rows)
}

/// First firing of each alert, seconds from minute zero.
fn alerts_fired(session: &Session) -> Value {
    let mut fired = Map::new();
    for entry in session.feed().since(0) {
        if let Some(crate::drill::action::Look::Alert(name)) = &entry.look
            && entry.title.ends_with("is firing")
            && !fired.contains_key(name)
        {
            fired.insert(name.clone(), json!(session.at_ms(entry.at) as f64 / 1000.0));
        }
    }
    Value::Object(fired)
}

fn stations(session: &Session) -> Value {
    let world = session.world();
    let now = world.now();
    let mut all = Map::new();
    for (name, servers, station) in world.stations() {
        let summary = station.summary(now);
        let utilization = match name.as_str() {
            "db" => world.cpu_utilization(),
            _ if servers > 0.0 => Some(summary.mean_in_service / servers),
            _ => None,
        };
        let [p50, p95, p99] = summary.response_s;
        let value = json!({
            "arrivals": station.arrivals,
            "served": station.served,
            "refused": station.refused,
            "timed_out": station.timed_out,
            "aborted": station.aborted,
            "present": station.present,
            "present_at_start": station.present_at_start,
            "mean_wait_s": summary.mean_wait_s,
            "mean_response_s": summary.mean_response_s,
            "mean_in_system": summary.mean_in_system,
            "utilization": utilization,
            "response_s": { "p50": p50, "p95": p95, "p99": p99 },
        });
        all.insert(name, value);
    }
    Value::Object(all)
}

/// All samples as CSV: seconds from minute zero, then one column a metric.
fn metrics(session: &Session) -> String {
    let telemetry = session.world().telemetry();
    let mut csv = Csv::new(std::iter::once("at_s").chain(telemetry.columns()));
    let zero = to_seconds(session.span().0);
    for row in telemetry.rows() {
        let values = row.values.iter().map(|value| Cell::from(*value));
        csv.row(
            [Cell::from(to_seconds(row.at) - zero)]
                .into_iter()
                .chain(values),
        );
    }
    csv.into_text()
}

/// The report in words.
fn words(report: &Value) -> String {
    let text = |path: &str| {
        report.pointer(path).map_or(String::new(), |v| match v {
            Value::String(s) => s.clone(),
            Value::Null => "-".to_string(),
            other => other.to_string(),
        })
    };
    let mut out = format!(
        "{}, seed {}, digest {}\n{} events in {:.1} s\n",
        text("/incident"),
        text("/seed"),
        text("/digest"),
        text("/events"),
        report["wall_seconds"].as_f64().unwrap_or(0.0)
    );
    if !report["resolved"].is_null() {
        let at_s = report["resolved"]["at_s"].as_f64().unwrap_or(0.0);
        let at = t_plus((at_s * 1000.0) as i64);
        out += &format!(
            "digest when it was declared resolved, {at}: {}\n",
            text("/resolved/digest")
        );
    }
    out += &format!(
        "visits from minute zero: {} affected of {}\n",
        text("/visits/affected"),
        text("/visits/total")
    );
    if !report["score"].is_null() {
        out += &format!("{}\n", text("/verdict"));
        out += &format!(
            "score {:.1} of 100:",
            report["score"]["total"].as_f64().unwrap_or(0.0)
        );
        for term in [
            "harm",
            "diagnosis",
            "conduct",
            "actions",
            "recovery",
            "hints",
        ] {
            let path = format!("/score/terms/{term}");
            if report.pointer(&path).is_some() {
                out += &format!(" {term} {}", text(&path));
            }
        }
        out += "\nseconds from minute zero:";
        for phase in ["acknowledge", "diagnose", "mitigate", "resolve"] {
            out += &format!(" {phase} {}", text(&format!("/times_s/{phase}")));
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::debrief::harm::HarmAccount;
    use crate::incident::library;

    #[test]
    fn visits_are_counted_as_in_the_debrief() {
        let incident = library::load("2025-03-15-database-outage").expect("it is shipped");
        let end_ms = (incident.clock.end_s * 1000.0) as i64;
        let mut session = Session::new(Arc::new(incident), 1);
        responders::play(&mut session, "by-the-runbook").expect("a responder");
        while !session.advance_some(end_ms, 1_000_000) {}
        let sum = HarmAccount::of(&session).sum;
        assert!(sum.stuck > 0, "some wait in vain at the end");
        let told = report(&session, None, 0.0)["visits"].clone();
        assert_eq!(told["total"], sum.visits);
        assert_eq!(told["affected"], sum.affected);
        assert_eq!(told["stuck"], sum.stuck);
    }
}

//! The report: Markdown made of what was measured, simulated and said.

use std::fmt::Write;

use crate::calibrate::Fit;
use crate::machine::Machine;
use crate::measure::{Plan, Row};
use crate::pgbench::{Mix, Sample};
use crate::texts::{Compared, Said};

/// How far a predicted throughput may be off; DESIGN §8.
pub const TPS_REACH: f64 = 0.10;
/// How far a predicted p95 may be off; DESIGN §8.
pub const P95_REACH: f64 = 0.20;

/// One mix: measured, and simulated row by row.
#[derive(Clone, Debug)]
pub struct Part {
    /// What was asked.
    pub mix: Mix,
    /// Medians, by client count.
    pub measured: Vec<Row>,
    /// The engine's, in the same order.
    pub predicted: Vec<Sample>,
    /// What the engine was given.
    pub fit: Fit,
    /// The two client counts that it was made from.
    pub calibrated: (u32, u32),
}

/// Relative error of a prediction.
#[must_use]
pub fn error(predicted: f64, measured: f64) -> f64 {
    predicted / measured - 1.0
}

/// The whole report.
#[must_use]
pub fn write(machine: &Machine, plan: &Plan, parts: &[Part], scenes: &[Compared]) -> String {
    let mut text = head(machine, plan, parts);
    for part in parts {
        text += &table(part, plan);
    }
    text += LEARNED;
    text += &words(scenes);
    text
}

fn head(machine: &Machine, plan: &Plan, parts: &[Part]) -> String {
    let (few, many) = plan.calibrated;
    let (tps, p95, rows) = reached(parts, plan);
    format!(
        "# A real PostgreSQL beside the simulated one\n\n\
         Written by `cargo xtask fidelity`; run it to get these figures for another machine. \
         It starts a PostgreSQL of its own on loopback, measures it with pgbench, gives the \
         engine what two client counts showed, and lets it predict the others. Then it leads \
         server and pooled client through a bad day and compares what they say. It takes \
         about {} minutes, opens at most {} connections and stops what it started.\n\n\
         | | |\n|---|---|\n| machine | {}, {} GiB, {} |\n| server | {} |\n| day | {} |\n\
         | runs | {} rounds of {} s at each count; medians |\n\
         | calibrated at | {few} and {many} clients |\n\n\
         **Predicted within reach** (throughput {:.0} %, p95 {:.0} %): {tps} of {rows} \
         throughputs and {p95} of {rows} p95, at client counts that were not used to \
         calibrate.\n\n![Measured beside simulated](fidelity.svg)\n\n",
        plan.takes().as_secs().div_ceil(60) + 1,
        plan.clients.last().copied().unwrap_or(0) + 2,
        machine.cpu,
        machine.memory_gib,
        machine.kernel,
        machine.postgres,
        machine.date,
        plan.rounds,
        plan.seconds,
        100.0 * TPS_REACH,
        100.0 * P95_REACH,
    )
}

/// Predictions within reach, of throughput and of p95, and how many there are.
fn reached(parts: &[Part], plan: &Plan) -> (usize, usize, usize) {
    let rows = parts
        .iter()
        .flat_map(|p| p.measured.iter().zip(&p.predicted));
    let rows: Vec<_> = rows
        .filter(|(row, _)| !is_calibrated(plan, row.clients))
        .collect();
    let within = |value: fn(&Sample) -> f64, reach: f64| {
        let close = |(row, sample): &&(&Row, &Sample)| {
            error(value(sample), value(&row.sample)).abs() <= reach
        };
        rows.iter().filter(close).count()
    };
    (
        within(|s| s.tps, TPS_REACH),
        within(|s| s.p95_ms, P95_REACH),
        rows.len(),
    )
}

fn is_calibrated(plan: &Plan, clients: u32) -> bool {
    clients == plan.calibrated.0 || clients == plan.calibrated.1
}

fn table(part: &Part, plan: &Plan) -> String {
    let mut text = format!(
        "## {}\n\nThe engine's numbers: {}.\n\n\
         | clients | measured /s | spread | simulated /s | error | measured p95 ms | spread \
         | simulated p95 ms | error | |\n|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|\n",
        part.mix.title(),
        part.fit
    );
    for (row, sample) in part.measured.iter().zip(&part.predicted) {
        let tps = error(sample.tps, row.sample.tps);
        let p95 = error(sample.p95_ms, row.sample.p95_ms);
        let verdict = match (tps.abs() <= TPS_REACH, p95.abs() <= P95_REACH) {
            _ if is_calibrated(plan, row.clients) => "calibrated",
            (true, true) => "reached",
            (false, true) => "throughput missed",
            (true, false) => "p95 missed",
            (false, false) => "missed",
        };
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "| {} | {:.0} | {:.0} % | {:.0} | {:+.1} % | {:.3} | {:.0} % | {:.3} | {:+.1} % \
             | {verdict} |",
            row.clients,
            row.sample.tps,
            100.0 * row.tps_spread,
            sample.tps,
            100.0 * tps,
            row.sample.p95_ms,
            100.0 * row.p95_spread,
            sample.p95_ms,
            100.0 * p95
        );
    }
    text.push('\n');
    text
}

const LEARNED: &str = "\
*Spread* is (fastest round − slowest round) / median. pgbench runs on the same cores, one \
thread for each client, so the work of a transaction is the server's and the client's \
together, and with N clients there are always N transactions at the cores.

What was learned:

- **The contention law holds.** One number for the contention, with the plateau of the \
reference, gives the throughput from as many clients as cores to 32 times as many.
- **Latencies spread with the queue.** Plain processor sharing lets equal jobs take equally \
long, so that p95/mean would be that of the work at every count. The real one grows with \
the number of backends that wait for a core: the scheduler gives whole slices, by luck. The \
engine got `unfairness` for that (`src/sim/unfairness.rs`). Its two numbers come from the \
two calibrated counts; the form of the law was chosen after earlier measurements on such a \
machine, all counts seen, and so is a description, not a theory.
- **One and two clients are another matter** where a transaction takes tens of µs. A core that \
is idle and halted takes about as long to wake (one client was seen at 8,000 and at 30,000 \
transactions/s, with what else runs on the machine). So a process of the scheduler's idle class \
spins on each core while pgbench runs (`tests/fidelity/src/awake.rs`): it runs when nobody else \
wants to. Whether a client and its backend share a core or call each other across two is still \
decided by the scheduler; see the spread between the rounds. The engine's cores are not told \
apart.
- **Measure in a control group.** Linux's automatic groups make each backend (a session of \
its own) a group and all threads of pgbench another, and let any compiler in the background \
take as much as a backend: throughputs then vary by half. In a group with a weight of its own \
they repeat better beside running builds, which still take caches and memory: the spread tells. \
Where it is above some 30 % at most counts, run it again in a quiet hour (one such run, with a \
median spread of 38 %, had 6 of 10 throughputs and 8 of 10 p95 within reach).

";

fn words(scenes: &[Compared]) -> String {
    let played: Vec<&Compared> = scenes.iter().filter(|s| s.simulated.is_some()).collect();
    let same = played.iter().filter(|s| s.is_same()).count();
    let mut text = format!(
        "## What they say\n\n\
         Both sides live through the same scenes, in one story: `max_connections` is \
         overwritten, the server restarted under a HikariCP 2.7.9 (Debian's), and so on. Each \
         side's lines are compared in order, with severity and SQLSTATE; numbers are replaced \
         by `#`, repetitions left out, as are the client's lines below WARN and what later \
         versions of HikariCP say in addition (the counts after a timeout, the hint after a \
         failed validation). The real lines stand in `tests/cases/fidelity/`, where a native \
         test holds the engine against them without a PostgreSQL.\n\n\
         {same} of {} scenes that the engine plays are the same; {} of {} it does not play.\n\n",
        played.len(),
        scenes.len() - played.len(),
        scenes.len()
    );
    for scene in scenes {
        let _ = write!(text, "### {}\n\n", scene.title);
        match &scene.simulated {
            None => {
                text += "Not played by the engine. The real ones said:\n\n";
                text += &fenced(&marked(&scene.real, &scene.real));
            }
            Some(_) if scene.is_same() => {
                text += "The same:\n\n";
                text += &fenced(&marked(&scene.real, &scene.real));
            }
            Some(said) => {
                let why = scene.differs.unwrap_or("not known yet");
                let _ = write!(
                    text,
                    "Not the same ({why}). `-` only the real ones, `+` only the simulated \
                     ones:\n\n"
                );
                text += &fenced(&marked(&scene.real, said));
            }
        }
    }
    text
}

fn fenced(text: &str) -> String {
    format!("```diff\n{text}```\n\n")
}

/// Both sides in one list.
fn marked(real: &Said, simulated: &Said) -> String {
    let mut text = String::new();
    for (who, real, simulated) in [
        ("server", &real.server, &simulated.server),
        ("client", &real.client, &simulated.client),
    ] {
        for (mark, line) in difference(real, simulated) {
            let _ = writeln!(text, "{mark} {who}| {line}");
        }
    }
    text
}

/// The shortest list of common lines, those of `a` alone (`-`) and of `b` alone (`+`), by
/// the longest common subsequence.
fn difference<'a>(a: &'a [String], b: &'a [String]) -> Vec<(char, &'a str)> {
    let mut longest = vec![vec![0usize; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i][j] = match a[i] == b[j] {
                true => longest[i + 1][j + 1] + 1,
                false => longest[i + 1][j].max(longest[i][j + 1]),
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut lines = Vec::new();
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            lines.push((' ', a[i].as_str()));
            (i, j) = (i + 1, j + 1);
        } else if j == b.len() || (i < a.len() && longest[i + 1][j] >= longest[i][j + 1]) {
            lines.push(('-', a[i].as_str()));
            i += 1;
        } else {
            lines.push(('+', b[j].as_str()));
            j += 1;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn a_difference_keeps_the_order() {
        let (a, b) = (lines("a b c d"), lines("a x c e d"));
        let marks: String = difference(&a, &b)
            .iter()
            .map(|(mark, line)| format!("{mark}{line}"))
            .collect();
        assert_eq!(marks, " a-b+x c+e d");
        assert!(difference(&a, &a).iter().all(|(mark, _)| *mark == ' '));
    }

    #[test]
    fn counts_only_predictions() {
        let plan = Plan {
            cores: 2,
            clients: vec![2, 4, 32],
            calibrated: (4, 32),
            rounds: 1,
            seconds: 1,
        };
        let row = |clients| Row {
            clients,
            sample: Sample {
                tps: 100.0,
                mean_ms: 1.0,
                p95_ms: 2.0,
            },
            tps_spread: 0.0,
            p95_spread: 0.0,
        };
        let part = Part {
            mix: Mix::Select,
            measured: [2, 4, 32].map(row).to_vec(),
            predicted: vec![
                Sample {
                    tps: 109.0,
                    mean_ms: 1.0,
                    p95_ms: 2.5,
                };
                3
            ],
            fit: Fit {
                demand_ns: 1e4,
                contention: 0.0,
                plateau: 0.65,
                cv2: 0.0,
                unfairness: 0.0,
            },
            calibrated: (4, 32),
        };
        assert_eq!(reached(std::slice::from_ref(&part), &plan), (1, 0, 1));
        let text = table(&part, &plan);
        assert!(
            text.contains("| +9.0 % | 2.000 | 0 % | 2.500 | +25.0 % | p95 missed |"),
            "{text}"
        );
    }
}

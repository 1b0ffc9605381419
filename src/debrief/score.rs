//! The score: five terms, each with its formula and the numbers behind it.

use super::document::{Term, Times};
use super::reference::Harm;
use crate::drill::Session;
use crate::drill::words::{number, percent};
use crate::sim::time::{MIN, Nanos, SEC, from_seconds, to_seconds};

/// Points of the terms.
pub const WEIGHTS: [(&str, f64); 5] = [
    ("harm", 40.0),
    ("diagnosis", 25.0),
    ("conduct", 15.0),
    ("actions", 10.0),
    ("recovery", 10.0),
];

/// What a score is reckoned from: the player's own session as it stood when it was
/// over, and what three runs of the same world cost.
pub struct Reckoning<'a> {
    /// The player's session, not beyond its end.
    pub session: &'a Session,
    /// The objective was met from then to the end of the incident, without a break.
    pub mitigated: Option<Nanos>,
    /// The player's run, to the end of the incident.
    pub own: &'a Harm,
    /// Nobody acts.
    pub nobody: &'a Harm,
    /// The best known responder acts.
    pub best: &'a Harm,
}

impl Reckoning<'_> {
    /// All terms in the order of [`WEIGHTS`].
    #[must_use]
    pub fn terms(&self) -> Vec<Term> {
        let avoided = self.avoided();
        vec![
            self.harm(avoided),
            self.diagnosis(),
            self.conduct(),
            self.actions(avoided),
            self.recovery(),
        ]
    }

    fn seconds(&self, at: Nanos) -> f64 {
        self.session.at_ms(at) as f64 / 1000.0
    }

    /// Phase times.
    #[must_use]
    pub fn times(&self) -> Times {
        let acknowledged = self
            .session
            .pages()
            .iter()
            .filter_map(|p| p.acknowledged)
            .min();
        let right = self
            .session
            .stated()
            .iter()
            .find(|s| s.right.0 && s.right.1);
        Times {
            acknowledge: acknowledged.map(|at| self.seconds(at)),
            diagnose: right.map(|s| self.seconds(s.at)),
            mitigate: self.mitigated.map(|at| self.seconds(at)),
            resolve: self.session.resolved().map(|at| self.seconds(at)),
        }
    }

    /// Share of the avoidable harm that was avoided, 0..=1.
    fn avoided(&self) -> f64 {
        let (nobody, best) = (self.nobody.total() as f64, self.best.total() as f64);
        if nobody <= best {
            return 0.0;
        }
        ((nobody - self.own.total() as f64) / (nobody - best)).clamp(0.0, 1.0)
    }

    fn harm(&self, avoided: f64) -> Term {
        let count = |harm: &Harm| number(harm.total() as f64);
        term(
            "harm",
            "Harm avoided",
            avoided,
            "40 x (affected if nobody acts - affected) / (affected if nobody acts - affected \
             with the best responder), cut to 0..1; affected: visits with a failed or too late \
             answer, from minute zero to the end",
            vec![
                format!("affected in your run: {}", count(self.own)),
                format!("affected if nobody acts: {}", count(self.nobody)),
                format!("affected with the best responder: {}", count(self.best)),
                format!("avoided: {} of what could be avoided", percent(avoided)),
            ],
        )
    }

    /// Component 8, cause 10, evidence 7; after the recovery half; 4 off for each wrong one.
    fn diagnosis(&self) -> Term {
        let book = &self.session.incident().diagnosis;
        let mut because = Vec::new();
        let mut best: f64 = 0.0;
        let mut wrong = 0;
        for stated in self.session.stated() {
            let (component, cause) = stated.right;
            if !component && !cause {
                wrong += 1;
                because.push(format!("{}: wrong", self.clock(stated.at)));
                continue;
            }
            let cited = &stated.diagnosis.evidence;
            let telling = cited
                .iter()
                .filter(|e| book.telling_evidence.contains(e))
                .count();
            let stray = cited.len() - telling;
            let wanted = book.evidence_wanted.max(1) as usize;
            let share = telling.saturating_sub(stray).min(wanted) as f64 / wanted as f64;
            let mut points = f64::from(u8::from(component)) * 8.0
                + f64::from(u8::from(cause)) * 10.0
                + 7.0 * share;
            let late = self.mitigated.is_some_and(|at| stated.at >= at);
            if late {
                points /= 2.0;
            }
            because.push(format!(
                "{}: component {}, cause {}, telling evidence {telling} of {wanted}{}{}",
                self.clock(stated.at),
                if component { "right" } else { "wrong" },
                if cause { "right" } else { "wrong" },
                if stray > 0 {
                    format!(", {stray} that tell nothing")
                } else {
                    String::new()
                },
                if late {
                    ", said after the recovery: half"
                } else {
                    ""
                },
            ));
            best = best.max(points - 4.0 * f64::from(wrong));
        }
        if because.is_empty() {
            because.push("no diagnosis was stated".into());
        }
        term(
            "diagnosis",
            "Diagnosis",
            best.max(0.0) / 25.0,
            "component 8, cause 10, evidence 7 (telling pieces less those that tell nothing, out \
             of the wanted number); half when said after the recovery; 4 off for each wrong \
             diagnosis before it",
            because,
        )
    }

    /// Acknowledge 4, first update 4, cadence 4, severity 3.
    fn conduct(&self) -> Term {
        let goal = &self.session.incident().objective;
        let mut points = 0.0;
        let mut because = Vec::new();
        // Full marks within the target, none from twice the target on.
        let within = |took: f64, target: f64| (2.0 - took / target.max(1.0)).clamp(0.0, 1.0);
        let first_page = self.session.pages().first();
        match first_page.and_then(|p| p.acknowledged.map(|at| to_seconds(at - p.sent))) {
            Some(took) => {
                points += 4.0 * within(took, goal.acknowledge_s);
                because.push(format!(
                    "acknowledged {} s after the page (target {} s)",
                    number(took),
                    number(goal.acknowledge_s)
                ));
            }
            None => because.push("the page was never acknowledged".into()),
        }
        let (zero, _) = self.session.span();
        let updates: Vec<Nanos> = self
            .session
            .updates()
            .iter()
            .copied()
            .filter(|at| *at >= zero)
            .collect();
        match updates.first() {
            Some(first) => {
                let took = self.seconds(*first);
                points += 4.0 * within(took, goal.first_update_s);
                because.push(format!(
                    "first status update at {} (target {} s)",
                    self.clock(*first),
                    number(goal.first_update_s)
                ));
                let until = self
                    .session
                    .resolved()
                    .unwrap_or(self.session.world().now());
                let ends = updates.iter().skip(1).copied().chain([until]);
                let gap = updates
                    .iter()
                    .zip(ends)
                    .map(|(a, b)| b.saturating_sub(*a))
                    .max();
                let gap = to_seconds(gap.unwrap_or(0));
                points += 4.0 * within(gap, goal.update_every_s);
                because.push(format!(
                    "longest time without an update {} min",
                    number(gap / 60.0)
                ));
            }
            None => because.push("no status update was posted".into()),
        }
        match self.session.severity() {
            Some((level, _)) => {
                let off = level.abs_diff(goal.severity);
                points += 3.0 * (1.0 - f64::from(off) / 2.0).max(0.0);
                because.push(format!(
                    "severity SEV-{level}, fitting is SEV-{}",
                    goal.severity
                ));
            }
            None => because.push("no severity was set".into()),
        }
        term(
            "conduct",
            "Conduct",
            points / 15.0,
            "acknowledged in time 4, first status update in time 4, updates often enough 4, \
             severity 3; full marks within the target, none from twice the target on",
            because,
        )
    }

    /// 10, less ten times the share of visits that changes made worse.
    fn actions(&self, avoided: f64) -> Term {
        let mut because = Vec::new();
        let mut cost = 0.0;
        for change in self.session.changes() {
            let worse = self.worse_after(change.due);
            cost += worse;
            let effect = if worse > 0.005 {
                format!(
                    "{} more of the visits affected in the 3 min after",
                    percent(worse)
                )
            } else {
                "made nothing worse".to_string()
            };
            because.push(format!(
                "{} {}: {effect}",
                self.clock(change.at),
                change.title
            ));
        }
        if because.is_empty() {
            because.push("nothing was changed".into());
        }
        let share = if avoided > 0.0 && self.mitigated.is_some() {
            (1.0 - 10.0 * cost).clamp(0.0, 1.0)
        } else {
            because.push("the service did not recover".into());
            0.0
        };
        term(
            "actions",
            "Actions",
            share,
            "10 less 1 for each percent of visits that were affected in the three minutes after \
             a change beyond the share in the minute before it; 0 if the service did not recover",
            because,
        )
    }

    /// By how much the share of affected visits rose after a change, 0..=1.
    fn worse_after(&self, due: Nanos) -> f64 {
        let share = |from: Nanos, to: Nanos| {
            let (mut affected, mut total) = (0, 0);
            for class in self.session.world().ledger() {
                let visits = class.between(from, to);
                affected += visits.affected;
                total += visits.total;
            }
            if total == 0 {
                0.0
            } else {
                affected as f64 / total as f64
            }
        };
        // The ledger cuts times down to whole minutes.
        let before = share(due.saturating_sub(MIN), due);
        let to = (due + 4 * MIN).min(self.session.world().now());
        (share(due + MIN, to) - before).max(0.0)
    }

    fn recovery(&self) -> Term {
        let goal = &self.session.incident().objective;
        let mut points = 0.0;
        let mut because = Vec::new();
        let soak = from_seconds(goal.soak_s);
        match (self.session.resolved(), self.session.healthy_since()) {
            (None, _) => because.push("the incident was never declared resolved".into()),
            (Some(_), None) => {
                because.push("declared resolved while the objective was not met".into());
            }
            (Some(at), Some(since)) => {
                let held = at.saturating_sub(since);
                let share = (held as f64 / soak.max(1) as f64).min(1.0);
                points += 6.0 * share;
                because.push(format!(
                    "the objective had been met for {} s when declared resolved (wanted {} s)",
                    number((held / SEC) as f64),
                    number(goal.soak_s)
                ));
                let all = goal.pause_pipelines.len().max(1) as f64;
                let paused = |p: &&String| self.session.world().pipeline_paused(p);
                let safe = goal.pause_pipelines.iter().filter(paused).count() as f64;
                let share = if goal.pause_pipelines.is_empty() {
                    1.0
                } else {
                    safe / all
                };
                points += 4.0 * share;
                because.push(if share >= 1.0 {
                    "the cause cannot come back by itself".to_string()
                } else {
                    let names = goal.pause_pipelines.join(", ");
                    format!("the cause can come back: {names} will run again")
                });
            }
        }
        term(
            "recovery",
            "Recovery proven",
            points / 10.0,
            "6 x the share of the soak time for which the objective was met before \"resolved\"; \
             4 if the pipeline that brought the cause is paused",
            because,
        )
    }

    fn clock(&self, at: Nanos) -> String {
        super::words::t_plus(self.session.at_ms(at))
    }
}

fn term(id: &str, name: &str, share: f64, formula: &str, because: Vec<String>) -> Term {
    let weight = WEIGHTS
        .iter()
        .find(|(i, _)| *i == id)
        .map_or(0.0, |(_, w)| *w);
    let points = (share.clamp(0.0, 1.0) * weight * 10.0).round() / 10.0;
    let (id, name, formula) = (id.to_string(), name.to_string(), formula.to_string());
    Term {
        id,
        name,
        weight,
        points,
        formula,
        because,
    }
}

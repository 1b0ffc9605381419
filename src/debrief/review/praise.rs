//! Three things that went well and three to try, each a true fact of the run. The rules stand
//! in the order of their weight; the first that hold are told.

use super::unseen::Unseen;
use crate::debrief::judge::Judgement;
use crate::debrief::numbers::{length, percent, t_plus};
use crate::drill::Session;
use crate::sim::time::{Nanos, from_seconds, to_seconds};

/// Told of each kind at most.
const TOLD_MAX: usize = 3;

/// What the rules look at.
struct Seen<'a> {
    session: &'a Session,
    mitigated: Option<Nanos>,
    /// Page to acknowledgement, seconds.
    acknowledged_s: Option<f64>,
    /// First status update, seconds from minute zero.
    update_s: Option<f64>,
    /// The first diagnosis.
    first_right: Option<bool>,
    /// A right diagnosis, world time.
    right: Option<Nanos>,
    /// First change, world time.
    changed: Option<Nanos>,
    /// Share of the avoidable harm that was avoided.
    avoided: Option<f64>,
    /// Users were affected at all.
    harmed: bool,
    unseen: &'a [Unseen],
}

/// What went well and what to try.
pub(super) fn praise(
    judgement: &Judgement<'_>,
    mitigated: Option<Nanos>,
    unseen: &[Unseen],
) -> (Vec<String>, Vec<String>) {
    let session = judgement.over;
    let zero = session.span().0;
    let page = session.pages().first();
    let acknowledged = page.and_then(|p| p.acknowledged.map(|at| at.saturating_sub(p.sent)));
    let update = session.updates().iter().copied().find(|at| *at >= zero);
    let right = |s: &&crate::drill::session::Stated| s.right.0 && s.right.1;
    let own = judgement.own.affected();
    let seen = Seen {
        session,
        mitigated,
        acknowledged_s: acknowledged.map(to_seconds),
        update_s: update.map(|at| session.at_ms(at) as f64 / 1000.0),
        first_right: session.stated().first().map(|s| s.right.0 && s.right.1),
        right: session.stated().iter().find(right).map(|s| s.at),
        changed: session.changes().first().map(|c| c.at),
        avoided: (judgement.avoidable() > 0).then(|| judgement.avoided()),
        harmed: own > 0,
        unseen,
    };
    (seen.well(), seen.to_try())
}

impl Seen<'_> {
    fn well(&self) -> Vec<String> {
        let goal = &self.session.incident().objective;
        let clock = |at: Nanos| t_plus(self.session.at_ms(at));
        let book = &self.session.incident().diagnosis;
        let telling = book.telling_evidence.len();
        let looked = telling - self.unseen.len().min(telling);
        let severity = self.session.severity();
        let rules = [
            self.avoided
                .filter(|share| *share >= 0.8)
                .map(|share| format!("{} of the avoidable harm was avoided.", percent(share))),
            self.right
                .filter(|at| self.first_right == Some(true) && self.before_change(*at))
                .map(|at| {
                    let at = clock(at);
                    format!("The first diagnosis, at {at}, was right and came before any change.")
                }),
            self.proven().then(|| {
                let soak = length(goal.soak_s);
                format!("Resolved was declared only after the service had been well for {soak}.")
            }),
            self.acknowledged_s
                .filter(|took| *took <= goal.acknowledge_s)
                .map(|took| {
                    let (took, target) = (length(took), length(goal.acknowledge_s));
                    format!("The page was acknowledged after {took} (target {target}).")
                }),
            self.update_s
                .filter(|at| *at <= goal.first_update_s)
                .map(|at| {
                    let at = t_plus((at * 1000.0) as i64);
                    format!("Customers were told at {at}, within the target.")
                }),
            (!goal.pause_pipelines.is_empty() && self.paused().is_none()).then(|| {
                let names = goal.pause_pipelines.join(", ");
                format!("{names} was paused, so the cause cannot come back by itself.")
            }),
            (telling > 0 && looked * 2 > telling).then(|| {
                format!("{looked} of {telling} telling pieces of evidence were looked at.")
            }),
            severity
                .filter(|(level, _)| *level == goal.severity)
                .map(|(level, at)| {
                    format!(
                        "The severity, SEV-{level}, fitted, and was set at {}.",
                        clock(at)
                    )
                }),
            self.right
                .map(|at| format!("The cause was named at {}.", clock(at))),
            self.mitigated
                .map(|at| format!("The service recovered at {}.", clock(at))),
        ];
        rules.into_iter().flatten().take(TOLD_MAX).collect()
    }

    fn to_try(&self) -> Vec<String> {
        let goal = &self.session.incident().objective;
        let clock = |at: Nanos| t_plus(self.session.at_ms(at));
        let wrong = self.session.stated().iter();
        let wrong = wrong.filter(|s| !(s.right.0 && s.right.1)).count();
        let paged = self.session.pages().first();
        let rules = [
            self.session
                .resolved()
                .filter(|at| self.harmed && self.mitigated.is_none_or(|well| well > *at))
                .map(|at| {
                    let at = clock(at);
                    format!(
                        "Declare resolved only when users are served again: at {at} they were not."
                    )
                }),
            (paged.is_some() && self.right.is_none())
                .then(|| "Name the cause before you change anything.".to_string()),
            self.unseen
                .iter()
                .find(|_| self.right.is_none() || self.unseen.len() > 2)
                .map(|it| match it.since_ms {
                    Some(since) => format!(
                        "Look at: {}. From {} on it showed {}.",
                        it.evidence,
                        t_plus(since),
                        it.tells
                    ),
                    None => format!("Look at: {}. It shows {}.", it.evidence, it.tells),
                }),
            self.changed
                .filter(|at| !self.before_change(self.right.unwrap_or(Nanos::MAX)) && *at > 0)
                .map(|at| {
                    let at = clock(at);
                    format!(
                        "The first change came at {at}, before the cause was known: ask first \
                         what it would prove."
                    )
                }),
            (paged.is_some() && self.acknowledged_s.is_none())
                .then(|| "Acknowledge the page, so that others know it is yours.".to_string()),
            self.acknowledged_s
                .filter(|took| *took > goal.acknowledge_s)
                .map(|took| {
                    let (took, target) = (length(took), length(goal.acknowledge_s));
                    format!("Acknowledge sooner: it took {took} (target {target}).")
                }),
            (paged.is_some() && self.update_s.is_none())
                .then(|| "Tell customers what you know: no status update was posted.".to_string()),
            self.update_s
                .filter(|at| *at > goal.first_update_s)
                .map(|at| {
                    let (at, target) = (t_plus((at * 1000.0) as i64), length(goal.first_update_s));
                    format!(
                        "Tell customers sooner: the first update came at {at} (target {target})."
                    )
                }),
            (self.mitigated.is_some())
                .then(|| self.paused())
                .flatten()
                .map(|name| format!("Pause {name}: its next run brings the cause back.")),
            (wrong > 0).then(|| {
                format!("Before a diagnosis, look for what would refute it: {wrong} did not hold.")
            }),
            (paged.is_some() && self.session.severity().is_none())
                .then(|| "Set a severity: it says who has to come.".to_string()),
        ];
        rules.into_iter().flatten().take(TOLD_MAX).collect()
    }

    /// Before the first change, or without any.
    fn before_change(&self, at: Nanos) -> bool {
        self.changed.is_none_or(|changed| at <= changed)
    }

    /// Declared resolved when the objective had been met for the soak time.
    fn proven(&self) -> bool {
        let soak = from_seconds(self.session.incident().objective.soak_s);
        // The run may have gone on after "resolved": what counts is how long before it.
        match (self.session.resolved(), self.session.healthy_since()) {
            (Some(at), Some(since)) => at.saturating_sub(since) >= soak,
            _ => false,
        }
    }

    /// The first pipeline that brings the cause back and is not paused.
    fn paused(&self) -> Option<&String> {
        let names = &self.session.incident().objective.pause_pipelines;
        let mut names = names.iter();
        names.find(|name| !self.session.world().pipeline_paused(name))
    }
}

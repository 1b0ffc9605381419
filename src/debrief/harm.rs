//! Harm accounting: what an incident cost its users, by class, by minute and by cause.
//!
//! The books are kept from minute zero to the last whole minute of a run. Visits stand in the
//! minute in which they ended; those that never ended count as stuck.

use crate::drill::Session;
use crate::incident::document::{Incident, When};
use crate::sim::ledger::{Cause, ClassLedger, Failure, Wrong};
use crate::sim::time::{MIN, Nanos};
use serde::{Deserialize, Serialize};

/// Share of visits that may be affected where no alert of the incident says otherwise.
const BUDGET_SHARE: f64 = 0.001;
/// The error budget is that of so many seconds: 30 days.
const BUDGET_WINDOW_S: f64 = 30.0 * 86_400.0;

/// What a run cost its users. Invariant: everywhere the causes sum to the affected visits, the
/// minutes to their class, and the classes to the whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct HarmAccount {
    /// The whole.
    pub sum: HarmLine,
    /// By class of users, in the order of the incident file.
    pub classes: Vec<ClassHarm>,
    /// What it did to the error budget.
    pub budget: Budget,
    /// What it cost, if the incident file names a price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub money: Option<Money>,
}

/// Counts of visits and requests.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct HarmLine {
    /// Visits that ended, and those that are stuck.
    pub visits: u64,
    /// Affected ones of them: a failed request, an answer that came too late, or none at all.
    pub affected: u64,
    /// Affected by nothing but an answer that came too late.
    pub too_late: u64,
    /// Waiting for longer than their patience when the books were closed.
    pub stuck: u64,
    /// Requests that failed.
    pub failed_requests: u64,
    /// Why, most visits first; causes of nothing are left out.
    pub causes: Vec<CauseCount>,
}

/// One cause.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CauseCount {
    /// Name as in the ledger, e.g. `pool_timeout`; `too_late` and `stuck` beside them.
    pub cause: String,
    /// Visits that it affected first.
    pub visits: u64,
    /// Requests that it failed; more than the visits, for users try again.
    pub requests: u64,
}

/// One class of users.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClassHarm {
    /// Its name.
    pub class: String,
    /// The whole time.
    pub sum: HarmLine,
    /// By minute from minute zero: visits, affected ones, failed requests, too late ones.
    pub minutes: Vec<[u64; 4]>,
}

/// The error budget of 30 days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Budget {
    /// Share of visits that may be affected: the strictest burn-rate alert of the incident
    /// file, else 0.001 (an objective of 99.9 %).
    pub share: f64,
    /// Visits that may be affected in 30 days at the incident's usual rate.
    pub visits: f64,
    /// Share of it that is spent; above 1 it is overspent.
    pub spent: f64,
}

/// A sum of money.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Money {
    /// How much.
    pub amount: f64,
    /// Code of the currency.
    pub currency: String,
}

impl HarmAccount {
    /// The account of a session as it stands, from minute zero to the last whole minute.
    #[must_use]
    pub fn of(session: &Session) -> HarmAccount {
        let world = session.world();
        let (zero, _) = session.span();
        let minutes = world.now().saturating_sub(zero) / MIN;
        let lines = HarmLine::of(session, zero + minutes * MIN)
            .into_iter()
            .enumerate();
        let classes: Vec<ClassHarm> = lines
            .map(|(class, sum)| class_harm(session, class, minutes, sum))
            .collect();
        let sum = sum(&classes);
        let budget = budget(session.incident(), world.demand().1, sum.affected);
        let price = session
            .incident()
            .objective
            .cost_per_affected_visit
            .as_ref();
        HarmAccount {
            money: price.map(|price| Money {
                amount: price.amount * sum.affected as f64,
                currency: price.currency.clone(),
            }),
            sum,
            classes,
            budget,
        }
    }

    /// Affected visits so far at each whole minute, from minute zero on.
    #[must_use]
    pub fn curve(&self) -> Vec<u64> {
        let so_far = self.minutes(None).into_iter().scan(0, |sum, minute| {
            *sum += minute[1];
            Some(*sum)
        });
        std::iter::once(0).chain(so_far).collect()
    }

    /// The counts of a class by its place, or of all of them.
    #[must_use]
    pub fn line(&self, class: Option<usize>) -> &HarmLine {
        let class = class.and_then(|at| self.classes.get(at));
        class.map_or(&self.sum, |class| &class.sum)
    }

    /// By minute from minute zero, of a class or of all: visits, affected ones, failed
    /// requests, too late ones.
    #[must_use]
    pub fn minutes(&self, class: Option<usize>) -> Vec<[u64; 4]> {
        let classes = self.classes.iter().enumerate();
        let chosen = classes.filter(|(at, _)| class.is_none_or(|class| class == *at));
        let mut out: Vec<[u64; 4]> = Vec::new();
        for (_, class) in chosen {
            out.resize(out.len().max(class.minutes.len()), [0; 4]);
            for (sum, more) in out.iter_mut().zip(&class.minutes) {
                for (sum, more) in sum.iter_mut().zip(more) {
                    *sum = sum.saturating_add(*more);
                }
            }
        }
        out
    }
}

impl HarmLine {
    /// The counts of each class from minute zero to the last whole minute before a time that is
    /// not after the session's.
    #[must_use]
    pub fn of(session: &Session, until: Nanos) -> Vec<HarmLine> {
        let (zero, world) = (session.span().0, session.world());
        let until = zero + until.saturating_sub(zero) / MIN * MIN;
        let books = world.ledger().iter().zip(world.stuck_visits(until));
        let line = |(ledger, stuck): (&ClassLedger, u64)| {
            let visits = ledger.between(zero, until);
            let wrong = ledger.wrong_between(zero, until);
            HarmLine {
                visits: visits.total + stuck,
                affected: visits.affected + stuck,
                too_late: wrong.too_late(),
                stuck,
                failed_requests: wrong.failed(),
                causes: causes(&wrong, stuck),
            }
        };
        books.map(line).collect()
    }
}

fn class_harm(session: &Session, class: usize, minutes: Nanos, sum: HarmLine) -> ClassHarm {
    let (zero, world) = (session.span().0, session.world());
    let ledger = &world.ledger()[class];
    let rows = (0..minutes).map(|minute| {
        let (from, to) = (zero + minute * MIN, zero + (minute + 1) * MIN);
        let visits = ledger.between(from, to);
        let wrong = ledger.wrong_between(from, to);
        [
            visits.total,
            visits.affected,
            wrong.failed(),
            wrong.too_late(),
        ]
    });
    ClassHarm {
        class: world.spec().classes[class].name.clone(),
        minutes: rows.collect(),
        sum,
    }
}

fn causes(wrong: &Wrong, stuck: u64) -> Vec<CauseCount> {
    let named = Cause::all().map(|cause| CauseCount {
        cause: cause.name().to_string(),
        visits: wrong.visits[cause.index()],
        requests: match cause {
            Cause::Failed(why) => wrong.attempts[why as usize],
            Cause::TooLate => 0,
        },
    });
    let stuck = CauseCount {
        cause: "stuck".to_string(),
        visits: stuck,
        requests: 0,
    };
    sorted(named.chain([stuck]).collect())
}

/// Most visits first, then most requests; equals keep their order.
fn sorted(mut causes: Vec<CauseCount>) -> Vec<CauseCount> {
    causes.retain(|c| c.visits + c.requests > 0);
    causes.sort_by_key(|c| std::cmp::Reverse((c.visits, c.requests)));
    causes
}

fn sum(classes: &[ClassHarm]) -> HarmLine {
    let mut sum = HarmLine::default();
    for line in classes.iter().map(|class| &class.sum) {
        sum.visits += line.visits;
        sum.affected += line.affected;
        sum.too_late += line.too_late;
        sum.stuck += line.stuck;
        sum.failed_requests += line.failed_requests;
        for more in &line.causes {
            match sum.causes.iter_mut().find(|c| c.cause == more.cause) {
                Some(cause) => {
                    cause.visits += more.visits;
                    cause.requests += more.requests;
                }
                None => sum.causes.push(more.clone()),
            }
        }
    }
    sum.causes = sorted(sum.causes);
    sum
}

fn budget(incident: &Incident, usual_per_s: f64, affected: u64) -> Budget {
    let said = incident.alerts.iter().filter_map(|rule| match rule.when {
        When::BurnRate { budget, .. } if budget > 0.0 => Some(budget),
        _ => None,
    });
    let share = said.reduce(f64::min).unwrap_or(BUDGET_SHARE);
    let visits = share * usual_per_s * BUDGET_WINDOW_S;
    let spent = match visits > 0.0 {
        true => affected as f64 / visits,
        false => 0.0,
    };
    Budget {
        share,
        visits,
        spent,
    }
}

/// A cause in words, for a list: `waited for a connection of the pool`.
#[must_use]
pub fn cause_words(cause: &str) -> &str {
    const WORDS: [(&str, &str); Failure::COUNT + 2] = [
        ("pool_timeout", "no connection from the pool in time"),
        ("queue_full", "the instance's queue was full"),
        ("no_instance", "no instance was ready"),
        ("gateway_timeout", "the balancer gave up waiting"),
        ("database_error", "the database ended the session"),
        ("instance_stopped", "the instance was stopped"),
        ("shed", "turned away to save load"),
        ("breaker_open", "the circuit breaker was open"),
        ("connection_refused", "the database refused the connection"),
        ("bouncer_timeout", "the connection pooler had none in time"),
        ("statement_timeout", "the query took too long"),
        ("lock_timeout", "the wait for a lock took too long"),
        ("deadlock", "the victim of a deadlock"),
        ("cancelled", "somebody cancelled the query"),
        ("disk_full", "the database could not write"),
        ("read_only", "the server only reads"),
        ("client_left", "the user went away from the queue"),
        ("client_timeout", "the user did not wait any longer"),
        ("too_late", "the answer came too late"),
        ("stuck", "no answer came at all"),
    ];
    let found = WORDS.iter().find(|(name, _)| *name == cause);
    found.map_or(cause, |(_, words)| words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cause_has_words() {
        for cause in Cause::all() {
            assert_ne!(cause_words(cause.name()), cause.name());
        }
    }
}

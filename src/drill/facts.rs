//! Facts of a run in words, for texts of the channel, of contacts and of the status page.
//! The names stand in `incident::names::FACTS`.

use super::session::Session;
use super::words;
use crate::incident::document::Component;
use crate::sim::ledger::Visits;
use crate::sim::time::{MIN, Nanos, SEC, from_seconds};

/// Support looks back over this.
const TICKETS: Nanos = 5 * MIN;
/// One of so many affected visits becomes a ticket, if the file does not say.
const VISITS_PER_TICKET: f64 = 400.0;
/// From this share of affected visits on, a component counts as affected.
const AFFECTED_SHARE: f64 = 0.02;

impl Session {
    /// A text with columns and facts in braces filled in; what is neither stays as it is.
    #[must_use]
    pub fn fill(&self, text: &str) -> String {
        let mut out = words::fill(text, &self.world);
        for name in crate::incident::names::FACTS {
            let place = format!("{{{name}}}");
            if out.contains(&place) {
                out = out.replace(&place, &self.fact(name));
            }
        }
        out
    }

    fn fact(&self, name: &str) -> String {
        let now = self.world.now();
        let zero = self.minute_zero;
        match name {
            "affected" => words::number(self.harm_until(now).0 as f64),
            "affected_share" => words::percent((self.share_failing() * 100.0).round() / 100.0),
            "change" => self
                .changes
                .last()
                .map_or_else(|| "nothing yet".to_string(), |change| change.title.clone()),
            "components" => self.affected_components(),
            "ended" => self.clock(self.healthy_since().unwrap_or(now)),
            "minutes" => minutes(now.saturating_sub(zero)),
            "next_update" => {
                let every = from_seconds(self.incident.objective.update_every_s);
                // Up to a whole five minutes: that is what people write and keep.
                let due = now + every;
                let past = (due + 5 * MIN - zero % (5 * MIN)) % (5 * MIN);
                self.clock(due - past)
            }
            "scope" => scope(self.share_failing()).to_string(),
            "severity" => self
                .severity
                .map_or("no severity".to_string(), |(level, _)| {
                    format!("SEV-{level}")
                }),
            "silent_for" => {
                let since = self.heard_last().unwrap_or(zero);
                minutes(now.saturating_sub(since))
            }
            "started" => self.clock(self.first_harm()),
            "ticket_topics" => self.ticket_topics(),
            "tickets" => words::number(self.tickets(now) as f64),
            _ => String::new(),
        }
    }

    /// Wall time of a world time, `14:05`.
    fn clock(&self, at: Nanos) -> String {
        let zero = crate::incident::utc::parse_utc(&self.incident.clock.minute_zero);
        let unix_s = zero.unwrap_or(0) + self.at_ms(at).div_euclid(1000);
        let of_day = unix_s.rem_euclid(86_400);
        format!("{:02}:{:02}", of_day / 3600, of_day % 3600 / 60)
    }

    /// Share of the visits of the last minute that were affected, all classes, 0..=1.
    #[must_use]
    pub fn share_failing(&self) -> f64 {
        let telemetry = self.world.telemetry();
        let (mut affected, mut rate) = (0.0, 0.0);
        for class in &self.world.spec().classes {
            let column = format!("class:visits_affected:ratio1m{{class=\"{}\"}}", class.name);
            if let Some(share) = telemetry.column(&column).and_then(|c| telemetry.last(c)) {
                affected += share * class.visits_per_second_max();
                rate += class.visits_per_second_max();
            }
        }
        if rate > 0.0 { affected / rate } else { 0.0 }
    }

    /// Share of a component's visits of the last minute that were affected, 0..=1.
    #[must_use]
    pub fn component_share(&self, component: &Component) -> f64 {
        let telemetry = self.world.telemetry();
        let shares = component.classes.iter().filter_map(|class| {
            let column = format!("class:visits_affected:ratio1m{{class=\"{class}\"}}");
            telemetry.column(&column).and_then(|c| telemetry.last(c))
        });
        shares.fold(0.0, f64::max)
    }

    fn affected_components(&self) -> String {
        let all = &self.incident.status_page.components;
        let names: Vec<&str> = all
            .iter()
            .filter(|c| self.component_share(c) > AFFECTED_SHARE)
            .map(|c| c.name.as_str())
            .collect();
        if names.is_empty() {
            "no part of the shop".to_string()
        } else {
            list(&names)
        }
    }

    /// Visits of each component in the time that support looks back over.
    fn recent(&self, now: Nanos) -> Vec<(&str, Visits)> {
        let classes = &self.world.spec().classes;
        let between = |index: usize| {
            let ledger = &self.world.ledger()[index];
            ledger.between(now.saturating_sub(TICKETS), now)
        };
        let page = &self.incident.status_page;
        let sum = |names: &[String]| {
            let indices = (0..classes.len()).filter(|i| names.contains(&classes[*i].name));
            indices.map(between).fold(Visits::default(), |a, b| Visits {
                total: a.total + b.total,
                affected: a.affected + b.affected,
                saw_503: a.saw_503 + b.saw_503,
            })
        };
        page.components
            .iter()
            .map(|c| (c.name.as_str(), sum(&c.classes)))
            .collect()
    }

    /// Tickets of the last five whole minutes: a share of the affected visits.
    #[must_use]
    pub fn tickets(&self, now: Nanos) -> u64 {
        let classes = self.world.ledger().iter();
        let from = now.saturating_sub(TICKETS);
        let affected: u64 = classes.map(|c| c.between(from, now).affected).sum();
        let each = match self.incident.status_page.visits_per_ticket {
            each if each > 0.0 => each,
            _ => VISITS_PER_TICKET,
        };
        (affected as f64 / each).ceil() as u64
    }

    fn ticket_topics(&self) -> String {
        let mut all = self.recent(self.world.now());
        let sum: u64 = all.iter().map(|(_, v)| v.affected).sum();
        all.sort_by_key(|(_, v)| std::cmp::Reverse(v.affected));
        let share = |v: &Visits| v.affected as f64 / sum.max(1) as f64;
        match all.as_slice() {
            [] => "about everything".to_string(),
            _ if sum == 0 => "about nothing in particular".to_string(),
            [(first, visits), ..] if share(visits) > 0.9 => format!("nearly all about {first}"),
            [(first, _), rest @ ..] => {
                let named: Vec<&str> = rest
                    .iter()
                    .filter(|(_, v)| share(v) > 0.01)
                    .map(|(name, _)| *name)
                    .collect();
                match named.as_slice() {
                    [] => format!("mostly about {first}"),
                    named => format!("most about {first}, the rest about {}", list(named)),
                }
            }
        }
    }

    /// The first whole minute from minute zero (and a little before) with affected visits.
    fn first_harm(&self) -> Nanos {
        let now = self.world.now();
        let mut at = self.minute_zero.saturating_sub(5 * MIN);
        while at + MIN < now {
            let classes = self.world.ledger().iter();
            let minute = classes.fold((0, 0), |sum, class| {
                let visits = class.between(at, at + MIN);
                (sum.0 + visits.affected, sum.1 + visits.total)
            });
            if minute.0 as f64 > AFFECTED_SHARE * minute.1 as f64 {
                return at;
            }
            at += MIN;
        }
        now
    }
}

fn minutes(length: Nanos) -> String {
    match length / MIN {
        0 => format!("{} seconds", length / SEC),
        1 => "a minute".to_string(),
        n => format!("{n} minutes"),
    }
}

fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_string(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// How many customers a share is, as one writes it to them.
fn scope(share: f64) -> &'static str {
    match share {
        s if s >= 0.75 => "Nearly all customers",
        s if s >= 0.4 => "Most customers",
        s if s >= 0.1 => "Many customers",
        s if s >= 0.01 => "Some customers",
        s if s > 0.0 => "Very few customers",
        _ => "No customers",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_lengths_read_well() {
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(minutes(59 * SEC), "59 seconds");
        assert_eq!(minutes(61 * SEC), "a minute");
        assert_eq!(minutes(20 * MIN), "20 minutes");
    }

    #[test]
    fn more_harm_is_never_told_as_less() {
        let told = [0.0, 0.001, 0.05, 0.2, 0.5, 0.9].map(scope);
        assert_eq!(told[0], "No customers");
        assert_eq!(told[5], "Nearly all customers");
        let mut different = told.to_vec();
        different.dedup();
        assert_eq!(different.len(), told.len());
    }
}

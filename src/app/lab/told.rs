//! What a summary shows, in a sentence or two.

use super::names;
use crate::incident::document::Incident;
use crate::lab::words::{estimate, minutes, percent, users};
use crate::lab::{ArmSummary, Saving, Summary};

/// Before any run is done.
pub const NOTHING: &str = "No run is done yet.";

/// Which arm saves most, and what all together save.
#[must_use]
pub fn savings(incident: &Incident, summary: &Summary) -> String {
    let names = names::arms(incident, summary);
    let arms = summary.arms.iter().zip(&names).skip(1);
    let known: Vec<(&str, &Saving)> = arms
        .filter_map(|(arm, name)| Some((name.as_str(), arm.saved.as_ref()?)))
        .collect();
    let mean = |saving: &Saving| saving.affected.mean;
    let Some(most) = known.iter().map(|(_, s)| mean(s)).max_by(f64::total_cmp) else {
        return NOTHING.into();
    };
    if most <= 0.0 {
        return "Nothing of this saves any user so far.".into();
    }
    let same = |saving: &Saving| (mean(saving) - most).abs() < 0.5;
    let best: Vec<&(&str, &Saving)> = known.iter().filter(|(_, s)| same(s)).collect();
    let title = match best.as_slice() {
        [(name, _)] => format!("“{name}” saves most"),
        [(a, _), (b, _)] => format!("“{a}” and “{b}” save most, both the same"),
        [(first, _), rest @ ..] => {
            format!("“{first}” and {} more save most, all the same", rest.len())
        }
        [] => return NOTHING.into(),
    };
    format!("{title}: {}.", saving(best[0].1))
}

/// A saving in words, with the halves of its intervals.
fn saving(saving: &Saving) -> String {
    let users = estimate(&saving.affected, users);
    let minutes = estimate(&saving.outage_min, minutes);
    let budget = saving.budget.as_ref().map_or(String::new(), |budget| {
        let budget = estimate(budget, percent);
        format!(" and {budget} of the month’s error budget")
    });
    format!("{users} affected visits, {minutes} minutes of outage{budget}")
}

/// What the curves come to at their ends.
#[must_use]
pub fn curves(incident: &Incident, summary: &Summary) -> String {
    let names = names::arms(incident, summary);
    let ends = summary.arms.iter().zip(&names).filter_map(|(arm, name)| {
        let end = arm.curve.last()?;
        Some((end.mean, end.minute, name))
    });
    let ends: Vec<_> = ends.collect();
    let least = ends.iter().min_by(|a, b| a.0.total_cmp(&b.0));
    match (ends.first(), least) {
        (Some((first, minute, name)), Some((least, _, other))) => {
            let first = format!(
                "By minute {minute} it has cost {} visits on average: {}",
                users(*first),
                name.to_lowercase()
            );
            match name == other {
                true => format!("{first}."),
                false => format!("{first}; the least, with “{other}”: {}.", users(*least)),
            }
        }
        _ => NOTHING.into(),
    }
}

/// The best and the worst value of a sweep, by affected visits.
#[must_use]
pub fn sweep(summary: &Summary) -> String {
    let known = summary.arms.iter().filter_map(|arm: &ArmSummary| {
        let set = arm.arm.set.as_ref()?;
        Some((set, arm.affected.as_ref()?.mean))
    });
    let known: Vec<_> = known.collect();
    let by = |a: &&(_, crate::lab::stats::Estimate), b: &&(_, crate::lab::stats::Estimate)| {
        a.1.mean.total_cmp(&b.1.mean)
    };
    match (known.iter().min_by(by), known.iter().max_by(by)) {
        (Some((best, least)), Some((worst, most))) => format!(
            "{} = {} does best with {} affected visits, {} worst with {}.",
            best.parameter.name(),
            best.value,
            estimate(least, users),
            worst.value,
            estimate(most, users)
        ),
        _ => NOTHING.into(),
    }
}

/// What the numbers mean, and what they do not.
#[must_use]
pub fn meaning(seeds: u64) -> String {
    format!(
        "Every arm is played with the same seeds, 1 to {seeds}: the same customers come at the \
         same milliseconds, and what is saved is the mean of the differences seed by seed. ± is \
         half of a 95 % interval by Student’s t over the seeds that are done; it says how far \
         another {seeds} seeds could move the mean, not how well the model fits your company. \
         The world is simulated and the team follows a written policy: trust which measure saves \
         more than another, and the order of magnitude, rather than the last digit."
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::incident::library;
    use crate::lab::{Choice, Outcome, Study};

    fn study(query: &str, affected: &[u64]) -> (Incident, Summary) {
        let incident = library::load("2025-03-15-database-outage").expect("it is shipped");
        let choice = Choice::parse(query).expect(query);
        let mut study = Study::new(&choice.plan(&incident).expect(query));
        for (arm, affected) in affected.iter().enumerate() {
            for seed in 1..=2 {
                let outcome = Outcome {
                    arm: arm as u32,
                    seed,
                    digest: String::new(),
                    visits: 10_000,
                    affected: *affected,
                    outage_min: (*affected / 100) as u32,
                    budget: None,
                    actions: 0,
                    refused: 0,
                    minutes: vec![*affected as u32],
                };
                study.take(outcome).expect("of the plan");
            }
        }
        (incident, study.summary())
    }

    #[test]
    fn the_best_is_named_with_its_equals() {
        let query = "measures=each&of=guarded-deploys,tested-changes,practice&seeds=2";
        let (incident, summary) = study(query, &[1000, 0, 500, 400]);
        assert_eq!(
            savings(&incident, &summary),
            "“Guarded deploys” saves most: 1,000 ± 0 affected visits, 10.0 ± 0.0 minutes of outage."
        );
        let (incident, summary) = study(query, &[1000, 0, 0, 400]);
        let told = savings(&incident, &summary);
        assert!(
            told.contains("and “Tested changes, full load” save most, both"),
            "{told}"
        );
        assert_eq!(
            curves(&incident, &summary),
            "By minute 1 it has cost 1,000 visits on average: as it was; the least, with \
             “Guarded deploys”: 0."
        );
        let (incident, summary) = study(query, &[1000, 1000]);
        assert!(savings(&incident, &summary).contains("Nothing"));
        let (incident, summary) = study(query, &[]);
        assert_eq!(savings(&incident, &summary), NOTHING);
        assert_eq!(curves(&incident, &summary), NOTHING);
    }

    #[test]
    fn a_sweep_is_told_by_its_ends() {
        let (_, summary) = study("sweep=pool&values=5,10&seeds=2", &[900, 1200, 700]);
        assert_eq!(
            sweep(&summary),
            "pool = 10 does best with 700 ± 0 affected visits, 5 worst with 1,200 ± 0."
        );
        let (_, summary) = study("sweep=pool&values=5,10&seeds=2", &[]);
        assert_eq!(sweep(&summary), NOTHING);
    }
}

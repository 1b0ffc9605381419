//! What stands for measures, sets of them and times, in words that users read.

use crate::incident::document::Incident;
use crate::lab::{Arm, Summary};

/// The title of a measure; its id where the incident has none of that id.
#[must_use]
pub fn measure(incident: &Incident, id: &str) -> String {
    let found = incident.measures.iter().find(|measure| measure.id == id);
    found.map_or(id, |measure| &measure.title).to_string()
}

/// The names of a summary's arms, in their order. A set of nearly all measures that take part
/// is named by what it lacks.
#[must_use]
pub fn arms(incident: &Incident, summary: &Summary) -> Vec<String> {
    let mut all: Vec<&String> = Vec::new();
    for id in summary.arms.iter().flat_map(|arm| &arm.arm.measures) {
        if !all.contains(&id) {
            all.push(id);
        }
    }
    let arms = summary.arms.iter();
    arms.map(|arm| name(incident, &all, &arm.arm)).collect()
}

fn name(incident: &Incident, all: &[&String], arm: &Arm) -> String {
    let on = &arm.measures;
    if let Some(set) = &arm.set {
        return format!("{} = {}", set.parameter.name(), set.value);
    }
    let lacking: Vec<_> = all.iter().filter(|id| !on.contains(id)).collect();
    match (on.len(), lacking.as_slice()) {
        (0, _) => "As it was".into(),
        (1, _) => measure(incident, &on[0]),
        (_, []) if all.len() > 2 => "All together".into(),
        (_, [one]) if all.len() > 2 => format!("All but: {}", measure(incident, one)),
        _ => {
            let titles: Vec<String> = on.iter().map(|id| measure(incident, id)).collect();
            titles.join(" + ")
        }
    }
}

/// A time that is left: `about 40 s`, `about 12 min`, `about 1 h 20 min`.
#[must_use]
pub fn about(seconds: f64) -> String {
    let minutes = (seconds / 60.0).ceil() as u64;
    match seconds {
        s if s < 10.0 => "a few seconds".into(),
        s if s < 90.0 => format!("about {} s", (s / 10.0).ceil() as u64 * 10),
        _ if minutes < 60 => format!("about {minutes} min"),
        _ => format!("about {} h {} min", minutes / 60, minutes % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::incident::library;
    use crate::lab::{Choice, Study};

    #[test]
    fn arms_have_the_titles_of_the_file() {
        let incident = library::load("2025-03-15-database-outage").expect("it is shipped");
        let names = |query: &str| {
            let choice = Choice::parse(query).expect(query);
            let plan = choice.plan(&incident).expect(query);
            arms(&incident, &Study::new(&plan).summary())
        };
        let usual = names("measures=usual&of=pool-alert,practice,recovery-guide");
        assert_eq!(usual[0], "As it was");
        assert_eq!(usual[1], "Alert on exhausted pools");
        assert_eq!(usual[4], "All together");
        assert_eq!(usual[7], "All but: Practice");
        let two = names("measures=all&of=pool-alert,practice");
        assert_eq!(two[3], "Alert on exhausted pools + Practice");
        assert_eq!(names("sweep=pool&values=5,10")[1], "pool = 5");
    }

    #[test]
    fn times_are_round() {
        assert_eq!(about(4.0), "a few seconds");
        assert_eq!(about(31.0), "about 40 s");
        assert_eq!(about(119.0), "about 2 min");
        assert_eq!(about(4801.0), "about 1 h 21 min");
    }
}

//! What an incident itself has for a parameter, and values around it that are worth a look.

use super::sweep::Parameter;
use crate::incident::document::{Command, Incident};
use crate::incident::texts::Format;

/// The incident's own value, in the parameter's unit; none where it has none, or several. Of
/// the pools it is that of the service that most visits ask.
#[must_use]
pub fn own(incident: &Incident, parameter: Parameter) -> Option<f64> {
    let world = &incident.world;
    match parameter {
        Parameter::PoolSize => {
            let rate = |at: usize| world.classes[at].visits_per_second.unwrap_or(0.0);
            let most = (0..world.classes.len()).max_by(|a, b| {
                // Of equals the first.
                rate(*a).total_cmp(&rate(*b)).then(b.cmp(a))
            })?;
            let service = &world.classes[most].service;
            let service = world.services.iter().find(|s| s.name == *service)?;
            let pool = service.pool.as_ref()?;
            let key = format!("{}maximumPoolSize", pool.prefix);
            value(newest(incident, &pool.path)?, Format::Properties, &key)
        }
        Parameter::MaxConnections => {
            let path = &world.database.path;
            let lines = written(incident, path).or_else(|| newest(incident, path))?;
            value(lines, Format::Postgresql, "max_connections")
        }
        Parameter::Attempts => {
            let attempts = world
                .classes
                .iter()
                .map(|c| f64::from(c.retry.attempts_max));
            common(attempts)
        }
        Parameter::RetryPause => common(world.classes.iter().map(|c| c.retry.backoff_base_s)),
        Parameter::ReconnectPause => {
            let loops = world.services.iter().filter_map(|s| s.loops.as_ref());
            common(loops.map(|it| it.retry_pause_ms))
        }
        Parameter::Load => Some(1.0),
        Parameter::RestartTime => Some(world.database.startup_s),
    }
}

/// Values around the incident's own one, in range and in ascending order, its own among them.
#[must_use]
pub fn presets(incident: &Incident, parameter: Parameter) -> Vec<f64> {
    let (factors, whole): (&[f64], bool) = match parameter {
        Parameter::PoolSize => (&[0.25, 0.5, 1.0, 2.0, 4.0], true),
        Parameter::MaxConnections => (&[1.0, 2.5, 5.0, 10.0, 20.0, 30.0], true),
        Parameter::Attempts => (&[0.34, 0.67, 1.0, 1.67, 2.67], true),
        Parameter::RetryPause => (&[0.25, 0.5, 1.0, 2.0, 5.0], false),
        Parameter::ReconnectPause => (&[0.5, 1.0, 4.0, 20.0, 100.0], false),
        Parameter::Load => (&[0.5, 0.75, 1.0, 1.25, 1.5], false),
        Parameter::RestartTime => (&[0.25, 1.0, 5.0, 15.0, 60.0], false),
    };
    let (least, most) = parameter.range();
    let own = own(incident, parameter).filter(|own| *own > 0.0);
    let own = own.unwrap_or(least.max(1.0));
    let scaled = factors.iter().map(|factor| match whole {
        true => (own * factor).round(),
        false => own * factor,
    });
    let mut values: Vec<f64> = scaled.map(|value| value.clamp(least, most)).collect();
    values.dedup_by(|a, b| a.total_cmp(b).is_eq());
    values
}

/// The one value that all of them are.
fn common(mut values: impl Iterator<Item = f64>) -> Option<f64> {
    let first = values.next()?;
    values.all(|v| v.total_cmp(&first).is_eq()).then_some(first)
}

/// What a text says of a key, as the program reads it to whom the file belongs.
fn value(lines: &[String], format: Format, key: &str) -> Option<f64> {
    let set = format.changed(&[], lines);
    let set = set.into_iter().find(|change| change.key == key)?;
    set.new?.parse().ok()
}

/// The text of a file with which the world starts.
fn newest<'a>(incident: &'a Incident, path: &str) -> Option<&'a [String]> {
    let file = incident.world.files.iter().find(|file| file.path == path)?;
    file.versions.last().map(|version| version.lines.as_slice())
}

/// The text that the first scheduled change writes into a file.
fn written<'a>(incident: &'a Incident, wanted: &str) -> Option<&'a [String]> {
    let mut steps = incident.changes.iter().flat_map(|change| &change.steps);
    steps.find_map(|step| match step {
        Command::WriteFile { path, lines, .. } if path == wanted => Some(lines.as_slice()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::sweep::{PARAMETERS, set};
    use super::*;
    use crate::incident::library;

    #[test]
    fn the_first_incident_has_these_values() {
        let incident = library::load("2025-03-15-database-outage").expect("it is shipped");
        let own = PARAMETERS.map(|parameter| own(&incident, parameter));
        let expected = [20.0, 20.0, 3.0, 2.0, 50.0, 1.0, 4.0].map(Some);
        assert_eq!(own, expected);
    }

    #[test]
    fn presets_can_be_set_and_hold_the_own_value() {
        let incident = library::load("2025-03-15-database-outage").expect("it is shipped");
        for parameter in PARAMETERS {
            let values = presets(&incident, parameter);
            assert!(values.len() >= 4, "{parameter:?}: {values:?}");
            assert!(values.windows(2).all(|w| w[0] < w[1]), "{values:?}");
            let own = own(&incident, parameter).expect("it has one");
            assert!(values.contains(&own), "{parameter:?}: {values:?}");
            for value in values {
                assert!(
                    set(&incident, parameter, value).is_ok(),
                    "{parameter:?} {value}"
                );
            }
        }
    }
}

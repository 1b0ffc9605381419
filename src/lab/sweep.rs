//! Parameters of an incident, and how each is set.

use crate::incident::document::{Backoff, Command, Incident};
use crate::incident::texts::Format;
use serde::{Deserialize, Serialize};

/// A parameter that can be swept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parameter {
    /// `maximumPoolSize` of every pool that users' requests borrow from.
    PoolSize,
    /// `max_connections` that the scheduled changes write, all else in the file as it was
    /// before them; where no change writes the file, that of the start.
    MaxConnections,
    /// Attempts of a user, the first one counted.
    Attempts,
    /// The first pause of a user before trying again, seconds; it grows as the file says, and
    /// its cap with it.
    RetryPause,
    /// The pause after a failure of clients that connect without a pool, milliseconds.
    ReconnectPause,
    /// Visits, as a multiple of what the file says.
    Load,
    /// From the start of the database server until it takes sessions, seconds.
    RestartTime,
}

/// All parameters.
pub const PARAMETERS: [Parameter; 7] = [
    Parameter::PoolSize,
    Parameter::MaxConnections,
    Parameter::Attempts,
    Parameter::RetryPause,
    Parameter::ReconnectPause,
    Parameter::Load,
    Parameter::RestartTime,
];

impl Parameter {
    /// Its name in commands and tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Parameter::PoolSize => "pool",
            Parameter::MaxConnections => "max_connections",
            Parameter::Attempts => "attempts",
            Parameter::RetryPause => "retry_pause_s",
            Parameter::ReconnectPause => "reconnect_pause_ms",
            Parameter::Load => "load",
            Parameter::RestartTime => "restart_s",
        }
    }

    /// What it is, one sentence.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Parameter::PoolSize => "Connections of each pool that users' requests borrow from",
            Parameter::MaxConnections => {
                "max_connections as the changes of the day write it, all else as before"
            }
            Parameter::Attempts => "Attempts of a user, the first one counted",
            Parameter::RetryPause => "First pause of a user before trying again, seconds",
            Parameter::ReconnectPause => {
                "Pause of clients without a pool after a refused connection, milliseconds"
            }
            Parameter::Load => "Visits, as a multiple of what the incident has",
            Parameter::RestartTime => "Time that the database takes to start, seconds",
        }
    }

    /// The parameter of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Parameter> {
        PARAMETERS.into_iter().find(|it| it.name() == name)
    }

    /// Smallest and largest value.
    #[must_use]
    pub fn range(self) -> (f64, f64) {
        match self {
            Parameter::PoolSize => (1.0, 500.0),
            Parameter::MaxConnections => (4.0, 10_000.0),
            Parameter::Attempts => (1.0, 20.0),
            Parameter::RetryPause => (0.0, 600.0),
            Parameter::ReconnectPause => (1.0, 600_000.0),
            Parameter::Load => (0.0, 4.0),
            Parameter::RestartTime => (0.0, 3600.0),
        }
    }

    fn whole(self) -> bool {
        matches!(
            self,
            Parameter::PoolSize | Parameter::MaxConnections | Parameter::Attempts
        )
    }
}

/// The incident with a parameter set.
///
/// # Errors
/// If the value is out of range, no whole number where one is wanted, or if the incident has
/// nothing that the parameter could set.
pub fn set(incident: &Incident, parameter: Parameter, value: f64) -> Result<Incident, String> {
    let name = parameter.name();
    let (least, most) = parameter.range();
    if !(least..=most).contains(&value) {
        return Err(format!("{name}: {value} is outside {least} to {most}"));
    }
    if parameter.whole() && value.fract() > 0.0 {
        return Err(format!("{name}: {value} is no whole number"));
    }
    let mut out = incident.clone();
    let done = match parameter {
        Parameter::PoolSize => pool_size(&mut out, value),
        Parameter::MaxConnections => max_connections(&mut out, value),
        Parameter::Attempts => {
            for class in &mut out.world.classes {
                class.retry.attempts_max = value as u32;
                if class.retry.probability <= 0.0 {
                    class.retry.probability = 1.0;
                }
            }
            !out.world.classes.is_empty()
        }
        Parameter::RetryPause => {
            let mut any = false;
            for retry in out.world.classes.iter_mut().map(|class| &mut class.retry) {
                any |= retry.attempts_max > 1 && retry.backoff != Backoff::None;
                let grows = retry.backoff_cap_s / retry.backoff_base_s;
                retry.backoff_base_s = value;
                if grows.is_finite() && grows >= 1.0 {
                    retry.backoff_cap_s = value * grows;
                }
            }
            any
        }
        Parameter::ReconnectPause => {
            let mut any = false;
            let services = out.world.services.iter_mut();
            for loops in services.filter_map(|service| service.loops.as_mut()) {
                loops.retry_pause_ms = value;
                any = true;
            }
            any
        }
        Parameter::Load => {
            for class in &mut out.world.classes {
                class.visits_per_second = class.visits_per_second.map(|rate| rate * value);
                if let Some(population) = &mut class.population {
                    population.users = (f64::from(population.users) * value).round() as u32;
                }
            }
            !out.world.classes.is_empty()
        }
        Parameter::RestartTime => {
            out.world.database.startup_s = value;
            true
        }
    };
    match done {
        true => Ok(out),
        false => Err(format!("{name}: this incident has nothing to set")),
    }
}

/// Sets the size in the pools' files, and in whatever the changes write over them.
fn pool_size(incident: &mut Incident, value: f64) -> bool {
    let world = &incident.world;
    let asked = |name: &String| world.classes.iter().any(|class| class.service == *name);
    let pools = world.services.iter().filter(|service| asked(&service.name));
    let keys: Vec<(String, String)> = pools
        .filter_map(|service| service.pool.as_ref())
        .map(|pool| (pool.path.clone(), format!("{}maximumPoolSize", pool.prefix)))
        .collect();
    for (path, key) in &keys {
        let format = Format::of(&incident.world, path);
        let set =
            |lines: &mut Vec<String>| *lines = format.with_key(lines, key, &value.to_string());
        newest(incident, path).into_iter().for_each(set);
        written(incident, path).for_each(set);
    }
    !keys.is_empty()
}

/// Sets the limit where the changes write the file, and takes all else from the file as it
/// was: the sweep is of one value. Without such a change, where the day begins.
fn max_connections(incident: &mut Incident, value: f64) -> bool {
    let path = incident.world.database.path.clone();
    let Some(before) = newest(incident, &path) else {
        return false;
    };
    let format = Format::Postgresql;
    let text = format.with_key(before, "max_connections", &value.to_string());
    let mut any = false;
    for lines in written(incident, &path) {
        lines.clone_from(&text);
        any = true;
    }
    if !any && let Some(lines) = newest(incident, &path) {
        *lines = text;
    }
    true
}

/// The text of a file with which the world starts.
fn newest<'a>(incident: &'a mut Incident, path: &str) -> Option<&'a mut Vec<String>> {
    let mut files = incident.world.files.iter_mut();
    let file = files.find(|file| file.path == path)?;
    file.versions.last_mut().map(|version| &mut version.lines)
}

/// The texts that scheduled changes write into a file.
fn written<'a>(
    incident: &'a mut Incident,
    wanted: &'a str,
) -> impl Iterator<Item = &'a mut Vec<String>> {
    let steps = incident.changes.iter_mut().flat_map(|c| &mut c.steps);
    steps.filter_map(move |step| match step {
        Command::WriteFile { path, lines, .. } if path == wanted => Some(lines),
        _ => None,
    })
}

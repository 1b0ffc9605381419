//! The state of a screen in the address: what stands behind the `#`.

use super::protocol::Mode;
use super::screen::Screen;
use crate::lab::Choice;

/// Longest id and address that is looked at; longer ones are wrong.
const LEN_MAX: usize = 400;

/// A screen.
#[derive(Clone, Debug, PartialEq)]
pub enum Route {
    /// `#/`: the incidents there are.
    Library,
    /// `#/incident/ID`: its briefing.
    Incident(String),
    /// `#/run/ID?mode=drill&seed=N`: a run; what a [`Screen`] says may follow.
    Run(RunRoute),
    /// `#/debrief`: the debrief of the last run.
    Debrief,
    /// `#/results`: all results, and verifying.
    Results,
    /// `#/lab/ID?measures=usual&seeds=100`: the what-if lab of an incident; see
    /// [`Choice::parse`] for what may follow.
    Lab(String, Choice),
    /// Anything else, with the reason in words.
    Unknown(String),
}

/// Which run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRoute {
    /// Id of a shipped incident.
    pub incident: String,
    /// The way in.
    pub mode: Mode,
    /// Seed of the world; none asks for a fresh one.
    pub seed: Option<u64>,
}

impl Route {
    /// Reads what stands behind the `#` (the `#` itself may be there or not). Never fails:
    /// what cannot be read is [`Route::Unknown`].
    #[must_use]
    pub fn parse(hash: &str) -> Route {
        let text = hash.strip_prefix('#').unwrap_or(hash);
        if text.len() > LEN_MAX {
            return unknown("The address is too long.");
        }
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [] => Route::Library,
            ["debrief"] => Route::Debrief,
            ["results"] => Route::Results,
            ["incident", id] => match incident_id(id) {
                Ok(id) => Route::Incident(id),
                Err(reason) => Route::Unknown(reason),
            },
            ["lab", id] => match incident_id(id).and_then(|id| Ok((id, Choice::parse(query)?))) {
                Ok((id, choice)) => Route::Lab(id, choice),
                Err(reason) => Route::Unknown(reason),
            },
            ["run", id] => match run(id, query) {
                Ok(run) => Route::Run(run),
                Err(reason) => Route::Unknown(reason),
            },
            _ => unknown("There is no such screen."),
        }
    }

    /// The address, with its `#`.
    #[must_use]
    pub fn format(&self) -> String {
        match self {
            Route::Library | Route::Unknown(_) => "#/".to_string(),
            Route::Incident(id) => format!("#/incident/{id}"),
            Route::Debrief => "#/debrief".to_string(),
            Route::Results => "#/results".to_string(),
            Route::Lab(id, choice) => format!("#/lab/{id}?{}", choice.query()),
            Route::Run(RunRoute {
                incident,
                mode,
                seed,
            }) => {
                let seed = seed.map(|seed| format!("&seed={seed}")).unwrap_or_default();
                format!("#/run/{incident}?mode={}{seed}", mode.word())
            }
        }
    }
}

fn unknown(reason: &str) -> Route {
    Route::Unknown(reason.to_string())
}

fn incident_id(id: &str) -> Result<String, String> {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.chars().all(good) {
        Ok(id.to_string())
    } else {
        Err(format!(
            "“{id}” is no incident’s id: it has lower-case letters, digits and hyphens."
        ))
    }
}

fn run(id: &str, query: &str) -> Result<RunRoute, String> {
    let mut route = RunRoute {
        incident: incident_id(id)?,
        mode: Mode::Drill,
        seed: None,
    };
    let mut met = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        if ["mode", "seed"].contains(&key) && met.contains(&key) {
            return Err(format!("The address says twice what its {key} is."));
        }
        met.push(key);
        match key {
            "mode" => route.mode = mode(value)?,
            "seed" => {
                let seed = seed(value).ok_or_else(|| {
                    format!(
                        "The seed “{value}” is not a whole number from 0 to {}.",
                        u64::MAX
                    )
                })?;
                route.seed = Some(seed);
            }
            // How the run is looked at: read by whoever shows it.
            _ if Screen::KEYS.contains(&key) => {}
            // What the charts show is theirs to read: the run is the same.
            _ if super::chart_view::check(key, value)? => {}
            _ => return Err(format!("The address has an unknown part, “{key}”.")),
        }
    }
    Ok(route)
}

/// A seed as its digits say it, without a sign.
#[must_use]
pub fn seed(text: &str) -> Option<u64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

fn mode(word: &str) -> Result<Mode, String> {
    Mode::of(word)
        .ok_or_else(|| format!("“{word}” is no way in: there are drill, guided and watch."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_come_back_as_they_went() {
        let run = |mode, seed| {
            Route::Run(RunRoute {
                incident: "a-1".into(),
                mode,
                seed,
            })
        };
        for route in [
            Route::Library,
            Route::Debrief,
            Route::Results,
            Route::Incident("2025-03-15-database-outage".into()),
            Route::Lab("a-1".into(), Choice::default()),
            run(Mode::Drill, None),
            run(Mode::Guided, Some(0)),
            run(Mode::Watch, Some(u64::MAX)),
        ] {
            assert_eq!(Route::parse(&route.format()), route);
        }
    }

    #[test]
    fn short_forms_are_read() {
        assert_eq!(Route::parse(""), Route::Library);
        assert_eq!(Route::parse("#"), Route::Library);
        let usual = Route::Lab("x".into(), Choice::default());
        assert_eq!(Route::parse("#/lab/x"), usual);
        let run = RunRoute {
            incident: "x".into(),
            mode: Mode::Drill,
            seed: None,
        };
        assert_eq!(Route::parse("/run/x"), Route::Run(run.clone()));
        let looked_at = Route::parse("#/run/x?mode=drill&tool=logs&layout=charts");
        assert_eq!(
            looked_at,
            Route::Run(run),
            "how it is looked at makes no other run"
        );
    }

    #[test]
    fn wrong_addresses_say_what_is_wrong() {
        for (hash, part) in [
            ("#/nowhere", "no such screen"),
            ("#/run/x?mode=exam", "“exam” is no way in"),
            ("#/run/x?seed=-1", "The seed “-1”"),
            ("#/run/x?seed=+1", "The seed “+1”"),
            ("#/run/x?seed=1&seed=2", "says twice what its seed is"),
            (
                "#/run/x?mode=drill&mode=watch",
                "says twice what its mode is",
            ),
            ("#/run/x?speed=9", "unknown part, “speed”"),
            ("#/incident/<b>", "“<b>” is no incident’s id"),
            ("#/run/x/y", "no such screen"),
            ("#/lab/x?seeds=0", "“0” is no number of seeds"),
            ("#/lab/<b>", "“<b>” is no incident’s id"),
        ] {
            let Route::Unknown(reason) = Route::parse(hash) else {
                panic!("{hash} was read")
            };
            assert!(reason.contains(part), "{hash}: {reason}");
        }
        assert!(matches!(Route::parse(&"x".repeat(1000)), Route::Unknown(_)));
    }
}

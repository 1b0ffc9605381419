//! What the charts show, as a part of a run's address: `&from=-600&to=300&panel=latency`.

/// Farthest time that is taken from an address, s from minute zero: ten days.
const T_MAX_S: i64 = 864_000;
const KEYS: [&str; 3] = ["from", "to", "panel"];

/// The part of the address. Times are seconds from minute zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChartView {
    /// The stretch shown; none follows the clock.
    pub range_s: Option<(i64, i64)>,
    /// The panel that has all the room.
    pub panel: Option<String>,
}

/// Whether a part of a run's address is one of these, and is right.
///
/// # Errors
/// What is wrong with it, in words.
pub fn check(key: &str, value: &str) -> Result<bool, String> {
    match key {
        "from" | "to" => match seconds(value) {
            Some(_) => Ok(true),
            None => Err(format!(
                "“{value}” is no time: seconds from minute zero, from −{T_MAX_S} to {T_MAX_S}."
            )),
        },
        "panel" if panel(value).is_none() => Err(format!("“{value}” is no panel’s id.")),
        _ => Ok(key == "panel"),
    }
}

fn seconds(text: &str) -> Option<i64> {
    let t_s: i64 = text.parse().ok()?;
    (-T_MAX_S..=T_MAX_S).contains(&t_s).then_some(t_s)
}

fn panel(text: &str) -> Option<String> {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (!text.is_empty() && text.len() <= 40 && text.chars().all(good)).then(|| text.to_string())
}

impl ChartView {
    /// Reads the part of an address; what is missing or wrong is left out.
    #[must_use]
    pub fn read(hash: &str) -> ChartView {
        let query = hash.split_once('?').map_or("", |(_, query)| query);
        let value = |wanted: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs
                .find(|(key, _)| *key == wanted)
                .map(|(_, value)| value)
        };
        let from_s = value("from").and_then(seconds);
        let to_s = value("to").and_then(seconds);
        ChartView {
            range_s: from_s.zip(to_s).filter(|(from, to)| from < to),
            panel: value("panel").and_then(panel),
        }
    }

    /// An address with this part in the place of what it had.
    #[must_use]
    pub fn write(&self, hash: &str) -> String {
        let (path, query) = hash.split_once('?').unwrap_or((hash, ""));
        let other = |pair: &&str| {
            let key = pair.split('=').next().unwrap_or_default();
            !pair.is_empty() && !KEYS.contains(&key)
        };
        let mut parts: Vec<String> = query.split('&').filter(other).map(str::to_string).collect();
        if let Some((from, to)) = self.range_s {
            parts.extend([format!("from={from}"), format!("to={to}")]);
        }
        parts.extend(self.panel.iter().map(|panel| format!("panel={panel}")));
        if parts.is_empty() {
            path.to_string()
        } else {
            format!("{path}?{}", parts.join("&"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::route::Route;

    #[test]
    fn an_address_keeps_its_other_parts() {
        let run = "#/run/x?mode=drill&seed=7";
        let view = ChartView {
            range_s: Some((-600, 300)),
            panel: Some("latency-heat".into()),
        };
        let full = view.write(run);
        assert_eq!(
            full,
            "#/run/x?mode=drill&seed=7&from=-600&to=300&panel=latency-heat"
        );
        assert_eq!(ChartView::read(&full), view);
        assert_eq!(ChartView::default().write(&full), run);
        assert_eq!(ChartView::default().write("#/debrief"), "#/debrief");
        // The run is the same whatever its charts show.
        assert_eq!(Route::parse(&full), Route::parse(run));
    }

    #[test]
    fn what_is_wrong_is_left_out_here_and_told_by_the_route() {
        for query in [
            "from=x&to=5",
            "from=5&to=5",
            "from=9e9&to=1",
            "panel=<b>",
            "panel=",
        ] {
            let hash = format!("#/run/x?{query}");
            assert_eq!(ChartView::read(&hash), ChartView::default(), "{query}");
        }
        for query in ["from=x", "to=99999999999", "panel=%3Cb%3E"] {
            let route = Route::parse(&format!("#/run/x?{query}"));
            assert!(matches!(route, Route::Unknown(_)), "{query}");
        }
    }
}

//! What the console shows, as a part of its address: `…?mode=drill&seed=1&tool=logs&with=files`.
//!
//! The run itself is the [`super::route::Route`]; this is how one looks at it. A part that
//! cannot be read is left out: the run is right all the same.

use super::frame::{Page, Preset};
use super::saved::CLOCK_MS_MAX;

/// Longest word of a part.
const WORD_MAX: usize = 40;

/// How a run is looked at. Everything may be missing: then the page decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Screen {
    /// Id of the tool that is shown.
    pub tool: Option<String>,
    /// Id of the tool below it.
    pub with: Option<String>,
    /// A layout made for a purpose.
    pub layout: Option<Preset>,
    /// Page of a narrow screen.
    pub page: Option<Page>,
    /// First moment on the charts, ms from minute zero.
    pub from_ms: Option<i64>,
    /// Last moment on the charts, ms from minute zero.
    pub to_ms: Option<i64>,
    /// Id of the chart that is large.
    pub panel: Option<String>,
}

impl Screen {
    /// The names of the parts.
    pub const KEYS: [&str; 7] = ["tool", "with", "layout", "page", "from", "to", "panel"];

    /// Reads the parts out of an address; other parts are not looked at.
    #[must_use]
    pub fn parse(hash: &str) -> Screen {
        let mut screen = Screen::default();
        let (_, query) = hash.split_once('?').unwrap_or((hash, ""));
        for pair in query.split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            match key {
                "tool" => screen.tool = word(value),
                "with" => screen.with = word(value),
                "layout" => screen.layout = Preset::of(value),
                "page" => screen.page = Page::ALL.into_iter().find(|page| page.id() == value),
                "from" => screen.from_ms = moment(value),
                "to" => screen.to_ms = moment(value),
                "panel" => screen.panel = word(value),
                _ => {}
            }
        }
        screen
    }

    /// The parts as they are appended to a run's address; begins with `&` unless empty.
    #[must_use]
    pub fn format(&self) -> String {
        let from = self.from_ms.map(|ms| ms.to_string());
        let to = self.to_ms.map(|ms| ms.to_string());
        let parts = [
            ("tool", self.tool.as_deref()),
            ("with", self.with.as_deref()),
            ("layout", self.layout.map(Preset::word)),
            ("page", self.page.map(Page::id)),
            ("from", from.as_deref()),
            ("to", to.as_deref()),
            ("panel", self.panel.as_deref()),
        ];
        let said = parts.into_iter().filter_map(|(key, value)| Some((key, value?)));
        said.map(|(key, value)| format!("&{key}={value}")).collect()
    }
}

fn word(value: &str) -> Option<String> {
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let short = (1..=WORD_MAX).contains(&value.len());
    (short && value.chars().all(good)).then(|| value.to_string())
}

fn moment(value: &str) -> Option<i64> {
    let ms: i64 = value.parse().ok()?;
    (-CLOCK_MS_MAX..=CLOCK_MS_MAX).contains(&ms).then_some(ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> Screen {
        Screen {
            tool: Some("logs".into()),
            with: Some("terminal".into()),
            layout: Some(Preset::Tools),
            page: Some(Page::Done),
            from_ms: Some(-900_000),
            to_ms: Some(60_000),
            panel: Some("connections".into()),
        }
    }

    #[test]
    fn what_is_shown_comes_back_as_it_went() {
        for screen in [Screen::default(), full()] {
            let address = format!("#/run/a?mode=drill&seed=1{}", screen.format());
            assert_eq!(Screen::parse(&address), screen);
        }
    }

    #[test]
    fn what_cannot_be_read_is_left_out() {
        let strange = "#/run/a?mode=drill&tool=<b>&with=&layout=huge&page=4&from=x&to=1e99&panel=";
        assert_eq!(Screen::parse(strange), Screen::default());
        let one = Screen::parse(&format!("{strange}&tool=files"));
        assert_eq!(one.tool.as_deref(), Some("files"));
    }
}

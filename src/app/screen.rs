//! What the console shows, as a part of its address: `…?mode=drill&seed=1&tool=logs&with=files`.
//!
//! The run itself is the [`super::route::Route`]; this is how one looks at it. A part that
//! cannot be read is left out: the run is right all the same.

use super::frame::Preset;
use crate::incident::panes::{Column, Pane};

/// How a run is looked at. Everything may be missing: then the page decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Screen {
    /// The tool that is shown.
    pub tool: Option<Pane>,
    /// The tool below it.
    pub with: Option<Pane>,
    /// A layout made for a purpose.
    pub layout: Option<Preset>,
    /// Page of a narrow screen.
    pub page: Option<Column>,
}

impl Screen {
    /// The names of the parts.
    pub const KEYS: [&str; 4] = ["tool", "with", "layout", "page"];

    /// Reads the parts out of an address; other parts are not looked at.
    #[must_use]
    pub fn parse(hash: &str) -> Screen {
        let mut screen = Screen::default();
        let (_, query) = hash.split_once('?').unwrap_or((hash, ""));
        for pair in query.split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            match key {
                "tool" => screen.tool = Pane::tool(value),
                "with" => screen.with = Pane::tool(value),
                "layout" => screen.layout = Preset::of(value),
                "page" => screen.page = Column::ALL.into_iter().find(|page| page.id() == value),
                _ => {}
            }
        }
        screen
    }

    /// An address with these parts in the place of those it had; all else in it stays.
    #[must_use]
    pub fn write(&self, hash: &str) -> String {
        let (path, query) = hash.split_once('?').unwrap_or((hash, ""));
        let other = |pair: &&str| {
            let key = pair.split('=').next().unwrap_or_default();
            !pair.is_empty() && !Screen::KEYS.contains(&key)
        };
        let mut parts: Vec<String> = query.split('&').filter(other).map(String::from).collect();
        let own = [
            ("tool", self.tool.map(Pane::id)),
            ("with", self.with.map(Pane::id)),
            ("layout", self.layout.map(Preset::word)),
            ("page", self.page.map(Column::id)),
        ];
        let said = own
            .into_iter()
            .filter_map(|(key, value)| Some((key, value?)));
        parts.extend(said.map(|(key, value)| format!("{key}={value}")));
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

    fn full() -> Screen {
        Screen {
            tool: Some(Pane::Logs),
            with: Some(Pane::Terminal),
            layout: Some(Preset::Tools),
            page: Some(Column::Tools),
        }
    }

    #[test]
    fn what_is_shown_comes_back_as_it_went() {
        for screen in [Screen::default(), full()] {
            let address = screen.write("#/run/a?mode=drill&tool=x&seed=1&from=-9");
            assert!(
                address.starts_with("#/run/a?mode=drill&seed=1&from=-9"),
                "{address}"
            );
            assert_eq!(Screen::parse(&address), screen);
            assert_eq!(Screen::parse(&screen.write("#/run/a")), screen);
        }
    }

    #[test]
    fn what_cannot_be_read_is_left_out() {
        let strange = "#/run/a?mode=drill&tool=<b>&with=&layout=huge&page=4";
        assert_eq!(Screen::parse(strange), Screen::default());
        let one = Screen::parse(&format!("{strange}&tool=files"));
        assert_eq!(one.tool, Some(Pane::Files));
    }
}

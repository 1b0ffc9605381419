//! Every pane of the console, one row each. Incident files, addresses and kept layouts name them
//! by their ids; the page has an icon and a component for each, or does not compile.

use serde::{Deserialize, Serialize};

/// The columns of the console; on a narrow screen they are pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Column {
    /// What a person is told: pager, alerts, timeline.
    #[default]
    Alerts,
    /// The charts.
    Charts,
    /// The tools.
    Tools,
}

impl Column {
    /// All, as they are read.
    pub const ALL: [Column; 3] = [Column::Alerts, Column::Charts, Column::Tools];

    /// Its id, in addresses and in the style sheet.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Column::Alerts => "told",
            Column::Charts => "seen",
            Column::Tools => "done",
        }
    }

    /// Its name on the page.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Column::Alerts => "Told",
            Column::Charts => "Seen",
            Column::Tools => "Done",
        }
    }
}

macro_rules! panes {
    ($($(#[$about:meta])+ $pane:ident: $column:ident, $id:literal, $title:literal, $keys:expr;)+) => {
        /// A part of the console that can be pointed at.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Pane {
            $($(#[$about])+ $pane,)+
        }

        impl Pane {
            /// All; the tools in the order of the rail.
            pub const ALL: &'static [Pane] = &[$(Pane::$pane),+];

            /// The column in which it stands.
            #[must_use]
            pub fn column(self) -> Column {
                match self { $(Pane::$pane => Column::$column),+ }
            }

            /// Stable id.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Pane::$pane => $id),+ }
            }

            /// Name on the page.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Pane::$pane => $title),+ }
            }

            /// The key that opens it, as `KeyboardEvent.key` names it; empty for none.
            #[must_use]
            pub fn keys(self) -> &'static [&'static str] {
                match self { $(Pane::$pane => $keys),+ }
            }
        }
    };
}

panes! {
    /// Pages to the person on call.
    Pager: Alerts, "pager", "Pager", &[];
    /// What happened so far: changes, alerts, chat.
    Changes: Alerts, "changes", "Timeline", &[];
    /// The charts.
    Charts: Charts, "charts", "Charts", &[];
    /// Log lines of all hosts.
    Logs: Tools, "logs", "Logs", &["1"];
    /// Files of configuration, their versions and pipelines.
    Files: Tools, "files", "Files", &["2"];
    /// Sessions, settings and queries of the database.
    Database: Tools, "database", "Database", &["3"];
    /// A terminal on the hosts.
    Terminal: Tools, "terminal", "Terminal", &["4"];
    /// What can be done to the system.
    Actions: Tools, "actions", "Actions", &["5"];
    /// The runbook.
    Runbook: Tools, "runbook", "Runbook", &["6"];
    /// How the parts of the system hang together.
    Map: Tools, "map", "Map", &["7"];
    /// Evidence, hypotheses and the diagnosis.
    Diagnosis: Tools, "diagnosis", "Diagnosis", &["8"];
    /// The status page and who is told.
    Status: Tools, "status", "Status", &["9"];
    /// Rules, pages and silences.
    Alerts: Tools, "alerts", "Alerts", &["0"];
    /// Roles, severity and people to call.
    Response: Tools, "response", "Response", &[];
}

impl Pane {
    /// The tools, in the order of the rail.
    pub fn tools() -> impl Iterator<Item = Pane> + Clone {
        Pane::ALL.iter().copied().filter(|pane| pane.is_tool())
    }

    /// Those that can stand in a window of their own: the charts and all tools.
    pub fn windows() -> impl Iterator<Item = Pane> + Clone {
        std::iter::once(Pane::Charts).chain(Pane::tools())
    }

    /// Whether it is a tool: it stands in a half of the tool column or in a window of its own.
    #[must_use]
    pub fn is_tool(self) -> bool {
        self.column() == Column::Tools
    }

    /// The pane of an id.
    #[must_use]
    pub fn of(id: &str) -> Option<Pane> {
        Pane::ALL.iter().copied().find(|pane| pane.id() == id)
    }

    /// The tool of an id.
    #[must_use]
    pub fn tool(id: &str) -> Option<Pane> {
        Pane::of(id).filter(|pane| pane.is_tool())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::incident::library;
    use crate::incident::lint::lint;

    #[test]
    fn ids_and_keys_are_of_one_pane_each() {
        for (at, pane) in Pane::ALL.iter().enumerate() {
            assert_eq!(Pane::of(pane.id()), Some(*pane));
            assert_eq!(serde_json::to_value(pane).expect("a word"), pane.id());
            let before = &Pane::ALL[..at];
            assert!(pane.keys().is_empty() || before.iter().all(|p| p.keys() != pane.keys()));
        }
    }

    #[test]
    fn the_coach_can_point_at_every_pane() {
        let mut incident = library::load(library::entries()[0].id).expect("a shipped incident");
        let before = lint(&incident, false).len();
        for pane in Pane::ALL {
            incident.coach[0].pane = pane.id().to_string();
            assert_eq!(lint(&incident, false).len(), before, "{}", pane.id());
        }
        incident.coach[0].pane = "no such pane".to_string();
        assert_eq!(lint(&incident, false).len(), before + 1);
    }

    #[test]
    fn tools_are_found_by_their_ids_and_nothing_else_is() {
        assert!(Pane::tools().all(|tool| Pane::tool(tool.id()) == Some(tool)));
        assert_eq!(Pane::tool("charts"), None);
        assert_eq!(Pane::tool("no such tool"), None);
    }
}

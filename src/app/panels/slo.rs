//! The objective: burn rates over the windows of the rules that page, and the budget.

use super::{Columns, Group, Panel, one, spec};
use crate::app::slo::{PAGE_AT, SPENT, WINDOWS};
use crate::chart::{Axis, Kind, PanelSpec, Role, Threshold, Unit, YMax};

/// Burn rate and error budget of 99.9 %, in exercise windows.
pub(super) fn panels(columns: &Columns<'_>) -> Vec<Panel> {
    let burn = WINDOWS.iter().enumerate().filter_map(|(index, window)| {
        let role = if index == 0 { Role::Lead } else { Role::Plain };
        columns.series(window.label, window.column, role)
    });
    let page = |value: f64| Threshold {
        value,
        label: format!("page at {value}"),
    };
    let (burn_title, budget_title) = ("Burn rate", "Error budget spent");
    let burn = PanelSpec {
        thresholds: PAGE_AT.map(page).to_vec(),
        y_max: YMax::AtLeast(20.0),
        axis: Axis::Log,
        ..spec("burn", burn_title, Unit::Count, burn.collect())
    };
    let spent = columns.series("spent", SPENT, Role::Lead);
    let budget = PanelSpec {
        thresholds: vec![Threshold {
            value: 1.0,
            label: "whole budget".into(),
        }],
        y_max: YMax::AtLeast(1.0),
        kind: Kind::Area,
        ..spec(
            "budget",
            budget_title,
            Unit::Ratio,
            spent.into_iter().collect(),
        )
    };
    vec![
        Panel {
            log: true,
            note: "exercise windows (as in the rule)",
            ..one("burn", burn_title, Group::Slo, burn)
        },
        Panel {
            note: "exercise window: 2.5 of 30 days",
            ..one("budget", budget_title, Group::Slo, budget)
        },
    ]
}

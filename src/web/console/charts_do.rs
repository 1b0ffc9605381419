//! What the keys and the palette do to the charts.

use crate::app::commands::ChartDo;
use crate::web::run::{Charts, RangeChoice};

/// Does it.
pub fn charts_do(charts: &Charts, what: &ChartDo) {
    match what {
        ChartDo::Range(at) => {
            if let Some(choice) = RangeChoice::ALL.get(*at) {
                charts.set_range(*choice);
            }
        }
        ChartDo::ZoomOut | ChartDo::ZoomIn => step(charts, *what == ChartDo::ZoomOut),
        _ => charts.touch(),
    }
}

/// The next longer or shorter range.
fn step(charts: &Charts, longer: bool) {
    let all = RangeChoice::ALL;
    let Some(at) = all.iter().position(|choice| *choice == charts.range()) else {
        return;
    };
    let to = if longer { at + 1 } else { at.saturating_sub(1) };
    if let Some(choice) = all.get(to) {
        charts.set_range(*choice);
    }
}

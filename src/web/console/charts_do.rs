//! What the keys and the palette do to the charts.

use crate::app::commands::ChartDo;
use crate::web::run::{RangeChoice, Run};

/// Does it.
pub fn charts_do(run: &Run, what: &ChartDo) {
    let charts = run.charts();
    match what {
        ChartDo::Range(at) => {
            if let Some(choice) = RangeChoice::ALL.get(*at) {
                charts.set_range(*choice);
            }
        }
        ChartDo::ZoomOut => charts.zoom_out(),
        ChartDo::ZoomIn => charts.zoom_in(),
        ChartDo::Earlier => charts.pan(-1),
        ChartDo::Later => charts.pan(1),
        ChartDo::Back => charts.back(),
        ChartDo::Follow => charts.follow(),
        ChartDo::Refresh => charts.touch(),
        ChartDo::Legends => charts.toggle_legends(),
        ChartDo::Full => charts.toggle_full(),
        ChartDo::Panel(id) => charts.set_full(Some(id)),
    }
}

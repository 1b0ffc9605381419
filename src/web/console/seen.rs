//! What you see: the charts.

mod address;
mod bar;
mod cursor;
mod figure;
mod glyphs;
mod keys;
mod large;
mod legend;
mod marks;
mod plot;
mod slowly;
pub(super) mod watch;

use crate::app::panels::{Panel, panels};
use crate::app::shared::Shared;
use crate::incident::charts::Group;
use crate::web::run::{ChartLook, RangeChoice, use_run, use_view};
use address::use_address;
use bar::Bar;
use figure::Figure;
pub use keys::set_pair;
use slowly::use_slowly;
use web_sys::Element;
use yew::prelude::*;

/// The charts of a run that is over, all of it, outside the console.
#[component]
pub fn ChartGrid() -> Html {
    let run = use_run();
    // Before the charts below read the range for the first time.
    use_memo(run, |run| {
        run.charts().set_range(RangeChoice::All);
        run.charts().set_full(None);
    });
    html! { <div class="run-charts"><Seen coached={false} addressed={false} /></div> }
}

/// Properties of [`Seen`].
#[derive(Properties, PartialEq)]
pub struct SeenProps {
    /// Marked by the coach.
    pub coached: bool,
    /// Whether the time shown and the enlarged chart stand in the page's address.
    #[prop_or(true)]
    pub addressed: bool,
}

/// How the charts are looked at; wakes the component when that changes.
#[hook]
fn use_look() -> ChartLook {
    let run = use_run();
    let look = use_state(|| run.charts().look());
    {
        let look = look.setter();
        use_effect_with((), move |()| {
            let charts = run.charts();
            look.set(charts.look());
            charts.watch_look(Callback::from(move |next| look.set(next)))
        });
    }
    *look
}

/// An enlarged chart is seen from its top; without it the column stands where it stood.
#[hook]
fn use_place(node: &NodeRef, full: bool) {
    let left = use_mut_ref(|| None::<i32>);
    let node = node.clone();
    use_effect_with(full, move |full| {
        let Some(column) = node.cast::<Element>() else {
            return;
        };
        if *full {
            left.replace(Some(column.scroll_top()));
            column.set_scroll_top(0);
        } else if let Some(top) = left.take() {
            column.set_scroll_top(top);
        }
    });
}

/// The column in the middle.
#[component]
pub fn Seen(props: &SeenProps) -> Html {
    let run = use_run();
    let view = use_view();
    let all = {
        let run = run.clone();
        use_memo(view.ready.clone(), move |ready| {
            let columns = run
                .with_live(|live| live.samples.names().to_vec())
                .unwrap_or_default();
            let objective = ready.as_ref().map(|_| &run.incident().objective);
            panels(&columns, objective)
                .into_iter()
                .map(Shared::new)
                .collect::<Vec<_>>()
        })
    };
    let ids = use_memo(all.clone(), |all| {
        all.iter().map(|p| p.chart.id).collect::<Vec<_>>()
    });
    let look = use_look();
    use_address(look, ids, view.ready.is_some(), props.addressed);
    let version = use_slowly(view.rows_version);
    run.with_live(|live| run.charts().measure(&live.samples));
    let shown = run.charts().shown();
    let range_ms = (shown.from_ms(), shown.to_ms());
    let node = use_node_ref();
    use_place(&node, look.full.is_some());
    let groups = Group::ALL.into_iter().map(|group| {
        let of_group: Vec<&Shared<Panel>> = all.iter().filter(|p| p.chart.group == group).collect();
        let away = of_group.is_empty()
            || look
                .full
                .is_some_and(|full| of_group.iter().all(|panel| panel.chart.id != full));
        let figures = of_group.iter().map(|panel| {
            let large = look.full == Some(panel.chart.id);
            html! {
                <Figure key={panel.chart.id} panel={(*panel).clone()} {version} {range_ms} {large}
                    away={look.full.is_some() && !large} legend={look.legends} />
            }
        });
        html! {
            <section key={group.title()} class="chart-group" hidden={away}
                aria-label={group.title()}>
                <h2 class="group-title">{ group.title() }</h2>
                <div class="chart-grid">{ for figures }</div>
            </section>
        }
    });
    let full = look.full.map(|_| "has-full");
    let coached = props.coached.then_some("coached");
    html! {
        <section ref={node} class={classes!("column", "charts", full, coached)}
            id="panel-seen" aria-label="Seen">
            <Bar {look} {range_ms} />
            { for groups }
        </section>
    }
}

//! What you see: the charts.

mod canvas;
mod figure;
mod large;
mod legend;

use crate::app::panels::{Group, Panel, panels};
use crate::app::shared::Shared;
use crate::web::run::{RangeChoice, use_run, use_view};
use figure::Figure;
use yew::prelude::*;

/// The charts of a run that is over, all of it, outside the console.
#[component]
pub fn ChartGrid() -> Html {
    let run = use_run();
    // Before the charts below read the range for the first time.
    use_memo(run, |run| run.charts().set_range(RangeChoice::All));
    html! { <div class="run-charts"><Seen coached={false} /></div> }
}

/// Properties of [`Seen`].
#[derive(Properties, PartialEq)]
pub struct SeenProps {
    /// Marked by the coach.
    pub coached: bool,
}

/// The column in the middle.
#[component]
pub fn Seen(props: &SeenProps) -> Html {
    let run = use_run();
    let view = use_view();
    let large = use_state(|| None::<&'static str>);
    let range = use_state(|| run.charts().range());
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
    let ranges = RangeChoice::ALL.into_iter().map(|choice| {
        let onclick = {
            let (run, range) = (run.clone(), range.clone());
            Callback::from(move |_: MouseEvent| {
                run.charts().set_range(choice);
                range.set(choice);
            })
        };
        html! {
            <button key={choice.label()} type="button" {onclick}
                aria-pressed={(*range == choice).to_string()}>{ choice.label() }</button>
        }
    });
    let enlarge = {
        let large = large.clone();
        use_callback((), move |id: Option<&'static str>, ()| large.set(id))
    };
    let groups = Group::ALL.into_iter().map(|group| {
        let of_group: Vec<&Shared<Panel>> = all.iter().filter(|p| p.group == group).collect();
        let figures = of_group.iter().map(|panel| {
            html! {
                <Figure key={panel.id} panel={(*panel).clone()} version={view.rows_version}
                    range={*range} large={*large == Some(panel.id)} enlarge={enlarge.clone()} />
            }
        });
        html! {
            <section key={group.title()} class="chart-group" hidden={of_group.is_empty()}
                aria-label={group.title()}>
                <h2 class="group-title">{ group.title() }</h2>
                <div class="chart-grid">{ for figures }</div>
            </section>
        }
    });
    html! {
        <section class={classes!("column", "charts", props.coached.then_some("coached"))}
            id="panel-seen" aria-label="Seen">
            <div class="seen-bar row">
                <div class="segmented" role="group" aria-label="Time shown">{ for ranges }</div>
                <ul class="row marks-key small muted" aria-label="Marks on the charts">
                    <li key="change"><span class="mark-change"></span>{ "change" }</li>
                    <li key="alert"><span class="mark-alert"></span>{ "alert" }</li>
                    <li key="action"><span class="mark-action"></span>{ "your action" }</li>
                </ul>
            </div>
            { for groups }
        </section>
    }
}

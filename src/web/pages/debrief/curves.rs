//! Curves over the minutes of an incident, with a cursor and a table of their numbers.

use crate::chart::plot::{Minutes, heights, short};
use crate::debrief::words;
use crate::web::pages::plot::{Cursor, DataTable, Plot, minutes};
use yew::prelude::*;

/// Rows of the data table at most.
const ROWS_MAX: usize = 25;

/// One curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Its name.
    pub name: AttrValue,
    /// Class of its colour and dashes.
    pub tone: &'static str,
    /// A value a minute.
    pub values: Vec<u64>,
}

impl Curve {
    fn at(&self, minute: usize) -> u64 {
        let value = self.values.get(minute).or(self.values.last());
        value.copied().unwrap_or(0)
    }
}

/// Properties of [`Curves`].
#[derive(Properties, PartialEq)]
pub struct CurvesProps {
    /// Title of the chart.
    pub title: AttrValue,
    /// Name of the slider.
    pub slider: AttrValue,
    /// The curves; the first one's end is where the cursor stands at first.
    pub curves: Vec<Curve>,
    /// More classes.
    #[prop_or_default]
    pub class: Classes,
}

/// The chart.
#[component]
pub fn Curves(props: &CurvesProps) -> Html {
    let curves = &props.curves;
    let axes = Minutes::of(curves.iter().map(|curve| curve.values.as_slice()));
    let first = curves.first().map_or(0, |curve| curve.values.len());
    let cursor = use_state(|| first.saturating_sub(1));
    let on_move = {
        let setter = cursor.setter();
        Callback::from(move |minute: usize| setter.set(minute))
    };
    let at = (*cursor).min(axes.end);
    let legend = curves.iter().map(|curve| {
        html! {
            <li key={curve.tone}>
                <svg class={classes!("stroke", curve.tone)} viewBox="0 0 24 4" aria-hidden="true">
                    <path d="M0 2H24" />
                </svg>
                <span>{ curve.name.clone() }</span>
                <b class="num">{ words::count(curve.at(at)) }</b>
            </li>
        }
    });
    let lines = curves.iter().map(|curve| {
        let d = axes.path(&curve.values);
        html! { <path key={curve.tone} class={classes!("curve", curve.tone)} {d} /> }
    });
    let said = curves.iter();
    let said = said.map(|curve| format!("{}: {}", curve.name, words::count(curve.at(at))));
    let words = format!("Minute {at}. {}", said.collect::<Vec<_>>().join(", "));
    let cursor = Cursor {
        label: props.slider.clone(),
        at,
        end: axes.end,
        words,
        on_move,
    };
    html! {
        <figure class={classes!("harm-chart", props.class.clone())}
            aria-label={props.title.clone()}>
            <figcaption>
                <h3>{ props.title.clone() }</h3>
                <ul class="legend">
                    <li key="minute" class="num muted">{ format!("Minute {at}") }</li>
                    { for legend }
                </ul>
            </figcaption>
            <Plot heights={heights(axes.most).map(short).to_vec()} below={minutes(axes.end)}
                {cursor} unit="minutes after minute zero">
                { for lines }
            </Plot>
            { table(&props.title, curves) }
        </figure>
    }
}

fn table(title: &AttrValue, curves: &[Curve]) -> Html {
    let minutes = curves
        .iter()
        .map(|curve| curve.values.len())
        .max()
        .unwrap_or(0);
    let step = words::step_minutes(minutes, ROWS_MAX);
    let rows = (0..minutes).step_by(step).map(|minute| {
        let values = curves.iter().map(|curve| curve.values.get(minute));
        let values = values.map(|value| value.map_or(String::new(), |n| words::count(*n)));
        std::iter::once(minute.to_string()).chain(values).collect()
    });
    let names = curves.iter().map(|curve| curve.name.clone());
    let head = std::iter::once("Minute".into()).chain(names);
    html! {
        <DataTable caption={title} head={head.collect::<Vec<AttrValue>>()}
            rows={rows.collect::<Vec<Vec<String>>>()} />
    }
}

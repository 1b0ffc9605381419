//! The service map with live state.

mod detail;
mod drawing;
mod glyph;
mod node;
mod table;
mod width;

use crate::app::map::{ServiceMap, Sources, read, words};
use crate::app::shared::Shared;
use crate::web::run::{Run, View, use_run};
use crate::web::ui::press_sets;
use detail::Detail;
use drawing::Drawing;
use gloo::timers::callback::Timeout;
use table::MapTable;
use yew::prelude::*;

/// Shortest time between two readings of the map, ms: it is read, not watched.
const READ_MS: f64 = 500.0;

/// Properties of [`MapPane`].
#[derive(Properties, PartialEq)]
pub struct MapPaneProps {
    /// The run's summary.
    pub view: View,
    /// Whether the pane is in sight; else it is not read.
    pub open: bool,
}

fn read_now(run: &Run, view: &View) -> Option<ServiceMap> {
    run.with_live(|live| {
        read(&Sources {
            incident: run.incident(),
            samples: &live.samples,
            services: &view.services,
            database: &view.database,
            pipelines: &view.pipelines,
            users_failing: view.users_failing,
        })
    })
}

/// The map, read anew at most twice a second.
#[hook]
fn use_map(view: &View, open: bool) -> Shared<ServiceMap> {
    let run = use_run();
    let map = use_state(Shared::<ServiceMap>::default);
    let last_ms = use_mut_ref(|| f64::NEG_INFINITY);
    let known = use_mut_ref(Shared::<ServiceMap>::default);
    {
        let map = map.setter();
        use_effect_with((view.clone(), open), move |(view, open)| {
            let view = view.clone();
            let wait = (*last_ms.borrow() + READ_MS - js_sys::Date::now()).clamp(0.0, READ_MS);
            let timer = open.then(|| {
                Timeout::new(wait as u32, move || {
                    last_ms.replace(js_sys::Date::now());
                    let Some(fresh) = read_now(&run, &view) else {
                        return;
                    };
                    if known.borrow_mut().update(fresh) {
                        map.set(known.borrow().clone());
                    }
                })
            });
            move || drop(timer)
        });
    }
    (*map).clone()
}

/// The service map.
#[component]
pub fn MapPane(props: &MapPaneProps) -> Html {
    let map = use_map(&props.view, props.open);
    let table = use_state(|| false);
    let chosen = use_state(|| None::<String>);
    let choose = {
        let chosen = chosen.setter();
        use_callback((), move |id: Option<String>, ()| chosen.set(id))
    };
    let ways = [(false, "Map"), (true, "Table")].map(|(way, word)| {
        let onclick = press_sets(&table, way);
        html! {
            <button key={word} type="button" aria-pressed={(*table == way).to_string()}
                {onclick}>{ word }</button>
        }
    });
    let node = chosen.as_ref().and_then(|id| map.node(id)).cloned();
    let now_s = props.view.now_ms.div_euclid(1_000);
    html! {
        <div class="map-pane">
            <div class="map-head">
                <p class="grow">{ words::summary(&map) }</p>
                <div class="segmented" role="group" aria-label="Show as">{ for ways }</div>
            </div>
            <div class="map-body">
                <div hidden={*table}>
                    <Drawing map={map.clone()} chosen={(*chosen).clone()}
                        choose={choose.clone()} />
                </div>
                <div hidden={!*table}>
                    { if *table { html! { <MapTable map={map.clone()} /> } } else { html! {} } }
                </div>
            </div>
            <Detail {node} {now_s} close={choose.reform(|()| None)} />
        </div>
    }
}

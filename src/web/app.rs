//! The page's frame: which screen the address asks for.

use super::message::Message;
use super::pages;
use super::run::RunScreen;
use super::theme;
use crate::app::route::Route;
use gloo::events::EventListener;
use wasm_bindgen::JsValue;
use yew::prelude::*;

/// The route in the address.
#[must_use]
pub fn current() -> Route {
    let location = gloo::utils::window().location();
    Route::parse(&location.hash().unwrap_or_default())
}

/// Goes to a screen; the browser's back button leads back.
pub fn go(route: &Route) {
    // Fails only for addresses that cannot be written; these can.
    let _ = gloo::utils::window().location().set_hash(&route.format());
}

/// Completes the address without a step in the history.
pub fn replace(route: &Route) {
    let window = gloo::utils::window();
    if let Ok(history) = window.history() {
        // How the run is looked at stays as it was asked for.
        let hash = match route {
            Route::Run(_) => super::address::screen().write(&route.format()),
            _ => route.format(),
        };
        let replaced = history.replace_state_with_url(&JsValue::NULL, "", Some(&hash));
        if replaced.is_ok()
            && let Ok(event) = web_sys::Event::new("hashchange")
        {
            // Nobody cancels this event.
            let _ = window.dispatch_event(&event);
        }
    }
}

/// Name of a screen in the window's title.
fn title(route: &Route) -> &'static str {
    match route {
        Route::Library => "Firedrill",
        Route::Incident(_) => "Briefing · Firedrill",
        Route::Run(_) => "Console · Firedrill",
        Route::Debrief => "Debrief · Firedrill",
        Route::Results => "Results · Firedrill",
        Route::Lab(..) => "What-if lab · Firedrill",
        Route::Unknown(_) => "Not found · Firedrill",
    }
}

/// The page.
#[component]
pub fn App() -> Html {
    let route = use_state(current);
    {
        let route = route.clone();
        use_effect_with((), move |()| {
            let window = gloo::utils::window();
            let hash = EventListener::new(&window, "hashchange", move |_| {
                route.set(current());
                gloo::utils::window().scroll_to_with_x_and_y(0.0, 0.0);
            });
            let query = window
                .match_media("(prefers-color-scheme: light)")
                .ok()
                .flatten();
            let system =
                query.map(|query| EventListener::new(&query, "change", |_| theme::refresh()));
            move || drop((hash, system))
        });
    }
    use_effect_with((*route).clone(), |route| {
        gloo::utils::document().set_title(title(route))
    });
    match &*route {
        Route::Library => html! { <pages::Library /> },
        Route::Incident(id) => html! { <pages::Briefing id={id.clone()} /> },
        // Another run is another screen.
        Route::Run(run) => html! { <RunScreen key={route.format()} route={run.clone()} /> },
        Route::Debrief => html! { <pages::DebriefPage /> },
        Route::Results => html! { <pages::ResultsPage /> },
        Route::Lab(id, choice) => {
            // Another address is another study; the page itself writes it without an event.
            let (key, id, choice) = (route.format(), id.clone(), choice.clone());
            html! { <pages::LabPage {key} {id} {choice} /> }
        }
        Route::Unknown(reason) => {
            html! { <Message title="This page is not here" text={reason.clone()} /> }
        }
    }
}

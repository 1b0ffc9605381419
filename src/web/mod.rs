//! The page: Yew components, worker, storage, canvas.

pub mod boot;

use boot::WorkerLink;
use yew::prelude::*;

/// Starts whichever half of the page this global is for.
pub fn start() {
    boot::set_panic_hook();
    if boot::is_worker() {
        boot::worker_main(|message| boot::post(&message));
    } else {
        yew::Renderer::<Page>::new().render();
    }
}

/// The page's frame.
#[component]
fn Page() -> Html {
    let state = use_state(|| "Starting the engine".to_owned());
    let link = use_mut_ref(|| None::<WorkerLink>);
    {
        let state = state.clone();
        use_effect_with((), move |()| {
            let (answered, failed) = (state.clone(), state.clone());
            let spawned = WorkerLink::spawn(
                move |message| answered.set(message),
                move |error| failed.set(format!("The engine stopped: {error}")),
            );
            let sent = spawned.and_then(|worker| {
                worker.send("Engine ready")?;
                *link.borrow_mut() = Some(worker);
                Ok(())
            });
            if let Err(error) = sent {
                state.set(format!("The engine did not start: {error}"));
            }
            move || *link.borrow_mut() = None
        });
    }
    html! {
        <main>
            <h1>{ "Firedrill" }</h1>
            <p role="status">{ (*state).clone() }</p>
        </main>
    }
}

//! The library's foot: version, and what the browser keeps in its owner's hands.

use crate::web::pages::confirm::Confirm;
use crate::web::pages::download;
use crate::web::run;
use crate::web::storage;
use crate::web::ui::press_sets;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct DataFooterProps {
    /// Everything was deleted.
    pub on_deleted: Callback<()>,
}

/// Version, export, delete.
#[component]
pub fn DataFooter(props: &DataFooterProps) -> Html {
    let asking = use_state(|| false);
    let said = use_state(String::new);
    let on_export = {
        let said = said.clone();
        Callback::from(move |_: MouseEvent| {
            let text = storage::export_all();
            said.set(
                match download::save_file("firedrill-data.json", "application/json", &text) {
                    Ok(()) => "Your data is being downloaded.".to_string(),
                    Err(why) => format!("The download failed: {why}."),
                },
            );
        })
    };
    let open = press_sets(&asking, true);
    let close = {
        let asking = asking.clone();
        Callback::from(move |()| asking.set(false))
    };
    let delete = {
        let (asking, said) = (asking.clone(), said.clone());
        let on_deleted = props.on_deleted.clone();
        Callback::from(move |_: MouseEvent| {
            let count = run::delete_everything();
            asking.set(false);
            said.set(match count {
                0 => "There was nothing to delete.".to_string(),
                1 => "Deleted: 1 entry.".to_string(),
                n => format!("Deleted: {n} entries."),
            });
            on_deleted.emit(());
        })
    };
    html! {
        <footer class="page-foot">
            <p class="muted small">
                { concat!("Firedrill ", env!("CARGO_PKG_VERSION")) }
                { ". Runs and results stay in this browser." }
            </p>
            <p class="small" role="status">{ (*said).clone() }</p>
            <div class="row">
                <button type="button" class="btn btn-quiet" onclick={on_export}>
                    { "Export my data" }
                </button>
                <button type="button" class="btn btn-quiet" onclick={open}>
                    { "Delete my data" }
                </button>
            </div>
            <Confirm title="Delete my data?" yes="Delete everything" open={*asking}
                on_close={close} on_yes={delete}
                text="Runs under way, results, the last debrief and settings are removed from this \
                      browser. This cannot be undone; export them first to keep them." />
        </footer>
    }
}

//! Everything that is kept, in its owner's hands: export, import, delete.

use super::{Kept, told};
use crate::app::saved::{IMPORT_BYTES_MAX, Import};
use crate::web::pages::confirm::Confirm;
use crate::web::pages::download;
use crate::web::pages::read::{chosen, read};
use crate::web::run;
use crate::web::storage;
use crate::web::ui::press_sets;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct DataSectionProps {
    /// What there is.
    pub kept: Kept,
    /// What is kept has changed.
    pub on_changed: Callback<()>,
}

/// What was said last: a sentence, and the places of what went wrong.
type Said = (String, Vec<String>);

/// Export, import, delete.
#[component]
pub fn DataSection(props: &DataSectionProps) -> Html {
    let asking = use_state(|| false);
    let said = use_state(Said::default);
    let on_export = {
        let said = said.clone();
        Callback::from(move |_: MouseEvent| {
            let name = "firedrill-data.json";
            let text = storage::export_all();
            let told = download::save(name, "application/json", &text);
            said.set((told, Vec::new()));
        })
    };
    let on_import = {
        let (said, on_changed) = (said.clone(), props.on_changed.clone());
        Callback::from(move |event: Event| {
            let Some(file) = chosen(&event) else { return };
            let (said, on_changed) = (said.clone(), on_changed.clone());
            read(file, IMPORT_BYTES_MAX, move |name, text| {
                let taken = text
                    .and_then(|text| storage::import_all(&text).map_err(|problem| told(&problem)));
                said.set(match taken {
                    Ok(import) => in_words(&name, import),
                    Err(why) => (format!("{name} was not taken in: {why}."), Vec::new()),
                });
                on_changed.emit(());
            });
        })
    };
    let problems = said.1.iter().map(|one| html! { <li>{ one.clone() }</li> });
    let open = press_sets(&asking, true);
    html! {
        <section class="section" aria-labelledby="data">
            <h2 id="data" class="section-title">{ "Your data" }</h2>
            <p class="muted results-data">
                { "An export holds everything: results with their files, runs under way, the last \
                   debrief, notes and settings. Importing adds what is not here yet and changes \
                   nothing that is." }
            </p>
            <div class="row">
                <button type="button" class="btn" onclick={on_export}>
                    { "Export everything" }
                </button>
                <label class="btn file-button">
                    <span>{ "Import an export" }</span>
                    <input type="file" class="file-input" accept=".json,application/json"
                        onchange={on_import} />
                </label>
                <button type="button" class="btn btn-danger" onclick={open}>
                    { "Delete everything" }
                </button>
            </div>
            <div class="small" role="status">
                <p>{ said.0.clone() }</p>
                <ul class="sentences results-problems" hidden={said.1.is_empty()}>
                    { for problems }
                </ul>
            </div>
            { confirm(&asking, &said, props) }
        </section>
    }
}

/// What an import brought, in words; lines of what it did not.
fn in_words(name: &str, import: Import) -> Said {
    let mut text = format!("{name}: {}", import.words());
    let mut lines = import.problems;
    if !import.stays.is_empty() {
        text += " What was here already stays.";
        let stays = import.stays.iter();
        lines.extend(stays.map(|key| format!("stored[{key:?}]: another text is here and stays")));
    }
    (text, lines)
}

/// The question before everything is deleted: what goes.
fn confirm(
    asking: &UseStateHandle<bool>,
    said: &UseStateHandle<Said>,
    props: &DataSectionProps,
) -> Html {
    let close = {
        let asking = asking.clone();
        Callback::from(move |()| asking.set(false))
    };
    let delete = {
        let (asking, said, on_changed) = (asking.clone(), said.clone(), props.on_changed.clone());
        Callback::from(move |_: MouseEvent| {
            let count = run::delete_everything();
            asking.set(false);
            let told = match count {
                0 => "There was nothing to delete.".to_string(),
                1 => "Deleted: 1 entry.".to_string(),
                n => format!("Deleted: {n} entries."),
            };
            said.set((told, Vec::new()));
            on_changed.emit(());
        })
    };
    let (runs, files) = (props.kept.results.results.len(), props.kept.files.len());
    let what = format!(
        "{runs} results, {files} result files, runs under way, the last debrief, your notes, the \
         console's layout and the settings are removed from this browser. This cannot be undone; \
         export them first to keep them."
    );
    html! {
        <Confirm title="Delete everything?" text={what} yes="Yes, delete everything" open={**asking} on_close={close}
            on_yes={delete} />
    }
}

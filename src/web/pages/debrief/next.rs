//! Keeping the debrief, playing again, going back.

use super::summary::SectionProps;
use crate::app::protocol::Mode;
use crate::app::saved::mode_of;
use crate::debrief::document::Debrief;
use crate::debrief::markdown::to_markdown;
use crate::web::app::go;
use crate::web::pages::{catalog, download};
use crate::web::storage;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What one can do with a debrief.
#[component]
pub fn Next(props: &SectionProps) -> Html {
    let said = use_state(String::new);
    let debrief = &props.debrief;
    let on_copy = {
        let (debrief, said) = (debrief.clone(), said.clone());
        Callback::from(move |_: MouseEvent| {
            let (text, said) = (to_markdown(&debrief), said.clone());
            spawn_local(async move {
                said.set(match download::copy(text).await {
                    Ok(()) => "Copied as Markdown.".to_string(),
                    Err(why) => format!("Copying failed: {why}. Download the file instead."),
                });
            });
        })
    };
    let file = |extension: &'static str, mime: &'static str, text: fn(&Debrief) -> String| {
        let (debrief, said) = (debrief.clone(), said.clone());
        Callback::from(move |_: MouseEvent| {
            let name = format!(
                "debrief-{}-{}.{extension}",
                debrief.incident.0, debrief.seed
            );
            said.set(match download::save_file(&name, mime, &text(&debrief)) {
                Ok(()) => format!("{name} is being downloaded."),
                Err(why) => format!("The download failed: {why}."),
            });
        })
    };
    let again = |seed: fn(u64) -> u64| {
        let debrief = debrief.clone();
        Callback::from(move |_: MouseEvent| {
            let mode = mode_of(&debrief.mode).unwrap_or(Mode::Drill);
            let incident = &debrief.incident.0;
            storage::clear_run(incident, mode);
            go(&catalog::run_address(incident, mode, seed(debrief.seed)));
        })
    };
    let incident = catalog::incident(&debrief.incident.0);
    let lab = incident.and_then(|incident| catalog::lab_address(&incident));
    let json =
        |debrief: &Debrief| serde_json::to_string_pretty(debrief).expect("a debrief is plain data");
    html! {
        <section class="section next no-print" aria-labelledby="next">
            <h2 id="next" class="section-title">{ "Keep it, or go on" }</h2>
            <div class="row">
                <button type="button" class="btn" onclick={on_copy}>{ "Copy as Markdown" }</button>
                <button type="button" class="btn"
                    onclick={file("md", "text/markdown", to_markdown)}>
                    { "Download Markdown" }
                </button>
                <button type="button" class="btn" onclick={file("json", "application/json", json)}>
                    { "Download JSON" }
                </button>
                <span class="small muted" role="status">{ (*said).clone() }</span>
            </div>
            <div class="row">
                <button type="button" class="btn btn-primary"
                    onclick={again(|_| catalog::fresh_seed())}>
                    { "Play again with a new seed" }
                </button>
                <button type="button" class="btn" onclick={again(|seed| seed)}>
                    { format!("Play seed {} again", debrief.seed) }
                </button>
                <a class="btn" href="#/">{ "Back to the library" }</a>
                if let Some(lab) = lab {
                    <a href={lab}>{ "What if? To the lab" }</a>
                }
            </div>
        </section>
    }
}

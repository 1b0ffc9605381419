//! Keeping the debrief, playing again, going back.

use super::written::Written;
use crate::app::route::Route;
use crate::debrief::document::Debrief;
use crate::debrief::export::{harm_csv, timeline_csv, to_html};
use crate::debrief::markdown::to_markdown;
use crate::incident::document::Incident;
use crate::json;
use crate::web::app::go;
use crate::web::icons::Icon;
use crate::web::pages::{catalog, download};
use crate::web::storage;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Properties of [`Next`].
#[derive(Properties, PartialEq)]
pub struct NextProps {
    /// What is kept.
    pub debrief: Rc<Debrief>,
    /// The incident, if it is in the library: the draft of a post-mortem needs it.
    pub incident: Option<Rc<Incident>>,
    /// What was written.
    pub written: Written,
}

/// A file: name of the button, end of the file's name, kind, and how it is made.
struct File(
    &'static str,
    &'static str,
    &'static str,
    fn(&Debrief) -> String,
);

const FILES: [File; 5] = [
    File("Download HTML", ".html", "text/html", to_html),
    File("Download Markdown", ".md", "text/markdown", to_markdown),
    File(
        "Download JSON",
        ".json",
        "application/json",
        json::to_pretty,
    ),
    File(
        "Download timeline (CSV)",
        "-timeline.csv",
        "text/csv",
        timeline_csv,
    ),
    File("Download harm (CSV)", "-harm.csv", "text/csv", harm_csv),
];

/// What one can do with a debrief.
#[component]
pub fn Next(props: &NextProps) -> Html {
    let said = use_state(String::new);
    let debrief = &props.debrief;
    // The debrief with everything that was written, made when it is asked for.
    let whole = {
        let (debrief, incident) = (debrief.clone(), props.incident.clone());
        let notes = props.written.notes.clone();
        move || Debrief {
            notes: Some(notes.filled(&debrief, incident.as_deref())),
            ..(*debrief).clone()
        }
    };
    let on_copy = {
        let (whole, said) = (whole.clone(), said.clone());
        Callback::from(move |_: MouseEvent| {
            let (text, said) = (to_markdown(&whole()), said.clone());
            spawn_local(async move {
                said.set(match download::copy(text).await {
                    Ok(()) => "Copied as Markdown.".to_string(),
                    Err(why) => format!("Copying failed: {why}. Download the file instead."),
                });
            });
        })
    };
    let files = FILES.iter().map(|File(label, end, mime, make)| {
        let (whole, said) = (whole.clone(), said.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            let debrief = whole();
            let name = format!("debrief-{}-{}{end}", debrief.incident.0, debrief.seed);
            said.set(download::save(&name, mime, &make(&debrief)));
        });
        html! {
            <button key={*label} type="button" class="btn" {onclick}>
                { Icon::Download.html() }{ *label }
            </button>
        }
    });
    let again = |seed: fn(u64) -> u64| {
        let debrief = debrief.clone();
        Callback::from(move |_: MouseEvent| {
            let mode = debrief.mode;
            let incident = &debrief.incident.0;
            storage::clear_run(incident, mode);
            go(&catalog::run_address(incident, mode, seed(debrief.seed)));
        })
    };
    // Read once: what is typed on this page draws it anew at each key.
    let result = use_memo(Rc::as_ptr(debrief), |_| {
        storage::result_file_of(&debrief.incident.0, debrief.seed, &debrief.digest)
    });
    let on_result = {
        let (debrief, said, result) = (debrief.clone(), said.clone(), result.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(file) = &*result {
                let (incident, seed) = (&debrief.incident.0, debrief.seed);
                said.set(download::save_result(incident, seed, &file.to_text()));
            }
        })
    };
    let print = Callback::from(|_: MouseEvent| {
        // A browser without a printer says so itself.
        let _ = gloo::utils::window().print();
    });
    let lab = catalog::incident(&debrief.incident.0);
    let lab = lab.and_then(|incident| catalog::lab_address(&incident));
    html! {
        <section class="section next no-print" aria-labelledby="next">
            <h2 id="next" class="section-title" tabindex="-1">{ "Keep it, or go on" }</h2>
            <p class="muted">
                { "Every file holds the debrief with your notes; HTML, Markdown and JSON also hold \
                   the post-mortem in the form that is chosen. The HTML file needs no other file \
                   and loads nothing." }
            </p>
            <div class="row">
                { for files }
                <button key="result" type="button" class="btn" hidden={result.is_none()}
                    onclick={on_result}>
                    { Icon::Download.html() }{ "Download result file" }
                </button>
                <button key="copy" type="button" class="btn" onclick={on_copy}>
                    { "Copy as Markdown" }
                </button>
                <button key="print" type="button" class="btn" onclick={print}>
                    { Icon::Print.html() }{ "Print" }
                </button>
            </div>
            <p class="small muted next-said" role="status">{ (*said).clone() }</p>
            <div class="row">
                <button type="button" class="btn btn-primary"
                    onclick={again(|_| catalog::fresh_seed())}>
                    { "Play again with a new seed" }
                </button>
                <button type="button" class="btn" onclick={again(|seed| seed)}>
                    { format!("Play seed {} again", debrief.seed) }
                </button>
                <a class="btn" href={Route::Results.format()}>{ "All results" }</a>
                <a class="btn" href="#/">{ "Back to the library" }</a>
                if let Some(lab) = lab {
                    <a class="btn" href={lab}>{ "What if? To the lab" }</a>
                }
            </div>
        </section>
    }
}

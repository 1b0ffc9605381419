//! Verifying a result file that somebody gave.

use super::verifier::{Stage, Subject, Verifier};
use crate::debrief::result::{BYTES_MAX, PROVES};
use crate::web::icons::Icon;
use crate::web::pages::read::{chosen, dropped, read};
use crate::web::ui::use_css_number;
use web_sys::File;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct VerifySectionProps {
    /// Does it.
    pub verifier: Verifier,
}

/// A place for a file, and what came of it.
#[component]
pub fn VerifySection(props: &VerifySectionProps) -> Html {
    let verifier = &props.verifier;
    let over = use_state(|| false);
    let take = {
        let verifier = verifier.clone();
        move |file: File| {
            let verifier = verifier.clone();
            read(file, BYTES_MAX, move |name, text| match text {
                Ok(text) => verifier.start(Subject::File(name), text),
                Err(why) => verifier.unreadable(Subject::File(name), format!("$: {why}")),
            });
        }
    };
    let onchange = callback!([take], move |event: Event| chosen(&event)
        .into_iter()
        .for_each(&take));
    let ondrop = callback!([over], move |event: DragEvent| {
        over.set(false);
        dropped(&event).into_iter().for_each(&take);
    });
    let drag = |is_over: bool| {
        let over = over.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(is_over);
        })
    };
    let class = classes!("card", "verify", over.then_some("verify-over"));
    html! {
        <section class="section" aria-labelledby="verify">
            <h2 id="verify" class="section-title">{ "Verify a result file" }</h2>
            <div {class} ondragover={drag(true)} ondragleave={drag(false)} {ondrop}>
                <div class="verify-ask">
                    <p>
                        { "Choose or drop the result file of a run. Its world runs again here, in \
                           this browser, and everything that the file says is compared." }
                    </p>
                    <label class="btn file-button">
                        { Icon::File.html() }
                        <span>{ "Choose a result file" }</span>
                        <input type="file" class="file-input" accept=".json,application/json"
                            {onchange} />
                    </label>
                </div>
                <Outcome verifier={verifier.clone()} />
                <p class="small muted">{ PROVES }</p>
            </div>
        </section>
    }
}

/// How far the file has come.
#[component]
fn Outcome(props: &VerifySectionProps) -> Html {
    let verifier = &props.verifier;
    let shown = verifier.state().and_then(|(subject, stage)| match subject {
        Subject::File(name) => Some((name.clone(), stage.clone())),
        Subject::Kept(_) => None,
    });
    let said = match &shown {
        None | Some((_, Stage::Working(..))) => html! {},
        Some((name, Stage::Good(words))) => html! {
            <p class="note note-good"><b>{ format!("{name}: ") }</b>{ words.clone() }</p>
        },
        Some((name, Stage::Wrong(why))) => html! {
            <p class="note note-crit"><b>{ format!("{name}: ") }</b>{ why.clone() }</p>
        },
        Some((name, Stage::Stopped(why))) => html! {
            <p class="note note-warn"><b>{ format!("{name}: ") }</b>{ why.clone() }</p>
        },
    };
    let working = match shown {
        Some((name, Stage::Working(what, share))) => {
            let on_cancel = callback!([verifier], move |_: MouseEvent| verifier.cancel());
            html! { <Working {name} {what} {share} {on_cancel} /> }
        }
        _ => html! {},
    };
    html! {
        <>
            { working }
            <div class="verify-said" role="status">{ said }</div>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct WorkingProps {
    name: String,
    what: String,
    share: u32,
    on_cancel: Callback<MouseEvent>,
}

#[component]
fn Working(props: &WorkingProps) -> Html {
    let node = use_node_ref();
    use_css_number(&node, "--share", f64::from(props.share) / 1000.0);
    let percent = (props.share / 10).to_string();
    html! {
        <div class="verify-work">
            <p class="small">
                <b>{ format!("{}: ", props.name) }</b>
                { props.what.clone() }
                <span class="num muted">{ format!(", {percent} %") }</span>
            </p>
            <div class="progress" role="progressbar" aria-label="Verifying" aria-valuemin="0"
                aria-valuemax="100" aria-valuenow={percent}>
                <span ref={node}></span>
            </div>
            <button type="button" class="btn" onclick={props.on_cancel.clone()}>
                { "Cancel verifying" }
            </button>
        </div>
    }
}

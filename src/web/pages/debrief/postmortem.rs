//! The post-mortem: a draft filled from the run, in one of two forms, to be edited here.

use super::field::Field;
use super::preview::Preview;
use super::written::Written;
use crate::debrief::document::Debrief;
use crate::debrief::notes::{Edit, POSTMORTEM_CHARS_MAX};
use crate::debrief::postmortem::Form;
use crate::incident::document::Incident;
use crate::web::icons::Icon;
use crate::web::pages::download;
use crate::web::ui::{Tab, Tabs, press_sets};
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`PostmortemSection`].
#[derive(Properties, PartialEq)]
pub struct PostmortemProps {
    /// What it is about.
    pub debrief: Rc<Debrief>,
    /// The incident, if it is in the library: a draft needs it.
    pub incident: Option<Rc<Incident>>,
    /// What was written.
    pub written: Written,
}

/// The forms: the id of their tab, and their name.
const FORMS: [(Form, &str, &str); 2] = [
    (Form::Plain, "postmortem-plain", "Plain"),
    (
        Form::Pagerduty,
        "postmortem-pagerduty",
        "PagerDuty’s template",
    ),
];

/// Text and preview side by side.
#[component]
pub fn PostmortemSection(props: &PostmortemProps) -> Html {
    let Written { notes, edit, .. } = &props.written;
    let form = notes.chosen_form();
    let (_, tab, name) = FORMS
        .into_iter()
        .find(|it| it.0 == form)
        .unwrap_or(FORMS[0]);
    let own = notes.postmortems.contains_key(form.name());
    // A debrief may be completed while it is read; comparing its address is enough.
    let key = (form, Rc::as_ptr(&props.debrief));
    let draft = {
        let (debrief, incident) = (props.debrief.clone(), props.incident.clone());
        // A draft follows from the run alone: it is made once a form.
        use_memo(key, move |(form, _)| {
            let none = crate::debrief::notes::Notes::on(&debrief);
            none.postmortem(&debrief, incident.as_deref(), *form)
        })
    };
    let text = notes.postmortems.get(form.name());
    let text = AttrValue::from(text.cloned().unwrap_or_else(|| (*draft).clone()));
    let tabs = FORMS.map(|(_, id, label)| Tab::new(id, label)).to_vec();
    let on_select = edit.reform(|id: &'static str| {
        let form = FORMS.into_iter().find(|it| it.1 == id);
        Edit::Form(form.map_or(Form::Plain, |it| it.0))
    });
    let on_text = edit.reform(move |text| Edit::Postmortem(form, text));
    let state = match own {
        true => "Edited by you and kept with the run.",
        false => "The draft, filled from the run. Edit it: it is kept with the run.",
    };
    html! {
        <section class="section" aria-labelledby="postmortem">
            <h2 id="postmortem" class="section-title" tabindex="-1">{ "Post-mortem" }</h2>
            <Tabs class="no-print" label="Form of the post-mortem" {tabs} selected={tab}
                {on_select} />
            <div role="tabpanel" id={format!("panel-{tab}")} aria-labelledby={format!("tab-{tab}")}
                class="postmortem">
                <div class="postmortem-text no-print">
                    <h3>{ "Text (Markdown)" }</h3>
                    <Field key={tab} class="mono" label={format!("Post-mortem, {name}")}
                        value={text.clone()} chars_max={POSTMORTEM_CHARS_MAX} rows={24} {on_text} />
                </div>
                <div class="postmortem-preview">
                    <h3 class="no-print">{ "Preview" }</h3>
                    <div class="card scroll-card" tabindex="0" role="region"
                        aria-label="Preview of the post-mortem">
                        <Preview text={text.clone()} />
                    </div>
                </div>
            </div>
            <div class="row no-print">
                <Again key={tab} {own} on_again={edit.reform(move |()| Edit::Draft(form))} />
                <Save debrief={props.debrief.clone()} {form} {text} />
                <span class="small muted">{ state }</span>
            </div>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct AgainProps {
    own: bool,
    on_again: Callback<()>,
}

/// Starts from the draft again, after a question: what was written is lost.
#[component]
fn Again(props: &AgainProps) -> Html {
    let asking = use_state(|| false);
    let set = |to: bool| press_sets(&asking, to);
    let yes = {
        let (asking, on_again) = (asking.clone(), props.on_again.clone());
        Callback::from(move |_: MouseEvent| {
            asking.set(false);
            on_again.emit(());
        })
    };
    let ask = *asking && props.own;
    html! {
        <span class="row">
            <button key="ask" type="button" class="btn" hidden={ask} disabled={!props.own}
                onclick={set(true)}>
                { "Start from the draft again" }
            </button>
            <span key="why" class="small" hidden={!ask}>{ "Your text will be lost." }</span>
            <button key="yes" type="button" class="btn btn-danger" hidden={!ask} onclick={yes}>
                { "Confirm: start again" }
            </button>
            <button key="no" type="button" class="btn" hidden={!ask} onclick={set(false)}>
                { "Keep my text" }
            </button>
        </span>
    }
}

#[derive(Properties, PartialEq)]
struct SaveProps {
    debrief: Rc<Debrief>,
    form: Form,
    text: AttrValue,
}

/// The text as a file.
#[component]
fn Save(props: &SaveProps) -> Html {
    let said = use_state(String::new);
    let onclick = {
        let (said, text) = (said.clone(), props.text.clone());
        let (id, seed) = (props.debrief.incident.0.clone(), props.debrief.seed);
        let form = props.form.name();
        Callback::from(move |_: MouseEvent| {
            let name = format!("postmortem-{form}-{id}-{seed}.md");
            said.set(download::save(&name, "text/markdown", &text));
        })
    };
    html! {
        <>
            <button type="button" class="btn" {onclick}>
                { Icon::Download.html() }{ "Download post-mortem" }
            </button>
            <span class="small muted" role="status">{ (*said).clone() }</span>
        </>
    }
}

//! The first look: score, harm, times, and the three things that matter most.

use crate::debrief::document::Debrief;
use crate::debrief::short::{Brief, cost_most, helped_most, try_next};
use crate::debrief::words;
use crate::incident::document::Incident;
use crate::web::icons::Icon;
use crate::web::ui::with_paths;
use std::rc::Rc;
use yew::prelude::*;

/// Properties of a section of the debrief.
#[derive(Properties, PartialEq)]
pub struct SectionProps {
    /// What is shown.
    pub debrief: Rc<Debrief>,
}

/// Properties of a section that also needs the incident.
#[derive(Properties, PartialEq)]
pub struct IncidentProps {
    /// What is shown.
    pub debrief: Rc<Debrief>,
    /// The incident, if it is in the library.
    pub incident: Option<Rc<Incident>>,
}

/// Score and the few numbers that matter most.
#[component]
pub fn Summary(props: &SectionProps) -> Html {
    let debrief = &*props.debrief;
    let (all, own) = debrief.visits;
    let score = match words::unscored(debrief.mode) {
        Some(why) => html! {
            <><dt>{ "Score" }</dt><dd class="figure figure-none">{ why }</dd></>
        },
        None => html! {
            <>
                <dt>{ "Score" }</dt>
                <dd class="figure figure-score num">
                    { words::points(debrief.total) }<span>{ "of 100" }</span>
                </dd>
            </>
        },
    };
    let avoided = match words::avoided(debrief) {
        Some(share) => (words::percent(share), "of the avoidable harm"),
        None => ("None".to_string(), "could be avoided"),
    };
    let mitigated = match debrief.times_s.mitigate {
        Some(at_s) => (words::length(at_s), "after minute zero"),
        None => ("Never".to_string(), "in this run"),
    };
    let figures = [
        (
            "Affected visits",
            (words::count(own), format!("of {}", words::count(all))),
        ),
        ("Harm avoided", (avoided.0, avoided.1.to_string())),
        ("Mitigated", (mitigated.0, mitigated.1.to_string())),
    ];
    let figures = figures.into_iter().map(|(name, (figure, unit))| {
        html! {
            <div>
                <dt>{ name }</dt>
                <dd class="figure num">{ figure }<span>{ unit }</span></dd>
            </div>
        }
    });
    html! {
        <section class="card summary" aria-label="Summary">
            <dl class="figures">
                <div>{ score }</div>
                { for figures }
            </dl>
        </section>
    }
}

/// Properties of [`Short`].
#[derive(Properties, PartialEq)]
pub struct ShortProps {
    /// What is shown.
    pub debrief: Rc<Debrief>,
    /// What to try, in the player's words.
    pub to_try: Vec<String>,
}

/// What helped most, what cost most, what to try next.
#[component]
pub fn Short(props: &ShortProps) -> Html {
    let debrief = &*props.debrief;
    let three = [
        ("Helped most", Icon::Check, "good", helped_most(debrief)),
        ("Cost most", Icon::Warning, "warn", cost_most(debrief)),
        ("Try next", Icon::Hand, "accent", try_next(&props.to_try)),
    ];
    let three = three.into_iter().map(|(name, icon, tone, brief)| {
        let Brief { what, why } = brief;
        html! {
            <li key={name} class="brief">
                <h2 class={classes!("brief-name", tone)}>{ icon.html() }{ name }</h2>
                <p class="brief-what">{ with_paths(&what) }</p>
                <p class="small muted" hidden={why.is_empty()}>{ why.clone() }</p>
            </li>
        }
    });
    html! {
        <section aria-label="In short">
            <ul class="briefs">{ for three }</ul>
        </section>
    }
}

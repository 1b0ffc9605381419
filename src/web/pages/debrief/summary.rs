//! The first look: score, harm, times.

use crate::debrief::document::Debrief;
use crate::debrief::words;
use crate::incident::document::Incident;
use std::rc::Rc;
use yew::prelude::*;

/// Properties of a section of the debrief.
#[derive(Properties, PartialEq)]
pub struct SectionProps {
    /// What is shown.
    pub debrief: Rc<Debrief>,
}

/// Score and the few numbers that matter most.
#[component]
pub fn Summary(props: &SectionProps) -> Html {
    let debrief = &*props.debrief;
    let (all, own) = debrief.visits;
    let score = match words::unscored(&debrief.mode) {
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

/// Properties of a section that also needs the incident.
#[derive(Properties, PartialEq)]
pub struct IncidentProps {
    /// What is shown.
    pub debrief: Rc<Debrief>,
    /// The incident, if it is in the library.
    pub incident: Option<Rc<Incident>>,
}

/// When each phase was reached, against the targets.
#[component]
pub fn TimesSection(props: &IncidentProps) -> Html {
    let debrief = &*props.debrief;
    let targets = props.incident.as_ref().map(|incident| {
        let objective = &incident.objective;
        [
            format!(
                "within {} of the page",
                words::length(objective.acknowledge_s)
            ),
            "before the fix".to_string(),
            "as early as possible: every minute counts as harm".to_string(),
            format!("after {} of good service", words::length(objective.soak_s)),
        ]
    });
    let targets = targets.unwrap_or_default();
    let rows = words::phases(&debrief.times_s).into_iter().zip(targets);
    let rows = rows.map(|((name, at_s), target)| {
        let t_ms = at_s.map(words::ms);
        let after = t_ms.map_or("never".to_string(), words::t_plus);
        let utc = t_ms.map(|t_ms| words::utc_time(debrief.minute_zero_unix_s, t_ms));
        html! {
            <tr key={name}>
                <th scope="row">{ name }</th>
                <td class={classes!("num", t_ms.is_none().then_some("warn"))}>{ after }</td>
                <td class="num">{ utc.unwrap_or_default() }</td>
                <td class="muted">{ target }</td>
            </tr>
        }
    });
    html! {
        <section class="section" aria-labelledby="times">
            <h2 id="times" class="section-title">{ "Times" }</h2>
            <table class="table times-table">
                <thead>
                    <tr>
                        <th scope="col">{ "Phase" }</th>
                        <th scope="col" class="num">{ "Reached" }</th>
                        <th scope="col" class="num">{ "UTC" }</th>
                        <th scope="col">{ "Target" }</th>
                    </tr>
                </thead>
                <tbody>{ for rows }</tbody>
            </table>
        </section>
    }
}

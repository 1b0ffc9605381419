//! The card of an incident: what is known beforehand, what was reached, the ways in.

use crate::app::protocol::Mode;
use crate::app::saved::ResultLine;
use crate::debrief::words;
use crate::incident::document::Incident;
use crate::web::icons::Icon;
use crate::web::pages::catalog;
use crate::web::storage;
use crate::web::ui::head;
use std::rc::Rc;
use yew::prelude::*;

/// Results that the card lists.
const RESULTS_SHOWN: usize = 5;

#[derive(Properties, PartialEq)]
pub struct CardProps {
    /// The incident.
    pub incident: Rc<Incident>,
}

/// The card of an incident.
#[component]
pub fn Card(props: &CardProps) -> Html {
    let incident = &*props.incident;
    let zero = catalog::minute_zero(incident);
    let briefing = &incident.briefing;
    let saved: Vec<(Mode, String)> = catalog::modes(incident)
        .filter_map(|mode| {
            let run = storage::load_run(&incident.id, mode)?;
            Some((
                mode,
                catalog::run_address(&incident.id, mode, run.journal.seed).format(),
            ))
        })
        .collect();
    // The one next step: go on with what was begun, else begin a drill.
    let first = saved.first().map_or(Mode::Drill, |(mode, _)| *mode);
    let ways = catalog::modes(incident).map(|mode| {
        let address = saved
            .iter()
            .find(|(of, _)| *of == mode)
            .map(|(_, to)| to.clone());
        html! {
            <Way key={mode.word()} incident={props.incident.clone()} {mode}
                first={mode == first} resume={address.map(AttrValue::from)} />
        }
    });
    let title_id = format!("incident-{}", incident.id);
    html! {
        <article class="card incident" aria-labelledby={title_id.clone()}>
            <div class="incident-head">
                <div class="incident-words">
                <p class="muted small num">
                    { format!("{}, {} UTC", words::utc_date(zero), &words::utc_time(zero, 0)[..5]) }
                </p>
                <h3 id={title_id} class="incident-title">
                    <a href={catalog::briefing_address(&incident.id, first)}>
                        { incident.title.clone() }
                    </a>
                </h3>
                <p class="incident-told">{ briefing.told.clone() }</p>
                </div>
                { facts(incident) }
            </div>
            <ul class="ways">{ for ways }</ul>
            { history(&incident.id) }
        </article>
    }
}

/// What there is to know before one begins.
fn facts(incident: &Incident) -> Html {
    let best = match storage::best(&incident.id) {
        Some(ResultLine {
            total: Some(total), ..
        }) => html! {
            <><b class="num">{ words::points(total) }</b>{ " of 100" }</>
        },
        _ => html! { { "No drill finished yet" } },
    };
    html! {
        <dl class="facts">
            <div>
                <dt>{ "Usual length" }</dt>
                <dd>{ format!("About {} min", incident.briefing.typical_min) }</dd>
            </div>
            <div>
                <dt>{ "Difficulty" }</dt>
                <dd>{ difficulty(incident.briefing.difficulty) }</dd>
            </div>
            <div>
                <dt>{ "Your best" }</dt>
                <dd>{ best }</dd>
            </div>
            if let Some(lab) = catalog::lab_address(incident) {
                <div>
                    <dt>{ "Afterwards" }</dt>
                    <dd><a href={lab}>{ "What-if lab" }</a></dd>
                </div>
            }
        </dl>
    }
}

/// Difficulty as a word and as marks, filled or hollow.
pub fn difficulty(level: u8) -> Html {
    const WORDS: [&str; 5] = ["First steps", "Moderate", "Demanding", "Hard", "Expert"];
    let level = level.clamp(1, 5);
    let marks = (1..=5_u8).map(|mark| {
        let class = if mark <= level {
            "mark mark-full"
        } else {
            "mark"
        };
        html! { <circle {class} cx={(mark * 12 - 6).to_string()} cy="6" r="3.5" /> }
    });
    html! {
        <span class="difficulty">
            { format!("{}, {level} of 5", WORDS[usize::from(level) - 1]) }
            <svg viewBox="0 0 60 12" aria-hidden="true" focusable="false">{ for marks }</svg>
        </span>
    }
}

#[derive(Properties, PartialEq)]
struct WayProps {
    incident: Rc<Incident>,
    mode: Mode,
    /// The one next step of the card.
    first: bool,
    /// Address of a run that was left.
    resume: Option<AttrValue>,
}

/// One way in.
#[component]
fn Way(props: &WayProps) -> Html {
    let (incident, mode) = (&*props.incident, props.mode);
    let class = classes!("btn", props.first.then_some("btn-primary"));
    let briefing = AttrValue::from(catalog::briefing_address(&incident.id, mode));
    let icon = match mode {
        Mode::Drill => Icon::Bell,
        Mode::Guided => Icon::Compass,
        Mode::Watch => Icon::Play,
    };
    let name = mode.title();
    let line = match &props.resume {
        Some(_) => storage::load_run(&incident.id, mode).map_or(String::new(), |run| {
            let zero = catalog::minute_zero(incident);
            catalog::stands(zero, run.now_ms, run.journal.entries.len())
        }),
        None => String::new(),
    };
    let (to, label) = match (&props.resume, mode) {
        (Some(to), Mode::Drill) => (to.clone(), "Continue drill"),
        (Some(to), Mode::Guided) => (to.clone(), "Continue guided drill"),
        (Some(to), Mode::Watch) => (to.clone(), "Continue watching"),
        (None, Mode::Drill) => (briefing.clone(), "Start drill"),
        (None, Mode::Guided) => (briefing.clone(), "Start guided drill"),
        (None, Mode::Watch) => (briefing.clone(), "Watch the original"),
    };
    html! {
        <li class="way">
            <h4 class="way-title">{ icon.html() }{ name }</h4>
            <p class="muted">{ catalog::mode_line(mode) }</p>
            <p class="small num" hidden={line.is_empty()}>{ line.clone() }</p>
            <div class="way-foot">
                <a {class} href={to}>{ label }</a>
                <a class="small" href={briefing} hidden={line.is_empty()}>
                    { "Start anew" }
                    <span class="visually-hidden">{ format!(": {name}") }</span>
                </a>
            </div>
        </li>
    }
}

/// The last results; nothing before the first.
fn history(incident: &str) -> Html {
    let results = storage::results(incident);
    let shown = results.iter().take(RESULTS_SHOWN).map(|line| {
        let mitigated = line
            .times_s
            .mitigate
            .map(|at_s| words::t_plus(words::ms(at_s)));
        html! {
            <tr key={format!("{} {}", line.digest, line.mode.word())}>
                <th scope="row" class="num">
                    { &words::utc_date_time(line.finished_unix_s)[..16] }
                </th>
                <td>{ line.mode.title() }</td>
                <td class="num">{ line.seed }</td>
                <td class="num">{ line.total.map_or("not scored".to_string(), words::points) }</td>
                <td class="num">{ words::count(line.affected) }</td>
                <td class="num">{ mitigated.unwrap_or("never".to_string()) }</td>
            </tr>
        }
    });
    html! {
        <div class="history" hidden={results.is_empty()}>
            <div class="scroll" tabindex="0" role="region" aria-label="Your last results">
                <table class="table">
                    <caption>{ "Your last results" }</caption>
                    { head(&["Finished (UTC)", "Way in", "#Seed", "#Points", "#Affected visits",
                        "#Mitigated"]) }
                    <tbody>{ for shown }</tbody>
                </table>
            </div>
        </div>
    }
}

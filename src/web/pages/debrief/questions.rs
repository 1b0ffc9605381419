//! Points of the run that are worth a talk, with a free note on each; what went well, what to
//! try, one commitment.

use super::field::Field;
use super::written::{Written, WrittenProps};
use crate::debrief::notes::{Edit, LINE_CHARS_MAX, LINES, NOTE_CHARS_MAX, point_ids};
use crate::debrief::words;
use yew::prelude::*;

/// Questions and notes.
#[component]
pub fn QuestionsSection(props: &WrittenProps) -> Html {
    let debrief = &*props.debrief;
    let Written { notes, edit, .. } = &props.written;
    let points = &debrief.review.points;
    let items = point_ids(points)
        .into_iter()
        .zip(points)
        .map(|(id, point)| {
            let when = words::t_plus(point.t_ms);
            let questions = point.questions.iter();
            let questions = questions.map(|question| html! { <li>{ question.clone() }</li> });
            let value = notes.points.get(&id).cloned().unwrap_or_default();
            let label = format!("Your note on {when} {}", point.what);
            let on_text = {
                let id = id.clone();
                edit.reform(move |text| Edit::Point(id.clone(), text))
            };
            html! {
                <li key={id} class="point">
                    <p class="point-when num">
                        <b>{ when }</b>
                        <span class="muted">
                            { words::utc_time(debrief.minute_zero_unix_s, point.t_ms) }
                        </span>
                    </p>
                    <div class="point-what">
                        <h3>{ point.what.clone() }</h3>
                        <ul class="sentences">{ for questions }</ul>
                    </div>
                    <Field {label} {value} chars_max={NOTE_CHARS_MAX} rows={2}
                        placeholder="Your note" {on_text} />
                </li>
            }
        });
    html! {
        <section class="section" aria-labelledby="questions">
            <h2 id="questions" class="section-title" tabindex="-1">
                { "Questions at the points that mattered" }
            </h2>
            <p class="lead">
                { "Answer them alone or in the team. What you write is kept in this browser with \
                   the run, and is part of every export." }
            </p>
            <p class="empty" hidden={!points.is_empty()}>
                { "Nothing happened in this run that asks for a question." }
            </p>
            <ol class="points">{ for items }</ol>
        </section>
    }
}

/// What went well, what to try, one commitment.
#[component]
pub fn TakeSection(props: &WrittenProps) -> Html {
    let review = &props.debrief.review;
    let Written { notes, edit, .. } = &props.written;
    let lines = |title: &'static str, values: Vec<String>, make: fn(usize, String) -> Edit| {
        let items = (0..LINES).zip(values).map(|(at, value)| {
            let on_text = edit.reform(move |text| make(at, text));
            html! {
                <li key={at}>
                    <Field label={format!("{title}, {}", at + 1)} {value}
                        chars_max={LINE_CHARS_MAX} rows={2} {on_text} />
                </li>
            }
        });
        html! {
            <div>
                <h3>{ title }</h3>
                <ol class="three">{ for items }</ol>
            </div>
        }
    };
    let on_commit = edit.reform(Edit::Commitment);
    html! {
        <div class="take">
            <div class="take-columns">
                { lines("Three things that went well", notes.well_lines(review), Edit::Well) }
                { lines("Three things to try", notes.to_try_lines(review), Edit::ToTry) }
            </div>
            <div class="commitment">
                <h3>{ "One commitment" }</h3>
                <p class="muted small">
                    { "One thing you will do before the next real incident, and by when." }
                </p>
                <Field label="One commitment" value={notes.commitment.clone()}
                    chars_max={LINE_CHARS_MAX} rows={2}
                    placeholder="By Friday I will …" on_text={on_commit} />
            </div>
        </div>
    }
}

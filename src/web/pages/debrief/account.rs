//! The account of harm: why visits were affected, by class of users, and when.

use super::bar::bar;
use super::curves::{ceiling, short};
use super::summary::SectionProps;
use crate::debrief::harm::{HarmAccount, HarmLine, cause_words};
use crate::debrief::words;
use crate::web::ui::press_sets;
use yew::prelude::*;

/// Rows of the data table at most.
const ROWS_MAX: usize = 25;

/// Causes with their sum, for all users or one class; budget and price.
#[component]
pub fn Account(props: &SectionProps) -> Html {
    let chosen = use_state(|| None::<usize>);
    let Some(harm) = &props.debrief.harm else {
        return html! {
            <p class="empty">{ "This debrief was written before causes were counted." }</p>
        };
    };
    let line = harm.line(*chosen);
    let names = harm.classes.iter().map(|class| class.class.clone());
    let names = std::iter::once("All users".to_string()).chain(names);
    let chips = names.enumerate().map(|(at, name)| {
        let class = at.checked_sub(1);
        let pressed = *chosen == class;
        let onclick = press_sets(&chosen, class);
        let affected = words::count(harm.line(class).affected);
        html! {
            <button key={at} type="button" class="chip" aria-pressed={pressed.to_string()}
                {onclick}>
                { name }<span class="num">{ affected }</span>
            </button>
        }
    });
    let money = harm.money.as_ref().map(words::money);
    html! {
        <div class="account-part">
            <h3>{ "Why they were affected" }</h3>
            <div class="row filters" role="group" aria-label="Class of users">{ for chips }</div>
            <div class="account-columns">
                { causes(line) }
                { by_minute(harm, *chosen) }
            </div>
            <p>{ words::budget(&harm.budget) }</p>
            <p hidden={money.is_none()}>{ money.unwrap_or_default() }</p>
        </div>
    }
}

fn causes(line: &HarmLine) -> Html {
    let most = line
        .causes
        .iter()
        .map(|cause| cause.visits)
        .max()
        .unwrap_or(0)
        .max(1);
    let rows = line.causes.iter().map(|cause| {
        html! {
            <tr key={cause.cause.clone()}>
                <th scope="row">{ cause_words(&cause.cause).to_string() }</th>
                <td class="harm-bar">{ bar(cause.visits as f64 / most as f64, "tone-crit") }</td>
                <td class="num">{ words::count(cause.visits) }</td>
                <td class="num">{ words::share(cause.visits, line.affected) }</td>
                <td class="num">{ words::count(cause.requests) }</td>
            </tr>
        }
    });
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label="Causes">
        <table class="table causes-table">
            <caption class="visually-hidden">{ "Affected visits by their first cause" }</caption>
            <thead>
                <tr>
                    <th scope="col">{ "First cause of a visit" }</th>
                    <td class="harm-bar"></td>
                    <th scope="col" class="num">{ "Visits" }</th>
                    <th scope="col" class="num">{ "Share" }</th>
                    <th scope="col" class="num">{ "Failed requests" }</th>
                </tr>
            </thead>
            <tbody>
                { for rows }
                <tr key="sum" class="sum">
                    <th scope="row">{ "Sum" }</th>
                    <td class="harm-bar"></td>
                    <td class="num">{ words::count(line.affected) }</td>
                    <td class="num">{ words::share(line.affected, line.visits) }
                        <span class="muted">{ " of all" }</span>
                    </td>
                    <td class="num">{ words::count(line.failed_requests) }</td>
                </tr>
            </tbody>
        </table>
        </div>
    }
}

/// Affected visits in each minute, as columns.
fn by_minute(harm: &HarmAccount, class: Option<usize>) -> Html {
    let minutes = harm.minutes(class);
    let most = minutes.iter().map(|minute| minute[1]).max();
    let most = ceiling(most.unwrap_or(0));
    let wide = 100.0 / minutes.len().max(1) as f64;
    let mut columns = String::new();
    for (at, minute) in minutes.iter().enumerate() {
        if minute[1] > 0 {
            let (x, height) = (at as f64 * wide, minute[1] as f64 / most * 100.0);
            let inner = wide * 0.86;
            columns.push_str(&format!(
                "M{x:.2} 100V{:.2}H{:.2}V100Z",
                100.0 - height,
                x + inner
            ));
        }
    }
    let worst = minutes
        .iter()
        .enumerate()
        .max_by_key(|(at, m)| (m[1], usize::MAX - at));
    let told = match worst.filter(|(_, minute)| minute[1] > 0) {
        Some((at, minute)) => format!(
            "Most in minute {at}: {} of {} visits.",
            words::count(minute[1]),
            words::count(minute[0])
        ),
        None => "No visit was affected.".to_string(),
    };
    let step = words::step_minutes(minutes.len(), ROWS_MAX);
    let rows = minutes.chunks(step).enumerate().map(|(at, part)| {
        let sum = |column: usize| part.iter().map(|minute| minute[column]).sum::<u64>();
        let from = at * step;
        let span = match part.len() {
            1 => from.to_string(),
            n => format!("{from}–{}", from + n - 1),
        };
        html! {
            <tr key={at}>
                <th scope="row" class="num">{ span }</th>
                { for (0..4).map(|column| html! {
                    <td class="num">{ words::count(sum(column)) }</td>
                }) }
            </tr>
        }
    });
    let last = minutes.len();
    html! {
        <figure class="harm-chart by-minute" aria-label="Affected visits in each minute">
            <figcaption>
                <h3>{ "Affected visits in each minute" }</h3>
                <p class="small muted num">{ told }</p>
            </figcaption>
            <div class="plot">
                <div class="plot-y num" aria-hidden="true">
                    <span>{ short(most) }</span><span>{ "0" }</span>
                </div>
                <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true"
                    focusable="false">
                    <path class="grid" d="M0 0H100M0 100H100" />
                    <path class="columns-path" d={columns} />
                </svg>
                <div class="plot-x num" aria-hidden="true">
                    <span>{ "0" }</span><span>{ last / 2 }</span><span>{ last }</span>
                </div>
            </div>
            <details class="data">
                <summary>{ "Data table" }</summary>
                <div class="scroll" tabindex="0" role="region"
                    aria-label="Visits by minute: data">
                <table class="table">
                    <caption class="visually-hidden">{ "Visits by minute" }</caption>
                    <thead>
                        <tr>
                            <th scope="col" class="num">{ "Minute" }</th>
                            <th scope="col" class="num">{ "Visits" }</th>
                            <th scope="col" class="num">{ "Affected" }</th>
                            <th scope="col" class="num">{ "Failed requests" }</th>
                            <th scope="col" class="num">{ "Too late" }</th>
                        </tr>
                    </thead>
                    <tbody>{ for rows }</tbody>
                </table>
                </div>
            </details>
        </figure>
    }
}

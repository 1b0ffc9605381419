//! The account of harm: why visits were affected, by class of users, and when.

use super::bar::bar;
use super::summary::SectionProps;
use crate::chart::plot::{axis_end, columns, heights, short};
use crate::debrief::harm::{HarmAccount, HarmLine, cause_words};
use crate::debrief::words;
use crate::web::pages::plot::{DataTable, Plot, minutes};
use crate::web::ui::{head, press_sets};
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
            { head(&[
                "First cause of a visit", "", "#Visits",
                "#Share", "#Failed requests",
            ]) }
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
    let by_minute = harm.minutes(class);
    let affected: Vec<u64> = by_minute.iter().map(|minute| minute[1]).collect();
    let most = axis_end(affected.iter().copied().max().unwrap_or(0).max(1) as f64);
    let worst = by_minute.iter().enumerate();
    let worst = worst.max_by_key(|(at, minute)| (minute[1], usize::MAX - at));
    let told = match worst.filter(|(_, minute)| minute[1] > 0) {
        Some((at, minute)) => format!(
            "Most in minute {at}: {} of {} visits.",
            words::count(minute[1]),
            words::count(minute[0])
        ),
        None => "No visit was affected.".to_string(),
    };
    let step = words::step_minutes(by_minute.len(), ROWS_MAX);
    let rows = by_minute.chunks(step).enumerate().map(|(at, part)| {
        let sum = |column: usize| part.iter().map(|minute| minute[column]).sum::<u64>();
        let from = at * step;
        let span = match part.len() {
            1 => from.to_string(),
            n => format!("{from}–{}", from + n - 1),
        };
        let sums = (0..4).map(|column| words::count(sum(column)));
        std::iter::once(span).chain(sums).collect()
    });
    let head = [
        "Minute",
        "Visits",
        "Affected",
        "Failed requests",
        "Too late",
    ];
    html! {
        <figure class="harm-chart by-minute" aria-label="Affected visits in each minute">
            <figcaption>
                <h3>{ "Affected visits in each minute" }</h3>
                <p class="small muted num">{ told }</p>
            </figcaption>
            <Plot heights={heights(most).map(short).to_vec()} below={minutes(by_minute.len())}>
                <path class="columns-path" d={columns(&affected, most)} />
            </Plot>
            <DataTable caption="Visits by minute" head={head.map(AttrValue::from).to_vec()}
                rows={rows.collect::<Vec<Vec<String>>>()} />
        </figure>
    }
}

//! What was done, and what each change was worth: the world was run again without it.

use super::curves::{Curve, Curves};
use super::harm::{HarmProps, RUNS, without};
use crate::debrief::document::{Debrief, JudgedChange, Worth};
use crate::debrief::words;
use crate::web::icons::Icon;
use crate::web::ui::with_paths;
use yew::prelude::*;

/// The change whose run without it differs most.
fn most_telling(debrief: &Debrief) -> Option<usize> {
    let changes = debrief.changes.iter().enumerate();
    let with_curve = changes.filter(|(_, change)| !change.without.is_empty());
    // The first of equals.
    let most = with_curve.max_by_key(|(at, c)| (c.difference.unsigned_abs(), usize::MAX - at));
    most.map(|(at, _)| at)
}

/// Each change with its verdict, and the run without the one that is chosen.
#[component]
pub fn ChangesSection(props: &HarmProps) -> Html {
    let debrief = &*props.debrief;
    let shown = props.chosen.or_else(|| most_telling(debrief));
    let rows = debrief.changes.iter().enumerate().map(|(at, change)| {
        let onclick = props.on_choose.reform(move |_: MouseEvent| Some(at));
        row(debrief, at, change, shown == Some(at), onclick)
    });
    html! {
        <section class="section" aria-labelledby="changes">
            <h2 id="changes" class="section-title" tabindex="-1">
                { "What you did, and what it was worth" }
            </h2>
            if debrief.changes.is_empty() {
                <p class="empty">
                    { "This run changed nothing in the world, so there is nothing to judge." }
                </p>
            } else {
                <p class="lead">
                    { "The same world was run again without each change, all else as you did it. \
                       The difference is what the change was worth." }
                </p>
                <ol class="changes" aria-label="Changes">{ for rows }</ol>
                { compared(debrief, shown) }
            }
        </section>
    }
}

fn row(
    debrief: &Debrief,
    at: usize,
    change: &JudgedChange,
    shown: bool,
    onclick: Callback<MouseEvent>,
) -> Html {
    let (icon, tone) = match change.effect {
        Worth::Helped => (Icon::Check, "good"),
        Worth::Worse => (Icon::Warning, "crit"),
        Worth::Protects => (Icon::Target, "good"),
        Worth::Neither | Worth::Unknown => (Icon::Change, "none"),
    };
    let skipped = match change.skipped {
        0 => String::new(),
        1 => " One later change was impossible without it and was left out, too.".to_string(),
        n => format!(" {n} later changes were impossible without it and were left out, too."),
    };
    let numbers = words::without(debrief, change).map(|without| {
        let with = words::count(debrief.visits.1);
        format!("{with} affected with it, {} without", words::count(without))
    });
    let took = (change.due_ms - change.at_ms) as f64 / 1000.0;
    let took = match took >= 1.0 {
        true => format!("took {}", words::length(took)),
        false => String::new(),
    };
    let title = words::change_title(change);
    let has_curve = !change.without.is_empty();
    let label = format!(
        "Compare with the run without: {title}, {}",
        words::t_plus(change.at_ms)
    );
    html! {
        <li key={at} class={classes!("judged", shown.then_some("shown"))}>
            <p class="judged-when num">
                <b>{ words::t_plus(change.at_ms) }</b>
                <span class="muted">
                    { words::utc_time(debrief.minute_zero_unix_s, change.at_ms) }
                </span>
            </p>
            <div class="judged-what">
                <p>
                    <b>{ with_paths(&title) }</b>
                    <span class="muted small">{ format!(" {took}") }</span>
                </p>
                <p class="muted">{ words::worth(debrief, change) }{ skipped }</p>
                <p class="small muted num" hidden={numbers.is_none()}>
                    { numbers.unwrap_or_default() }
                </p>
            </div>
            <p class={classes!("judged-word", tone)}>
                { icon.html() }<span>{ words::effect(change.effect) }</span>
            </p>
            <p class="judged-show no-print">
                <button type="button" class="btn" aria-pressed={shown.to_string()}
                    aria-label={label} hidden={!has_curve} {onclick}>
                    { Icon::Chart.html() }{ "Compare" }
                </button>
            </p>
        </li>
    }
}

fn compared(debrief: &Debrief, shown: Option<usize>) -> Html {
    let Some(curve) = without(debrief, shown) else {
        return html! { <div key="none"></div> };
    };
    let own = Curve {
        name: RUNS[0].0.into(),
        tone: RUNS[0].1,
        values: debrief.harm_curves.own.clone(),
    };
    let title = format!(
        "With and without: {}",
        debrief.changes[shown.unwrap_or(0)].title
    );
    html! {
        <Curves key="compared" {title} slider="Minute of the comparison"
            curves={vec![own, curve]} class="compared" />
    }
}

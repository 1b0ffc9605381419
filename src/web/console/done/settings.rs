//! The rows of `pg_settings`.

use super::ask::{Asked, use_asked};
use crate::app::pins::of_setting;
use crate::app::protocol::{Answer, Ask, LookedView, SettingView};
use crate::app::shared::Shared;
use crate::drill::action::Look;
use crate::web::console::PinButton;
use crate::web::icons::Icon;
use crate::web::run::use_run;
use crate::web::ui::{press_sets, typed_into};
use yew::prelude::*;

/// Properties of [`Settings`].
#[derive(Properties, PartialEq)]
pub struct SettingsProps {
    /// Whether it is in sight.
    pub open: bool,
    /// Another value asks again.
    pub version: u64,
    /// What was looked at.
    pub looked: Shared<Vec<LookedView>>,
}

/// What a change of a setting needs, in words.
fn needs(context: &str) -> &str {
    match context {
        "postmaster" => "restart",
        "sighup" => "reload",
        "internal" => "fixed",
        _ => "session",
    }
}

/// Which rows are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    All,
    File,
    Pending,
}

/// The rows, with a search.
#[component]
pub fn Settings(props: &SettingsProps) -> Html {
    let run = use_run();
    let text = use_state(String::new);
    let kind = use_state(|| Which::All);
    let picked = use_state(|| None::<String>);
    let asked = use_asked(props.open.then_some(Ask::Settings), props.version);
    let last = use_mut_ref(Asked::default);
    if matches!(asked, Asked::Known(_)) {
        *last.borrow_mut() = asked.clone();
    }
    let known = last.borrow().clone();
    let all: &[SettingView] = match &known {
        Asked::Known(answer) => match &**answer {
            Answer::Settings(rows) => rows,
            _ => &[],
        },
        _ => &[],
    };
    let oninput = typed_into(&text);
    let words = text.to_lowercase();
    let fits = |row: &&SettingView| {
        words
            .split_whitespace()
            .all(|word| row.name.contains(word) || row.setting.contains(word))
    };
    let of_kind = |row: &&SettingView| match *kind {
        Which::All => true,
        Which::File => row.source != "default",
        Which::Pending => row.pending_restart,
    };
    let mut shown: Vec<&SettingView> = all.iter().filter(fits).filter(of_kind).collect();
    shown.sort_by_key(|row| {
        (
            !row.pending_restart,
            row.source == "default",
            row.name.to_lowercase(),
        )
    });
    let count = shown.len();
    let rows = shown.into_iter().map(|row| {
        let open = picked.as_deref() == Some(row.name.as_str());
        let look = Look::Setting(row.name.clone());
        let kept = props
            .looked
            .iter()
            .any(|looked| looked.evidence == look.evidence());
        let onclick = {
            let (run, picked, name) = (run.clone(), picked.clone(), row.name.clone());
            Callback::from(move |_: MouseEvent| {
                run.look(look.clone());
                picked.set((!open).then(|| name.clone()));
            })
        };
        let source = match row.source_line {
            Some(line) => format!("{}, line {line}", row.source),
            None => row.source.clone(),
        };
        let pin = open.then(|| {
            let of = row.name.clone();
            html! { <PinButton pin={of_setting(row)} now=true {of} /> }
        });
        html! {
            <li key={row.name.clone()} class="setting">
                <button type="button" class="line-button" aria-expanded={open.to_string()}
                    {onclick}>
                    <span class="grow mono ellipsis">{ row.name.clone() }</span>
                    <span class="chip chip-warn" hidden={!row.pending_restart}>
                        { "pending restart" }
                    </span>
                    <span class="mono setting-value">{ row.setting.clone() }</span>
                </button>
                <div class="detail small" hidden={!open}>
                    <p>{ row.about.clone() }</p>
                    <p class="muted">
                        { format!("From: {source}. A change needs: {}.", needs(&row.context)) }
                        <span hidden={!row.pending_restart}>
                            { " The file says something else; it waits for a restart." }
                        </span>
                    </p>
                    <p class="row good" hidden={!kept}>
                        { Icon::Check.html() }{ "Counts as looked at" }
                    </p>
                    <div class="row">{ pin }</div>
                </div>
            </li>
        }
    });
    let pending = all.iter().filter(|row| row.pending_restart).count();
    let kinds = [
        (Which::All, "All".to_string()),
        (Which::File, "From the file".to_string()),
        (Which::Pending, format!("Pending restart {pending}")),
    ];
    let chips = kinds.into_iter().map(|(which, label)| {
        let onclick = press_sets(&kind, which);
        html! {
            <button key={which as usize} type="button" class="chip num" {onclick}
                aria-pressed={(*kind == which).to_string()}>{ label }</button>
        }
    });
    html! {
        <div class="stack">
            <input type="search" class="field" {oninput} value={(*text).clone()}
                aria-label="Search the settings" placeholder="Search the settings"
                autocomplete="off" spellcheck="false" />
            <div class="row" role="group" aria-label="Which settings" hidden={all.is_empty()}>
                { for chips }
            </div>
            { if all.is_empty() { asked.html() } else { html! {} } }
            <p class="muted small num" hidden={all.is_empty()}>
                { format!("{count} of {} settings; those from the file come first", all.len()) }
            </p>
            <ul class="settings">{ for rows }</ul>
        </div>
    }
}

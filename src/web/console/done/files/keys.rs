//! Settings by name: before, after, in force now, and what the change needs.

use crate::app::protocol::{KeyView, Needs};
use crate::web::ui::press_sets;
use yew::prelude::*;

/// Rows shown before the rest is asked for.
const ROWS_MAX: usize = 8;

/// What a change needs, in a word or two.
pub fn needs_words(needs: &Needs) -> String {
    match needs {
        Needs::Restart => "restart".into(),
        Needs::RollingRestart(service) => format!("restart {service}"),
        Needs::Reload => "reload".into(),
        Needs::NewConnections => "reload, new sessions".into(),
        Needs::BouncerReload => "reload PgBouncer".into(),
        Needs::Same => "same value".into(),
        Needs::Nothing => "no effect".into(),
    }
}

/// Properties of [`Keys`].
#[derive(Properties, PartialEq)]
pub struct KeysProps {
    /// The settings.
    pub keys: Vec<KeyView>,
    /// Name of the table.
    pub label: AttrValue,
    /// What is written waits: what was before is what is in force.
    #[prop_or_default]
    pub waiting: bool,
}

/// `3 settings differ: 1 restart, 2 reload`.
fn summary(keys: &[KeyView]) -> String {
    let mut kinds: Vec<(&Needs, usize)> = Vec::new();
    for key in keys {
        match kinds.iter_mut().find(|(needs, _)| **needs == key.needs) {
            Some((_, count)) => *count += 1,
            None => kinds.push((&key.needs, 1)),
        }
    }
    kinds.sort();
    let parts = kinds.iter().map(|(needs, count)| {
        let need = if *count == 1 { "needs" } else { "need" };
        match needs {
            Needs::Restart => format!("{count} {need} a restart"),
            Needs::RollingRestart(service) => format!("{count} {need} a restart of {service}"),
            Needs::Reload => format!("{count} {need} a reload"),
            Needs::NewConnections => format!("{count} {need} a reload and new sessions"),
            Needs::BouncerReload => format!("{count} {need} a reload of PgBouncer"),
            Needs::Same => format!("{count} the same value"),
            Needs::Nothing => format!("{count} without effect"),
        }
    });
    let parts = parts.collect::<Vec<_>>().join(", ");
    match keys.len() {
        1 => format!("1 setting differs: {parts}"),
        count => format!("{count} settings differ: {parts}"),
    }
}

/// The settings, those with the greatest need first.
#[component]
pub fn Keys(props: &KeysProps) -> Html {
    let all = use_state(|| false);
    let mut keys: Vec<&KeyView> = props.keys.iter().collect();
    keys.sort_by(|a, b| a.needs.cmp(&b.needs).then_with(|| a.key.cmp(&b.key)));
    let hidden = keys.len().saturating_sub(ROWS_MAX);
    // One or two more rows cost less than the button that hides them.
    let cut = !*all && hidden > 2;
    let shown = if cut { ROWS_MAX } else { keys.len() };
    let value = |value: &Option<String>, default: &Option<String>| match (value, default) {
        (Some(value), _) => html! { <span class="mono">{ value.clone() }</span> },
        (None, Some(default)) => html! {
            <span class="muted">{ "default " }<span class="mono">{ default.clone() }</span></span>
        },
        (None, None) => html! { <span class="muted">{ "not set" }</span> },
    };
    let waiting = props.waiting;
    let after = if waiting { "Written" } else { "After" };
    let rows = keys.into_iter().take(shown).map(|key| {
        // In the server's own writing the value may look different: 8GB and 8192MB.
        let stands = key.in_force.is_some() && key.in_force == key.new;
        let urgent = matches!(key.needs, Needs::Restart | Needs::RollingRestart(_));
        html! {
            <tr key={key.key.clone()}>
                <th scope="row" class="mono">{ key.key.clone() }</th>
                <td data-label="before" hidden={waiting}>{ value(&key.old, &key.default) }</td>
                <td data-label={after.to_lowercase()}>{ value(&key.new, &key.default) }</td>
                <td data-label="in force" class={stands.then_some("good")}>
                    { key.in_force.as_ref().map(|now| html! {
                        <span class="mono">{ now.clone() }</span>
                    }) }</td>
                <td class="cfg-needs"><span class={classes!("small",
                    if urgent { "warn" } else { "muted" })}>{ needs_words(&key.needs) }</span></td>
            </tr>
        }
    });
    let more = press_sets(&all, !*all);
    html! {
        <div class="cfg-keys-place">
            <p class="small">{ summary(&props.keys) }</p>
            <table class="cfg-keys small" aria-label={props.label.clone()}>
                <thead><tr>
                    <th scope="col">{ "Setting" }</th>
                    <th scope="col" hidden={waiting}>{ "Before" }</th>
                    <th scope="col">{ after }</th><th scope="col">{ "In force" }</th>
                    <th scope="col">{ "Needs" }</th>
                </tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
            <button type="button" class="link-button small" onclick={more}
                hidden={hidden <= 2}>
                { if cut { format!("Show all {}", props.keys.len()) }
                    else { "Show fewer".to_string() } }</button>
        </div>
    }
}

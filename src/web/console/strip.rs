//! What is left of a column that is closed: a strip that says what one would miss.

use crate::web::icons::Icon;
use yew::prelude::*;

/// Properties of [`Strip`].
#[derive(Properties, PartialEq)]
pub struct StripProps {
    /// Name of the column.
    pub label: &'static str,
    /// Whether the column is closed.
    pub shown: bool,
    /// Alerts that fire.
    pub firing: usize,
    /// Whether a page waits for an answer.
    pub paged: bool,
    /// Opens the column.
    pub on_open: Callback<()>,
}

/// A closed column.
#[component]
pub fn Strip(props: &StripProps) -> Html {
    let firing = match props.firing {
        0 => String::new(),
        1 => "1 alert fires".to_string(),
        count => format!("{count} alerts fire"),
    };
    let paged = props.paged && props.shown;
    html! {
        <div class={classes!("strip", props.paged.then_some("firing"))} hidden={!props.shown}>
            <button type="button" class="strip-open" title={format!("Open {}", props.label)}
                aria-label={format!("Open {}", props.label)}
                onclick={props.on_open.reform(|_: MouseEvent| ())}>
                { Icon::Side.html() }
                <span class="strip-label">{ props.label }</span>
            </button>
            <p class="strip-note small warn" hidden={props.firing == 0} title={firing.clone()}>
                { Icon::Warning.html() }
                <span class="num" aria-hidden="true">{ props.firing }</span>
                <span class="visually-hidden">{ firing }</span>
            </p>
            <div role={paged.then_some("alert")}>
                <p class="strip-note small crit" hidden={!paged} title="A page waits">
                    { Icon::Bell.html() }
                    <span class="visually-hidden">{ "A page waits to be acknowledged" }</span>
                </p>
            </div>
        </div>
    }
}

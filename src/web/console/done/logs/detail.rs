//! One line in full: its fields, its moment on the charts, the lines around it.

use crate::app::logs::{FieldValue, LogFilter, fields, toggled};
use crate::app::pins::of_line;
use crate::app::protocol::LogLine;
use crate::app::shared::Shared;
use crate::chart::Clock;
use crate::web::console::{PinButton, Wish, use_desk};
use crate::web::icons::Icon;
use crate::web::pages::copy_text;
use crate::web::ui::stamp;
use crate::web::zone::use_clock;
use gloo::timers::callback::Timeout;
use yew::prelude::*;

/// What copying came to is told for this long, ms.
const COPIED_MS: u32 = 4_000;

/// Properties of [`Detail`].
#[derive(Properties, PartialEq)]
pub(super) struct DetailProps {
    /// The line; none shows nothing.
    pub line: Option<Shared<LogLine>>,
    /// The search, to be narrowed by a field.
    pub filter: Shared<LogFilter>,
    /// Shows something else.
    pub on_change: Callback<LogFilter>,
    /// The lines around are shown.
    pub around: bool,
    /// Shows the lines around, or the search again.
    pub on_context: Callback<bool>,
    /// Closes the line.
    pub on_close: Callback<()>,
}

/// The line that was picked.
#[component]
pub(super) fn Detail(props: &DetailProps) -> Html {
    html! {
        <div class="log-detail-place">
            if let Some(line) = props.line.clone() {
                <Line {line} filter={props.filter.clone()}
                    on_change={props.on_change.clone()} around={props.around}
                    on_context={props.on_context.clone()} on_close={props.on_close.clone()} />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct LineProps {
    line: Shared<LogLine>,
    filter: Shared<LogFilter>,
    on_change: Callback<LogFilter>,
    around: bool,
    on_context: Callback<bool>,
    on_close: Callback<()>,
}

/// A line as it is copied: as it would stand in a file.
fn plain(line: &LogLine, clock: Clock) -> String {
    let (level, code) = (line.level.word(), &line.code);
    let code = if code.is_empty() {
        String::new()
    } else {
        format!(" {code}")
    };
    let at = clock.stamp(line.t_ms);
    format!(
        "{at} {} {} {level}{code} {}",
        line.source, line.host, line.text
    )
}

#[component]
fn Line(props: &LineProps) -> Html {
    let desk = use_desk();
    let copied = use_state(|| None::<Result<(), String>>);
    let clock = use_clock();
    let line = &props.line;
    {
        let copied = copied.clone();
        use_effect_with((*copied).clone(), move |now| {
            let told = now.is_some();
            let timer = told.then(|| Timeout::new(COPIED_MS, move || copied.set(None)));
            move || drop(timer)
        });
    }
    let moment = {
        let t_ms = line.t_ms;
        desk.on_press(Wish::Moment(t_ms))
    };
    let copy = {
        let (copied, text) = (copied.clone(), plain(line, clock));
        Callback::from(move |_: MouseEvent| {
            let (copied, text) = (copied.clone(), text.clone());
            wasm_bindgen_futures::spawn_local(async move {
                copied.set(Some(copy_text(text).await));
            });
        })
    };
    let context = {
        let around = props.around;
        props.on_context.reform(move |_: MouseEvent| !around)
    };
    let close = props.on_close.reform(|_: MouseEvent| ());
    let rows = fields(line).into_iter().map(|field| {
        html! { <FieldRow key={field.name.clone()} field={field.clone()}
        filter={props.filter.clone()} on_change={props.on_change.clone()} /> }
    });
    let (told, class) = match &*copied {
        None => (String::new(), ""),
        Some(Ok(())) => ("Copied".to_string(), "good"),
        Some(Err(reason)) => (format!("Not copied: {reason}"), "crit"),
    };
    let onkeydown = {
        let on_close = props.on_close.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.stop_propagation();
                on_close.emit(());
            }
        })
    };
    html! {
        <section class="log-detail" aria-label="Log line" {onkeydown}>
            <div class="row log-detail-head">
                <span class={classes!("log-badge", super::list::class_of(line.level))}>
                    { line.level.word() }</span>
                <span class="small num">{ stamp(clock, line.t_ms) }</span>
                <span class="small muted">{ format!("{} · {}", line.source, line.host) }</span>
                <button type="button" class="btn btn-quiet btn-icon push" onclick={close}
                    aria-label="Close the line">{ Icon::Close.html() }</button>
            </div>
            <p class="mono log-full">{ line.text.clone() }</p>
            <div class="row log-acts">
                <button type="button" class="btn" onclick={moment}>{ "Show on charts" }</button>
                <button type="button" class="btn" onclick={context}
                    aria-pressed={props.around.to_string()}>{ "Lines around" }</button>
                <button type="button" class="btn" onclick={copy}>{ "Copy line" }</button>
                <PinButton pin={of_line(line)} />
                <span class={classes!("small", class)} role="status">{ told }</span>
            </div>
            <table class="log-fields small"><tbody>{ for rows }</tbody></table>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct FieldRowProps {
    field: FieldValue,
    filter: Shared<LogFilter>,
    on_change: Callback<LogFilter>,
}

/// A field of the line, with the search narrowed to its value or freed of it.
#[component]
fn FieldRow(props: &FieldRowProps) -> Html {
    let field = &props.field;
    let narrow = |exclude: bool| {
        let (filter, on_change) = (props.filter.clone(), props.on_change.clone());
        let field = field.clone();
        Callback::from(move |_: MouseEvent| {
            let mut next = (*filter).clone();
            next.text = toggled(&next.text, field.field, &field.needle(), exclude);
            on_change.emit(next);
        })
    };
    let named = format!("{} {}", field.name, field.value);
    html! {
        <tr>
            <th scope="row" class="muted">{ field.name.clone() }</th>
            <td class="mono">{ field.value.clone() }</td>
            <td class="log-field-acts">
                <button type="button" class="chip" onclick={narrow(false)}
                    aria-label={format!("Only {named}")} title={format!("Only {named}")}>
                    { "+" }</button>
                <button type="button" class="chip" onclick={narrow(true)}
                    aria-label={format!("Without {named}")} title={format!("Without {named}")}>
                    { "−" }</button>
            </td>
        </tr>
    }
}

//! What hangs on the board, weighed for the chosen hypothesis.

use super::step::{told, use_step};
use crate::app::board::{groups, offers, pin_of, when};
use crate::app::protocol::LookedView;
use crate::app::shared::Shared;
use crate::drill::board::{Board, BoardStep, NOTE_CHARS_MAX, Pinned, Weight};
use crate::web::console::{PinButton, Wish, use_desk};
use crate::web::icons::Icon;
use crate::web::run::use_run;
use crate::web::ui::{on_change, press_sets};
use crate::web::zone::use_clock;
use yew::prelude::*;

/// Properties of [`Pins`].
#[derive(Properties, PartialEq)]
pub struct PinsProps {
    /// The board.
    pub board: Shared<Board>,
    /// What was looked at.
    pub looked: Shared<Vec<LookedView>>,
    /// The hypothesis that pins are weighed for.
    pub chosen: Option<u32>,
}

/// The pins.
#[component]
pub fn Pins(props: &PinsProps) -> Html {
    let run = use_run();
    let (refused, step) = use_step();
    let board = &props.board;
    let locked = run.read_only().is_some();
    let clock = use_clock();
    let hypothesis = props.chosen.and_then(|id| board.hypothesis(id));
    let parts = groups(board, hypothesis).into_iter().map(|group| {
        let rows = group.pins.into_iter().map(|pinned| {
            html! {
                <PinRow key={pinned.id} pinned={pinned.clone()} time={when(&pinned.pin, clock)}
                    weight={hypothesis.map(|h| (h.id, h.weight(pinned.id)))}
                    {locked} step={step.clone()} />
            }
        });
        html! {
            <div key={group.title} class="pin-group">
                <h4 class="label" hidden={hypothesis.is_none()}>{ group.title }</h4>
                <ul class="pins">{ for rows }</ul>
            </div>
        }
    });
    let parts: Html = parts.collect();
    let (_, rest) = offers(&props.looked, board);
    let count = rest.len();
    let rest = rest.into_iter().filter_map(|looked| {
        let pin = pin_of(looked)?;
        let of = looked.label.clone();
        Some(html! {
            <li key={looked.evidence.clone()}>
                <span class="grow">{ looked.label.clone() }</span>
                <time class="muted small num">{ clock.minute(looked.t_ms) }</time>
                <PinButton {pin} {of} small=true />
            </li>
        })
    });
    let heading = hypothesis.map_or_else(
        || "Evidence".to_string(),
        |hypothesis| format!("Evidence for and against: {}", hypothesis.text),
    );
    html! {
        <section class="board-part" aria-label="Evidence">
            <h3 class="group-title">{ heading }</h3>
            <p class="muted small" hidden={!board.pins.is_empty()}>
                { "Nothing is pinned. Charts, log lines, differences and answers of the terminal \
                    have a pin button; what you only looked at stands below." }
            </p>
            { told(refused.as_ref()) }
            <div>{ parts }</div>
            <details class="looked" hidden={count == 0}>
                <summary>{ format!("Looked at, not pinned ({count})") }</summary>
                <ul class="looked-list">{ for rest }</ul>
            </details>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct PinRowProps {
    pinned: Pinned,
    time: String,
    weight: Option<(u32, Weight)>,
    locked: bool,
    step: Callback<BoardStep>,
}

/// One pin.
#[component]
fn PinRow(props: &PinRowProps) -> Html {
    let desk = use_desk();
    let noting = use_state(|| false);
    let (id, pin) = (props.pinned.id, &props.pinned.pin);
    let moment = pin.t_ms;
    let show = desk.on_press(Wish::Moment(moment));
    let weigh = |hypothesis: u32, now: Weight| {
        let all = [
            (Weight::For, "For"),
            (Weight::Neither, "Neither"),
            (Weight::Against, "Against"),
        ];
        let buttons = all.into_iter().map(|(weight, word)| {
            let onclick = props.step.reform(move |_: MouseEvent| BoardStep::Weigh {
                hypothesis,
                pin: id,
                weight,
            });
            html! {
                <button key={word} type="button" aria-pressed={(weight == now).to_string()}
                    disabled={props.locked} {onclick}>{ word }</button>
            }
        });
        html! {
            <div class="segmented weigh" role="group" aria-label={format!("Weigh {}", pin.label)}>
                { for buttons }
            </div>
        }
    };
    let tone = match props.weight {
        Some((_, Weight::For)) => "pin pin-for",
        Some((_, Weight::Against)) => "pin pin-against",
        _ => "pin",
    };
    let toggle = press_sets(&noting, !*noting);
    let onchange = {
        let (step, noting) = (props.step.clone(), noting.clone());
        on_change(move |text| {
            step.emit(BoardStep::Note { pin: id, text });
            noting.set(false);
        })
    };
    let unpin = props
        .step
        .reform(move |_: MouseEvent| BoardStep::Unpin { pin: id });
    let note = &props.pinned.note;
    html! {
        <li class={tone}>
            <div class="pin-head">
                <span class="pin-kind muted small">{ pin.kind.word() }</span>
                <button type="button" class="pin-time small num" onclick={show}
                    aria-label={format!("Show {} on the charts", props.time)}>
                    { props.time.clone() }
                </button>
                <span class="pin-label">{ pin.label.clone() }</span>
            </div>
            <pre class="pin-excerpt mono" hidden={pin.excerpt.is_empty()}>
                { pin.excerpt.clone() }
            </pre>
            <p class="pin-note small" hidden={note.is_empty() || *noting}>{ note.clone() }</p>
            <input type="text" class="field pin-note-field" hidden={!*noting} {onchange}
                aria-label={format!("Note on {}", pin.label)} value={note.clone()}
                maxlength={NOTE_CHARS_MAX.to_string()} placeholder="What it tells you" />
            <div class="pin-tools">
                <div>{ props.weight.map(|(hypothesis, now)| weigh(hypothesis, now)) }</div>
                <button type="button" class="btn btn-quiet push" onclick={toggle}
                    disabled={props.locked} aria-expanded={noting.to_string()}
                    aria-label={format!("Note: {}", pin.label)}>{ "Note" }</button>
                <button type="button" class="btn btn-quiet btn-icon" onclick={unpin}
                    disabled={props.locked} title="Take down"
                    aria-label={format!("Take down: {}", pin.label)}>
                    { Icon::Close.html() }
                </button>
            </div>
        </li>
    }
}

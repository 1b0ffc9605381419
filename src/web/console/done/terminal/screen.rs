//! What the terminal has said so far.

use crate::app::scrollback::{Block, Scrollback};
use crate::app::shared::Shared;
use crate::terminal::Tone;
use web_sys::HtmlElement;
use yew::prelude::*;

/// Properties of [`Screen`].
#[derive(Properties, PartialEq)]
pub struct ScreenProps {
    /// The blocks.
    pub screen: Scrollback,
    /// Output goes on: it is not read out.
    pub quiet: bool,
    /// Grows with each change.
    pub version: u64,
}

/// The blocks, scrolled to the end whenever something new comes.
#[component]
pub fn Screen(props: &ScreenProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(props.version, move |_| {
            if let Some(node) = node.cast::<HtmlElement>() {
                node.set_scroll_top(node.scroll_height());
            }
        });
    }
    let blocks = props.screen.blocks.iter().map(|block| {
        html! { <Said key={block.id} block={block.clone()} /> }
    });
    let live = if props.quiet { "off" } else { "polite" };
    html! {
        <div ref={node} class="term-screen" role="log" aria-label="Terminal output"
            aria-live={live} tabindex="0">{ for blocks }</div>
    }
}

#[derive(Properties, PartialEq)]
struct SaidProps {
    block: Shared<Block>,
}

fn class_of(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "term-plain",
        Tone::Error => "term-error",
        Tone::Warn => "term-warn",
        Tone::Note => "term-note",
        Tone::Added => "term-added",
        Tone::Removed => "term-removed",
        Tone::Head => "term-head",
    }
}

/// A command and its answer.
#[component]
fn Said(props: &SaidProps) -> Html {
    let block = &props.block;
    let runs = block.runs.iter().enumerate().map(|(index, (tone, text))| {
        html! {
            <span key={index} class={class_of(*tone)}>{ format!("{text}\n") }</span>
        }
    });
    let typed = block.typed.clone();
    html! {
        <div class="term-block">
            <p class="term-typed" hidden={typed.is_none()}>
                <span class="term-prompt">{ block.prompt.clone() }</span>{ typed }
            </p>
            <pre class="term-said">{ for runs }</pre>
        </div>
    }
}

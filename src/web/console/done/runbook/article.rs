//! A page of the runbook.

use crate::app::runbook::{Page, Step, pieces};
use crate::app::shared::Shared;
use crate::drill::action::Action;
use crate::drill::board::{Board, BoardStep};
use crate::web::console::{Wish, use_desk};
use crate::web::run::use_run;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Properties of [`Article`].
#[derive(Properties, PartialEq)]
pub struct ArticleProps {
    /// The page.
    pub page: Page,
    /// The board, which keeps the ticks.
    pub board: Shared<Board>,
    /// Opens another page.
    pub open_page: Callback<String>,
}

/// Words, with code where backticks say so.
fn words(text: &str) -> Html {
    let parts = pieces(text).into_iter().map(|(code, piece)| {
        let piece = piece.to_string();
        if code {
            html! { <code>{ piece }</code> }
        } else {
            html! { { piece } }
        }
    });
    parts.collect()
}

/// A page.
#[component]
pub fn Article(props: &ArticleProps) -> Html {
    let run = use_run();
    let desk = use_desk();
    let page = &props.page;
    let locked = run.read_only().is_some();
    let command = |at: usize, line: &String| {
        let (desk, put) = (desk.clone(), line.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            desk.wish(Wish::Command(put.clone()));
        });
        html! {
            <div key={at} class="command">
                <code>{ line.clone() }</code>
                <button type="button" class="btn btn-quiet" {onclick}
                    title="Put into the terminal's line"
                    aria-label={format!("To terminal: {line}")}>{ "To terminal" }</button>
            </div>
        }
    };
    let step = |step: &Step| {
        let (number, id) = (step.number, format!("step-{}-{}", page.id, step.number));
        let done = props.board.ticked(&page.id, number);
        let onchange = callback!([run, page = page.id], move |event: Event| {
            let Some(field) = event.target_dyn_into::<HtmlInputElement>() else {
                return;
            };
            let tick = BoardStep::Tick {
                page: page.clone(),
                step: number,
                done: field.checked(),
            };
            run.act(Action::Board(tick), |_| {});
        });
        let commands = step.commands.iter().enumerate();
        let commands = commands.map(|(at, line)| command(at, line));
        html! {
            <li key={number} class={classes!("step", done.then_some("step-done"))}>
                <input type="checkbox" id={id.clone()} checked={done} disabled={locked}
                    {onchange} />
                <label for={id}>{ words(&step.text) }</label>
                <p class="muted small" hidden={step.note.is_empty()}>{ words(&step.note) }</p>
                <div>{ for commands }</div>
            </li>
        }
    };
    let sections = page.sections.iter().map(|section| {
        let text = section.text.iter().enumerate();
        let text = text.map(|(at, text)| html! { <p key={at}>{ words(text) }</p> });
        html! {
            <section key={section.title.clone()} aria-label={section.title.clone()}>
                <h3>{ section.title.clone() }</h3>
                { for text }
                <ol hidden={section.steps.is_empty()}>{ for section.steps.iter().map(step) }</ol>
            </section>
        }
    });
    let see = page.see.iter().map(|(id, title)| {
        let (id, open_page) = (id.clone(), props.open_page.clone());
        let onclick = callback!([id], move |_: MouseEvent| open_page.emit(id.clone()));
        html! {
            <button key={id} type="button" class="btn btn-quiet" {onclick}>
                { title.clone() }
            </button>
        }
    });
    html! {
        <article aria-label={page.title.clone()}>
            <h2>{ page.title.clone() }</h2>
            <p class="about">{ page.about.clone() }</p>
            { for sections }
            <nav class="see" aria-label="Read next" hidden={page.see.is_empty()}>
                <span class="muted small">{ "Read next" }</span>
                { for see }
            </nav>
        </article>
    }
}

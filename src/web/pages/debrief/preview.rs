//! A Markdown text as elements. Nothing in it becomes markup: elements are built here, one by
//! one, from what `debrief::rich` has read; addresses lead to pages and mails only.

use crate::debrief::rich::{Block, Item, Span, read};
use yew::prelude::*;

/// Properties of [`Preview`].
#[derive(Properties, PartialEq)]
pub struct PreviewProps {
    /// The text.
    pub text: AttrValue,
}

/// What the text looks like.
#[component]
pub fn Preview(props: &PreviewProps) -> Html {
    let read = use_memo(props.text.clone(), |text| blocks(&read(text)));
    html! { <div class="prose">{ (*read).clone() }</div> }
}

fn blocks(all: &[Block]) -> Html {
    let parts = all.iter().map(block);
    html! { <>{ for parts }</> }
}

fn block(block: &Block) -> Html {
    match block {
        // The section has a heading of the second level already.
        Block::Heading(level, line) => {
            let tag = format!("h{}", (level + 2).min(6));
            html! { <@{tag}>{ spans(line) }</@> }
        }
        Block::Paragraph(line) => html! { <p>{ spans(line) }</p> },
        Block::List(None, items) => html! { <ul>{ for items.iter().map(item) }</ul> },
        Block::List(Some(first), items) => html! {
            <ol start={first.to_string()}>{ for items.iter().map(item) }</ol>
        },
        Block::Table(rows, _) => table(rows),
        Block::Code(text) => html! { <pre class="mono">{ text.clone() }</pre> },
        Block::Quote(inner) => html! { <blockquote>{ blocks(inner) }</blockquote> },
        Block::Rule => html! { <hr /> },
    }
}

fn item(item: &Item) -> Html {
    let task = item.done.map(|done| {
        let (word, sign) = if done {
            ("done", "☑")
        } else {
            ("to do", "☐")
        };
        html! { <span class="task" role="img" aria-label={word}>{ sign }</span> }
    });
    html! {
        <li class={classes!(item.done.is_some().then_some("task-item"))}>
            { task.unwrap_or_default() }{ spans(&item.line) }{ blocks(&item.inner) }
        </li>
    }
}

fn table(rows: &[Vec<Vec<Span>>]) -> Html {
    let (head, body) = rows.split_at(rows.len().min(1));
    let head = head.iter().flatten();
    let head = head.map(|cell| html! { <th scope="col">{ spans(cell) }</th> });
    let body = body.iter().map(|row| {
        let cells = row.iter().map(|cell| html! { <td>{ spans(cell) }</td> });
        html! { <tr>{ for cells }</tr> }
    });
    html! {
        <table class="table">
            <thead><tr>{ for head }</tr></thead>
            <tbody>{ for body }</tbody>
        </table>
    }
}

fn spans(all: &[Span]) -> Html {
    let parts = all.iter().map(|span| match span {
        Span::Text(text) => html! { <>{ text.clone() }</> },
        Span::Strong(inner) => html! { <strong>{ spans(inner) }</strong> },
        Span::Emphasis(inner) => html! { <em>{ spans(inner) }</em> },
        Span::Code(text) => html! { <code class="mono">{ text.clone() }</code> },
        Span::Link(inner, href) => html! {
            <a href={href.clone()} target="_blank" rel="noopener noreferrer nofollow">
                { spans(inner) }
            </a>
        },
    });
    html! { <>{ for parts }</> }
}

//! The runbook: pages, steps that can be ticked, commands for the terminal.

mod article;

use crate::app::runbook::{FIRST, Page, Runbook};
use crate::app::shared::Shared;
use crate::drill::action::Look;
use crate::drill::board::Board;
use crate::web::console::use_wishes;
use crate::web::run::use_run;
use crate::web::ui::{on_change, option, typed_into};
use article::Article;
use web_sys::HtmlElement;
use yew::prelude::*;

/// Properties of [`RunbookPane`].
#[derive(Properties, PartialEq)]
pub struct RunbookPaneProps {
    /// The board, which keeps the ticks.
    pub board: Shared<Board>,
    /// Whether the pane is in sight.
    pub open: bool,
}

/// The runbook.
#[component]
pub fn RunbookPane(props: &RunbookPaneProps) -> Html {
    let run = use_run();
    let wishes = use_wishes();
    let book = use_memo((), |()| Shared::new(Runbook::of(run.incident())));
    let page = use_state(|| FIRST.to_string());
    let search = use_state(String::new);
    let top = use_node_ref();
    let open_page = {
        let (page, search) = (page.setter(), search.setter());
        use_callback((), move |id: String, ()| {
            page.set(id);
            search.set(String::new());
        })
    };
    {
        let open_page = open_page.clone();
        let wished = wishes.runbook.clone();
        use_effect_with(wished, move |wished| {
            if let Some((_, id)) = wished {
                open_page.emit(id.clone());
            }
        });
    }
    {
        let (run, top) = (run.clone(), top.clone());
        use_effect_with(((*page).clone(), props.open), move |(id, open)| {
            if let Some(top) = top.cast::<HtmlElement>() {
                top.set_scroll_top(0);
            }
            if *open {
                run.look(Look::Runbook(id.clone()));
            }
        });
    }
    let oninput = typed_into(&search);
    let choose = {
        let open_page = open_page.clone();
        on_change(move |page| open_page.emit(page))
    };
    let shown = book.page(&page).or(book.pages.first());
    let current = shown.map_or("", |page| page.id.as_str());
    let options = book
        .pages
        .iter()
        .map(|page| option(&page.id, &page.title, page.id == current));
    let item = |page: &Page| {
        let (id, open_page) = (page.id.clone(), open_page.clone());
        let onclick = Callback::from(move |_: MouseEvent| open_page.emit(id.clone()));
        let (done, all) = (props.board.ticks(&page.id), page.steps());
        html! {
            <li key={page.id.clone()}>
                <button type="button" {onclick}
                    aria-current={(page.id == current).then_some("page")}>
                    <span class="grow">{ page.title.clone() }</span>
                    <span class="muted small num" hidden={done == 0}>
                        { format!("{done}/{all}") }
                    </span>
                </button>
            </li>
        }
    };
    let (own, shipped): (Vec<&Page>, Vec<&Page>) = book.pages.iter().partition(|page| page.own);
    let no_own = own.is_empty();
    let hits = book.search(&search);
    let found = hits.len();
    let hits = hits.into_iter().map(|hit| {
        let page = &book.pages[hit.page];
        let (id, open_page) = (page.id.clone(), open_page.clone());
        let onclick = Callback::from(move |_: MouseEvent| open_page.emit(id.clone()));
        let excerpt = Some(hit.excerpt).filter(|text| !text.is_empty());
        html! {
            <li key={page.id.clone()}>
                <button type="button" class="runbook-hit" {onclick}>
                    <strong>{ page.title.clone() }</strong>
                    <span class="muted small">
                        { excerpt.unwrap_or_else(|| page.about.clone()) }
                    </span>
                </button>
            </li>
        }
    });
    let searching = !search.trim().is_empty();
    let article = shown.map(|page| {
        html! {
            <Article key={page.id.clone()} page={page.clone()} board={props.board.clone()}
                open_page={open_page.clone()} />
        }
    });
    html! {
        <div class="runbook">
            <div class="runbook-parts">
                <div class="runbook-tools">
                    <input type="search" class="field" aria-label="Search the runbook"
                        placeholder="Search the runbook" value={(*search).clone()} {oninput}
                        autocomplete="off" spellcheck="false" />
                    <select class="field runbook-choice" aria-label="Page" onchange={choose}>
                        { for options }
                    </select>
                </div>
                <nav class="runbook-pages" aria-label="Pages of the runbook">
                    <ul>{ for shipped.into_iter().map(item) }</ul>
                    <p class="label" hidden={no_own}>{ "This system" }</p>
                    <ul hidden={no_own}>{ for own.into_iter().map(item) }</ul>
                </nav>
                <div ref={top} class="runbook-page" tabindex="-1">
                    <div hidden={!searching}>
                        <p class="label" role="status">
                            { format!("{found} pages with “{}”", search.trim()) }
                        </p>
                        <ul>{ for hits }</ul>
                    </div>
                    <div hidden={searching}>{ article }</div>
                </div>
            </div>
        </div>
    }
}

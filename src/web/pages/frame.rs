//! What all screens around a run share: the bar, notices, the page's heading.

use super::Notices;
use crate::app::route::Route;
use crate::web::ui::{ThemeButton, focus};
use std::cell::Cell;
use yew::prelude::*;

thread_local! {
    /// The first screen leaves the focus where the browser puts it.
    static FIRST: Cell<bool> = const { Cell::new(true) };
}

/// Properties of [`Frame`].
#[derive(Properties, PartialEq)]
pub struct FrameProps {
    /// The screen.
    pub children: Html,
    /// Below the screen.
    #[prop_or_default]
    pub footer: Html,
    /// More classes of the screen.
    #[prop_or_default]
    pub class: Classes,
}

/// Bar, notices, the screen, its foot.
#[component]
pub fn Frame(props: &FrameProps) -> Html {
    html! {
        <div class="page">
            <header class="page-bar">
                <a class="brand" href="#/">
                    { mark() }
                    <span>{ "Firedrill" }</span>
                </a>
                <nav class="page-nav" aria-label="Screens">
                    <a href={Route::Results.format()}>{ "Results" }</a>
                </nav>
                <ThemeButton />
            </header>
            <Notices />
            <main class={classes!("page-main", props.class.clone())}>
                { props.children.clone() }
            </main>
            { props.footer.clone() }
        </div>
    }
}

/// The product's mark: a bell that rings.
fn mark() -> Html {
    html! {
        <svg class="brand-mark" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d="M5 14V9a5 5 0 0 1 10 0v5l1.5 1.5h-13zM8.5 17.8h3" />
            <path d="M1.8 7.5A8 8 0 0 1 4 3.2M18.2 7.5A8 8 0 0 0 16 3.2" />
        </svg>
    }
}

/// Properties of [`Heading`].
#[derive(Properties, PartialEq)]
pub struct HeadingProps {
    /// The words.
    pub children: Html,
}

/// The heading of a screen. It takes the focus when the screen has changed, so that
/// reading goes on there.
#[component]
pub fn Heading(props: &HeadingProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((), move |()| {
            if FIRST.replace(false) {
                return;
            }
            focus(&node);
        });
    }
    html! { <h1 ref={node} class="page-title" tabindex="-1">{ props.children.clone() }</h1> }
}

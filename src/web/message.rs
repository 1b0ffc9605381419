//! A message that takes the whole page, with a way on.

use yew::prelude::*;

/// Properties of [`Message`].
#[derive(Properties, PartialEq)]
pub struct MessageProps {
    /// What is the matter.
    pub title: AttrValue,
    /// More.
    pub text: AttrValue,
    /// Ways on, besides the one to the library.
    #[prop_or_default]
    pub children: Html,
}

/// A message that takes the whole page.
#[component]
pub fn Message(props: &MessageProps) -> Html {
    html! {
        <main class="message-page stack">
            <h1>{ props.title.clone() }</h1>
            <p>{ props.text.clone() }</p>
            <div class="row">
                { props.children.clone() }
                <a class="btn" href="#/">{ "All incidents" }</a>
            </div>
        </main>
    }
}

//! Texts that name files: a long path breaks behind a slash, not within a name.

use yew::prelude::*;

/// The text, which may be broken behind each slash.
pub fn with_paths(text: &str) -> Html {
    let pieces = text.split_inclusive('/').map(|piece| {
        let slash = piece.ends_with('/');
        html! { <>{ piece.to_string() } if slash { <wbr /> }</> }
    });
    html! { <>{ for pieces }</> }
}

//! A handler that holds what it needs.

/// `callback!([run, page = props.page], move |event: MouseEvent| …)`: a [`yew::Callback`] that
/// holds its own clones of what stands in brackets, each under its name.
macro_rules! callback {
    ([$($name:ident $(= $from:expr)?),+ $(,)?], $hear:expr) => {{
        $(let $name = callback!(@clone $name $(= $from)?);)+
        ::yew::Callback::from($hear)
    }};
    (@clone $name:ident = $from:expr) => { ::std::clone::Clone::clone(&$from) };
    (@clone $name:ident) => { ::std::clone::Clone::clone(&$name) };
}

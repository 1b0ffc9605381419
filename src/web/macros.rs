//! A handler that holds what it needs.

/// `callback!([run, page = props.page], move |event: MouseEvent| …)`: a [`yew::Callback`] that
/// holds its own clones of what stands in brackets, each under its name.
macro_rules! callback {
    ([$($name:ident $(= $from:expr)?),+ $(,)?], $hear:expr) => {{
        $(
            #[allow(clippy::clone_on_copy)]
            let $name = callback!(@clone $name $(= $from)?);
        )+
        ::yew::Callback::from($hear)
    }};
    (@clone $name:ident = $from:expr) => { $from.clone() };
    (@clone $name:ident) => { $name.clone() };
}

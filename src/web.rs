//! The page: Yew components, worker, storage, canvas.

mod address;
mod app;
pub mod boot;
pub mod canvas;
mod clock;
mod console;
mod icons;
mod message;
mod pages;
mod run;
mod storage;
mod theme;
mod ui;
mod watched;
mod worker;
mod zone;

/// Starts whichever half of the page this global is for.
pub fn start() {
    boot::set_panic_hook();
    if boot::is_worker() {
        worker::start();
    } else {
        theme::apply(storage::settings().theme);
        run::listen();
        run::take_up(&app::current());
        yew::Renderer::<app::App>::new().render();
    }
}

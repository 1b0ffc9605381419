//! The page's clock.

/// Time since the page began to load, ms.
pub fn page_ms() -> f64 {
    let clock = gloo::utils::window().performance();
    clock.map_or_else(js_sys::Date::now, |clock| clock.now())
}

//! Giving texts to their owner: as a file, on the clipboard.

use gloo::timers::callback::Timeout;
use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// A browser needs the address until the download has begun, ms.
const REVOKE_AFTER_MS: u32 = 30_000;

/// Offers a text as a file.
///
/// # Errors
/// When the browser refuses.
pub fn save_file(name: &str, mime: &str, text: &str) -> Result<(), String> {
    offer(name, mime, text).map_err(|error| reason(&error))
}

fn offer(name: &str, mime: &str, text: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let parts = Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let anchor = gloo::utils::document().create_element("a")?;
    let anchor = anchor.dyn_into::<HtmlAnchorElement>()?;
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    Timeout::new(REVOKE_AFTER_MS, move || {
        // An address that is gone already needs no revoking.
        let _ = Url::revoke_object_url(&url);
    })
    .forget();
    Ok(())
}

/// Offers a text as a file; says what came of it.
pub fn save(name: &str, mime: &str, text: &str) -> String {
    match save_file(name, mime, text) {
        Ok(()) => format!("{name} is being downloaded."),
        Err(why) => format!("The download failed: {why}."),
    }
}

/// Offers a result file; says what came of it.
pub fn save_result(incident: &str, seed: u64, text: &str) -> String {
    save(
        &format!("result-{incident}-{seed}.json"),
        "application/json",
        text,
    )
}

/// Puts a text on the clipboard.
///
/// # Errors
/// When the browser refuses, or has none for this page.
pub async fn copy(text: String) -> Result<(), String> {
    let navigator = gloo::utils::window().navigator();
    // Absent where the page was not loaded over a trusted connection.
    let there = Reflect::get(&navigator, &JsValue::from_str("clipboard"));
    if there.is_ok_and(|clipboard| clipboard.is_undefined()) {
        return Err("this page has no access to the clipboard".to_string());
    }
    let written = JsFuture::from(navigator.clipboard().write_text(&text)).await;
    written.map(|_| ()).map_err(|error| reason(&error))
}

fn reason(error: &JsValue) -> String {
    let message = Reflect::get(error, &JsValue::from_str("message")).ok();
    let message = message.and_then(|message| message.as_string());
    let message = message.unwrap_or_else(|| "the browser refused".to_string());
    message.trim_end_matches('.').to_string()
}

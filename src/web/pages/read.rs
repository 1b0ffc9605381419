//! Reading a file that its owner chose.

use crate::debrief::words;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DragEvent, File, HtmlInputElement};
use yew::prelude::*;

/// The text of a file, or why there is none.
pub type FileText = Result<String, String>;

/// Reads a file of at most so many bytes; `heard` gets its name and its text, or why there is
/// none.
pub fn read(file: File, bytes_max: usize, heard: impl FnOnce(String, FileText) + 'static) {
    let name = file.name();
    if file.size() > bytes_max as f64 {
        let (bytes, most) = (
            words::count(file.size() as u64),
            words::count(bytes_max as u64),
        );
        let why = format!("the file has {bytes} bytes; at most {most} are read");
        return heard(name, Err(why));
    }
    spawn_local(async move {
        let text = JsFuture::from(file.text()).await;
        let text = text.ok().as_ref().and_then(JsValue::as_string);
        heard(
            name,
            text.ok_or_else(|| "the browser could not read the file".to_string()),
        );
    });
}

/// The file that was chosen in a file field; the field is emptied, so that the same file can be
/// chosen again.
pub fn chosen(event: &Event) -> Option<File> {
    let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    let file = input.files()?.get(0);
    input.set_value("");
    file
}

/// The file that was dropped.
pub fn dropped(event: &DragEvent) -> Option<File> {
    event.prevent_default();
    event.data_transfer()?.files()?.get(0)
}

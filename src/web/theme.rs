//! Dark and light: the choice, and the charts' colours to match.

use super::run::Charts;
use super::storage;
use super::watched::{Watched, use_watched};
use crate::app::saved::Theme;
use crate::chart::{HEAT_LEVELS, Theme as ChartTheme};
use plotters::style::RGBColor;
use std::cell::{Cell, RefCell};
use web_sys::{Document, Element, HtmlElement};
use yew::prelude::*;

/// How much larger the larger type is; as in the style sheet.
const LARGER: f64 = 1.3;

thread_local! {
    /// How often the colours may have changed.
    static CHANGES: Watched<u64> = Watched::new(0);
    static SHOWN: Cell<Option<ChartTheme>> = const { Cell::new(None) };
    /// Documents of other windows that look like this page.
    static FOLLOWERS: RefCell<Vec<Document>> = const { RefCell::new(Vec::new()) };
}

/// Whether the system asks for light colours.
fn system_is_light() -> bool {
    let query = gloo::utils::window().match_media("(prefers-color-scheme: light)");
    query.ok().flatten().is_some_and(|query| query.matches())
}

/// Whether light colours are shown under a choice.
#[must_use]
pub fn is_light(choice: Theme) -> bool {
    match choice {
        Theme::System => system_is_light(),
        Theme::Dark => false,
        Theme::Light => true,
    }
}

/// Shows a choice: the page by its style sheet, the charts by the same tokens.
pub fn apply(choice: Theme) {
    let root = gloo::utils::document_element();
    let set = match choice {
        Theme::System => root.remove_attribute("data-theme"),
        Theme::Dark => root.set_attribute("data-theme", "dark"),
        Theme::Light => root.set_attribute("data-theme", "light"),
    };
    debug_assert!(set.is_ok(), "the attribute's name is valid");
    refresh();
}

/// Lets the document of another window look like this page, for as long as it stands.
pub fn follow(document: &Document) {
    FOLLOWERS.with_borrow_mut(|all| {
        all.retain(|other| other.default_view().is_some());
        all.push(document.clone());
    });
    mirror();
}

/// The page's marks of how it looks, on the documents that follow it.
fn mirror() {
    let page = gloo::utils::document_element();
    let copy = |root: &Element, name: &str| {
        // The attributes' names are valid.
        let _ = match page.get_attribute(name) {
            Some(value) => root.set_attribute(name, &value),
            None => root.remove_attribute(name),
        };
    };
    FOLLOWERS.with_borrow(|all| {
        for root in all.iter().filter_map(Document::document_element) {
            ["data-theme", "data-type"]
                .iter()
                .for_each(|name| copy(&root, name));
            if let Some(theme) = SHOWN.get() {
                set_series(&root, &theme);
            }
        }
    });
}

/// Larger type for people at the back of a room, or the usual one.
pub fn set_larger(larger: bool) {
    let root = gloo::utils::document_element();
    // The attribute's name is valid.
    let _ = if larger {
        root.set_attribute("data-type", "larger")
    } else {
        root.remove_attribute("data-type")
    };
    mirror();
    Charts::touch_all();
}

/// Device pixels to a CSS pixel of the console, with its larger type.
#[must_use]
pub fn pixel_ratio() -> f64 {
    let larger = gloo::utils::document_element().has_attribute("data-type");
    let zoom = if larger { LARGER } else { 1.0 };
    gloo::utils::window().device_pixel_ratio() * zoom
}

/// The colours of series, for swatches.
fn set_series(root: &Element, theme: &ChartTheme) {
    // An element of another window is of that window's class.
    let root: &HtmlElement = wasm_bindgen::JsCast::unchecked_ref(root);
    for (at, RGBColor(r, g, b)) in theme.series.into_iter().enumerate() {
        // Fails only for names that are not custom properties.
        let _ = root.style().set_property(
            &format!("--series-{at}"),
            &format!("#{r:02x}{g:02x}{b:02x}"),
        );
    }
}

/// Changes between dark and light and keeps the choice.
pub fn toggle() {
    let next = if is_light(storage::settings().theme) {
        Theme::Dark
    } else {
        Theme::Light
    };
    storage::change_settings(|settings| settings.theme = next);
    apply(next);
}

/// Wakes the component when the colours may have changed.
#[hook]
pub fn use_changes() {
    use_watched(&CHANGES);
}

/// Reads the tokens again, after the theme or the system's wish has changed.
pub fn refresh() {
    let root = gloo::utils::document_element();
    let light = match root.get_attribute("data-theme").as_deref() {
        Some("light") => true,
        Some("dark") => false,
        _ => system_is_light(),
    };
    let base = if light {
        ChartTheme::LIGHT
    } else {
        ChartTheme::DARK
    };
    let style = gloo::utils::window()
        .get_computed_style(&root)
        .ok()
        .flatten();
    let token = |name: &str, or: RGBColor| {
        let text = style
            .as_ref()
            .and_then(|style| style.get_property_value(name).ok());
        text.and_then(|text| hex(text.trim())).unwrap_or(or)
    };
    let surface = token("--surface", base.ground);
    let theme = ChartTheme {
        ground: surface,
        surface,
        grid: token("--line", base.grid),
        text: token("--text", base.text),
        muted: token("--muted", base.muted),
        accent: token("--accent", base.accent),
        warn: token("--warn", base.warn),
        crit: token("--crit", base.crit),
        ..base
    };
    set_series(&root, &theme);
    show_heat(&theme);
    SHOWN.set(Some(theme));
    mirror();
    Charts::touch_all();
    CHANGES.with(|changes| changes.change(|count| *count += 1));
}

/// Dark on white for the printer, or the colours of the screen again.
pub fn for_paper(paper: bool) {
    if !paper {
        return refresh();
    }
    let white = RGBColor(255, 255, 255);
    let theme = ChartTheme {
        ground: white,
        surface: white,
        ..ChartTheme::LIGHT
    };
    SHOWN.set(Some(theme));
    set_series(&gloo::utils::document_element(), &theme);
    Charts::draw_all();
}

/// Tells the style sheet the ramp of heat maps, as it is mixed and not listed.
fn show_heat(theme: &ChartTheme) {
    let root = gloo::utils::document_element();
    if let Ok(root) = wasm_bindgen::JsCast::dyn_into::<HtmlElement>(root) {
        for level in 1..=HEAT_LEVELS {
            let RGBColor(r, g, b) = theme.heat(level);
            let (name, color) = (format!("--heat-{level}"), format!("rgb({r} {g} {b})"));
            // As above.
            let _ = root.style().set_property(&name, &color);
        }
    }
}

/// The charts' colours now.
#[must_use]
pub fn chart_theme() -> ChartTheme {
    if SHOWN.get().is_none() {
        refresh();
    }
    SHOWN.get().unwrap_or(ChartTheme::DARK)
}

fn hex(text: &str) -> Option<RGBColor> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some(RGBColor(part(0)?, part(2)?, part(4)?))
}

//! Dark and light: the choice, and the charts' colours to match.

use super::run::Charts;
use crate::app::saved::Theme;
use crate::chart::{HEAT_LEVELS, Theme as ChartTheme};
use plotters::style::RGBColor;
use std::cell::Cell;
use web_sys::HtmlElement;

thread_local! {
    static SHOWN: Cell<Option<ChartTheme>> = const { Cell::new(None) };
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
    if let Ok(root) = wasm_bindgen::JsCast::dyn_into::<HtmlElement>(root) {
        for (at, RGBColor(r, g, b)) in theme.series.into_iter().enumerate() {
            // Fails only for names that are not custom properties.
            let _ = root.style().set_property(
                &format!("--series-{at}"),
                &format!("#{r:02x}{g:02x}{b:02x}"),
            );
        }
    }
    show_heat(&theme);
    SHOWN.set(Some(theme));
    Charts::touch_all();
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

//! The page starts, is accessible, and fits the narrowest window.

use e2e::{Look, Scheme, visit};

#[test]
fn the_page_starts() {
    visit(Look::DESKTOP, "/", |page| {
        page.find("main", "");
        let title = page.script("return document.title", &[]);
        assert!(
            title
                .as_str()
                .is_some_and(|title| title.contains("Firedrill")),
            "{title}"
        );
        for scheme in Scheme::ALL {
            page.scheme(scheme);
            page.axe();
            page.screenshot(&format!("start-{}", scheme.name()));
        }
    });
}

#[test]
fn the_page_fits_the_narrowest_window() {
    visit(Look::NARROW, "/", |page| {
        page.find("main", "");
        page.fits_its_width();
    });
}

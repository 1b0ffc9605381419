//! The page starts, its worker answers, and it is accessible.

use e2e::{Look, Scheme, visit};

#[test]
fn the_page_starts() {
    visit(Look::DESKTOP, "/", |page| {
        page.find("heading", "Firedrill");
        page.wait("the worker's answer", || {
            page.text("status", "").contains("Engine ready")
        });
        for scheme in Scheme::ALL {
            page.scheme(scheme);
            page.axe();
            page.screenshot(&format!("start-{}", scheme.name()));
        }
    });
}

#[test]
fn the_page_fits_a_phone() {
    visit(Look::NARROW, "/", |page| {
        page.find("heading", "Firedrill");
        page.fits_its_width();
    });
}

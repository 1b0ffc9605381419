//! The page's security policy holds, and the harness sees what goes wrong.

use e2e::{Look, visit};
use serde_json::json;

/// Runs a script and gives the name of what it threw, or `null`.
const CAUGHT: &str = "try { eval_me } catch (error) { return error.name } return null;";

#[test]
fn no_script_is_made_from_text() {
    visit(Look::DESKTOP, "/", |page| {
        page.find("main", "");
        for script in [
            "document.body.innerHTML = '<img src=x onerror=alert(1)>'",
            "new Worker('other.js')",
            "document.createElement('script').src = 'https://example.com/x.js'",
        ] {
            let caught = page.script(&CAUGHT.replace("eval_me", script), &[]);
            assert_eq!(caught, json!("TypeError"), "{script}");
        }
        page.forgive_errors();
    });
}

#[test]
#[should_panic(expected = "the page logged errors")]
fn a_logged_error_fails_a_test() {
    visit(Look::DESKTOP, "/", |page| {
        page.script("console.error('something broke')", &[]);
    });
}

#[test]
#[should_panic(expected = "axe finds on /")]
fn an_image_without_a_name_fails_a_test() {
    visit(Look::DESKTOP, "/", |page| {
        page.find("main", "");
        page.script("document.body.append(document.createElement('img'))", &[]);
        page.axe();
    });
}

#[test]
#[should_panic(expected = "no button")]
fn what_is_not_there_is_said_so() {
    visit(Look::DESKTOP, "/", |page| {
        page.patience(std::time::Duration::from_millis(200));
        page.click("button", "surely no such button");
    });
}

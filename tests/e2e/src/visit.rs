//! One test: a page opened, used, and closed whatever happened.

use std::panic::{self, AssertUnwindSafe};
use std::sync::OnceLock;
use std::thread;

use xtask::site::Site;

use crate::look::Look;
use crate::page::Page;

/// Opens `path` of the built page (with its query or fragment), lets `test` use it,
/// and fails when the page logged an error.
///
/// # Panics
/// When the test does; the screen and the console of that moment are kept.
#[track_caller]
pub fn visit(look: Look, path: &str, test: impl FnOnce(&Page)) {
    let page = Page::start(site(), look);
    let answer = panic::catch_unwind(AssertUnwindSafe(|| {
        page.goto(path);
        test(&page);
        page.no_errors();
    }));
    if let Err(why) = answer {
        page.keep_evidence();
        drop(page);
        panic::resume_unwind(why);
    }
}

/// The address of the built page; one server for all tests, as long as they run.
fn site() -> &'static str {
    static ADDRESS: OnceLock<String> = OnceLock::new();
    ADDRESS.get_or_init(|| {
        let dist = xtask::repo::dist();
        assert!(
            dist.join("index.html").is_file(),
            "there is no built page; `cargo xtask test e2e` builds it first"
        );
        let site = Site::bind(&dist, 0).expect("a free port");
        let address = site.address().expect("a bound port");
        thread::spawn(move || site.run());
        format!("http://{address}")
    })
}

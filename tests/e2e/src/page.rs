//! What a test can do with a page. Everything waits for what it needs and panics
//! in words when that does not come.

use std::cell::{Cell, RefCell};
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use fantoccini::elements::Element;
use serde_json::{Value, json};

use crate::hands::Inside;
use crate::look::{Look, Scheme};
use crate::session::Session;
use crate::wait::{self, PATIENCE};
use crate::{axe, find};

/// Figures in one word that stand on several lines, five at most.
const BROKEN_NUMBERS: &str = "
    const broken = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode() && broken.length < 5) {
      const text = texts.currentNode, word = text.data.trim();
      if (!/^\\S*\\d\\S*$/.test(word) || !text.parentElement.closest('.num')) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const lines = new Set([...range.getClientRects()].map((line) => Math.round(line.top)));
      if (lines.size > 1) broken.push(word);
    }
    return broken";

/// A page in a browser of its own.
pub struct Page {
    pub(crate) session: Session,
    site: String,
    /// Everything logged so far: level and text.
    console: RefCell<Vec<(String, String)>>,
    patience: Cell<Duration>,
    pub(crate) place: RefCell<Inside>,
}

impl Page {
    pub(crate) fn start(site: &str, look: Look) -> Page {
        let session = must(Session::start());
        let page = Page {
            session,
            site: site.to_owned(),
            console: RefCell::default(),
            patience: Cell::new(PATIENCE),
            place: RefCell::default(),
        };
        page.look(look);
        page
    }

    // --- where and how -----------------------------------------------------

    /// Opens another address of the page, such as `/#/drill`.
    #[track_caller]
    pub fn goto(&self, path: &str) {
        self.note_console();
        let address = format!("{}{path}", self.site);
        must(self.session.run(async |client| client.goto(&address).await));
    }

    /// Loads the page anew, as F5 does; storage stays.
    #[track_caller]
    pub fn reload(&self) {
        self.note_console();
        must(self.session.run(async |client| client.refresh().await));
    }

    /// The browser's way back.
    #[track_caller]
    pub fn back(&self) {
        must(self.session.run(async |client| client.back().await));
    }

    /// The address after the server's name, with query and fragment.
    #[track_caller]
    pub fn address(&self) -> String {
        let url = must(self.session.run(async |client| client.current_url().await));
        url.as_str().trim_start_matches(&self.site).to_owned()
    }

    /// Sets size and colour scheme.
    #[track_caller]
    pub fn look(&self, look: Look) {
        let metrics = json!({
            "width": look.width, "height": look.height,
            "deviceScaleFactor": 1, "mobile": false,
        });
        must(
            self.session
                .devtools("Emulation.setDeviceMetricsOverride", &metrics),
        );
        self.scheme(look.scheme);
    }

    /// Sets the colour scheme alone.
    #[track_caller]
    pub fn scheme(&self, scheme: Scheme) {
        self.media(&[("prefers-color-scheme", scheme.name())]);
    }

    /// Sets media features, such as `("prefers-reduced-motion", "reduce")`; those not
    /// named fall back to the browser's.
    #[track_caller]
    pub fn media(&self, features: &[(&str, &str)]) {
        let features: Vec<Value> = features
            .iter()
            .map(|(name, value)| json!({ "name": name, "value": value }))
            .collect();
        must(self.session.devtools(
            "Emulation.setEmulatedMedia",
            &json!({ "features": features }),
        ));
    }

    /// Shows the page as it would be printed, or as on a screen again.
    #[track_caller]
    pub fn on_paper(&self, on: bool) {
        must(self.session.devtools(
            "Emulation.setEmulatedMedia",
            &json!({ "media": if on { "print" } else { "" } }),
        ));
    }

    // --- looking -----------------------------------------------------------

    /// The first visible element of this role and accessible name, once there is one.
    /// An exact name wins over one that only contains `name`; `""` is any.
    #[track_caller]
    pub fn find(&self, role: &str, name: &str) -> Element {
        must(wait::until(self.patience.get(), || self.first(role, name)))
    }

    /// All visible elements of this role and name now; maybe none.
    pub fn all(&self, role: &str, name: &str) -> Vec<Element> {
        find::by_role(&self.session, role, name, self.place.borrow().get()).unwrap_or_default()
    }

    /// True when there is such an element now.
    pub fn has(&self, role: &str, name: &str) -> bool {
        !self.all(role, name).is_empty()
    }

    /// Waits until there is no such element.
    #[track_caller]
    pub fn gone(&self, role: &str, name: &str) {
        self.wait(&format!("{role} {name:?} to go"), || !self.has(role, name));
    }

    /// The visible text of the first element of this role and name.
    #[track_caller]
    pub fn text(&self, role: &str, name: &str) -> String {
        must(wait::until(self.patience.get(), || {
            let element = self.first(role, name)?;
            self.session.run(async |_| element.text().await)
        }))
    }

    /// An attribute of the first element of this role and name.
    #[track_caller]
    pub fn attr(&self, role: &str, name: &str, attribute: &str) -> Option<String> {
        must(wait::until(self.patience.get(), || {
            let element = self.first(role, name)?;
            self.session.run(async |_| element.attr(attribute).await)
        }))
    }

    /// The current value of a form control.
    #[track_caller]
    pub fn value(&self, role: &str, name: &str) -> String {
        must(wait::until(self.patience.get(), || {
            let element = self.first(role, name)?;
            self.session.run(async |_| element.prop("value").await)
        }))
        .unwrap_or_default()
    }

    /// All visible text of the page.
    #[track_caller]
    pub fn body(&self) -> String {
        let text = self.script("return document.body.innerText", &[]);
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the page shows this text.
    #[track_caller]
    pub fn wait_text(&self, text: &str) {
        self.wait(&format!("the text {text:?}"), || self.body().contains(text));
    }

    /// Changes how long anything later on is waited for.
    pub fn patience(&self, patience: Duration) {
        self.patience.set(patience);
    }

    /// Waits until `is_so`; `what` completes "waited in vain for".
    #[track_caller]
    pub fn wait(&self, what: &str, is_so: impl FnMut() -> bool) {
        self.wait_for(what, self.patience.get(), is_so);
    }

    /// The same with another patience, for what takes long by nature.
    #[track_caller]
    pub fn wait_for(&self, what: &str, patience: Duration, mut is_so: impl FnMut() -> bool) {
        must(wait::until(patience, || match is_so() {
            true => Ok(()),
            false => Err(format!("waited in vain for {what}")),
        }));
    }

    // --- doing -------------------------------------------------------------

    /// Clicks as a person does: it has to be visible and nothing may lie above it.
    #[track_caller]
    pub fn click(&self, role: &str, name: &str) {
        self.act(role, name, async |element| element.click().await);
    }

    /// Types at the end of what a field holds.
    #[track_caller]
    pub fn type_into(&self, role: &str, name: &str, text: &str) {
        self.act(role, name, async |element| element.send_keys(text).await);
    }

    /// Replaces what a field holds.
    #[track_caller]
    pub fn fill(&self, role: &str, name: &str, text: &str) {
        self.act(role, name, async |element| {
            // Keys instead of WebDriver's clear: that one sends no input event here.
            let all_of_it = "\u{e009}a\u{e000}\u{e017}";
            element.send_keys(&format!("{all_of_it}{text}")).await
        });
    }

    /// Chooses an option of a select by its text.
    #[track_caller]
    pub fn choose(&self, name: &str, option: &str) {
        self.act("combobox", name, async |element| {
            element.select_by_label(option).await
        });
    }

    /// Runs JavaScript with `arguments` and gives what it returns.
    #[track_caller]
    pub fn script(&self, script: &str, arguments: &[Value]) -> Value {
        let arguments = arguments.to_vec();
        must(
            self.session
                .run(async |client| client.execute(script, arguments).await),
        )
    }

    /// The text of the file whose name ends so, once it is downloaded.
    #[track_caller]
    pub fn downloaded(&self, ending: &str) -> String {
        let folder = self.session.downloads();
        must(wait::until(self.patience.get(), || {
            let files = fs::read_dir(&folder).map_err(|e| e.to_string())?;
            let mut files = files.flatten().map(|entry| entry.path());
            let file = files.find(|path| path.to_string_lossy().ends_with(ending));
            let file = file.ok_or_else(|| format!("no download ends with {ending}"))?;
            let text = fs::read_to_string(file).map_err(|e| e.to_string())?;
            // The browser keeps the name with an empty file until it has everything.
            match text.is_empty() {
                true => Err(format!("what ends with {ending} is still empty")),
                false => Ok(text),
            }
        }))
    }

    // --- judging -----------------------------------------------------------

    /// Fails when axe finds a violation; names rule, place and help.
    #[track_caller]
    pub fn axe(&self) {
        let violations = must(axe::violations(&self.session));
        assert!(
            violations.is_empty(),
            "axe finds on {}:{violations}",
            self.address()
        );
    }

    /// Fails when the page is wider than its window, or so narrow that a number is broken.
    #[track_caller]
    pub fn fits_its_width(&self) {
        let broken = self.script(BROKEN_NUMBERS, &[]);
        assert_eq!(
            broken,
            json!([]),
            "numbers that stand on more than one line on {}",
            self.address()
        );
        let over = self.script(
            "const page = document.documentElement;
             return page.scrollWidth - page.clientWidth;",
            &[],
        );
        assert_eq!(
            over,
            json!(0),
            "CSS px that the page is too wide on {}",
            self.address()
        );
    }

    /// Fails when the page has logged an error since the test began.
    #[track_caller]
    pub fn no_errors(&self) {
        let errors: Vec<String> = self
            .note_console()
            .into_iter()
            .filter(|(level, _)| level == "SEVERE")
            .map(|(_, text)| text)
            .collect();
        assert!(
            errors.is_empty(),
            "the page logged errors:\n{}",
            errors.join("\n")
        );
    }

    /// Forgets what was logged so far: for tests that provoke errors.
    pub fn forgive_errors(&self) {
        self.note_console();
        self.console.borrow_mut().clear();
    }

    /// Keeps what the window shows in `target/screenshots/NAME.png`.
    #[track_caller]
    pub fn screenshot(&self, name: &str) -> PathBuf {
        must(self.shoot(name))
    }

    // --- inside ------------------------------------------------------------

    pub(crate) fn keep_evidence(&self) {
        let test = std::thread::current()
            .name()
            .unwrap_or("test")
            .replace("::", "-");
        match self.shoot(&format!("failed-{test}")) {
            Ok(path) => eprintln!("the page as it was: {}", path.display()),
            Err(why) => eprintln!("no screenshot: {why}"),
        }
        for (level, text) in self.note_console() {
            eprintln!("console: {level} {text}");
        }
    }

    fn shoot(&self, name: &str) -> Result<PathBuf, String> {
        let folder = xtask::repo::target().join("screenshots");
        let png = self.session.run(async |client| client.screenshot().await)?;
        fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
        let path = folder.join(format!("{name}.png"));
        fs::write(&path, png).map_err(|e| e.to_string())?;
        Ok(path)
    }

    /// The driver forgets what it has told, so it is collected here.
    fn note_console(&self) -> Vec<(String, String)> {
        let mut console = self.console.borrow_mut();
        match self.session.console() {
            Ok(new) => console.extend(new),
            Err(why) => console.push(("SEVERE".to_owned(), format!("no console: {why}"))),
        }
        console.clone()
    }

    fn first(&self, role: &str, name: &str) -> Result<Element, String> {
        Ok(find::by_role(&self.session, role, name, self.place.borrow().get())?.remove(0))
    }

    /// Does something with an element; anew when the page redrew it meanwhile or
    /// something still lies above it.
    #[track_caller]
    fn act(
        &self,
        role: &str,
        name: &str,
        mut act: impl AsyncFnMut(Element) -> Result<(), fantoccini::error::CmdError>,
    ) {
        must(wait::until(self.patience.get(), || {
            let element = self.first(role, name)?;
            self.session
                .run(async |_| act(element).await)
                .map_err(|error| format!("{role} {name:?}: {error}"))
        }));
    }
}

/// A test's only way to handle an error is to fail where it was made.
#[track_caller]
pub(crate) fn must<T>(answer: Result<T, String>) -> T {
    match answer {
        Ok(value) => value,
        Err(why) => panic!("{why}"),
    }
}

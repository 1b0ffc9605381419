//! What stands outside the page: its storage, its windows, what runs before it.

use serde_json::{Value, json};

use crate::page::{Page, must};

impl Page {
    /// Puts a text into the page's storage.
    #[track_caller]
    pub fn store(&self, key: &str, text: &str) {
        self.script(
            "localStorage.setItem(arguments[0], arguments[1])",
            &[json!(key), json!(text)],
        );
    }

    /// A text of the page's storage.
    #[track_caller]
    pub fn stored(&self, key: &str) -> Option<String> {
        let text = self.script("return localStorage.getItem(arguments[0])", &[json!(key)]);
        text.as_str().map(str::to_owned)
    }

    /// Runs a script in every document that is loaded from now on, before its own. The answer
    /// takes it back.
    #[track_caller]
    pub fn before_load(&self, script: &str) -> String {
        let answer = must(self.session.devtools(
            "Page.addScriptToEvaluateOnNewDocument",
            &json!({ "source": script }),
        ));
        answer["identifier"].as_str().unwrap_or_default().to_owned()
    }

    /// Takes back a script of [`Page::before_load`].
    #[track_caller]
    pub fn forget_before_load(&self, identifier: &str) {
        must(self.session.devtools(
            "Page.removeScriptToEvaluateOnNewDocument",
            &json!({ "identifier": identifier }),
        ));
    }

    /// How many windows the browser has.
    #[track_caller]
    pub fn windows(&self) -> usize {
        must(self.session.run(async |client| client.windows().await)).len()
    }

    /// Opens another tab at an address of the page, such as `/#/drill`; this one stays in front.
    #[track_caller]
    pub fn new_tab(&self, path: &str) {
        let own = must(self.session.run(async |client| client.window().await));
        let tab = must(
            self.session
                .run(async |client| client.new_window(true).await),
        );
        let tab = tab.handle;
        must(
            self.session
                .run(async |client| client.switch_to_window(tab).await),
        );
        self.goto(path);
        must(
            self.session
                .run(async |client| client.switch_to_window(own).await),
        );
    }

    /// Does something in the window that was opened last, then comes back. With `close` the
    /// window is closed by its own cross.
    #[track_caller]
    pub fn in_other_window(&self, close: bool, test: impl FnOnce(&Page)) {
        let own = must(self.session.run(async |client| client.window().await));
        let all = must(self.session.run(async |client| client.windows().await));
        let other = all.into_iter().rfind(|window| *window != own);
        let other = other.expect("a second window");
        must(
            self.session
                .run(async |client| client.switch_to_window(other).await),
        );
        test(self);
        if close {
            must(self.session.run(async |client| client.close_window().await));
        }
        must(
            self.session
                .run(async |client| client.switch_to_window(own).await),
        );
    }

    /// What the window shows, as a PNG file.
    #[track_caller]
    pub fn png(&self) -> Vec<u8> {
        must(self.session.run(async |client| client.screenshot().await))
    }

    /// What a script says once it has an answer that is not null.
    #[track_caller]
    pub fn wait_script(&self, what: &str, script: &str) -> Value {
        let mut answer = Value::Null;
        self.wait(what, || {
            answer = self.script(script, &[]);
            !answer.is_null()
        });
        answer
    }
}

//! One browser with its driver: the asynchronous client behind plain calls.
//!
//! A test does one thing after the other, so nothing is won by `async` in it.

use std::path::PathBuf;
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::error::{CmdError, NewSessionError};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tokio::runtime::{Builder, Runtime};

use crate::driver::Driver;
use crate::raw::Post;

/// Any one command takes far less; a hung browser must not hang the tests.
const COMMAND: Duration = Duration::from_secs(300);

/// A browser of its own for each test; dropping it closes it.
pub struct Session {
    runtime: Runtime,
    client: Client,
    // Stopped last: closing the browser takes the driver.
    driver: Driver,
}

impl Session {
    pub fn start() -> Result<Session, String> {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| error.to_string())?;
        let driver = Driver::start()?;
        let capabilities = capabilities(&driver)?;
        let address = driver.address();
        let client = runtime.block_on(connect(&address, capabilities));
        let client = client.map_err(|error| format!("the browser does not start: {error}"))?;
        Ok(Session {
            runtime,
            client,
            driver,
        })
    }

    /// Where the browser puts downloads.
    pub fn downloads(&self) -> PathBuf {
        self.driver.downloads()
    }

    /// Runs one command of the client.
    pub fn run<T>(
        &self,
        command: impl AsyncFnOnce(&Client) -> Result<T, CmdError>,
    ) -> Result<T, String> {
        self.runtime.block_on(async {
            match tokio::time::timeout(COMMAND, command(&self.client)).await {
                Ok(answer) => answer.map_err(|error| error.to_string()),
                Err(_) => Err(format!("the browser hung for {} s", COMMAND.as_secs())),
            }
        })
    }

    /// A command of the browser's developer tools.
    pub fn devtools(&self, command: &str, params: &Value) -> Result<Value, String> {
        let post = Post::devtools(command, params);
        self.run(async |client| client.issue_cmd(post).await)
    }

    /// What the page logged since it was last asked: level and text.
    pub fn console(&self) -> Result<Vec<(String, String)>, String> {
        let entries = self.run(async |client| client.issue_cmd(Post::console()).await)?;
        let text = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
        let entries = entries.as_array().cloned().unwrap_or_default();
        Ok(entries
            .iter()
            .map(|entry| (text(entry, "level"), text(entry, "message")))
            .collect())
    }

    /// The elements in a script's answer.
    pub fn elements(&self, answer: &Value) -> Vec<Element> {
        let nodes = answer.as_array().map(Vec::as_slice).unwrap_or_default();
        // The key by which the WebDriver standard marks an element.
        const KEY: &str = "element-6066-11e4-a52e-4f735466cecf";
        nodes
            .iter()
            .filter_map(|node| node[KEY].as_str())
            .map(|id| Element::from_element_id(self.client.clone(), id.to_owned().into()))
            .collect()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let client = self.client.clone();
        // A browser that does not close in time is left to its driver's end.
        let _ = self.runtime.block_on(async {
            tokio::time::timeout(Duration::from_secs(10), client.close()).await
        });
    }
}

async fn connect(
    address: &str,
    capabilities: Map<String, Value>,
) -> Result<Client, NewSessionError> {
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(capabilities).connect(address).await
}

fn capabilities(driver: &Driver) -> Result<Map<String, Value>, String> {
    let browser =
        xtask::setup::chromium().ok_or("there is no Chromium; `cargo xtask setup` installs it")?;
    let mut args = xtask::setup::CHROMIUM_FLAGS.map(str::to_owned).to_vec();
    args.push(format!("--user-data-dir={}", driver.profile().display()));
    let capabilities = json!({
        "browserName": "chrome",
        "goog:loggingPrefs": { "browser": "ALL" },
        "goog:chromeOptions": {
            "binary": browser,
            "args": args,
            "prefs": { "download.default_directory": driver.downloads() },
        },
        // Accessibility checks of a large page are one long script.
        "timeouts": { "script": 240_000, "pageLoad": 240_000 },
    });
    match capabilities {
        Value::Object(capabilities) => Ok(capabilities),
        _ => Err("capabilities are an object".to_owned()),
    }
}

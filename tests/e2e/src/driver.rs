//! The browser's driver as a child process, with a fresh profile for the browser.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

/// A running driver; dropping it stops it and removes the profile.
pub struct Driver {
    child: Child,
    port: u16,
    profile: PathBuf,
}

impl Driver {
    pub fn start() -> Result<Driver, String> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let nth = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("firedrill-e2e-{}-{nth}", std::process::id());
        let profile = std::env::temp_dir().join(name);
        fs::create_dir_all(profile.join("downloads")).map_err(|e| e.to_string())?;
        let program = xtask::setup::chromedriver()
            .ok_or("there is no chromedriver; `cargo xtask setup` installs it")?;
        let mut child = Command::new(program)
            // Any free port; the driver says which.
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("cannot start chromedriver: {error}"))?;
        let port = port(&mut child);
        // From here on, dropping stops the child, whatever its port.
        let mut driver = Driver {
            child,
            port: 0,
            profile,
        };
        driver.port = port.ok_or("chromedriver does not say its port")?;
        Ok(driver)
    }

    /// Where it answers.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The browser's own folder.
    pub fn profile(&self) -> &Path {
        &self.profile
    }

    /// Where the browser puts downloads.
    pub fn downloads(&self) -> PathBuf {
        self.profile.join("downloads")
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It may have ended by itself; its profile may have a last file being written.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.profile);
    }
}

/// `ChromeDriver was started successfully on port 40123.`
fn port(child: &mut Child) -> Option<u16> {
    let mut lines = BufReader::new(child.stdout.take()?).lines();
    let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
        let (_, port) = line.split_once("successfully on port ")?;
        port.trim_end_matches('.').parse().ok()
    });
    // A full pipe would block the driver.
    thread::spawn(move || lines.for_each(drop));
    port
}

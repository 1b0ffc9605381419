//! What the terminal may do: look, and act as the buttons do.

use crate::drill::Session;
use crate::drill::action::{Action, Entry, Look};
use crate::incident::document::Site;
use crate::incident::utc::parse_utc;
use crate::sim::World;
use crate::sim::time::{MS, Nanos};

/// Characters of a command that the journal keeps.
const COMMAND_CHARS_MAX: usize = 200;
/// Looks that one command can count as.
const LOOKS_MAX: usize = 60;

/// The run, as the terminal may touch it.
pub struct Access<'a> {
    session: &'a mut Session,
    read_only: bool,
    /// What is new in the journal.
    pub entries: Vec<Entry>,
}

impl<'a> Access<'a> {
    /// Access to a run. `read_only`: it is watched, not played.
    pub fn new(session: &'a mut Session, read_only: bool) -> Access<'a> {
        Access {
            session,
            read_only,
            entries: Vec::new(),
        }
    }

    /// The run.
    #[must_use]
    pub fn session(&self) -> &Session {
        self.session
    }

    /// Its world.
    #[must_use]
    pub fn world(&self) -> &World {
        self.session.world()
    }

    /// What the system's tools and hosts are called.
    #[must_use]
    pub fn site(&self) -> &Site {
        &self.session.incident().world.site
    }

    /// The cluster of the server as Debian's tools call it.
    #[must_use]
    pub fn cluster(&self) -> &str {
        &self.session.incident().world.database.cluster
    }

    /// The run's clock, Unix milliseconds.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        zero_unix_s(self.session) * 1000 + self.session.now_ms()
    }

    /// The run's clock, Unix seconds.
    #[must_use]
    pub fn now_s(&self) -> i64 {
        self.now_ms().div_euclid(1000)
    }

    /// Unix milliseconds of a time of the world.
    #[must_use]
    pub fn unix_ms(&self, at: Nanos) -> i64 {
        zero_unix_s(self.session) * 1000 + self.session.at_ms(at)
    }

    /// When a version of a file was written, Unix seconds; those of before the world began
    /// have their own times.
    #[must_use]
    pub fn written_s(&self, path: &str, number: u32) -> i64 {
        let world = self.world();
        let before = world.spec().files.iter().find(|f| f.path == path);
        let index = (number as usize).saturating_sub(1);
        if let Some(old) = before.and_then(|f| f.versions.get(index)) {
            return (self.unix_ms(0) - (old.age / MS) as i64).div_euclid(1000);
        }
        let version = world.files().version(path, number);
        self.unix_ms(version.map_or(0, |v| v.time_ns))
            .div_euclid(1000)
    }

    /// Do something.
    ///
    /// # Errors
    /// Says in words why it cannot be done.
    pub fn act(&mut self, action: Action) -> Result<String, String> {
        if self.read_only {
            return Err("You are watching: the original team is at the controls".into());
        }
        let note = self.session.act(action)?;
        self.entries
            .extend(self.session.journal().entries.last().cloned());
        Ok(note)
    }

    /// Something was seen; once is enough.
    pub fn look(&mut self, look: Look) {
        let name = look.evidence();
        let known = self.session.looked().iter().any(|(n, _)| *n == name);
        if !known && self.entries.len() < LOOKS_MAX {
            // A run that is over takes no more looks; what was shown is shown.
            let _ = self.act(Action::Look(look));
        }
    }

    /// A command was typed.
    pub fn typed(&mut self, line: &str) {
        let line: String = line.trim().chars().take(COMMAND_CHARS_MAX).collect();
        let mut end = line.len().min(COMMAND_CHARS_MAX);
        while !line.is_char_boundary(end) {
            end -= 1;
        }
        if end > 0 {
            let look = Look::Command(line[..end].to_string());
            // As above.
            let _ = self.act(Action::Look(look));
        }
    }

    /// The last scrape of a metric; NaN counts as none.
    #[must_use]
    pub fn metric(&self, name: &str) -> Option<f64> {
        let telemetry = self.world().telemetry();
        let value = telemetry.last(telemetry.column(name)?)?;
        value.is_finite().then_some(value)
    }
}

/// Unix time of minute zero.
#[must_use]
pub fn zero_unix_s(session: &Session) -> i64 {
    parse_utc(&session.incident().clock.minute_zero).unwrap_or(0)
}

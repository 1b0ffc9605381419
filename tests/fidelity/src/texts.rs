//! What the real ones say and what the simulated ones say.
//!
//! A recording stands in `tests/cases/fidelity/`, one file for each scene: lines
//! `server| …` and `client| …`, normalised. The test below plays the scenes with the
//! simulated actors and holds them against it; no PostgreSQL is needed for that.

mod client;
pub mod normal;
mod real;
mod scene;
mod simulated;

use std::fs;
use std::path::PathBuf;

use real::Stage;
pub use scene::{SCENES, Said, Scene};
use simulated::Play;
use xtask::{repo, say};

/// A scene with both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// What happens.
    pub title: &'static str,
    /// What the real ones said.
    pub real: Said,
    /// What the simulated ones said; `None` for what the engine does not do.
    pub simulated: Option<Said>,
    /// Why they differ, if that is known.
    pub differs: Option<&'static str>,
}

impl Compared {
    /// True if both sides said the same.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.simulated.as_ref() == Some(&self.real)
    }
}

/// Plays all scenes with real actors, writes the recording, and compares.
///
/// # Errors
/// When PostgreSQL does not do what a scene needs.
pub fn record() -> Result<Vec<Compared>, String> {
    say::heading("a bad day: what the servers and the clients say; about half a minute");
    let mut stage = Stage::open()?;
    let folder = folder();
    fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut heard = Vec::new();
    for scene in SCENES {
        stage.begin();
        (scene.real)(&mut stage).map_err(|e| format!("{}: {e}", scene.id))?;
        let said = stage.end();
        let path = folder.join(format!("{}.txt", scene.id));
        // Without a pooled client its recorded words stay as they are.
        let said = match said.client.is_empty() {
            true => Said {
                client: recorded(scene).client,
                ..said
            },
            false => said,
        };
        fs::write(&path, written(&said)).map_err(|e| format!("{}: {e}", path.display()))?;
        heard.push(said);
    }
    let compared: Vec<Compared> = SCENES
        .iter()
        .zip(heard)
        .zip(simulate())
        .map(|((scene, real), simulated)| Compared {
            title: scene.title,
            real,
            simulated,
            differs: scene.differs,
        })
        .collect();
    for scene in &compared {
        let verdict = match &scene.simulated {
            None => "the engine does not do this",
            Some(_) if scene.is_same() => "the same",
            Some(_) => "not the same",
        };
        say::line(format!("{}: {verdict}", scene.title));
    }
    Ok(compared)
}

/// Plays all scenes with the simulated actors; the words that the recorded version of
/// HikariCP does not have yet are left out.
#[must_use]
pub fn simulate() -> Vec<Option<Said>> {
    let mut play = Play::open();
    let one = |scene: &Scene| {
        let act = scene.simulated?;
        play.begin();
        act(&mut play);
        let mut said = play.end();
        if !scene.is_pooled {
            said.client.clear();
        }
        for line in &mut said.client {
            *line = normal::without_later_words(line);
        }
        Some(said)
    };
    SCENES.iter().map(one).collect()
}

fn folder() -> PathBuf {
    repo::root().join("tests/cases/fidelity")
}

fn recorded(scene: &Scene) -> Said {
    let path = folder().join(format!("{}.txt", scene.id));
    // Nothing recorded yet: nothing was said.
    read(&fs::read_to_string(path).unwrap_or_default())
}

fn written(said: &Said) -> String {
    let server = said.server.iter().map(|line| format!("server| {line}\n"));
    let client = said.client.iter().map(|line| format!("client| {line}\n"));
    server.chain(client).collect()
}

fn read(text: &str) -> Said {
    let of = |who: &str| {
        let lines = text.lines().filter_map(|line| line.strip_prefix(who));
        lines.map(str::to_owned).collect()
    };
    Said {
        server: of("server| "),
        client: of("client| "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A scene that differs says why; the reason has to go when the difference goes.
    #[test]
    fn the_simulated_ones_say_what_the_real_ones_said() {
        let mut wrong = Vec::new();
        for (scene, simulated) in SCENES.iter().zip(simulate()) {
            let real = recorded(scene);
            assert!(!real.server.is_empty(), "{}: nothing recorded", scene.id);
            let is_same = simulated.as_ref() == Some(&real);
            if simulated.is_some() && is_same == scene.differs.is_some() {
                wrong.push(format!(
                    "{} (expected: {:?})\nreal:\n{}simulated:\n{}",
                    scene.id,
                    scene.differs,
                    written(&real),
                    written(&simulated.unwrap_or_default())
                ));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn a_recording_reads_as_it_was_written() {
        let said = Said {
            server: vec!["LOG: a".to_owned(), "FATAL 57P01: b".to_owned()],
            client: vec!["WARN: c".to_owned()],
        };
        assert_eq!(read(&written(&said)), said);
    }
}

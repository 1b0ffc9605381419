//! The simulated world: its parts, its files and its pipelines.

use super::{Class, Database, Service};
use serde::{Deserialize, Serialize};

/// The simulated world.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct World {
    /// What the system's tools and hosts are called.
    #[serde(default, skip_serializing_if = "Site::is_default")]
    pub site: Site,
    /// Users' requests by endpoint.
    pub classes: Vec<Class>,
    /// Services with their instances, 1 to 50.
    pub services: Vec<Service>,
    /// The database server and its machine.
    pub database: Database,
    /// Configuration files with their history, 1 to 50.
    pub files: Vec<File>,
    /// Pipelines that write configuration.
    #[serde(default)]
    pub pipelines: Vec<Pipeline>,
}

/// What the system's tools and hosts are called. Files of before this member speak of a shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// The system: namespace of its pods, folder of its logs.
    pub system: String,
    /// Domain of its pages and of its people's addresses.
    pub domain: String,
    /// Host with the tools and the services' logs.
    pub tools_host: String,
    /// Account and database role of whoever is on call, a superuser.
    pub account: String,
}

impl Default for Site {
    fn default() -> Site {
        Site {
            system: "shop".into(),
            domain: "shop.example".into(),
            tools_host: "ops-1".into(),
            account: "oncall".into(),
        }
    }
}

impl Site {
    fn is_default(&self) -> bool {
        *self == Site::default()
    }
}

/// A configuration file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Absolute path on its machine.
    pub path: String,
    /// What it is for, one sentence.
    pub about: String,
    /// Versions, oldest first.
    pub versions: Vec<Version>,
}

/// One version of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// When, from minute zero; negative.
    pub at_s: f64,
    /// Person or pipeline that wrote it.
    pub author: String,
    /// Why it was written, as in a commit message.
    pub message: String,
    /// The lines of the text.
    pub lines: Vec<String>,
}

/// A pipeline that writes configuration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pipeline {
    /// Name, unique among the pipelines.
    pub name: String,
    /// What it does, one sentence.
    pub about: String,
}

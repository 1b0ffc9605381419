//! What HikariCP 6 makes of its properties: defaults, limits and its own texts,
//! by the setters of `HikariConfig` and `validateNumerics`.

use super::logging;
use super::properties::{Properties, Property, PropertyError};

/// Least connection and validation timeout (`SOFT_TIMEOUT_FLOOR`), in ms.
pub const TIMEOUT_MS_MIN: i64 = 250;
const CONNECTION_TIMEOUT_MS: i64 = 30_000;
const VALIDATION_TIMEOUT_MS: i64 = 5_000;
const IDLE_TIMEOUT_MS: i64 = 600_000;
const MAX_LIFETIME_MS: i64 = 1_800_000;
const POOL_SIZE: i64 = 10;
/// The logger of the pool's lines.
const LOGGER: &str = "com.zaxxer.hikari.pool.HikariPool";

/// The keys of `HikariConfig` that are accepted and not modelled, without dashes
/// and in lower case.
const OTHER_KEYS: &[&str] = &[
    "autocommit",
    "catalog",
    "connectioninitsql",
    "connectiontestquery",
    "credentials",
    "datasource",
    "datasourceclassname",
    "datasourcejndi",
    "driverclassname",
    "exceptionoverride",
    "exceptionoverrideclassname",
    "healthcheckregistry",
    "isolateinternalqueries",
    "jdbcurl",
    "metricregistry",
    "metricstrackerfactory",
    "password",
    "readonly",
    "registermbeans",
    "scheduledexecutor",
    "schema",
    "threadfactory",
    "transactionisolation",
    "username",
];

/// Something HikariCP puts right or ignores, with the line that caused it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyWarning {
    /// The line of the file, from 1; 0 if only defaults are at odds.
    pub line: u32,
    /// The text of the log line, level `WARN`.
    pub message: String,
}

/// A pool's configuration in force. Times in milliseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HikariConfig {
    /// The pool's name, for its log lines and metrics.
    pub pool_name: String,
    /// Most connections, idle and in use; at least 1.
    pub maximum_pool_size: u32,
    /// Connections kept ready; at most `maximum_pool_size`.
    pub minimum_idle: u32,
    /// How long a borrower waits; at least 250.
    pub connection_timeout_ms: u64,
    /// How long a test of a connection may take; at least 250.
    pub validation_timeout_ms: u64,
    /// How long a connection may idle; 0 is for ever.
    pub idle_timeout_ms: u64,
    /// How long a connection may live; 0 is for ever.
    pub max_lifetime_ms: u64,
    /// How often an idle connection is kept alive; 0 is never.
    pub keepalive_time_ms: u64,
    /// How long a connection may be out before a leak is reported; 0 is never.
    pub leak_detection_threshold_ms: u64,
    /// How long the start may wait for the first connection; 0 tries once and
    /// goes on without, negative goes on at once.
    pub initialization_fail_timeout_ms: i64,
    /// `suspendPool` is allowed.
    pub allow_pool_suspension: bool,
    /// The pool's DEBUG lines are written (`logging.level.com.zaxxer.hikari`).
    pub debug: bool,
    /// What was put right, in the order HikariCP does it.
    pub warnings: Vec<PropertyWarning>,
}

impl Default for HikariConfig {
    fn default() -> Self {
        Draft::default().validated()
    }
}

impl HikariConfig {
    /// Reads the keys under `prefix` (such as `spring.datasource.hikari.`; may be
    /// empty), in camel or kebab case, as Spring's relaxed binding does.
    ///
    /// # Errors
    /// Every value that is no number and every one a setter refuses: with any of
    /// them the application does not start.
    pub fn from_properties(
        properties: &Properties,
        prefix: &str,
    ) -> Result<HikariConfig, Vec<PropertyError>> {
        let prefix = uniform(prefix);
        let mut draft = Draft::default();
        let mut errors = Vec::new();
        for property in properties.active() {
            let name = uniform(&property.key);
            let Some(name) = name.strip_prefix(&prefix) else {
                continue;
            };
            if let Err(message) = draft.set(name, property) {
                let (file, line) = (properties.file.clone(), property.line);
                errors.push(PropertyError {
                    file,
                    line,
                    key: property.key.clone(),
                    message,
                });
            }
        }
        draft.debug = logging::writes_debug(properties, LOGGER);
        if errors.is_empty() {
            Ok(draft.validated())
        } else {
            Err(errors)
        }
    }
}

/// A key as Spring compares it: lower case, without dashes and underscores.
pub(super) fn uniform(key: &str) -> String {
    key.chars()
        .filter(|c| !matches!(c, '-' | '_'))
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// A number and the line that sets it (0: the default).
#[derive(Debug, Clone, Copy)]
struct Set {
    value: i64,
    line: u32,
}

fn default_of(value: i64) -> Set {
    Set { value, line: 0 }
}

/// The setters' state, before it is validated as a whole.
#[derive(Debug)]
struct Draft {
    pool_name: String,
    maximum_pool_size: Set,
    minimum_idle: Set,
    connection_timeout: Set,
    validation_timeout: Set,
    idle_timeout: Set,
    max_lifetime: Set,
    keepalive_time: Set,
    leak_detection: Set,
    initialization_fail: Set,
    allow_pool_suspension: bool,
    debug: bool,
    warnings: Vec<PropertyWarning>,
}

impl Default for Draft {
    fn default() -> Self {
        Draft {
            pool_name: "HikariPool-1".to_owned(),
            maximum_pool_size: default_of(POOL_SIZE),
            minimum_idle: default_of(-1),
            connection_timeout: default_of(CONNECTION_TIMEOUT_MS),
            validation_timeout: default_of(VALIDATION_TIMEOUT_MS),
            idle_timeout: default_of(IDLE_TIMEOUT_MS),
            max_lifetime: default_of(MAX_LIFETIME_MS),
            keepalive_time: default_of(0),
            leak_detection: default_of(0),
            initialization_fail: default_of(1),
            allow_pool_suspension: false,
            debug: false,
            warnings: Vec::new(),
        }
    }
}

impl Draft {
    /// The setter for a key without prefix, dashes and capitals.
    fn set(&mut self, name: &str, property: &Property) -> Result<(), String> {
        let long = || number(property, "long", i64::MIN..=i64::MAX);
        let int = || number(property, "int", i64::from(i32::MIN)..=i64::from(i32::MAX));
        let floor = |set: Set, name: &str| {
            if set.value < TIMEOUT_MS_MIN {
                return Err(format!("{name} cannot be less than {TIMEOUT_MS_MIN}ms"));
            }
            Ok(set)
        };
        match name {
            "poolname" => self.pool_name = property.value.clone(),
            "maximumpoolsize" => {
                self.maximum_pool_size = int()?;
                if self.maximum_pool_size.value < 1 {
                    return Err("maxPoolSize cannot be less than 1".to_owned());
                }
            }
            "minimumidle" => {
                self.minimum_idle = int()?;
                if self.minimum_idle.value < 0 {
                    return Err("minimumIdle cannot be negative".to_owned());
                }
            }
            "connectiontimeout" => {
                let mut set = long()?;
                if set.value == 0 {
                    set.value = i64::from(i32::MAX);
                }
                self.connection_timeout = floor(set, "connectionTimeout")?;
            }
            "validationtimeout" => self.validation_timeout = floor(long()?, "validationTimeout")?,
            "idletimeout" => {
                self.idle_timeout = long()?;
                if self.idle_timeout.value < 0 {
                    return Err("idleTimeout cannot be negative".to_owned());
                }
            }
            "maxlifetime" => self.max_lifetime = long()?,
            "keepalivetime" => self.keepalive_time = long()?,
            "leakdetectionthreshold" => self.leak_detection = long()?,
            "allowpoolsuspension" => self.allow_pool_suspension = flag(property)?,
            "initializationfailtimeout" => self.initialization_fail = long()?,
            other => {
                let is_nested = other.starts_with("datasourceproperties.")
                    || other.starts_with("healthcheckproperties.")
                    || other.starts_with("datasource.")
                    || other.starts_with("logging.level.");
                if !is_nested && !OTHER_KEYS.contains(&other) {
                    let message = format!(
                        "property {} is not one of HikariCP's, ignoring it.",
                        property.key
                    );
                    self.warnings.push(PropertyWarning {
                        line: property.line,
                        message,
                    });
                }
            }
        }
        Ok(())
    }

    fn warn(&mut self, line: u32, text: String) {
        let message = format!("{} - {text}", self.pool_name);
        self.warnings.push(PropertyWarning { line, message });
    }

    /// `validateNumerics`.
    fn validated(mut self) -> HikariConfig {
        if self.max_lifetime.value != 0 && self.max_lifetime.value < 30_000 {
            let text = format!(
                "maxLifetime is less than 30000ms, setting to default {MAX_LIFETIME_MS}ms."
            );
            self.warn(self.max_lifetime.line, text);
            self.max_lifetime.value = MAX_LIFETIME_MS;
        }
        let life = self.max_lifetime.value;
        if self.keepalive_time.value != 0 && self.keepalive_time.value < 30_000 {
            let text = "keepaliveTime is less than 30000ms, disabling it.".to_owned();
            self.warn(self.keepalive_time.line, text);
            self.keepalive_time.value = 0;
        }
        if self.keepalive_time.value != 0 && life != 0 && self.keepalive_time.value >= life {
            let text = "keepaliveTime is greater than or equal to maxLifetime, disabling it.";
            self.warn(self.keepalive_time.line, text.to_owned());
            self.keepalive_time.value = 0;
        }
        let leak = self.leak_detection.value;
        if leak > 0 && (leak < 2_000 || (leak > life && life > 0)) {
            let text = "leakDetectionThreshold is less than 2000ms or more than maxLifetime, \
                        disabling it.";
            self.warn(self.leak_detection.line, text.to_owned());
            self.leak_detection.value = 0;
        }
        let most = self.maximum_pool_size.value;
        if self.minimum_idle.value < 0 || self.minimum_idle.value > most {
            self.minimum_idle.value = most;
        }
        self.validate_idle_timeout(life);
        let ms = |set: Set| u64::try_from(set.value).unwrap_or(0);
        let count = |set: Set| u32::try_from(set.value).unwrap_or(0);
        HikariConfig {
            maximum_pool_size: count(self.maximum_pool_size),
            minimum_idle: count(self.minimum_idle),
            connection_timeout_ms: ms(self.connection_timeout),
            validation_timeout_ms: ms(self.validation_timeout),
            idle_timeout_ms: ms(self.idle_timeout),
            max_lifetime_ms: ms(self.max_lifetime),
            keepalive_time_ms: ms(self.keepalive_time),
            leak_detection_threshold_ms: ms(self.leak_detection),
            initialization_fail_timeout_ms: self.initialization_fail.value,
            allow_pool_suspension: self.allow_pool_suspension,
            debug: self.debug,
            pool_name: self.pool_name,
            warnings: self.warnings,
        }
    }

    fn validate_idle_timeout(&mut self, life: i64) {
        let Set { value: idle, line } = self.idle_timeout;
        let is_fixed = self.minimum_idle.value == self.maximum_pool_size.value;
        if idle.saturating_add(1_000) > life && life > 0 && !is_fixed {
            let text = "idleTimeout is close to or more than maxLifetime, disabling it.";
            self.warn(line.max(self.max_lifetime.line), text.to_owned());
            self.idle_timeout.value = 0;
        } else if idle != 0 && idle < 10_000 && !is_fixed {
            let text = format!(
                "idleTimeout is less than 10000ms, setting to default {IDLE_TIMEOUT_MS}ms."
            );
            self.warn(line, text);
            self.idle_timeout.value = IDLE_TIMEOUT_MS;
        } else if idle != IDLE_TIMEOUT_MS && idle != 0 && is_fixed {
            let text = "idleTimeout has been set but has no effect because the pool is \
                        operating as a fixed size pool.";
            self.warn(line, text.to_owned());
        }
    }
}

/// A truth value as Spring converts it (`StringToBooleanConverter`).
fn flag(property: &Property) -> Result<bool, String> {
    match property.value.trim().to_ascii_lowercase().as_str() {
        "true" | "on" | "yes" | "1" => Ok(true),
        "false" | "off" | "no" | "0" => Ok(false),
        _ => Err(format!(
            "Failed to bind properties under '{}' to boolean: Invalid boolean value '{}'",
            property.key, property.value
        )),
    }
}

/// A whole number as Spring converts it (`NumberUtils.parseNumber`): white space
/// is dropped, `0x` and `#` begin a hexadecimal number.
fn number(
    property: &Property,
    java_type: &str,
    range: std::ops::RangeInclusive<i64>,
) -> Result<Set, String> {
    let digits: String = property
        .value
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let (negative, body) = match digits.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, digits.as_str()),
    };
    let hex = ["0x", "0X", "#"]
        .iter()
        .find_map(|prefix| body.strip_prefix(prefix));
    let value = match hex {
        Some(hex) if hex.starts_with(['+', '-']) => None,
        Some(hex) => i128::from_str_radix(hex, 16).ok(),
        None if negative && body.starts_with(['+', '-']) => None,
        None => body.parse::<i128>().ok(),
    };
    let value = value.and_then(|v| i64::try_from(if negative { -v } else { v }).ok());
    match value.filter(|v| range.contains(v)) {
        Some(value) => Ok(Set {
            value,
            line: property.line,
        }),
        None => Err(format!(
            "Failed to bind properties under '{}' to {java_type}: For input string: \"{}\"",
            property.key, property.value
        )),
    }
}

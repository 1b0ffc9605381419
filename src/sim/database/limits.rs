//! How long sessions may take: the timeouts in force, and what a role has set for itself.

use crate::config::in_force::Settings;
use crate::config::settings::{self, Unit};
use crate::config::value::{self, Value};
use crate::spec::RoleSpec;
use crate::time::{MS, Nanos};

/// Words of `log_min_error_statement` that leave the statements of errors in the log.
const LOGS_STATEMENTS: [&str; 9] = [
    "debug5", "debug4", "debug3", "debug2", "debug1", "info", "notice", "warning", "error",
];

/// What sessions obey, copied from the settings at start and reload. 0 ns: no limit.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SessionLimits {
    pub statement: Nanos,
    pub lock: Nanos,
    pub idle_in_transaction: Nanos,
    pub idle_session: Nanos,
    pub deadlock: Nanos,
    pub authentication: Nanos,
    pub log_lock_waits: bool,
    pub log_statements: bool,
    pub ssl: bool,
}

impl SessionLimits {
    pub(crate) fn new(settings: &Settings) -> SessionLimits {
        let long = |name| settings.ms(name).saturating_mul(MS);
        SessionLimits {
            statement: long("statement_timeout"),
            lock: long("lock_timeout"),
            idle_in_transaction: long("idle_in_transaction_session_timeout"),
            idle_session: long("idle_session_timeout"),
            deadlock: long("deadlock_timeout"),
            authentication: long("authentication_timeout"),
            log_lock_waits: settings.on("log_lock_waits"),
            log_statements: LOGS_STATEMENTS.contains(&settings.text("log_min_error_statement")),
            ssl: settings.on("ssl"),
        }
    }
}

/// What a session has set for itself (`ALTER ROLE … SET`, `SET`); it goes before what is
/// in force for all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Overrides {
    pub statement: Option<Nanos>,
    pub lock: Option<Nanos>,
    pub idle_in_transaction: Option<Nanos>,
    pub idle_session: Option<Nanos>,
}

impl Overrides {
    /// The settings of a role; what is no timeout or has a bad value is left out.
    pub(crate) fn of(role: &RoleSpec) -> Overrides {
        let mut overrides = Overrides::default();
        for (name, text) in &role.settings {
            let target = match name.as_str() {
                "statement_timeout" => &mut overrides.statement,
                "lock_timeout" => &mut overrides.lock,
                "idle_in_transaction_session_timeout" => &mut overrides.idle_in_transaction,
                "idle_session_timeout" => &mut overrides.idle_session,
                _ => continue,
            };
            if let Ok(length) = role_timeout(name, text) {
                *target = Some(length);
            }
        }
        overrides
    }
}

/// The value of a timeout that a role sets.
///
/// # Errors
/// PostgreSQL's message for a bad value, or that a role cannot set this here.
pub fn role_timeout(name: &str, text: &str) -> Result<Nanos, String> {
    let known = [
        "statement_timeout",
        "lock_timeout",
        "idle_in_transaction_session_timeout",
        "idle_session_timeout",
    ];
    let parameter = settings::find(name).filter(|_| known.contains(&name));
    let Some(parameter) = parameter else {
        return Err(format!("a role sets one of {}", known.join(", ")));
    };
    match value::parse(parameter, text) {
        Ok(Value::Int(n)) if parameter.unit == Unit::Ms => {
            Ok(u64::try_from(n).unwrap_or(0).saturating_mul(MS))
        }
        Ok(_) => Err(format!("parameter \"{name}\" is no time")),
        Err(error) => Err(error.message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::SEC;

    #[test]
    fn a_role_sets_timeouts_by_postgresqls_rules() {
        let set = |name: &str, text: &str| (name.to_string(), text.to_string());
        let role = RoleSpec {
            name: "app".into(),
            superuser: false,
            settings: vec![
                set("statement_timeout", "2s"),
                set("lock_timeout", "250"),
                set("idle_session_timeout", "soon"),
                set("work_mem", "4MB"),
            ],
        };
        let expected = Overrides {
            statement: Some(2 * SEC),
            lock: Some(250 * MS),
            ..Overrides::default()
        };
        assert_eq!(Overrides::of(&role), expected);
        assert_eq!(
            role_timeout("lock_timeout", "soon").unwrap_err(),
            "invalid value for parameter \"lock_timeout\": \"soon\""
        );
        assert!(role_timeout("work_mem", "4MB").is_err());
    }

    #[test]
    fn the_defaults_are_postgresqls() {
        let limits = SessionLimits::new(&Settings::defaults());
        assert_eq!((limits.statement, limits.lock), (0, 0));
        assert_eq!((limits.deadlock, limits.authentication), (SEC, 60 * SEC));
        assert!(limits.log_statements && !limits.log_lock_waits && !limits.ssl);
    }
}

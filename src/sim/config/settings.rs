//! The parameters PostgreSQL 15 knows: type, unit, context, default and bounds.
//!
//! The table is `parameters.txt`, taken from the `pg_settings` view of a real
//! server, so that any line an engineer may write meets the true rule. About a
//! hundred of them, those one looks at in an outage, carry a description.

use std::sync::OnceLock;

const TABLE: &str = include_str!("parameters.txt");

/// What a parameter's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `on` or `off`.
    Bool,
    /// A whole number, perhaps of a unit.
    Integer,
    /// A number, perhaps of a unit.
    Real,
    /// A string: any text.
    Text,
    /// One of a list of words.
    Enum,
}

/// When a parameter may change (`GucContext`), from never to always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Context {
    /// Fixed when the server was built or the data made.
    Internal,
    /// When the server starts.
    Postmaster,
    /// On reload, for all sessions.
    Sighup,
    /// On reload, for sessions that start afterwards; superusers at connect.
    SuperuserBackend,
    /// On reload, for sessions that start afterwards; anyone at connect.
    Backend,
    /// On reload, or by a superuser in a session.
    Superuser,
    /// On reload, or by anyone in a session.
    User,
}

impl Context {
    /// The word `pg_settings.context` shows.
    pub fn as_str(self) -> &'static str {
        match self {
            Context::Internal => "internal",
            Context::Postmaster => "postmaster",
            Context::Sighup => "sighup",
            Context::SuperuserBackend => "superuser-backend",
            Context::Backend => "backend",
            Context::Superuser => "superuser",
            Context::User => "user",
        }
    }

    /// Whether a reload leaves the old value until the server restarts.
    pub fn needs_restart(self) -> bool {
        self <= Context::Postmaster
    }
}

/// The unit of a parameter's stored number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A plain number.
    None,
    /// Bytes.
    B,
    /// 1024 bytes.
    Kb,
    /// 1024 kB.
    Mb,
    /// Pages of 8192 bytes.
    Block,
    /// Milliseconds.
    Ms,
    /// Seconds.
    S,
    /// Minutes.
    Min,
}

impl Unit {
    /// The word `pg_settings.unit` shows; empty for plain numbers.
    pub fn as_str(self) -> &'static str {
        match self {
            Unit::None => "",
            Unit::B => "B",
            Unit::Kb => "kB",
            Unit::Mb => "MB",
            Unit::Block => "8kB",
            Unit::Ms => "ms",
            Unit::S => "s",
            Unit::Min => "min",
        }
    }

    /// One unit in bytes, or `None` for times and plain numbers.
    pub fn bytes(self) -> Option<u64> {
        match self {
            Unit::B => Some(1),
            Unit::Kb => Some(1 << 10),
            Unit::Mb => Some(1 << 20),
            Unit::Block => Some(8192),
            _ => None,
        }
    }

    /// One unit in milliseconds, or `None` for sizes and plain numbers.
    pub fn ms(self) -> Option<u64> {
        match self {
            Unit::Ms => Some(1),
            Unit::S => Some(1_000),
            Unit::Min => Some(60_000),
            _ => None,
        }
    }
}

/// One of PostgreSQL's parameters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameter {
    /// Its name in PostgreSQL's own spelling (`DateStyle`, `work_mem`).
    pub name: &'static str,
    /// What its value is.
    pub kind: Kind,
    /// The unit of its number.
    pub unit: Unit,
    /// When it may change.
    pub context: Context,
    /// The value without any configuration (`boot_val`), in base units.
    pub default: &'static str,
    /// Least value, for numbers, in base units.
    pub min: f64,
    /// Largest value, for numbers, in base units.
    pub max: f64,
    /// The words of an enum, comma-separated, in the order messages list them.
    values: &'static str,
    /// The chapter of the manual it stands in.
    pub category: &'static str,
    /// What it is for, in a line; empty if nothing in the model looks at it.
    pub description: &'static str,
}

impl Parameter {
    /// The words of an enum; empty for other kinds.
    pub fn words(&self) -> impl Iterator<Item = &'static str> {
        let kind = self.kind;
        self.values.split(',').filter(move |_| kind == Kind::Enum)
    }
}

/// All parameters, by lower-case name.
pub fn all() -> &'static [Parameter] {
    static ALL: OnceLock<Vec<Parameter>> = OnceLock::new();
    ALL.get_or_init(|| TABLE.lines().filter_map(parameter).collect())
}

/// The parameter of this name in any case; old names still lead to the new ones
/// (`find_option`, `map_old_guc_names`).
pub fn find(name: &str) -> Option<&'static Parameter> {
    index_of(name).and_then(|at| all().get(at))
}

/// The place of a parameter in [`all`].
pub(super) fn index_of(name: &str) -> Option<usize> {
    let lower = name.to_ascii_lowercase();
    let wanted = match lower.as_str() {
        "sort_mem" => "work_mem",
        "vacuum_mem" => "maintenance_work_mem",
        other => other,
    };
    all()
        .binary_search_by(|p| p.name.to_ascii_lowercase().as_str().cmp(wanted))
        .ok()
}

/// One line of the table; `None` for comments.
fn parameter(line: &'static str) -> Option<Parameter> {
    let mut fields = line.split('|');
    let mut next = || fields.next();
    let name = next().filter(|name| !name.starts_with('#'))?;
    let kind = match next()? {
        "bool" => Kind::Bool,
        "integer" => Kind::Integer,
        "real" => Kind::Real,
        "enum" => Kind::Enum,
        _ => Kind::Text,
    };
    let unit = match next()? {
        "B" => Unit::B,
        "kB" => Unit::Kb,
        "MB" => Unit::Mb,
        "8kB" => Unit::Block,
        "ms" => Unit::Ms,
        "s" => Unit::S,
        "min" => Unit::Min,
        _ => Unit::None,
    };
    let context = match next()? {
        "internal" => Context::Internal,
        "postmaster" => Context::Postmaster,
        "sighup" => Context::Sighup,
        "superuser-backend" => Context::SuperuserBackend,
        "backend" => Context::Backend,
        "superuser" => Context::Superuser,
        _ => Context::User,
    };
    let default = next()?;
    let (min, max) = (bound(next()?), bound(next()?));
    let values = next()?;
    let (category, description) = (next()?, next()?);
    let parameter = Parameter {
        name,
        kind,
        unit,
        context,
        default,
        min,
        max,
        values,
        category,
        description,
    };
    Some(parameter)
}

fn bound(text: &str) -> f64 {
    match text {
        "1.79769e+308" => f64::MAX,
        other => other.parse().unwrap_or(0.0),
    }
}

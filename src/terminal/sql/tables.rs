//! The views of PostgreSQL that can be asked, filled from the world at this instant.
//! Columns that the world has no value for are NULL.

use super::error::{Sql, fail};
use super::run::{Database, Table};
use super::value::{Type, Value};
use crate::drill::action::Look;
use crate::sim::config::in_force::Row;
use crate::sim::config::postgresql_conf;

/// Names of all tables, for completion and `\d`.
pub const NAMES: [&str; 11] = [
    "pg_stat_activity",
    "pg_settings",
    "pg_locks",
    "pg_stat_database",
    "pg_stat_replication",
    "pg_stat_bgwriter",
    "pg_stat_user_tables",
    "pg_file_settings",
    "pg_database",
    "pg_roles",
    "pg_tables",
];

type Columns = &'static [(&'static str, Type)];

const ACTIVITY: Columns = &[
    ("datid", Type::Int),
    ("datname", Type::Name),
    ("pid", Type::Int),
    ("leader_pid", Type::Int),
    ("usename", Type::Name),
    ("application_name", Type::Text),
    ("client_addr", Type::Text),
    ("client_hostname", Type::Text),
    ("client_port", Type::Int),
    ("backend_start", Type::Time),
    ("xact_start", Type::Time),
    ("query_start", Type::Time),
    ("state_change", Type::Time),
    ("wait_event_type", Type::Text),
    ("wait_event", Type::Text),
    ("state", Type::Text),
    ("query", Type::Text),
    ("backend_type", Type::Text),
];

const SETTINGS: Columns = &[
    ("name", Type::Text),
    ("setting", Type::Text),
    ("unit", Type::Text),
    ("category", Type::Text),
    ("short_desc", Type::Text),
    ("context", Type::Text),
    ("source", Type::Text),
    ("boot_val", Type::Text),
    ("reset_val", Type::Text),
    ("sourcefile", Type::Text),
    ("sourceline", Type::Int),
    ("pending_restart", Type::Bool),
];

const LOCKS: Columns = &[
    ("locktype", Type::Text),
    ("database", Type::Int),
    ("relation", Type::Text),
    ("page", Type::Int),
    ("tuple", Type::Int),
    ("transactionid", Type::Int),
    ("pid", Type::Int),
    ("mode", Type::Text),
    ("granted", Type::Bool),
    ("waitstart", Type::Time),
];

const DATABASE: Columns = &[
    ("datid", Type::Int),
    ("datname", Type::Name),
    ("numbackends", Type::Int),
    ("xact_commit", Type::Big),
    ("xact_rollback", Type::Big),
    ("blks_read", Type::Big),
    ("blks_hit", Type::Big),
    ("deadlocks", Type::Big),
    ("sessions", Type::Big),
];

const REPLICATION: Columns = &[
    ("pid", Type::Int),
    ("usename", Type::Name),
    ("application_name", Type::Text),
    ("state", Type::Text),
    ("replay_lag", Type::Span),
    ("sync_state", Type::Text),
];

const BGWRITER: Columns = &[
    ("checkpoints_timed", Type::Big),
    ("checkpoints_req", Type::Big),
];

const USER_TABLES: Columns = &[
    ("schemaname", Type::Name),
    ("relname", Type::Name),
    ("n_dead_tup", Type::Big),
];

const FILE_SETTINGS: Columns = &[
    ("sourcefile", Type::Text),
    ("sourceline", Type::Int),
    ("seqno", Type::Int),
    ("name", Type::Text),
    ("setting", Type::Text),
    ("applied", Type::Bool),
    ("error", Type::Text),
];

const DATABASES: Columns = &[
    ("oid", Type::Int),
    ("datname", Type::Name),
    ("datallowconn", Type::Bool),
    ("datconnlimit", Type::Int),
];

const ROLES: Columns = &[
    ("rolname", Type::Name),
    ("rolsuper", Type::Bool),
    ("rolcanlogin", Type::Bool),
    ("rolconnlimit", Type::Int),
];

const TABLES: Columns = &[
    ("schemaname", Type::Name),
    ("tablename", Type::Name),
    ("tableowner", Type::Name),
];

/// Id of the one database.
const DATABASE_OID: i64 = 16_384;

/// Columns of a table, for completion.
#[must_use]
pub fn columns(name: &str) -> &'static [(&'static str, Type)] {
    match name {
        "pg_stat_activity" => ACTIVITY,
        "pg_settings" => SETTINGS,
        "pg_locks" => LOCKS,
        "pg_stat_database" => DATABASE,
        "pg_stat_replication" => REPLICATION,
        "pg_stat_bgwriter" => BGWRITER,
        "pg_stat_user_tables" => USER_TABLES,
        "pg_file_settings" => FILE_SETTINGS,
        "pg_database" => DATABASES,
        "pg_roles" => ROLES,
        "pg_tables" => TABLES,
        _ => &[],
    }
}

/// A table as it stands now.
///
/// # Errors
/// If there is none of that name.
pub fn table(database: &Database, name: &str, at: usize) -> Sql<Table> {
    let rows = match name {
        "pg_stat_activity" => activity(database),
        "pg_settings" => settings(database),
        "pg_locks" => locks(database),
        "pg_stat_database" => statistics(database),
        "pg_stat_replication" => replication(database),
        "pg_stat_bgwriter" => bgwriter(database),
        "pg_stat_user_tables" => user_tables(database),
        "pg_file_settings" => file_settings(database),
        "pg_database" => ["postgres", database.name(), "template0", "template1"]
            .into_iter()
            .map(|name| {
                let open = Value::Bool(name != "template0");
                let own = name == database.name();
                let oid = if own { DATABASE_OID } else { 5 };
                vec![Value::Int(oid), text(name), open, Value::Int(-1)]
            })
            .collect(),
        "pg_roles" => roles(database)
            .into_iter()
            .map(|(name, is_super)| {
                vec![
                    text(&name),
                    Value::Bool(is_super),
                    Value::Bool(true),
                    Value::Int(-1),
                ]
            })
            .collect(),
        "pg_tables" => own_tables(database)
            .into_iter()
            .map(|name| vec![text("public"), text(&name), text("postgres")])
            .collect(),
        other if own_tables(database).iter().any(|t| t == other) => {
            return fail(
                at,
                format!("the rows of \"{other}\" are not modelled here, only the server is"),
            );
        }
        other => return fail(at, format!("relation \"{other}\" does not exist")),
    };
    database.spend(rows.len() as u64)?;
    let columns = columns(name).iter();
    Ok(Table {
        columns: columns.map(|(n, t)| ((*n).to_string(), *t)).collect(),
        rows,
    })
}

fn text(value: &str) -> Value {
    Value::Text(value.to_string())
}

fn or_null(value: Option<&str>) -> Value {
    value.map_or(Value::Null, text)
}

fn activity(database: &Database) -> Vec<Vec<Value>> {
    database.look(Look::Activity);
    let time = |at: Option<_>| at.map_or(Value::Null, |at| Value::Time(database.unix_us(at)));
    let mut rows: Vec<Vec<Value>> = database
        .sessions()
        .iter()
        .map(|row| {
            vec![
                Value::Int(DATABASE_OID),
                text(database.name()),
                Value::Int(row.pid.into()),
                Value::Null,
                text(&row.user),
                text(&row.application),
                Value::Null,
                Value::Null,
                Value::Null,
                Value::Null,
                time(row.xact_start),
                time(row.query_start),
                time(Some(row.state_change)),
                or_null(row.wait_event.map(|(kind, _)| kind)),
                or_null(row.wait_event.map(|(_, event)| event)),
                text(row.state),
                text(&row.query),
                text("client backend"),
            ]
        })
        .collect();
    // The session that asks, and the server's own processes.
    let now = Value::Time(database.now_us());
    let mut own = vec![Value::Null; ACTIVITY.len()];
    let cells = [
        (0, Value::Int(DATABASE_OID)),
        (1, text(database.name())),
        (2, Value::Int(database.pid.into())),
        (4, text(database.user)),
        (5, text("psql")),
        (10, now.clone()),
        (11, now.clone()),
        (12, now),
        (15, text("active")),
        (16, text(database.query)),
        (17, text("client backend")),
    ];
    for (index, cell) in cells {
        own[index] = cell;
    }
    rows.push(own);
    let processes = [
        ("checkpointer", "CheckpointerMain"),
        ("background writer", "BgWriterHibernate"),
        ("walwriter", "WalWriterMain"),
        ("autovacuum launcher", "AutoVacuumMain"),
        ("logical replication launcher", "LogicalLauncherMain"),
    ];
    let started = Value::Time(database.started_us());
    for (number, (kind, event)) in (0_i64..).zip(processes) {
        let mut row = vec![Value::Null; ACTIVITY.len()];
        row[2] = Value::Int(701 + number);
        row[9] = started.clone();
        row[13] = text("Activity");
        row[14] = text(event);
        row[16] = text("");
        row[17] = text(kind);
        rows.push(row);
    }
    rows
}

fn settings(database: &Database) -> Vec<Vec<Value>> {
    let rows = database.session.world().settings().rows();
    rows.iter().map(setting).collect()
}

/// A row of `pg_settings`.
fn setting(row: &Row) -> Vec<Value> {
    let unit = Some(row.unit).filter(|unit| !unit.is_empty());
    vec![
        text(&row.name),
        text(&row.setting_base),
        or_null(unit),
        text(row.category),
        text(row.description),
        text(row.context),
        text(row.source),
        text(&row.boot_val),
        text(&row.setting_base),
        or_null(row.sourcefile.as_deref()),
        row.sourceline.map_or(Value::Null, |n| Value::Int(n.into())),
        Value::Bool(row.pending_restart),
    ]
}

fn locks(database: &Database) -> Vec<Vec<Value>> {
    let whole = |n: Option<u32>| n.map_or(Value::Null, |n| Value::Int(n.into()));
    let rows = database.session.world().locks().into_iter();
    rows.map(|row| {
        let wait = row.wait_start.map(|at| Value::Time(database.unix_us(at)));
        vec![
            text(row.locktype),
            match row.locktype {
                "transactionid" => Value::Null,
                _ => Value::Int(DATABASE_OID),
            },
            or_null(row.relation.as_deref()),
            whole(row.tuple.map(|(page, _)| page)),
            whole(row.tuple.map(|(_, tuple)| tuple)),
            whole(row.transaction),
            Value::Int(row.pid.into()),
            text(row.mode),
            Value::Bool(row.granted),
            wait.unwrap_or(Value::Null),
        ]
    })
    .collect()
}

fn statistics(database: &Database) -> Vec<Vec<Value>> {
    let world = database.session.world();
    let s = world.database_statistics();
    let big = |n: u64| Value::Int(i64::try_from(n).unwrap_or(i64::MAX));
    vec![vec![
        Value::Int(DATABASE_OID),
        text(database.name()),
        Value::Int(i64::from(world.slots().0) + 1),
        big(s.commits),
        big(s.rollbacks),
        big(s.blocks_read),
        big(s.blocks_hit),
        big(s.deadlocks),
        big(s.sessions),
    ]]
}

/// The last scrape of a metric.
fn metric(database: &Database, name: &str) -> Option<f64> {
    let telemetry = database.session.world().telemetry();
    telemetry.last(telemetry.column(name)?)
}

fn replication(database: &Database) -> Vec<Vec<Value>> {
    let spec = database.session.world().spec();
    let Some(replica) = &spec.database.lifecycle.replica else {
        return Vec::new();
    };
    let Some(lag) = metric(database, "pg_replication_lag_seconds") else {
        return Vec::new();
    };
    vec![vec![
        Value::Int(720),
        text("replicator"),
        text(&replica.host),
        text("streaming"),
        Value::Span((lag * 1e6) as i64),
        text("async"),
    ]]
}

fn bgwriter(database: &Database) -> Vec<Vec<Value>> {
    let count = |kind: &str| {
        let name = format!("pg_stat_bgwriter_checkpoints_{kind}_total");
        metric(database, &name).map_or(Value::Null, |n| Value::Int(n as i64))
    };
    vec![vec![count("timed"), count("req")]]
}

fn user_tables(database: &Database) -> Vec<Vec<Value>> {
    own_tables(database)
        .into_iter()
        .map(|name| {
            let dead = format!("pg_stat_user_tables_n_dead_tup{{relname=\"{name}\"}}");
            let dead = metric(database, &dead).map_or(Value::Null, |n| Value::Int(n as i64));
            vec![text("public"), text(&name), dead]
        })
        .collect()
}

fn file_settings(database: &Database) -> Vec<Vec<Value>> {
    let world = database.session.world();
    let parsed = postgresql_conf::parse(&world.spec().database.path, world.files());
    let in_force = world.settings();
    (1_i64..)
        .zip(&parsed.entries)
        .map(|(number, entry)| {
            let row = in_force.row(&entry.name);
            let waits = row.is_some_and(|row| row.pending_restart);
            let error = match waits {
                true => text("setting could not be applied"),
                false => Value::Null,
            };
            vec![
                text(&entry.file),
                Value::Int(entry.line.into()),
                Value::Int(number),
                text(&entry.name),
                text(&entry.value),
                Value::Bool(!entry.overridden && !waits),
                error,
            ]
        })
        .collect()
}

/// Roles: those of the file and those that sessions have.
fn roles(database: &Database) -> Vec<(String, bool)> {
    let spec = database.session.world().spec();
    let account = database.session.incident().world.site.account.clone();
    let mut roles = vec![(account, true), ("postgres".to_string(), true)];
    let named = |role: &crate::sim::spec::RoleSpec| (role.name.clone(), role.superuser);
    roles.extend(spec.database.roles.iter().map(named));
    for service in &spec.services {
        let users = service.pool.iter().map(|p| &p.user);
        let users = users.chain(service.loops.iter().map(|l| &l.user));
        roles.extend(users.map(|user| (user.clone(), false)));
    }
    roles.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    roles.dedup_by(|a, b| a.0 == b.0);
    roles
}

/// The system's own tables, as far as the world names them.
pub(super) fn own_tables(database: &Database) -> Vec<String> {
    let world = database.session.world();
    let short = |name: &str| name.rsplit('.').next().unwrap_or(name).to_string();
    let written = world.spec().database.lifecycle.tables.iter();
    let mut names: Vec<String> = written.map(|t| short(&t.name)).collect();
    names.extend(world.tables().map(short));
    names.sort();
    names.dedup();
    names
}

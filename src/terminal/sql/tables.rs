//! The views of PostgreSQL that can be asked, filled from the world at this instant.
//! Columns that the world has no value for are NULL.

use super::error::{Sql, fail};
use super::run::{Database, Table};
use super::value::{Type, Value};
use crate::drill::action::Look;
use crate::sim::SessionRow;
use crate::sim::config::in_force;
use crate::sim::config::postgresql_conf;

type Row = Vec<Value>;

/// A view: its name, its columns, its rows at this instant.
struct View {
    name: &'static str,
    columns: &'static [(&'static str, Type)],
    rows: fn(&Database) -> Vec<Row>,
}

macro_rules! views {
    ($($view:ident => $rows:ident: $($name:ident $ty:ident),+;)*) => {
        /// All of them. A new view is a row here and a function.
        static VIEWS: &[View] = &[$(View {
            name: stringify!($view),
            columns: &[$((stringify!($name), Type::$ty)),+],
            rows: $rows,
        }),*];
    };
}

views! {
    pg_stat_activity => activity:
        datid Int, datname Name, pid Int, leader_pid Int, usename Name, application_name Text,
        client_addr Text, client_hostname Text, client_port Int, backend_start Time,
        xact_start Time, query_start Time, state_change Time, wait_event_type Text,
        wait_event Text, state Text, query Text, backend_type Text;
    pg_settings => settings:
        name Text, setting Text, unit Text, category Text, short_desc Text, context Text,
        source Text, boot_val Text, reset_val Text, sourcefile Text, sourceline Int,
        pending_restart Bool;
    pg_locks => locks:
        locktype Text, database Int, relation Text, page Int, tuple Int, transactionid Int,
        pid Int, mode Text, granted Bool, waitstart Time;
    pg_stat_database => statistics:
        datid Int, datname Name, numbackends Int, xact_commit Big, xact_rollback Big,
        blks_read Big, blks_hit Big, deadlocks Big, sessions Big;
    pg_stat_replication => replication:
        pid Int, usename Name, application_name Text, state Text, replay_lag Span,
        sync_state Text;
    pg_stat_bgwriter => bgwriter:
        checkpoints_timed Big, checkpoints_req Big;
    pg_stat_user_tables => user_tables:
        schemaname Name, relname Name, n_dead_tup Big;
    pg_file_settings => file_settings:
        sourcefile Text, sourceline Int, seqno Int, name Text, setting Text, applied Bool,
        error Text;
    pg_database => databases:
        oid Int, datname Name, datallowconn Bool, datconnlimit Int;
    pg_roles => role_rows:
        rolname Name, rolsuper Bool, rolcanlogin Bool, rolconnlimit Int;
    pg_tables => table_rows:
        schemaname Name, tablename Name, tableowner Name;
}

/// Id of the one database.
const DATABASE_OID: i64 = 16_384;

/// Names of all views.
pub fn names() -> impl Iterator<Item = &'static str> {
    VIEWS.iter().map(|view| view.name)
}

/// Columns of a view; none if there is no such view.
pub fn columns(name: &str) -> &'static [(&'static str, Type)] {
    let view = VIEWS.iter().find(|view| view.name == name);
    view.map_or(&[], |view| view.columns)
}

/// A view as it stands now.
///
/// # Errors
/// If there is none of that name.
pub fn table(database: &Database, name: &str, at: usize) -> Sql<Table> {
    let Some(view) = VIEWS.iter().find(|view| view.name == name) else {
        return match own_tables(database).iter().any(|t| t == name) {
            true => fail(
                at,
                format!("the rows of \"{name}\" are not modelled here, only the server is"),
            ),
            false => fail(at, format!("relation \"{name}\" does not exist")),
        };
    };
    let rows = (view.rows)(database);
    database.spend(rows.len() as u64)?;
    let columns = view.columns.iter();
    Ok(Table {
        columns: columns.map(|(n, t)| ((*n).to_string(), *t)).collect(),
        rows,
    })
}

/// A row of a view in which only these columns are known.
fn sparse<const N: usize>(view: &str, cells: [(&str, Value); N]) -> Row {
    let columns = columns(view);
    let mut row = vec![Value::Null; columns.len()];
    for (name, cell) in cells {
        let index = columns.iter().position(|(known, _)| *known == name);
        row[index.expect("a column of the view")] = cell;
    }
    row
}

fn text(value: &str) -> Value {
    Value::Text(value.to_string())
}

fn or_null(value: Option<&str>) -> Value {
    value.map_or(Value::Null, text)
}

fn activity(database: &Database) -> Vec<Row> {
    database.look(Look::Activity);
    let view = "pg_stat_activity";
    let time = |at: Option<_>| at.map_or(Value::Null, |at| Value::Time(database.unix_us(at)));
    let client = |row: &SessionRow| {
        let cells = [
            ("datid", Value::Int(DATABASE_OID)),
            ("datname", text(database.name())),
            ("pid", Value::Int(row.pid.into())),
            ("usename", text(&row.user)),
            ("application_name", text(&row.application)),
            ("xact_start", time(row.xact_start)),
            ("query_start", time(row.query_start)),
            ("state_change", time(Some(row.state_change))),
            (
                "wait_event_type",
                or_null(row.wait_event.map(|(kind, _)| kind)),
            ),
            (
                "wait_event",
                or_null(row.wait_event.map(|(_, event)| event)),
            ),
            ("state", text(row.state)),
            ("query", text(&row.query)),
            ("backend_type", text("client backend")),
        ];
        sparse(view, cells)
    };
    let mut rows: Vec<Row> = database.sessions().iter().map(client).collect();
    // The session that asks, and the server's own processes.
    let now = Value::Time(database.now_us());
    let own = [
        ("datid", Value::Int(DATABASE_OID)),
        ("datname", text(database.name())),
        ("pid", Value::Int(database.pid.into())),
        ("usename", text(database.user)),
        ("application_name", text("psql")),
        ("xact_start", now.clone()),
        ("query_start", now.clone()),
        ("state_change", now),
        ("state", text("active")),
        ("query", text(database.query)),
        ("backend_type", text("client backend")),
    ];
    rows.push(sparse(view, own));
    let processes = [
        ("checkpointer", "CheckpointerMain"),
        ("background writer", "BgWriterHibernate"),
        ("walwriter", "WalWriterMain"),
        ("autovacuum launcher", "AutoVacuumMain"),
        ("logical replication launcher", "LogicalLauncherMain"),
    ];
    let started = Value::Time(database.started_us());
    rows.extend((701..).zip(processes).map(|(pid, (kind, event))| {
        let cells = [
            ("pid", Value::Int(pid)),
            ("backend_start", started.clone()),
            ("wait_event_type", text("Activity")),
            ("wait_event", text(event)),
            ("query", text("")),
            ("backend_type", text(kind)),
        ];
        sparse(view, cells)
    }));
    rows
}

fn settings(database: &Database) -> Vec<Row> {
    let rows = database.session.world().settings().rows();
    rows.iter().map(setting).collect()
}

/// A row of `pg_settings`.
fn setting(row: &in_force::Row) -> Row {
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

fn locks(database: &Database) -> Vec<Row> {
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

fn statistics(database: &Database) -> Vec<Row> {
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

fn replication(database: &Database) -> Vec<Row> {
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

fn bgwriter(database: &Database) -> Vec<Row> {
    let count = |kind: &str| {
        let name = format!("pg_stat_bgwriter_checkpoints_{kind}_total");
        metric(database, &name).map_or(Value::Null, |n| Value::Int(n as i64))
    };
    vec![vec![count("timed"), count("req")]]
}

fn user_tables(database: &Database) -> Vec<Row> {
    own_tables(database)
        .into_iter()
        .map(|name| {
            let dead = format!("pg_stat_user_tables_n_dead_tup{{relname=\"{name}\"}}");
            let dead = metric(database, &dead).map_or(Value::Null, |n| Value::Int(n as i64));
            vec![text("public"), text(&name), dead]
        })
        .collect()
}

fn file_settings(database: &Database) -> Vec<Row> {
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

fn databases(database: &Database) -> Vec<Row> {
    let own = database.name();
    let row = |name| {
        let oid = if name == own { DATABASE_OID } else { 5 };
        let open = Value::Bool(name != "template0");
        vec![Value::Int(oid), text(name), open, Value::Int(-1)]
    };
    ["postgres", own, "template0", "template1"]
        .map(row)
        .to_vec()
}

fn role_rows(database: &Database) -> Vec<Row> {
    let row = |(name, superuser): (String, bool)| {
        let login = Value::Bool(true);
        vec![text(&name), Value::Bool(superuser), login, Value::Int(-1)]
    };
    roles(database).into_iter().map(row).collect()
}

fn table_rows(database: &Database) -> Vec<Row> {
    let row = |name: String| vec![text("public"), text(&name), text("postgres")];
    own_tables(database).into_iter().map(row).collect()
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
fn own_tables(database: &Database) -> Vec<String> {
    let world = database.session.world();
    let short = |name: &str| name.rsplit('.').next().unwrap_or(name).to_string();
    let written = world.spec().database.lifecycle.tables.iter();
    let mut names: Vec<String> = written.map(|t| short(&t.name)).collect();
    names.extend(world.tables().map(short));
    names.sort();
    names.dedup();
    names
}

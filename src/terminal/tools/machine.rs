//! The machine of the database: top, uptime, free, df, iostat, vmstat, ss, ps. What the world
//! does not model is said, not made up.

use super::super::files::MAIN_PID;
use super::super::words::Options;
use super::{Call, Given};
use crate::drill::action::Look;

const NAMES: [&str; 9] = [
    "top", "htop", "uptime", "free", "df", "iostat", "vmstat", "ss", "ps",
];

/// Runs one of these.
pub fn machine(call: &mut Call) -> Given {
    debug_assert!(NAMES.contains(&call.name) || call.name == "netstat");
    let host = call.hands.world().spec().database.host.clone();
    if call.host != host {
        return Given::note(format!(
            "only the machine of the database is modelled: ssh {host}"
        ));
    }
    match call.name {
        "uptime" => Given::lines([uptime(call)]),
        "top" | "htop" => top(call),
        "ps" => ps(call),
        "free" => free(call),
        "df" => df(call),
        "iostat" => iostat(call),
        "vmstat" => vmstat(call),
        _ => ss(call),
    }
}

/// Mean of `node_load1` over the last minutes.
fn load(call: &Call, minutes: u64) -> f64 {
    let telemetry = call.hands.world().telemetry();
    let Some(column) = telemetry.column("node_load1") else {
        return 0.0;
    };
    let from = call
        .hands
        .world()
        .now()
        .saturating_sub(minutes * crate::sim::time::MIN);
    let rows = telemetry.rows().iter().filter(|row| row.at >= from);
    let values: Vec<f64> = rows
        .filter_map(|row| row.values.get(column))
        .map(|v| f64::from(*v))
        .filter(|v| v.is_finite())
        .collect();
    match values.is_empty() {
        true => 0.0,
        false => values.iter().sum::<f64>() / values.len() as f64,
    }
}

fn uptime(call: &Call) -> String {
    let now = super::super::clock::date_time(call.hands.now_s());
    let one = call.hands.metric("node_load1").unwrap_or(0.0);
    format!(
        " {} up 212 days,  1 user,  load average: {one:.2}, {:.2}, {:.2}",
        &now[11..],
        load(call, 5),
        load(call, 15)
    )
}

/// Shares of the CPU: at work, waiting for the disk, idle; percent.
fn shares(call: &Call) -> (f64, f64, f64) {
    let busy = call
        .hands
        .metric("instance:node_cpu_utilisation:rate1m")
        .unwrap_or(0.0);
    let disk = call
        .hands
        .metric("instance_device:node_disk_io_time_seconds:rate1m")
        .unwrap_or(0.0);
    let cores = f64::from(call.hands.world().spec().database.cores.max(1));
    let busy = (busy * 100.0).clamp(0.0, 100.0);
    let wait = (disk * 100.0 / cores).clamp(0.0, 100.0 - busy);
    (busy, wait, (100.0 - busy - wait).max(0.0))
}

/// Cluster and database, as titles of processes have them.
fn names<'c>(call: &'c Call) -> (&'c str, &'c str) {
    let database = &call.hands.world().spec().database.name;
    (call.hands.cluster(), database)
}

fn top(call: &mut Call) -> Given {
    call.hands.look(Look::Chart("cpu".into()));
    let (busy, wait, idle) = shares(call);
    let sessions = call.hands.world().sessions();
    let active: Vec<_> = sessions.iter().filter(|s| s.state == "active").collect();
    let tasks = call.hands.world().slots().0 + 140;
    let (cluster, database) = names(call);
    let mut lines = vec![
        format!("top -{}", uptime(call)),
        format!(
            "Tasks: {tasks} total, {:>3} running, {:>3} sleeping,   0 stopped,   0 zombie",
            active.len().max(1),
            tasks as usize - active.len().min(tasks as usize)
        ),
        format!("%Cpu(s): {busy:>5.1} us+sy, {idle:>5.1} id, {wait:>5.1} wa"),
        String::new(),
        "    PID USER      S COMMAND".to_string(),
    ];
    for row in active.iter().take(12) {
        let verb = row.query.split_whitespace().next().unwrap_or("");
        lines.push(format!(
            "{:>7} postgres  R postgres: 15/{cluster}: {} {database} {verb}",
            row.pid, row.user
        ));
    }
    if active.len() > 12 {
        lines.push(format!("        … {} more backends", active.len() - 12));
    }
    let refused = call
        .hands
        .metric("rate(postgresql_log_fatal_total{sqlstate=\"53300\"}[1m])")
        .unwrap_or(0.0);
    let opened = call
        .hands
        .metric("rate(pg_stat_database_sessions[1m])")
        .unwrap_or(0.0);
    if refused + opened > 20.0 {
        lines.push(format!(
            "        … and {:.0} backends a second that live for less than a screen",
            refused + opened
        ));
    }
    Given::lines(lines)
}

fn ps(call: &mut Call) -> Given {
    let sessions = call.hands.world().sessions();
    let (cluster, database) = names(call);
    let mut lines = vec!["    PID USER     CMD".to_string()];
    if call.hands.world().database_status() != crate::sim::Status::Down {
        lines.push(format!(
            "{MAIN_PID:>7} postgres /usr/lib/postgresql/15/bin/postgres -D \
             /var/lib/postgresql/15/{cluster}"
        ));
    }
    for row in sessions {
        let wait = row.wait_event.filter(|(kind, _)| *kind == "Lock");
        let state = match (row.state, wait) {
            (_, Some(_)) => "waiting",
            ("active", None) => row.query.split_whitespace().next().unwrap_or(""),
            (state, None) => state,
        };
        lines.push(format!(
            "{:>7} postgres postgres: 15/{cluster}: {} {database} {state}",
            row.pid, row.user
        ));
    }
    Given::lines(lines)
}

/// Bytes as `free -h` and `df -h` write them.
fn human(bytes: f64) -> String {
    let mut size = bytes.max(0.0);
    for unit in ["B", "K", "M", "G"] {
        if size < 1024.0 {
            return match size < 10.0 && unit != "B" {
                true => format!("{size:.1}{unit}"),
                false => format!("{size:.0}{unit}"),
            };
        }
        size /= 1024.0;
    }
    format!("{size:.1}T")
}

fn free(call: &Call) -> Given {
    let Some(memory) = call.hands.world().spec().database.lifecycle.memory else {
        return Given::note("memory is not modelled in this incident");
    };
    let available = call.hands.metric("node_memory_MemAvailable_bytes");
    let swap_free = call.hands.metric("node_memory_SwapFree_bytes");
    let total = memory.total_bytes as f64;
    let available = available.unwrap_or(total);
    let swap = memory.swap_bytes as f64;
    let swap_free = swap_free.unwrap_or(swap);
    Given::lines([
        "               total        used   available".to_string(),
        format!(
            "Mem:     {:>11} {:>11} {:>11}",
            human(total),
            human(total - available),
            human(available)
        ),
        format!(
            "Swap:    {:>11} {:>11} {:>11}",
            human(swap),
            human(swap - swap_free),
            human(swap_free)
        ),
    ])
}

fn df(call: &Call) -> Given {
    let world = call.hands.world();
    let (Some(disk), Some(left)) = (
        &world.spec().database.lifecycle.disk,
        world.disk_free_bytes(),
    ) else {
        return Given::note("disk space is not modelled in this incident: the disk has no bound");
    };
    let (size, left) = (disk.size_bytes as f64, left as f64);
    let used = size - left;
    Given::lines([
        "Filesystem      Size  Used Avail Use% Mounted on".to_string(),
        format!(
            "/dev/nvme1n1   {:>5} {:>5} {:>5} {:>3.0}% /var/lib/postgresql",
            human(size),
            human(used),
            human(left),
            (used / size.max(1.0) * 100.0).ceil()
        ),
    ])
}

fn iostat(call: &mut Call) -> Given {
    call.hands.look(Look::Chart("disk".into()));
    let (busy, wait, idle) = shares(call);
    let disk = call
        .hands
        .metric("instance_device:node_disk_io_time_seconds:rate1m")
        .unwrap_or(0.0);
    Given::lines([
        "avg-cpu:  %user+%system  %iowait   %idle".to_string(),
        format!("          {busy:>14.2} {wait:>8.2} {idle:>7.2}"),
        String::new(),
        "Device           %util".to_string(),
        format!("nvme1n1         {:>6.2}", disk * 100.0),
    ])
}

fn vmstat(call: &mut Call) -> Given {
    call.hands.look(Look::Chart("cpu".into()));
    let (busy, wait, idle) = shares(call);
    let sessions = call.hands.world().sessions();
    let on_disk = |s: &&crate::sim::SessionRow| s.wait_event.is_some_and(|(k, _)| k == "IO");
    let blocked = sessions.iter().filter(on_disk).count();
    let load = call.hands.metric("node_load1").unwrap_or(0.0);
    let running = (load.round() as usize).saturating_sub(blocked);
    Given::lines([
        "procs  ------cpu-----".to_string(),
        " r  b  us+sy  id  wa".to_string(),
        format!("{running:>2} {blocked:>2}  {busy:>5.0} {idle:>3.0} {wait:>3.0}"),
    ])
}

fn ss(call: &mut Call) -> Given {
    let options = Options::read(call.args, &[]);
    let world = call.hands.world();
    let used = world.slots().0;
    if options.has(&["s", "summary"]) {
        return Given::lines([
            format!("Total: {}", used + 160),
            format!("TCP:   {used} (estab {used}, closed 0, orphaned 0, timewait 0)"),
        ]);
    }
    let mut lines =
        vec!["State    Recv-Q Send-Q  Local Address:Port   Peer (role, application)".to_string()];
    if options.has(&["l"]) || call.args.iter().any(|a| a.contains('l')) {
        if world.database_status() == crate::sim::Status::Ready {
            lines.push("LISTEN   0      244           0.0.0.0:5432   0.0.0.0:*".to_string());
        }
        return Given::lines(lines);
    }
    let host = &world.spec().database.host;
    for row in world.sessions() {
        let place = format!("{host}:5432");
        let application = &row.application;
        lines.push(format!(
            "ESTAB    0      0      {place:>15}   {} {application}",
            row.user
        ));
    }
    Given::lines(lines)
}

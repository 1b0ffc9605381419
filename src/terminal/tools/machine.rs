//! The machine of the database: top, uptime, free, df, iostat, vmstat, ss, ps. What the world
//! does not model is said, not made up.

use super::super::files::MAIN_PID;
use super::{Answer, Call, Options, clock};
use crate::drill::action::Look;
use crate::sim::time::MIN;
use crate::sim::{SessionRow, Status};

/// A command about the machine of the database, which is the only one there is.
pub fn here(call: &mut Call, run: fn(&mut Call) -> Answer) -> Answer {
    let host = &call.world().spec().database.host;
    match call.host == host {
        true => run(call),
        false => Answer::note(format!(
            "only the machine of the database is modelled: ssh {host}"
        )),
    }
}

/// Mean of `node_load1` over the last minutes.
fn load(call: &Call, minutes: u64) -> f64 {
    let telemetry = call.world().telemetry();
    let from = call.world().now().saturating_sub(minutes * MIN);
    let column = telemetry.column("node_load1");
    let rows = telemetry.rows().iter().filter(|row| row.at >= from);
    let values = rows.filter_map(|row| row.values.get(column?));
    let values = values.map(|v| f64::from(*v)).filter(|v| v.is_finite());
    let (count, sum) = values.fold((0.0, 0.0), |(count, sum), v| (count + 1.0, sum + v));
    if count == 0.0 { 0.0 } else { sum / count }
}

pub fn uptime(call: &mut Call) -> Answer {
    Answer::lines([loads(call)])
}

fn loads(call: &Call) -> String {
    let now = clock::date_time(call.access.now_s());
    format!(
        " {} up 212 days,  1 user,  load average: {:.2}, {:.2}, {:.2}",
        &now[11..],
        call.metric("node_load1"),
        load(call, 5),
        load(call, 15)
    )
}

/// Shares of the CPU: at work, waiting for the disk, idle; percent.
fn shares(call: &Call) -> (f64, f64, f64) {
    let busy = call.metric("instance:node_cpu_utilisation:rate1m");
    let disk = call.metric("instance_device:node_disk_io_time_seconds:rate1m");
    let cores = f64::from(call.world().spec().database.cores.max(1));
    let busy = (busy * 100.0).clamp(0.0, 100.0);
    let wait = (disk * 100.0 / cores).clamp(0.0, 100.0 - busy);
    (busy, wait, (100.0 - busy - wait).max(0.0))
}

/// Cluster and database, as titles of processes have them.
fn names<'c>(call: &'c Call) -> (&'c str, &'c str) {
    let database = &call.world().spec().database.name;
    (call.access.cluster(), database)
}

pub fn top(call: &mut Call) -> Answer {
    call.access.look(Look::Chart("cpu".into()));
    let (busy, wait, idle) = shares(call);
    let sessions = call.world().sessions();
    let active: Vec<_> = sessions.iter().filter(|s| s.state == "active").collect();
    let tasks = call.world().slots().0 + 140;
    let (cluster, database) = names(call);
    let mut lines = vec![
        format!("top -{}", loads(call)),
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
    let refused = call.metric("rate(postgresql_log_fatal_total{sqlstate=\"53300\"}[1m])");
    let opened = call.metric("rate(pg_stat_database_sessions[1m])");
    if refused + opened > 20.0 {
        lines.push(format!(
            "        … and {:.0} backends a second that live for less than a screen",
            refused + opened
        ));
    }
    Answer::lines(lines)
}

pub fn ps(call: &mut Call) -> Answer {
    let sessions = call.world().sessions();
    let (cluster, database) = names(call);
    let mut lines = vec!["    PID USER     CMD".to_string()];
    if call.world().database_status() != Status::Down {
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
    Answer::lines(lines)
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

pub fn free(call: &mut Call) -> Answer {
    let Some(memory) = call.world().spec().database.lifecycle.memory else {
        return Answer::note("memory is not modelled in this incident");
    };
    let available = call.access.metric("node_memory_MemAvailable_bytes");
    let swap_free = call.access.metric("node_memory_SwapFree_bytes");
    let total = memory.total_bytes as f64;
    let available = available.unwrap_or(total);
    let swap = memory.swap_bytes as f64;
    let swap_free = swap_free.unwrap_or(swap);
    Answer::lines([
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

pub fn df(call: &mut Call) -> Answer {
    let world = call.world();
    let (Some(disk), Some(left)) = (
        &world.spec().database.lifecycle.disk,
        world.disk_free_bytes(),
    ) else {
        return Answer::note("disk space is not modelled in this incident: the disk has no bound");
    };
    let (size, left) = (disk.size_bytes as f64, left as f64);
    let used = size - left;
    Answer::lines([
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

pub fn iostat(call: &mut Call) -> Answer {
    call.access.look(Look::Chart("disk".into()));
    let (busy, wait, idle) = shares(call);
    let disk = call.metric("instance_device:node_disk_io_time_seconds:rate1m");
    Answer::lines([
        "avg-cpu:  %user+%system  %iowait   %idle".to_string(),
        format!("          {busy:>14.2} {wait:>8.2} {idle:>7.2}"),
        String::new(),
        "Device           %util".to_string(),
        format!("nvme1n1         {:>6.2}", disk * 100.0),
    ])
}

pub fn vmstat(call: &mut Call) -> Answer {
    call.access.look(Look::Chart("cpu".into()));
    let (busy, wait, idle) = shares(call);
    let sessions = call.world().sessions();
    let on_disk = |s: &&SessionRow| s.wait_event.is_some_and(|(k, _)| k == "IO");
    let blocked = sessions.iter().filter(on_disk).count();
    let load = call.metric("node_load1");
    let running = (load.round() as usize).saturating_sub(blocked);
    Answer::lines([
        "procs  ------cpu-----".to_string(),
        " r  b  us+sy  id  wa".to_string(),
        format!("{running:>2} {blocked:>2}  {busy:>5.0} {idle:>3.0} {wait:>3.0}"),
    ])
}

pub fn ss(call: &mut Call) -> Answer {
    let options = Options::read(call.args, "");
    let world = call.world();
    let used = world.slots().0;
    if options.has(&["s", "summary"]) {
        return Answer::lines([
            format!("Total: {}", used + 160),
            format!("TCP:   {used} (estab {used}, closed 0, orphaned 0, timewait 0)"),
        ]);
    }
    let mut lines =
        vec!["State    Recv-Q Send-Q  Local Address:Port   Peer (role, application)".to_string()];
    if options.has(&["l"]) || call.args.iter().any(|a| a.contains('l')) {
        if world.database_status() == Status::Ready {
            lines.push("LISTEN   0      244           0.0.0.0:5432   0.0.0.0:*".to_string());
        }
        return Answer::lines(lines);
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
    Answer::lines(lines)
}

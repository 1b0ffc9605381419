//! What `kubectl get` and `describe` print.

use super::{Access, Text, Tone, clock, columns, row};
use crate::sim::InstanceStatus;

fn none(access: &Access) -> Text {
    let namespace = &access.site().system;
    Text::error(format!("No resources found in {namespace} namespace."))
}

/// A pod is ready and what its status is; none if it is gone.
fn pod_state(pod: &InstanceStatus) -> Option<(&'static str, &'static str)> {
    Some(match pod.state {
        "up" if pod.healthy && !pod.drained => ("1/1", "Running"),
        "up" | "booting" => ("0/1", "Running"),
        "stopping" => ("1/1", "Terminating"),
        _ => return None,
    })
}

/// `kubectl get pods`; `service`: of this one only.
pub fn pods(access: &Access, only: Option<&str>, wide: bool) -> Vec<Text> {
    let world = access.world();
    let mut head = row(["NAME", "READY", "STATUS", "RESTARTS", "AGE"]);
    if wide {
        head.extend(row(["BUSY", "QUEUED"]));
    }
    let mut rows = vec![head];
    for (index, service) in world.spec().services.iter().enumerate() {
        for pod in world.instances(index) {
            let name = format!("{}-{}", service.name, pod.number);
            if only.is_some_and(|only| only != service.name && only != name) {
                continue;
            }
            let Some((ready, status)) = pod_state(&pod) else {
                continue;
            };
            let restarts = pod.restarts.to_string();
            let mut cells = row([&name, ready, status, &restarts, "<unknown>"]);
            if wide {
                cells.extend([pod.busy.to_string(), pod.queued.to_string()]);
            }
            rows.push(cells);
        }
    }
    if rows.len() == 1 {
        return vec![none(access)];
    }
    let ready = |line: &str| !line.contains("  0/1 ") && !line.contains("Terminating");
    columns(&rows, 3)
        .into_iter()
        .map(|line| match ready(&line) {
            true => Text::plain(line),
            false => Text::toned(Tone::Warn, line),
        })
        .collect()
}

pub fn deployments(access: &Access, only: Option<&str>) -> Vec<Text> {
    let world = access.world();
    let mut rows = vec![row(["NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE"])];
    for (index, service) in world.spec().services.iter().enumerate() {
        if only.is_some_and(|only| only != service.name) {
            continue;
        }
        let s = world.service_status(index);
        let ready = format!("{}/{}", s.ready, s.desired);
        let new = s.desired.saturating_sub(s.rollout_left).to_string();
        rows.push(row([
            &service.name,
            &ready,
            &new,
            &s.ready.to_string(),
            "<unknown>",
        ]));
    }
    columns(&rows, 3).into_iter().map(Text::plain).collect()
}

/// `kubectl get events`: what was done to deployments and what probes say.
pub fn events(access: &Access, only: Option<&str>) -> Vec<Text> {
    let world = access.world();
    let session = access.session();
    let now = world.now();
    let age = |at| clock::age(((now - at) / 1_000_000_000) as i64);
    let mut found: Vec<(u64, Vec<String>)> = Vec::new();
    let services: Vec<&str> = world
        .spec()
        .services
        .iter()
        .map(|s| s.name.as_str())
        .collect();
    for entry in session.feed().since(0) {
        let word = |w: &str| {
            entry
                .title
                .split(|c: char| !c.is_alphanumeric())
                .any(|x| x == w)
        };
        let about = services.iter().find(|name| word(name));
        let kinds = ["roll", "restart", "scale", "instances"];
        let title = entry.title.to_lowercase();
        if let Some(name) = about
            && kinds.iter().any(|kind| title.contains(kind))
        {
            let object = format!("deployment/{name}");
            let at = age(entry.at);
            let cells = row([&at, "Normal", "ScalingReplicaSet", &object, &entry.title]);
            found.push((entry.at, cells));
        }
    }
    for line in world.log().since(0) {
        let (kind, reason) = match line.code {
            "ready" => ("Normal", "Ready"),
            "unready" => ("Warning", "Unhealthy"),
            "boot" => ("Warning", "BackOff"),
            _ => continue,
        };
        if services.contains(&line.source.as_str()) {
            let object = format!("pod/{}", line.host);
            let at = age(line.at);
            let cells = row([&at, kind, reason, &object, &line.text]);
            found.push((line.at, cells));
        }
    }
    if let Some(only) = only {
        found.retain(|(_, cells)| cells[3].contains(only));
    }
    found.sort_by_key(|(at, _)| *at);
    let skip = found.len().saturating_sub(40);
    let mut rows = vec![row(["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"])];
    rows.extend(found.into_iter().skip(skip).map(|(_, cells)| cells));
    if rows.len() == 1 {
        return vec![none(access)];
    }
    columns(&rows, 3).into_iter().map(Text::plain).collect()
}

pub fn describe_deployment(access: &Access, index: usize) -> Vec<Text> {
    let world = access.world();
    let service = &world.spec().services[index];
    let s = world.service_status(index);
    let name = &service.name;
    let missing = s.desired.saturating_sub(s.ready);
    let (unavailable, surge) = match service.tier.rollout {
        Some(rollout) => (rollout.max_unavailable, rollout.max_surge),
        None => (2, 0),
    };
    let mut lines = vec![
        format!("Name:                   {name}"),
        format!("Namespace:              {}", access.site().system),
        format!("Selector:               app={name}"),
        format!(
            "Replicas:               {} desired | {} updated | {} total | {} available | {missing} \
             unavailable",
            s.desired,
            s.desired.saturating_sub(s.rollout_left),
            s.desired,
            s.ready
        ),
        "StrategyType:           RollingUpdate".to_string(),
        format!("RollingUpdateStrategy:  {unavailable} max unavailable, {surge} max surge"),
        "Pod Template:".to_string(),
        "  Containers:".to_string(),
        format!("   {name}:"),
        format!("    Threads:     {}", service.threads),
    ];
    if let Some(pool) = &service.pool {
        let size = s.pool_size.map_or("none".into(), |n| n.to_string());
        lines.push(format!(
            "    Pool:        {}, maximumPoolSize {size}",
            pool.name
        ));
        lines.push(format!("    Mounts:      {} (ro)", pool.path));
    }
    if let Some(health) = &service.tier.health {
        let (period, timeout) = (
            health.period / 1_000_000_000,
            health.timeout / 1_000_000_000,
        );
        lines.push(format!(
            "    Readiness:   http-get http://:8080/actuator/health timeout={timeout}s \
             period={period}s #success={} #failure={}",
            health.successes, health.failures
        ));
    }
    let progressing = match s.rollout_left > 0 || s.moving > 0 {
        true => "ReplicaSetUpdated",
        false => "NewReplicaSetAvailable",
    };
    let available = if missing == 0 { "True " } else { "False" };
    lines.extend([
        "Conditions:".to_string(),
        "  Type           Status  Reason".to_string(),
        "  ----           ------  ------".to_string(),
        format!("  Available      {available}   MinimumReplicasAvailable"),
        format!("  Progressing    True    {progressing}"),
    ]);
    lines.into_iter().map(Text::plain).collect()
}

pub fn describe_pod(access: &Access, index: usize, pod: &InstanceStatus) -> Vec<Text> {
    let world = access.world();
    let service = &world.spec().services[index];
    let (_, status) = pod_state(pod).unwrap_or(("0/1", "Succeeded"));
    let ready = pod.state == "up" && pod.healthy;
    let yes = |b: bool| if b { "True" } else { "False" };
    let mut lines = vec![
        format!("Name:             {}-{}", service.name, pod.number),
        format!("Namespace:        {}", access.site().system),
        format!("Labels:           app={}", service.name),
        format!("Status:           {status}"),
        format!("Restart Count:    {}", pod.restarts),
        format!("Threads busy:     {} of {}", pod.busy, service.threads),
        format!(
            "Accept queue:     {} of {}",
            pod.queued, service.accept_queue_max
        ),
        format!("Requests open:    {}", pod.outstanding),
        format!("Requests taken:   {}", pod.taken),
    ];
    if let Some(breaker) = pod.breaker {
        lines.push(format!("Circuit breaker:  {breaker}"));
    }
    if pod.drained {
        lines.push("Balancer:         taken out by hand".to_string());
    }
    lines.extend([
        "Conditions:".to_string(),
        "  Type              Status".to_string(),
        format!("  Ready             {}", yes(ready)),
        format!("  In balancer       {}", yes(pod.in_balancer)),
    ]);
    lines.into_iter().map(Text::plain).collect()
}

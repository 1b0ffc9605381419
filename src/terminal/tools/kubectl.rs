//! `kubectl`: deployments and pods.

use super::super::files;
use super::super::output::Text;
use super::super::words::Options;
use super::kube_tables;
use super::{Call, Follow, Given, Next, columns, commits};
use crate::drill::action::Action;
use crate::sim::InstanceStatus;

/// The service of a name, as `web`, `deployment/web` or `deploy/web`.
fn deployment(call: &Call, name: &str) -> Result<(usize, String), Box<Given>> {
    let bare = name.rsplit('/').next().unwrap_or(name).to_string();
    match call.hands.world().service_index(&bare) {
        Ok(index) => Ok((index, bare)),
        Err(_) => {
            let services = &call.hands.world().spec().services;
            let names: Vec<&str> = services.iter().map(|s| s.name.as_str()).collect();
            Err(Box::new(Given::fail_with(
                format!("Error from server (NotFound): deployments.apps \"{bare}\" not found"),
                format!("deployments: {}", names.join(", ")),
            )))
        }
    }
}

/// The pod of a name.
fn pod(call: &Call, name: &str) -> Option<(usize, InstanceStatus)> {
    let bare = name.rsplit('/').next().unwrap_or(name);
    let (service, number) = bare.rsplit_once('-')?;
    let number: u32 = number.parse().ok()?;
    let index = call.hands.world().service_index(service).ok()?;
    let mut pods = call.hands.world().instances(index).into_iter();
    pods.find(|p| p.number == number && p.state != "gone")
        .map(|p| (index, p))
}

/// Runs `kubectl`.
pub fn kubectl(call: &mut Call) -> Given {
    let valued = [
        "n",
        "namespace",
        "o",
        "output",
        "tail",
        "since",
        "replicas",
        "l",
        "selector",
        "c",
        "sort-by",
        "context",
        "to-revision",
        "field-selector",
        "p",
        "f-file",
    ];
    let options = Options::read(call.args, &valued);
    if let Some(space) = options.value(&["n", "namespace"])
        && space != call.hands.site().system
        && space != "default"
    {
        return Given::fail(format!("No resources found in {space} namespace."));
    }
    let words = &options.rest[..];
    match words {
        [] => Given::lines([
            "kubectl controls the Kubernetes cluster manager.",
            "",
            "  get         Display pods, deployments or events",
            "  describe    Show details of a pod or deployment",
            "  logs        Print the logs of a pod or deployment",
            "  top         Display resource usage",
            "  rollout     Manage the rollout: status, restart, undo, pause, resume, history",
            "  scale       Set a new size for a deployment",
            "  drain, uncordon  Take a pod out of the balancer, put it back",
        ]),
        ["get", what, rest @ ..] => get(call, &options, what, rest),
        ["get"] => Given::fail("error: Required resource not specified."),
        ["describe", rest @ ..] => describe(call, rest),
        ["logs", rest @ ..] => logs(call, &options, rest),
        ["top", ..] => Given::fail_with(
            "error: Metrics API not available",
            "busy threads and queues of each pod: kubectl get pods -o wide",
        ),
        ["rollout", verb, rest @ ..] => rollout(call, verb, rest),
        ["rollout"] => {
            Given::fail("error: must specify one of history, pause, restart, resume, status, undo")
        }
        ["scale", rest @ ..] => scale(call, &options, rest),
        ["delete", "pod" | "pods", name, ..] | ["delete", name] => match pod(call, name) {
            Some(_) => Given::note(
                "a single pod cannot be deleted here; kubectl rollout restart renews all, \
                 kubectl drain takes one out of the balancer",
            ),
            None => Given::fail(format!(
                "Error from server (NotFound): pods \"{name}\" not found"
            )),
        },
        ["drain" | "cordon" | "uncordon", rest @ ..] => drain(call, words[0], rest),
        ["version", ..] => Given::lines(["Client Version: v1.29.4", "Server Version: v1.29.4"]),
        ["config", ..] => Given::lines([format!("{}-production", call.hands.site().system)]),
        ["cluster-info", ..] => Given::lines(["Kubernetes control plane is running"]),
        ["exec" | "port-forward" | "cp" | "attach" | "debug", ..] => {
            Given::note(format!("kubectl {} is not modelled here", words[0]))
        }
        ["edit" | "apply" | "patch" | "set" | "create", ..] => Given::note(format!(
            "kubectl {} is not modelled here: settings of services are files, edited in the Files \
             tool and read at a rollout",
            words[0]
        )),
        [other, ..] => Given::fail(format!(
            "error: unknown command \"{other}\" for \"kubectl\""
        )),
    }
}

fn get(call: &Call, options: &Options, what: &str, rest: &[&str]) -> Given {
    let (kind, named) = what
        .split_once('/')
        .map_or((what, None), |(k, n)| (k, Some(n)));
    let selected = options.value(&["l", "selector"]);
    let selected = selected.and_then(|s| s.split_once('=')).map(|(_, v)| v);
    let only = named.or(rest.first().copied()).or(selected);
    let wide = options.value(&["o", "output"]) == Some("wide");
    if options.value(&["o", "output"]).is_some_and(|o| o != "wide") {
        return Given::note("of the output formats only -o wide is modelled here");
    }
    match kind {
        "pods" | "pod" | "po" => {
            let lines = kube_tables::pods(call.hands, only, wide);
            match only {
                Some(name) if lines.len() == 1 && selected.is_none() => Given::fail(format!(
                    "Error from server (NotFound): pods \"{name}\" not found"
                )),
                _ => watched(options, call, lines),
            }
        }
        "deployments" | "deployment" | "deploy" => {
            if let Some(name) = only
                && let Err(given) = deployment(call, name)
            {
                return *given;
            }
            watched(options, call, kube_tables::deployments(call.hands, only))
        }
        "events" | "event" | "ev" => Given::texts(kube_tables::events(call.hands, only)),
        "all" => {
            let mut lines = kube_tables::pods(call.hands, only, false);
            lines.push(Text::plain(""));
            lines.extend(kube_tables::deployments(call.hands, only));
            Given::texts(lines)
        }
        "nodes" | "services" | "svc" | "ingress" | "configmaps" | "cm" | "secrets" | "hpa"
        | "replicasets" | "rs" | "namespaces" | "ns" => Given::note(format!(
            "{kind} are not modelled here; there are pods, deployments and events"
        )),
        other => Given::fail(format!(
            "error: the server doesn't have a resource type \"{other}\""
        )),
    }
}

fn watched(options: &Options, call: &Call, lines: Vec<Text>) -> Given {
    if !options.has(&["w", "watch"]) {
        return Given::texts(lines);
    }
    let plain = call
        .args
        .iter()
        .filter(|a| !matches!(a.as_str(), "-w" | "--watch"));
    let words: Vec<&str> = plain.map(String::as_str).collect();
    let every = 2 * crate::sim::time::SEC;
    Given {
        out: lines,
        err: Vec::new(),
        next: Some(Next::Follow(Follow::Watch {
            line: format!("kubectl {}", words.join(" ")),
            every,
            due: call.hands.world().now() + every,
        })),
    }
}

fn describe(call: &Call, rest: &[&str]) -> Given {
    let (kind, name) = match rest {
        [one] => match one.split_once('/') {
            Some(pair) => pair,
            None => return Given::fail("error: You must provide one or more resources"),
        },
        [kind, name, ..] => (*kind, *name),
        [] => return Given::fail("error: You must specify the type of resource to describe."),
    };
    match kind {
        "pod" | "pods" | "po" => match pod(call, name) {
            Some((index, pod)) => Given::texts(kube_tables::describe_pod(call.hands, index, &pod)),
            None => Given::fail(format!(
                "Error from server (NotFound): pods \"{name}\" not found"
            )),
        },
        "deployment" | "deployments" | "deploy" => match deployment(call, name) {
            Ok((index, _)) => Given::texts(kube_tables::describe_deployment(call.hands, index)),
            Err(given) => *given,
        },
        other => Given::fail(format!(
            "error: the server doesn't have a resource type \"{other}\""
        )),
    }
}

fn logs(call: &Call, options: &Options, rest: &[&str]) -> Given {
    let selected = options.value(&["l", "selector"]);
    let selected = selected.and_then(|s| s.split_once('=')).map(|(_, v)| v);
    let Some(name) = rest.first().copied().or(selected) else {
        return Given::fail("error: expected 'logs [-f] (POD | TYPE/NAME)'");
    };
    let bare = name.rsplit('/').next().unwrap_or(name);
    let found = pod(call, bare);
    let (service, host) = match &found {
        Some((index, _)) => (*index, Some(bare.to_string())),
        None => match call.hands.world().service_index(bare) {
            Ok(index) => (index, None),
            Err(_) => {
                return Given::fail(format!(
                    "Error from server (NotFound): pods \"{bare}\" not found"
                ));
            }
        },
    };
    let hands = &*call.hands;
    let world = hands.world();
    let source = world.spec().services[service].name.clone();
    let since = options.value(&["since"]);
    let since = since.and_then(super::super::clock::read_interval);
    let from = since.map_or(i64::MIN, |us| hands.now_ms() - us / 1000);
    let mine = |line: &&crate::sim::journald::Line| {
        line.source == source
            && host.as_ref().is_none_or(|host| *host == line.host)
            && hands.unix_ms(line.at) >= from
    };
    let lines = world.log().since(0).filter(mine);
    let mut out: Vec<Text> = lines.map(|l| files::log_line(hands, l)).collect();
    let follows = options.has(&["f", "follow"]);
    let tail = options
        .value(&["tail"])
        .and_then(|n| n.parse::<usize>().ok());
    if let Some(tail) = tail.or(follows.then_some(10)) {
        out.drain(..out.len().saturating_sub(tail));
    }
    let filters = host.map(|host| vec!["grep".into(), "-F".into(), format!("[{host}]")]);
    let next = follows.then(|| {
        Next::Follow(Follow::Log {
            source,
            journal: false,
            next: world.log().next_id(),
            filters: filters.into_iter().collect(),
        })
    });
    Given {
        out,
        err: Vec::new(),
        next,
    }
}

fn rollout(call: &Call, verb: &str, rest: &[&str]) -> Given {
    let name = match rest {
        ["deployment" | "deploy", name, ..] | [name, ..] => *name,
        [] => return Given::fail("error: required resource not specified"),
    };
    let (index, service) = match deployment(call, name) {
        Ok(found) => found,
        Err(given) => return *given,
    };
    let spec = &call.hands.world().spec().services[index];
    let boot = spec.boot / 1_000_000_000;
    match verb {
        "status" => Given::then(Next::Follow(Follow::Rollout {
            service,
            said: String::new(),
        })),
        "restart" => {
            let how = match spec.tier.rollout {
                Some(r) => format!(
                    "at most {} missing, {} more than wanted",
                    r.max_unavailable, r.max_surge
                ),
                None => "two at a time".into(),
            };
            let warning = format!(
                "Restarts all instances of {service}, {how}; each takes about {boot} s and opens \
                 its pool anew."
            );
            let said = format!("deployment.apps/{service} restarted");
            Given::ask(&warning, vec![Action::RollingRestart { service }], &[&said])
        }
        "undo" => {
            let warning = format!(
                "Writes the settings file of {service} as it was one version before and restarts \
                 its instances."
            );
            let said = format!("deployment.apps/{service} rolled back");
            Given::ask(&warning, vec![Action::UndoRollout { service }], &[&said])
        }
        "pause" | "resume" => {
            let paused = verb == "pause";
            let warning = match paused {
                true => "No further instance is touched until it is resumed.",
                false => "The rollout goes on where it stopped.",
            };
            let said = format!("deployment.apps/{service} {verb}d");
            Given::ask(
                warning,
                vec![Action::PauseRollout { service, paused }],
                &[&said],
            )
        }
        "history" => history(call, &service, spec.pool.as_ref().map(|p| p.path.as_str())),
        other => Given::fail(format!(
            "error: unknown command \"{other}\" for \"kubectl rollout\""
        )),
    }
}

fn history(call: &Call, service: &str, path: Option<&str>) -> Given {
    let mut rows = vec![vec!["REVISION".to_string(), "CHANGE-CAUSE".to_string()]];
    let mut all = commits::all(call.hands);
    all.retain(|c| Some(c.path.as_str()) == path);
    all.sort_by_key(|c| c.version);
    rows.extend(
        all.iter()
            .map(|c| vec![c.version.to_string(), c.message.clone()]),
    );
    let mut lines = vec![format!("deployment.apps/{service}")];
    lines.extend(columns(&rows, 2));
    Given::lines(lines)
}

fn scale(call: &Call, options: &Options, rest: &[&str]) -> Given {
    let name = match rest {
        ["deployment" | "deploy", name, ..] | [name, ..] => *name,
        [] => return Given::fail("error: resource(s) were provided, but no name was specified"),
    };
    let (index, service) = match deployment(call, name) {
        Ok(found) => found,
        Err(given) => return *given,
    };
    let Some(text) = options.value(&["replicas"]) else {
        return Given::fail("error: required flag(s) \"replicas\" not set");
    };
    let Ok(instances) = text.parse::<u32>() else {
        return Given::fail(format!(
            "error: invalid argument \"{text}\" for \"--replicas\" flag: strconv.ParseInt: parsing \
             \"{text}\": invalid syntax"
        ));
    };
    let now = call.hands.world().service_status(index).desired;
    let boot = call.hands.world().spec().services[index].boot / 1_000_000_000;
    let warning = format!(
        "From {now} to {instances} instances of {service}. New ones are ready after about {boot} s \
         and open their own pools."
    );
    let said = format!("deployment.apps/{service} scaled");
    Given::ask(
        &warning,
        vec![Action::Scale { service, instances }],
        &[&said],
    )
}

fn drain(call: &Call, verb: &str, rest: &[&str]) -> Given {
    let name = match rest {
        ["pod", name, ..] | [name, ..] => *name,
        [] => return Given::fail(format!("error: USAGE: {verb} POD")),
    };
    let Some((index, pod)) = pod(call, name) else {
        return Given::fail(format!(
            "Error from server (NotFound): pods \"{name}\" not found"
        ));
    };
    let service = call.hands.world().spec().services[index].name.clone();
    let out = verb != "uncordon";
    let warning = match out {
        true => "The balancer sends it no more requests; it works on what it has.",
        false => "The balancer sends it requests again.",
    };
    let action = Action::DrainInstance {
        service,
        instance: pod.number,
        out,
    };
    let said = format!("pod/{name} {}", if out { "drained" } else { "uncordoned" });
    Given::ask(warning, vec![action], &[&said])
}

//! `kubectl`: deployments and pods.

use super::kube_tables;
use super::{
    Answer, Call, Follow, Next, Options, Plan, Text, Typed, columns, commits, files, fixed, row,
};
use crate::drill::action::{Action, Command};
use crate::sim::InstanceStatus;
use crate::sim::time::SEC;

/// An answer, or why there is none.
type Answered = Result<Answer, Box<Answer>>;

fn missing(kind: &str, name: &str) -> Answer {
    Answer::fail(format!(
        "Error from server (NotFound): {kind} \"{name}\" not found"
    ))
}

/// The service of a name, as `web`, `deployment/web` or `deploy/web`.
fn deployment(call: &Call, name: &str) -> Result<(usize, String), Box<Answer>> {
    let bare = name.rsplit('/').next().unwrap_or(name).to_string();
    if let Ok(index) = call.world().service_index(&bare) {
        return Ok((index, bare));
    }
    let services = &call.world().spec().services;
    let names: Vec<&str> = services.iter().map(|s| s.name.as_str()).collect();
    let mut answer = missing("deployments.apps", &bare);
    answer
        .err
        .push(Text::note(format!("deployments: {}", names.join(", "))));
    Err(Box::new(answer))
}

/// The service that is named after a verb, with or without its kind before it.
fn target(call: &Call, rest: &[&str], nothing: &str) -> Result<(usize, String), Box<Answer>> {
    match rest {
        ["deployment" | "deploy", name, ..] | [name, ..] => deployment(call, name),
        [] => Err(Box::new(Answer::fail(nothing))),
    }
}

/// The pod of a name.
fn pod(call: &Call, name: &str) -> Result<(usize, InstanceStatus), Box<Answer>> {
    let bare = name.rsplit('/').next().unwrap_or(name);
    let found = bare.rsplit_once('-').and_then(|(service, number)| {
        let number: u32 = number.parse().ok()?;
        let index = call.world().service_index(service).ok()?;
        let mut pods = call.world().instances(index).into_iter();
        pods.find(|p| p.number == number && p.state != "gone")
            .map(|p| (index, p))
    });
    found.ok_or_else(|| Box::new(missing("pods", name)))
}

/// Either way it is what is said.
fn said(answered: Answered) -> Answer {
    answered.unwrap_or_else(|answer| *answer)
}

const VERBS: &str = "get|describe|logs|top|rollout|scale|drain|uncordon";
const ROLLOUT: &str = "status|restart|undo|pause|resume|history";

/// How it goes on.
pub fn ways(typed: &Typed) -> Option<Vec<String>> {
    Some(match typed.words {
        [] => fixed(VERBS),
        ["get"] => fixed("pods|deployments|events"),
        ["describe"] => fixed("pod|deployment"),
        ["rollout"] => fixed(ROLLOUT),
        ["scale", _] => fixed("--replicas="),
        ["rollout", _] | ["scale"] => typed.services("deployment/"),
        ["describe", "deployment"] => typed.services(""),
        ["logs" | "drain" | "uncordon"] | ["describe", "pod"] => {
            let mut all = typed.services("deployment/");
            let world = typed.access.world();
            for (index, service) in world.spec().services.iter().enumerate() {
                let pods = world.instances(index).into_iter();
                all.extend(pods.map(|p| format!("{}-{}", service.name, p.number)));
            }
            all
        }
        _ => return None,
    })
}

pub fn kubectl(call: &mut Call) -> Answer {
    let valued = "n namespace o output tail since replicas l selector c sort-by context \
                  to-revision field-selector p f-file";
    let options = Options::read(call.args, valued);
    if let Some(space) = options.value(&["n", "namespace"])
        && space != call.access.site().system
        && space != "default"
    {
        return Answer::fail(format!("No resources found in {space} namespace."));
    }
    let words = &options.rest[..];
    match words {
        [] => Answer::lines([
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
        ["get"] => Answer::fail("error: Required resource not specified."),
        ["describe", rest @ ..] => said(describe(call, rest)),
        ["logs", rest @ ..] => logs(call, &options, rest),
        ["top", ..] => Answer::fail_with(
            "error: Metrics API not available",
            "busy threads and queues of each pod: kubectl get pods -o wide",
        ),
        ["rollout", verb, rest @ ..] => said(rollout(call, verb, rest)),
        ["rollout"] => {
            Answer::fail("error: must specify one of history, pause, restart, resume, status, undo")
        }
        ["scale", rest @ ..] => said(scale(call, &options, rest)),
        ["delete", "pod" | "pods", name, ..] | ["delete", name] => {
            said(pod(call, name).map(|_| {
                Answer::note(
                    "a single pod cannot be deleted here; kubectl rollout restart renews all, \
                 kubectl drain takes one out of the balancer",
                )
            }))
        }
        ["drain" | "cordon" | "uncordon", rest @ ..] => said(drain(call, words[0], rest)),
        ["version", ..] => Answer::lines(["Client Version: v1.29.4", "Server Version: v1.29.4"]),
        ["config", ..] => Answer::lines([format!("{}-production", call.access.site().system)]),
        ["cluster-info", ..] => Answer::lines(["Kubernetes control plane is running"]),
        ["exec" | "port-forward" | "cp" | "attach" | "debug", ..] => {
            Answer::note(format!("kubectl {} is not modelled here", words[0]))
        }
        ["edit" | "apply" | "patch" | "set" | "create", ..] => Answer::note(format!(
            "kubectl {} is not modelled here: settings of services are files, edited in the Files \
             tool and read at a rollout",
            words[0]
        )),
        [other, ..] => Answer::fail(format!(
            "error: unknown command \"{other}\" for \"kubectl\""
        )),
    }
}

fn get(call: &Call, options: &Options, what: &str, rest: &[&str]) -> Answer {
    let (kind, named) = what
        .split_once('/')
        .map_or((what, None), |(k, n)| (k, Some(n)));
    let selected = options.value(&["l", "selector"]);
    let selected = selected.and_then(|s| s.split_once('=')).map(|(_, v)| v);
    let only = named.or(rest.first().copied()).or(selected);
    let wide = options.value(&["o", "output"]) == Some("wide");
    if options.value(&["o", "output"]).is_some_and(|o| o != "wide") {
        return Answer::note("of the output formats only -o wide is modelled here");
    }
    match kind {
        "pods" | "pod" | "po" => {
            let lines = kube_tables::pods(call.access, only, wide);
            match only {
                Some(name) if lines.len() == 1 && selected.is_none() => missing("pods", name),
                _ => watched(options, call, lines),
            }
        }
        "deployments" | "deployment" | "deploy" => {
            if let Some(name) = only
                && let Err(answer) = deployment(call, name)
            {
                return *answer;
            }
            watched(options, call, kube_tables::deployments(call.access, only))
        }
        "events" | "event" | "ev" => Answer::texts(kube_tables::events(call.access, only)),
        "all" => {
            let mut lines = kube_tables::pods(call.access, only, false);
            lines.push(Text::plain(""));
            lines.extend(kube_tables::deployments(call.access, only));
            Answer::texts(lines)
        }
        "nodes" | "services" | "svc" | "ingress" | "configmaps" | "cm" | "secrets" | "hpa"
        | "replicasets" | "rs" | "namespaces" | "ns" => Answer::note(format!(
            "{kind} are not modelled here; there are pods, deployments and events"
        )),
        other => no_kind(other),
    }
}

fn watched(options: &Options, call: &Call, lines: Vec<Text>) -> Answer {
    if !options.has(&["w", "watch"]) {
        return Answer::texts(lines);
    }
    let plain = call
        .args
        .iter()
        .filter(|a| !matches!(a.as_str(), "-w" | "--watch"));
    let words: Vec<&str> = plain.map(String::as_str).collect();
    let every = 2 * SEC;
    Answer::texts(lines).next(Some(Next::Follow(Follow::Watch {
        line: format!("kubectl {}", words.join(" ")),
        every,
        due: call.world().now() + every,
    })))
}

fn describe(call: &Call, rest: &[&str]) -> Answered {
    let (kind, name) = match rest {
        [one] => match one.split_once('/') {
            Some(pair) => pair,
            None => {
                return Ok(Answer::fail(
                    "error: You must provide one or more resources",
                ));
            }
        },
        [kind, name, ..] => (*kind, *name),
        [] => {
            let error = "error: You must specify the type of resource to describe.";
            return Ok(Answer::fail(error));
        }
    };
    let lines = match kind {
        "pod" | "pods" | "po" => {
            let (index, pod) = pod(call, name)?;
            kube_tables::describe_pod(call.access, index, &pod)
        }
        "deployment" | "deployments" | "deploy" => {
            kube_tables::describe_deployment(call.access, deployment(call, name)?.0)
        }
        other => return Ok(no_kind(other)),
    };
    Ok(Answer::texts(lines))
}

fn no_kind(kind: &str) -> Answer {
    Answer::fail(format!(
        "error: the server doesn't have a resource type \"{kind}\""
    ))
}

fn logs(call: &Call, options: &Options, rest: &[&str]) -> Answer {
    let selected = options.value(&["l", "selector"]);
    let selected = selected.and_then(|s| s.split_once('=')).map(|(_, v)| v);
    let Some(name) = rest.first().copied().or(selected) else {
        return Answer::fail("error: expected 'logs [-f] (POD | TYPE/NAME)'");
    };
    let bare = name.rsplit('/').next().unwrap_or(name);
    let (service, host) = match (pod(call, bare), call.world().service_index(bare)) {
        (Ok((index, _)), _) => (index, Some(bare.to_string())),
        (_, Ok(index)) => (index, None),
        (Err(answer), _) => return *answer,
    };
    let access = &*call.access;
    let world = access.world();
    let source = world.spec().services[service].name.clone();
    let since = options.value(&["since"]);
    let since = since.and_then(super::super::clock::read_interval);
    let from = since.map_or(i64::MIN, |us| access.now_ms() - us / 1000);
    let mine = |line: &&crate::sim::journald::Line| {
        line.source == source
            && host.as_ref().is_none_or(|host| *host == line.host)
            && access.unix_ms(line.at) >= from
    };
    let lines = world.log().since(0).filter(mine);
    let mut out: Vec<Text> = lines.map(|l| files::log_line(access, l)).collect();
    let follows = options.has(&["f", "follow"]);
    options.keep_last(&["tail"], follows, &mut out);
    let filter = host.map(|host| vec!["grep".into(), "-F".into(), format!("[{host}]")]);
    let next = follows.then(|| Next::Follow(Follow::log(access, source, false, filter)));
    Answer::texts(out).next(next)
}

fn rollout(call: &Call, verb: &str, rest: &[&str]) -> Answered {
    let (index, service) = target(call, rest, "error: required resource not specified")?;
    let spec = &call.world().spec().services[index];
    let boot = spec.boot / SEC;
    let (warning, done) = match verb {
        "status" => {
            let said = String::new();
            return Ok(Answer::then(Next::Follow(Follow::Rollout {
                service,
                said,
            })));
        }
        "history" => {
            let path = spec.pool.as_ref().map(|p| p.path.as_str());
            return Ok(history(call, &service, path));
        }
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
            (warning, "restarted")
        }
        "undo" => {
            let warning = format!(
                "Writes the settings file of {service} as it was one version before and restarts \
                 its instances."
            );
            (warning, "rolled back")
        }
        "pause" => (
            "No further instance is touched until it is resumed.".into(),
            "paused",
        ),
        "resume" => ("The rollout goes on where it stopped.".into(), "resumed"),
        other => {
            return Ok(Answer::fail(format!(
                "error: unknown command \"{other}\" for \"kubectl rollout\""
            )));
        }
    };
    let said = format!("deployment.apps/{service} {done}");
    let action = match verb {
        "restart" => Action::Change(Command::RollingRestart { service }),
        "undo" => Action::UndoRollout { service },
        _ => {
            let paused = verb == "pause";
            Action::Change(Command::PauseRollout { service, paused })
        }
    };
    Ok(Plan::new(warning, action).said(said).ask(None))
}

fn history(call: &Call, service: &str, path: Option<&str>) -> Answer {
    let mut rows = vec![row(["REVISION", "CHANGE-CAUSE"])];
    let mut all = commits::all(call.access);
    all.retain(|c| Some(c.path.as_str()) == path);
    all.sort_by_key(|c| c.version);
    let cells = |c: &commits::Commit| row([&c.version.to_string(), &c.message]);
    rows.extend(all.iter().map(cells));
    let mut lines = vec![format!("deployment.apps/{service}")];
    lines.extend(columns(&rows, 2));
    Answer::lines(lines)
}

fn scale(call: &Call, options: &Options, rest: &[&str]) -> Answered {
    let nothing = "error: resource(s) were provided, but no name was specified";
    let (index, service) = target(call, rest, nothing)?;
    let Some(text) = options.value(&["replicas"]) else {
        return Ok(Answer::fail("error: required flag(s) \"replicas\" not set"));
    };
    let Ok(instances) = text.parse::<u32>() else {
        return Ok(Answer::fail(format!(
            "error: invalid argument \"{text}\" for \"--replicas\" flag: strconv.ParseInt: parsing \
             \"{text}\": invalid syntax"
        )));
    };
    let now = call.world().service_status(index).desired;
    let boot = call.world().spec().services[index].boot / SEC;
    let warning = format!(
        "From {now} to {instances} instances of {service}. New ones are ready after about {boot} s \
         and open their own pools."
    );
    let said = format!("deployment.apps/{service} scaled");
    let plan = Plan::new(
        warning,
        Action::Change(Command::Scale { service, instances }),
    );
    Ok(plan.said(said).ask(None))
}

fn drain(call: &Call, verb: &str, rest: &[&str]) -> Answered {
    let (["pod", name, ..] | [name, ..]) = rest else {
        return Ok(Answer::fail(format!("error: USAGE: {verb} POD")));
    };
    let (index, pod) = pod(call, name)?;
    let out = verb != "uncordon";
    let (warning, done) = match out {
        true => (
            "The balancer sends it no more requests; it works on what it has.",
            "drained",
        ),
        false => ("The balancer sends it requests again.", "uncordoned"),
    };
    let action = Action::Change(Command::DrainInstance {
        service: call.world().spec().services[index].name.clone(),
        instance: pod.number,
        out,
    });
    let plan = Plan::new(warning, action);
    Ok(plan.said(format!("pod/{name} {done}")).ask(None))
}

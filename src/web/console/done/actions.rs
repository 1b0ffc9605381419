//! What can be done to the world, each with what it will do and how long it takes.

mod more;

use crate::app::actions::{of_bouncer, of_database, of_service};
use crate::app::protocol::{DatabaseView, OperationView, PipelineView, ServiceView};
use crate::app::shared::Shared;
use crate::chart::Unit;
use crate::drill::action::{Action, Command};
use crate::vocabulary::bounds::POOL_SIZE;
use crate::web::icons::Icon;
use crate::web::run::use_run;
use crate::web::ui::{Act, chosen_into, on_input, option, use_css_number};
use crate::web::zone::use_clock;
use more::More;
use std::collections::BTreeSet;
use yew::prelude::*;

/// Properties of [`Actions`].
#[derive(Properties, PartialEq)]
pub struct ActionsProps {
    /// Services.
    pub services: Shared<Vec<ServiceView>>,
    /// Pipelines.
    pub pipelines: Shared<Vec<PipelineView>>,
    /// Changes under way.
    pub operations: Shared<Vec<OperationView>>,
    /// The database.
    pub database: Shared<DatabaseView>,
    /// The run's clock, seconds.
    pub now_s: i64,
}

/// What can be done.
#[component]
pub fn Actions(props: &ActionsProps) -> Html {
    let operations = props.operations.iter().map(|operation| {
        html! {
            <Operation key={format!("{}{}", operation.from_ms, operation.title)}
                operation={operation.clone()} now_s={props.now_s} />
        }
    });
    let services = props.services.iter().map(|service| {
        html! { <Service key={service.name.clone()} service={service.clone()} /> }
    });
    let pipelines = props.pipelines.iter().map(|pipeline| {
        html! { <Pipeline key={pipeline.name.clone()} pipeline={pipeline.clone()} /> }
    });
    html! {
        <div class="stack pad actions">
            <section aria-label="Under way">
                <h3 class="group-title">{ "Under way" }</h3>
                <p class="muted small" hidden={!props.operations.is_empty()}>
                    { "No change is under way." }
                </p>
                <div role="status"><ul class="operations">{ for operations }</ul></div>
            </section>
            <DatabaseActions database={props.database.clone()} />
            <section aria-label="Services">
                <h3 class="group-title">{ "Services" }</h3>
                { for services }
            </section>
            <section aria-label="Pipelines">
                <h3 class="group-title">{ "Pipelines" }</h3>
                { for pipelines }
            </section>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct OperationProps {
    operation: OperationView,
    now_s: i64,
}

#[component]
fn Operation(props: &OperationProps) -> Html {
    let bar = use_node_ref();
    let operation = &props.operation;
    let now_ms = props.now_s * 1_000;
    let passed = (now_ms - operation.from_ms).max(0) as f64;
    let whole = operation
        .until_ms
        .map(|until| (until - operation.from_ms).max(1) as f64);
    let share = whole.map_or(0.0, |whole| (passed / whole).clamp(0.0, 1.0));
    use_css_number(&bar, "--share", share);
    let left = whole.map_or_else(
        || format!("for {}", Unit::Seconds.format((passed / 1000.0).floor())),
        |whole| match ((whole - passed) / 1000.0).ceil() {
            left if left > 0.0 => format!("about {} left", Unit::Seconds.format(left)),
            _ => "takes longer than expected".to_string(),
        },
    );
    html! {
        <li class="operation">
            <p class="row"><span>{ operation.title.clone() }</span>
                <span class="muted small num push">{ left }</span></p>
            <div class="progress"><span ref={bar}></span></div>
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct DatabaseActionsProps {
    database: Shared<DatabaseView>,
}

#[component]
fn DatabaseActions(props: &DatabaseActionsProps) -> Html {
    let run = use_run();
    let role = use_state(String::new);
    let spec = &run.incident().world.database;
    let down = Unit::Seconds.format((spec.shutdown_s + spec.startup_s).round());
    let roles = props.database.roles.iter().cloned();
    let roles: BTreeSet<String> = roles
        .chain((!role.is_empty()).then(|| (*role).clone()))
        .collect();
    let options = roles
        .into_iter()
        .map(|name| option(&name, &name, name == *role));
    let onchange = chosen_into(&role);
    let user = Some((*role).clone()).filter(|role| !role.is_empty());
    let whose = user
        .as_ref()
        .map_or("every client".to_string(), |user| format!("role {user}"));
    html! {
        <section aria-label="Database actions">
            <h3 class="group-title">{ format!("Database {}", spec.host) }</h3>
            <div class="action">
                <Act label="Reload configuration"
                    explain="pg_reload_conf(): the server reads its file again, at once and \
                        without a break. Settings with context postmaster keep their value."
                    action={Action::Change(Command::ReloadDatabase {})} />
                <Act label="Restart database" danger=true
                    explain={format!("Ends every session, stops the server and starts it with the \
                        file as it is written. Down for about {down}; the cache is cold \
                        afterwards.")}
                    action={Action::Change(Command::RestartDatabase {})} />
            </div>
            <div class="action">
                <select class="field" aria-label="Sessions of" {onchange}>
                    <option key="" value="" selected={role.is_empty()}>{ "All roles" }</option>
                    { for options }
                </select>
                <Act label="Terminate sessions" danger=true
                    explain={format!("pg_terminate_backend for the sessions of {whose}, at once. \
                        What they were doing fails; pools connect again.")}
                    action={Action::TerminateSessions { user }} />
            </div>
            <More title="More for the database"
                offers={of_database(&run.incident().world)} />
            <More title="PgBouncer" offers={of_bouncer(&run.incident().world)} />
        </section>
    }
}

/// A field for a whole number within bounds, and the number if it is one.
#[hook]
fn use_number(
    short: &'static str,
    name: &str,
    now: u32,
    min: u32,
    max: u32,
) -> (Html, Option<u32>) {
    let label = format!("{short} of {name}");
    let id = format!("{}-{name}", short.to_lowercase().replace(' ', "-"));
    let text = use_state(|| None::<String>);
    let shown = (*text).clone().unwrap_or_else(|| now.to_string());
    let value = shown
        .trim()
        .parse::<u32>()
        .ok()
        .filter(|n| (min..=max).contains(n));
    let oninput = {
        let text = text.clone();
        on_input(move |typed| text.set(Some(typed)))
    };
    let html = html! {
        <label class="number-field small">
            <span class="muted">{ short }</span>
            <input {id} aria-label={label} class="field num" inputmode="numeric" size="5"
                value={shown} {oninput} autocomplete="off"
                aria-invalid={value.is_none().to_string()}
                title={format!("{min} to {max}")} />
        </label>
    };
    (html, value)
}

#[derive(Properties, PartialEq)]
struct ServiceProps {
    service: ServiceView,
}

#[component]
fn Service(props: &ServiceProps) -> Html {
    let run = use_run();
    let service = &props.service;
    let name = service.name.clone();
    let spec = run
        .incident()
        .world
        .services
        .iter()
        .find(|spec| spec.name == name);
    let boot_s = spec.map_or(30.0, |spec| spec.boot_s);
    let boot = Unit::Seconds.format(boot_s);
    let rolling = Unit::Seconds.format((boot_s * f64::from(service.desired)).round());
    let (pool_name, pool_size) = service.pool.clone().unwrap_or_default();
    let (scale_field, scale) =
        use_number("Instances", &name, service.desired, 1, service.max.max(1));
    let (pool_field, size) = use_number(
        "Connections per instance",
        &name,
        pool_size,
        *POOL_SIZE.start(),
        *POOL_SIZE.end(),
    );
    let wrong = |wrong: bool, text: &str| wrong.then(|| AttrValue::from(text.to_string()));
    let scale_wrong = match scale {
        None => wrong(true, &format!("Between 1 and {} instances.", service.max)),
        Some(n) => wrong(n == service.desired, "This is how many there are."),
    };
    let size_wrong = match size {
        None => {
            let (min, max) = POOL_SIZE.into_inner();
            wrong(true, &format!("Between {min} and {max} connections."))
        }
        Some(n) => wrong(n == pool_size, "This is the size it has."),
    };
    let (instances, size) = (scale.unwrap_or(service.desired), size.unwrap_or(pool_size));
    html! {
        <div class="service">
            <p class="row"><strong>{ name.clone() }</strong>
                <span class={classes!("small", "num", "push",
                    (service.ready < service.desired).then_some("warn"))}>
                    { format!("{} of {} ready", service.ready, service.desired) }</span></p>
            <p class="muted small">{ service.about.clone() }</p>
            <div class="action">
                <Act label={format!("Rolling restart of {name}")}
                    explain={format!("Restarts one instance after the other; each takes about \
                        {boot}, all about {rolling}. New pools are opened.")}
                    action={Action::Change(Command::RollingRestart { service: name.clone() })} />
            </div>
            <div class="action">
                { scale_field }
                <Act label={format!("Scale {name}")} disabled={scale_wrong}
                    explain={format!("From {} to {instances} instances. New ones are ready after \
                        about {boot} and open their own pools.", service.desired)}
                    action={Action::Change(Command::Scale { service: name.clone(), instances })} />
            </div>
            <div class="action" hidden={service.pool.is_none()}>
                { pool_field }
                <Act label={format!("Resize pool {pool_name}")} disabled={size_wrong}
                    explain={format!("Writes maximumPoolSize = {size} and restarts {name} instance \
                        by instance, about {rolling}.")}
                    action={Action::ResizePool { service: name.clone(), size }} />
            </div>
            <More title={format!("More for {name}")}
                offers={spec.map(of_service).unwrap_or_default()} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct PipelineProps {
    pipeline: PipelineView,
}

#[component]
fn Pipeline(props: &PipelineProps) -> Html {
    let pipeline = &props.pipeline;
    let clock = use_clock();
    let last = match pipeline.last_run_ms {
        Some(at) => format!("last run {}", clock.minute(at)),
        None => "no run in this window".to_string(),
    };
    let name = &pipeline.name;
    let (label, explain) = if pipeline.paused {
        (
            format!("Resume {name}"),
            "Its runs happen again as planned.",
        )
    } else {
        (
            format!("Pause {name}"),
            "It does nothing until it is resumed. At once; users see nothing.",
        )
    };
    html! {
        <div class="service">
            <p class="row"><strong>{ name.clone() }</strong>
                <span class="chip chip-warn" hidden={!pipeline.paused}>
                    { Icon::Pause.html() }{ "paused" }</span>
                <span class="muted small num push">{ last }</span></p>
            <p class="muted small">{ pipeline.about.clone() }</p>
            <div class="action">
                <Act {label} {explain}
                    action={Action::PausePipeline {
                        pipeline: name.clone(),
                        paused: !pipeline.paused,
                    }} />
            </div>
        </div>
    }
}

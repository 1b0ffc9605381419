//! Random worlds, not only the shipped one: any classes, open or closed, any pools or none,
//! any shapes and limits; under random commands their books hold at every instant.

use super::instants::look;
use super::theory::example;
use firedrill::incident::document::{
    AttemptTimeout, Backoff, Class, File, Incident, Pool, Population, QueuePatience, Retry,
    RetryBudget, Service, Shape, Usl,
};
use firedrill::incident::lower::lower;
use firedrill::sim::World;
use firedrill::sim::spec::{Command, SessionFilter};
use proptest::prelude::*;

/// Length of a run, ms; the books begin anew after a third of it.
const RUN_MS: u64 = 24_000;

fn shape() -> impl Strategy<Value = Shape> {
    prop_oneof![
        Just(Shape::Exponential),
        Just(Shape::Deterministic),
        (1u32..6).prop_map(Shape::Erlang),
        (1.0..20.0).prop_map(Shape::Hyperexponential),
        (0.1..5.0).prop_map(Shape::Lognormal),
    ]
}

/// Nothing at all, or up to this many milliseconds.
fn work_ms(most: f64) -> impl Strategy<Value = f64> {
    prop_oneof![1 => Just(0.0), 4 => 0.0..most]
}

fn arrivals() -> impl Strategy<Value = (Option<f64>, Option<Population>)> {
    let population = (1u32..60, 0.001..2.0, shape()).prop_map(|(users, think_s, think_shape)| {
        (
            None,
            Some(Population {
                users,
                think_s,
                think_shape,
            }),
        )
    });
    prop_oneof![(0.5..150.0).prop_map(|rate| (Some(rate), None)), population]
}

fn retry() -> impl Strategy<Value = Retry> {
    let backoff = prop_oneof![
        Just(Backoff::FullJitter),
        Just(Backoff::Exponential),
        Just(Backoff::Fixed),
        Just(Backoff::None),
    ];
    let budget = prop_oneof![Just(None), (0.0..1.0, 1u32..20).prop_map(Some)];
    let timeout = prop_oneof![Just(None), (0.01..2.0, any::<bool>()).prop_map(Some)];
    let base = (1u32..5, 0.0..=1.0, work_ms(2000.0));
    (base, backoff, budget, timeout).prop_map(|(base, backoff, budget, timeout)| Retry {
        attempts_max: base.0,
        probability: base.1,
        backoff,
        backoff_base_s: base.2 / 1e3,
        backoff_cap_s: base.2 / 1e3 * 4.0,
        budget: budget.map(|(ratio, retries_max)| RetryBudget { ratio, retries_max }),
        attempt_timeout: timeout.map(|(after_s, cancels)| AttemptTimeout { after_s, cancels }),
    })
}

fn class() -> impl Strategy<Value = Class> {
    let work = (
        (work_ms(60.0), shape()),
        (0u32..4, 0.01..20.0, shape(), 0u32..40),
        (work_ms(60.0), shape()),
    );
    let patience = prop_oneof![Just(None), (0.01..2.0, shape()).prop_map(Some)];
    (arrivals(), work, retry(), patience).prop_map(|(arrivals, work, retry, patience)| {
        let mut class = example("mm1").world.classes.remove(0);
        (class.visits_per_second, class.population) = arrivals;
        (class.before_ms, class.before_shape) = work.0;
        let query = work.1;
        (class.queries, class.query_cpu_ms) = (query.0, query.1);
        (class.query_cpu_shape, class.query_blocks) = (query.2, query.3);
        (class.held_ms, class.held_shape) = work.2;
        class.retry = retry;
        class.queue_patience = patience.map(|(mean_s, shape)| QueuePatience { mean_s, shape });
        class.patience_s = 1.0;
        class
    })
}

/// A service and, if it has a pool, that pool's size and timeout.
type Host = (Service, Option<(u32, u32)>);

fn service() -> impl Strategy<Value = Host> {
    let limits = (1u32..4, 1u32..20, 0u32..30, 0.05..3.0, 0.0..2.0);
    let pool = prop_oneof![Just(None), (1u32..12, 250u32..2000).prop_map(Some)];
    (limits, pool).prop_map(|((instances, threads, queue, gateway_s, boot_s), pool)| {
        let mut service = example("mm1").world.services.remove(0);
        service.instances = instances;
        service.instances_max = 6;
        service.threads = threads;
        service.accept_queue_max = queue;
        service.gateway_timeout_s = gateway_s;
        service.boot_s = boot_s;
        (service, pool)
    })
}

fn usl() -> impl Strategy<Value = Option<Usl>> {
    let law = (0.0..0.5, 0.0..0.05, 0.2..2.0);
    prop_oneof![
        Just(None),
        law.prop_map(|(sigma, kappa, lambda)| Some(Usl {
            sigma,
            kappa,
            lambda
        })),
    ]
}

pub fn world() -> impl Strategy<Value = Incident> {
    let machine = (1u32..5, 0.0..2.0, 0.1..=1.0, usl());
    let costs = (work_ms(10.0), work_ms(10.0), 0.0..2.0, 5u32..80);
    (
        prop::collection::vec(service(), 1..4),
        prop::collection::vec((class(), any::<prop::sample::Index>()), 1..5),
        machine,
        costs,
    )
        .prop_map(|(services, classes, machine, costs)| {
            let mut incident = example("mm1");
            incident.clock.history_s = RUN_MS as f64 / 3e3;
            incident.clock.end_s = RUN_MS as f64 / 1.5e3;
            incident.clock.scrape_s = 1.0;
            let world = &mut incident.world;
            world.services.clear();
            for (s, (mut service, pool)) in services.into_iter().enumerate() {
                service.name = format!("s{s}");
                if let Some((size, timeout_ms)) = pool {
                    let path = format!("/etc/{}.properties", service.name);
                    world.files.push(pool_file(&path, size, timeout_ms));
                    service.pool = pool_of(&format!("p{s}"), &path, &service.name);
                }
                world.services.push(service);
            }
            world.classes.clear();
            for (c, (mut class, index)) in classes.into_iter().enumerate() {
                class.name = format!("c{c}");
                class.service = index.get(&world.services).name.clone();
                world.classes.push(class);
            }
            let database = &mut world.database;
            (database.cores, database.contention) = (machine.0, machine.1);
            (database.plateau, database.usl) = (machine.2, machine.3);
            (database.fork_cpu_ms, database.auth_cpu_ms) = (costs.0, costs.1);
            database.disk_block_ms = costs.2;
            let slots = format!("max_connections = {}", costs.3);
            world.files[0].versions[0].lines[0] = slots;
            incident
        })
}

fn pool_of(name: &str, path: &str, user: &str) -> Option<Pool> {
    let mut pool = example("deadline").world.services.remove(0).pool?;
    pool.name = name.into();
    pool.path = path.into();
    pool.prefix = "h.".into();
    pool.user = user.into();
    Some(pool)
}

fn pool_file(path: &str, size: u32, timeout_ms: u32) -> File {
    let mut file = example("mm1").world.files.remove(0);
    file.path = path.into();
    file.versions[0].lines = vec![
        format!("h.maximumPoolSize={size}"),
        format!("h.connectionTimeout={timeout_ms}"),
        "h.maxLifetime=30000".into(),
    ];
    file
}

fn command() -> impl Strategy<Value = Command> {
    let service = (0u32..4).prop_map(|s| format!("s{s}"));
    prop_oneof![
        Just(Command::RestartDatabase {}),
        (service.clone(), 1u32..7)
            .prop_map(|(service, instances)| Command::Scale { service, instances }),
        service
            .clone()
            .prop_map(|service| Command::RollingRestart { service }),
        prop_oneof![Just(None), service.prop_map(Some)]
            .prop_map(|user| Command::TerminateSessions(SessionFilter::of_user(user))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn books_hold_at_random_instants_of_random_worlds(
        incident in world(),
        seed in any::<u64>(),
        commands in prop::collection::vec((0..RUN_MS, command()), 0..8),
        looks in prop::collection::vec(0..RUN_MS, 1..40),
    ) {
        let mut world = World::new(lower(&incident), seed);
        look(&mut world, &commands, &looks, |_| {});
        // A closed population has no more visits under way than users.
        let begun = world.arrivals_begun();
        let classes = incident.world.classes.iter().zip(world.ledger()).zip(begun);
        for ((class, ledger), begun) in classes {
            if let Some(population) = &class.population {
                let under_way = begun - ledger.visits.total;
                prop_assert!(under_way <= u64::from(population.users), "{under_way}");
            }
        }
    }
}

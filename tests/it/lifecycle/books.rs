//! The books hold whatever befalls the server.

use super::*;
use crate::instants::look;
use firedrill::sim::spec::SessionFilter;
use proptest::prelude::*;

fn everything(settings: &str) -> WorldSpec {
    let mut spec = with_disk(with_table(writing_shop(settings)), 5000);
    spec.end = 200 * SEC;
    spec = with_memory(with_replica(spec, 100_000), 40_000 * MB);
    if let Some(memory) = &mut spec.database.lifecycle.memory {
        memory.swap_bytes = 500 * MB;
        memory.swap_slowdown = 5.0;
    }
    spec.database.lifecycle.restarted_after = Some(4 * SEC);
    for service in &mut spec.services {
        service.threads = 40;
        service.accept_queue_max = 10;
    }
    spec
}

fn command() -> impl Strategy<Value = Command> {
    let mode = prop_oneof![
        Just(StopMode::Smart),
        Just(StopMode::Fast),
        Just(StopMode::Immediate)
    ];
    prop_oneof![
        Just(Command::RestartDatabase {}),
        Just(Command::StartDatabase {}),
        Just(Command::ReloadDatabase {}),
        Just(Command::KillBackend {}),
        Just(Command::Failover {}),
        mode.prop_map(|mode| Command::StopDatabase { mode }),
        (0u64..6_000).prop_map(|mb| Command::FillDisk { mb: mb as f64 }),
        (0u64..6_000).prop_map(|mb| Command::FreeDisk {
            mb: Some(mb as f64)
        }),
        any::<bool>().prop_map(|retain| Command::RetainWal { retain }),
        Just(Command::TerminateSessions(SessionFilter::default())),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_books_hold_whatever_befalls_the_server(
        seed in any::<u64>(),
        small_log in any::<bool>(),
        work_mem_mb in prop_oneof![Just(4u32), Just(700), Just(2000)],
        commands in prop::collection::vec((0u64..110_000, command()), 0..14),
        looks in prop::collection::vec(0u64..120_000, 1..40),
    ) {
        let log = if small_log { "max_wal_size = 48MB\nmin_wal_size = 32MB\n" } else { "" };
        let settings = format!("{log}checkpoint_timeout = 30s\nwork_mem = {work_mem_mb}MB\n");
        let mut world = World::new(everything(&settings), seed);
        look(&mut world, &commands, &looks, |_| {});
    }
}

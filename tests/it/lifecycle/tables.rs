//! Dead rows and who clears them away.

use super::*;

#[test]
fn dead_rows_are_vacuumed_away_or_blow_up_the_table() {
    let run = |settings: &str| {
        let mut world = World::new(with_table(writing_shop(settings)), 1);
        world.run_until(400 * SEC);
        let dead = last(&world, "pg_stat_user_tables_n_dead_tup{relname=\"orders\"}");
        let vacuumed = "automatic vacuum of table \"shop.public.orders\": index scans: 1";
        let lines = said(&world);
        let vacuums = lines.iter().filter(|(_, t)| t == vacuumed).count();
        (dead, vacuums, world.attempts().served)
    };
    let on = "log_autovacuum_min_duration = 0\nautovacuum_naptime = 10s\n";
    let (dead, vacuums, _) = run(on);
    assert!(vacuums > 5, "{vacuums}");
    let (dead_off, vacuums, served) = run(&format!("{on}autovacuum = off\n"));
    assert_eq!(vacuums, 0);
    assert!(dead_off > 10.0 * dead, "{dead_off} and {dead}");
    assert!(dead_off <= served as f64 * 1.01, "one row for each request");
}

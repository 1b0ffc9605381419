//! The cache in front of the database: warm-up against its curve, flushes, outages.

use super::*;

/// 300 keys, no TTL, a database that answers in less than a millisecond.
fn cached(edit: impl FnOnce(&mut Value)) -> WorldSpec {
    shop(|world| {
        let class = &mut world["classes"][0];
        class["before_ms"] = json!(0);
        class["query_cpu_ms"] = json!(0.01);
        class["held_ms"] = json!(0);
        world["services"][0]["cache"] = json!({
            "name": "pages", "classes": ["page"], "keys": 300, "popularity": 0.5,
            "cold": true,
        });
        edit(world);
    })
}

/// With Poisson lookups, each key is missed once if it is asked for at all: mean and
/// variance of the misses within `seconds` at 100 lookups a second.
fn misses_expected(seconds: f64) -> (f64, f64) {
    let cdf = |rank: f64| (rank / 300.0).sqrt();
    let asked = (0..300).map(|rank| {
        let weight = cdf(f64::from(rank + 1)) - cdf(f64::from(rank));
        1.0 - (-100.0 * weight * seconds).exp()
    });
    let asked: Vec<f64> = asked.collect();
    let variance = asked.iter().map(|q| q * (1.0 - q)).sum();
    (asked.iter().sum(), variance)
}

fn flush() -> Command {
    Command::FlushCache {
        service: "web".into(),
    }
}

#[test]
fn warm_up_follows_its_curve_from_the_start_and_after_a_flush() {
    for seconds in [1, 3, 8] {
        let (mean, variance) = misses_expected(seconds as f64);
        let mut z = [0.0, 0.0];
        for seed in 0..30 {
            let mut world = World::new(cached(|_| {}), seed * 100 + seconds);
            world.run_until(seconds * SEC);
            let cold = world.cache_gets(0).1;
            // Some 20 s later all but the rarest keys are there; then it is emptied.
            world.run_until(20 * SEC);
            let before = world.cache_gets(0).1;
            do_now(&mut world, flush());
            world.run_until((20 + seconds) * SEC);
            let flushed = world.cache_gets(0).1 - before;
            z[0] += (cold as f64 - mean) / (30.0 * variance).sqrt();
            z[1] += (flushed as f64 - mean) / (30.0 * variance).sqrt();
        }
        assert!(z.iter().all(|z| z.abs() < 4.0), "{seconds} s: {z:?}");
    }
}

#[test]
fn a_warm_cache_answers_while_the_database_is_down_and_an_empty_one_does_not() {
    let warm = cached(|world| world["services"][0]["cache"]["cold"] = json!(false));
    let mut world = World::new(warm, 4);
    world.run_until(10 * SEC);
    break_database(&mut world);
    world.run_until(40 * SEC);
    assert_eq!(world.attempts().failed_all(), 0);
    assert_eq!(world.cache_gets(0).1, 0);
    do_now(&mut world, flush());
    world.run_until(50 * SEC);
    let (hits, misses) = world.cache_gets(0);
    // 80 threads wait 2 s each for a connection: no more than 40 a second get that far.
    assert!(misses > 300, "{misses}: failed queries fill nothing");
    world.run_until(60 * SEC);
    assert_eq!(world.cache_gets(0).0, hits);
    // Some 2,000 came since; all have failed but those under way.
    let attempts = world.attempts();
    assert!(attempts.failed_all() + attempts.in_flight > 1800);
    assert!(attempts.in_flight < 500, "100 a second for 5 s at most");
}

#[test]
fn a_cache_of_an_instance_is_cold_after_its_start_and_a_shared_one_is_not() {
    let misses = |scope: &str| {
        let spec = cached(|world| {
            let cache = &mut world["services"][0]["cache"];
            cache["cold"] = json!(false);
            cache["scope"] = json!(scope);
        });
        let mut world = World::new(spec, 4);
        world.run_until(10 * SEC);
        assert_eq!(world.cache_gets(0).1, 0, "warm at first");
        let restart = Command::RollingRestart {
            service: "web".into(),
        };
        do_now(&mut world, restart);
        world.run_until(MINUTE);
        world.cache_gets(0).1
    };
    assert_eq!(misses("shared"), 0);
    assert!(
        misses("instance") > 300,
        "four instances miss most of 300 keys"
    );
}

#[test]
fn entries_live_as_long_as_their_ttl_and_the_metrics_count() {
    let spec = cached(|world| {
        let cache = &mut world["services"][0]["cache"];
        cache["ttl_s"] = json!(5);
        cache["hit_ms"] = json!(0.5);
        cache["keys"] = json!(10);
    });
    // By renewal theory a key asked for at rate l is missed every 5 + 1/l seconds; the
    // number of misses in a long time has mean t/m and variance t v/m^3 (+ o(t)).
    let cdf = |rank: u32| (f64::from(rank) / 10.0).sqrt();
    let rates = (0..10).map(|rank| 100.0 * (cdf(rank + 1) - cdf(rank)));
    let cycles: Vec<(f64, f64)> = rates.map(|l| (5.0 + 1.0 / l, 1.0 / (l * l))).collect();
    let span = 500.0;
    let mean: f64 = cycles.iter().map(|(m, _)| span / m).sum();
    let (found, variance) = mean_of(0..40, |seed| {
        let mut world = World::new(spec.clone(), seed);
        world.run_until(100 * SEC);
        let before = world.cache_gets(0).1;
        world.run_until(600 * SEC);
        (world.cache_gets(0).1 - before) as f64
    });
    let z = (found - mean) / variance.sqrt();
    assert!(z.abs() < 4.0, "{found} for {mean}, z = {z}");
    let mut world = World::new(spec, 1);
    world.run_until(100 * SEC);
    let value = |name: &str| {
        let column = world.telemetry().column(name).expect("it is there");
        world.telemetry().last(column).expect("it has a value")
    };
    assert!(value("rate(cache_gets_total{cache=\"pages\",result=\"hit\"}[1m])") > 80.0);
    assert!(value("rate(cache_gets_total{cache=\"pages\",result=\"miss\"}[1m])") > 0.0);
    assert!(value("cache_size{cache=\"pages\"}") <= 10.0);
}

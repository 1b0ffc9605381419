//! Choices as text.

use super::*;
use crate::incident::library;

fn incident() -> Incident {
    library::load("2025-03-15-database-outage").expect("it is shipped")
}

#[test]
fn addresses_come_back_as_they_went() {
    for query in [
        "measures=usual&seeds=100",
        "measures=all&of=a,b&seeds=3",
        "measures=each&seeds=1&responder=nobody",
        "measures=a,b+c&seeds=100",
        "sweep=pool&values=5,10,20&seeds=100",
        "sweep=retry_pause_s&values=0.5,2&with=a,b&seeds=30&responder=x-1",
    ] {
        let choice = Choice::parse(query).expect(query);
        assert_eq!(choice.query(), query);
        assert_eq!(Choice::parse(&choice.query()), Ok(choice));
    }
    assert_eq!(Choice::parse(""), Ok(Choice::default()));
}

#[test]
fn wrong_addresses_say_what_is_wrong() {
    for (query, part) in [
        ("seeds=0", "“0” is no number of seeds"),
        ("seeds=many", "“many”"),
        ("sweep=cpu&values=1", "“cpu” is no parameter"),
        ("sweep=pool", "needs values"),
        ("sweep=pool&values=1,two", "“two” is no number"),
        ("sweep=pool&values=inf", "“inf” is no number"),
        (
            "sweep=pool&values=1e300",
            "“1e300” is no number, or a very long one",
        ),
        ("sweep=pool&values=", "“” is no number"),
        ("sweep=pool&values=1&measures=all", "mixes"),
        ("values=1", "mixes"),
        ("measures=<b>", "“<b>” is no id"),
        ("measures=a++b", "“” is no id"),
        ("responder=a b", "“a b” is no id"),
        ("colour=red", "unknown part, “colour”"),
    ] {
        let why = Choice::parse(query).expect_err(query);
        assert!(why.contains(part), "{query}: {why}");
    }
    let many: Vec<String> = (0..100).map(|v| v.to_string()).collect();
    assert!(parse_values(&many.join(",")).is_err());
}

#[test]
fn a_choice_makes_a_plan() {
    let incident = incident();
    let arms = |query: &str| {
        let plan = Choice::parse(query).and_then(|choice| choice.plan(&incident));
        plan.map(|plan| plan.arms.len())
    };
    let n = incident.measures.len();
    // None, each, all, all but each.
    assert_eq!(arms(""), Ok(2 * n + 2));
    assert_eq!(arms("measures=each"), Ok(n + 1));
    assert_eq!(arms("measures=together"), Ok(2));
    assert_eq!(
        arms("measures=all&of=pool-alert,practice,pool-alert"),
        Ok(4)
    );
    assert_eq!(arms("sweep=pool&values=5,10,10"), Ok(3));
    assert!(arms("measures=all&seeds=5000").is_err(), "too large");
}

#[test]
fn values_are_put_in_order() {
    assert_eq!(parse_values("20, 5,10,5"), Ok(vec![5.0, 10.0, 20.0]));
    assert_eq!(numbers(&[0.5, 2.0]), "0.5,2");
}

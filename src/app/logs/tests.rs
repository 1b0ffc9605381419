//! Searches, and the lines they show.

use super::*;
use crate::app::protocol::{Level, LogLine};
use crate::app::store::Ring;
use proptest::prelude::*;

/// 14:00:00 UTC of some day.
const ZERO: i64 = 1_742_047_200;

fn line(id: u64, level: Level, source: &str, text: &str) -> LogLine {
    LogLine {
        id,
        t_ms: id as i64 * 1_000,
        source: source.to_string(),
        host: format!("{source}-{id}"),
        level,
        code: "53300".into(),
        text: text.to_string(),
    }
}

fn filter(text: &str) -> LogFilter {
    LogFilter {
        text: text.into(),
        zero_unix_s: ZERO,
        ..LogFilter::default()
    }
}

fn ring() -> Ring<LogLine> {
    let mut ring = Ring::new(10);
    let clients = "sorry, too many clients already";
    ring.push(line(0, Level::Info, "web", "started in 3 s"));
    ring.push(line(1, Level::Fatal, "postgresql", clients));
    ring.push(line(2, Level::Error, "web", "Too many things (total=5)"));
    ring.push(line(
        60,
        Level::Warn,
        "orders",
        "slow: \"SELECT 1\" db-1:5432",
    ));
    ring
}

fn shown(text: &str) -> Vec<u64> {
    let mut hits = LogHits::default();
    let ring = ring();
    hits.follow(&ring, &filter(text));
    hits.lines(&ring, 0, usize::MAX).map(|l| l.id).collect()
}

fn problems(text: &str) -> Vec<String> {
    let query = Query::parse(text, ZERO);
    let told = query.problems().iter();
    told.map(|p| format!("{}: {}", &text[p.span.clone()], p.message))
        .collect()
}

#[test]
fn terms_narrow_and_each_must_fit() {
    assert_eq!(shown(""), [0, 1, 2, 60]);
    assert_eq!(shown("MANY too"), [1, 2]);
    assert_eq!(shown("\"too many clients\""), [1]);
    assert_eq!(shown("many -clients"), [2]);
    assert_eq!(shown("53300"), [0, 1, 2, 60], "a bare word finds codes");
    assert_eq!(shown("text:53300"), [0; 0], "the text alone does not");
    assert_eq!(shown("source:web"), [0, 2]);
    assert_eq!(shown("SOURCE:Web,orders level>=error"), [2]);
    assert_eq!(shown("-source:web"), [1, 60]);
    assert_eq!(shown("source!=web"), [1, 60]);
    assert_eq!(shown("host:web-*"), [0, 2]);
    assert_eq!(shown("host:*-2"), [2]);
    assert_eq!(shown("host:web"), [0; 0], "a field is met as a whole");
    assert_eq!(shown("level:warn,fatal"), [1, 60]);
    assert_eq!(shown("level>warn"), [1, 2]);
    assert_eq!(shown("level<=info"), [0]);
    assert_eq!(shown("time>=14:01"), [60]);
    assert_eq!(shown("time:14:00"), [0, 1, 2]);
    assert_eq!(shown("time:14:00:02"), [2]);
    assert_eq!(shown("time<=14:00 time>T+00:01"), [2]);
    assert_eq!(shown("time<t+0:01"), [0]);
    assert_eq!(shown("db-1:5432"), [60], "only letters make a field");
    assert_eq!(shown("\"\\\"select 1\\\"\""), [60]);
}

#[test]
fn what_cannot_be_understood_is_told_at_its_place_and_left_out() {
    assert_eq!(shown("many colour:red"), [1, 2]);
    let told = problems("many colour:red");
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with("colour:red: There is no field \"colour\""));
    assert!(problems("level:loud")[0].starts_with("level:loud: \"loud\" is no level"));
    assert!(problems("level>=")[0].contains("level needs a value"));
    assert!(problems("host>web")[0].contains("Only level and time"));
    assert!(problems("a \"b c")[0].starts_with("\"b c: The quote is not closed"));
    assert!(problems("time>=25:00")[0].contains("is no time"));
    assert!(problems("-")[0].contains("Nothing to look for"));
    assert!(problems(&"x".repeat(QUERY_BYTES_MAX + 1))[0].contains("at most"));
    assert_eq!(problems("source:web \"x y\" -z level>=warn"), [""; 0]);
}

#[test]
fn a_click_adds_excludes_and_takes_back() {
    let host = Some(Field::Host);
    let once = toggled("many", host, "web-7", false);
    assert_eq!(once, "many host:web-7");
    assert_eq!(toggled(&once, host, "web-7", false), "many");
    assert_eq!(toggled(&once, host, "web-7", true), "many -host:web-7");
    assert_eq!(toggled("", None, "total=20", false), "\"total=20\"");
    assert_eq!(shown(&toggled("", None, "total=5", false)), [2]);
    assert_eq!(shown(&toggled("", None, "\"SELECT", false)), [60]);
}

#[test]
fn levels_sources_hosts_and_time_narrow_too() {
    let ring = ring();
    let mut hits = LogHits::default();
    let mut count = |edit: &dyn Fn(&mut LogFilter)| {
        let mut wanted = filter("");
        edit(&mut wanted);
        hits.follow(&ring, &wanted);
        let bars = hits.histogram().bars(0, 60_000, 2);
        (hits.len(), bars.counts.iter().map(sum).sum::<u32>())
    };
    assert_eq!(count(&|f| f.levels = vec![Level::Fatal]), (1, 1));
    assert_eq!(count(&|f| f.source = Some("web".into())), (2, 2));
    assert_eq!(count(&|f| f.host = Some("web-2".into())), (1, 1));
    // The histogram goes on showing what lies outside of the time.
    assert_eq!(count(&|f| f.span = Some((1_000, 2_000))), (1, 4));
}

#[test]
fn hits_follow_a_ring_that_forgets() {
    let mut ring = Ring::new(4);
    let mut hits = LogHits::default();
    for id in 0..20 {
        let text = if id % 2 == 0 { "x" } else { "y" };
        ring.push(line(id, Level::Info, "web", text));
        hits.follow(&ring, &filter("x"));
    }
    let ids: Vec<u64> = hits.lines(&ring, 0, 9).map(|l| l.id).collect();
    assert_eq!(ids, [16, 18]);
    assert_eq!(
        (hits.gone(), hits.after(16), hits.newest()),
        (8, 1, Some(18))
    );
    let bars = hits.histogram().bars(0, 20_000, 100);
    assert_eq!(bars.counts.iter().map(sum).sum::<u32>(), 2);
}

#[test]
fn a_repeated_message_counts_as_often_as_it_came() {
    let text = "message repeated 994 times: [ sorry, too many clients already]";
    assert_eq!(
        repeats(text),
        Some((994, "sorry, too many clients already"))
    );
    assert_eq!(repeats("message repeated x times: [ a]"), None);
    let mut ring = Ring::new(4);
    ring.push(line(1, Level::Fatal, "postgresql", text));
    let mut hits = LogHits::default();
    hits.follow(&ring, &filter(""));
    assert_eq!(hits.histogram().bars(0, 1_000, 9).peak(), 994);
}

#[test]
fn bars_are_round_and_lose_nothing() {
    let mut histogram = Histogram::default();
    for s in -600..600_i64 {
        histogram.add(s * 1_000, Level::Info, 1);
    }
    for bars_max in [2, 7, 60, 90, 400] {
        let bars = histogram.bars(-600_000, 599_000, bars_max);
        assert!(bars.counts.len() <= bars_max, "{bars_max}");
        assert_eq!(bars.counts.iter().map(sum).sum::<u32>(), 1_200);
        assert_eq!(bars.from_ms.rem_euclid(bars.step_ms), 0);
        assert_eq!(bars.bar(0), bars.bar(1));
    }
}

#[test]
fn fields_and_pairs_of_a_line() {
    let text = "catalog - timed out after 2000ms (total=20, active=20, idle=0, waiting=31)";
    let all = fields(&line(1, Level::Error, "web", text));
    let names: Vec<_> = all.iter().map(|f| f.name.as_str()).collect();
    let expected = "level source host code total active idle waiting";
    assert_eq!(names, expected.split(' ').collect::<Vec<_>>());
    assert_eq!(all[7].needle(), "waiting=31");
    assert_eq!(all[1].needle(), "web");
}

#[test]
fn highlights_cut_a_text_without_loss() {
    let words = ["many".to_string(), "y c".to_string()];
    let text = "too MANY clients — many";
    let pieces = highlight(text, &words);
    let whole: String = pieces.iter().map(|(piece, _)| *piece).collect();
    assert_eq!(whole, text);
    let found = pieces.iter().filter(|(_, hit)| *hit).map(|(p, _)| *p);
    assert_eq!(found.collect::<Vec<_>>(), ["MANY", " c", "many"]);
    assert_eq!(highlight("", &words), []);
    assert_eq!(highlight("plain", &[]), [("plain", false)]);
}

/// Searches as people mistype them.
fn searches() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("source:".to_string()),
        Just("level>=".to_string()),
        Just("time<".to_string()),
        Just("host!=".to_string()),
        Just("\"".to_string()),
        Just("\\".to_string()),
        Just("-".to_string()),
        Just(" ".to_string()),
        Just("error".to_string()),
        Just("T+99:99:9999".to_string()),
        Just("14:02".to_string()),
        Just("*".to_string()),
        "\\PC{0,6}",
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100_000, ..ProptestConfig::default() })]

    #[test]
    fn no_search_panics_and_every_place_is_one(text in searches(), message in "\\PC{0,12}") {
        let query = Query::parse(&text, ZERO);
        for problem in query.problems() {
            prop_assert!(text.get(problem.span.clone()).is_some());
        }
        let line = line(3, Level::Warn, "web", &message);
        let _ = query.shows(&line);
        let cut: String = highlight(&message, &query.words()).iter().map(|(p, _)| *p).collect();
        prop_assert_eq!(cut, message);
        let _ = toggled(&text, Some(Field::Code), "x y", true);
    }

    #[test]
    fn a_term_that_was_added_can_be_taken_back(value in "\\PC{1,10}") {
        let added = toggled("many", Some(Field::Source), &value, false);
        let kept = !value.trim().is_empty() && Query::parse(&added, 0).problems().is_empty();
        if kept && !value.split(',').all(|part| part.trim().is_empty()) {
            prop_assert_eq!(toggled(&added, Some(Field::Source), &value, false), "many");
        }
    }
}

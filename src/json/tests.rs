//! Texts and words are those of `serde_json`.

use super::*;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Shape {
    Nothing,
    One(f64),
    Two(u8, String),
    Named { at: i32, to: Option<char> },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Unit;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct All {
    shapes: Vec<Shape>,
    by_number: BTreeMap<u32, (bool, Unit)>,
    by_name: BTreeMap<String, Option<i64>>,
    float: f32,
    large: u64,
    any: Value,
    empty: (Vec<u8>, BTreeMap<u8, u8>),
}

fn all() -> All {
    All {
        shapes: vec![
            Shape::Nothing,
            Shape::One(-0.1),
            Shape::Two(7, "\"\\\u{8}\u{c}\n\r\t\u{1f}\u{7f}/ä\u{1f600}".into()),
            Shape::Named {
                at: -5,
                to: Some('ß'),
            },
        ],
        by_number: BTreeMap::from([(1, (true, Unit)), (20, (false, Unit))]),
        by_name: BTreeMap::from([(String::new(), None), ("a\n".into(), Some(i64::MIN))]),
        float: 0.1,
        large: u64::MAX,
        any: json!({ "a": [1, -1, 1.5, 1e300, null, true, {}], "": [] }),
        empty: (Vec::new(), BTreeMap::new()),
    }
}

#[test]
fn texts_are_those_of_serde_json() {
    let all = all();
    let compact = serde_json::to_string(&all).expect("plain data");
    let indented = serde_json::to_string_pretty(&all).expect("plain data");
    assert_eq!(to_text(&all), compact);
    assert_eq!(to_pretty(&all), indented);
    assert_eq!(to_text(&[f64::NAN, f64::INFINITY]), "[null,null]");
    for text in [compact, indented] {
        assert_eq!(from_text::<All>(&text), Ok(all.clone()));
        let value: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(from_text::<Value>(&text), Ok(value.clone()));
        assert_eq!(from_value::<All>(&value), Ok(all.clone()));
    }
}

/// What is no value, and what is one, is the same as for `serde_json`.
#[test]
fn every_text_is_taken_or_refused_as_by_serde_json() {
    let good = to_text(&all());
    let mut texts: Vec<String> = [
        "",
        " ",
        "nul",
        "nulll",
        "-",
        "-0",
        "-1",
        "01",
        "1.",
        ".5",
        "1e",
        "1e5",
        "1E+5",
        "1e-7",
        "1e999",
        "-1e999",
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775808",
        "-9223372036854775809",
        "0.1",
        "123456789.123456789e-30",
        "[1,]",
        "[,1]",
        "{\"a\"}",
        "{a:1}",
        "{\"a\":1,}",
        "{\"a\":1 \"b\":2}",
        "\"\\u00e4\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "\"\\ude00\"",
        "\"\\ud83d\\u0041\"",
        "\"\\x\"",
        "\"a\nb\"",
        "\"a",
        "\"\\",
        "\"\\u12",
        "[[]",
        "[]]",
        "1 2",
        "\t[ ]\r\n",
        "{\"a\":1,\"a\":2}",
        "\u{feff}1",
        "+1",
        "tRue",
    ]
    .map(String::from)
    .to_vec();
    texts.extend(
        (0..good.len())
            .filter_map(|end| good.get(..end))
            .map(String::from),
    );
    texts.extend([127, 128].map(|depth| "[".repeat(depth) + &"]".repeat(depth)));
    for text in texts {
        let theirs = serde_json::from_str::<Value>(&text);
        match (from_text::<Value>(&text), theirs) {
            (Ok(ours), Ok(theirs)) => assert_eq!(ours, theirs, "{text}"),
            (Err(ours), Err(theirs)) => {
                assert_eq!(ours.to_string(), theirs.to_string(), "{text}");
            }
            (ours, theirs) => panic!("{text}: {ours:?}, {theirs:?}"),
        }
    }
}

#[test]
fn what_does_not_fit_is_told_with_path_and_place() {
    let good = serde_json::to_string_pretty(&all()).expect("plain data");
    for (from, to, path) in [
        ("\"one\": -0.1", "\"one\": \"x\"", ".shapes[1].one"),
        ("\"one\": -0.1", "\"ten\": -0.1", ".shapes[1]"),
        ("\"nothing\"", "\"two\"", ".shapes[0].two"),
        ("\"at\": -5", "\"at\": 3000000000", ".shapes[3].named.at"),
        ("\"at\": -5,", "", ".shapes[3].named"),
        ("\"at\": -5", "\"ta\": -5", ".shapes[3].named.ta"),
        ("\"to\": \"ß\"", "\"to\": \"no\"", ".shapes[3].named.to"),
        ("true", "null", ".by_number.1[0]"),
        ("\"float\": 0.1", "\"float\": null", ".float"),
        ("18446744073709551615", "1.5", ".large"),
        ("18446744073709551615", "-1", ".large"),
        ("\"shapes\": [", "\"shapes\": [null, ", ".shapes[0]"),
    ] {
        let text = good.replacen(from, to, 1);
        assert_ne!(text, good, "{from} is in the text");
        let ours = from_text::<All>(&text).expect_err(to);
        let mut reader = serde_json::Deserializer::from_str(&text);
        let theirs: Result<All, _> = serde_path_to_error::deserialize(&mut reader);
        let theirs = theirs.expect_err(to);
        assert_eq!(ours.path, path, "{to}");
        assert_eq!(format!(".{}", theirs.path()), path, "{to}");
        // Of what is no variant serde_json says less, or tells the place behind it.
        if !["\"shapes\": [null, ", "\"two\""].contains(&to) {
            assert_eq!(ours.to_string(), theirs.inner().to_string(), "{to}");
        }
        let value: Value = serde_json::from_str(&text).expect("JSON");
        let ours = from_value::<All>(&value).expect_err(to);
        assert_eq!((ours.path.as_str(), ours.line), (path, 0), "{to}");
    }
}

//! `pipeline`: the system's own command for the pipelines that write configuration.

use super::super::clock;
use super::super::output::Text;
use super::{Call, Given, columns};
use crate::drill::action::{Action, Look};

/// Runs `pipeline`.
pub fn pipeline(call: &mut Call) -> Given {
    let words: Vec<&str> = call.args.iter().map(String::as_str).collect();
    match words[..] {
        [] | ["list" | "ls" | "status"] => list(call),
        ["runs" | "log" | "history", ..] => runs(call, words.get(1).copied()),
        [verb @ ("pause" | "resume"), name] => {
            let paused = verb == "pause";
            let warning = match paused {
                true => "It does nothing until it is resumed. At once; users see nothing.",
                false => "Its runs happen again as planned.",
            };
            let action = Action::PausePipeline {
                pipeline: name.to_string(),
                paused,
            };
            let said = format!("pipeline {name} {verb}d");
            Given::ask(warning, vec![action], &[&said])
        }
        _ => Given::fail("usage: pipeline list | runs [NAME] | pause NAME | resume NAME"),
    }
}

fn list(call: &Call) -> Given {
    let hands = &*call.hands;
    let world = hands.world();
    let mut rows = vec![
        ["NAME", "STATE", "LAST RUN", "ABOUT"]
            .map(String::from)
            .to_vec(),
    ];
    for pipeline in &hands.session().incident().world.pipelines {
        let name = &pipeline.name;
        let ran = world.spec().changes.iter();
        let ran = ran.filter(|c| c.pipeline.as_ref() == Some(name) && c.at <= world.now());
        let last = ran.map(|c| c.at).max();
        let last = last.map_or("none".to_string(), |at| {
            clock::date_time(hands.unix_ms(at).div_euclid(1000))
        });
        let state = match world.pipeline_paused(name) {
            true => "paused",
            false => "active",
        };
        rows.push(vec![
            name.clone(),
            state.to_string(),
            last,
            pipeline.about.clone(),
        ]);
    }
    Given::lines(columns(&rows, 3))
}

fn runs(call: &Call, only: Option<&str>) -> Given {
    let hands = &*call.hands;
    let world = hands.world();
    let changes = world.spec().changes.iter();
    let mut past: Vec<_> = changes
        .filter(|c| c.at <= world.now() && c.pipeline.is_some())
        .filter(|c| only.is_none() || c.pipeline.as_deref() == only)
        .collect();
    past.sort_by_key(|c| c.at);
    let rows: Vec<Vec<String>> = past
        .iter()
        .map(|c| {
            let at = clock::date_time(hands.unix_ms(c.at).div_euclid(1000));
            vec![at, c.id.clone(), c.author.clone(), c.title.clone()]
        })
        .collect();
    let lines = columns(&rows, 2).into_iter().zip(&past);
    let out = lines.map(|(line, c)| Text::plain(line).seen(Look::Change(c.id.clone())));
    Given::texts(out.collect())
}

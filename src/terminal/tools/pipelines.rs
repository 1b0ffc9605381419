//! `pipeline`: the system's own command for the pipelines that write configuration.

use super::{Answer, Call, Plan, Text, Typed, clock, columns, fixed, row};
use crate::drill::action::{Action, Look};

pub fn pipeline(call: &mut Call) -> Answer {
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
            let pipeline = name.to_string();
            let action = Action::PausePipeline { pipeline, paused };
            let plan = Plan::new(warning, action);
            plan.said(format!("pipeline {name} {verb}d")).ask(None)
        }
        _ => Answer::fail("usage: pipeline list | runs [NAME] | pause NAME | resume NAME"),
    }
}

/// How it goes on.
pub fn ways(typed: &Typed) -> Option<Vec<String>> {
    let all = &typed.access.session().incident().world.pipelines;
    match typed.words {
        [] => Some(fixed("list|runs|pause|resume")),
        [_] => Some(all.iter().map(|p| p.name.clone()).collect()),
        _ => None,
    }
}

fn list(call: &Call) -> Answer {
    let access = &*call.access;
    let world = access.world();
    let mut rows = vec![row(["NAME", "STATE", "LAST RUN", "ABOUT"])];
    for pipeline in &access.session().incident().world.pipelines {
        let name = &pipeline.name;
        let ran = world.spec().changes.iter();
        let ran = ran.filter(|c| c.pipeline.as_ref() == Some(name) && c.at <= world.now());
        let last = ran.map(|c| c.at).max();
        let last = last.map_or("none".to_string(), |at| {
            clock::date_time(access.unix_ms(at).div_euclid(1000))
        });
        let state = match world.pipeline_paused(name) {
            true => "paused",
            false => "active",
        };
        rows.push(row([name, state, &last, &pipeline.about]));
    }
    Answer::lines(columns(&rows, 3))
}

fn runs(call: &Call, only: Option<&str>) -> Answer {
    let access = &*call.access;
    let world = access.world();
    let changes = world.spec().changes.iter();
    let mut past: Vec<_> = changes
        .filter(|c| c.at <= world.now() && c.pipeline.is_some())
        .filter(|c| only.is_none() || c.pipeline.as_deref() == only)
        .collect();
    past.sort_by_key(|c| c.at);
    let rows: Vec<Vec<String>> = past
        .iter()
        .map(|c| {
            let at = clock::date_time(access.unix_ms(c.at).div_euclid(1000));
            vec![at, c.id.clone(), c.author.clone(), c.title.clone()]
        })
        .collect();
    let lines = columns(&rows, 2).into_iter().zip(&past);
    let out = lines.map(|(line, c)| Text::plain(line).seen(Look::Change(c.id.clone())));
    Answer::texts(out.collect())
}

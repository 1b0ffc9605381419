//! `git` on the configuration: log, show, diff, blame, status, checkout, revert.

use super::commits::{self, Commit, file_of, in_repository, revision};
use super::text::coloured;
use super::{Answer, Call, Follow, Options, Plan, Text, Tone, Typed, clock, fixed};
use crate::drill::action::{Action, Command, Look};

pub fn git(call: &mut Call) -> Answer {
    let mut args = call.args;
    // `git -C dir …`, `git --no-pager …`
    loop {
        args = match args {
            [flag, _, rest @ ..] if flag == "-C" => rest,
            [flag, rest @ ..] if flag == "--no-pager" || flag == "-P" => rest,
            _ => break,
        };
    }
    let Some((command, rest)) = args.split_first() else {
        return Answer::lines([
            "usage: git <command> [<args>]",
            "",
            "   log       Show commit logs",
            "   show      Show a commit and what it changed",
            "   diff      Show changes between commits",
            "   blame     Show what commit last changed each line of a file",
            "   status    Show the working tree status",
            "   checkout  Write the file of an earlier commit again",
            "   revert    Undo what a commit changed",
        ]);
    };
    match command.as_str() {
        "log" | "shortlog" => log(call, rest).unwrap_or_else(|answer| *answer),
        "show" => show(call, rest).unwrap_or_else(|answer| *answer),
        "diff" => difference(call, rest).unwrap_or_else(|answer| *answer),
        "blame" | "annotate" => blame(call, rest),
        "status" => Answer::lines(["On branch main", "nothing to commit, working tree clean"]),
        "branch" => Answer::lines(["* main"]),
        "remote" => Answer::lines(["origin"]),
        "checkout" | "restore" => checkout(call, rest),
        "revert" => revert(call, rest),
        "add" | "commit" | "push" | "pull" | "fetch" | "stash" | "reset" | "merge" | "rebase"
        | "tag" | "switch" => Answer::note(format!(
            "git {command} is not modelled here: a file is edited in the Files tool, each save \
             is a commit; git checkout HASH -- file writes an earlier one again"
        )),
        other => Answer::fail(format!(
            "git: '{other}' is not a git command. See 'git --help'."
        )),
    }
}

fn unknown(name: &str) -> Box<Answer> {
    Box::new(Answer::fail_lines([
        format!(
            "fatal: ambiguous argument '{name}': unknown revision or path not in the working tree."
        ),
        "Use '--' to separate paths from revisions, like this:".into(),
        "'git <command> [<revision>...] -- [<file>...]'".into(),
    ]))
}

/// How it goes on: by verbs, then by files and commits.
pub fn ways(typed: &Typed) -> Option<Vec<String>> {
    if typed.words.is_empty() {
        return Some(fixed(
            "log|show|diff|blame|status|checkout|revert|log --oneline",
        ));
    }
    let whole = typed.word.starts_with('/');
    let name = |p| if whole { p } else { in_repository(p) };
    let paths = typed.access.world().files().paths();
    let mut all: Vec<String> = paths.map(|p| name(p).to_string()).collect();
    if !typed.word.contains('/') {
        let known = commits::all(typed.access);
        all.extend(known.iter().map(|c| c.short().to_string()));
        all.push("HEAD~1".into());
    }
    Some(all)
}

/// Revisions and files among the operands.
fn operands(
    call: &Call,
    all: &[Commit],
    options: &Options,
) -> Result<(Vec<usize>, Vec<String>), Box<Answer>> {
    let (mut revisions, mut files) = (Vec::new(), Vec::new());
    let split = options.rest.len() - options.behind.len();
    for (index, name) in options.rest.iter().enumerate() {
        if index < split {
            let range: Vec<&str> = name.split("..").filter(|part| !part.is_empty()).collect();
            let found: Option<Vec<usize>> = range.iter().map(|r| revision(all, r)).collect();
            if let Some(found) = found {
                revisions.extend(found);
                continue;
            }
        }
        match file_of(call.access, call.cwd, name) {
            Some(path) => files.push(path),
            None if matches!(*name, "." | "/etc") => {}
            None => {
                let inside = format!("{}/", call.path(name));
                let paths = call.world().files().paths();
                let below: Vec<String> = paths
                    .filter(|p| p.starts_with(&inside))
                    .map(str::to_string)
                    .collect();
                if below.is_empty() {
                    return Err(unknown(name));
                }
                files.extend(below);
            }
        }
    }
    Ok((revisions, files))
}

/// What a commit changed; `look` marks it as seen.
fn patch(call: &Call, commit: &Commit, stat: bool) -> Vec<Text> {
    let store = call.world().files();
    let path = &commit.path;
    let text = |version: u32| store.version(path, version).map(|v| v.text.clone());
    let old = text(commit.version.saturating_sub(1)).unwrap_or_default();
    let new = text(commit.version).unwrap_or_default();
    between(path, (&old, &new), commit.version == 1, stat)
}

/// The difference of two texts of a file.
fn between(path: &str, (old, new): (&str, &str), is_new: bool, stat: bool) -> Vec<Text> {
    let name = in_repository(path);
    let old_name = if is_new {
        "/dev/null".into()
    } else {
        format!("a/{name}")
    };
    let text = crate::sim::config::diff::unified(old, new, &old_name, &format!("b/{name}"));
    let look = Look::Diff(path.to_string());
    if stat {
        let count = |sign: char, not: &str| {
            let lines = text.lines().filter(|l| l.starts_with(sign));
            lines.filter(|l| !l.starts_with(not)).count()
        };
        let (added, removed) = (count('+', "+++"), count('-', "---"));
        let bar = |n: usize, c: &str| c.repeat(n.min(30));
        return vec![
            Text::plain(format!(
                " {name} | {} {}{}",
                added + removed,
                bar(added, "+"),
                bar(removed, "-")
            ))
            .seen(look),
            Text::plain(format!(
                " 1 file changed, {added} insertions(+), {removed} deletions(-)"
            )),
        ];
    }
    if text.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![Text::toned(
        Tone::Head,
        format!("diff --git a/{name} b/{name}"),
    )];
    if is_new {
        lines.push(Text::toned(Tone::Head, "new file mode 100644"));
    }
    lines.extend(coloured(&text));
    for line in &mut lines {
        line.look = Some(look.clone());
    }
    lines
}

fn head(commit: &Commit, is_first: bool) -> Vec<Text> {
    let mark = if is_first {
        " (HEAD -> main, origin/main)"
    } else {
        ""
    };
    vec![
        Text::toned(Tone::Warn, format!("commit {}{mark}", commit.hash)),
        Text::plain(format!("Author: {} <{}>", commit.author, commit.email)),
        Text::plain(format!("Date:   {}", clock::git(commit.at_s))),
        Text::plain(""),
        Text::plain(format!("    {}", commit.message)),
    ]
}

fn log(call: &mut Call, args: &[String]) -> Result<Answer, Box<Answer>> {
    let options = Options::read(args, "n max-count since author S");
    let all = commits::all(call.access);
    let (revisions, files) = operands(call, &all, &options)?;
    let from = revisions.first().copied().unwrap_or(0);
    let most = options
        .value(&["n", "max-count"])
        .and_then(|n| n.parse().ok());
    let since = options.value(&["since", "after"]).and_then(|text| {
        let ago = text.trim_end_matches(" ago").replace('.', " ");
        Some(call.access.now_s() - clock::read_interval(ago.trim_end_matches(" ago"))? / 1_000_000)
    });
    let author = options.value(&["author"]).unwrap_or("");
    let shown: Vec<(usize, &Commit)> = all
        .iter()
        .enumerate()
        .skip(from)
        .filter(|(_, c)| files.is_empty() || files.contains(&c.path))
        .filter(|(_, c)| since.is_none_or(|since| c.at_s >= since))
        .filter(|(_, c)| c.author.contains(author))
        .take(most.unwrap_or(usize::MAX))
        .collect();
    let (patches, stat) = (options.has(&["p", "patch", "u"]), options.has(&["stat"]));
    let mut out = Vec::new();
    for (index, commit) in shown {
        if options.has(&["oneline"]) {
            let mark = if index == 0 { "(HEAD -> main) " } else { "" };
            let (hash, message) = (commit.short(), &commit.message);
            out.push(Text::plain(format!("{hash} {mark}{message}")));
        } else {
            if !out.is_empty() {
                out.push(Text::plain(""));
            }
            out.extend(head(commit, index == 0));
        }
        if patches || stat {
            out.push(Text::plain(""));
            out.extend(patch(call, commit, stat && !patches));
        }
    }
    Ok(Answer::texts(out))
}

fn show(call: &mut Call, args: &[String]) -> Result<Answer, Box<Answer>> {
    let options = Options::read(args, "");
    let all = commits::all(call.access);
    // `git show HASH:path`
    if let Some((name, path)) = options.rest.first().and_then(|r| r.split_once(':')) {
        let file = file_of(call.access, "/etc", path);
        let at = revision(&all, name);
        let (Some(at), Some(file)) = (at, file) else {
            return Ok(Answer::fail(format!(
                "fatal: path '{path}' does not exist in '{name}'"
            )));
        };
        let store = call.world().files();
        let version = all[at..].iter().find(|c| c.path == file);
        let text = version.and_then(|c| store.version(&file, c.version));
        let look = |line: &str| Text::plain(line).seen(Look::File(file.clone()));
        return Ok(Answer::texts(
            text.map_or(vec![], |v| v.text.lines().map(look).collect()),
        ));
    }
    let (revisions, files) = operands(call, &all, &options)?;
    let mine = |c: &Commit| files.is_empty() || files.contains(&c.path);
    let newest = || all.iter().position(mine);
    let Some(index) = revisions.first().copied().or_else(newest) else {
        return Ok(Answer::fail(
            "fatal: your current branch 'main' does not have any commits yet",
        ));
    };
    let mut out = head(&all[index], index == 0);
    out.push(Text::plain(""));
    out.extend(patch(call, &all[index], options.has(&["stat"])));
    Ok(Answer::texts(out))
}

fn difference(call: &mut Call, args: &[String]) -> Result<Answer, Box<Answer>> {
    let options = Options::read(args, "U");
    let all = commits::all(call.access);
    let (revisions, files) = operands(call, &all, &options)?;
    let Some(from) = revisions.first().copied() else {
        // The working tree is what is committed.
        return Ok(Answer::note(
            "no difference: what is on disk is committed. git diff HEAD~1 shows the last change, \
             git log -p all of them",
        ));
    };
    let to = revisions.get(1).copied().unwrap_or(0);
    let store = call.world().files();
    let paths: Vec<String> = match files.is_empty() {
        true => store.paths().map(str::to_string).collect(),
        false => files,
    };
    let mut out = Vec::new();
    for path in paths {
        let text = |at: usize| {
            let commit = all[at..].iter().find(|c| c.path == path);
            let version = commit.and_then(|c| store.version(&path, c.version));
            version.map(|v| v.text.clone())
        };
        let (old, new) = (text(from), text(to));
        if old != new {
            let is_new = old.is_none();
            let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
            out.extend(between(&path, (&old, &new), is_new, options.has(&["stat"])));
        }
    }
    Ok(Answer::texts(out))
}

fn blame(call: &mut Call, args: &[String]) -> Answer {
    let options = Options::read(args, "L");
    let Some(name) = options.rest.last() else {
        return Answer::fail("usage: git blame [<options>] [--] <file>");
    };
    let Some(path) = file_of(call.access, call.cwd, name) else {
        return Answer::fail(format!("fatal: no such path '{name}' in HEAD"));
    };
    let all = commits::all(call.access);
    let store = call.world().files();
    let text = store.text(&path).unwrap_or_default();
    let owners = store.blame(&path);
    let mine: Vec<&Commit> = all.iter().filter(|c| c.path == path).collect();
    let wide = mine.iter().map(|c| c.author.len()).max().unwrap_or(0);
    let digits = owners.len().to_string().len();
    let lines = text.lines().zip(&owners).enumerate();
    let out = lines.map(|(index, (line, version))| {
        let number = index + 1;
        let commit = mine.iter().find(|c| c.version == *version);
        let (hash, author, at) = commit.map_or(("0000000", "", 0), |c| {
            (c.short(), c.author.as_str(), c.at_s)
        });
        let stamp = clock::date_time(at);
        let head = format!("{hash} ({author:<wide$} {stamp} +0000 {number:>digits$})");
        Text::plain(format!("{head} {line}")).seen(Look::File(path.clone()))
    });
    Answer::texts(out.collect())
}

fn checkout(call: &mut Call, args: &[String]) -> Answer {
    let options = Options::read(args, "s source");
    let all = commits::all(call.access);
    let mut rest = options.rest.clone();
    let source = options.value(&["s", "source"]);
    let name = match source {
        Some(source) => source,
        None if rest.is_empty() => {
            return Answer::fail("usage: git checkout <commit> -- <file>");
        }
        None => rest.remove(0),
    };
    let Some(at) = revision(&all, name) else {
        return match file_of(call.access, call.cwd, name) {
            Some(_) => Answer::lines(["Updated 0 paths from the index"]),
            None => no_path(name),
        };
    };
    let [name] = rest[..] else {
        let (hash, path) = (all[at].short().to_string(), in_repository(&all[at].path));
        return Answer::fail_with(
            "fatal: name the file: git checkout <commit> -- <file>",
            format!("for this commit: git checkout {hash} -- {path}"),
        );
    };
    let file = file_of(call.access, call.cwd, name);
    let Some(commit) = all[at..].iter().find(|c| file.as_ref() == Some(&c.path)) else {
        return no_path(name);
    };
    back(
        call,
        commit,
        &format!("Updated 1 path from {}", commit.short()),
    )
}

fn no_path(name: &str) -> Answer {
    Answer::fail(format!(
        "error: pathspec '{name}' did not match any file(s) known to git"
    ))
}

/// The file of a commit is written again.
fn back(call: &Call, commit: &Commit, said: &str) -> Answer {
    let newest = call.world().files().history(&commit.path).last();
    if newest.is_some_and(|v| v.number == commit.version) {
        return Answer::lines(["Updated 0 paths: the file is at this version already"]);
    }
    let warning = format!(
        "Writes {} as it was in version {} ({}). Written in 5 s; in force after a reload or \
         restart.",
        commit.path, commit.version, commit.message
    );
    let path = commit.path.clone();
    let follow = Follow::Write {
        path: path.clone(),
        before: newest.map_or(0, |version| version.number),
        said: said.to_string(),
    };
    let version = commit.version;
    Plan::new(
        warning,
        Action::Change(Command::RollbackFile { path, version }),
    )
    .ask(Some(follow))
}

fn revert(call: &mut Call, args: &[String]) -> Answer {
    let options = Options::read(args, "");
    let all = commits::all(call.access);
    let Some(name) = options.rest.first() else {
        return Answer::fail("usage: git revert <commit>");
    };
    let Some(at) = revision(&all, name) else {
        return Answer::fail(format!("fatal: bad revision '{name}'"));
    };
    let commit = &all[at];
    let newest = call.world().files().history(&commit.path).last();
    if newest.is_some_and(|v| v.number != commit.version) {
        let name = in_repository(&commit.path);
        return Answer::fail(format!("CONFLICT (content): Merge conflict in {name}"));
    }
    let before = all[at + 1..].iter().find(|c| c.path == commit.path);
    match before {
        Some(before) => {
            let said = format!("[main] Revert \"{}\"", commit.message);
            back(call, before, &said)
        }
        None => Answer::fail("error: this commit made the file; it cannot be undone here"),
    }
}

//! Where one is: ls, cd, pwd, hostname, whoami, date, ssh, env.

use super::{Access, Answer, Call, Next, Options, Text, Typed, clock, columns, files, row};

/// Hosts one can log in to.
pub fn hosts(access: &Access) -> Vec<String> {
    let database = &access.world().spec().database;
    let mut hosts = vec![database.host.clone(), access.site().tools_host.clone()];
    hosts.extend(database.bouncer.as_ref().map(|b| b.host.clone()));
    hosts.dedup();
    hosts
}

/// How `ssh` and `ping` go on.
pub fn ways(typed: &Typed) -> Option<Vec<String>> {
    typed.first(|| hosts(typed.access))
}

pub fn ls(call: &mut Call) -> Answer {
    let options = Options::read(call.args, "");
    let names = match options.rest[..] {
        [] => vec!["."],
        ref names => names.to_vec(),
    };
    let mut answer = Answer::default();
    let many = names.len() > 1;
    for name in names {
        let path = call.path(name);
        if files::all(call.access, call.host).contains(&path) {
            answer
                .out
                .extend(rows(call, &options, &[(name.to_string(), path)]));
            continue;
        }
        let Some(entries) = files::list(call.access, call.host, &path) else {
            answer.err.push(Text::error(format!(
                "ls: cannot access '{name}': No such file or directory"
            )));
            continue;
        };
        if many {
            answer.out.push(Text::plain(format!("{name}:")));
        }
        let base = path.trim_end_matches('/');
        let entries: Vec<(String, String)> = entries
            .into_iter()
            .map(|entry| {
                let bare = entry.trim_end_matches('/').to_string();
                (bare, format!("{base}/{entry}"))
            })
            .collect();
        if options.has(&["l"]) {
            answer
                .out
                .push(Text::plain(format!("total {}", entries.len() * 4)));
        }
        answer.out.extend(rows(call, &options, &entries));
    }
    answer
}

fn rows(call: &Call, options: &Options, entries: &[(String, String)]) -> Vec<Text> {
    if !options.has(&["l"]) {
        let names: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
        return match options.has(&["1"]) || entries.is_empty() {
            true => names.into_iter().map(Text::plain).collect(),
            false => vec![Text::plain(names.join("  "))],
        };
    }
    let now = call.access.now_s();
    let cells = |(name, path): &(String, String)| {
        let versions = call.world().files().history(path);
        let (kind, of, size, at) = match versions.last() {
            Some(last) => {
                let at = call.access.written_s(path, last.number);
                ("-rw-r--r--", ["root", "root"], last.text.len(), at)
            }
            None => {
                let kind = if path.ends_with('/') {
                    "drwxr-xr-x"
                } else {
                    "-rw-r-----"
                };
                let of = if path.contains("postgresql") {
                    "postgres"
                } else {
                    "root"
                };
                let size = match files::read(call.access, call.host, path) {
                    Ok(lines) => lines.iter().map(|l| l.text.len() + 1).sum(),
                    Err(_) => 4096,
                };
                (kind, [of, "adm"], size, now)
            }
        };
        let (size, at) = (format!("{size:>6}"), clock::listing(at, now));
        row([kind, "1", of[0], of[1], &size, &at, name])
    };
    let rows: Vec<Vec<String>> = entries.iter().map(cells).collect();
    columns(&rows, 1).into_iter().map(Text::plain).collect()
}

pub fn cd(call: &mut Call) -> Answer {
    let name = call.args.first().map_or("~", String::as_str);
    let path = call.path(name);
    if files::is_directory(call.access, call.host, &path) {
        return Answer::then(Next::Directory(path));
    }
    match files::all(call.access, call.host).contains(&path) {
        true => Answer::fail(format!("-bash: cd: {name}: Not a directory")),
        false => Answer::fail(format!("-bash: cd: {name}: No such file or directory")),
    }
}

/// `ssh host`; what is to run there is run by the shell.
pub fn ssh(call: &mut Call) -> Answer {
    let options = Options::read(call.args, "l p i");
    let Some(host) = options.rest.first() else {
        return Answer::fail("usage: ssh destination [command [argument ...]]");
    };
    let host = host.rsplit('@').next().unwrap_or(host);
    if host == call.host {
        return Answer::note(format!("you are on {host} already"));
    }
    if hosts(call.access).iter().any(|h| h == host) {
        return Answer::then(Next::Host(host.to_string()));
    }
    let world = call.world();
    let instance = host.rsplit_once('-').map_or(host, |(name, _)| name);
    let error = format!("ssh: Could not resolve hostname {host}: Name or service not known");
    if world.spec().services.iter().any(|s| s.name == instance) {
        let note = format!("{host} is a pod: kubectl logs {host}, kubectl describe pod {host}");
        return Answer::fail_with(error, note);
    }
    let standby = &world.spec().database.lifecycle.replica;
    if standby.as_ref().is_some_and(|r| r.host == host) {
        return Answer::note(format!(
            "{host} is the standby; of it only its replication is modelled: ask \
             pg_stat_replication on the primary"
        ));
    }
    Answer::fail_with(error, format!("hosts: {}", hosts(call.access).join(", ")))
}

pub fn pwd(call: &mut Call) -> Answer {
    Answer::lines([call.cwd])
}

pub fn hostname(call: &mut Call) -> Answer {
    Answer::lines([call.host])
}

pub fn whoami(call: &mut Call) -> Answer {
    Answer::lines([call.user])
}

pub fn id(call: &mut Call) -> Answer {
    Answer::lines([match call.user {
        "root" => "uid=0(root) gid=0(root) groups=0(root)".into(),
        "postgres" => "uid=106(postgres) gid=113(postgres) groups=113(postgres)".into(),
        user => format!("uid=1000({user}) gid=1000({user}) groups=1000({user}),27(sudo)"),
    }])
}

pub fn date(call: &mut Call) -> Answer {
    let now = call.access.now_s();
    Answer::lines([match call.args.first().map(String::as_str) {
        Some("-Is" | "--iso-8601=seconds") => clock::stamp(now, "%FT%T+00:00"),
        Some(form) if form.starts_with('+') => clock::stamp(now, &form[1..]),
        _ => clock::date(now),
    }])
}

pub fn uname(call: &mut Call) -> Answer {
    Answer::lines([match call.args.first() {
        Some(_) => format!("Linux {} 6.1.0-31-amd64 x86_64 GNU/Linux", call.host),
        None => "Linux".into(),
    }])
}

pub fn env(call: &mut Call) -> Answer {
    let home = files::home(call.access.session());
    let database = &call.world().spec().database.name;
    Answer::lines([
        format!("HOME={home}"),
        format!("USER={}", call.user),
        format!("PGDATABASE={database}"),
    ])
}

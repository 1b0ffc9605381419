//! Where one is: ls, cd, pwd, hostname, whoami, date, ssh, env.

use super::super::files;
use super::super::hands::Hands;
use super::super::words::Options;
use super::super::{clock, output::Text};
use super::{Call, Given, Next, columns};

/// Hosts one can log in to.
#[must_use]
pub fn hosts(hands: &Hands) -> Vec<String> {
    let database = &hands.world().spec().database;
    let mut hosts = vec![database.host.clone(), hands.site().tools_host.clone()];
    hosts.extend(database.bouncer.as_ref().map(|b| b.host.clone()));
    hosts.dedup();
    hosts
}

/// `ls`.
pub fn ls(call: &mut Call) -> Given {
    let options = Options::read(call.args, &[]);
    let names = match options.rest[..] {
        [] => vec!["."],
        ref names => names.to_vec(),
    };
    let mut given = Given::default();
    let many = names.len() > 1;
    for name in names {
        let path = files::resolve(call.hands, call.cwd, name);
        if files::all(call.hands, call.host).contains(&path) {
            given
                .out
                .extend(rows(call, &options, &[(name.to_string(), path)]));
            continue;
        }
        let Some(entries) = files::list(call.hands, call.host, &path) else {
            given.err.push(Text::error(format!(
                "ls: cannot access '{name}': No such file or directory"
            )));
            continue;
        };
        if many {
            given.out.push(Text::plain(format!("{name}:")));
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
            given
                .out
                .push(Text::plain(format!("total {}", entries.len() * 4)));
        }
        given.out.extend(rows(call, &options, &entries));
    }
    given
}

fn rows(call: &Call, options: &Options, entries: &[(String, String)]) -> Vec<Text> {
    if !options.has(&["l"]) {
        let names: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
        return match options.has(&["1"]) || entries.is_empty() {
            true => names.into_iter().map(Text::plain).collect(),
            false => vec![Text::plain(names.join("  "))],
        };
    }
    let now = call.hands.now_s();
    let world = call.hands.world();
    let rows: Vec<Vec<String>> = entries
        .iter()
        .map(|(name, path)| {
            let versions = world.files().history(path);
            let cells = match versions.last() {
                Some(last) => {
                    let at = call.hands.written_s(path, last.number);
                    let size = last.text.len();
                    ["-rw-r--r--", "1", "root", "root"]
                        .map(String::from)
                        .into_iter()
                        .chain([format!("{size:>6}"), clock::listing(at, now)])
                        .collect::<Vec<_>>()
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
                    let size = match files::read(call.hands, call.host, path) {
                        Ok(lines) => lines.iter().map(|l| l.text.len() + 1).sum(),
                        Err(_) => 4096,
                    };
                    let at = clock::listing(now, now);
                    [kind, "1", of, "adm"]
                        .map(String::from)
                        .into_iter()
                        .chain([format!("{size:>6}"), at])
                        .collect()
                }
            };
            cells.into_iter().chain([name.clone()]).collect()
        })
        .collect();
    columns(&rows, 1).into_iter().map(Text::plain).collect()
}

/// `cd`.
pub fn cd(call: &mut Call) -> Given {
    let name = call.args.first().map_or("~", String::as_str);
    let path = files::resolve(call.hands, call.cwd, name);
    if files::is_directory(call.hands, call.host, &path) {
        return Given::then(Next::Directory(path));
    }
    match files::all(call.hands, call.host).contains(&path) {
        true => Given::fail(format!("-bash: cd: {name}: Not a directory")),
        false => Given::fail(format!("-bash: cd: {name}: No such file or directory")),
    }
}

/// `ssh host`; what is to run there is run by the shell.
pub fn ssh(call: &mut Call) -> Given {
    let options = Options::read(call.args, &["l", "p", "i"]);
    let Some(host) = options.rest.first() else {
        return Given::fail("usage: ssh destination [command [argument ...]]");
    };
    let host = host.rsplit('@').next().unwrap_or(host);
    if host == call.host {
        return Given::note(format!("you are on {host} already"));
    }
    if hosts(call.hands).iter().any(|h| h == host) {
        return Given::then(Next::Host(host.to_string()));
    }
    let world = call.hands.world();
    let instance = host.rsplit_once('-').map_or(host, |(name, _)| name);
    let error = format!("ssh: Could not resolve hostname {host}: Name or service not known");
    if world.spec().services.iter().any(|s| s.name == instance) {
        let note = format!("{host} is a pod: kubectl logs {host}, kubectl describe pod {host}");
        return Given::fail_with(error, note);
    }
    let standby = &world.spec().database.lifecycle.replica;
    if standby.as_ref().is_some_and(|r| r.host == host) {
        return Given::note(format!(
            "{host} is the standby; of it only its replication is modelled: ask \
             pg_stat_replication on the primary"
        ));
    }
    Given::fail_with(error, format!("hosts: {}", hosts(call.hands).join(", ")))
}

/// Small ones: pwd, hostname, whoami, id, date, uname, env, which.
pub fn small(call: &mut Call) -> Given {
    let text = match call.name {
        "pwd" => call.cwd.to_string(),
        "hostname" => call.host.to_string(),
        "whoami" => call.user.to_string(),
        "id" => match call.user {
            "root" => "uid=0(root) gid=0(root) groups=0(root)".into(),
            "postgres" => "uid=106(postgres) gid=113(postgres) groups=113(postgres)".into(),
            user => format!("uid=1000({user}) gid=1000({user}) groups=1000({user}),27(sudo)"),
        },
        "date" => {
            let now = call.hands.now_s();
            match call.args.first().map(String::as_str) {
                Some("+%s") => now.to_string(),
                Some("-Is" | "--iso-8601=seconds") => {
                    format!("{}+00:00", clock::date_time(now).replace(' ', "T"))
                }
                Some("+%T") => clock::date_time(now)[11..].to_string(),
                Some("+%F") => clock::date_time(now)[..10].to_string(),
                _ => clock::date(now),
            }
        }
        "uname" => match call.args.first() {
            Some(_) => format!("Linux {} 6.1.0-31-amd64 x86_64 GNU/Linux", call.host),
            None => "Linux".into(),
        },
        "env" => {
            let home = files::home(call.hands.session());
            let database = &call.hands.world().spec().database.name;
            format!("HOME={home}\nUSER={}\nPGDATABASE={database}", call.user)
        }
        _ => return Given::fail(format!("{}: not modelled here", call.name)),
    };
    Given::lines(text.lines())
}

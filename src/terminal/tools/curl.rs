//! `curl` of the system's pages and of health pages, and `ping`. Whether a request would be
//! served is drawn from the share of requests that failed in the last minute, without touching
//! the world's own chance.

use super::{Answer, Call, Options, Text, Typed};

/// What a request came to.
struct Response {
    status: u32,
    body: String,
    seconds: f64,
    json: bool,
}

impl Response {
    fn json(status: u32, body: String, seconds: f64) -> Response {
        let json = true;
        Response {
            status,
            body,
            seconds,
            json,
        }
    }
}

/// How it goes on.
pub fn ways(typed: &Typed) -> Option<Vec<String>> {
    let services = typed.services("http://").into_iter();
    let mut all: Vec<String> = services.map(|s| format!("{s}/actuator/health")).collect();
    all.push(format!("https://{}/", typed.access.site().domain));
    Some(all)
}

fn reason(status: u32) -> &'static str {
    match status {
        200 => "OK",
        404 => "Not Found",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Internal Server Error",
    }
}

/// A number in 0..1 that follows from the instant and the address alone.
fn chance(call: &Call, text: &str) -> f64 {
    let mut state = call.world().now() ^ 0xcbf2_9ce4_8422_2325;
    for byte in text.bytes() {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    state = (state ^ (state >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    ((state ^ (state >> 32)) >> 11) as f64 / (1_u64 << 53) as f64
}

fn health(call: &Call, index: usize, number: Option<u32>) -> Response {
    let world = call.world();
    let mut pods = world.instances(index).into_iter();
    let mine = |p: u32| number.is_none_or(|number| p == number);
    let up = pods.any(|p| p.state == "up" && p.healthy && mine(p.number));
    let word = |fine: bool| if fine { "UP" } else { "DOWN" };
    let mut parts = vec![];
    let mut fine = up;
    if let Some(pool) = &world.spec().services[index].pool {
        let pool = &pool.name;
        let name = |suffix: &str| format!("hikaricp_connections{suffix}{{pool=\"{pool}\"}}");
        let starved = call.metric(&format!("rate({}[1m])", name("_timeout_total"))) > 0.0;
        let db = world.database_ready() && call.metric(&name("")) >= 1.0 && !starved;
        let what = match db {
            true => "\"database\":\"PostgreSQL\"",
            false => {
                "\"error\":\"org.springframework.jdbc.CannotGetJdbcConnectionException: Failed to \
                 obtain JDBC Connection\""
            }
        };
        parts.push(format!(
            "\"db\":{{\"status\":\"{}\",\"details\":{{{what},\"pool\":\"{pool}\"}}}}",
            word(db)
        ));
        fine &= db;
    }
    parts.push(format!("\"livenessState\":{{\"status\":\"{}\"}}", word(up)));
    let (word, parts) = (word(fine), parts.join(","));
    let body = format!("{{\"status\":\"{word}\",\"components\":{{{parts}}}}}");
    Response::json(if fine { 200 } else { 503 }, body, 0.012)
}

/// True if a class's address is this, in which `{id}` stands for anything.
fn fits(uri: &str, method: &str, path: &str) -> bool {
    let parts =
        |p: &str| -> Vec<String> { p.trim_matches('/').split('/').map(Into::into).collect() };
    uri.split_once(' ').is_some_and(|(verb, pattern)| {
        let (wanted, given) = (parts(pattern), parts(path));
        let mut pairs = wanted.iter().zip(&given);
        verb == method
            && wanted.len() == given.len()
            && pairs.all(|(w, g)| w == g || w.starts_with('{'))
    })
}

/// A page of the system, by the class whose address it is.
fn page(call: &Call, address: &str, path: &str, post: bool) -> Response {
    let world = call.world();
    let spec = world.spec();
    let method = if post { "POST" } else { "GET" };
    let Some(class) = spec.classes.iter().find(|c| fits(&c.uri, method, path)) else {
        let body = "{\"status\":404,\"error\":\"Not Found\"}";
        return Response::json(404, body.into(), 0.004);
    };
    let (name, service) = (&class.name, &spec.services[class.service].name);
    let failing = call.metric(&format!(
        "uri:http_server_requests_errors:ratio1m{{class=\"{name}\"}}"
    ));
    let quantile = |q: &str| {
        call.access.metric(&format!(
            "http_server_requests_seconds{{service=\"{service}\",quantile=\"{q}\"}}"
        ))
    };
    let none_ready = world.service_status(class.service).ready == 0;
    if none_ready || chance(call, address) < failing {
        let body =
            format!("{{\"status\":503,\"error\":\"Service Unavailable\",\"path\":\"{path}\"}}");
        return Response::json(503, body, quantile("0.95").unwrap_or(2.0));
    }
    let system = &call.access.site().system;
    let title = system[..1].to_uppercase() + &system[1..];
    Response {
        status: 200,
        body: format!("<!doctype html><title>{title}: {name}</title>"),
        seconds: quantile("0.5").unwrap_or(0.05),
        json: false,
    }
}

pub fn curl(call: &mut Call) -> Answer {
    let valued = "X request H d data o w m max-time u A";
    let options = Options::read(call.args, valued);
    let Some(address) = options.rest.first().map(|a| (*a).to_string()) else {
        return Answer::fail("curl: try 'curl --help' or 'curl --manual' for more information");
    };
    let bare = address.trim_start_matches("http://");
    let bare = bare.trim_start_matches("https://");
    let (host, path) = match bare.find('/') {
        Some(at) => (&bare[..at], &bare[at..]),
        None => (bare, "/"),
    };
    let path = path.split('?').next().unwrap_or("/");
    let host = host.split(':').next().unwrap_or(host);
    let post = options.value(&["X", "request"]) == Some("POST") || options.has(&["d", "data"]);
    let world = call.world();
    let named = |name: &str| world.service_index(name).ok();
    let instance = host.rsplit_once('-').and_then(|(name, number)| {
        let index = named(name)?;
        let number: u32 = number.parse().ok()?;
        let mut pods = world.instances(index).into_iter();
        pods.any(|p| p.number == number && p.state == "up")
            .then_some((index, Some(number)))
    });
    let target = instance.or(named(host).map(|index| (index, None)));
    let is_health = [
        "/health",
        "/healthz",
        "/actuator/health",
        "/ready",
        "/readyz",
        "/livez",
    ]
    .iter()
    .any(|p| path.starts_with(p));
    let site = call.access.site();
    let (system, domain) = (&site.system, &site.domain);
    let public = host == "localhost"
        || host == system
        || host.strip_prefix("www.").unwrap_or(host) == domain;
    let response = match (target, is_health) {
        (Some((index, number)), true) => health(call, index, number),
        (None, true) if public => health(call, 0, None),
        (Some(_), false) => page(call, &address, path, post),
        (None, false) if public => page(call, &address, path, post),
        _ => {
            let first = &world.spec().services[0].name;
            return Answer::fail_with(
                format!("curl: (6) Could not resolve host: {host}"),
                format!(
                    "the {system} is https://{domain}/, health pages are \
                     http://{first}/actuator/health or http://{first}-1:8080/actuator/health"
                ),
            );
        }
    };
    answer(&options, &response)
}

fn answer(options: &Options, response: &Response) -> Answer {
    let mut out = Vec::new();
    let headers = options.has(&["i", "I", "include", "head", "v"]);
    let silent = options.value(&["o"]) == Some("/dev/null") || options.has(&["I", "head"]);
    let line = format!("HTTP/1.1 {} {}", response.status, reason(response.status));
    if headers {
        let kind = match response.json {
            true => "application/json",
            false => "text/html;charset=UTF-8",
        };
        out.push(match response.status {
            200 => Text::plain(line),
            _ => Text::error(line),
        });
        out.push(Text::plain(format!("content-type: {kind}")));
        out.push(Text::plain(format!(
            "content-length: {}",
            response.body.len()
        )));
        out.push(Text::plain(""));
    }
    if options.has(&["f", "fail"]) && response.status >= 400 {
        return Answer::fail(format!(
            "curl: (22) The requested URL returned error: {}",
            response.status
        ));
    }
    if !silent {
        out.push(Text::plain(response.body.clone()));
    }
    if let Some(format) = options.value(&["w", "write-out"]) {
        let text = format
            .replace("%{http_code}", &response.status.to_string())
            .replace("%{response_code}", &response.status.to_string())
            .replace("%{time_total}", &format!("{:.6}", response.seconds))
            .replace("\\n", "\n");
        out.extend(text.lines().map(Text::plain));
    }
    Answer::texts(out)
}

pub fn ping(call: &mut Call) -> Answer {
    let options = Options::read(call.args, "c W i");
    let Some(host) = options.rest.first() else {
        return Answer::fail("ping: usage error: Destination address required");
    };
    let hosts = super::place::hosts(call.access);
    if !hosts.iter().any(|h| h == host) {
        return Answer::fail(format!("ping: {host}: Name or service not known"));
    }
    let count = options.value(&["c"]).and_then(|n| n.parse().ok());
    let count: u32 = count.unwrap_or(3).clamp(1, 10);
    let mut lines = vec![format!("PING {host} 56(84) bytes of data.")];
    lines.extend((1..=count).map(|n| format!("64 bytes from {host}: icmp_seq={n} ttl=64")));
    lines.push(format!("--- {host} ping statistics ---"));
    lines.push(format!(
        "{count} packets transmitted, {count} received, 0% packet loss"
    ));
    Answer::lines(lines)
}

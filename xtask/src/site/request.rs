//! What a browser asks for: the first line of a request, and its head skipped.

use std::io::{self, BufRead};

/// A request, as far as a folder of files is concerned.
#[derive(Debug, PartialEq, Eq)]
pub enum Request {
    /// GET, or HEAD when the body is not wanted.
    Get { path: String, head_only: bool },
    /// What a folder of files cannot do.
    Other,
}

impl Request {
    /// Reads to the empty line, so that the client has said all it has to say.
    pub fn read(from: &mut impl BufRead) -> io::Result<Request> {
        let mut first = String::new();
        from.read_line(&mut first)?;
        let mut line = String::new();
        while from.read_line(&mut line)? > 2 {
            line.clear();
        }
        Ok(Self::parse(&first))
    }

    fn parse(line: &str) -> Request {
        let mut words = line.split_whitespace();
        let head_only = match words.next() {
            Some("GET") => false,
            Some("HEAD") => true,
            _ => return Request::Other,
        };
        let target = words.next().unwrap_or("/");
        let path = target.split(['?', '#']).next().unwrap_or("/");
        match decode(path) {
            Some(path) => Request::Get { path, head_only },
            None => Request::Other,
        }
    }
}

/// Undoes percent-encoding; `None` when it is broken or not UTF-8.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next()?, rest.next()?];
        let digits = std::str::from_utf8(&digits).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_first_line() {
        let get = |path: &str, head_only| Request::Get {
            path: path.to_owned(),
            head_only,
        };
        assert_eq!(Request::parse("GET /a?b=c HTTP/1.1"), get("/a", false));
        assert_eq!(Request::parse("HEAD / HTTP/1.1"), get("/", true));
        assert_eq!(Request::parse("PUT / HTTP/1.1"), Request::Other);
        assert_eq!(Request::parse("GET /%4 HTTP/1.1"), Request::Other);
        assert_eq!(Request::parse(""), Request::Other);
        assert_eq!(decode("a%2Fb").as_deref(), Some("a/b"));
        assert_eq!(decode("%ff"), None);
    }
}

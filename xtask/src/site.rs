//! A small loopback server for a folder of files.
//!
//! It answers GET and HEAD, knows the MIME types of a page (browsers compile wasm
//! as it streams in only under its own type), and never leaves its folder. The
//! end-to-end tests serve the built page with it too.

mod request;

use std::fs;
use std::io::{self, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use request::Request;

/// A client that says nothing for this long is hung up on.
const SILENCE: Duration = Duration::from_secs(10);
/// A request's head is cut off here, bytes.
const HEAD_BYTES_MAX: u64 = 16 * 1024;

/// A folder bound to a port of this machine's loopback.
#[derive(Debug)]
pub struct Site {
    listener: TcpListener,
    folder: PathBuf,
}

impl Site {
    /// Binds; port 0 takes any free one.
    ///
    /// # Errors
    /// When the port is taken, in words.
    pub fn bind(folder: &Path, port: u16) -> Result<Site, String> {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => Ok(Site {
                listener,
                folder: folder.to_path_buf(),
            }),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => Err(format!(
                "port {port} is taken by another program; stop it or choose another port: \
                 cargo xtask serve --port {}",
                port.checked_add(1).unwrap_or(8080)
            )),
            Err(error) => Err(format!("cannot listen on 127.0.0.1:{port}: {error}")),
        }
    }

    /// The address to type into a browser.
    ///
    /// # Errors
    /// When the operating system cannot tell.
    pub fn address(&self) -> Result<SocketAddr, String> {
        self.listener
            .local_addr()
            .map_err(|error| error.to_string())
    }

    /// Serves until the process ends.
    pub fn run(self) {
        for stream in self.listener.incoming().flatten() {
            let folder = self.folder.clone();
            // One short thread per request is plenty for one browser.
            thread::spawn(move || {
                // A browser that hangs up early is no matter of ours.
                let _ = answer(stream, &folder);
            });
        }
    }
}

fn answer(mut stream: TcpStream, folder: &Path) -> io::Result<()> {
    stream.set_read_timeout(Some(SILENCE))?;
    stream.set_write_timeout(Some(SILENCE))?;
    let request = Request::read(&mut BufReader::new((&stream).take(HEAD_BYTES_MAX)))?;
    let (status, kind, body) = match &request {
        Request::Other => (
            "405 Method Not Allowed",
            "text/plain",
            b"GET or HEAD only".to_vec(),
        ),
        Request::Get { path, .. } => match file(folder, path) {
            Some((kind, body)) => ("200 OK", kind, body),
            None => ("404 Not Found", "text/plain", b"not found".to_vec()),
        },
    };
    // The build changes under a running server: nothing may be kept.
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
         Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\
         Connection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    if !matches!(
        request,
        Request::Get {
            head_only: true,
            ..
        }
    ) {
        stream.write_all(&body)?;
    }
    stream.flush()
}

/// The file that a path names, with its MIME type.
fn file(folder: &Path, path: &str) -> Option<(&'static str, Vec<u8>)> {
    let mut file = folder.to_path_buf();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        // No way up, no hidden files, no other drive.
        if part.starts_with('.') || part.contains(['\\', ':']) {
            return None;
        }
        file.push(part);
    }
    if path.ends_with('/') {
        file.push("index.html");
    }
    Some((mime(&file), fs::read(&file).ok()?))
}

fn mime(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(address: SocketAddr, request: &str) -> String {
        let mut stream = TcpStream::connect(address).expect("the server listens");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        answer
    }

    #[test]
    fn serves_its_folder_and_nothing_else() {
        let folder = std::env::temp_dir().join(format!("firedrill-site-{}", std::process::id()));
        fs::create_dir_all(folder.join("in")).expect("a folder");
        fs::write(folder.join("in/index.html"), "<p>page").expect("a file");
        fs::write(folder.join("in/a b.wasm"), "code").expect("a file");
        fs::write(folder.join("secret"), "secret").expect("a file");
        let site = Site::bind(&folder.join("in"), 0).expect("any port");
        let address = site.address().expect("an address");
        thread::spawn(move || site.run());

        let page = ask(address, "GET /?drill=1 HTTP/1.1\r\nHost: x\r\n\r\n");
        assert!(page.starts_with("HTTP/1.1 200"), "{page}");
        assert!(
            page.contains("text/html") && page.ends_with("<p>page"),
            "{page}"
        );
        let wasm = ask(address, "HEAD /a%20b.wasm HTTP/1.1\r\n\r\n");
        assert!(
            wasm.contains("application/wasm") && wasm.ends_with("\r\n\r\n"),
            "{wasm}"
        );
        for path in [
            "/../secret",
            "/%2e%2e/secret",
            "/..%2fsecret",
            "/none",
            "/%zz",
            "x",
        ] {
            let answer = ask(address, &format!("GET {path} HTTP/1.1\r\n\r\n"));
            assert!(!answer.contains("200 OK"), "{path}: {answer}");
        }
        assert!(ask(address, "POST / HTTP/1.1\r\n\r\n").contains("405"));
        fs::remove_dir_all(&folder).expect("clean up");
    }

    #[test]
    fn a_taken_port_is_said_so() {
        let first = Site::bind(Path::new("."), 0).expect("any port");
        let port = first.address().expect("an address").port();
        let error = Site::bind(Path::new("."), port).expect_err("taken");
        assert!(error.contains("is taken"), "{error}");
    }
}

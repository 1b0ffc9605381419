//! A PostgreSQL server of our own: a folder, a port on loopback, and an end.
//!
//! The postmaster is a child of this process. Whatever happens, it is stopped and its
//! folder removed when [`Server`] is dropped.

use std::fs::{self, File};
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use xtask::setup::postgres::programs;
use xtask::tool;

/// Starting and stopping must not take longer.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often a waiting is looked at.
const POLL: Duration = Duration::from_millis(20);
/// The superuser of the new cluster.
pub const SUPERUSER: &str = "firedrill";

/// Signals of the postmaster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Reload the files.
    Hup,
    /// Smart shutdown.
    Term,
    /// Fast shutdown.
    Int,
    /// Immediate shutdown.
    Quit,
    /// The end of a process that was not asked.
    Kill,
}

/// The server; stopped and its folder removed when dropped.
#[derive(Debug)]
pub struct Server {
    folder: PathBuf,
    programs: PathBuf,
    port: u16,
    /// Runs as this user: PostgreSQL refuses to run as root.
    user: Option<(u32, u32)>,
    postmaster: Option<Child>,
}

impl Server {
    /// A new cluster in a folder of its own below the system's temporary folder; not
    /// started yet.
    ///
    /// # Errors
    /// When PostgreSQL's programs are missing or `initdb` fails.
    pub fn new() -> Result<Server, String> {
        let programs = programs().ok_or("PostgreSQL is not installed")?;
        let name = format!("firedrill-fidelity-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        let user = unprivileged();
        if let Some((uid, gid)) = user {
            chown(&folder, Some(uid), Some(gid)).map_err(|e| format!("chown: {e}"))?;
        }
        let server = Server {
            folder,
            programs,
            port: free_port()?,
            user,
            postmaster: None,
        };
        let mut initdb = server.own("initdb");
        initdb.args(["--auth=trust", "--no-sync", "--locale=C", "--encoding=UTF8"]);
        initdb.args(["-U", SUPERUSER, "-D"]).arg(server.data());
        let output = initdb
            .stdin(Stdio::null())
            .output()
            .map_err(|e| format!("initdb: {e}"))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(format!("initdb failed: {said}"));
        }
        Ok(server)
    }

    /// The folder with everything of this server.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Its port on loopback.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn log(&self) -> PathBuf {
        self.folder.join("log")
    }

    /// One of PostgreSQL's programs.
    #[must_use]
    pub fn program(&self, name: &str) -> PathBuf {
        self.programs.join(name)
    }

    /// One of its programs, as the user that owns the cluster.
    fn own(&self, name: &str) -> Command {
        let mut command = Command::new(self.program(name));
        command.current_dir(&self.folder);
        if let Some((uid, gid)) = self.user {
            command.uid(uid).gid(gid);
        }
        command
    }

    /// Points a client program at this server, over its Unix socket.
    pub fn at(&self, command: &mut Command) {
        command.env("PGHOST", &self.folder);
        command.env("PGPORT", self.port.to_string());
        command.env("PGUSER", SUPERUSER);
        command.env("PGCONNECT_TIMEOUT", "10");
    }

    /// Writes the settings that come on top of `initdb`'s; in force after a start.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn configure(&self, settings: &str) -> Result<(), String> {
        let path = self.data().join("postgresql.auto.conf");
        let text = format!(
            "listen_addresses = '127.0.0.1'\nport = {}\nunix_socket_directories = '{}'\n\
             log_line_prefix = '%e '\nshared_buffers = 128MB\n{settings}",
            self.port,
            self.folder.display()
        );
        fs::write(&path, text).map_err(|e| format!("{}: {e}", path.display()))
    }

    /// Starts the postmaster and waits until it accepts connections.
    ///
    /// # Errors
    /// When it does not within half a minute; the end of its log is in the error.
    pub fn start(&mut self) -> Result<(), String> {
        let from = self.log_length();
        let log = File::options()
            .create(true)
            .append(true)
            .open(self.log())
            .map_err(|e| format!("{}: {e}", self.log().display()))?;
        let mut postmaster = self.own("postgres");
        postmaster.arg("-D").arg(self.data()).stdin(Stdio::null());
        postmaster.stdout(Stdio::null()).stderr(log);
        let child = postmaster.spawn().map_err(|e| format!("postgres: {e}"))?;
        self.postmaster = Some(child);
        self.wait(|server| server.is_ready_since(from))
            .ok_or_else(|| format!("postgres did not start:\n{}", self.logged(0)))
    }

    /// True when it has said after this byte of its log that it accepts connections. (To
    /// try would leave lines of its own.)
    #[must_use]
    pub fn is_ready_since(&self, from: usize) -> bool {
        let log = self.logged(from);
        log.contains("database system is ready to accept connections")
    }

    /// Waits for something, at most half a minute.
    pub fn wait(&self, until: impl Fn(&Server) -> bool) -> Option<()> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if until(self) {
                return Some(());
            }
            std::thread::sleep(POLL);
        }
        None
    }

    /// Sends a signal to the postmaster.
    pub fn signal(&self, signal: Signal) {
        if let Some(postmaster) = &self.postmaster {
            kill(signal, postmaster.id());
        }
    }

    /// Stops the postmaster with this signal and waits for its end.
    ///
    /// # Errors
    /// When it still runs after half a minute.
    pub fn stop(&mut self, signal: Signal) -> Result<(), String> {
        let Some(mut postmaster) = self.postmaster.take() else {
            return Ok(());
        };
        kill(signal, postmaster.id());
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if postmaster.try_wait().map_err(|e| e.to_string())?.is_some() {
                return Ok(());
            }
            std::thread::sleep(POLL);
        }
        self.postmaster = Some(postmaster);
        Err("postgres did not stop".to_owned())
    }

    /// What the server has logged from this byte on.
    #[must_use]
    pub fn logged(&self, from: usize) -> String {
        let bytes = fs::read(self.log()).unwrap_or_default();
        String::from_utf8_lossy(bytes.get(from..).unwrap_or_default()).into_owned()
    }

    /// Length of the log so far, bytes.
    #[must_use]
    pub fn log_length(&self) -> usize {
        fs::metadata(self.log()).map_or(0, |m| m.len() as usize)
    }

    /// The answer to a query of the superuser, unaligned; `None` when it fails.
    #[must_use]
    pub fn ask(&self, sql: &str) -> Option<String> {
        let mut psql = Command::new(self.program("psql"));
        self.at(psql.args(["-XAtq", "-d", "postgres", "-c", sql]));
        tool::output(&mut psql).map(|text| text.trim().to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.stop(Signal::Int).is_err() && self.stop(Signal::Quit).is_err() {
            self.signal(Signal::Kill);
        }
        // What cannot be removed lies in the temporary folder.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Sends a signal to a process.
pub fn kill(signal: Signal, process: u32) {
    let name = match signal {
        Signal::Hup => "-HUP",
        Signal::Term => "-TERM",
        Signal::Int => "-INT",
        Signal::Quit => "-QUIT",
        Signal::Kill => "-KILL",
    };
    // A process that is gone needs no signal.
    let _ = Command::new("kill")
        .args([name, &process.to_string()])
        .stderr(Stdio::null())
        .status();
}

/// For root: the user `postgres`, or else `nobody`.
fn unprivileged() -> Option<(u32, u32)> {
    let id = |args: &[&str]| tool::output(Command::new("id").args(args));
    if id(&["-u"])?.trim() != "0" {
        return None;
    }
    let of = |name| {
        let number = |flag| id(&[flag, name])?.trim().parse().ok();
        Some((number("-u")?, number("-g")?))
    };
    of("postgres").or_else(|| of("nobody"))
}

fn free_port() -> Result<u16, String> {
    let socket = TcpListener::bind(("127.0.0.1", 0)).map_err(|e| e.to_string())?;
    Ok(socket.local_addr().map_err(|e| e.to_string())?.port())
}

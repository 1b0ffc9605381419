//! The world: all parts together, and the loop that takes one event after the other.

use super::bouncer::Bouncer;
use super::calendar::Calendar;
use super::config::store::{Author, ConfigStore};
use super::database::Connection;
use super::database::locks::Locks;
use super::database::script::Script;
use super::deployment::{Deployment, Instance, InstanceState};
use super::digest::Digest;
use super::event::{Event, Timer};
use super::journald::Journald;
use super::ledger::ClassLedger;
use super::loops::Loop;
use super::request::Request;
use super::rng::Stream;
use super::server::Server;
use super::slab::Slab;
use super::spec::{Command, WorldSpec};
use super::tape::Tape;
use super::telemetry::Telemetry;
use super::tier::Tier;
use super::time::Nanos;
use std::sync::Arc;

/// Rings of the calendar: timers of one length each.
pub(super) const RING_POOL: usize = 0;
pub(super) const RING_GATEWAY: usize = 1;
pub(super) const RING_LOOPS: usize = 2;
pub(super) const RING_DISK: usize = 3;
const RINGS: usize = 4;

/// Notices kept; the oldest go first.
const NOTICES_MAX: usize = 2_000;

/// The load of one class: its factor and its random streams.
#[derive(Clone, Debug)]
pub(super) struct Load {
    pub factor: f64,
    /// A rate of visits a second and the mean time between them, kept to save a division.
    pub gap: (f64, Nanos),
    /// Visits begun.
    pub begun: u64,
    pub arrivals: Stream,
    pub think: Stream,
    pub service: Stream,
    pub retries: Stream,
}

/// Random streams that belong to no class.
#[derive(Clone, Debug)]
pub(super) struct Streams {
    pub lifetimes: Stream,
    pub starts: Stream,
    pub loops: Stream,
    pub misses: Stream,
    pub luck: Stream,
    pub keepalives: Stream,
    pub leaks: Stream,
    pub pages: Stream,
}

/// Something the world wants to be known: a change took effect, a pipeline ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Ascending number, from 0.
    pub id: u64,
    /// When it happened, nanoseconds from the start of the world.
    pub at: Nanos,
    /// What happened, in one line for people.
    pub title: String,
    /// Who or what says it; for a scheduled change its author.
    pub who: String,
    /// Why.
    pub cause: Cause,
}

/// Why there is a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A scheduled change was done, by its place in [`WorldSpec::changes`].
    Change(usize),
    /// A scheduled change was left out: its pipeline is paused.
    Skipped(usize),
    /// Something took effect.
    Effect,
}

/// A simulated world. Clone it to try things out: what is never changed (the spec, full
/// chunks of logs and samples) is shared, so a copy costs what is alive in it.
#[derive(Clone, Debug)]
pub struct World {
    pub(super) spec: Arc<WorldSpec>,
    pub(super) calendar: Calendar<Timer>,
    pub(super) digest: Digest,
    pub(super) events: u64,
    pub(super) load: Vec<Load>,
    pub(super) streams: Streams,
    pub(super) requests: Slab<Request>,
    pub(super) connections: Slab<Connection>,
    pub(super) services: Vec<Deployment>,
    pub(super) instances: Vec<Instance>,
    pub(super) loops: Vec<Loop>,
    pub(super) server: Server,
    pub(super) locks: Locks,
    pub(super) scripts: Vec<Script>,
    pub(super) bouncer: Option<Bouncer>,
    pub(super) files: ConfigStore,
    pub(super) ledger: Vec<ClassLedger>,
    pub(super) log: Journald,
    pub(super) telemetry: Telemetry,
    pub(super) tier: Tier,
    pub(super) cpu_register: usize,
    scrape_register: usize,
    pub(super) commands: Vec<Scheduled>,
    pub(super) paused_pipelines: Vec<String>,
    notices: Tape<Notice>,
    next_notice: u64,
}

/// A command that waits for its time.
#[derive(Clone, Debug)]
pub(super) enum Scheduled {
    /// One of the spec's changes.
    Change(usize),
    /// Something that was asked for, and by whom.
    Command(Arc<Command>, Author),
}

impl World {
    /// A world at its first instant: files written and in force, pools about to fill,
    /// caches warm.
    #[must_use]
    pub fn new(spec: impl Into<Arc<WorldSpec>>, seed: u64) -> World {
        let spec: Arc<WorldSpec> = spec.into();
        let files = initial_files(&spec);
        let path = spec.database.path.clone();
        let parsed = super::config::postgresql_conf::parse(&path, &files);
        let version = files.history(&path).last().map(|v| v.number);
        let server = Server::new(&spec.database, &parsed, version);
        let classes = spec.classes.len();
        let arrivals = (0..classes).map(|c| Event::Arrival(c as u16));
        let others = [Event::CpuDone, Event::Scrape];
        let registers: Vec<Timer> = arrivals.chain(others).map(Timer::from).collect();
        let load = |c: usize| Load {
            factor: 1.0,
            gap: (0.0, 0),
            begun: 0,
            arrivals: Stream::new(seed, "arrivals", c as u64),
            think: Stream::new(seed, "think", c as u64),
            service: Stream::new(seed, "service", c as u64),
            retries: Stream::new(seed, "retries", c as u64),
        };
        let mut world = World {
            calendar: Calendar::new(&registers, RINGS),
            digest: Digest::default(),
            events: 0,
            load: (0..classes).map(load).collect(),
            streams: Streams {
                lifetimes: Stream::new(seed, "lifetimes", 0),
                starts: Stream::new(seed, "starts", 0),
                loops: Stream::new(seed, "loops", 0),
                misses: Stream::new(seed, "misses", 0),
                luck: Stream::new(seed, "luck", 0),
                keepalives: Stream::new(seed, "keepalives", 0),
                leaks: Stream::new(seed, "leaks", 0),
                pages: Stream::new(seed, "pages", 0),
            },
            requests: Slab::default(),
            connections: Slab::default(),
            services: vec![Deployment::default(); spec.services.len()],
            instances: Vec::new(),
            loops: Vec::new(),
            server,
            locks: Locks::new(&spec, seed),
            scripts: Vec::new(),
            bouncer: None,
            files,
            ledger: vec![ClassLedger::new(spec.minute_zero); classes],
            log: Journald::default(),
            telemetry: Telemetry::new(&spec),
            tier: Tier::new(&spec, seed),
            cpu_register: classes,
            scrape_register: classes + 1,
            commands: Vec::new(),
            paused_pipelines: Vec::new(),
            notices: Tape::new(NOTICES_MAX),
            next_notice: 0,
            spec,
        };
        world.begin();
        world
    }

    fn begin(&mut self) {
        self.start_bouncer();
        for service in 0..self.services.len() {
            let instances = self.spec.services[service].instances;
            self.services[service].desired = instances;
            for number in 1..=instances {
                let instance = self.new_instance(service, number);
                self.instances[instance as usize].state = InstanceState::Booting;
                self.start_instance(instance);
            }
        }
        for class in 0..self.load.len() {
            self.on_rate_change(class);
            self.populate(class);
        }
        for change in 0..self.spec.changes.len() {
            let at = self.spec.changes[change].at;
            self.schedule(at, Scheduled::Change(change));
        }
        self.calendar
            .set(self.scrape_register, Some(self.spec.scrape_interval));
        self.calendar.push(self.spec.minute_zero, Event::BooksBegin);
        self.background_begins();
    }

    fn schedule(&mut self, at: Nanos, what: Scheduled) {
        let index = self.commands.len() as u32;
        self.commands.push(what);
        self.calendar.push(at, Event::Command(index));
    }

    /// Do something to the world after a delay; what it writes is by the player, `you`.
    pub fn command_after(&mut self, delay: Nanos, command: Command) {
        self.command_by(delay, command, Author::Person("you".into()));
    }

    /// Do something to the world after a delay, by somebody.
    pub fn command_by(&mut self, delay: Nanos, command: Command, by: Author) {
        let at = self.calendar.now().saturating_add(delay);
        self.schedule(at, Scheduled::Command(Arc::new(command), by));
    }

    /// Take every event up to and including `until`, then stand at that time.
    pub fn run_until(&mut self, until: Nanos) {
        while !self.run_some(until, u64::MAX) {}
    }

    /// As [`World::run_until`], but stops after about `events_max` events.
    /// True when `until` was reached.
    pub fn run_some(&mut self, until: Nanos, events_max: u64) -> bool {
        let stop = self.events.saturating_add(events_max);
        while self.events < stop {
            if self.step(until).is_none() {
                self.calendar.advance(until);
                return true;
            }
        }
        false
    }

    /// Take the next event not later than `until`, if there is one.
    pub(super) fn take(&mut self, until: Nanos) -> Option<Timer> {
        self.step(until)
    }

    /// As [`World::take`]; inlined, so that the loop keeps what it needs in registers.
    #[inline(always)]
    fn step(&mut self, until: Nanos) -> Option<Timer> {
        let timer = self.calendar.pop_until(until)?;
        let (kind, subject) = timer.code();
        self.digest.event(self.calendar.now(), kind, subject);
        self.events += 1;
        self.handle(timer);
        Some(timer)
    }

    #[inline(always)]
    fn handle(&mut self, timer: Timer) {
        match timer.event() {
            Event::Arrival(class) => self.on_arrival(class),
            Event::QueuePatienceOver(handle) => self.on_queue_patience_over(handle),
            Event::ThinkDone(class) => self.begin_visit(class),
            Event::RateChange(class) => self.on_rate_change(class.into()),
            Event::Retry(handle) => self.on_retry(handle),
            Event::BeforeDone(handle) => self.on_before_done(handle),
            Event::HeldDone(handle) => self.on_held_done(handle),
            Event::GatewayTimeout(handle) => self.on_gateway_timeout(handle),
            Event::PoolTimeout(handle) => self.on_pool_timeout(handle),
            Event::CpuDone => self.on_cpu_done(),
            Event::DiskDone(handle) => self.on_disk_done(handle),
            Event::AdderWake(instance, epoch) => self.on_adder_wake(instance, epoch),
            Event::Housekeeper(instance, epoch) => self.on_housekeeper(instance, epoch),
            Event::ConnectionExpired(handle) => self.on_connection_expired(handle),
            Event::ValidationTimeout(handle) => self.on_validation_timeout(handle),
            Event::Keepalive(handle) => self.on_keepalive(handle),
            Event::LeakSuspected(handle) => self.on_leak_suspected(handle),
            Event::LoopWake(client, epoch) => self.on_loop_wake(client, epoch),
            Event::InstanceReady(instance, epoch) => self.on_instance_ready(instance, epoch),
            Event::InstanceStop(instance, epoch) => self.on_instance_stop(instance, epoch),
            Event::DatabaseStep(epoch) => self.on_database_step(epoch),
            Event::BackendAlarm(handle) => self.on_backend_alarm(handle),
            Event::ScriptDone(handle) => self.on_script_done(handle),
            Event::BouncerLogin(handle) => self.on_bouncer_login(handle),
            Event::BouncerJanitor(epoch) => self.on_bouncer_janitor(epoch),
            Event::BouncerStart(epoch) => self.on_bouncer_start(epoch),
            Event::Command(index) => self.on_command(index as usize),
            Event::Probe(instance, epoch) => self.on_probe(instance, epoch),
            Event::ProbeTimeout(handle) => self.on_probe_timeout(handle),
            Event::AttemptTimeout(handle) => self.on_attempt_timeout(handle),
            Event::RolloutDeadline(service, epoch) => self.on_rollout_deadline(service, epoch),
            Event::Scrape => self.on_scrape(),
            Event::BooksBegin => self.begin_books(),
            Event::Background(job, number) => self.on_background(job, number),
        }
    }

    fn on_scrape(&mut self) {
        let now = self.calendar.now();
        self.log.tick(now);
        let mut telemetry = std::mem::take(&mut self.telemetry);
        telemetry.scrape(self);
        self.telemetry = telemetry;
        self.calendar
            .set(self.scrape_register, Some(now + self.spec.scrape_interval));
    }

    pub(super) fn notice(&mut self, title: String, who: &str) {
        self.notice_of(Cause::Effect, title, who);
    }

    pub(super) fn notice_of(&mut self, cause: Cause, title: String, who: &str) {
        let (at, id) = (self.calendar.now(), self.next_notice);
        self.next_notice += 1;
        self.notices.push(Notice {
            id,
            at,
            title,
            who: who.to_string(),
            cause,
        });
    }

    /// Notices from this number on.
    pub fn notices_since(&self, id: u64) -> impl Iterator<Item = &Notice> {
        self.notices.iter().filter(move |n| n.id >= id)
    }

    /// The number the next notice will have.
    #[must_use]
    pub fn next_notice_id(&self) -> u64 {
        self.next_notice
    }

    /// The time of the world: of its last event, or to which it was run.
    #[must_use]
    pub fn now(&self) -> Nanos {
        self.calendar.now()
    }

    /// What the world was made of.
    #[must_use]
    pub fn spec(&self) -> &WorldSpec {
        &self.spec
    }

    /// Digest of all events so far.
    #[must_use]
    pub fn digest(&self) -> u64 {
        let mut digest = self.digest;
        for class in &self.ledger {
            digest.word(class.attempts.offered);
            digest.word(class.attempts.served);
            digest.word(class.visits.affected);
        }
        digest.value()
    }

    /// Events taken so far.
    #[must_use]
    pub fn events(&self) -> u64 {
        self.events
    }

    /// What happened to the users, by class.
    #[must_use]
    pub fn ledger(&self) -> &[ClassLedger] {
        &self.ledger
    }

    /// The lines that servers and services have logged.
    #[must_use]
    pub fn log(&self) -> &Journald {
        &self.log
    }

    /// The metrics that were scraped so far.
    #[must_use]
    pub fn telemetry(&self) -> &Telemetry {
        &self.telemetry
    }

    /// The configuration files as written.
    #[must_use]
    pub fn files(&self) -> &ConfigStore {
        &self.files
    }
}

/// The files with their history; a version the store refuses is left out.
fn initial_files(spec: &WorldSpec) -> ConfigStore {
    let mut files = ConfigStore::new();
    for file in &spec.files {
        for version in &file.versions {
            let author = if version.by_pipeline {
                Author::Pipeline(version.author.clone())
            } else {
                Author::Person(version.author.clone())
            };
            let text = version.text.as_str();
            // Times before the world began all stand at 0; `age` tells them apart.
            let _ = files.write(&file.path, text, author, &version.message, 0);
        }
    }
    files
}

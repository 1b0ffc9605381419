//! M/M/8 at 80 % load on nexosim: one model that schedules its own arrivals and
//! departures, on one thread. Prints jobs, seconds and the mean response time, ms.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use nexosim::model::{Context, Model, schedulable};
use nexosim::simulation::{Mailbox, SimInit};
use nexosim::time::MonotonicTime;
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use serde::{Deserialize, Serialize};

const SERVERS: usize = 8;
/// Mean service time, ns.
const SERVICE: f64 = 1e6;
const LOAD: f64 = 0.8;

/// The same generator as ours and the standard library's logarithm.
#[derive(Serialize, Deserialize)]
struct Stream(u64, #[serde(skip)] Option<Xoshiro256PlusPlus>);

impl Stream {
    fn exponential(&mut self, mean: f64) -> u64 {
        let seed = self.0;
        let rng = self
            .1
            .get_or_insert_with(|| Xoshiro256PlusPlus::seed_from_u64(seed));
        let unit = ((rng.next_u64() >> 11) as f64 + 0.5) / 9_007_199_254_740_992.0;
        ((-unit.ln() * mean) as u64).max(1)
    }
}

#[derive(Serialize, Deserialize)]
struct Queue {
    arrivals: Stream,
    service: Stream,
    waiting: VecDeque<u64>,
    busy: usize,
    served: u64,
    /// Sum of response times, ns.
    spent: u64,
}

fn now(cx: &Context<Queue>) -> u64 {
    let time = cx.time();
    time.as_secs() as u64 * 1_000_000_000 + u64::from(time.subsec_nanos())
}

#[Model]
impl Queue {
    #[nexosim(init)]
    async fn init(&mut self, cx: &Context<Self>) {
        self.next_arrival(cx);
    }

    fn next_arrival(&mut self, cx: &Context<Self>) {
        let gap = self.arrivals.exponential(SERVICE / SERVERS as f64 / LOAD);
        cx.schedule_event(Duration::from_nanos(gap), schedulable!(Self::arrive), ())
            .expect("the future");
    }

    fn begin(&mut self, arrived: u64, cx: &Context<Self>) {
        let work = self.service.exponential(SERVICE);
        let at = Duration::from_nanos(work);
        cx.schedule_event(at, schedulable!(Self::depart), arrived)
            .expect("the future");
    }

    #[nexosim(schedulable)]
    fn arrive(&mut self, _: (), cx: &Context<Self>) {
        self.next_arrival(cx);
        let now = now(cx);
        if self.busy < SERVERS {
            self.busy += 1;
            self.begin(now, cx);
        } else {
            self.waiting.push_back(now);
        }
    }

    #[nexosim(schedulable)]
    fn depart(&mut self, arrived: u64, cx: &Context<Self>) {
        self.served += 1;
        self.spent += now(cx) - arrived;
        match self.waiting.pop_front() {
            Some(next) => self.begin(next, cx),
            None => self.busy -= 1,
        }
        // The driver has no other way to look inside.
        SERVED.store(self.served, std::sync::atomic::Ordering::Relaxed);
        SPENT.store(self.spent, std::sync::atomic::Ordering::Relaxed);
    }
}

static SERVED: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
static SPENT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);

fn main() {
    let queue = Queue {
        arrivals: Stream(1, None),
        service: Stream(2, None),
        waiting: VecDeque::new(),
        busy: 0,
        served: 0,
        spent: 0,
    };
    let seconds: u64 = std::env::args()
        .nth(1)
        .and_then(|s| s.parse().ok())
        .unwrap_or(300);
    let mut simulation = SimInit::with_num_threads(1)
        .add_model(queue, Mailbox::new(), "queue")
        .init(MonotonicTime::EPOCH)
        .expect("a simulation");
    let start = Instant::now();
    simulation
        .step_until(Duration::from_secs(seconds))
        .expect("no error");
    let took = start.elapsed().as_secs_f64();
    let served = SERVED.load(std::sync::atomic::Ordering::Relaxed);
    let spent = SPENT.load(std::sync::atomic::Ordering::Relaxed);
    println!("{served} {took} {}", spent as f64 / served as f64 / 1e6);
}

//! Results of queueing theory in closed form or as short recursions. Rates are per second,
//! lengths in seconds; `a` is the offered load in erlangs, `c` the number of servers.

/// Erlang's loss formula B(c, a): share of arrivals that find all servers busy.
/// A. K. Erlang, 1917; the recursion is in any textbook (Cooper, "Introduction to Queueing
/// Theory", 1981, p. 82).
pub fn erlang_b(c: u32, a: f64) -> f64 {
    (1..=c).fold(1.0, |b, k| a * b / (f64::from(k) + a * b))
}

/// Erlang's delay formula C(c, a): share of arrivals that wait in M/M/c (Cooper, p. 91).
pub fn erlang_c(c: u32, a: f64) -> f64 {
    let b = erlang_b(c, a);
    b / (1.0 - (a / f64::from(c)) * (1.0 - b))
}

/// Mean wait in M/M/c: C(c, a) / (c mu - lambda).
pub fn mmc_wait(c: u32, lambda: f64, mu: f64) -> f64 {
    erlang_c(c, lambda / mu) / (f64::from(c) * mu - lambda)
}

/// The response time that a share `p` does not exceed in M/M/c, first come, first served:
/// P(T > t) = e^(-mu t) (1 + C (1 - e^(-mu t (c - 1 - a))) / (c - 1 - a)) (Gross and
/// Harris, "Fundamentals of Queueing Theory", 1998, p. 73), solved by bisection.
pub fn mmc_response_quantile(c: u32, lambda: f64, mu: f64, p: f64) -> f64 {
    let a = lambda / mu;
    let (wait, spare) = (erlang_c(c, a), f64::from(c) - 1.0 - a);
    let above = |t: f64| {
        let more = if spare.abs() < 1e-9 {
            mu * t
        } else {
            (1.0 - (-mu * t * spare).exp()) / spare
        };
        (-mu * t).exp() * (1.0 + wait * more)
    };
    let (mut low, mut high) = (0.0, 1000.0 / mu);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if above(middle) > 1.0 - p {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// Mean wait in M/G/1, first come, first served: lambda E[S^2] / (2 (1 - rho))
/// (Pollaczek 1930, Khinchine 1932), by mean and squared coefficient of variation.
pub fn pollaczek_khinchine(lambda: f64, mean: f64, cv2: f64) -> f64 {
    let rho = lambda * mean;
    rho * mean * (1.0 + cv2) / (2.0 * (1.0 - rho))
}

/// Mean wait in M/D/c, first come, first served, in service times (C. D. Crommelin, 1932):
/// the sum over i of P(N_i >= i c) - (c / a) P(N_i > i c), N_i Poisson with mean i a.
pub fn mdc_wait(c: u32, a: f64) -> f64 {
    let mut wait = 0.0;
    for i in 1..10_000u32 {
        let mean = f64::from(i) * a;
        let first = i * c;
        let mut probability = (f64::from(first) * mean.ln() - mean - ln_factorial(first)).exp();
        let at_first = probability;
        let (mut tail, mut j) = (0.0, first);
        while probability > 1e-18 {
            tail += probability;
            j += 1;
            probability *= mean / f64::from(j);
        }
        let term = tail - f64::from(c) / a * (tail - at_first);
        wait += term;
        if term < 1e-12 {
            break;
        }
    }
    wait
}

fn ln_factorial(n: u32) -> f64 {
    (2..=n).map(|k| f64::from(k).ln()).sum()
}

/// Mean response in M/G/1-PS, whatever the service's distribution: E[S] / (1 - rho)
/// (Kleinrock, "Queueing Systems" II, 1976, p. 168).
pub fn ps_response(lambda: f64, mean: f64) -> f64 {
    mean / (1.0 - lambda * mean)
}

/// The distribution of the number present in a birth-death process on 0..=n_max.
pub fn birth_death(
    birth: impl Fn(usize) -> f64,
    death: impl Fn(usize) -> f64,
    n_max: usize,
) -> Vec<f64> {
    let mut weights = vec![1.0];
    for n in 1..=n_max {
        let weight = weights[n - 1] * birth(n - 1) / death(n);
        weights.push(weight);
    }
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|w| w / sum).collect()
}

/// The mean of f(n) over a distribution of n.
pub fn mean_of(distribution: &[f64], f: impl Fn(usize) -> f64) -> f64 {
    distribution.iter().enumerate().map(|(n, p)| p * f(n)).sum()
}

/// M/M/c where nobody waits longer than a deadline.
pub struct Deadline {
    /// Share of arrivals that reach the deadline.
    pub timed_out: f64,
    /// Mean wait of the others.
    pub mean_wait: f64,
}

/// M/M/c with a deadline D on waiting (Gnedenko and Kovalenko, "Introduction to Queueing
/// Theory", 1989): the wait that would be met has density
/// v(x) = lambda pi(c-1) e^((lambda - c mu) x) for x < D, and P(timeout) =
/// lambda pi(c-1) e^((lambda - c mu) D) / (c mu).
pub fn deadline(c: u32, lambda: f64, mu: f64, deadline: f64) -> Deadline {
    let (a, drain) = (lambda / mu, f64::from(c) * mu);
    let mut weight = 1.0;
    let (mut below, mut last) = (0.0, 1.0);
    for n in 0..c {
        if n > 0 {
            weight *= a / f64::from(n);
        }
        below += weight;
        last = weight;
    }
    let density = |x: f64| lambda * last * ((lambda - drain) * x).exp();
    // Simpson's rule: smooth, so 2,000 steps are exact to 10 digits.
    let steps = 2000;
    let step = deadline / f64::from(steps);
    let integral = |f: &dyn Fn(f64) -> f64| {
        let inner = (1..steps).map(|i| {
            let weight = if i % 2 == 1 { 4.0 } else { 2.0 };
            weight * f(f64::from(i) * step)
        });
        (f(0.0) + inner.sum::<f64>() + f(deadline)) * step / 3.0
    };
    let waited = integral(&density);
    let timed_out = density(deadline) / drain;
    let all = below + waited + timed_out;
    Deadline {
        timed_out: timed_out / all,
        mean_wait: integral(&|x| x * density(x)) / (below + waited),
    }
}

/// M/M/c+M: who waits longer than an exponential patience leaves (Palm 1957).
pub struct ErlangA {
    /// Share of arrivals that leave.
    pub abandoned: f64,
    /// Mean number present.
    pub present: f64,
}

/// Erlang A: a birth-death process with deaths min(n, c) mu + max(n - c, 0) theta.
pub fn erlang_a(c: u32, lambda: f64, mu: f64, theta: f64) -> ErlangA {
    let c = f64::from(c);
    let death = |n: usize| (n as f64).min(c) * mu + (n as f64 - c).max(0.0) * theta;
    let distribution = birth_death(|_| lambda, death, 2000);
    let waiting = mean_of(&distribution, |n| (n as f64 - c).max(0.0));
    ErlangA {
        abandoned: theta * waiting / lambda,
        present: mean_of(&distribution, |n| n as f64),
    }
}

/// A closed network in the long run.
pub struct Closed {
    /// Cycles a second.
    pub throughput: f64,
    /// Mean time in all stations in one cycle, without thinking.
    pub response: f64,
}

/// Machine repair, M/M/c//N: users think at rate `think`, c servers at rate `mu`.
pub fn machine_repair(c: u32, users: usize, think: f64, mu: f64) -> Closed {
    let birth = |n: usize| (users - n) as f64 * think;
    let death = |n: usize| (n as f64).min(f64::from(c)) * mu;
    let distribution = birth_death(birth, death, users);
    let throughput = mean_of(&distribution, death);
    Closed {
        throughput,
        response: users as f64 / throughput - 1.0 / think,
    }
}

/// Exact mean value analysis of single-server stations with these demands and a delay z
/// (Reiser and Lavenberg, 1980).
pub fn mva(demands: &[f64], z: f64, users: u32) -> Closed {
    let mut queues = vec![0.0; demands.len()];
    let mut closed = Closed {
        throughput: 0.0,
        response: 0.0,
    };
    for n in 1..=users {
        let responses: Vec<f64> = demands
            .iter()
            .zip(&queues)
            .map(|(d, q)| d * (1.0 + q))
            .collect();
        closed.response = responses.iter().sum();
        closed.throughput = f64::from(n) / (z + closed.response);
        queues = responses.iter().map(|r| closed.throughput * r).collect();
    }
    closed
}

/// Exact mean value analysis of two classes at one shared single server: demands, delays
/// and users by class; throughputs by class (Reiser and Lavenberg, 1980).
pub fn mva_two_classes(demands: [f64; 2], z: [f64; 2], users: [usize; 2]) -> [f64; 2] {
    let mut queue = vec![vec![0.0; users[1] + 1]; users[0] + 1];
    let mut throughput = [0.0; 2];
    for n0 in 0..=users[0] {
        for n1 in 0..=users[1] {
            let seen = [
                if n0 > 0 { queue[n0 - 1][n1] } else { 0.0 },
                if n1 > 0 { queue[n0][n1 - 1] } else { 0.0 },
            ];
            let mut present = 0.0;
            for (k, n) in [n0, n1].into_iter().enumerate() {
                let response = demands[k] * (1.0 + seen[k]);
                throughput[k] = n as f64 / (z[k] + response);
                present += throughput[k] * response;
            }
            queue[n0][n1] = present;
        }
    }
    throughput
}

/// The Universal Scalability Law with lambda = 1 and a floor past its peak at
/// `plateau` x peak (Gunther, "Guerrilla Capacity Planning", 2007, p. 47).
pub fn usl(n: usize, sigma: f64, kappa: f64, plateau: f64) -> f64 {
    let law = |n: usize| {
        let n = n as f64;
        n / (1.0 + sigma * (n - 1.0) + kappa * n * (n - 1.0))
    };
    let peak = (1..10_000).max_by(|a, b| law(*a).total_cmp(&law(*b)));
    match peak {
        Some(peak) if n > peak => law(n).max(plateau * law(peak)),
        _ => law(n),
    }
}

/// A test of a formula against published values.
fn near(found: f64, wanted: f64, tolerance: f64) {
    assert!((found - wanted).abs() <= tolerance, "{found} for {wanted}");
}

#[test]
fn erlangs_tables() {
    // Erlang B tables at 1 % blocking: 5, 10, 20 and 100 lines carry 1.36, 4.46, 12.03
    // and 84.06 erlangs.
    for (lines, load) in [(5, 1.361), (10, 4.461), (20, 12.03), (100, 84.06)] {
        near(erlang_b(lines, load), 0.01, 1e-5);
    }
    // M/M/2 at rho = 1/2: one in three waits. Ten servers, eight erlangs: .409.
    near(erlang_c(2, 1.0), 1.0 / 3.0, 1e-12);
    near(erlang_c(10, 8.0), 0.4092, 1e-4);
}

#[test]
fn one_server_is_the_simple_case() {
    // T in M/M/1 is exponential with mean 1 / (mu - lambda).
    for p in [0.5_f64, 0.95, 0.99] {
        near(
            mmc_response_quantile(1, 70.0, 100.0, p),
            -(1.0 - p).ln() / 30.0,
            1e-9,
        );
    }
    near(
        pollaczek_khinchine(70.0, 0.01, 1.0),
        mmc_wait(1, 70.0, 100.0),
        1e-12,
    );
    near(mdc_wait(1, 0.8), 0.8 / (2.0 * 0.2), 1e-8);
}

/// Cosmetatos' approximation (1975) is known to be within 1 % of Crommelin's values.
#[test]
fn crommelin_is_near_cosmetatos() {
    for (c, rho) in [(2_u32, 0.8), (4, 0.8), (4, 0.9)] {
        let servers = f64::from(c);
        let root = (4.0 + 5.0 * servers).sqrt() - 2.0;
        let share = 0.5 * (1.0 + (1.0 - rho) * (servers - 1.0) * root / (16.0 * rho * servers));
        let exact = mdc_wait(c, rho * servers) / mmc_wait(c, rho * servers, 1.0);
        near(exact / share, 1.0, 0.01);
    }
}

#[test]
fn deadlines_end_in_erlangs_formulas() {
    // Nobody may wait: Erlang B. Everybody may: Erlang C.
    near(
        deadline(4, 38.0, 10.0, 1e-9).timed_out,
        erlang_b(4, 3.8),
        1e-6,
    );
    let patient = deadline(4, 32.0, 10.0, 20.0);
    near(patient.timed_out, 0.0, 1e-9);
    near(patient.mean_wait, mmc_wait(4, 32.0, 10.0), 1e-6);
}

#[test]
fn erlang_a_with_patience_like_service_is_poisson() {
    // theta = mu: M/M/infinity, so a in the system.
    near(erlang_a(10, 95.0, 10.0, 10.0).present, 9.5, 1e-9);
    let impatient = erlang_a(10, 95.0, 10.0, 1e7);
    near(impatient.abandoned, erlang_b(10, 9.5), 1e-4);
}

#[test]
fn closed_networks_from_the_books() {
    // Lazowska et al., "Quantitative System Performance" (1984), chapter 6: demands .605,
    // 2.1 and 1.35 s, 15 s of thinking; with three users .152 a second and 4.80 s.
    let three = mva(&[0.605, 2.1, 1.35], 15.0, 3);
    near(three.throughput, 0.152, 0.0005);
    near(three.response, 4.80, 0.005);
    // The repairman is idle with Erlang B's probability (Palm 1947).
    let one = machine_repair(1, 10, 1.0, 5.0);
    near(1.0 - one.throughput / 5.0, erlang_b(10, 5.0), 1e-12);
    near(one.response, mva(&[0.2], 1.0, 10).response, 1e-12);
    // Two classes that are alike are one class.
    let [a, b] = mva_two_classes([0.2; 2], [1.0; 2], [6, 4]);
    near(a + b, one.throughput, 1e-12);
    near(a / b, 1.5, 1e-12);
}

#[test]
fn usl_without_penalties_is_a_line() {
    near(usl(17, 0.0, 0.0, 0.5), 17.0, 1e-12);
    near(usl(1, 0.1, 0.01, 0.5), 1.0, 1e-12);
}

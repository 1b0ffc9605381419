//! x
use crate::{calibrate::Fit, measure::{Plan, Row}, pgbench::{Mix, Sample}, machine::Machine, texts::Compared};
/// One mix.
#[derive(Clone, Debug)]
pub struct Part {
    /// What was asked.
    pub mix: Mix,
    /// Measured.
    pub measured: Vec<Row>,
    /// Simulated, row by row.
    pub predicted: Vec<Sample>,
    /// Calibrated.
    pub fit: Fit,
}
/// x
#[must_use] pub fn write(_m: &Machine, _p: &Plan, parts: &[Part], _c: &[Compared]) -> String { let mut s = String::new(); for p in parts { for (m, q) in p.measured.iter().zip(&p.predicted) { s += &format!("{:3} {:7.0} {:7.0} {:+.1}%  p95 {:.3} {:.3} {:+.1}% spread {:.2}\n", m.clients, m.sample.tps, q.tps, 100.0*(q.tps/m.sample.tps-1.0), m.sample.p95_ms, q.p95_ms, 100.0*(q.p95_ms/m.sample.p95_ms-1.0), m.spread); } } s }

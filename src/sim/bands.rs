//! Response times in bands: the coarse histogram that a scrape hands out.
//!
//! Two bands to a doubling, on edges of [`Histogram`]'s own buckets, so that nothing has to be
//! interpolated.

use super::histogram::Histogram;

/// Steps of a doubling of [`Histogram`].
const STEPS: usize = 8;
/// Half doublings: 2.1 ms to 34 s, past the usual time-outs of pools and balancers.
const FIRST_OCTAVE: usize = 21;
/// Number of edges; the band above the last one is open.
pub const EDGES: usize = 29;

/// Answers up to each edge, and all of them in the last place.
pub type Bands = [u32; EDGES + 1];

/// Upper edge of a band, seconds.
#[must_use]
pub fn edge_s(band: usize) -> f64 {
    let octave = (FIRST_OCTAVE + band / 2) as u32;
    let whole = (1u64 << octave.min(62)) as f64 * 1e-9;
    if band.is_multiple_of(2) {
        whole
    } else {
        whole * 1.5
    }
}

/// Answers up to each edge, cumulative as Prometheus' buckets are.
#[must_use]
pub fn bands(histogram: &Histogram) -> Bands {
    let mut below = 0;
    let mut next = 0;
    let counts = histogram.counts();
    std::array::from_fn(|band| {
        let end = if band < EDGES {
            FIRST_OCTAVE * STEPS + band * STEPS / 2
        } else {
            counts.len()
        };
        below += counts[next..end].iter().sum::<u32>();
        next = end;
        below
    })
}

/// Name of a band's column: what was added to the bucket since the scrape before.
#[must_use]
pub fn column(service: &str, band: usize) -> String {
    let le = if band < EDGES {
        format!("{:.6}", edge_s(band))
    } else {
        "+Inf".to_string()
    };
    format!(
        "service_le:http_server_requests_seconds_bucket:increase\
         {{service=\"{service}\",le=\"{le}\"}}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_fall_into_their_bands() {
        let mut histogram = Histogram::default();
        // 1 ms; 3.0 ms, in the second band (2.097 to 3.146 ms); 100 s, above all edges.
        for ns in [1_000_000, 3_000_000, 100_000_000_000] {
            histogram.record(ns);
        }
        let all = bands(&histogram);
        assert_eq!((all[0], all[1], all[2]), (1, 2, 2));
        assert_eq!((all[EDGES - 1], all[EDGES]), (2, 3));
    }

    #[test]
    fn edges_are_half_doublings() {
        assert!((edge_s(0) - 0.002_097_152).abs() < 1e-12);
        assert!((edge_s(1) / edge_s(0) - 1.5).abs() < 1e-12);
        assert!((edge_s(EDGES - 1) - 34.359_738_368).abs() < 1e-9);
        assert!(column("web", EDGES).ends_with("{service=\"web\",le=\"+Inf\"}"));
    }
}

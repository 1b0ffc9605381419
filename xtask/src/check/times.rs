//! How long each test took, read off the moments at which a runner says that one is done.
//!
//! Stable runners print no times. But libtest begins its tests in the order of their names, as
//! many at a time as it is told, and the next one as soon as one is done; and it prints each
//! line when its test is done. From that follows when each began. A runner that does one test
//! after the other needs no order: each begins with the end of the one before.

use std::collections::BTreeMap;
use std::time::Duration;

/// Reads the lines of a runner.
pub struct Times {
    /// Tests at a time, at least one.
    at_a_time: usize,
    /// When the first test of all began.
    began: Option<Duration>,
    /// When the tests of the binary under way began.
    block: Duration,
    /// Its tests that are done, in the order of their ends.
    done: Vec<(String, Duration)>,
    all: Vec<(String, Duration)>,
}

impl Times {
    /// Nothing read yet of a runner that does so many tests at a time.
    pub fn new(at_a_time: usize) -> Times {
        Times {
            at_a_time: at_a_time.max(1),
            began: None,
            block: Duration::ZERO,
            done: Vec::new(),
            all: Vec::new(),
        }
    }

    /// Takes a line that was printed so long after the start.
    pub fn read(&mut self, line: &str, at: Duration) {
        if line.starts_with("running ") && (line.ends_with(" tests") || line.ends_with(" test")) {
            self.close();
            self.block = at;
            self.began.get_or_insert(at);
        } else if let Some((name, verdict)) = line
            .strip_prefix("test ")
            .and_then(|rest| rest.split_once(" ... "))
            && ["ok", "FAILED"].contains(&verdict.trim())
        {
            self.done.push((name.to_owned(), at));
        }
    }

    /// When the first test began, if one did.
    pub fn began(&self) -> Option<Duration> {
        self.began
    }

    /// All tests with their times.
    pub fn finish(mut self) -> Vec<(String, Duration)> {
        self.close();
        self.all
    }

    /// The times of a binary whose tests are all done.
    fn close(&mut self) {
        let done = std::mem::take(&mut self.done);
        let ends = done.iter().map(|(_, at)| *at);
        // The first ones begin at once, each other one with an end.
        let begins = std::iter::repeat_n(self.block, self.at_a_time).chain(ends);
        let mut names: Vec<&str> = done.iter().map(|(name, _)| name.as_str()).collect();
        if self.at_a_time > 1 {
            names.sort_unstable();
        }
        let begins: BTreeMap<&str, Duration> = names.into_iter().zip(begins).collect();
        for (name, end) in &done {
            let took = end.saturating_sub(begins[name.as_str()]);
            self.all.push((name.clone(), took));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(at_a_time: usize, lines: &[(&str, u64)]) -> Vec<(String, u64)> {
        let mut times = Times::new(at_a_time);
        for (line, at) in lines {
            times.read(line, Duration::from_secs(*at));
        }
        let found = times.finish().into_iter();
        found.map(|(name, took)| (name, took.as_secs())).collect()
    }

    #[test]
    fn one_after_the_other() {
        let lines = [
            ("   Compiling a", 1),
            ("running 2 tests", 5),
            ("test b ... ok", 7),
            ("test a ... FAILED", 10),
            ("test result: FAILED. 1 passed; 1 failed", 10),
            ("running 1 test", 20),
            ("test c ... ok", 21),
        ];
        let wanted = [("b", 2), ("a", 3), ("c", 1)];
        assert_eq!(times(1, &lines), wanted.map(|(n, t)| (n.to_owned(), t)));
    }

    /// `a` and `b` begin at once, `c` with the end of `b`, `d` with that of `c`.
    #[test]
    fn two_at_a_time() {
        let lines = [
            ("running 4 tests", 10),
            ("test b ... ok", 12),
            ("test c ... ok", 15),
            ("test d ... ok", 16),
            ("test a ... ok", 30),
        ];
        let wanted = [("b", 2), ("c", 3), ("d", 1), ("a", 20)];
        assert_eq!(times(2, &lines), wanted.map(|(n, t)| (n.to_owned(), t)));
    }
}

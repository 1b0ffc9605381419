//! Counts tests from what the test runners print.

/// Tests that passed and tests that failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Tests that passed.
    pub passed: u64,
    /// Tests that failed.
    pub failed: u64,
}

impl Tally {
    /// A check that counts as one test.
    pub fn one(passed: bool) -> Tally {
        Tally {
            passed: u64::from(passed),
            failed: u64::from(!passed),
        }
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Tally) -> Tally {
        Tally {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
        }
    }

    /// Adds what one printed line says, if it is a runner's closing line:
    /// `test result: ok. 3 passed; 0 failed; ...`, as libtest and the wasm runner print it.
    #[must_use]
    pub fn read(self, line: &str) -> Tally {
        let Some((_, counts)) = line.split_once("test result: ") else {
            return self;
        };
        let count = |word: &str| {
            let before = counts.split_once(word)?.0;
            before
                .rsplit([' ', '.'])
                .find(|part| !part.is_empty())?
                .parse::<u64>()
                .ok()
        };
        match (count(" passed"), count(" failed")) {
            (Some(passed), Some(failed)) => self.plus(Tally { passed, failed }),
            _ => self,
        }
    }

    /// A runner that failed without naming a test (it did not build, it crashed)
    /// counts as one failed test; so does one that ran none.
    #[must_use]
    pub fn closed(self, succeeded: bool) -> Tally {
        match succeeded {
            true if self.passed > 0 => self,
            false if self.failed > 0 => self,
            _ => self.plus(Tally::one(false)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_closing_lines() {
        let text = "running 2 tests\n\
            test a ... ok\n\
            test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; finished in 0.01s\n\
            test result: FAILED. 3 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out\n\
            a test result: of our own words";
        let tally = text.lines().fold(Tally::default(), Tally::read);
        assert_eq!(
            tally,
            Tally {
                passed: 15,
                failed: 2
            }
        );
    }

    #[test]
    fn silence_is_a_failure() {
        assert_eq!(Tally::default().closed(true).failed, 1, "ran no test");
        assert_eq!(Tally::default().closed(false).failed, 1, "did not build");
        let good = Tally {
            passed: 3,
            failed: 0,
        };
        assert_eq!(good.closed(true), good);
        assert_eq!(good.closed(false).failed, 1, "crashed after its last test");
        let bad = Tally {
            passed: 3,
            failed: 1,
        };
        assert_eq!(bad.closed(false), bad);
    }
}

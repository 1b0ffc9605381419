//! Work in slices: until it is done or the time is up.

/// Repeat until `work` says it is done or the deadline has passed; true when done.
pub(super) fn slices(
    clock: &dyn Fn() -> f64,
    deadline: f64,
    mut work: impl FnMut() -> bool,
) -> bool {
    loop {
        if work() {
            return true;
        }
        if clock() >= deadline {
            return false;
        }
    }
}

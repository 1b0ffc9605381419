//! Waiting with an end: a bounded poll, never a fixed sleep.

use std::thread;
use std::time::{Duration, Instant};

/// How long a page may take for anything. It says when a test is stuck, not that a page is
/// slow: on a machine that has much else to do everything takes its time.
pub const PATIENCE: Duration = Duration::from_secs(180);
/// How often it is asked.
const POLL: Duration = Duration::from_millis(40);

/// Asks until there is an answer; the last refusal when there is none in time.
///
/// # Errors
/// What the last try said.
pub fn until<T>(
    patience: Duration,
    mut ask: impl FnMut() -> Result<T, String>,
) -> Result<T, String> {
    let start = Instant::now();
    loop {
        match ask() {
            Ok(answer) => return Ok(answer),
            Err(why) if start.elapsed() >= patience => return Err(why),
            Err(_) => thread::sleep(POLL),
        }
    }
}
